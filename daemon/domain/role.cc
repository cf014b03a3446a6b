#include "daemon/domain/role.h"

#include <algorithm>

namespace candor::domain {

std::vector<RoleChange> GrantsOn(std::span<const RoleChange> changes, Day day) {
  std::vector<RoleChange> grants;
  for (const RoleChange& change : changes) {
    const auto earlier = std::find_if(grants.begin(), grants.end(),
                                      [&change](const RoleChange& grant) { return grant.id == change.id; });
    if (earlier != grants.end()) {
      *earlier = change;
    } else {
      grants.push_back(change);
    }
  }
  std::erase_if(grants,
                [day](const RoleChange& grant) { return day < grant.from || (grant.until && day > *grant.until); });
  return grants;
}

std::vector<Role> RolesOn(std::span<const RoleChange> changes, const MemberId& member, Day day) {
  std::vector<Role> roles;
  for (const RoleChange& grant : GrantsOn(changes, day)) {
    if (grant.member == member && !grant.deputy) roles.push_back(grant.role);
  }
  std::sort(roles.begin(), roles.end());
  roles.erase(std::unique(roles.begin(), roles.end()), roles.end());
  return roles;
}

bool HasRoleOn(std::span<const RoleChange> changes, const MemberId& member, Role role, Day day, const MemberId& of) {
  const std::vector<RoleChange> grants = GrantsOn(changes, day);
  return std::any_of(grants.begin(), grants.end(), [&](const RoleChange& grant) {
    return grant.member == member && grant.role == role && !grant.deputy &&
           (of.empty() || grant.of.empty() || grant.of == of);
  });
}

}  // namespace candor::domain
