#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// Sessions that did not take place. By whom and why are asked for, never arguments: others can see a command line.
namespace candor::cli {
namespace {

v1::CancellationReason ReasonOf(char key) {
  switch (key) {
    case 'l':
      return v1::CANCELLATION_REASON_LEAVE;
    case 'h':
      return v1::CANCELLATION_REASON_HOLIDAY;
    case 'i':
      return v1::CANCELLATION_REASON_ILLNESS;
    default:
      return v1::CANCELLATION_REASON_OTHER;
  }
}

}  // namespace

absl::Status CancelSession(Session& session, Keys& keys, const std::string& supervisor,
                           const std::vector<std::string>& supervisees, Day day) {
  NameBook names(session.connection());
  std::vector<std::string> who;
  who.reserve(supervisees.size());
  for (const std::string& each : supervisees) who.push_back(OneLine(names.Member(each)));
  session.terminal.err << "  " << absl::StrJoin(who, ", ") << ", " << LongDate(day) << ": did not take place.\n";
  absl::Status ended = absl::CancelledError("the answers ended; nothing was noted");
  const auto by = keys.Choose("  Cancelled by:", {{'s', "supervisee"}, {'v', "supervisor"}});
  if (!by) return ended;
  const auto why = keys.Choose("  Because of:", {{'l', "leave"}, {'h', "holiday"}, {'i', "illness"}, {'o', "other"}});
  if (!why) return ended;
  for (const std::string& supervisee : supervisees) {
    v1::CancelSupervisionRequest request;
    request.set_supervisee(supervisee);
    request.set_supervisor(supervisor);
    *request.mutable_day() = ToWire(day);
    request.set_cancelled_by(*by == 's' ? supervisee : supervisor);
    request.set_reason(ReasonOf(*why));
    request.set_request_id(RandomUuid());
    CANDOR_RETURN_IF_ERROR(session.connection()
                               .Call<v1::SupervisionService>(&v1::SupervisionService::Stub::CancelSupervision, request)
                               .status());
  }
  return absl::OkStatus();
}

}  // namespace candor::cli
