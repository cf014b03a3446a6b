#include "plugins/boundaries/pattern.h"

#include <algorithm>

#include "plugins/sdk/written.h"

namespace candor::boundaries {

std::optional<int32_t> KnownAs(const Pattern& pattern, const Act& last, const sdk::Subject& subject, State& state,
                               bool certain) {
  std::optional<int32_t> known;
  for (const sdk::Candidate& values : subject.Candidates(pattern.rule, pattern.group)) {
    std::vector<Act*> acts = Within(state, last.part(), pattern.mark, last.day, values.Parameter(pattern.window));
    if (certain) std::erase_if(acts, [](const Act* act) { return !act->IsCertain(kCertainDone); });
    const auto make_one = [&](const std::vector<Act*>& some) { return pattern.is_made_of(some, values); };
    if (!make_one(acts)) continue;
    const int32_t by_this = sdk::KnownFrom(acts, make_one);
    known = std::min(known.value_or(by_this), by_this);
  }
  return known;
}

}  // namespace candor::boundaries
