#ifndef CANDOR_DAEMON_DOMAIN_ROLE_RIGHTS_H_
#define CANDOR_DAEMON_DOMAIN_ROLE_RIGHTS_H_

#include <cstdint>
#include <span>

#include "daemon/domain/entry.h"
#include "daemon/domain/role.h"

// Who gives which role, and takes it back, of those whom the permission table lets call for it at all. Pure.
namespace candor::domain {

// Why it is not theirs to do.
enum class RoleBar : uint8_t {
  kNone = 0,         // it is
  kOwnRole = 1,      // they would give themselves a role
  kOwnReviewer = 2,  // they would choose, or lose, who reviews what is about them
  kOwnership = 3,    // it is the owner's to say who is
};

// Whether the caller may put `change` on record. `roles`: those that they have today; `grants`: everybody's that are in
// force. The operator as such may: whoever runs the machine begins the practice, and every such record says that it was
// them. Nobody gives themselves a role, in their own right or as a deputy, but one that they have they may give up;
// nobody chooses who reviews what is about themselves, nor that person's deputy: a director names the owner's, and an
// owner the director's; and who is owner is said by an owner.
RoleBar RoleBarOf(const RoleChange& change, const Caller& caller, std::span<const Role> roles,
                  std::span<const RoleChange> grants);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ROLE_RIGHTS_H_
