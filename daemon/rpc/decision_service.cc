#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/decision.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision.h"
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

absl::StatusOr<domain::Decision> ReadDecision(const Rooms& rooms, Question& question, const Call& call,
                                              const v1::CreateDecisionRequest& request) {
  domain::Decision out;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "decision", request.request_id()));
  out.id = DecisionId(id);
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, VisibleFollowUp(question, ref, "parent"));
  if (!request.decision().has_acknowledge()) {
    return MissingField("decision.action", "say what is decided: acknowledge");
  }
  if (request.decision().reason().size() > domain::kMaxReasonBytes) {
    return InvalidField("decision.reason", "too_long", "too long; use at most 16 KiB");
  }
  out.kind = domain::DecisionKind::kAcknowledge;
  out.subject = ref.subject;
  out.follow_up = ref.follow_up;
  out.key_class = follow_up.clear.key_class;
  out.proposer = call.caller.acting_for;
  out.caller = call.caller;
  out.reason = Sensitive<std::string>(request.decision().reason());
  return out;
}

// What the store says about the decision, about the field as the request has it.
absl::Status DecisionAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  return detail && detail->field == "reason" ? AboutField(status, "decision.reason") : status;
}

void CreateDecision(const Rooms& rooms, const Call& call, const v1::CreateDecisionRequest& request,
                    const Reply<v1::CreateDecisionResponse>& reply) {
  auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto decision = ReadDecision(rooms, *question, call, request);
  if (!decision.ok()) return reply(decision.status());
  domain::Transaction transaction{{*decision}, SentBy(request)};
  rooms.store.Append(std::move(transaction),
                     [rooms, id = decision->id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(DecisionAsSent(appended.status()));
                       const auto made = rooms.store.Latest()->GetDecision(id);
                       if (!made.ok()) return reply(made.status());
                       v1::CreateDecisionResponse response;
                       ToWire(*made, response.mutable_decision());
                       reply(std::move(response));
                     });
}

absl::Status GetDecision(const Rooms& rooms, const Call& call, const v1::GetDecisionRequest& request,
                         v1::GetDecisionResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const DecisionRef ref, ParseDecision(request.name(), "name"));
  auto decision = question.view->GetDecision(ref.decision);
  if (absl::IsNotFound(decision.status())) return NotFoundField("name", kNoDecision);
  CANDOR_RETURN_IF_ERROR(decision.status());
  const bool of_follow_up =
      decision->subject == ref.follow_up.subject && decision->follow_up == ref.follow_up.follow_up;
  if (!of_follow_up || !VisibleFollowUp(question, ref.follow_up, "name").ok()) {
    return NotFoundField("name", kNoDecision);
  }
  ToWire(*decision, response.mutable_decision());
  return absl::OkStatus();
}

absl::Status ListDecisions(const Rooms& rooms, const Call& call, const v1::ListDecisionsRequest& request,
                           v1::ListDecisionsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(request.parent(), "parent"));
  CANDOR_RETURN_IF_ERROR(VisibleFollowUp(question, ref, "parent").status());
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Decision> all,
                          question.view->DecisionsOf(ref.subject, ref.follow_up));
  size_t i = begin;
  for (; i < all.size() && i - begin < limit; ++i) ToWire(all[i], response.add_decisions());
  if (i < all.size()) response.set_next_page_token(TokenAfterCount(i));
  return absl::OkStatus();
}

}  // namespace

void AddDecisionService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.DecisionService.CreateDecision", rooms, CreateDecision);
  methods.Answer("candor.v1.DecisionService.GetDecision", rooms, GetDecision);
  methods.Answer("candor.v1.DecisionService.ListDecisions", rooms, ListDecisions);
}

}  // namespace candor::rpc
