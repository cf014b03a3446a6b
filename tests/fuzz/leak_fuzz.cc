#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "tests/scenario/daemon/leak_pair.h"

namespace {

using candor::leak::Asked;
using candor::leak::Difference;
using candor::leak::Practice;

struct Pair {
  explicit Pair(Difference of) : difference(of), one(of, false), other(of, true) {}

  Difference difference;
  Practice one;
  Practice other;
};

template <class List>
auto Pick(const List& list, uint8_t byte) {
  return list[byte % list.size()];
}

}  // namespace

// Whatever somebody asks, of two practices that differ in what is kept from them, both answer alike. Five bytes are a
// question.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static auto* const pairs =
      new std::vector<Pair*>{new Pair(Difference::kThatItIsThere), new Pair(Difference::kWhatItSays),
                             new Pair(Difference::kWhomItIsAbout), new Pair(Difference::kThatItWasRead)};
  for (; size >= 5; data += 5, size -= 5) {
    Pair& pair = *Pick(*pairs, data[0]);
    const Asked asked{Pick(candor::leak::Methods(), data[1]), Pick(candor::leak::Askers(pair.difference), data[2]),
                      Pick(candor::leak::Things(), data[3]), Pick(std::vector<int>{0, 1, 2, 1000}, data[4]),
                      (data[4] & 0x80) != 0};
    const std::string one = candor::leak::Answer(pair.one, asked);
    const std::string other = candor::leak::Answer(pair.other, asked);
    if (one == other) continue;
    std::fprintf(stderr, "%s by %s about %s:\n%s\n%s\n", asked.method->full_name().c_str(), asked.who.c_str(),
                 asked.about.c_str(), one.c_str(), other.c_str());
    std::abort();
  }
  return 0;
}
