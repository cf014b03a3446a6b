#include "tests/bench/load/step.h"

#include <cstdio>
#include <iostream>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "tests/bench/load/rounds.h"

namespace candor::bench {

Arguments::Arguments(int argc, char** argv) {
  for (int i = 2; i + 1 < argc; i += 2) values_[argv[i]] = argv[i + 1];
  complete_ = argc >= 2 && argc % 2 == 0;
}

std::string Arguments::Text(const std::string& name) const {
  const auto found = values_.find(name);
  return found == values_.end() ? std::string() : found->second;
}

size_t Arguments::Number(const std::string& name, size_t otherwise) const {
  size_t number = 0;
  return absl::SimpleAtoi(Text(name), &number) ? number : otherwise;
}

double Arguments::Rate(const std::string& name, double otherwise) const {
  double number = 0;
  return absl::SimpleAtod(Text(name), &number) ? number : otherwise;
}

std::vector<size_t> Arguments::Numbers(const std::string& name) const {
  std::vector<size_t> numbers;
  const std::string text = Text(name);
  for (const absl::string_view part : absl::StrSplit(text, ',', absl::SkipEmpty())) {
    size_t number = 0;
    if (absl::SimpleAtoi(part, &number)) numbers.push_back(number);
  }
  return numbers;
}

std::string JsonList(const std::vector<double>& numbers) {
  return absl::StrCat("[", absl::StrJoin(numbers, ", "), "]");
}

std::string JsonQuantiles(const std::vector<float>& milliseconds) {
  const auto at = [&](double share) { return milliseconds.empty() ? 0 : Quantile(milliseconds, share); };
  return absl::StrCat("{\"p50\": ", at(0.5), ", \"p99\": ", at(0.99), ", \"p999\": ", at(0.999),
                      ", \"count\": ", milliseconds.size(), "}");
}

absl::Status TakeSteps(const std::string& ready, const Step& step) {
  const auto say = [](const std::string& line) {
    std::printf("%s\n", line.c_str());
    std::fflush(stdout);
  };
  say(ready);
  std::string line;
  while (std::getline(std::cin, line)) {
    double number = 0;
    if (!absl::SimpleAtod(line, &number)) return absl::InvalidArgumentError("a step is a number in a line");
    CANDOR_ASSIGN_OR_RETURN(const std::string answer, step(number));
    say(answer);
  }
  return absl::OkStatus();
}

}  // namespace candor::bench
