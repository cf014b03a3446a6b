#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/decision.pb.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/decision_rights.h"
#include "daemon/domain/new_matter.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoFollowUp = "no such follow-up; see `candor followup list`";
constexpr std::string_view kNoDecision = "no such decision; see `candor followup show`";

// NOT_FOUND about `field` unless the caller may see the follow-up.
absl::StatusOr<domain::FollowUp> VisibleFollowUp(Question& question, const FollowUpRef& ref, std::string_view field) {
  auto follow_up = question.view->GetFollowUp(ref.subject, ref.follow_up);
  if (absl::IsNotFound(follow_up.status())) return NotFoundField(field, kNoFollowUp);
  CANDOR_RETURN_IF_ERROR(follow_up.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(*follow_up));
  if (sight == domain::Sight::kNothing) return NotFoundField(field, kNoFollowUp);
  return follow_up;
}

// Whether the caller is shown why it was decided: who sees the whole follow-up; and as long as it waits for a second
// person, whoever may be that one, as nobody else can judge it. REQUIRES: the caller may see the follow-up.
absl::StatusOr<bool> ShowsReason(Question& question, const domain::FollowUp& follow_up,
                                 const domain::Decision& decision) {
  if (domain::StateOn(decision, question.today) == domain::DecisionState::kProposed) return true;
  if (question.viewer.IsTheirs(decision.proposer)) return true;
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(follow_up));
  return sight == domain::Sight::kWhole;
}

// Who is told why they do not decide about it, sees it.
absl::Status CheckMayDecide(Question& question, const domain::FollowUp& follow_up, std::string_view field) {
  CANDOR_ASSIGN_OR_RETURN(const domain::DecisionBar bar,
                          domain::DecisionBarOf(*question.view, follow_up, question.viewer.member(), question.today));
  const auto barred = [&](const char* reason, const char* message) {
    return WithDetail(absl::PermissionDeniedError(message), {std::string(field), reason});
  };
  switch (bar) {
    case domain::DecisionBar::kNone:
      break;
    case domain::DecisionBar::kSubject:
      return barred("subject", "it is about you, so somebody else decides about it: ask the operator");
    case domain::DecisionBar::kSubordinate:
      return barred("subordinate",
                    "whom it is about supervises you; this is decided by somebody who does not answer to them: ask the "
                    "operator");
    case domain::DecisionBar::kParty:
      return barred("party", "you have a part in it; this is decided by somebody who has none: ask the operator");
    case domain::DecisionBar::kDirection:
      return barred("direction",
                    "it is about who directs or owns the practice; their independent reviewer decides: candor member "
                    "role list");
  }
  if (question.viewer.is_operator()) {
    // The operator's account is no person of whom it is known that it is not about them.
    if (!follow_up.clear.restricted || question.viewer.sees_everything()) return absl::OkStatus();
    return barred("a_person", "this is decided by a person, with a certificate of their own");
  }
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(*question.view, question.viewer.member(), question.today));
  if (!left) return absl::OkStatus();
  return barred("left", "whoever has left the practice decides nothing there any more: ask the operator");
}

absl::Status CheckIsOpen(const Question& question, const domain::FollowUp& follow_up, std::string_view field) {
  const domain::FollowUpStatus status = domain::StatusOf(follow_up, question.settings, question.today);
  if (status == domain::FollowUpStatus::kOpen || status == domain::FollowUpStatus::kWaived) return absl::OkStatus();
  return FailedField(field, "closed", "it is closed already, and nothing is left to decide about it");
}

// What speaks of something erased stays as it was then.
absl::Status CheckNotErased(const domain::FollowUp& follow_up, std::string_view field) {
  if (!follow_up.erased) return absl::OkStatus();
  return FailedField(field, "erased", "what it speaks of has been erased, and nothing more is decided about it");
}

// Of a concern: whom it is about was told, and has answered or had the time to.
absl::Status CheckWasHeardOn(const Question& question, const domain::FollowUp& follow_up, const EntryId& ground) {
  if (ground.empty()) return absl::OkStatus();
  const absl::StatusOr<domain::RecordedEntry> entry = question.view->GetEntry(ground);
  if (absl::IsNotFound(entry.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(entry.status());
  const domain::EntryHeader& header = entry->entry.header;
  const bool raised = domain::IsConcern(header) && domain::IsNewMatter(header) && header.revises.empty();
  if (!raised || header.subject != follow_up.clear.subject) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::ConcernFile file, domain::ReadConcern(*question.view, *entry));
  if (file.taken_back) return absl::OkStatus();
  const std::optional<Day> from = file.DecideFrom();
  if (!from) {
    return FailedField("parent", "not_acknowledged",
                       "nobody has acknowledged the concern, so whom it is about has not been heard: candor concern "
                       "acknowledge");
  }
  if (*from <= question.today) return absl::OkStatus();
  return FailedField("parent", "not_heard",
                     absl::StrCat("whom it is about has not been heard; it can be disposed of from ", FormatDay(*from),
                                  ", or once they have answered"));
}

// Where many are open a rule has one follow-up for several concerns.
absl::Status CheckWasHeard(const Question& question, const domain::FollowUp& follow_up) {
  if (!follow_up.clear.restricted || !follow_up.sealed) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(CheckWasHeardOn(question, follow_up, follow_up.sealed->opened_by));
  for (const EntryId& ground : follow_up.sealed->facts_used) {
    CANDOR_RETURN_IF_ERROR(CheckWasHeardOn(question, follow_up, ground));
  }
  return absl::OkStatus();
}

absl::Status ReadWaiver(const v1::Waiver& waiver, const Question& question, const domain::FollowUp& follow_up,
                        domain::Decision& out) {
  if (domain::IsNeverWaived(follow_up)) {
    return FailedField("parent", "not_to_be_waived",
                       "this does not wait; it is closed by a disposition, with a reason");
  }
  CANDOR_ASSIGN_OR_RETURN(const Day until, DayFromWire(waiver.until(), "decision.waive.until"));
  if (until < question.today) {
    return InvalidField("decision.waive.until", "past_date",
                        "lies in the past; give the last day on which it may wait");
  }
  // What waits for a lifetime is closed without saying so.
  if (const int32_t most = question.settings.longest_waiver_days; until > question.today + most) {
    return InvalidField(
        "decision.waive.until", "too_far",
        absl::StrCat("lies more than ", most, " days ahead, the longest that this practice lets wait: give ",
                     FormatDay(question.today + most),
                     " or a day before it; after that it can be let wait again, with a reason"));
  }
  out.kind = domain::DecisionKind::kWaive;
  out.until = until;
  return absl::OkStatus();
}

// What was found of what was told, where something was told that can be found to be so.
absl::Status CheckFinding(const domain::FollowUp& follow_up, domain::Finding finding) {
  constexpr std::string_view kField = "decision.dispose.finding";
  if (finding != domain::Finding::kNone && !domain::TakesFinding(follow_up)) {
    return InvalidField(kField, "no_finding",
                        "this is a reminder and not about whether something was done; close it with a reason alone");
  }
  if (finding != domain::Finding::kNone || !domain::NeedsFinding(follow_up)) return absl::OkStatus();
  return MissingField(kField,
                      "say what was found of what was told: substantiated, not substantiated, unfounded or taken back");
}

// What is decided, and whether the caller may decide it.
absl::Status ReadAction(const v1::Decision& wire, Question& question, const domain::FollowUp& follow_up,
                        domain::Decision& out) {
  if (wire.has_acknowledge()) return CheckIsOpen(question, follow_up, "parent");
  if (!wire.has_waive() && !wire.has_dispose()) {
    return MissingField("decision.action", "say what is decided: acknowledge, waive or dispose");
  }
  CANDOR_RETURN_IF_ERROR(CheckMayDecide(question, follow_up, "parent"));
  CANDOR_RETURN_IF_ERROR(CheckIsOpen(question, follow_up, "parent"));
  if (wire.has_waive()) {
    CANDOR_RETURN_IF_ERROR(ReadWaiver(wire.waive(), question, follow_up, out));
  } else {
    CANDOR_RETURN_IF_ERROR(CheckWasHeard(question, follow_up));
    out.kind = domain::DecisionKind::kDispose;
    out.finding = static_cast<domain::Finding>(wire.dispose().finding());
    CANDOR_RETURN_IF_ERROR(CheckFinding(follow_up, out.finding));
  }
  if (wire.reason().empty()) return MissingField("decision.reason", "say why");
  const bool second_person = domain::NeedsSecondPerson(out.kind, follow_up);
  out.state = second_person ? domain::DecisionState::kProposed : domain::DecisionState::kInForce;
  return absl::OkStatus();
}

absl::StatusOr<domain::Decision> ReadDecision(const Rooms& rooms, Question& question, const Call& call,
                                              const v1::CreateDecisionRequest& request) {
  domain::Decision out;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "decision", request.request_id()));
  out.id = DecisionId(id);
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, VisibleFollowUp(question, ref, "parent"));
  if (request.decision().reason().size() > domain::kMaxReasonBytes) {
    return InvalidField("decision.reason", "too_long", "too long; use at most 16 KiB");
  }
  out.subject = ref.subject;
  out.follow_up = ref.follow_up;
  out.key_class = follow_up.clear.key_class;
  out.proposer = call.caller.acting_for;
  out.caller = call.caller;
  out.reason = Sensitive<std::string>(request.decision().reason());
  // The same call again is answered with what it made, whatever has become of the follow-up since.
  if (!request.request_id().empty()) {
    auto made = question.view->GetDecision(out.id);
    if (made.ok()) return made;
    if (!absl::IsNotFound(made.status())) return made.status();
  }
  CANDOR_RETURN_IF_ERROR(CheckNotErased(follow_up, "parent"));
  CANDOR_RETURN_IF_ERROR(ReadAction(request.decision(), question, follow_up, out));
  return out;
}

// What the store says about the decision, about the field as the request has it.
absl::Status DecisionAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  return detail && detail->field == "reason" ? AboutField(status, "decision.reason") : status;
}

// Rules about members are told of a case's follow-ups, and of what is decided about them.
void TellAssessor(const Rooms& rooms, const domain::Decision& made) {
  const bool changes = made.kind != domain::DecisionKind::kAcknowledge && made.state == domain::DecisionState::kInForce;
  if (!changes || made.subject.kind != domain::SubjectKind::kCase) return;
  const auto about = rooms.store.Latest()->GetFollowUp(made.subject, made.follow_up);
  if (about.ok()) rooms.assessments.FollowUpDecided(about->clear.therapist);
}

// Appends the decision and replies with it as it stands then.
template <class Response>
void Record(const Rooms& rooms, const Question& question, domain::Decision decision, std::string sent,
            const Reply<Response>& reply) {
  const DecisionId id = decision.id;
  rooms.store.Append({{std::move(decision)}, std::move(sent)},
                     [rooms, id, today = question.today, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(DecisionAsSent(appended.status()));
                       const auto made = rooms.store.Latest()->GetDecision(id);
                       if (!made.ok()) return reply(made.status());
                       TellAssessor(rooms, *made);
                       Response response;
                       // By whoever wrote its reason, or had to know it.
                       ToWire(*made, today, /*whole=*/true, response.mutable_decision());
                       reply(std::move(response));
                     });
}

void CreateDecision(const Rooms& rooms, const Call& call, const v1::CreateDecisionRequest& request,
                    const Reply<v1::CreateDecisionResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto decision = ReadDecision(rooms, *question, call, request);
  if (!decision.ok()) return reply(decision.status());
  Record(rooms, *question, *std::move(decision), SentBy(request), reply);
}

// The one whom the name means and its follow-up; NOT_FOUND unless the caller may see that.
absl::StatusOr<domain::Decision> VisibleDecision(Question& question, const DecisionRef& ref) {
  auto decision = question.view->GetDecision(ref.decision);
  if (absl::IsNotFound(decision.status())) return NotFoundField("name", kNoDecision);
  CANDOR_RETURN_IF_ERROR(decision.status());
  const bool of_follow_up =
      decision->subject == ref.follow_up.subject && decision->follow_up == ref.follow_up.follow_up;
  if (!of_follow_up || !VisibleFollowUp(question, ref.follow_up, "name").ok()) {
    return NotFoundField("name", kNoDecision);
  }
  return decision;
}

absl::Status GetDecision(const Rooms& rooms, const Call& call, const v1::GetDecisionRequest& request,
                         v1::GetDecisionResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const DecisionRef ref, ParseDecision(request.name(), "name"));
  CANDOR_ASSIGN_OR_RETURN(const domain::Decision decision, VisibleDecision(question, ref));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, VisibleFollowUp(question, ref.follow_up, "name"));
  CANDOR_ASSIGN_OR_RETURN(const bool whole, ShowsReason(question, follow_up, decision));
  ToWire(decision, question.today, whole, response.mutable_decision());
  return absl::OkStatus();
}

// A second person puts it in force; whoever proposed it may end it, too.
absl::Status CheckMayAnswer(Question& question, const domain::Decision& decision, domain::DecisionState answer) {
  const bool proposer = decision.proposer == question.viewer.member();
  if (proposer && answer == domain::DecisionState::kRefused) return absl::OkStatus();
  if (proposer) {
    return WithDetail(absl::PermissionDeniedError("it takes a second person; ask somebody else to approve it"),
                      {"name", "same_person"});
  }
  const FollowUpRef ref{decision.subject, decision.follow_up};
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, VisibleFollowUp(question, ref, "name"));
  CANDOR_RETURN_IF_ERROR(CheckNotErased(follow_up, "name"));
  CANDOR_RETURN_IF_ERROR(CheckMayDecide(question, follow_up, "name"));
  if (answer == domain::DecisionState::kRefused) return absl::OkStatus();
  return CheckIsOpen(question, follow_up, "name");
}

template <class Request, class Response>
void AnswerProposal(const Rooms& rooms, const Call& call, const Request& request, domain::DecisionState answer,
                    const Reply<Response>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  const auto ref = ParseDecision(request.name(), "name");
  if (!ref.ok()) return reply(ref.status());
  auto decision = VisibleDecision(*question, *ref);
  if (!decision.ok()) return reply(decision.status());
  if (domain::StateOn(*decision, question->today) != domain::DecisionState::kProposed) {
    return reply(FailedField("name", "not_proposed", "it waits for nobody any more; see `candor followup decisions`"));
  }
  const absl::Status may = CheckMayAnswer(*question, *decision, answer);
  if (!may.ok()) return reply(may);
  decision->state = answer;
  decision->approver = call.caller.acting_for;
  decision->caller = call.caller;
  Record(rooms, *question, *std::move(decision), "", reply);
}

void ApproveDecision(const Rooms& rooms, const Call& call, const v1::ApproveDecisionRequest& request,
                     const Reply<v1::ApproveDecisionResponse>& reply) {
  AnswerProposal(rooms, call, request, domain::DecisionState::kInForce, reply);
}

void RefuseDecision(const Rooms& rooms, const Call& call, const v1::RefuseDecisionRequest& request,
                    const Reply<v1::RefuseDecisionResponse>& reply) {
  AnswerProposal(rooms, call, request, domain::DecisionState::kRefused, reply);
}

absl::Status ListDecisions(const Rooms& rooms, const Call& call, const v1::ListDecisionsRequest& request,
                           v1::ListDecisionsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, VisibleFollowUp(question, ref, "parent"));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Decision> all,
                          question.view->DecisionsOf(ref.subject, ref.follow_up));
  size_t i = begin;
  for (; i < all.size() && i - begin < limit; ++i) {
    CANDOR_ASSIGN_OR_RETURN(const bool whole, ShowsReason(question, follow_up, all[i]));
    ToWire(all[i], question.today, whole, response.add_decisions());
  }
  if (i < all.size()) response.set_next_page_token(TokenAfterCount(i));
  return absl::OkStatus();
}

}  // namespace

void AddDecisionService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.DecisionService.ApproveDecision", rooms, ApproveDecision);
  methods.AnswerLater("candor.v1.DecisionService.CreateDecision", rooms, CreateDecision);
  methods.Answer("candor.v1.DecisionService.GetDecision", rooms, GetDecision);
  methods.Answer("candor.v1.DecisionService.ListDecisions", rooms, ListDecisions);
  methods.AnswerLater("candor.v1.DecisionService.RefuseDecision", rooms, RefuseDecision);
}

}  // namespace candor::rpc
