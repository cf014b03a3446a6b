#include "daemon/ledger/lines.h"

#include <algorithm>
#include <charconv>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"

namespace candor::ledger {

std::optional<std::string_view> TakeLine(std::string_view& text) {
  const size_t end = text.find('\n');
  if (end == std::string_view::npos) return std::nullopt;
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end + 1);
  return line;
}

std::optional<uint64_t> ParseDecimal(std::string_view text) {
  if (text.empty() || (text.size() > 1 && text[0] == '0')) return std::nullopt;
  uint64_t value = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string Base64(std::string_view bytes) {
  return absl::Base64Escape(ToAbsl(bytes));
}

std::optional<std::string> ParseBase64(std::string_view text) {
  std::string bytes;
  // Abseil overlooks blanks, missing padding and bits that stand for nothing.
  if (!absl::Base64Unescape(ToAbsl(text), &bytes) || Base64(bytes) != text) return std::nullopt;
  return bytes;
}

std::string Base64(const Hash& hash) {
  return Base64(AsText(hash));
}

std::optional<Hash> ParseHash(std::string_view text) {
  const std::optional<std::string> bytes = ParseBase64(text);
  if (!bytes || bytes->size() != sizeof(Hash)) return std::nullopt;
  Hash hash;
  std::ranges::copy(AsBytes(*bytes), hash.begin());
  return hash;
}

void AppendHashes(const std::vector<Hash>& hashes, std::string& out) {
  for (const Hash& hash : hashes) out += Base64(hash) + "\n";
}

std::optional<std::vector<Hash>> TakeHashes(std::string_view& text, size_t limit) {
  std::vector<Hash> hashes;
  while (true) {
    const std::optional<std::string_view> line = TakeLine(text);
    if (!line) return std::nullopt;
    if (line->empty()) return hashes;
    const std::optional<Hash> hash = ParseHash(*line);
    if (!hash || hashes.size() == limit) return std::nullopt;
    hashes.push_back(*hash);
  }
}

}  // namespace candor::ledger
