#ifndef CANDOR_DAEMON_CRYPTO_KEY_TABLE_FORMAT_H_
#define CANDOR_DAEMON_CRYPTO_KEY_TABLE_FORMAT_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/crypto/key_table.h"

// Private to this room: the bytes of the key table's file, as FORMAT.md draws them.
namespace candor::crypto::key_table_format {

inline constexpr std::string_view kMagic = "CandorKT";
inline constexpr uint16_t kFormat = 1;
inline constexpr size_t kHeaderSize = 128;
inline constexpr size_t kNameSize = 18;
inline constexpr size_t kWrappedSize = 60;
inline constexpr size_t kCheckSize = 8;
inline constexpr size_t kSlotSize = kNameSize + kWrappedSize + kCheckSize;

struct Header {
  IdBytes table_id{};
  uint64_t generation = 1;
  std::string wrapped;  // the table key under the master key

  // Associated data of `wrapped`: all that stands before it.
  std::string Bound() const;
  // Table id ‖ generation: what every slot is bound to.
  std::string TableName() const;
};

struct Slot {
  KeyName name;
  std::array<uint8_t, kWrappedSize> wrapped{};
};

std::string EncodeHeader(const Header& header);
// Reads the start of the file. DATA_LOSS when these bytes are no header; FAILED_PRECONDITION for a newer format.
absl::StatusOr<Header> ParseHeader(std::string_view file, const std::string& path);

std::string EncodeName(const KeyName& name);
// REQUIRES: wrapped.size() == kWrappedSize.
std::string EncodeSlot(std::string_view table_name, uint64_t index, const KeyName& name, std::string_view wrapped);
// nullopt when the check does not fit: cut short, damaged, or of another place or table.
// REQUIRES: slot.size() == kSlotSize.
std::optional<Slot> ParseSlot(std::string_view table_name, uint64_t index, std::string_view slot);

}  // namespace candor::crypto::key_table_format

#endif  // CANDOR_DAEMON_CRYPTO_KEY_TABLE_FORMAT_H_
