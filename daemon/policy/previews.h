#ifndef CANDOR_DAEMON_POLICY_PREVIEWS_H_
#define CANDOR_DAEMON_POLICY_PREVIEWS_H_

#include <deque>
#include <functional>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/preview.h"
#include "daemon/domain/store.h"
#include "daemon/policy/assessment_builder.h"

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
  // As Stop().
  ~Previews() override;

  // Ends after the question at hand; whoever waits is told. Idempotent.
  void Stop();

  void Preview(domain::Entry entry, Day today, absl::Time deadline,
               std::function<void(absl::StatusOr<domain::Preview>)> done) override;

 private:
  struct Question {
    domain::Entry entry;
    Day today;
    absl::Time deadline;
    std::function<void(absl::StatusOr<domain::Preview>)> done;
  };

  void Run();
  absl::StatusOr<domain::Preview> Answer(Question& question);
  // What the policies say to the entry of the preview, added to the trial.
  absl::Status Judge(const Question& question, domain::Trial& trial, domain::Preview& preview);
  bool Stopping();

  const domain::Store& store_;
  domain::PolicyEngine& engine_;
  const AssessmentBuilder builder_;

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Question> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PREVIEWS_H_
