#ifndef CANDOR_TESTS_QUIET_PRACTICE_CHANCE_H_
#define CANDOR_TESTS_QUIET_PRACTICE_CHANCE_H_

#include <cstdint>
#include <random>

namespace candor::quiet_practice {

// Chance that comes out the same everywhere for the same seed: the distributions of the standard library do not.
class Chance {
 public:
  explicit Chance(uint64_t seed) : random_(seed) {}

  // At least 0 and below 1.
  double Share() { return static_cast<double>(random_() >> 11) * 0x1.0p-53; }
  bool Happens(double probability) { return Share() < probability; }
  // Both ends included.
  int32_t Between(int32_t first, int32_t last) {
    return first + static_cast<int32_t>(Share() * static_cast<double>(last - first + 1));
  }

 private:
  std::mt19937_64 random_;
};

}  // namespace candor::quiet_practice

#endif  // CANDOR_TESTS_QUIET_PRACTICE_CHANCE_H_
