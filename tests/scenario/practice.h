#ifndef CANDOR_TESTS_SCENARIO_PRACTICE_H_
#define CANDOR_TESTS_SCENARIO_PRACTICE_H_

#include <memory>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/clock.h"
#include "daemon/domain/store.h"
#include "daemon/policy/assessor.h"
#include "daemon/policy/worker_engine.h"
#include "daemon/store/open.h"

namespace candor::testing {

// A whole practice in one process: the store over memory, the worker with the policies that are built and the default
// profile, and the assessor between them. Weekends are open days.
class Practice {
 public:
  // At `now`. The policies count from 2024-01-01.
  static absl::StatusOr<std::unique_ptr<Practice>> Open(absl::Time now);
  ~Practice();

  MemberId AddMember(std::string_view name, bool in_training = false);
  CaseId AddCase(std::string_view code);
  // Hands the entries in, each a transaction of its own, in the order given, as an import from 2024-01-01 on would.
  absl::Status Take(std::vector<domain::Entry> entries);
  // Waits until the policies have seen everything and nothing more comes of it.
  absl::Status Settle();

  std::shared_ptr<const domain::View> view() const { return store_->Latest(); }
  domain::Store& store() { return *store_; }
  SimulatedClock& clock() { return clock_; }

 private:
  explicit Practice(absl::Time now) : clock_(now) {}

  absl::Status Start();
  absl::StatusOr<domain::Appended> Append(std::vector<domain::Change> changes);

  SimulatedClock clock_;
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<policy::WorkerEngine> engine_;
  std::unique_ptr<policy::Assessor> assessor_;
  BatchId batch_;
  std::vector<std::pair<domain::SubjectId, uint64_t>> taken_;
};

}  // namespace candor::testing

#endif  // CANDOR_TESTS_SCENARIO_PRACTICE_H_
