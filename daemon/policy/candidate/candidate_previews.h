#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_PREVIEWS_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_PREVIEWS_H_

#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/store.h"
#include "daemon/policy/candidate/candidate_engine.h"
#include "daemon/policy/candidate/candidate_files.h"
#include "daemon/policy/turns.h"

namespace candor::policy {

// What previews are made with. Whoever calls says where it comes from: a worker of its own, or, in tests, policies in
// this process.
struct CandidateRooms {
  domain::Store& store;
  const domain::PolicyEngine& in_force;
  std::string folder;  // of the candidates
  // As StartCandidates(); called on the thread that uses what it returns.
  std::function<absl::StatusOr<std::unique_ptr<domain::PolicyEngine>>(const CandidatePolicies&)> policies;
};

// Previews of policies one at a time, on a thread of its own that yields to everything else in the daemon, and so does
// the worker that each starts and ends. Thread-safe.
class CandidatePreviews final : public domain::PolicyPreviewer {
 public:
  static constexpr size_t kMostWaiting = 4;

  // What `rooms` names is not owned and outlives this.
  explicit CandidatePreviews(CandidateRooms rooms);
  ~CandidatePreviews() override = default;

  // Ends what is under way; whoever waits is told. Idempotent.
  void Stop() { turns_.Stop(); }

  void Preview(domain::PolicyPreviewRequest request, std::shared_ptr<domain::PolicyPreviewListener> listener) override;
  absl::StatusOr<std::vector<domain::Candidate>> Candidates() const override { return files_.List(); }

 private:
  absl::StatusOr<domain::PolicyPreviewSummary> Answer(const domain::PolicyPreviewRequest& request,
                                                      domain::PolicyPreviewListener& listener) const;
  absl::StatusOr<CandidatePolicies> FindFiles(const domain::PolicyPreviewRequest& request) const;

  const CandidateRooms rooms_;
  const CandidateFiles files_;
  Turns turns_;  // last, so that no turn is under way when the rest is gone
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_PREVIEWS_H_
