#ifndef CANDOR_DAEMON_POLICY_PREVIEWS_H_
#define CANDOR_DAEMON_POLICY_PREVIEWS_H_

#include <functional>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/preview.h"
#include "daemon/domain/store.h"
#include "daemon/policy/turns.h"

namespace candor::policy {

// What an entry would call for: a trial of the store with the entry, the subjects that it touches replayed from their
// start by the policies of every assessment, and what these say folded into the trial, which is then all there is of
// it. One question at a time, on a thread of its own, so that a long history keeps nobody's reply waiting but that of
// who asked. Thread-safe.
class Previews final : public domain::Previewer {
 public:
  static constexpr size_t kMostWaiting = 32;

  // Neither is owned; both outlive this.
  Previews(const domain::Store& store, domain::PolicyEngine& engine);
  ~Previews() override = default;

  // Ends after the question at hand; whoever waits is told. Idempotent.
  void Stop() { turns_.Stop(); }

  void Preview(domain::Entry entry, Day today, absl::Time deadline,
               std::function<void(absl::StatusOr<domain::Preview>)> done) override;

 private:
  struct Question {
    domain::Entry entry;
    Day today;
    absl::Time deadline;
  };

  absl::StatusOr<domain::Preview> Answer(Question& question);
  // What the policies say to the entry of the preview, added to the trial.
  absl::Status Judge(const Question& question, domain::Trial& trial, domain::Preview& preview);

  const domain::Store& store_;
  domain::PolicyEngine& engine_;

  Turns turns_;  // last, so that no turn is under way when the rest is gone
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PREVIEWS_H_
