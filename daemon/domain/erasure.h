#ifndef CANDOR_DAEMON_DOMAIN_ERASURE_H_
#define CANDOR_DAEMON_DOMAIN_ERASURE_H_

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/subject.h"

// That what is sealed about a case or a member is made unreadable for good, and what forbids it.
namespace candor::domain {

// Why something is erased. Stored; for ever.
enum class ErasureWhy : uint8_t {
  kSchedule = 1,  // its time is over
  kRequest = 2,   // somebody asked for it
  kRestored = 3,  // it had been erased after the backup was made that the ledger goes on from
};

// A key that goes with an erasure. `check` is a keyed digest that tells it from one that is made after it; zeros: there
// was none any more.
struct ErasedKeyCheck {
  KeyClass key_class = KeyClass::kGeneral;
  std::array<uint8_t, 8> check{};

  bool operator==(const ErasedKeyCheck&) const = default;
};

// A decision to erase: proposed → in force | refused. The record that puts it in force is what is left in the place of
// what it erases: the keys are destroyed when it is on the device, and a start after a crash does what was left over.
// What was recorded under these keys before it is erased from then on, whatever keys there are later. With kGeneral
// comes kPersonal.
struct Erasure {
  ErasureId id;
  SubjectId subject;              // a case or a member
  std::vector<KeyClass> classes;  // ascending, each once
  DecisionState state = DecisionState::kProposed;
  ErasureWhy why = ErasureWhy::kRequest;
  std::string profile;  // of a schedule: "belgium 1.0.0", and which of its values
  std::string parameter;
  std::optional<Day> due;  // of a schedule: since when its time is over
  MemberId proposer;       // empty: the operator as such
  MemberId approver;       // who approved or refused; empty: nobody yet, or the operator as such
  Caller caller;
  Sensitive<std::string> reason;
  absl::Time recorded_at;  // filled in by the store, like the next two
  uint64_t number = 0;     // of its newest record in the ledger
  std::vector<ErasedKeyCheck> keys = {};

  bool operator==(const Erasure&) const = default;
};

// What forbids to erase anything of a case or a member: placed → release proposed → released, or placed again where the
// release is refused. A member's holds the cases in which the member has or had a part as well. Numbers are stored.
enum class HoldState : uint8_t { kPlaced = 1, kReleaseProposed = 2, kReleased = 3 };

struct LegalHold {
  HoldId id;
  SubjectId subject;  // a case or a member
  HoldState state = HoldState::kPlaced;
  MemberId proposer;  // who placed it, or proposed its release; empty: the operator as such
  MemberId approver;  // of a release; empty: nobody yet
  Caller caller;
  Sensitive<std::string> reason;  // of the newest record
  absl::Time recorded_at;         // filled in by the store

  bool in_force() const { return state != HoldState::kReleased; }
  bool operator==(const LegalHold&) const = default;
};

// That somebody took a backup: what a certificate of an erasure names.
struct BackupTaken {
  IdBytes backup{};  // its id
  absl::Time made_at;
  uint64_t records = 0;  // that it holds
  Caller caller;

  bool operator==(const BackupTaken&) const = default;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ERASURE_H_
