#ifndef CANDOR_DAEMON_RPC_CONCERN_WIRE_H_
#define CANDOR_DAEMON_RPC_CONCERN_WIRE_H_

#include <optional>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/concern.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/work.pb.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/measures.h"
#include "daemon/rpc/question.h"

// Concerns as somebody is shown them. Errors are the view's.
namespace candor::rpc {

// A concern that the caller sees, as first written.
struct SeenConcern {
  domain::RecordedEntry original;
  domain::ConcernFile file;
  // The caller may look into it: they neither raised it, nor is it about them, and no bar stands in the way.
  bool theirs_to_see_to = false;
};

// Of an entry that was written to the wire: that it is confined, where it is, and then without who raised it, unless
// that is the caller.
absl::Status ConfineEntry(Question& question, const domain::RecordedEntry& recorded, v1::Entry* out);

// The concern that `original`, an entry as first written, raises; nullopt: there is none that the caller sees.
absl::StatusOr<std::optional<SeenConcern>> SeenConcernOf(Question& question, domain::RecordedEntry original);
// The one that the field "name" of a request names: NOT_FOUND unless it is there and the caller sees it.
absl::StatusOr<SeenConcern> FindConcern(Question& question, std::string_view name);
// Those that the caller sees, by when they were received; `member` empty: about anybody.
absl::StatusOr<std::vector<SeenConcern>> ConcernsShown(Question& question, const MemberId& member);
absl::Status WriteConcern(Question& question, const SeenConcern& seen, v1::Concern* out);

// Whether the caller looks into it: not the operator as such, who is nobody in particular, once people are enrolled.
absl::StatusOr<bool> SeesToConcern(Question& question, const domain::ConcernFile& file);
// Why somebody does not see to a concern, as PERMISSION_DENIED about `field`; kNone: by their roles.
absl::Status BarredFromConcern(domain::ConcernBar bar, std::string_view field);
// The same of the operator as such, once people are enrolled.
absl::Status NoPersonSeesTo(std::string_view field);
// Whoever sees it is told why it is not theirs to see to.
absl::Status CheckSeesToIt(Question& question, const SeenConcern& seen, std::string_view field);
void WriteMeasure(const domain::MeasureTaken& measure, const absl::TimeZone& zone, v1::Measure* out);

// What of both waits for the caller; nothing for who has nothing to do with it.
absl::Status WriteWaitingConcerns(Question& question, v1::WorkList* out);

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_CONCERN_WIRE_H_
