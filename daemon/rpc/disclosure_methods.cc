#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "candor/v1/access.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/oversight.h"
#include "daemon/rpc/access_wire.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/whose_log.h"

// To whom something of the ledger left, why and on what ground, and whom it was of.
namespace candor::rpc {
namespace {

absl::StatusOr<domain::Disclosed> DraftDisclosure(const Rooms& rooms, const Call& call,
                                                  const v1::RecordDisclosureRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, Ask(rooms, call, nullptr));
  domain::Disclosed out;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "disclosure", request.request_id()));
  out.id = DisclosureId(id);
  if (request.recipient().empty()) return MissingField("recipient", "say to whom it goes");
  if (request.recipient().size() > domain::kMaxRecipientBytes) {
    return InvalidField("recipient", "too_long", "longer than 1 KiB; a name and where they are is enough");
  }
  if (request.purpose().empty()) return MissingField("purpose", "say what it is for");
  if (request.purpose().size() > domain::kMaxRemarkBytes) {
    return InvalidField("purpose", "too_long", "longer than 4 KiB; keep what matters");
  }
  if (request.basis() == v1::LAWFUL_BASIS_UNSPECIFIED) return MissingField("basis", "say why it may leave");
  if (static_cast<size_t>(request.subjects_size()) > domain::kMostDisclosed) {
    return InvalidField("subjects", "too_many", "are more than 256; leave them out for everything");
  }
  for (const std::string& name : request.subjects()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::SubjectId subject, ParseSubject(name, "subjects"));
    const bool is_case = subject.kind == domain::SubjectKind::kCase;
    CANDOR_ASSIGN_OR_RETURN(const bool known, is_case ? question.view->HasCase(subject.case_id())
                                                      : question.view->HasMember(subject.member_id()));
    if (!known) return NotFoundField("subjects", "no such case or member; see `candor case list`");
    out.of.push_back(subject);
  }
  std::sort(out.of.begin(), out.of.end());
  out.of.erase(std::unique(out.of.begin(), out.of.end()), out.of.end());
  out.recipient = Sensitive<std::string>(request.recipient());
  out.purpose = Sensitive<std::string>(request.purpose());
  out.basis = static_cast<domain::LawfulBasis>(request.basis());
  out.ledger_size = question.view->size();
  out.caller = call.caller;
  return out;
}

absl::StatusOr<v1::RecordDisclosureResponse> ShowDisclosure(const domain::View& view, const DisclosureId& id) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Disclosed> all, view.ListDisclosures());
  const auto made = std::find_if(all.begin(), all.end(), [&](const domain::Disclosed& each) { return each.id == id; });
  v1::RecordDisclosureResponse response;
  if (made != all.end()) rpc::ToWire(*made, nullptr, {}, response.mutable_disclosure());
  return response;
}

void RecordDisclosure(const Rooms& rooms, const Call& call, const v1::RecordDisclosureRequest& request,
                      const Reply<v1::RecordDisclosureResponse>& reply) {
  const auto disclosure = DraftDisclosure(rooms, call, request);
  if (!disclosure.ok()) return reply(disclosure.status());
  rooms.store.Append(domain::Transaction{{*disclosure}, SentBy(request)},
                     [rooms, id = disclosure->id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       reply(ShowDisclosure(*rooms.store.Latest(), id));
                     });
}

// The cases in what left in which the member has or had a part, or has written.
absl::StatusOr<std::set<CaseId>> CasesOfTheirs(const domain::View& view, const MemberId& member,
                                               const std::vector<domain::Disclosed>& all) {
  std::set<CaseId> looked_at;
  std::set<CaseId> theirs;
  for (const domain::Disclosed& each : all) {
    for (const domain::SubjectId& subject : each.of) {
      if (subject.kind != domain::SubjectKind::kCase || !looked_at.insert(subject.case_id()).second) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool ever, view.EverOnCase(subject.case_id(), member));
      if (ever) theirs.insert(subject.case_id());
    }
  }
  return theirs;
}

// Whether the member, or a case of theirs, is in it: in everything they are.
bool IsOfTheirs(const domain::Disclosed& disclosed, const MemberId& member, const std::set<CaseId>& theirs) {
  return disclosed.of.empty() ||
         std::any_of(disclosed.of.begin(), disclosed.of.end(), [&](const domain::SubjectId& each) {
           const bool of_case = each.kind == domain::SubjectKind::kCase && theirs.contains(each.case_id());
           return of_case || each == domain::SubjectId::Of(member);
         });
}

// What a listing has, and what of it the caller is told.
struct DisclosuresAsked {
  std::vector<domain::Disclosed> all;
  const MemberId* to = nullptr;  // nullptr: who answers for the log
  std::set<CaseId> theirs;
};

absl::StatusOr<DisclosuresAsked> DisclosuresFor(Question& question, const v1::ListDisclosuresRequest& request) {
  DisclosuresAsked asked;
  CANDOR_ASSIGN_OR_RETURN(const bool answers, AnswersForLog(question));
  std::optional<domain::SubjectId> subject;
  if (!request.subject().empty()) {
    CANDOR_ASSIGN_OR_RETURN(subject, ParseSubject(request.subject(), "subject"));
  }
  const MemberId& member = question.viewer.member();
  if (!answers && subject && *subject != domain::SubjectId::Of(member)) {
    // Of a case that is not there, too.
    if (subject->kind != domain::SubjectKind::kCase) return OthersLog("subject");
    CANDOR_ASSIGN_OR_RETURN(const bool ever, question.view->EverOnCase(subject->case_id(), member));
    if (!ever) return OthersLog("subject");
  }
  CANDOR_ASSIGN_OR_RETURN(asked.all,
                          subject ? question.view->DisclosuresOf(*subject) : question.view->ListDisclosures());
  if (answers) return asked;
  asked.to = &member;
  CANDOR_ASSIGN_OR_RETURN(asked.theirs, CasesOfTheirs(*question.view, member, asked.all));
  std::erase_if(asked.all, [&](const domain::Disclosed& each) { return !IsOfTheirs(each, member, asked.theirs); });
  return asked;
}

absl::Status ListDisclosures(const Rooms& rooms, const Call& call, const v1::ListDisclosuresRequest& request,
                             v1::ListDisclosuresResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const DisclosuresAsked asked, DisclosuresFor(question, request));
  for (size_t i = begin; i < asked.all.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    rpc::ToWire(asked.all[i], asked.to, asked.theirs, response.add_disclosures());
  }
  return absl::OkStatus();
}

}  // namespace

void AddDisclosureMethods(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.AccessService.RecordDisclosure", rooms, RecordDisclosure);
  methods.Answer("candor.v1.AccessService.ListDisclosures", rooms, ListDisclosures);
}

}  // namespace candor::rpc
