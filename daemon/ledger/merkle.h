#ifndef CANDOR_DAEMON_LEDGER_MERKLE_H_
#define CANDOR_DAEMON_LEDGER_MERKLE_H_

#include <array>
#include <cstdint>
#include <string_view>

// The hashes of RFC 6962, section 2.1, with SHA-256. Thread-safe.
namespace candor::ledger {

using Hash = std::array<uint8_t, 32>;

// SHA-256 of the bytes, without a prefix.
Hash Sha256(std::string_view bytes);
// SHA-256(0x00 ‖ data).
Hash LeafHash(std::string_view data);
// SHA-256(0x01 ‖ left ‖ right).
Hash NodeHash(const Hash& left, const Hash& right);
// The root of a tree without leaves: SHA-256 of nothing.
Hash EmptyRoot();

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_MERKLE_H_
