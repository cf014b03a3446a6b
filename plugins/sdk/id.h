#ifndef CANDOR_PLUGINS_SDK_ID_H_
#define CANDOR_PLUGINS_SDK_ID_H_

#include <algorithm>
#include <array>
#include <compare>
#include <cstdint>
#include <type_traits>

#include "plugins/abi/candor_policy.h"

namespace candor::sdk {

// The id of an entry, a member or a case: opaque bytes. Trivially copyable, so that a state can hold it; all zero
// stands for "none". A follow-up's key is the id of the entry that opened it, unless a policy has a reason.
struct Id {
  std::array<uint8_t, CANDOR_ID_BYTES> bytes{};

  static Id From(const uint8_t (&raw)[CANDOR_ID_BYTES]) {
    Id id;
    std::copy(std::begin(raw), std::end(raw), id.bytes.begin());
    return id;
  }

  bool empty() const { return *this == Id{}; }
  // The id as the key of a follow-up; borrowed from this object.
  candor_text key() const { return {reinterpret_cast<const char*>(bytes.data()), static_cast<uint32_t>(bytes.size())}; }

  auto operator<=>(const Id&) const = default;
};
static_assert(std::is_trivially_copyable_v<Id> && std::has_unique_object_representations_v<Id>);

// A token for a timer that belongs to `id`, one for each purpose that the policy numbers: FNV-1a over both.
inline uint64_t TimerToken(const Id& id, uint8_t purpose) {
  uint64_t hash = 0xcbf29ce484222325u;
  const auto mix = [&hash](uint8_t byte) { hash = (hash ^ byte) * 0x100000001b3u; };
  std::for_each(id.bytes.begin(), id.bytes.end(), mix);
  mix(purpose);
  return hash;
}

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_ID_H_
