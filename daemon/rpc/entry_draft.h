#ifndef CANDOR_DAEMON_RPC_ENTRY_DRAFT_H_
#define CANDOR_DAEMON_RPC_ENTRY_DRAFT_H_

#include <string_view>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"

// From what a request says to a domain entry, with every field checked where it comes in. Errors name a path below
// `field` ("entry.occurred.date") and a reason:
//   missing, date, future_date, before_occurred, type, too_long, name, not_found, scope, source, first_reader, left …
namespace candor::rpc {

// What the entry itself says: kind, facts, times, basis, stage, narrative. People, names and source are left alone.
// `reported` defaults to `today`. Nothing is looked up.
absl::StatusOr<domain::Entry> ReadEntryContent(const v1::Entry& wire, Day today, std::string_view field);

// NOT_FOUND about a member or case that the facts name and that is not there.
absl::Status CheckReferences(const domain::View& view, const domain::Entry& entry, std::string_view field);

// PERMISSION_DENIED about `field` where it is not the caller's to write `entry`, or to take it back, since it says who
// is there or who supervises.
absl::Status CheckStaffing(const domain::View& view, const domain::Caller& caller, Day today,
                           const domain::Entry& entry, std::string_view field);

// INVALID_ARGUMENT about "parent" when entries of the kind do not live under such a subject.
absl::Status CheckScope(domain::Kind kind, const domain::SubjectId& subject);

// The member of that name; NOT_FOUND about `field` when there is none.
absl::StatusOr<MemberId> KnownMember(const domain::View& view, std::string_view name, std::string_view field);

// NOT_FOUND about "parent" when there is no such case or member.
absl::Status CheckSubject(const domain::View& view, const domain::SubjectId& subject);

// A whole entry by `caller` about `subject`, which is not looked up: it may be made together with the entry. Absent
// people get their defaults: the therapist is the member acting (or the member whose timeline it is), the author the
// member acting, else the therapist. `standing`: what the entry that it corrects says by now; nullptr for a new one.
// FAILED_PRECONDITION ("departed") about a second departure of a member that says otherwise than the first.
absl::StatusOr<domain::Entry> DraftEntry(const domain::View& view, const domain::Caller& caller, Day today,
                                         const domain::SubjectId& subject, const v1::Entry& wire,
                                         std::string_view field, const domain::EntryHeader* standing = nullptr);

// The same for a new entry as a request gives it: below `parent`, in the field "entry". INVALID_ARGUMENT about "parent"
// too, and for a retraction, which names what it takes back.
absl::StatusOr<domain::Entry> DraftNewEntry(const domain::View& view, const domain::Caller& caller, Day today,
                                            std::string_view parent, const v1::Entry& wire);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_ENTRY_DRAFT_H_
