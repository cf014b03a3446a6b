#ifndef CANDOR_TESTS_BENCH_LOAD_STEP_H_
#define CANDOR_TESTS_BENCH_LOAD_STEP_H_

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

namespace candor::bench {

// The words behind the verb: --NAME VALUE, as often as there are pairs.
class Arguments final {
 public:
  Arguments(int argc, char** argv);

  bool complete() const { return complete_; }
  std::string Text(const std::string& name) const;  // empty: not given
  size_t Number(const std::string& name, size_t otherwise) const;
  double Rate(const std::string& name, double otherwise) const;
  std::vector<size_t> Numbers(const std::string& name) const;  // "1,10,100"

 private:
  std::map<std::string, std::string> values_;
  bool complete_ = false;
};

// "[1, 2.5]"
std::string JsonList(const std::vector<double>& numbers);
// {"p50": .., "p99": .., "p999": .., "count": ..}; zeros where there is none.
std::string JsonQuantiles(const std::vector<float>& milliseconds);

// What one number on standard input asks for, as a JSON object in one line.
using Step = std::function<absl::StatusOr<std::string>(double)>;

// Says `ready` (a JSON object) in a line, and then does a step for each line of standard input, which is a number, and
// answers it in a line. Ends with the input. So whoever measures several programs can have them take turns.
absl::Status TakeSteps(const std::string& ready, const Step& step);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_STEP_H_
