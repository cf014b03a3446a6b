#ifndef CANDOR_DAEMON_BASE_BYTES_H_
#define CANDOR_DAEMON_BASE_BYTES_H_

#include <concepts>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// Fixed-width big-endian integers, the only integer form in keys and in the record envelope.
namespace candor {

template <std::unsigned_integral T>
void AppendBigEndian(T value, std::string& out) {
  // At once: the string is asked for room once, not for each byte.
  char bytes[sizeof(T)];
  for (size_t i = 0; i < sizeof(T); ++i) {
    bytes[i] = static_cast<char>((value >> (8 * (sizeof(T) - 1 - i))) & 0xFFU);
  }
  out.append(bytes, sizeof(T));
}

// REQUIRES: bytes.size() >= sizeof(T).
template <std::unsigned_integral T>
T ReadBigEndian(std::string_view bytes) {
  T value = 0;
  for (size_t i = 0; i < sizeof(T); ++i) {
    value = static_cast<T>((value << 8) | static_cast<uint8_t>(bytes[i]));
  }
  return value;
}

// The order of the unsigned results is the order of the signed inputs.
inline uint32_t OrderedBits(int32_t value) {
  return static_cast<uint32_t>(value) ^ 0x80000000U;
}
inline int32_t FromOrderedBits(uint32_t bits) {
  return static_cast<int32_t>(bits ^ 0x80000000U);
}

inline std::string_view AsText(std::span<const uint8_t> bytes) {
  return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}
inline std::span<const uint8_t> AsBytes(std::string_view text) {
  return {reinterpret_cast<const uint8_t*>(text.data()), text.size()};
}

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_BYTES_H_
