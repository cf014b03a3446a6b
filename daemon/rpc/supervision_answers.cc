#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/supervision.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_note_entry.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/supervision_service.h"
#include "daemon/rpc/supervision_wire.h"

// What happens to a note, and sessions that did not take place.
namespace candor::rpc {
namespace {

// How far ahead a session can be cancelled.
constexpr int kAheadDays = 35;

// By the author, of today.
void FillHeader(const Question& question, const Call& call, const MemberId& author, domain::EntryHeader& header) {
  header.author = author;
  header.caller = call.caller;
  header.source = author == header.therapist ? domain::Source::kSelf : domain::Source::kSupervisor;
  header.reported = {question.today, std::nullopt, std::nullopt};
}

// --- Answering

// What the supervisee ticked, once each. What is private they alone agree to have seen there.
absl::Status AddTicks(Question& question, const v1::AnswerSupervisionNoteRequest& request, domain::NoteRecord& note) {
  const bool agrees = question.viewer.member() == note.supervisee();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::TickedFollowUp> ticks,
                          TicksFromWire(question, note.session, note.supervisee(), request.follow_ups(), "follow_ups",
                                        agrees ? request.private_follow_ups() : WireNames()));
  std::vector<domain::TickedFollowUp>& covered = note.part.follow_ups;
  for (const domain::TickedFollowUp& tick : ticks) {
    if (std::find(covered.begin(), covered.end(), tick) == covered.end()) covered.push_back(tick);
  }
  return absl::OkStatus();
}

absl::StatusOr<domain::Entry> DraftAnswer(Question& question, const Call& call,
                                          const v1::AnswerSupervisionNoteRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  if (request.comment().size() > domain::kMaxNoteBytes) {
    return InvalidField("comment", "too_long", "longer than 16 KiB; keep what matters");
  }
  CANDOR_ASSIGN_OR_RETURN(domain::NoteRecord note, FindReadable(question, request.name()));
  if (note.state == domain::NoteState::kRetracted) {
    return FailedField("name", "retracted", "has been taken back; there is nothing to answer");
  }
  const bool is_supervisee = question.viewer.member() == note.supervisee();
  if (!question.viewer.is_operator() && !is_supervisee && !request.refused()) {
    return WithDetail(absl::PermissionDeniedError("name: only the supervisee says that they have seen it"),
                      {"name", "not_supervisee"});
  }
  if (note.plain) return FailedField("name", "plain", "was recorded as an entry; there is no note to answer");
  MemberId author = question.viewer.member();
  if (author.empty()) author = request.refused() ? note.session.supervisor : note.supervisee();
  if (request.refused() && author != note.supervisee() && note.AnsweredBySupervisee()) {
    return WithDetail(
        absl::FailedPreconditionError("the supervisee has answered this version themselves, and what they "
                                      "said stands; see candor supervision show"),
        {"refused", "answered"});
  }
  CANDOR_RETURN_IF_ERROR(AddTicks(question, request, note));
  // The same note once more: nothing that a rule reads changes but what was ticked.
  domain::Entry entry = AnswerEntry(note, {note.version.entry.header.id, request.refused(), request.comment()});
  FillHeader(question, call, author, entry.header);
  entry.header.revises = note.original.entry.header.id;
  return entry;
}

void AnswerSupervisionNote(const Rooms& rooms, const Call& call, const v1::AnswerSupervisionNoteRequest& request,
                           const Reply<v1::AnswerSupervisionNoteResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftAnswer(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  domain::Transaction transaction{{domain::NewEntry{*std::move(entry), request.request_id(), ""}}, SentBy(request)};
  rooms.store.Append(std::move(transaction),
                     [rooms, call, reply, name = request.name()](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(AboutField(appended.status(), "comment"));
                       reply(NoteAfter<v1::AnswerSupervisionNoteResponse>(rooms, call, name));
                     });
}

// --- Cancelling

// As signing asks it: nobody's file says of a colleague that they would have been supervised by them.
absl::Status CheckWouldSupervise(const Question& question, const MemberId& supervisor, const MemberId& supervisee,
                                 Day day) {
  if (question.viewer.is_operator()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool supervised, IsSupervisedBy(question, supervisee, supervisor, day));
  if (supervised) return absl::OkStatus();
  return WithDetail(absl::FailedPreconditionError("that supervisor does not supervise them on that day; have it "
                                                  "recorded: candor member supervise"),
                    {"supervisor", "not_supervised"});
}

absl::StatusOr<domain::Entry> DraftCancellation(const Question& question, const Call& call,
                                                const v1::CancelSupervisionRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  const domain::View& view = *question.view;
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisee, KnownMember(view, request.supervisee(), "supervisee"));
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisor, KnownMember(view, request.supervisor(), "supervisor"));
  CANDOR_ASSIGN_OR_RETURN(const MemberId by, KnownMember(view, request.cancelled_by(), "cancelled_by"));
  CANDOR_ASSIGN_OR_RETURN(const Day day, DayFromWire(request.day(), "day"));
  if (day > question.today + kAheadDays) {
    return InvalidField("day", "future_date", "lies more than five weeks ahead; note it when it is nearer");
  }
  if (by != supervisee && by != supervisor) {
    return InvalidField("cancelled_by", "value", "is neither of the two; name the supervisee or the supervisor");
  }
  if (request.reason() == v1::CANCELLATION_REASON_UNSPECIFIED) {
    return MissingField("reason", "say leave, holiday, illness or other");
  }
  const MemberId& member = question.viewer.member();
  if (!question.viewer.is_operator() && member != supervisee && member != supervisor) {
    return WithDetail(absl::PermissionDeniedError("supervisee: one of the two notes that it did not take place"),
                      {"supervisee", "not_party"});
  }
  CANDOR_RETURN_IF_ERROR(CheckWouldSupervise(question, supervisor, supervisee, day));
  domain::Entry entry;
  entry.kind = domain::Kind::kNothingToNote;
  entry.header.subject = domain::SubjectId::Of(supervisee);
  entry.header.therapist = supervisee;
  entry.header.occurred = {question.today, std::nullopt, std::nullopt};
  FillHeader(question, call, member.empty() ? by : member, entry.header);
  domain::Narrative narrative;
  narrative.imported_cells =
      domain::ToCells({day, by, static_cast<domain::CancellationReason>(request.reason())}, supervisor);
  entry.narrative = Sensitive<domain::Narrative>(std::move(narrative));
  return entry;
}

absl::StatusOr<v1::CancelSupervisionResponse> CancelledAsRecorded(const Rooms& rooms, const Call& call,
                                                                  const EntryId& id) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry recorded, question.view->GetEntry(id));
  v1::CancelSupervisionResponse response;
  if (const auto cancelled = domain::CancellationFromCells(recorded.entry)) {
    rpc::ToWire(*cancelled, response.mutable_cancelled());
  }
  return response;
}

void CancelSupervision(const Rooms& rooms, const Call& call, const v1::CancelSupervisionRequest& request,
                       const Reply<v1::CancelSupervisionResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftCancellation(*question, call, request);
  if (!entry.ok()) return reply(entry.status());
  domain::Transaction transaction{{domain::NewEntry{*std::move(entry), request.request_id(), ""}}, SentBy(request)};
  rooms.store.Append(std::move(transaction), [rooms, call, reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(appended.status());
    reply(CancelledAsRecorded(rooms, call, appended->entry));
  });
}

}  // namespace

void AddSupervisionAnswers(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.SupervisionService.AnswerSupervisionNote", rooms, AnswerSupervisionNote);
  methods.AnswerLater("candor.v1.SupervisionService.CancelSupervision", rooms, CancelSupervision);
}

}  // namespace candor::rpc
