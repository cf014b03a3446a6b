#include "daemon/base/id.h"

#include <sys/random.h>

#include <cstdlib>

#include "absl/status/status.h"

namespace candor {
namespace {

constexpr char kAlphabet[] = "abcdefghijklmnopqrstuvwxyz234567";
constexpr size_t kTextLength = 26;

int ValueOf(char c) {
  if (c >= 'a' && c <= 'z') return c - 'a';
  if (c >= '2' && c <= '7') return 26 + (c - '2');
  return -1;
}

}  // namespace

IdBytes RandomIdBytes() {
  IdBytes bytes;
  // Up to 256 bytes are never cut short once the generator is seeded; without randomness no id may be given out.
  if (getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size())) std::abort();
  return bytes;
}

std::string EncodeId(const IdBytes& bytes) {
  std::string text;
  text.reserve(kTextLength);
  uint32_t buffer = 0;
  int bits = 0;
  for (uint8_t byte : bytes) {
    buffer = (buffer << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text.push_back(kAlphabet[(buffer >> bits) & 31U]);
    }
  }
  text.push_back(kAlphabet[(buffer << (5 - bits)) & 31U]);
  return text;
}

absl::StatusOr<IdBytes> DecodeId(std::string_view text) {
  const absl::Status bad = absl::InvalidArgumentError("not an id: expected 26 characters a-z and 2-7");
  if (text.size() != kTextLength) return bad;
  IdBytes bytes{};
  size_t out = 0;
  uint32_t buffer = 0;
  int bits = 0;
  for (char c : text) {
    const int value = ValueOf(c);
    if (value < 0) return bad;
    buffer = (buffer << 5) | static_cast<uint32_t>(value);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes[out++] = static_cast<uint8_t>((buffer >> bits) & 0xFFU);
    }
  }
  // The last character carries two bits that must be zero, so that each id has one spelling.
  if ((buffer & ((1U << bits) - 1U)) != 0) return bad;
  return bytes;
}

}  // namespace candor
