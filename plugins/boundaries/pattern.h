#ifndef CANDOR_PLUGINS_BOUNDARIES_PATTERN_H_
#define CANDOR_PLUGINS_BOUNDARIES_PATTERN_H_

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "plugins/boundaries/acts.h"
#include "plugins/boundaries/state.h"
#include "plugins/sdk/policy.h"

namespace candor::boundaries {

// What acts of one mark make together within a window, by the values of each profile.
struct Pattern {
  uint16_t rule;
  std::string_view group;  // of the parameters that mean something only together
  uint8_t mark;
  uint16_t window;  // the parameter: how many days
  // Whether they are enough for it. None are not.
  bool (*is_made_of)(const std::vector<Act*>& acts, const sdk::Candidate& values);
};

// For Pattern::is_made_of, where the number alone counts. `parameter`: how many are wanted.
template <uint16_t parameter>
bool AreMany(const std::vector<Act*>& acts, const sdk::Candidate& values) {
  return acts.size() >= Wanted(values.Parameter(parameter));
}

// From when on it is known that `last` and those before it make the pattern by what any profile says; nullopt: they do
// not. `certain`: only what is certain to have been done counts.
std::optional<int32_t> KnownAs(const Pattern& pattern, const Act& last, const sdk::Subject& subject, State& state,
                               bool certain);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_PATTERN_H_
