#ifndef CANDOR_DAEMON_LEDGER_LINES_H_
#define CANDOR_DAEMON_LEDGER_LINES_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/ledger/merkle.h"

// What the text formats of this room are made of. Everything is read strictly: one value has one spelling.
namespace candor::ledger {

// Takes the first line off `text`, without its line feed; nullopt when `text` has no line feed.
std::optional<std::string_view> TakeLine(std::string_view& text);

// Decimal without sign or leading zeros.
std::optional<uint64_t> ParseDecimal(std::string_view text);

// RFC 4648, section 4, with padding.
std::string Base64(std::string_view bytes);
std::optional<std::string> ParseBase64(std::string_view text);
std::string Base64(const Hash& hash);
std::optional<Hash> ParseHash(std::string_view text);

// A line per hash.
void AppendHashes(const std::vector<Hash>& hashes, std::string& out);
// Takes lines of hashes and the empty line after them; nullopt when a line is neither, or there are more than `limit`.
std::optional<std::vector<Hash>> TakeHashes(std::string_view& text, size_t limit);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_LINES_H_
