#ifndef CANDOR_DAEMON_DOMAIN_SCENARIO_TEST_H_
#define CANDOR_DAEMON_DOMAIN_SCENARIO_TEST_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"

namespace candor::domain {

// What a scenario says that did not come about.
struct ScenarioFailure {
  uint32_t line = 0;     // of the file
  std::string expected;  // "attraction_consult on 2025-03-20: open, due 2025-03-22"
  std::string came;      // "resolved, due 2025-03-22, soon", or "no follow-up of it"

  bool operator==(const ScenarioFailure&) const = default;
};

struct ScenarioResult {
  std::string title;
  size_t checks = 0;  // how many things it says
  std::vector<ScenarioFailure> failures;

  bool operator==(const ScenarioResult&) const = default;
};

// The seam to whoever runs scenarios: a made-up timeline and what the policies are to say to it, as
// plugins/scenarios/README.md describes them. Thread-safe.
class ScenarioTester {
 public:
  using Done = std::function<void(absl::StatusOr<ScenarioResult>)>;

  virtual ~ScenarioTester() = default;

  // Runs the text of one file by the policies that are loaded, on a store of its own that is thrown away: nothing is
  // written, counted or logged. `file` is what refusals call it. Calls `done` once, from a thread of its own or before
  // returning; `deadline` is of the machine's clock. Codes: INVALID_ARGUMENT "FILE:LINE: reason" for what is no
  // scenario, RESOURCE_EXHAUSTED (too many ask at once), DEADLINE_EXCEEDED, UNAVAILABLE (stopping, no worker).
  virtual void Test(std::string file, std::string text, absl::Time deadline, Done done) = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SCENARIO_TEST_H_
