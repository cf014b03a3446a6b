#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "candor/v1/retention.pb.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/erasure.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/retention_wire.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoHold = "no such hold; see `candor hold list`";

absl::Status CheckHoldReason(const std::string& reason) {
  if (reason.empty()) return MissingField("reason", "say why");
  if (reason.size() <= domain::kMaxReasonBytes) return absl::OkStatus();
  return InvalidField("reason", "too_long", "too long; use at most 16 KiB");
}

// Appends it, and replies with it as it stands then.
template <class Response>
void RecordHold(const Rooms& rooms, domain::LegalHold hold, std::string sent, const Reply<Response>& reply) {
  const HoldRef ref{hold.subject, hold.id};
  rooms.store.Append({{std::move(hold)}, std::move(sent)},
                     [rooms, ref, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       const auto made = rooms.store.Latest()->GetHold(ref.subject, ref.hold);
                       if (!made.ok()) return reply(made.status());
                       Response response;
                       ToWire(*made, response.mutable_hold());
                       reply(std::move(response));
                     });
}

absl::StatusOr<domain::LegalHold> ReadHold(const Rooms& rooms, const Question& question, const Call& call,
                                           const v1::PlaceHoldRequest& request) {
  domain::LegalHold hold;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, IdToMake(rooms, call, "hold", request.request_id()));
  hold.id = HoldId(id);
  CANDOR_ASSIGN_OR_RETURN(hold.subject, ParseSubject(request.subject(), "subject"));
  CANDOR_RETURN_IF_ERROR(CheckSubjectIsThere(*question.view, hold.subject, "subject"));
  CANDOR_RETURN_IF_ERROR(CheckHoldReason(request.reason()));
  hold.proposer = call.caller.acting_for;
  hold.caller = call.caller;
  hold.reason = Sensitive<std::string>(request.reason());
  return hold;
}

void PlaceHold(const Rooms& rooms, const Call& call, const v1::PlaceHoldRequest& request,
               const Reply<v1::PlaceHoldResponse>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto hold = ReadHold(rooms, *question, call, request);
  if (!hold.ok()) return reply(hold.status());
  RecordHold(rooms, *std::move(hold), SentBy(request), reply);
}

// In this state, or FAILED_PRECONDITION.
absl::StatusOr<domain::LegalHold> HoldIn(const Question& question, const std::string& name, domain::HoldState state) {
  CANDOR_ASSIGN_OR_RETURN(const HoldRef ref, ParseHold(name, "name"));
  auto hold = question.view->GetHold(ref.subject, ref.hold);
  if (absl::IsNotFound(hold.status())) return NotFoundField("name", kNoHold);
  CANDOR_RETURN_IF_ERROR(hold.status());
  if (hold->state == state) return hold;
  switch (hold->state) {
    case domain::HoldState::kPlaced:
      return FailedField("name", "placed", "nobody has asked for its release; see `candor hold release`");
    case domain::HoldState::kReleaseProposed:
      return FailedField("name", "release_proposed", "its release waits for a second person");
    case domain::HoldState::kReleased:
      break;
  }
  return FailedField("name", "released", "it was released already");
}

void ReleaseHold(const Rooms& rooms, const Call& call, const v1::ReleaseHoldRequest& request,
                 const Reply<v1::ReleaseHoldResponse>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  if (const absl::Status reason = CheckHoldReason(request.reason()); !reason.ok()) return reply(reason);
  auto hold = HoldIn(*question, request.name(), domain::HoldState::kPlaced);
  if (!hold.ok()) return reply(hold.status());
  hold->state = domain::HoldState::kReleaseProposed;
  hold->proposer = call.caller.acting_for;
  hold->approver = MemberId();
  hold->caller = call.caller;
  hold->reason = Sensitive<std::string>(request.reason());
  RecordHold(rooms, *std::move(hold), "", reply);
}

template <class Request, class Response>
void AnswerRelease(const Rooms& rooms, const Call& call, const Request& request, domain::HoldState state,
                   const Reply<Response>& reply) {
  const auto question = Ask(rooms, call, nullptr);
  if (!question.ok()) return reply(question.status());
  auto hold = HoldIn(*question, request.name(), domain::HoldState::kReleaseProposed);
  if (!hold.ok()) return reply(hold.status());
  if (state == domain::HoldState::kReleased) {
    const absl::Status may = CheckSecondPerson(*question, hold->subject, hold->proposer);
    if (!may.ok()) return reply(may);
  } else {
    const auto may = MayRefuse(*question, hold->subject, hold->proposer);
    if (!may.ok()) return reply(may.status());
    if (!*may) return reply(NotFoundField("name", kNoHold));
  }
  hold->state = state;
  hold->approver = call.caller.acting_for;
  hold->caller = call.caller;
  RecordHold(rooms, *std::move(hold), "", reply);
}

void ApproveRelease(const Rooms& rooms, const Call& call, const v1::ApproveReleaseRequest& request,
                    const Reply<v1::ApproveReleaseResponse>& reply) {
  AnswerRelease(rooms, call, request, domain::HoldState::kReleased, reply);
}

void RefuseRelease(const Rooms& rooms, const Call& call, const v1::RefuseReleaseRequest& request,
                   const Reply<v1::RefuseReleaseResponse>& reply) {
  AnswerRelease(rooms, call, request, domain::HoldState::kPlaced, reply);
}

// To a member who is no director those whose release waits for them: without its reason nobody can judge it.
absl::StatusOr<std::vector<domain::LegalHold>> HoldsShownTo(Question& question) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<domain::LegalHold> all, question.view->ListHolds());
  CANDOR_ASSIGN_OR_RETURN(const bool directs, question.viewer.HasRole(domain::Role::kDirector));
  if (directs) return all;
  std::vector<domain::LegalHold> shown;
  for (domain::LegalHold& each : all) {
    if (each.state != domain::HoldState::kReleaseProposed) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool may, MayBeSecondPerson(question, each.subject, each.proposer));
    if (may) shown.push_back(std::move(each));
  }
  return shown;
}

absl::Status ListHolds(const Rooms& rooms, const Call& call, const v1::ListHoldsRequest& request,
                       v1::ListHoldsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::LegalHold> all, HoldsShownTo(question));
  size_t i = begin;
  for (; i < all.size() && i - begin < limit; ++i) ToWire(all[i], response.add_holds());
  if (i < all.size()) response.set_next_page_token(TokenAfterCount(i));
  return absl::OkStatus();
}

}  // namespace

void AddHoldMethods(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.RetentionService.ApproveRelease", rooms, ApproveRelease);
  methods.Answer("candor.v1.RetentionService.ListHolds", rooms, ListHolds);
  methods.AnswerLater("candor.v1.RetentionService.PlaceHold", rooms, PlaceHold);
  methods.AnswerLater("candor.v1.RetentionService.RefuseRelease", rooms, RefuseRelease);
  methods.AnswerLater("candor.v1.RetentionService.ReleaseHold", rooms, ReleaseHold);
}

}  // namespace candor::rpc
