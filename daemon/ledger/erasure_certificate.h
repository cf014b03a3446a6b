#ifndef CANDOR_DAEMON_LEDGER_ERASURE_CERTIFICATE_H_
#define CANDOR_DAEMON_LEDGER_ERASURE_CERTIFICATE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/ledger/merkle.h"
#include "daemon/ledger/note.h"

// What is printed when a subject's key is destroyed: a signed note that says so, and names the backups that still hold
// it. Whoever restores one of them hands the certificate in, and the key is destroyed there too. Parsers give
// INVALID_ARGUMENT with what is wrong for text that is not of the format.
//
//   candor erasure certificate 1
//   candor/LEDGER/EPOCH
//   subject case ID                (or: member ID)
//   class general                  (or: personal)
//   record 4711
//   erased 2026-11-23T10:15:00Z
//   backup ID 2026-11-20T02:00:00Z (none, or one line each, by time)
//   elsewhere 17 HASH              (none, or one line each, ascending)
//
// What was moved is sealed a second time, under the key of where it stood before, which stays. Those records are named
// by number and leaf hash, so that they are erased as well where the move came after the backup. There is more than one
// certificate of a key where there are too many of them. Before there were such lines none was written.
namespace candor::ledger {

// The numbers are those of the records' subjects and key classes (daemon/store/FORMAT.md).
enum class ErasedSubject : uint8_t { kCase = 1, kMember = 2 };
enum class ErasedClass : uint8_t { kGeneral = 0, kPersonal = 1 };

struct KnownBackup {
  IdBytes id{};
  absl::Time made_at;  // in whole seconds

  bool operator==(const KnownBackup&) const = default;
};

// A record of the ledger, whatever has been made of it since: no other one has the same leaf.
struct NamedRecord {
  uint64_t number = 0;
  Hash leaf{};

  bool operator==(const NamedRecord&) const = default;
};

struct ErasureCertificate {
  static constexpr size_t kMaxBackups = 1000;
  static constexpr size_t kMaxElsewhere = 1000;
  // Of the whole note.
  static constexpr size_t kMaxBytes = 256 * 1024;

  std::string origin;  // as which the ledger signed: "candor/LEDGER/EPOCH"
  ErasedSubject subject_kind = ErasedSubject::kCase;
  IdBytes subject_id{};
  ErasedClass key_class = ErasedClass::kGeneral;
  uint64_t record = 0;                      // of the ledger, that says so
  absl::Time erased_at;                     // in whole seconds
  std::vector<KnownBackup> known;           // made before, as far as the daemon knows
  std::vector<NamedRecord> elsewhere = {};  // ascending by number, all below `record`

  bool operator==(const ErasureCertificate&) const = default;
};

// The text of a note. REQUIRES: IsKeyName(origin), at most kMaxBackups and kMaxElsewhere.
std::string WriteCertificateText(const ErasureCertificate& certificate);
absl::StatusOr<ErasureCertificate> ParseCertificateText(std::string_view text);

// Signed as its origin.
Note SignCertificate(const ErasureCertificate& certificate, const SigningKey& key);
// The certificate of a note that this key has signed, whatever the epoch in its name: a ledger that was restored signs
// with the same key under another one. Codes: those of VerifyNote(); DATA_LOSS when it is of another ledger than the
// key's.
absl::StatusOr<ErasureCertificate> OpenCertificate(const Note& note, const VerifierKey& key);

}  // namespace candor::ledger

#endif  // CANDOR_DAEMON_LEDGER_ERASURE_CERTIFICATE_H_
