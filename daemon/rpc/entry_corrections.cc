#include "daemon/rpc/entry_corrections.h"

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "candor/v1/entry.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/original.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/concern_step.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/correction_draft.h"
#include "daemon/rpc/correction_rights.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_lookup.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// Nothing is edited: what corrects an entry is recorded after it.
namespace candor::rpc {
namespace {

using domain::SubjectId;
using domain::TakeBack;

// A retraction that whoever was named to read the entry last is told of.
absl::StatusOr<domain::Entry> DraftWithReader(const Question& question, const Call& call,
                                              const domain::RecordedEntry& original,
                                              const v1::RetractionFacts& retraction, TakeBack take_back) {
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(*question.view, original));
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry,
                          DraftRetraction(call.caller, question.today, original, retraction, take_back));
  entry.header.first_reader = newest.entry.header.first_reader;
  return entry;
}

// What the person concerned has answered goes where the entry goes.
absl::Status AddResponses(const Question& question, const Call& call, const domain::RecordedEntry& original,
                          const SubjectId& to, domain::Transaction& out) {
  if (original.retracted) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RecordedEntry> responses,
                          domain::ResponsesTo(*question.view, original));
  for (const domain::RecordedEntry& each : responses) {
    CANDOR_RETURN_IF_ERROR(AddMove(question, call.caller, each, to, out.changes).status());
  }
  return absl::OkStatus();
}

// Who is shown what has become of a concern is shown it by the one that it named first.
absl::Status KeepMatter(const domain::EntryHeader& first, domain::EntryHeader& corrected) {
  if (first.matter.empty() || corrected.matter == first.matter) return absl::OkStatus();
  const bool left_out = corrected.matter.empty() && !domain::IsNewMatter(corrected);
  if (!left_out) {
    return InvalidField("entry.matter", "changed",
                        "it is about another concern than before; take the entry back and write a new one");
  }
  corrected.matter = first.matter;
  return absl::OkStatus();
}

// What is raised is seen to under the entry that raised it, and what has become of it is no concern of its own.
absl::Status KeepRaised(const domain::EntryHeader& first, const domain::EntryHeader& corrected) {
  const bool of_concern = first.kind == domain::Kind::kConcern && corrected.kind == domain::Kind::kConcern;
  if (!of_concern || domain::IsNewMatter(first) == domain::IsNewMatter(corrected)) return absl::OkStatus();
  return InvalidField("entry.concern.event", "changed",
                      "raises a concern or says what has become of one, and does not become the other; take the entry "
                      "back and write a new one");
}

}  // namespace

absl::StatusOr<domain::Entry> DraftAmendment(Question& question, const Call& call,
                                             const v1::AmendEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  const domain::EntryHeader& header = original.entry.header;
  if (domain::CancellationFromCells(original.entry)) {
    return FailedField("name", "supervision_cancelled",
                       "says that a supervision session did not take place; take it back, and note it again if need "
                       "be: candor supervision cancel --take-back");
  }
  if (domain::HasSupervisionCells(original.entry)) {
    return FailedField("name", "supervision_note", "is a supervision note; amend that: candor supervision amend");
  }
  v1::Entry wire = request.entry();
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(*question.view, original));
  // Whom it is about does not change unless the correction says so; who reads a reaction neither.
  if (wire.therapist().empty()) wire.set_therapist(MemberName(newest.entry.header.therapist));
  CANDOR_RETURN_IF_ERROR(CheckUndoing(question, call, newest));
  if (wire.first_reader().empty()) wire.set_first_reader(MemberName(newest.entry.header.first_reader));
  if (wire.source() == v1::ENTRY_SOURCE_UNSPECIFIED && header.source != domain::Source::kImport) {
    wire.set_source(static_cast<v1::EntrySource>(header.source));
  }
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, DraftEntry(*question.view, call.caller, question.today, header.subject,
                                                          wire, "entry", &newest.entry.header));
  if (entry.kind != original.entry.kind) {
    return InvalidField("entry.facts", "type", "is of another kind; take the entry back and write a new one");
  }
  if (call.caller.has_every_right()) entry.header.author = header.author;
  CANDOR_RETURN_IF_ERROR(KeepRaised(header, entry.header));
  CANDOR_RETURN_IF_ERROR(KeepMatter(header, entry.header));
  CANDOR_RETURN_IF_ERROR(CheckConcernStep(question, entry.header));
  CANDOR_RETURN_IF_ERROR(KeepWordsOfOthers(question, original, newest, request.entry(), entry));
  entry.header.revises = header.id;
  return entry;
}

absl::StatusOr<domain::Entry> DraftTakingBack(Question& question, const Call& call,
                                              const v1::RetractEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  if (request.retraction().reason() == v1::RETRACTION_REASON_UNSPECIFIED) {
    return MissingField("retraction.reason", "say why it does not stand");
  }
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(*question.view, original));
  CANDOR_RETURN_IF_ERROR(CheckUndoing(question, call, newest));
  return DraftWithReader(question, call, original, request.retraction(), TakeBack::kPlain);
}

absl::StatusOr<domain::Transaction> DraftRefiling(Question& question, const Call& call,
                                                  const v1::RefileEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(const CaseId to, ParseCase(request.case_(), "case"));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  if (domain::HasSupervisionCells(original.entry)) {
    return FailedField("name", "supervision_note",
                       "is a supervision note, which stays with its supervisee; its part names the cases: candor "
                       "supervision amend, or candor supervision retract");
  }
  const SubjectId subject = SubjectId::Of(to);
  if (subject == original.entry.header.subject) {
    return InvalidField("case", "same_case", "the entry stands there already; name the case where it belongs");
  }
  CANDOR_ASSIGN_OR_RETURN(const bool known, question.view->HasCase(to));
  if (!known) return NotFoundField("case", "no such case; see `candor case list`, or open one with `candor case open`");
  if (domain::FindKind(original.entry.kind)->scope == domain::Scope::kMember) {
    return InvalidField("name", "scope", "it is about a member, not about a client; take it back and write a new one");
  }
  domain::Transaction transaction{{}, SentBy(request)};
  CANDOR_RETURN_IF_ERROR(AddMove(question, call.caller, original, subject, transaction.changes).status());
  std::get<domain::NewEntry>(transaction.changes.front()).request_id = request.request_id();
  CANDOR_RETURN_IF_ERROR(AddResponses(question, call, original, subject, transaction));
  return transaction;
}

// Of who has the client the store speaks by fields of the entry; here it is the place that would have to be another.
absl::Status AboutRefiling(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field == "request_id") return status;
  const std::string& field = detail->field;
  const bool of_case =
      field == "parent" || field == "facts" || field == "facts.receiver" || field == "therapist" || field == "occurred";
  return AboutField(status, of_case ? "case" : "name");
}

namespace {

// The operator as such recalls what was handed in as such, wherever it stands by now, and nobody recalls for another.
absl::StatusOr<domain::Entry> DraftRecall(Question& question, const Call& call, const v1::RecallEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original, FindToCorrect(question, request.name()));
  return DraftWithReader(question, call, original, Because(v1::RETRACTION_REASON_WITHDRAWN_BY_AUTHOR),
                         TakeBack::kRecalled);
}

absl::StatusOr<v1::RecallEntryResponse> ShowRecalled(const Rooms& rooms, const Call& call, const EntryId& id) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry left, question.view->GetEntry(id));
  v1::RecallEntryResponse response;
  ToWire(left, domain::Sight::kFacts, response.mutable_entry());
  return response;
}

// Once people are enrolled nobody answers a concern in the place of whom it is about: what is decided waits for their
// answer.
absl::Status CheckMayRespond(const Question& question, const domain::RecordedEntry& original,
                             const MemberId& concerned) {
  const domain::Viewer& viewer = question.viewer;
  bool may = viewer.sees_everything() || viewer.IsTheirs(concerned);
  if (!may && viewer.is_operator()) {
    CANDOR_ASSIGN_OR_RETURN(const auto concern, domain::RaisedConcern(*question.view, original));
    may = !concern.has_value();
  }
  if (may) return absl::OkStatus();
  return WithDetail(absl::PermissionDeniedError("name: the person whom it is about responds to it; write an entry of "
                                                "your own"),
                    {"name", "not_concerned"});
}

// Whom an entry by somebody else is about has the last word on it, and the entry stays as it is.
absl::StatusOr<domain::Entry> DraftResponse(Question& question, const Call& call,
                                            const v1::RespondToEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(IdFromRequest(request.request_id()).status());
  CANDOR_ASSIGN_OR_RETURN(SeenEntry seen, FindEntry(question, request.name()));
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry original,
                          domain::OriginalOf(*question.view, std::move(seen.recorded)));
  const domain::EntryHeader& header = original.entry.header;
  // A correction may have said whom it is about.
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(*question.view, original));
  const MemberId& concerned = newest.entry.header.therapist;
  CANDOR_RETURN_IF_ERROR(CheckMayRespond(question, original, concerned));
  if (header.author == concerned) {
    return FailedField("name", "own_entry", "it is by the person whom it is about; `candor entry amend` corrects it");
  }
  if (domain::HasSupervisionCells(original.entry)) {
    return FailedField("name", "supervision_note", "is a supervision note; answer that: candor supervision seen");
  }
  if (original.retracted) return FailedField("name", "retracted", "the entry has been taken back; there is no need to");
  if (request.response().statement().empty() && request.response().form() != v1::RESPONSE_FORM_DECLINED) {
    return MissingField("response.statement",
                        "say what there is to say to it, or that nothing will be (form: declined)");
  }
  v1::Entry wire;
  *wire.mutable_response() = request.response();
  ToWire(question.today, wire.mutable_occurred()->mutable_date());
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, ReadEntryContent(wire, question.today, ""));
  entry.header.subject = header.subject;
  entry.header.caller = call.caller;
  entry.header.therapist = concerned;
  entry.header.author = concerned;
  entry.header.source = domain::Source::kSelf;
  CANDOR_ASSIGN_OR_RETURN(entry.header.responds_to, FirstPlaceOf(*question.view, header));
  return entry;
}

// What a method records, and what the store says about it as the caller may read it.
struct Correction {
  domain::Transaction transaction;
  AsSent as_sent;
};

// Of one entry, which is part of the request where somebody amends.
template <class Request>
absl::StatusOr<Correction> AsCorrection(absl::StatusOr<domain::Entry> entry, const Request& request) {
  if (!entry.ok()) return entry.status();
  std::string path;
  if constexpr (requires { request.entry(); }) path = "entry";
  AsSent as_sent = [kind = entry->kind, path](const absl::Status& status) { return AboutEntry(status, kind, path); };
  return Correction{{{domain::NewEntry{*std::move(entry), request.request_id(), ""}}, SentBy(request)},
                    std::move(as_sent)};
}

absl::StatusOr<Correction> AsCorrection(absl::StatusOr<domain::Transaction> refiling,
                                        const v1::RefileEntryRequest& /*request*/) {
  if (!refiling.ok()) return refiling.status();
  return Correction{*std::move(refiling), AboutRefiling};
}

// The answer shows what is left of the entry that was called back, which has no assessment.
void RecordCorrection(const Rooms& rooms, const Call& call, Correction correction,
                      const Reply<v1::RecallEntryResponse>& reply) {
  const EntryId recalled = std::get<domain::NewEntry>(correction.transaction.changes.front()).entry.header.revises;
  RecordEntry(rooms, call, std::move(correction.transaction), std::move(correction.as_sent),
              [rooms, call, recalled, reply](const absl::StatusOr<RecordedReply>& recorded) {
                if (!recorded.ok()) return reply(recorded.status());
                reply(ShowRecalled(rooms, call, recalled));
              });
}

template <class Response>
void RecordCorrection(const Rooms& rooms, const Call& call, Correction correction, const Reply<Response>& reply) {
  RecordAndReply(rooms, call, std::move(correction.transaction), std::move(correction.as_sent), reply);
}

// A method that records what `kDraft` makes of its request.
template <auto kDraft, class Request, class Response>
void Correct(const Rooms& rooms, const Call& call, const Request& request, const Reply<Response>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto correction = AsCorrection(kDraft(*question, call, request), request);
  if (!correction.ok()) return reply(correction.status());
  const absl::Status acknowledged = AcknowledgeMeant(*question, call.caller, correction->transaction);
  if (!acknowledged.ok()) return reply(acknowledged);
  RecordCorrection(rooms, call, *std::move(correction), reply);
}

}  // namespace

void AddEntryCorrections(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.EntryService.AmendEntry", rooms,
                      Correct<DraftAmendment, v1::AmendEntryRequest, v1::AmendEntryResponse>);
  methods.AnswerLater("candor.v1.EntryService.RetractEntry", rooms,
                      Correct<DraftTakingBack, v1::RetractEntryRequest, v1::RetractEntryResponse>);
  methods.AnswerLater("candor.v1.EntryService.RefileEntry", rooms,
                      Correct<DraftRefiling, v1::RefileEntryRequest, v1::RefileEntryResponse>);
  methods.AnswerLater("candor.v1.EntryService.RecallEntry", rooms,
                      Correct<DraftRecall, v1::RecallEntryRequest, v1::RecallEntryResponse>);
  methods.AnswerLater("candor.v1.EntryService.RespondToEntry", rooms,
                      Correct<DraftResponse, v1::RespondToEntryRequest, v1::RespondToEntryResponse>);
}

}  // namespace candor::rpc
