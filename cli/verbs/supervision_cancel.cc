#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/entry.grpc.pb.h"
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

// What is noted of the day, and was to be with the supervisor.
absl::StatusOr<std::vector<v1::CancelledSupervision>> CancelledOn(Session& session, const std::string& supervisor,
                                                                  const std::string& supervisee, Day day) {
  v1::ListSupervisionNotesRequest request;
  request.set_parent(supervisee);
  *request.mutable_from() = ToWire(day);
  *request.mutable_to() = ToWire(day);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ListSupervisionNotesResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::ListSupervisionNotes, request));
  std::vector<v1::CancelledSupervision> found;
  for (const v1::CancelledSupervision& each : response.cancelled()) {
    if (each.supervisor() == supervisor) found.push_back(each);
  }
  return found;
}

// Leaves what the member acted for has noted; of the operator as such everything.
absl::Status KeepOwn(Session& session, std::vector<v1::CancelledSupervision>& noted) {
  if (!session.connection().acts_for_member()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::string actor, ResolveMember(session.connection(), session.connect.act_for));
  std::erase_if(noted, [&](const v1::CancelledSupervision& each) { return each.noted_by() != actor; });
  return absl::OkStatus();
}

absl::Status RetractAsMistake(Session& session, const std::string& entry) {
  v1::RetractEntryRequest request;
  request.set_name(entry);
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  request.set_request_id(RandomUuid());
  return session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RetractEntry, request).status();
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

absl::StatusOr<ExitCode> TakeCancellationBack(Session& session, const std::string& supervisor,
                                              const std::string& supervisee, Day day, bool yes) {
  NameBook names(session.connection());
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::CancelledSupervision> noted,
                          CancelledOn(session, supervisor, supervisee, day));
  if (noted.empty()) {
    return absl::NotFoundError(absl::StrCat("nothing says that the session of ", LongDate(day),
                                            " did not take place; see candor supervision list"));
  }
  const std::string noted_by = names.Member(noted.front().noted_by());
  CANDOR_RETURN_IF_ERROR(KeepOwn(session, noted));
  if (noted.empty()) {
    return absl::PermissionDeniedError(
        absl::StrCat("it was noted by ", OneLine(noted_by), ", and only who noted it takes it back"));
  }
  session.terminal.err << "  " << OneLine(names.Member(supervisee)) << ", " << LongDate(day)
                       << ": noted as not having taken place. That stays readable, marked as taken back.\n";
  if (!yes) {
    if (!session.terminal.asks) {
      return absl::CancelledError("nothing was taken back. Confirm on a terminal, or pass --yes in a script");
    }
    if (!session.terminal.Confirm("Take it back?")) return ExitCode::kNotConfirmed;
  }
  for (const v1::CancelledSupervision& each : noted) CANDOR_RETURN_IF_ERROR(RetractAsMistake(session, each.entry()));
  session.out() << "Taken back.\n";
  return ExitCode::kDone;
}

}  // namespace candor::cli
