#ifndef CANDOR_DAEMON_DOMAIN_PERMISSION_H_
#define CANDOR_DAEMON_DOMAIN_PERMISSION_H_

#include <cstdint>
#include <string_view>

#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/permission_table.h"
#include "daemon/domain/viewer.h"

// Who may do and see what. Which methods a caller may use, and which classes of what each hat is shown, stands in one
// table (permission_table.h); in which relation a caller stands to a thing, and so what they see of an answer, is
// decided by Viewer (viewer.h). Until somebody is enrolled the operator as such has every right; a member has their own
// view, whether they call with their own certificate or the operator acts for them. Here is what is left.
namespace candor::domain {

// Why a caller may not write down who is there and who supervises: what such an entry says decides who is shown what,
// and nobody gives themselves a view of somebody else's clients or words.
enum class StaffingBar : uint8_t {
  kNone = 0,                 // it is theirs to write
  kCoverOfOthers = 1,        // who acts for somebody else's clients
  kDepartureOfOthers = 2,    // that somebody else leaves
  kSupervisionOfOthers = 3,  // a change of supervision that is not theirs
  kSupervisionBefore = 4,    // one of a day before today
  kSupervisionTaken = 5,     // one by which they supervise
};

// Whether the caller may write `entry`, or take it back; kNone for the operator as such and for an entry that tells of
// nothing like it (IsStaffingKind). `supervisor`: who supervises the member concerned on `today`; empty: nobody.
//   - Of absence and departure: the member and the supervisor all; another that somebody is away, without a cover.
//   - Of a change of supervision: that an agreement was signed, the member and the supervisor; whatever changes who
//     supervises, the supervisor alone, as of today and for somebody else.
// Pure; thread-safe.
StaffingBar StaffingBarOf(const Entry& entry, const Caller& caller, const MemberId& supervisor, Day today);

// What to call a follow-up before the person whose it is: one thing to do, no rule and no judgement.
std::string_view NeutralLabel(Action action);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_PERMISSION_H_
