#include "daemon/domain/hats.h"

#include <algorithm>
#include <set>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/entry.h"

namespace candor::domain {
namespace {

absl::StatusOr<std::vector<AwayPeriod>> PeriodsOf(const View& view, const MemberId& who) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(who));
  return AwayPeriodsOf(staffing);
}

absl::StatusOr<bool> IsAway(const View& view, const MemberId& who, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<AwayPeriod> away, PeriodsOf(view, who));
  return AwayOn(away, day) != nullptr;
}

// Whether nobody else is there who has the role in their own right.
absl::StatusOr<bool> AllAreAway(const View& view, Role role, const MemberId& deputy, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.ListRoles());
  for (const RoleChange& grant : GrantsOn(changes, day)) {
    if (grant.role != role || grant.deputy || grant.member == deputy) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool away, IsAway(view, grant.member, day));
    if (!away) return false;
  }
  return true;
}

absl::StatusOr<bool> StandsIn(const View& view, const RoleChange& grant, Day day) {
  if (grant.of.empty()) return AllAreAway(view, grant.role, grant.member, day);
  return IsAway(view, grant.of, day);
}

}  // namespace

absl::StatusOr<std::vector<Role>> RolesInForce(const View& view, const MemberId& member, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.RolesOf(member));
  if (changes.empty()) return std::vector<Role>();
  std::set<Role> roles;
  for (const Role role : RolesOn(changes, member, day)) roles.insert(role);
  for (const RoleChange& grant : GrantsOn(changes, day)) {
    if (grant.member != member || !grant.deputy || roles.contains(grant.role)) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool stands_in, StandsIn(view, grant, day));
    if (stands_in) roles.insert(grant.role);
  }
  return std::vector<Role>(roles.begin(), roles.end());
}

absl::StatusOr<bool> LeadsPractice(const View& view, const MemberId& who, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Role> roles, RolesInForce(view, who, day));
  return std::any_of(roles.begin(), roles.end(),
                     [](Role role) { return role == Role::kDirector || role == Role::kOwner; });
}

absl::StatusOr<bool> ReviewsMatterOf(const View& view, const MemberId& member, const MemberId& of, Day day) {
  if (member == of) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.RolesOf(member));
  if (changes.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool leads, LeadsPractice(view, of, day));
  // For whom a reviewer is named matters among those who lead; of everybody else any of them reviews it.
  const MemberId whom = leads ? of : MemberId();
  if (HasRoleOn(changes, member, Role::kIndependentReviewer, day, whom)) return true;
  for (const RoleChange& grant : GrantsOn(changes, day)) {
    if (grant.member != member || !grant.deputy || grant.role != Role::kIndependentReviewer) continue;
    if (!grant.of.empty()) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> theirs, view.RolesOf(grant.of));
      if (!HasRoleOn(theirs, grant.of, Role::kIndependentReviewer, day, whom)) continue;
    }
    CANDOR_ASSIGN_OR_RETURN(const bool stands_in, StandsIn(view, grant, day));
    if (stands_in) return true;
  }
  return false;
}

}  // namespace candor::domain
