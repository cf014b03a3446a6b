#include "daemon/policy/reassessment_walk.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <vector>

#include "tests/unit/store/store_fixture.h"

namespace candor::policy::reassessment_walk_test {
namespace {

using domain::Reassessment;
using domain::SubjectId;
using domain::SubjectKind;
using store::CaseOf;
using store::MemberOf;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// Two members and three cases.
class ReassessmentWalkTest : public ::testing::Test {
 protected:
  ReassessmentWalkTest() {
    fixture_.AddPractice();
    EXPECT_TRUE(fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}, domain::NewCase{CaseOf(3), "C-3"}}).ok());
    view_ = fixture_.view();
  }
  static SubjectId Case(uint8_t number) { return SubjectId::Of(CaseOf(number)); }
  static SubjectId Member(uint8_t number) { return SubjectId::Of(MemberOf(number)); }

  store::StoreFixture fixture_{false};
  std::shared_ptr<const domain::View> view_;
};

TEST_F(ReassessmentWalkTest, GoesThroughCasesAndThenMembers) {
  ReassessmentWalk walk((Reassessment()));
  ASSERT_TRUE(walk.CountSubjects(*view_).ok());
  EXPECT_EQ(walk.progress().all, 5U);

  std::vector<SubjectId> page = *walk.NextPage(*view_, 2);
  EXPECT_THAT(page, ElementsAre(Case(1), Case(2)));
  EXPECT_TRUE(walk.FinishPage(page, 0));
  EXPECT_EQ(walk.progress().looked_at, 2U);
  page = *walk.NextPage(*view_, 2);
  EXPECT_THAT(page, ElementsAre(Case(3)));
  EXPECT_TRUE(walk.FinishPage(page, 0));
  page = *walk.NextPage(*view_, 2);
  EXPECT_THAT(page, ElementsAre(Member(1), Member(2)));
  EXPECT_FALSE(walk.progress().done);
  EXPECT_TRUE(walk.FinishPage(page, 0));

  EXPECT_THAT(*walk.NextPage(*view_, 2), IsEmpty());
  EXPECT_TRUE(walk.progress().done);
  EXPECT_EQ(walk.progress().looked_at, 5U);
  EXPECT_EQ(walk.progress().left_out, 0U);
}

TEST_F(ReassessmentWalkTest, WhoGoesOnLaterBeginsBehindTheMark) {
  Reassessment mark;
  mark.after = CaseOf(2).bytes();
  mark.looked_at = 2;
  mark.all = 5;
  ReassessmentWalk walk(mark);

  EXPECT_THAT(*walk.NextPage(*view_, 10), ElementsAre(Case(3)));
  EXPECT_THAT(*walk.NextPage(*view_, 10), ElementsAre(Case(3))) << "until it is finished";

  mark.kind = SubjectKind::kMember;
  mark.after = MemberOf(1).bytes();
  EXPECT_THAT(*ReassessmentWalk(mark).NextPage(*view_, 10), ElementsAre(Member(2)));
}

TEST_F(ReassessmentWalkTest, AHalfPageIsTriedAgainAndThenPassedOver) {
  ReassessmentWalk walk((Reassessment()));
  const std::vector<SubjectId> page = *walk.NextPage(*view_, 2);

  EXPECT_FALSE(walk.FinishPage(page, 1));
  EXPECT_FALSE(walk.FinishPage(page, 1));
  EXPECT_EQ(walk.progress().looked_at, 0U);
  EXPECT_TRUE(walk.FinishPage(page, 1));

  EXPECT_EQ(walk.progress().left_out, 1U);
  EXPECT_EQ(walk.progress().looked_at, 2U);
  const std::vector<SubjectId> next = *walk.NextPage(*view_, 2);
  EXPECT_FALSE(walk.FinishPage(next, 1)) << "another page has its own attempts";
}

}  // namespace
}  // namespace candor::policy::reassessment_walk_test
