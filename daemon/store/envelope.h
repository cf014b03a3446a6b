#ifndef CANDOR_DAEMON_STORE_ENVELOPE_H_
#define CANDOR_DAEMON_STORE_ENVELOPE_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/subject_keys.h"
#include "daemon/domain/subject.h"
#include "daemon/ledger/merkle.h"

// The bytes of a ledger record, as FORMAT.md draws them. A record is encoded once and kept as written.
namespace candor::store {

// Stored; for ever.
enum class RecordType : uint8_t {
  kMember = 1,
  kSupervision = 2,
  kCase = 3,
  kEntry = 4,
  kDecision = 5,
  kAssessment = 6,
  kActivation = 7,
  kBatch = 8,
  kSettings = 9,
  kLossAccepted = 10,
  kFirstRead = 11,
  kCaseMerged = 12,
  kReportSigned = 13,
  kRestored = 14,
  kErasure = 15,
  kLegalHold = 16,
  kKeyEvent = 17,
  kBackupTaken = 18,
  kEnrolment = 19,
  kRole = 20,
  kAccess = 21,
  kNonUseAccepted = 22,
  kLogReviewed = 23,
  kDisclosure = 24,
  kEmergency = 25,
  kConcern = 26,
};

// How many types there are; they are numbered from 1.
inline constexpr size_t kRecordTypes = 26;
constexpr bool IsRecordType(uint8_t type) {
  return type >= static_cast<uint8_t>(RecordType::kMember) && type <= kRecordTypes;
}

inline constexpr uint8_t kRecordFormat = 1;
// number u64 ‖ recorded_at µs i64 ‖ commitment 32
inline constexpr size_t kStampBytes = 48;
// The stamp ‖ type u8 ‖ format u8 ‖ header length u32
inline constexpr size_t kEnvelopeBytes = 54;
inline constexpr size_t kPadding = 64;

// A record before it is sealed. An assessment's `body` is its sections, which are sealed one by one, and stands as it
// is; every other body is sealed under the key of (subject, key_class), and an empty one is left out.
struct PlainRecord {
  RecordType type = RecordType::kEntry;
  domain::SubjectId subject;
  domain::KeyClass key_class = domain::KeyClass::kGeneral;
  std::string header;
  std::string body;
};

// The views refer to the parsed bytes.
struct Envelope {
  uint64_t number = 0;
  absl::Time recorded_at;
  std::string_view commitment;  // 32 bytes
  RecordType type = RecordType::kEntry;
  std::string_view header;
  std::string_view body;  // sealed, unless an assessment's

  bool operator==(const Envelope&) const = default;
};

// DATA_LOSS when the bytes are no record of a format that this version knows.
absl::StatusOr<Envelope> ParseEnvelope(std::string_view bytes);

// The record with a blank stamp.
std::string SealRecord(const PlainRecord& record, const LedgerId& ledger, const crypto::SubjectKeys& keys);
// Fills in the stamp. REQUIRES: `value` is from SealRecord().
void StampRecord(uint64_t number, absl::Time recorded_at, const crypto::Digest& commitment, std::string& value);
// The plain body; empty when the record has none. DATA_LOSS when key or bytes are not those of the sealing.
absl::StatusOr<std::string> OpenBody(const Envelope& envelope, const LedgerId& ledger, const crypto::SubjectKeys& keys);

// SHA-256(header length u32 ‖ header ‖ plain body). For an assessment, whose sections can be erased one by one, in
// place of the body the section commitments, one after another.
crypto::Digest InnerDigest(std::string_view header, std::string_view plain_body);
// HMAC-SHA-256(salt, recorded_at µs i64 ‖ inner digest).
crypto::Digest CommitmentOf(const crypto::SubjectKeys& keys, absl::Time recorded_at, const crypto::Digest& inner);
// What is hashed into a record's leaf: type u8 ‖ commitment.
std::string LeafData(RecordType type, std::string_view commitment);
// RFC 6962 leaf hash of the leaf's data.
ledger::Hash LeafOf(RecordType type, std::string_view commitment);

// length u32 ‖ bytes ‖ zeros up to a multiple of 64, so that a sealed length tells little.
std::string Pad(std::string_view plain);
absl::StatusOr<std::string> Unpad(std::string_view padded);

// recorded_at has whole microseconds, so that it reads back as it was.
int64_t ToMicros(absl::Time time);
absl::Time FromMicros(int64_t micros);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_ENVELOPE_H_
