#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_PREVIEW_WALK_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_PREVIEW_WALK_H_

#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/rule_tally.h"
#include "daemon/domain/store.h"
#include "daemon/policy/assessment_builder.h"
#include "daemon/policy/candidate/comparison.h"
#include "daemon/policy/group_replay.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {

// One preview on its way through all subjects: a page of them is replayed from their start by the candidates, what that
// would put on record is compared with what is, and forgotten. For one use, on one thread; nothing is owned.
class PreviewWalk {
 public:
  struct Rooms {
    domain::Store& store;
    const domain::PolicyEngine& in_force;
    domain::PolicyEngine& candidates;
  };

  // `stopping`: the daemon is.
  PreviewWalk(const Rooms& rooms, const domain::PolicyPreviewRequest& request, domain::PolicyPreviewListener& listener,
              std::function<bool()> stopping);

  // Codes as PolicyPreviewer::Preview() has them.
  absl::StatusOr<domain::PolicyPreviewSummary> Go();

 private:
  struct OfRule {
    domain::RuleDifferences told;      // of what is listed
    domain::RuleDifferences confined;  // of what is not
    domain::RuleTally behind_told;
    domain::RuleTally behind_confined;
    domain::RuleTally behind_all;
  };

  // Everything is compared with one moment, at which as much as possible has been assessed.
  absl::Status Settle();
  // Whether what is on record is what the policies in force say.
  absl::Status CheckRecord() const;
  absl::Status WalkAll(const SubjectReplay::Sources& sources);
  absl::Status LookAt(const SubjectReplay::Sources& sources, const std::vector<domain::SubjectId>& page);
  // Replays of the page that came to their end, in order.
  absl::StatusOr<std::vector<SubjectReplay>> ReplayAll(const SubjectReplay::Sources& sources,
                                                       const std::vector<domain::SubjectId>& page);
  // FAILED_PRECONDITION where a policy ended its worker over the subject, or did not come back, and had not before.
  absl::Status CheckFaults(SubjectReplay& replay);
  absl::Status TellOf(SubjectReplay& replay);
  absl::Status Tell(domain::SubjectDifference difference);
  void Count(const domain::FollowUpDifference& difference, bool confined);
  // Whether the mode that is tried out would be refused as things stand.
  absl::Status SayWhatIsRefused();
  absl::StatusOr<domain::PolicyPreviewSummary> Finish();
  // What may be told of one rule; its name is empty where that is nothing.
  static domain::RuleDifferences CountsToTell(const OfRule& rule, bool with_confined);
  absl::Status WaitForRoom() const;
  // Why it is to end; OK: it goes on.
  absl::Status GoOn() const;

  const Rooms rooms_;
  const domain::PolicyPreviewRequest& request_;
  domain::PolicyPreviewListener& listener_;
  const std::function<bool()> stopping_;
  const AssessmentBuilder builder_;

  std::shared_ptr<const domain::View> view_;
  std::set<domain::SubjectId> waiting_;
  domain::RuleModes now_;
  domain::RuleModes then_;
  std::map<std::string, OfRule> rules_;
  domain::PolicyPreviewSummary summary_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_PREVIEW_WALK_H_
