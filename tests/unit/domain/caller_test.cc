#include <gtest/gtest.h>

#include "daemon/domain/entry.h"
#include "daemon/domain/permission.h"
#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// Who may be calling: the operator as such, the operator for a member, a member, and nobody.
namespace candor::domain::caller_test {
namespace {

constexpr Day kToday(2025, 3, 30);
const MemberId kAna = IdNumber<MemberId>(1);
const Caller kOperator{true, {}};
const Caller kForAna{true, kAna};
const Caller kAnaHerself{false, kAna};
const Caller kNobody{false, {}};

TEST(CallerTest, OnlyTheOperatorAsSuchHasEveryRight) {
  EXPECT_TRUE(kOperator.has_every_right());
  EXPECT_FALSE(kForAna.has_every_right());
  EXPECT_FALSE(kAnaHerself.has_every_right());
  EXPECT_FALSE(kNobody.has_every_right());
}

TEST(CallerTest, OnlyWhoHasProvedNothingIsNobody) {
  EXPECT_FALSE(kOperator.is_nobody());
  EXPECT_FALSE(kForAna.is_nobody());
  EXPECT_FALSE(kAnaHerself.is_nobody());
  EXPECT_TRUE(kNobody.is_nobody());
}

TEST(CallerTest, AMemberWhoCallsIsNotActedFor) {
  EXPECT_FALSE(kOperator.is_acted_for());
  EXPECT_TRUE(kForAna.is_acted_for());
  EXPECT_FALSE(kAnaHerself.is_acted_for());
  EXPECT_FALSE(kNobody.is_acted_for());
}

class ViewerOfCallerTest : public testing::Test {
 protected:
  CountedView view_;
};

// A reaction whose writer named no reader is not everybody's who has no name either.
TEST_F(ViewerOfCallerTest, NobodyIsShownNothing) {
  RecordedEntry reaction;
  reaction.entry = EntryOf(Kind::kPersonalReaction, kToday).By(kAna).Build();
  reaction.entry.header.author = kAna;
  reaction.entry.header.personal = true;
  RecordedEntry session;
  session.entry = EntryOf(Kind::kSession, kToday).By(kAna).Build();
  session.entry.header.author = kAna;
  FollowUp follow_up;
  follow_up.clear.therapist = kAna;
  CaseFile file;
  file.parts.resize(1);
  file.parts[0].therapist = kAna;
  file.parts[0].from = kToday;

  Viewer nobody(view_, kNobody, nullptr, kToday);

  EXPECT_FALSE(nobody.is_operator());
  EXPECT_EQ(*nobody.OfEntry(reaction), Sight::kNothing);
  EXPECT_EQ(*nobody.OfEntry(session), Sight::kNothing);
  EXPECT_EQ(*nobody.OfFollowUp(follow_up), Sight::kNothing);
  EXPECT_EQ(*nobody.OfCase(file, kToday), Sight::kNothing);
}

TEST_F(ViewerOfCallerTest, AMemberSeesTheirOwnWhoeverHandsTheCallIn) {
  RecordedEntry reaction;
  reaction.entry = EntryOf(Kind::kPersonalReaction, kToday).By(kAna).Build();
  reaction.entry.header.author = kAna;
  reaction.entry.header.personal = true;

  for (const Caller& caller : {kForAna, kAnaHerself}) {
    Viewer viewer(view_, caller, nullptr, kToday);

    EXPECT_FALSE(viewer.is_operator());
    EXPECT_EQ(viewer.member(), kAna);
    EXPECT_EQ(*viewer.OfEntry(reaction), Sight::kWhole);
  }
}

}  // namespace
}  // namespace candor::domain::caller_test
