#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/one_case.h"
#include "tests/unit/domain/builders.h"

// A follow-up that rests on a feeling and on a crossing, whichever comes first, is opened by the feeling: who may read
// that may read the follow-up, and nobody else.
namespace candor::testing::personal_pair_test {
namespace {

using domain::EntryOf;
using domain::FollowUp;
using domain::Kind;
using ::testing::ElementsAre;

constexpr Day kFirst(2025, 3, 3);
constexpr Day kSecond(2025, 3, 20);

class PersonalPairTest : public OneCaseTest {
 protected:
  // As an entry is made on the wire: its header says only that it is personal.
  EntryId TakeReaction(Day day) {
    domain::Entry entry = EntryOf(Kind::kPersonalReaction, day).Word("which", "romantic").Build();
    entry.header.personal = true;
    entry.header.kind = Kind::kNone;
    entry.header.facts = domain::Facts();
    return Take(std::move(entry));
  }

  EntryId TakeTouch(Day day) {
    domain::Entry entry = EntryOf(Kind::kCrossing, day).Word("area", "touch").Word("touch", "hug").Build();
    entry.header.stage = domain::Stage::kDone;
    return Take(std::move(entry));
  }

  FollowUp Pair() { return Only("attraction_crossing"); }
};

TEST_F(PersonalPairTest, IsOpenedByTheFeelingWhereTheCrossingCameLater) {
  const EntryId reaction = TakeReaction(kFirst);
  const EntryId touch = TakeTouch(kSecond);

  const FollowUp pair = Pair();

  ASSERT_TRUE(pair.sealed.has_value());
  EXPECT_EQ(pair.clear.key_class, domain::KeyClass::kPersonal);
  EXPECT_EQ(pair.sealed->opened_by, reaction);
  EXPECT_THAT(pair.sealed->facts_used, ElementsAre(touch));
  EXPECT_EQ(pair.clear.opened_on, kSecond);
  EXPECT_EQ(pair.clear.due, Day(2025, 3, 27));
  EXPECT_EQ(pair.clear.opened_by_kind, Kind::kNone);
}

TEST_F(PersonalPairTest, IsOpenedByTheFeelingWhereThatCameLater) {
  const EntryId touch = TakeTouch(kFirst);
  const EntryId reaction = TakeReaction(kSecond);

  const FollowUp pair = Pair();

  ASSERT_TRUE(pair.sealed.has_value());
  EXPECT_EQ(pair.sealed->opened_by, reaction);
  EXPECT_EQ(pair.sealed->facts_used.back(), touch);
}

}  // namespace
}  // namespace candor::testing::personal_pair_test
