#ifndef CANDOR_PLUGINS_SDK_FACT_LIST_H_
#define CANDOR_PLUGINS_SDK_FACT_LIST_H_

#include <algorithm>
#include <array>
#include <cstddef>
#include <type_traits>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/id.h"

namespace candor::sdk {

// The newest entries that a follow-up rests on, oldest first. Part of a policy's state: trivially copyable.
template <size_t kMost>
struct FactList {
  static_assert(kMost >= 1 && kMost <= CANDOR_MAX_FACTS);

  std::array<Id, kMost> ids{};  // none behind the last

  // Forgets the oldest where there is no room.
  void Add(const Id& id) {
    auto end = std::remove(ids.begin(), std::find(ids.begin(), ids.end(), Id{}), id);
    if (end == ids.end()) end = std::shift_left(ids.begin(), ids.end(), 1);
    *end = id;
  }

  // For FollowUp::facts, which leaves empty ones out.
  std::vector<Id> All() const { return {ids.begin(), ids.end()}; }

  bool operator==(const FactList&) const = default;
};
static_assert(std::is_trivially_copyable_v<FactList<1>> && std::has_unique_object_representations_v<FactList<1>>);

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_FACT_LIST_H_
