#include "daemon/rpc/question.h"

#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/domain/original.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/names.h"
#include "google/protobuf/io/coded_stream.h"
#include "google/protobuf/io/zero_copy_stream_impl_lite.h"

namespace candor::rpc {
namespace {

// The rest of the running day is the present: a question about a day means the day's end.
absl::Status CheckIsToday(const domain::View& latest, absl::Time at, absl::Time now) {
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, latest.GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  if (DayAt(at, zone) == DayAt(now, zone)) return absl::OkStatus();
  return InvalidField("as_of", "future_date", "lies in the future; give today, a moment of the past, or none for now");
}

// That people are enrolled by now, and what the practice has tightened, holds for what is asked of the past, too.
absl::StatusOr<domain::ViewerLimits> LimitsOf(const Rooms& rooms, const Call& call, const domain::Settings& settings,
                                              const absl::TimeZone& zone, const domain::View* latest) {
  const bool bounded = call.caller.has_every_right() && rooms.identity.AnyoneEnrolled();
  domain::ViewerLimits limits{bounded, settings.access.tightened, DayAt(call.received, zone)};
  if (latest != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(domain::Settings now, latest->GetSettings());
    limits.tightened = std::move(now.access.tightened);
  }
  if (!call.emergency.empty()) {
    CANDOR_ASSIGN_OR_RETURN(limits.opened,
                            OpenedSubject(*rooms.store.Latest(), call.emergency, call.caller, rooms.clock.Now()));
  }
  return limits;
}

absl::StatusOr<Question> MakeQuestion(const Rooms& rooms, std::shared_ptr<const domain::View> view,
                                      domain::Settings settings, absl::Time at, const Call& call,
                                      std::shared_ptr<const domain::View> latest = nullptr) {
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  const Day today = DayAt(at, zone);
  CANDOR_ASSIGN_OR_RETURN(domain::ViewerLimits limits, LimitsOf(rooms, call, settings, zone, latest.get()));
  domain::Viewer viewer(*view, call.caller, std::move(latest), today, std::move(limits));
  return Question{std::move(view), std::move(settings), zone, at, today, std::move(viewer), call.reads};
}

}  // namespace

absl::StatusOr<std::shared_ptr<const domain::View>> ViewAt(const Rooms& rooms, const Call& call, absl::Time at) {
  return rooms.store.AsOf(at, [&](const domain::FoldProgress& progress) -> absl::Status {
    if (call.folded) call.folded(progress);
    if (call.cancelled()) return absl::CancelledError("nobody waits for the answer any more");
    if (rooms.clock.Now() <= call.deadline) return absl::OkStatus();
    return WithDetail(
        absl::DeadlineExceededError("as_of: what stood then was not put together before the deadline; ask again and "
                                    "give it more time, up to ten minutes"),
        {"as_of", "deadline"});
  });
}

absl::StatusOr<Question> Ask(const Rooms& rooms, const Call& call, const google::protobuf::Timestamp* as_of) {
  std::shared_ptr<const domain::View> view;
  absl::Time at = call.received;
  if (as_of != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(at, TimeFromWire(*as_of, "as_of"));
  }
  if (as_of != nullptr && at <= call.received) {
    CANDOR_ASSIGN_OR_RETURN(view, ViewAt(rooms, call, at));
  } else {
    view = rooms.store.Latest();
    if (at > call.received) CANDOR_RETURN_IF_ERROR(CheckIsToday(*view, at, call.received));
  }
  // Settings of today also for the past before the first record, where there are none.
  auto settings = view->GetSettings();
  if (absl::IsNotFound(settings.status())) settings = rooms.store.Latest()->GetSettings();
  if (!settings.ok()) return settings.status();
  auto latest = as_of == nullptr ? nullptr : rooms.store.Latest();
  return MakeQuestion(rooms, std::move(view), *std::move(settings), at, call, std::move(latest));
}

absl::StatusOr<Question> AskOf(const Rooms& rooms, const Call& call, std::shared_ptr<const domain::View> view) {
  CANDOR_ASSIGN_OR_RETURN(domain::Settings settings, view->GetSettings());
  return MakeQuestion(rooms, std::move(view), std::move(settings), call.received, call);
}

absl::Status NoteShown(Question& question, const domain::RecordedEntry& recorded) {
  const domain::EntryHeader* header = &recorded.entry.header;
  const bool nothing_to_tell = header->retracts || recorded.recalled() || recorded.erased;
  if (!header->personal || nothing_to_tell) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool second, question.viewer.IsSecondPersonTo(recorded));
  if (!second) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry first, domain::OriginalOf(*question.view, recorded));
  CANDOR_ASSIGN_OR_RETURN(const bool in_training, question.viewer.SupervisesInTraining(recorded));
  question.reads->Add({first.entry.header.subject, first.entry.header.id, question.viewer.member(), in_training});
  return absl::OkStatus();
}

absl::StatusOr<IdBytes> IdToMake(const Rooms& rooms, const Call& call, std::string_view thing,
                                 std::string_view request_id) {
  CANDOR_ASSIGN_OR_RETURN(const IdBytes request, IdFromRequest(request_id));
  return request_id.empty() ? request : rooms.store.NameRequested(call.caller, thing, AsText(request));
}

std::string SentBytes(const google::protobuf::Message& message) {
  std::string bytes = message.GetTypeName();
  bytes.push_back('\0');
  google::protobuf::io::StringOutputStream stream(&bytes);
  google::protobuf::io::CodedOutputStream coded(&stream);
  coded.SetSerializationDeterministic(true);
  message.SerializeToCodedStream(&coded);
  coded.Trim();
  return bytes;
}

}  // namespace candor::rpc
