#ifndef CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_
#define CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_

#include <deque>
#include <functional>
#include <string>
#include <thread>

#include "absl/base/thread_annotations.h"
#include "absl/status/statusor.h"
#include "absl/synchronization/mutex.h"
#include "absl/time/time.h"
#include "daemon/domain/scenario_test.h"
#include "daemon/policy/scenario/scenario_runner.h"

namespace candor::policy {

// Scenarios one at a time, on a thread of its own: policies and store are made for each and live as long as it runs,
// so that it sees nothing of the practice and keeps nobody's entry waiting. Thread-safe.
class ScenarioTests final : public domain::ScenarioTester {
 public:
  static constexpr size_t kMostWaiting = 16;

  explicit ScenarioTests(ScenarioRooms rooms);
  // As Stop().
  ~ScenarioTests() override;

  // Ends after the scenario at hand; whoever waits is told. Idempotent.
  void Stop();

  void Test(std::string file, std::string text, absl::Time deadline, Done done) override;

 private:
  struct Question {
    std::string file;
    std::string text;
    absl::Time deadline;
    Done done;
  };

  void Run();

  const ScenarioRooms rooms_;

  absl::Mutex mutex_;
  bool stopping_ ABSL_GUARDED_BY(mutex_) = false;
  std::deque<Question> waiting_ ABSL_GUARDED_BY(mutex_);
  std::thread thread_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_SCENARIO_SCENARIO_TESTS_H_
