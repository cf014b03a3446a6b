#include <cstddef>
#include <deque>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "candor/v1/policy.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/read_log.h"
#include "daemon/rpc/refused_following.h"
#include "daemon/rpc/services.h"
#include "daemon/rpc/shape.h"

// What of the policy service is about policies that are not in force. Nothing that only a few may read comes this far.
namespace candor::rpc {
namespace {

constexpr char kPreviewMethod[] = "candor.v1.PolicyService.PreviewPolicies";
// Responses that wait for their turn; a reader that is slower than the replay makes that wait.
constexpr size_t kMostOutgoing = 16;
constexpr int kMostModes = 256;

// Whose settings and day decide how a follow-up looks.
struct Beholder {
  domain::Settings settings;
  Day today;
  domain::Sight sight = domain::Sight::kNothing;  // of what is only tried out
};

void WriteShape(const domain::FollowUp& follow_up, const Beholder& beholder, v1::FollowUpShape* out) {
  const domain::FollowUpClear& clear = follow_up.clear;
  out->set_status(static_cast<v1::FollowUpStatus>(domain::StatusOf(follow_up, beholder.settings, beholder.today)));
  if (const auto due = domain::DueOf(follow_up, beholder.settings)) rpc::ToWire(*due, out->mutable_due());
  out->set_past_due(domain::PastDue(follow_up, beholder.settings, beholder.today));
  out->set_severity(static_cast<v1::Severity>(clear.severity));
  out->set_action(static_cast<v1::Action>(clear.action));
  rpc::ToWire(clear.opened_on, out->mutable_opened_on());
  rpc::ToWire(clear.reported_on, out->mutable_reported_on());
  if (clear.resolved_on) rpc::ToWire(*clear.resolved_on, out->mutable_resolved_on());
  out->set_before_policy(clear.before_policy);
  out->set_kept_quiet(!clear.folded_under.empty());
}

void WriteReason(const domain::DifferenceReason& reason, v1::DifferenceReason* out) {
  out->set_cause(static_cast<v1::DifferenceCause>(reason.cause));
  out->set_parameter(reason.parameter);
  out->set_unit(reason.unit);
  out->set_before(reason.before);
  out->set_after(reason.after);
  out->set_before_profile(reason.before_profile);
  out->set_after_profile(reason.after_profile);
}

void WriteDifference(const domain::SubjectDifference& difference, const Beholder& beholder,
                     v1::SubjectDifference* out) {
  out->set_subject(SubjectName(difference.subject));
  if (beholder.sight == domain::Sight::kWhole) out->set_case_code(difference.case_code);
  for (const domain::FollowUpDifference& each : difference.follow_ups) {
    const domain::FollowUp& shown = each.after ? *each.after : *each.before;
    v1::FollowUpDifference* wire = out->add_follow_ups();
    wire->set_name(FollowUpName(shown.clear.subject, shown.clear.id));
    wire->set_kind(static_cast<v1::DifferenceKind>(each.kind));
    if (shown.sealed && beholder.sight >= domain::Sight::kFacts) {
      wire->set_rule(RuleName(shown.sealed->plugin, shown.sealed->rule));
      wire->set_catalogue_id(shown.sealed->catalogue_id);
    }
    wire->set_therapist(MemberName(shown.clear.therapist));
    wire->set_shadow(shown.clear.shadow);
    if (each.before) WriteShape(*each.before, beholder, wire->mutable_before());
    if (each.after) WriteShape(*each.after, beholder, wire->mutable_after());
    for (const domain::DifferenceReason& reason : each.reasons) WriteReason(reason, wire->add_reasons());
  }
}

void WriteSummary(const domain::PolicyPreviewSummary& summary, v1::PreviewSummary* out) {
  out->set_subjects(summary.subjects);
  out->set_differing(summary.differing);
  for (const domain::RuleDifferences& each : summary.rules) {
    v1::RuleDifferences* wire = out->add_rules();
    wire->set_rule(RuleName(each.plugin, each.rule));
    wire->set_catalogue_id(each.catalogue_id);
    wire->set_title(each.title);
    wire->set_opens(each.opens);
    wire->set_closes(each.closes);
    wire->set_withdrawn(each.withdrawn);
    wire->set_reopens(each.reopens);
    wire->set_changes(each.changes);
    wire->set_subjects(each.subjects);
    wire->set_therapists(each.therapists);
  }
  out->set_rules_not_told(summary.rules_not_told);
  out->set_restated(summary.restated);
  out->set_waiting(summary.waiting);
  out->set_not_judged(summary.not_judged);
  out->set_not_assessed(summary.not_assessed);
  out->set_erased(summary.erased);
  out->set_refused(summary.refused);
}

// One stream. At most one response is on its way, and few wait behind it. What was found is on record as shown before
// it leaves: while one record of it is written the next differences come together.
class PolicyPreviewStream final : public Method::WriteReactor,
                                  public domain::PolicyPreviewListener,
                                  public std::enable_shared_from_this<PolicyPreviewStream> {
 public:
  PolicyPreviewStream(ReadLog& read_log, const Call& call, Beholder beholder)
      : read_log_(read_log), call_(call), beholder_(std::move(beholder)) {}

  // Keeps itself until OnDone(). To be called once.
  void Begin(domain::PolicyPreviewer& previewer, domain::PolicyPreviewRequest request) {
    self_ = shared_from_this();
    read_log_.AdmitOpened(
        call_, [self = shared_from_this(), &previewer, request = std::move(request)](const absl::Status& told) {
          if (!told.ok()) return self->Finish(ToGrpc(told));
          previewer.Preview(request, self);
        });
  }

  bool Listening() override {
    {
      absl::MutexLock lock(&mutex_);
      if (gone_ || !refused_.ok()) return false;
    }
    return !call_.cancelled() && !call_.must_end() && call_.standing().ok();
  }

  bool HasRoom() override {
    absl::MutexLock lock(&mutex_);
    return outgoing_.size() + held_.responses.size() + recording_ < kMostOutgoing;
  }

  // Of progress only the newest is of interest.
  void Take(const domain::PolicyPreviewProgress& progress) override {
    v1::PreviewPoliciesResponse response;
    response.mutable_progress()->set_subjects_done(static_cast<int64_t>(progress.done));
    response.mutable_progress()->set_subjects(static_cast<int64_t>(progress.all));
    absl::MutexLock lock(&mutex_);
    if (!outgoing_.empty() && outgoing_.back().has_progress()) outgoing_.pop_back();
    outgoing_.push_back(std::move(response));
    Proceed();
  }

  void Take(const domain::SubjectDifference& difference) override {
    v1::PreviewPoliciesResponse response;
    WriteDifference(difference, beholder_, response.mutable_difference());
    const absl::StatusOr<Shown> shown = read_log_.Look(call_, response);
    {
      absl::MutexLock lock(&mutex_);
      if (!shown.ok()) {
        refused_.Update(shown.status());
        return;
      }
      held_.shown.Add(*shown);
      held_.responses.push_back(std::move(response));
    }
    Record();
  }

  void End(absl::StatusOr<domain::PolicyPreviewSummary> summary) override {
    const auto self = shared_from_this();
    absl::MutexLock lock(&mutex_);
    if (summary.ok()) WriteSummary(*summary, summary_.emplace().mutable_summary());
    ended_ = summary.status();
    Proceed();
  }

  void OnCancel() override {
    absl::MutexLock lock(&mutex_);
    gone_ = true;
  }

  void OnWriteDone(bool ok) override {
    const auto self = shared_from_this();
    absl::MutexLock lock(&mutex_);
    busy_ = false;
    gone_ = gone_ || !ok;
    Proceed();
  }
  void OnDone() override { self_.reset(); }

 private:
  struct Held {
    std::deque<v1::PreviewPoliciesResponse> responses;
    Shown shown;
  };

  // Unless a record is being written already.
  void Record() {
    Held held;
    {
      absl::MutexLock lock(&mutex_);
      if (recording_ > 0 || held_.responses.empty() || gone_ || !refused_.ok()) return;
      held = std::exchange(held_, Held{});
      recording_ = held.responses.size();
    }
    const Shown shown = held.shown;
    read_log_.Put(call_, Reads(), shown, [self = shared_from_this(), held = std::move(held)](const absl::Status& kept) {
      self->Recorded(kept, held);
    });
  }

  void Recorded(const absl::Status& kept, const Held& held) {
    {
      absl::MutexLock lock(&mutex_);
      recording_ = 0;
      refused_.Update(kept);
      refused_.Update(call_.standing());
      if (refused_.ok()) outgoing_.insert(outgoing_.end(), held.responses.begin(), held.responses.end());
      Proceed();
    }
    Record();
  }

  // The call is not over before the preview has ended: until then it is asked whether somebody waits.
  void Proceed() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    if (busy_) return;
    if (gone_ || !refused_.ok()) outgoing_.clear();
    if (!outgoing_.empty()) {
      Send(outgoing_.front());
      outgoing_.pop_front();
      return;
    }
    if (!ended_ || recording_ > 0) return;
    if (!refused_.ok()) return Finish(ToGrpc(refused_));
    if (gone_) return Finish(ToGrpc(*ended_));
    if (!held_.responses.empty()) return;
    if (summary_) return Send(*std::exchange(summary_, std::nullopt));
    Finish(ToGrpc(*ended_));
  }

  void Send(const v1::PreviewPoliciesResponse& response) ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) {
    busy_ = true;
    bytes_ = WriteMessage(response);
    StartWrite(&bytes_);
  }

  ReadLog& read_log_;
  const Call call_;
  const Beholder beholder_;
  std::shared_ptr<PolicyPreviewStream> self_;
  absl::Mutex mutex_;
  bool busy_ ABSL_GUARDED_BY(mutex_) = false;     // a response is on its way
  bool gone_ ABSL_GUARDED_BY(mutex_) = false;     // the client
  Held held_ ABSL_GUARDED_BY(mutex_);             // not on record yet
  size_t recording_ ABSL_GUARDED_BY(mutex_) = 0;  // responses whose record is being written
  std::deque<v1::PreviewPoliciesResponse> outgoing_ ABSL_GUARDED_BY(mutex_);
  std::optional<v1::PreviewPoliciesResponse> summary_ ABSL_GUARDED_BY(mutex_);  // leaves last
  absl::Status refused_ ABSL_GUARDED_BY(mutex_);                                // why nothing more may leave
  std::optional<absl::Status> ended_ ABSL_GUARDED_BY(mutex_);                   // how; nullopt: it is under way
  grpc::ByteBuffer bytes_ ABSL_GUARDED_BY(mutex_);
};

absl::StatusOr<domain::CandidateMode> ModeFromWire(const v1::CandidateMode& wire) {
  if (wire.mode() == v1::RULE_MODE_UNSPECIFIED) return MissingField("modes.mode", "give one: off, shadow or active");
  domain::CandidateMode mode;
  mode.mode = static_cast<domain::RuleMode>(wire.mode());
  // A rule has a policy before it.
  if (wire.name().find("/rules/") == std::string::npos) {
    CANDOR_ASSIGN_OR_RETURN(mode.plugin, ParsePolicy(wire.name(), "modes.name"));
    return mode;
  }
  CANDOR_ASSIGN_OR_RETURN(RuleRef ref, ParseRule(wire.name(), "modes.name"));
  mode.plugin = std::move(ref.policy);
  mode.rule = std::move(ref.rule);
  return mode;
}

absl::StatusOr<domain::SubjectId> SubjectFromWire(const domain::View& view, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const domain::SubjectId subject, ParseSubject(name, "subject"));
  const bool is_case = subject.kind == domain::SubjectKind::kCase;
  CANDOR_ASSIGN_OR_RETURN(const bool known,
                          is_case ? view.HasCase(subject.case_id()) : view.HasMember(subject.member_id()));
  if (known) return subject;
  return NotFoundField("subject", "no such case or member; see `candor case list` and `candor member list`");
}

absl::StatusOr<domain::PolicyPreviewRequest> PreviewFromWire(const v1::PreviewPoliciesRequest& wire,
                                                             const Question& question) {
  domain::PolicyPreviewRequest request;
  request.profile_file = wire.profile_file();
  request.plugin_file = wire.plugin_file();
  request.today = question.today;
  if (wire.modes_size() > kMostModes) return InvalidField("modes", "too_many", "are more than 256");
  request.modes.reserve(static_cast<size_t>(wire.modes_size()));
  for (const v1::CandidateMode& each : wire.modes()) {
    CANDOR_ASSIGN_OR_RETURN(domain::CandidateMode mode, ModeFromWire(each));
    request.modes.push_back(std::move(mode));
  }
  if (!wire.subject().empty()) {
    CANDOR_ASSIGN_OR_RETURN(request.subject, SubjectFromWire(*question.view, wire.subject()));
  }
  CANDOR_ASSIGN_OR_RETURN(request.from, DayOrNone(wire.has_effective_from(), wire.effective_from(), "effective_from"));
  if (request.from && *request.from > question.today) {
    return InvalidField("effective_from", "future_date", "is still to come; the history has nothing to say about it");
  }
  return request;
}

absl::StatusOr<Method::WriteReactor*> OpenPreview(const Rooms& rooms, ReadLog& read_log, const Call& call,
                                                  const grpc::ByteBuffer& bytes) {
  v1::PreviewPoliciesRequest wire;
  CANDOR_RETURN_IF_ERROR(ReadMessage(bytes, wire));
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  CANDOR_ASSIGN_OR_RETURN(domain::PolicyPreviewRequest request, PreviewFromWire(wire, question));
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfShadow());
  if (sight == domain::Sight::kNothing) {
    return WithDetail(absl::PermissionDeniedError("this practice shows nobody what a rule would ask for; see `tighten` "
                                                  "in its configuration"),
                      {"", "tightened"});
  }
  const auto stream =
      std::make_shared<PolicyPreviewStream>(read_log, call, Beholder{question.settings, question.today, sight});
  stream->Begin(rooms.policy_previews, std::move(request));
  return stream.get();
}

absl::Status ListCandidates(const Rooms& rooms, const Call& /*call*/, const v1::ListCandidatesRequest& request,
                            v1::ListCandidatesResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Candidate> all, rooms.policy_previews.Candidates());
  for (size_t i = begin; i < all.size(); ++i) {
    if (i - begin == limit) {
      response.set_next_page_token(TokenAfterCount(i));
      break;
    }
    v1::Candidate* out = response.add_candidates();
    out->set_file(all[i].file);
    out->set_kind(static_cast<v1::CandidateKind>(all[i].kind));
    out->set_digest(all[i].digest);
    out->set_title(all[i].title);
    out->set_problem(all[i].problem);
  }
  return absl::OkStatus();
}

}  // namespace

void AddPolicyPreviewMethods(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.PolicyService.ListCandidates", rooms, ListCandidates);
  methods.Follow(kPreviewMethod,
                 [rooms, &read_log = methods.read_log()](const Call& call,
                                                         const grpc::ByteBuffer& bytes) -> Method::WriteReactor* {
                   const auto opened = OpenPreview(rooms, read_log, call, bytes);
                   if (!opened.ok()) return new RefusedFollowing(opened.status());
                   return *opened;
                 });
}

}  // namespace candor::rpc
