#include "daemon/policy/scenario/scenario_tests.h"

#include <utility>

#include "absl/time/clock.h"

namespace candor::policy {

ScenarioTests::ScenarioTests(ScenarioRooms rooms)
    : rooms_(std::move(rooms)), turns_(kMostWaiting, "too many scenarios are waiting; ask again in a moment") {}

void ScenarioTests::Test(std::string file, std::string text, absl::Time deadline, Done done) {
  turns_.Ask([this, file = std::move(file), text = std::move(text), deadline,
              done = std::move(done)](const absl::Status& turn) {
    if (!turn.ok()) {
      done(turn);
    } else if (absl::Now() >= deadline) {
      done(absl::DeadlineExceededError("others were being answered until the deadline passed; ask again"));
    } else {
      done(RunScenario(file, text, rooms_, deadline));
    }
  });
}

}  // namespace candor::policy
