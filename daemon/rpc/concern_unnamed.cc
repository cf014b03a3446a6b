#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "candor/v1/concern.pb.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// Concerns that nobody gave a name to. Who calls is not kept: neither on record, nor in the log, nor as a read. The
// code that is given out is what the entry's name is made of, under the practice's key, so that it is kept nowhere
// either.
namespace candor::rpc {
namespace {

constexpr char kReport[] = "candor.v1.ConcernService.ReportAnonymously";
constexpr char kByCode[] = "candor.v1.ConcernService.GetConcernByCode";

// As on record: the daemon wrote it down.
constexpr bool kNotTheOperator = false;

EntryId EntryOfCode(const domain::Store& store, const std::string& code) {
  return EntryId(store.NameRequested(domain::Caller{kNotTheOperator, MemberId()}, "unnamed concern", code));
}

// As people type it: with hyphens or blanks, in capitals or not.
std::string TypedCode(const std::string& text) {
  std::string code;
  for (const char letter : text) {
    if (letter != '-' && letter != ' ') code.push_back(absl::ascii_tolower(static_cast<unsigned char>(letter)));
  }
  return code;
}

absl::StatusOr<domain::Entry> DraftUnnamed(const Question& question, const v1::ReportAnonymouslyRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const MemberId about, KnownMember(*question.view, request.member(), "member"));
  if (request.note().empty()) return MissingField("note", "say what concerns you");
  v1::Entry wire;
  *wire.mutable_concern() = request.concern();
  wire.mutable_concern()->set_event(v1::CONCERN_EVENT_RAISED);
  wire.set_basis(request.basis());
  wire.set_note(request.note());
  ToWire(question.today, wire.mutable_occurred()->mutable_date());
  if (request.has_occurred()) *wire.mutable_occurred()->mutable_date() = request.occurred();
  CANDOR_ASSIGN_OR_RETURN(domain::Entry entry, ReadEntryContent(wire, question.today, ""));
  entry.header.subject = domain::SubjectId::Of(about);
  entry.header.caller = domain::Caller{kNotTheOperator, MemberId()};
  entry.header.therapist = about;
  entry.header.source = domain::Source::kColleague;
  return entry;
}

void ReportAnonymously(const Rooms& rooms, const Call& call, const v1::ReportAnonymouslyRequest& request,
                       const Reply<v1::ReportAnonymouslyResponse>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto entry = DraftUnnamed(*question, request);
  if (!entry.ok()) return reply(entry.status());
  const std::string code = EncodeId(RandomIdBytes());
  entry->header.id = EntryOfCode(rooms.store, code);
  rooms.store.Append(domain::Transaction{{domain::NewEntry{*std::move(entry), "", ""}}, ""},
                     [code, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       v1::ReportAnonymouslyResponse response;
                       response.set_return_code(code);
                       reply(std::move(response));
                     });
}

absl::Status NoSuchCode() {
  return NotFoundField("return_code", "no concern was raised with this code; check it, it is 26 letters and digits");
}

// Whoever has the code may be anybody: it says how far it has come, and neither whom it is about nor what was written.
absl::Status GetConcernByCode(const Rooms& rooms, const Call& call, const v1::GetConcernByCodeRequest& request,
                              v1::GetConcernByCodeResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  if (request.return_code().empty()) return MissingField("return_code", "give the code that came with the concern");
  const std::string code = TypedCode(request.return_code());
  if (!DecodeId(code).ok()) return NoSuchCode();
  const auto original = question.view->GetEntry(EntryOfCode(rooms.store, code));
  if (absl::IsNotFound(original.status())) return NoSuchCode();
  CANDOR_RETURN_IF_ERROR(original.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::ConcernFile file, domain::ReadConcern(*question.view, *original));
  v1::Concern* out = response.mutable_concern();
  out->set_restricted(true);
  ToWire(file.received, out->mutable_received());
  if (file.acknowledged) ToWire(*file.acknowledged, out->mutable_acknowledged());
  if (file.told_on) ToWire(*file.told_on, out->mutable_told_from());
  out->set_told(file.IsTold(question.today));
  if (file.answered) ToWire(*file.answered, out->mutable_answered());
  return absl::OkStatus();
}

}  // namespace

void AddUnnamedConcerns(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater(kReport, rooms, ReportAnonymously);
  methods.LeaveNoTrace(kReport);
  methods.Answer(kByCode, rooms, GetConcernByCode);
  methods.LeaveNoTrace(kByCode);
}

}  // namespace candor::rpc
