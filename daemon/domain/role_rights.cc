#include "daemon/domain/role_rights.h"

#include <algorithm>

namespace candor::domain {
namespace {

bool IsForThem(const RoleChange& grant, const MemberId& who) {
  return grant.of.empty() || grant.of == who;
}

// Whether by this somebody comes to review what is about `who`, or ceases to.
bool ReviewsThem(const RoleChange& change, const MemberId& who, std::span<const RoleChange> grants) {
  if (change.role != Role::kIndependentReviewer) return false;
  if (!change.deputy || change.of.empty()) return IsForThem(change, who);
  // Of whoever the deputy stands in for.
  return std::any_of(grants.begin(), grants.end(), [&](const RoleChange& grant) {
    return grant.member == change.of && grant.role == Role::kIndependentReviewer && !grant.deputy &&
           IsForThem(grant, who);
  });
}

}  // namespace

RoleBar RoleBarOf(const RoleChange& change, const Caller& caller, std::span<const Role> roles,
                  std::span<const RoleChange> grants) {
  if (caller.has_every_right()) return RoleBar::kNone;
  const MemberId& who = caller.acting_for;
  const bool own = change.member == who;
  if (own) return change.withdrawn ? RoleBar::kNone : RoleBar::kOwnRole;
  if (ReviewsThem(change, who, grants)) return RoleBar::kOwnReviewer;
  const bool owns = std::find(roles.begin(), roles.end(), Role::kOwner) != roles.end();
  return change.role == Role::kOwner && !owns ? RoleBar::kOwnership : RoleBar::kNone;
}

}  // namespace candor::domain
