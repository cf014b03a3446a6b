#include <arpa/inet.h>

#include <algorithm>
#include <array>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "daemon/base/text.h"
#include "daemon/crypto/certificate.h"

namespace candor::crypto {
namespace {

constexpr size_t kMaxHostBytes = 253;
constexpr size_t kMaxLabelBytes = 63;

// The address in its usual spelling; empty when the text is none.
std::string AddressIn(const std::string& text) {
  for (const int family : {AF_INET, AF_INET6}) {
    std::array<unsigned char, sizeof(in6_addr)> address{};
    std::array<char, INET6_ADDRSTRLEN> spelled{};
    if (inet_pton(family, text.c_str(), address.data()) != 1) continue;
    if (inet_ntop(family, address.data(), spelled.data(), spelled.size()) != nullptr) return spelled.data();
  }
  return {};
}

bool IsHostLabel(absl::string_view label) {
  return !label.empty() && label.size() <= kMaxLabelBytes && label.front() != '-' && label.back() != '-' &&
         std::all_of(label.begin(), label.end(), [](unsigned char c) { return absl::ascii_isalnum(c) || c == '-'; });
}

}  // namespace

absl::StatusOr<std::string> NormalName(std::string_view name) {
  const std::string text = absl::AsciiStrToLower(ToAbsl(name));
  const bool has_zero = text.find('\0') != std::string::npos;
  if (!has_zero) {
    if (std::string address = AddressIn(text); !address.empty()) return address;
  }
  const std::vector<absl::string_view> labels = absl::StrSplit(text, '.');
  const bool labelled = std::all_of(labels.begin(), labels.end(), IsHostLabel);
  // What ends in a number is an address that was mistyped.
  const bool ends_in_number =
      absl::ascii_isdigit(static_cast<unsigned char>(labels.back().empty() ? 'a' : labels.back().back())) &&
      std::all_of(labels.back().begin(), labels.back().end(), absl::ascii_isdigit);
  if (text.size() > kMaxHostBytes || !labelled || ends_in_number) {
    return absl::InvalidArgumentError(
        "not the name of a host or an address: write it like candor.example.org, 192.0.2.10 or 2001:db8::10");
  }
  return text;
}

bool IsAddress(const std::string& name) {
  return !AddressIn(name).empty();
}

}  // namespace candor::crypto
