#include "daemon/rpc/supervision_service.h"

#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/supervision.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/member.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_missed.h"
#include "daemon/domain/supervision_note_entry.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/supervision_wire.h"

namespace candor::rpc {
namespace {

// What the store says about one of the entries that a note becomes, about the request.
absl::Status NoteAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field == "request_id") return status;
  if (detail->field == "revises") return AboutField(status, "name");
  return AboutField(status, "parts");
}

// Who signs: the supervisor or the substitute; the operator as such for whoever held it. PERMISSION_DENIED otherwise.
absl::StatusOr<MemberId> SignerOf(const Question& question, const domain::SupervisionSession& session) {
  const MemberId held_by = session.substitute.empty() ? session.supervisor : session.substitute;
  if (question.viewer.is_operator()) return held_by;
  const MemberId& member = question.viewer.member();
  if (member == session.supervisor || member == session.substitute) return member;
  return WithDetail(absl::PermissionDeniedError("session.supervisor: who supervised signs the note, or the substitute"),
                    {"session.supervisor", "not_supervisor"});
}

// Colleagues among themselves need no relation on record; for others it says who may write about whom.
absl::Status CheckSupervised(const Question& question, const domain::SupervisionSession& session) {
  if (question.viewer.is_operator() || session.format == domain::SupervisionFormat::kPeerGroup) return absl::OkStatus();
  for (size_t i = 0; i < session.attendees.size(); ++i) {
    CANDOR_ASSIGN_OR_RETURN(const bool supervised, IsSupervisedBy(question, session.attendees[i].member,
                                                                  session.supervisor, session.started.day));
    if (supervised) continue;
    const std::string field = absl::StrCat("session.attendees[", i, "].member");
    return FailedField(field, "not_supervised",
                       "is not supervised by that supervisor on that day; have it recorded: candor member supervise");
  }
  return absl::OkStatus();
}

// A text that everybody who was there keeps.
absl::Status CheckLength(std::string_view text, const std::string& field) {
  if (text.size() <= domain::kMaxNoteBytes) return absl::OkStatus();
  return InvalidField(field, "too_long", "longer than 16 KiB; keep what matters");
}

// All attendees read the theme, and whose case it is is for one of them.
absl::Status CheckTheme(const Question& question, const domain::SupervisionSession& session) {
  constexpr size_t kCasesAtOnce = 256;
  CANDOR_RETURN_IF_ERROR(CheckLength(session.theme, "session.theme"));
  if (session.theme.empty()) return absl::OkStatus();
  CaseId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::CaseFile> batch, question.view->ListCases(after, kCasesAtOnce));
    for (const domain::CaseFile& file : batch) {
      if (!domain::NamesCase(session.theme, file.code)) continue;
      return InvalidField(
          "session.theme", "names_case",
          "has the code of a case in it, and everybody who was there reads it; say it in general terms, "
          "and name the case in the supervisee's own part");
    }
    if (batch.size() < kCasesAtOnce) return absl::OkStatus();
    after = batch.back().id;
  }
}

// --- Signing

struct Signing {
  domain::SupervisionSession session;
  std::vector<domain::SuperviseePart> parts;
  Day written;
  MemberId author;
};

absl::StatusOr<Day> WrittenOf(const Question& question, const v1::SignSupervisionNoteRequest& request, Day held) {
  if (!request.has_written()) return question.today;
  CANDOR_ASSIGN_OR_RETURN(const Day written, DayFromWire(request.written(), "written"));
  if (written > question.today) return InvalidField("written", "future_date", "lies in the future; leave it out");
  if (written < held) return InvalidField("written", "before_occurred", "lies before the session; give a later day");
  return written;
}

absl::StatusOr<Signing> ReadSigning(Question& question, const v1::SignSupervisionNoteRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  Signing signing;
  CANDOR_ASSIGN_OR_RETURN(signing.session, SessionFromWire(question, request.session(), "session"));
  for (int i = 0; i < request.parts_size(); ++i) {
    const std::string path = absl::StrCat("parts[", i, "]");
    domain::SuperviseePart part;
    CANDOR_ASSIGN_OR_RETURN(part.supervisee,
                            KnownMember(*question.view, request.parts(i).supervisee(), path + ".supervisee"));
    CANDOR_ASSIGN_OR_RETURN(
        part.part, PartFromWire(question, signing.session, part.supervisee, request.parts(i).part(), path + ".part"));
    signing.parts.push_back(std::move(part));
  }
  CANDOR_RETURN_IF_ERROR(
      CheckSignable(domain::MissingForSigning(signing.session, signing.parts), signing.parts.size()));
  CANDOR_ASSIGN_OR_RETURN(signing.author, SignerOf(question, signing.session));
  CANDOR_RETURN_IF_ERROR(CheckSupervised(question, signing.session));
  CANDOR_RETURN_IF_ERROR(CheckTheme(question, signing.session));
  CANDOR_ASSIGN_OR_RETURN(signing.written, WrittenOf(question, request, signing.session.started.day));
  signing.session.id = domain::SupervisionSessionId::Random();
  return signing;
}

domain::Entry DraftOf(const Call& call, const domain::SupervisionSession& session, const domain::SuperviseePart& part,
                      Day written, const MemberId& author, std::string why = "") {
  domain::Entry entry = domain::NoteEntry(session, part, std::move(why));
  entry.header.caller = call.caller;
  entry.header.author = author;
  entry.header.source = author == part.supervisee ? domain::Source::kSelf : domain::Source::kSupervisor;
  entry.header.reported = {written, std::nullopt, std::nullopt};
  return entry;
}

// The notes of the session of one of its entries, as the caller reads them.
absl::StatusOr<std::vector<v1::SupervisionNote>> ReadBack(const Rooms& rooms, const Call& call,
                                                          const domain::Appended& appended) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::NoteRecord first,
                          FindNote(*question.view, appended.subject.member_id(), appended.entry));
  CANDOR_ASSIGN_OR_RETURN(const auto notes, NotesOfSession(*question.view, first));
  NoteWriter writer(question);
  std::vector<v1::SupervisionNote> out;
  for (const domain::NoteRecord& each : notes) CANDOR_RETURN_IF_ERROR(writer.Write(each, &out.emplace_back()));
  return out;
}

void SignSupervisionNote(const Rooms& rooms, const Call& call, const v1::SignSupervisionNoteRequest& request,
                         const Reply<v1::SignSupervisionNoteResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto signing = ReadSigning(*question, request);
  if (!signing.ok()) return reply(signing.status());
  domain::Transaction transaction{{}, SentBy(request)};
  for (const domain::SuperviseePart& part : signing->parts) {
    // The first has the request's id: where it was there before, so were the others.
    const bool first = transaction.changes.empty();
    transaction.changes.emplace_back(
        domain::NewEntry{DraftOf(call, signing->session, part, signing->written, signing->author),
                         first ? request.request_id() : std::string(), ""});
  }
  rooms.store.Append(std::move(transaction), [rooms, call, reply](const absl::StatusOr<domain::Appended>& appended) {
    if (!appended.ok()) return reply(NoteAsSent(appended.status()));
    auto notes = ReadBack(rooms, call, *appended);
    if (!notes.ok()) return reply(notes.status());
    v1::SignSupervisionNoteResponse response;
    for (v1::SupervisionNote& note : *notes) *response.add_notes() = std::move(note);
    reply(std::move(response));
  });
}

// --- Reading

absl::Status GetSupervisionNote(const Rooms& rooms, const Call& call, const v1::GetSupervisionNoteRequest& request,
                                v1::GetSupervisionNoteResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const domain::NoteRecord note, FindReadable(question, request.name()));
  return NoteWriter(question).Write(note, response.mutable_note());
}

// What did not take place, and what the supervisee missed: for the supervisee, and for whoever it would have been with.
absl::Status ListWhatWasNot(const Question& question, const MemberId& supervisee, const NotePeriod& period,
                            v1::ListSupervisionNotesResponse& response) {
  const domain::Viewer& viewer = question.viewer;
  const auto is_for_caller = [&](const MemberId& supervisor, Day day) {
    const bool theirs = viewer.sees_everything() || viewer.IsTheirs(supervisee) || viewer.IsTheirs(supervisor);
    return theirs && day >= period.from && day <= period.to;
  };
  // It may have been written down well before the day.
  CANDOR_ASSIGN_OR_RETURN(const domain::SupervisionFile file,
                          ReadSupervisionFile(*question.view, supervisee, domain::kBeforeAllNotes));
  for (const domain::CancelledSupervision& each : file.cancelled) {
    if (is_for_caller(each.supervisor, each.cancellation.day)) rpc::ToWire(each, response.add_cancelled());
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::MissedSession> missed,
                          ReadMissed(*question.view, supervisee, period.from));
  for (const domain::MissedSession& each : missed) {
    if (is_for_caller(each.supervisor, each.day)) rpc::ToWire(each, response.add_missed());
  }
  return absl::OkStatus();
}

absl::Status ListSupervisionNotes(const Rooms& rooms, const Call& call, const v1::ListSupervisionNotesRequest& request,
                                  v1::ListSupervisionNotesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisee, KnownMember(*question.view, request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(const NotePeriod period, NotePeriodOf(question, request));
  CANDOR_ASSIGN_OR_RETURN(const domain::SupervisionFile file,
                          ReadSupervisionFile(*question.view, supervisee, period.from));
  NoteWriter writer(question);
  if (begin == 0) {
    CANDOR_RETURN_IF_ERROR(ListWhatWasNot(question, supervisee, period, response));
  }
  size_t seen = 0;
  for (const domain::NoteRecord& note : file.notes) {
    if (note.held() > period.to) continue;
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(note.newest));
    if (sight == domain::Sight::kNothing || seen++ < begin) continue;
    if (static_cast<size_t>(response.notes_size()) == limit) {
      response.set_next_page_token(TokenAfterCount(begin + limit));
      return absl::OkStatus();
    }
    CANDOR_RETURN_IF_ERROR(writer.Write(note, response.add_notes()));
  }
  return absl::OkStatus();
}

// --- Amending

bool SameAttendance(const domain::SupervisionSession& a, const domain::SupervisionSession& b) {
  const auto there = [](const domain::SupervisionSession& session, const MemberId& member) {
    const domain::SupervisionAttendee* found = FindAttendee(session, member);
    return found != nullptr && found->attendance != domain::Attendance::kAbsent;
  };
  return a.attendees.size() == b.attendees.size() &&
         std::all_of(a.attendees.begin(), a.attendees.end(), [&](const domain::SupervisionAttendee& each) {
           return FindAttendee(b, each.member) != nullptr && there(a, each.member) == there(b, each.member);
         });
}

struct Amendment {
  domain::NoteRecord note;
  domain::SupervisionSession session;
  domain::SupervisionPart part;
  MemberId author;
};

absl::StatusOr<Amendment> ReadAmendment(Question& question, const v1::AmendSupervisionNoteRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  Amendment out;
  CANDOR_ASSIGN_OR_RETURN(out.note, FindReadable(question, request.name()));
  if (out.note.plain) {
    return FailedField("name", "plain", "was recorded as an entry; amend that: candor entry amend");
  }
  CANDOR_ASSIGN_OR_RETURN(out.author, SignerOf(question, out.note.session));
  CANDOR_ASSIGN_OR_RETURN(out.session, SessionFromWire(question, request.session(), "session"));
  CANDOR_ASSIGN_OR_RETURN(out.part, NewPartFromWire(question, out.session, out.note, request.part(), "part"));
  CANDOR_RETURN_IF_ERROR(CheckLength(request.why(), "why"));
  if (out.session.supervisor != out.note.session.supervisor || out.session.substitute != out.note.session.substitute) {
    return InvalidField("session.supervisor", "changed", "is another; take the note back and sign a new one");
  }
  if (!SameAttendance(out.session, out.note.session)) {
    return InvalidField("session.attendees", "changed",
                        "are others, or were there or not; take the note back and sign a new one");
  }
  out.session.id = out.note.session.id;
  std::vector<domain::UnsignedField> missing = domain::MissingInPart(out.session.format, out.part, "part");
  // The others' parts stay as they are, so that only this one and the session are looked at.
  domain::SupervisionSession alone = out.session;
  for (domain::UnsignedField& each : domain::MissingForSigning(alone, {})) {
    if (each.field.starts_with("session.")) missing.push_back(std::move(each));
  }
  CANDOR_RETURN_IF_ERROR(CheckSignable(missing));
  CANDOR_RETURN_IF_ERROR(CheckTheme(question, out.session));
  return out;
}

// The part amended and, where what they share has changed, everybody else's with it.
absl::StatusOr<domain::Transaction> AmendingTransaction(const Question& question, const Call& call,
                                                        const Amendment& amendment,
                                                        const v1::AmendSupervisionNoteRequest& request) {
  const auto revise = [&](const domain::NoteRecord& note, const domain::SupervisionPart& part) {
    domain::Entry entry =
        DraftOf(call, amendment.session, {note.supervisee(), part}, question.today, amendment.author, request.why());
    entry.header.revises = note.original.entry.header.id;
    return entry;
  };
  domain::Transaction transaction{{}, SentBy(request)};
  transaction.changes.emplace_back(domain::NewEntry{revise(amendment.note, amendment.part), request.request_id(), ""});
  if (amendment.session == amendment.note.session) return transaction;
  CANDOR_ASSIGN_OR_RETURN(const auto notes, NotesOfSession(*question.view, amendment.note));
  for (const domain::NoteRecord& each : notes) {
    if (each.supervisee() == amendment.note.supervisee()) continue;
    transaction.changes.emplace_back(domain::NewEntry{revise(each, each.part), "", ""});
  }
  return transaction;
}

void AmendSupervisionNote(const Rooms& rooms, const Call& call, const v1::AmendSupervisionNoteRequest& request,
                          const Reply<v1::AmendSupervisionNoteResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto amendment = ReadAmendment(*question, request);
  if (!amendment.ok()) return reply(amendment.status());
  auto transaction = AmendingTransaction(*question, call, *amendment, request);
  if (!transaction.ok()) return reply(transaction.status());
  rooms.store.Append(*std::move(transaction),
                     [rooms, call, reply, name = request.name()](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(NoteAsSent(appended.status()));
                       reply(NoteAfter<v1::AmendSupervisionNoteResponse>(rooms, call, name));
                     });
}

}  // namespace

void AddSupervisionService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.SupervisionService.SignSupervisionNote", rooms, SignSupervisionNote);
  methods.Answer("candor.v1.SupervisionService.GetSupervisionNote", rooms, GetSupervisionNote);
  methods.Answer("candor.v1.SupervisionService.ListSupervisionNotes", rooms, ListSupervisionNotes);
  methods.AnswerLater("candor.v1.SupervisionService.AmendSupervisionNote", rooms, AmendSupervisionNote);
  AddSupervisionAnswers(rooms, methods);
  AddSupervisionWeek(rooms, methods);
}

}  // namespace candor::rpc
