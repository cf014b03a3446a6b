#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "candor/v1/case.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/entry_recorder.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

using domain::Sight;
using domain::SubjectId;

constexpr std::string_view kNoCase =
    "no such case; see `candor case list`, and for what you supervised in one `candor case timeline`";

// What a CreateCase call wants made.
struct Opening {
  domain::NewCase new_case;
  std::optional<domain::Entry> intake;
};

// An entry like any other, about a case that is not there yet.
absl::StatusOr<domain::Entry> DraftIntake(Question& question, const Call& call, const CaseId& id, v1::Entry wire) {
  if (wire.facts_case() == v1::Entry::FACTS_NOT_SET) wire.mutable_intake();
  if (!wire.has_intake())
    return InvalidField("intake.facts", "type", "a case begins with an intake; leave `facts` out");
  const MemberId acting = call.caller.acting_for;
  if (!acting.empty() && !wire.therapist().empty()) {
    CANDOR_ASSIGN_OR_RETURN(const MemberId therapist, ParseMember(wire.therapist(), "intake.therapist"));
    if (therapist != acting) {
      return InvalidField("intake.therapist", "not_author", "is another member; everyone opens their own cases");
    }
  }
  return DraftEntry(*question.view, call.caller, question.today, SubjectId::Of(id), wire, "intake");
}

absl::StatusOr<Opening> ReadOpening(const Rooms& rooms, Question& question, const Call& call,
                                    const v1::CreateCaseRequest& request) {
  Opening out;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "case", request.request_id()));
  out.new_case.id = CaseId(id);
  if (absl::StripAsciiWhitespace(request.case_().code()).empty()) {
    return MissingField("case.code", "give the practice's own pseudonym of the client, never a name");
  }
  CANDOR_ASSIGN_OR_RETURN(out.new_case.code, NameFromWire(request.case_().code(), "case.code", domain::kMaxCodeBytes));
  if (request.has_intake()) {
    CANDOR_ASSIGN_OR_RETURN(out.intake, DraftIntake(question, call, out.new_case.id, request.intake()));
  } else if (!call.caller.has_every_right()) {
    return MissingField("intake", "give the date on which the case begins");
  }
  return out;
}

// What the caller may see of the case: all of it once it is made, perhaps less when the call is repeated later.
absl::StatusOr<v1::CreateCaseResponse> ShowCreated(const Rooms& rooms, const Call& call, const CaseId& id) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question.view->GetCase(id));
  v1::CreateCaseResponse response;
  response.mutable_case_()->set_name(CaseName(id));
  CANDOR_ASSIGN_OR_RETURN(const Sight of_case, question.viewer.OfCase(file, question.today));
  if (of_case != Sight::kNothing) ToWire(file, of_case, response.mutable_case_());
  if (file.episodes.empty() || file.episodes.front().opened_by.empty()) return response;
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry intake, question.view->GetEntry(file.episodes.front().opened_by));
  CANDOR_ASSIGN_OR_RETURN(const Sight of_intake, question.viewer.OfEntry(intake));
  if (of_intake != Sight::kNothing) ToWire(intake, of_intake, response.mutable_intake());
  return response;
}

// What the store says about the case or its intake, about the field as the request has it.
absl::Status CaseAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail) return status;
  if (detail->reason == "code_taken") {
    return WithDetail(absl::AlreadyExistsError("case.code: a case of that code is there already; record a return as an "
                                               "intake on it"),
                      {"case.code", detail->reason});
  }
  if (detail->field == "code") return AboutField(status, "case.code");
  return AboutEntry(status, domain::Kind::kIntake, "intake");
}

void CreateCase(const Rooms& rooms, const Call& call, const v1::CreateCaseRequest& request,
                const Reply<v1::CreateCaseResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto opening = ReadOpening(rooms, *question, call, request);
  if (!opening.ok()) return reply(opening.status());
  const CaseId id = opening->new_case.id;
  domain::Transaction transaction{{opening->new_case}, SentBy(request)};
  if (opening->intake) transaction.changes.push_back(domain::NewEntry{*opening->intake, "", ""});
  rooms.store.Append(std::move(transaction),
                     [rooms, call, id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(CaseAsSent(appended.status()));
                       reply(ShowCreated(rooms, call, id));
                     });
}

absl::Status GetCase(const Rooms& rooms, const Call& call, const v1::GetCaseRequest& request,
                     v1::GetCaseResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const CaseId id, ParseCase(request.name(), "name"));
  auto file = question.view->GetCase(id);
  if (absl::IsNotFound(file.status())) return NotFoundField("name", kNoCase);
  CANDOR_RETURN_IF_ERROR(file.status());
  // Whoever sees the case that it went into is told where it went.
  domain::CaseFile standing = *file;
  while (!standing.merged_into.empty()) {
    CANDOR_ASSIGN_OR_RETURN(standing, question.view->GetCase(CaseId(standing.merged_into)));
  }
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfCase(standing, question.today));
  if (sight == Sight::kNothing) return NotFoundField("name", kNoCase);
  ToWire(*file, sight, response.mutable_case_());
  return absl::OkStatus();
}

// What goes on record of who finds a case that is not theirs by its code.
constexpr char kCodesScope[] = "case codes";

absl::Status LookupCase(const Rooms& rooms, const Call& call, const v1::LookupCaseRequest& request,
                        v1::LookupCaseResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const std::string code, NameFromWire(request.code(), "code", domain::kMaxCodeBytes));
  auto id = question.view->FindCase(code);
  if (absl::IsNotFound(id.status())) return NotFoundField("code", kNoCase);
  CANDOR_RETURN_IF_ERROR(id.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question.view->GetCase(*id));
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfCase(file, question.today));
  if (sight == Sight::kNothing) {
    // Whoever has the code may write about the case (a colleague who steps in, a receiver), and so needs its name;
    // nothing else of it. That they tried the code is for who reviews the log.
    call.reads->NoteScope(kCodesScope, code);
    response.mutable_case_()->set_name(CaseName(*id));
    response.mutable_case_()->set_code(code);
    return absl::OkStatus();
  }
  ToWire(file, sight, response.mutable_case_());
  return absl::OkStatus();
}

absl::Status ListCases(const Rooms& rooms, const Call& call, const v1::ListCasesRequest& request,
                       v1::ListCasesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const IdBytes token, IdAfter(request.page_token()));
  CaseId after(token);
  CaseId last;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::CaseFile> batch, question.view->ListCases(after, kBatch));
    for (const domain::CaseFile& file : batch) {
      if (!file.merged_into.empty()) continue;
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfCase(file, question.today));
      if (sight == Sight::kNothing) continue;
      if (static_cast<size_t>(response.cases_size()) == limit) {
        response.set_next_page_token(TokenAfter(last.bytes()));
        return absl::OkStatus();
      }
      ToWire(file, sight, response.add_cases());
      last = file.id;
    }
    if (batch.size() < kBatch) return absl::OkStatus();
    after = batch.back().id;
  }
}

}  // namespace

void AddCaseService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.CaseService.CreateCase", rooms, CreateCase);
  methods.Answer("candor.v1.CaseService.GetCase", rooms, GetCase);
  methods.Answer("candor.v1.CaseService.LookupCase", rooms, LookupCase);
  methods.Answer("candor.v1.CaseService.ListCases", rooms, ListCases);
  AddCaseMerge(rooms, methods);
}

}  // namespace candor::rpc
