#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/practice.h"
#include "tests/unit/domain/builders.h"

// A follow-up that rests on a feeling and on a crossing, whichever comes first, is opened by the feeling: who may read
// that may read the follow-up, and nobody else.
namespace candor::testing::personal_pair_test {
namespace {

using domain::EntryBuilder;
using domain::EntryOf;
using domain::FollowUp;
using domain::Kind;
using ::testing::ElementsAre;

const absl::Time kNow = absl::FromCivil(absl::CivilDay(2026, 1, 15), absl::UTCTimeZone());
constexpr Day kFirst(2025, 3, 3);
constexpr Day kSecond(2025, 3, 20);

class PersonalPairTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Practice::Open(kNow);
    ASSERT_TRUE(opened.ok()) << opened.status();
    practice_ = std::move(*opened);
    therapist_ = practice_->AddMember("Therapist");
    case_ = practice_->AddCase("C-1");
  }

  EntryId Take(domain::Entry entry) {
    entry.header.subject = domain::SubjectId::Of(case_);
    entry.header.therapist = therapist_;
    const uint64_t number = practice_->view()->size();
    const absl::Status taken = practice_->Take({std::move(entry)});
    EXPECT_TRUE(taken.ok()) << taken;
    const auto recorded = practice_->view()->EntryAt(number);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    const absl::Status settled = practice_->Settle();
    EXPECT_TRUE(settled.ok()) << settled;
    return recorded.ok() ? (*recorded)->entry.header.id : EntryId();
  }

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

  FollowUp Pair() {
    std::vector<FollowUp> found;
    const auto all = practice_->view()->FollowUpsOf(domain::SubjectId::Of(case_));
    EXPECT_TRUE(all.ok()) << all.status();
    for (const FollowUp& each : all.value_or(std::vector<FollowUp>())) {
      if (each.sealed && each.sealed->rule == "attraction_crossing") found.push_back(each);
    }
    EXPECT_EQ(found.size(), 1U);
    return found.empty() ? FollowUp() : found[0];
  }

  std::unique_ptr<Practice> practice_;
  MemberId therapist_;
  CaseId case_;
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
