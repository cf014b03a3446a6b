#ifndef CANDOR_DAEMON_BASE_ID_H_
#define CANDOR_DAEMON_BASE_ID_H_

#include <array>
#include <compare>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// Ids are 128 bits, written as 26 characters of lower-case base32 (RFC 4648 alphabet, no padding). They never contain
// a client's code or a name.
namespace candor {

using IdBytes = std::array<uint8_t, 16>;

// 128 bits from the operating system's generator.
IdBytes RandomIdBytes();
std::string EncodeId(const IdBytes& bytes);
// INVALID_ARGUMENT unless `text` is exactly what EncodeId writes.
absl::StatusOr<IdBytes> DecodeId(std::string_view text);

// A 128-bit id of one sort of thing; ids of different sorts do not mix. The default value is all zero and means "none".
template <class Tag>
class Id {
 public:
  Id() = default;
  explicit Id(const IdBytes& bytes) : bytes_(bytes) {}

  static Id Random() { return Id(RandomIdBytes()); }
  static absl::StatusOr<Id> Parse(std::string_view text) {
    auto bytes = DecodeId(text);
    if (!bytes.ok()) return bytes.status();
    return Id(*bytes);
  }

  const IdBytes& bytes() const { return bytes_; }
  std::string ToString() const { return EncodeId(bytes_); }
  bool empty() const { return bytes_ == IdBytes{}; }

  auto operator<=>(const Id&) const = default;

  template <class H>
  friend H AbslHashValue(H h, const Id& id) {
    return H::combine_contiguous(std::move(h), id.bytes_.data(), id.bytes_.size());
  }

 private:
  IdBytes bytes_{};
};

using CaseId = Id<struct CaseTag>;
using MemberId = Id<struct MemberTag>;
using EntryId = Id<struct EntryTag>;
using FollowUpId = Id<struct FollowUpTag>;
using DecisionId = Id<struct DecisionTag>;
using BatchId = Id<struct BatchTag>;
using SituationId = Id<struct SituationTag>;
using ActivationId = Id<struct ActivationTag>;
using LedgerId = Id<struct LedgerTag>;
using ErasureId = Id<struct ErasureTag>;
using HoldId = Id<struct HoldTag>;
using EnrolmentId = Id<struct EnrolmentTag>;
using RoleChangeId = Id<struct RoleChangeTag>;
using DisclosureId = Id<struct DisclosureTag>;
using EmergencyId = Id<struct EmergencyTag>;

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_ID_H_
