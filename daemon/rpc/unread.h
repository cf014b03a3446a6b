#ifndef CANDOR_DAEMON_RPC_UNREAD_H_
#define CANDOR_DAEMON_RPC_UNREAD_H_

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/permission.h"
#include "daemon/rpc/question.h"

// What lists and streams tell of a private note without showing it: nobody asked for it by name, and to read it ends
// the day in which its author can call it back (ADR 0023).
namespace candor::rpc {

// Whether of the note with this header a stream tells the viewer no more than that it is there: the operator as such,
// who neither wrote it nor handed it in.
bool IsLeftUnread(const domain::Viewer& viewer, const domain::EntryHeader& header);

// The same of the line of a timeline. false of what shows nothing of a note: that it was taken back, called back or
// erased. Errors are the view's.
absl::StatusOr<bool> IsListedUnread(Question& question, const domain::RecordedEntry& recorded);

// Its name, when and as which record it came in, and what has become of it.
void WriteUnread(const domain::RecordedEntry& recorded, v1::Entry* out);
// And whose it is and of which day, by which a timeline is read: no kind, no reader, no word.
void WriteUnreadLine(const domain::RecordedEntry& recorded, v1::Entry* out);

// Whether the follow-up comes of somebody else's private note that its author may still call back and that the caller
// has not read: of it a list tells whose it is and by when a conversation is due. Errors are the view's.
absl::StatusOr<bool> MayBeCalledBackFrom(Question& question, const domain::FollowUp& follow_up);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_UNREAD_H_
