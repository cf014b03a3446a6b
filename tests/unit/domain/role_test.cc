#include "daemon/domain/role.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <vector>

// Who has which role on which day.
namespace candor::domain::role_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const MemberId kAnn(IdBytes{1});
const MemberId kBob(IdBytes{2});
constexpr Day kFirst{2025, 3, 1};

RoleChange Given(uint8_t number, const MemberId& member, Role role) {
  RoleChange change;
  change.id = RoleChangeId(IdBytes{number});
  change.member = member;
  change.role = role;
  change.from = kFirst;
  return change;
}

RoleChange TakenBack(RoleChange role, Day last) {
  role.withdrawn = true;
  role.until = last;
  return role;
}

TEST(RoleTest, ARoleIsHadFromItsFirstDayToItsLast) {
  std::vector<RoleChange> changes = {Given(1, kAnn, Role::kDirector)};
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst - 1), IsEmpty());
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst), ElementsAre(Role::kDirector));
  EXPECT_THAT(RolesOn(changes, kBob, kFirst), IsEmpty());
  EXPECT_THAT(RolesOn(changes, kAnn, Day(2199, 1, 1)), ElementsAre(Role::kDirector));

  changes[0].until = kFirst + 5;
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst + 5), ElementsAre(Role::kDirector));
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst + 6), IsEmpty());
}

TEST(RoleTest, WhatIsTakenBackIsNotHadFromThatDayOn) {
  const RoleChange role = Given(1, kAnn, Role::kDirector);
  const std::vector<RoleChange> changes = {role, Given(2, kAnn, Role::kOwner), TakenBack(role, kFirst + 2)};
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst + 2), ElementsAre(Role::kDirector, Role::kOwner));
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst + 3), ElementsAre(Role::kOwner));

  const std::vector<RoleChange> at_once = {role, TakenBack(role, kFirst - 1)};
  EXPECT_THAT(RolesOn(at_once, kAnn, kFirst), IsEmpty()) << "given and taken back on one day";
}

TEST(RoleTest, RolesComeInTheirOrderAndOnce) {
  const std::vector<RoleChange> changes = {Given(1, kAnn, Role::kOwner), Given(2, kAnn, Role::kDirector),
                                           Given(3, kAnn, Role::kOwner), Given(4, kBob, Role::kAuditor)};
  EXPECT_THAT(RolesOn(changes, kAnn, kFirst), ElementsAre(Role::kDirector, Role::kOwner));
}

TEST(RoleTest, ADeputyHasItInNobodysPlaceYet) {
  RoleChange deputy = Given(1, kBob, Role::kDirector);
  deputy.deputy = true;
  deputy.of = kAnn;
  const std::vector<RoleChange> changes = {deputy};
  EXPECT_THAT(RolesOn(changes, kBob, kFirst), IsEmpty());
  EXPECT_FALSE(HasRoleOn(changes, kBob, Role::kDirector, kFirst));
  EXPECT_FALSE(HasRoleOn(changes, kBob, Role::kDirector, kFirst, kAnn));
  EXPECT_THAT(GrantsOn(changes, kFirst), ElementsAre(deputy));
}

TEST(RoleTest, ARoleForSomebodyIsForNobodyElse) {
  RoleChange reviewer = Given(1, kBob, Role::kIndependentReviewer);
  reviewer.of = kAnn;
  const std::vector<RoleChange> changes = {reviewer};
  EXPECT_TRUE(HasRoleOn(changes, kBob, Role::kIndependentReviewer, kFirst));
  EXPECT_TRUE(HasRoleOn(changes, kBob, Role::kIndependentReviewer, kFirst, kAnn));
  EXPECT_FALSE(HasRoleOn(changes, kBob, Role::kIndependentReviewer, kFirst, kBob));
  EXPECT_FALSE(HasRoleOn(changes, kBob, Role::kAuditor, kFirst));

  const std::vector<RoleChange> of_all = {Given(1, kBob, Role::kIndependentReviewer)};
  EXPECT_TRUE(HasRoleOn(of_all, kBob, Role::kIndependentReviewer, kFirst, kAnn));
}

TEST(RoleTest, TherapistsAndSupervisorsAreGivenByNobody) {
  EXPECT_FALSE(IsGranted(Role::kTherapist));
  EXPECT_FALSE(IsGranted(Role::kSupervisor));
  for (const Role role : {Role::kDirector, Role::kPolicyManager, Role::kAuditor, Role::kAdministrator,
                          Role::kIndependentReviewer, Role::kOwner, Role::kConsultant, Role::kOutsideConsultant}) {
    EXPECT_TRUE(IsGranted(role)) << static_cast<int>(role);
  }
  EXPECT_FALSE(IsGranted(static_cast<Role>(11)));
}

}  // namespace
}  // namespace candor::domain::role_test
