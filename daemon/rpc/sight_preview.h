#ifndef CANDOR_DAEMON_RPC_SIGHT_PREVIEW_H_
#define CANDOR_DAEMON_RPC_SIGHT_PREVIEW_H_

#include <map>
#include <set>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/rooms.h"

// Who would be shown a case by what is written in it, before anybody is.
namespace candor::rpc {

// Who is shown a case today, and who of them has a part in it: those are shown it for ever, others as long as they act
// for or supervise its therapist.
struct ReadersOfCase {
  std::set<MemberId> readers;
  std::set<MemberId> with_part;
};
using CaseReaders = std::map<CaseId, ReadersOfCase>;

absl::StatusOr<CaseReaders> ReadersOf(const domain::View& view, const std::set<CaseId>& cases, Day today);

// Adds, for each of the cases of which it changes, who is shown it by now and was not before, or gets a part in it, and
// in whose list it stands no longer.
void WriteSightChanges(const CaseReaders& before, const CaseReaders& after,
                       google::protobuf::RepeatedPtrField<v1::SightChange>* out);
// The same, and of all of them together.
void WriteSightChanges(const CaseReaders& before, const CaseReaders& after, v1::EntryPreview* out);

// What the entry or the correction that the request asks about would change of that, and nothing else: it is checked as
// the call itself would be, and forgotten. Errors name fields of the request.
absl::StatusOr<v1::EntryPreview> PreviewSight(const Rooms& rooms, const Call& call, Question& question,
                                              const v1::PreviewEntryRequest& request);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_SIGHT_PREVIEW_H_
