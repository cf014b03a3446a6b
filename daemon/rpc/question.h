#ifndef CANDOR_DAEMON_RPC_QUESTION_H_
#define CANDOR_DAEMON_RPC_QUESTION_H_

#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/method.h"
#include "daemon/rpc/rooms.h"
#include "google/protobuf/message.h"
#include "google/protobuf/timestamp.pb.h"

namespace candor::rpc {

// One question: the view that answers it, the practice's day on which it is judged, and what the caller may see of the
// answer. Thread-compatible; serves one call.
struct Question {
  std::shared_ptr<const domain::View> view;
  domain::Settings settings;
  absl::TimeZone zone;
  absl::Time at;  // `as_of`, or the instant of the call
  Day today;      // the day of `at` in the practice's zone
  domain::Viewer viewer;
  std::shared_ptr<Reads> reads;  // of the call
};

// To be told of each entry whose content, or what a rule made of it, goes into the answer.
absl::Status NoteShown(Question& question, const domain::RecordedEntry& recorded);

// What stood at `at`, a moment that the call asks for. CANCELLED, or DEADLINE_EXCEEDED about "as_of", when the call is
// over before that is known.
absl::StatusOr<std::shared_ptr<const domain::View>> ViewAt(const Rooms& rooms, const Call& call, absl::Time at);

// `as_of`: nullptr for now; a moment of the running day that is still to come is the present as well. INVALID_ARGUMENT
// about "as_of" when it lies further in the future.
absl::StatusOr<Question> Ask(const Rooms& rooms, const Call& call, const google::protobuf::Timestamp* as_of);

// Of a view of the caller's own making, as of the instant of the call.
absl::StatusOr<Question> AskOf(const Rooms& rooms, const Call& call, std::shared_ptr<const domain::View> view);

// `request` has a field `as_of`.
template <class Request>
absl::StatusOr<Question> AskAsOf(const Rooms& rooms, const Call& call, const Request& request) {
  return Ask(rooms, call, request.has_as_of() ? &request.as_of() : nullptr);
}

// For the name of the `thing` ("case") that the call makes: the same call again gives the same, nobody else's does.
// Random when `request_id` is empty; INVALID_ARGUMENT when it is no UUID.
absl::StatusOr<IdBytes> IdToMake(const Rooms& rooms, const Call& call, std::string_view thing,
                                 std::string_view request_id);

// Equal for equal messages of one type, different for messages of two types.
std::string SentBytes(const google::protobuf::Message& message);
// What the call said, for Transaction::sent: apart from its request id and from what shapes the reply alone. Empty when
// it has no request id.
template <class Request>
std::string SentBy(Request request) {
  if (request.request_id().empty()) return "";
  request.clear_request_id();
  if constexpr (requires { request.clear_return_receipt(); }) request.clear_return_receipt();
  return SentBytes(request);
}

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_QUESTION_H_
