#include "daemon/domain/role_rights.h"

#include <gtest/gtest.h>

#include <vector>

namespace candor::domain::role_rights_test {
namespace {

using enum Role;
using enum RoleBar;

const MemberId kDirecting(IdBytes{1});
const MemberId kOwning(IdBytes{2});
const MemberId kReviewing(IdBytes{3});
const MemberId kSomebody(IdBytes{4});

RoleChange Given(const MemberId& member, Role role, bool deputy = false, const MemberId& of = {}) {
  RoleChange change;
  change.member = member;
  change.role = role;
  change.deputy = deputy;
  change.of = of;
  return change;
}
RoleChange TakenBack(RoleChange change) {
  change.withdrawn = true;
  return change;
}

RoleBar ByDirector(const RoleChange& change) {
  const std::vector<Role> roles = {kDirector};
  const std::vector<RoleChange> grants = {Given(kReviewing, kIndependentReviewer, false, kDirecting)};
  return RoleBarOf(change, Caller{false, kDirecting}, roles, grants);
}
RoleBar ByOwner(const RoleChange& change) {
  const std::vector<Role> roles = {kOwner};
  const std::vector<RoleChange> grants = {Given(kReviewing, kIndependentReviewer, false, kDirecting)};
  return RoleBarOf(change, Caller{false, kOwning}, roles, grants);
}

TEST(RoleRightsTest, TheOperatorAsSuchBeginsThePractice) {
  for (const Role role : {kDirector, kOwner, kIndependentReviewer, kAuditor}) {
    EXPECT_EQ(RoleBarOf(Given(kSomebody, role), Caller(), {}, {}), kNone);
  }
  EXPECT_EQ(RoleBarOf(Given(kDirecting, kAuditor), Caller{true, kDirecting}, std::vector<Role>{kDirector}, {}),
            kOwnRole)
      << "who acts for a member has no more than their rights";
}

TEST(RoleRightsTest, NobodyGivesThemselvesARoleButMayGiveOneUp) {
  EXPECT_EQ(ByDirector(Given(kDirecting, kAuditor)), kOwnRole);
  EXPECT_EQ(ByDirector(Given(kDirecting, kDirector, true)), kOwnRole);
  EXPECT_EQ(ByOwner(Given(kOwning, kDirector)), kOwnRole);
  EXPECT_EQ(ByDirector(TakenBack(Given(kDirecting, kDirector))), kNone);
  EXPECT_EQ(ByDirector(Given(kSomebody, kAuditor)), kNone);
  EXPECT_EQ(ByDirector(Given(kSomebody, kDirector, true)), kNone);
}

TEST(RoleRightsTest, NobodyChoosesOrLosesWhoReviewsThem) {
  EXPECT_EQ(ByDirector(Given(kSomebody, kIndependentReviewer)), kOwnReviewer) << "of everybody";
  EXPECT_EQ(ByDirector(Given(kSomebody, kIndependentReviewer, false, kDirecting)), kOwnReviewer);
  EXPECT_EQ(ByDirector(TakenBack(Given(kReviewing, kIndependentReviewer, false, kDirecting))), kOwnReviewer);
  EXPECT_EQ(ByDirector(Given(kSomebody, kIndependentReviewer, true)), kOwnReviewer);
  EXPECT_EQ(ByDirector(Given(kSomebody, kIndependentReviewer, true, kReviewing)), kOwnReviewer)
      << "who stands in for their reviewer reviews them too";

  EXPECT_EQ(ByDirector(Given(kSomebody, kIndependentReviewer, false, kOwning)), kNone);
  EXPECT_EQ(ByOwner(Given(kSomebody, kIndependentReviewer, false, kDirecting)), kNone);
  EXPECT_EQ(ByOwner(Given(kSomebody, kIndependentReviewer, true, kReviewing)), kNone);
}

TEST(RoleRightsTest, WhoOwnsThePracticeIsTheOwnersToSay) {
  EXPECT_EQ(ByDirector(Given(kSomebody, kOwner)), kOwnership);
  EXPECT_EQ(ByDirector(TakenBack(Given(kOwning, kOwner))), kOwnership);
  EXPECT_EQ(ByDirector(Given(kSomebody, kOwner, true)), kOwnership);
  EXPECT_EQ(ByOwner(Given(kSomebody, kOwner)), kNone);
}

}  // namespace
}  // namespace candor::domain::role_rights_test
