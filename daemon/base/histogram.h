#ifndef CANDOR_DAEMON_BASE_HISTOGRAM_H_
#define CANDOR_DAEMON_BASE_HISTOGRAM_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

namespace candor {

// How often there were values, by how large they were. A value, thread-compatible.
class Histogram {
 public:
  // REQUIRES: `bounds` ascending, each once.
  explicit Histogram(std::vector<int64_t> bounds) : bounds_(std::move(bounds)), counts_(bounds_.size() + 1) {}

  void Note(int64_t value) {
    const auto bound = std::lower_bound(bounds_.begin(), bounds_.end(), value);
    ++counts_[static_cast<size_t>(bound - bounds_.begin())];
    ++count_;
    sum_ += value;
  }

  const std::vector<int64_t>& bounds() const { return bounds_; }
  // One for each bound: values up to it and above the one before it; then those above the last.
  const std::vector<uint64_t>& counts() const { return counts_; }
  uint64_t count() const { return count_; }
  int64_t sum() const { return sum_; }

  bool operator==(const Histogram&) const = default;

 private:
  std::vector<int64_t> bounds_;
  std::vector<uint64_t> counts_;
  uint64_t count_ = 0;
  int64_t sum_ = 0;
};

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_HISTOGRAM_H_
