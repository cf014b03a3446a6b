#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/follow_up.pb.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/explanation.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoFollowUp = "no such follow-up; see `candor followup list`";

absl::StatusOr<domain::FollowUp> FindFollowUp(const domain::View& view, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(name, "name"));
  auto follow_up = view.GetFollowUp(ref.subject, ref.follow_up);
  if (absl::IsNotFound(follow_up.status())) return NotFoundField("name", kNoFollowUp);
  return follow_up;
}

absl::Status GetFollowUp(const Rooms& rooms, const Call& call, const v1::GetFollowUpRequest& request,
                         v1::GetFollowUpResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, FindFollowUp(*question.view, request.name()));
  FollowUpWriter writer(question, rooms.policies);
  CANDOR_ASSIGN_OR_RETURN(const bool seen, writer.Write(follow_up, response.mutable_follow_up()));
  return seen ? absl::OkStatus() : NotFoundField("name", kNoFollowUp);
}

// The follow-ups that a list request is about, in order, from where its token says.
class Listing {
 public:
  Listing(const domain::View& view, const v1::ListFollowUpsRequest& request) : view_(view) {
    // Anything that is not withdrawn, resolved or disposed of has an open rule state.
    const auto open = [](int status) {
      return status == v1::FOLLOW_UP_STATUS_OPEN || status == v1::FOLLOW_UP_STATUS_WAIVED;
    };
    open_only_ = request.past_due_only() || (!request.statuses().empty() &&
                                             std::all_of(request.statuses().begin(), request.statuses().end(), open));
  }

  absl::Status Start(const v1::ListFollowUpsRequest& request) {
    CANDOR_ASSIGN_OR_RETURN(after_, SubjectItemAfter(request.page_token()));
    if (request.parent().empty()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(parent_, ParseSubject(request.parent(), "parent"));
    auto there = parent_->kind == domain::SubjectKind::kCase ? view_.GetCase(parent_->case_id()).status()
                                                             : view_.GetMember(parent_->member_id()).status();
    if (absl::IsNotFound(there)) return NotFoundField("parent", "no such case or member; check the name");
    return there;
  }

  // Empty at the end.
  absl::StatusOr<std::vector<domain::FollowUp>> Next() {
    if (done_) return std::vector<domain::FollowUp>();
    if (parent_) return OfParent();
    auto batch = open_only_ ? view_.ListOpenFollowUps(after_.subject, FollowUpId(after_.id), kBatch)
                            : view_.ListFollowUps(after_.subject, FollowUpId(after_.id), kBatch);
    if (!batch.ok()) return batch.status();
    if (batch->size() < kBatch) done_ = true;
    if (!batch->empty()) after_ = {batch->back().clear.subject, batch->back().clear.id.bytes()};
    return batch;
  }

 private:
  absl::StatusOr<std::vector<domain::FollowUp>> OfParent() {
    done_ = true;
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUp> all, view_.FollowUpsOf(*parent_));
    std::erase_if(all, [&](const domain::FollowUp& each) { return each.clear.id.bytes() <= after_.id; });
    return all;
  }

  const domain::View& view_;
  std::optional<domain::SubjectId> parent_;
  SubjectItem after_;
  bool open_only_ = false;
  bool done_ = false;
};

bool Wanted(const v1::ListFollowUpsRequest& request, const domain::FollowUp& follow_up, const Question& question) {
  const int status = static_cast<int>(domain::StatusOf(follow_up, question.settings, question.today));
  const auto& statuses = request.statuses();
  if (!statuses.empty() && std::find(statuses.begin(), statuses.end(), status) == statuses.end()) return false;
  return !request.past_due_only() || domain::PastDue(follow_up, question.settings, question.today);
}

absl::Status ListFollowUps(const Rooms& rooms, const Call& call, const v1::ListFollowUpsRequest& request,
                           v1::ListFollowUpsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  Listing listing(*question.view, request);
  CANDOR_RETURN_IF_ERROR(listing.Start(request));
  FollowUpWriter writer(question, rooms.policies);
  // A page is filled with what the caller sees, and the token names the last of these: the size of a page and its
  // token tell nothing about the rest.
  SubjectItem last;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> batch, listing.Next());
    if (batch.empty()) return absl::OkStatus();
    for (const domain::FollowUp& each : batch) {
      if (!Wanted(request, each, question)) continue;
      CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(each));
      if (sight == domain::Sight::kNothing) continue;
      if (static_cast<size_t>(response.follow_ups_size()) == limit) {
        response.set_next_page_token(TokenAfter(last.subject, last.id));
        return absl::OkStatus();
      }
      CANDOR_RETURN_IF_ERROR(writer.WriteListed(each, response.add_follow_ups()).status());
      last = {each.clear.subject, each.clear.id.bytes()};
    }
  }
}

absl::Status ExplainFollowUp(const Rooms& rooms, const Call& call, const v1::ExplainFollowUpRequest& request,
                             v1::ExplainFollowUpResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const domain::FollowUp follow_up, FindFollowUp(*question.view, request.name()));
  FollowUpWriter writer(question, rooms.policies);
  v1::Explanation* out = response.mutable_explanation();
  CANDOR_ASSIGN_OR_RETURN(const bool seen, writer.Write(follow_up, out->mutable_follow_up()));
  if (!seen) return NotFoundField("name", kNoFollowUp);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Decision> decisions,
                          question.view->DecisionsOf(follow_up.clear.subject, follow_up.clear.id));
  for (const domain::Decision& decision : decisions) {
    out->add_decisions(DecisionName(decision.subject, decision.follow_up, decision.id));
  }
  if (question.viewer.IsTheirs(follow_up.clear.therapist)) {
    CANDOR_RETURN_IF_ERROR(WriteEscalation(follow_up, question, out));
  }
  return WriteReasons(follow_up, question, rooms.policies, writer, out);
}

}  // namespace

void AddFollowUpService(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.FollowUpService.GetFollowUp", rooms, GetFollowUp);
  methods.Answer("candor.v1.FollowUpService.ListFollowUps", rooms, ListFollowUps);
  methods.Answer("candor.v1.FollowUpService.ExplainFollowUp", rooms, ExplainFollowUp);
}

}  // namespace candor::rpc
