#ifndef CANDOR_DAEMON_DOMAIN_ROLE_H_
#define CANDOR_DAEMON_DOMAIN_ROLE_H_

#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"

// Who has which role in the practice, as it goes on record. Values, thread-compatible; the functions are pure.
namespace candor::domain {

// A part that somebody plays. Stored; for ever. Therapist and supervisor are given by nobody: whose a case is and who
// supervises whom stands in the entries, so that each of them is a hat towards one case or one colleague.
enum class Role : uint8_t {
  kTherapist = 1,
  kSupervisor = 2,
  kDirector = 3,
  kPolicyManager = 4,
  kAuditor = 5,
  kAdministrator = 6,
  kIndependentReviewer = 7,
  kOwner = 8,
  kConsultant = 9,
  kOutsideConsultant = 10,  // one who is not of the practice
};

// Whether it is given by a RoleChange, unlike what follows from cases and supervisions.
constexpr bool IsGranted(Role role) {
  return role >= Role::kDirector && role <= Role::kOutsideConsultant;
}

// A role is given to a member, or one that was given is taken back, by another record of the same id that says the same
// otherwise. One that was taken back stays as it is.
struct RoleChange {
  RoleChangeId id;
  MemberId member;
  Role role = Role::kDirector;
  MemberId of;          // of a reviewer or a deputy: for whom; empty: for everybody
  bool deputy = false;  // has it only in the place of whoever has it otherwise
  Day from;
  std::optional<Day> until;  // last day; nullopt: still in force
  bool withdrawn = false;    // taken back: `until` is the day before, which may be the one before `from`
  Caller caller;
  IdBytes request{};       // given out by the store
  absl::Time recorded_at;  // when it was given; filled in by the store

  bool operator==(const RoleChange&) const = default;
};

// What of `changes` (in the order in which they were recorded, anybody's) is in force on a day: the newest of each id,
// in the order in which they were first given. Deputies included.
std::vector<RoleChange> GrantsOn(std::span<const RoleChange> changes, Day day);
// The roles that the member has on a day in their own right, not as a deputy: ascending, each once.
std::vector<Role> RolesOn(std::span<const RoleChange> changes, const MemberId& member, Day day);
// Whether the role is one of these; `of` not empty: and given for everybody or for that member.
bool HasRoleOn(std::span<const RoleChange> changes, const MemberId& member, Role role, Day day,
               const MemberId& of = MemberId());

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ROLE_H_
