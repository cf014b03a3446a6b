#ifndef CANDOR_DAEMON_DOMAIN_ACCESS_H_
#define CANDOR_DAEMON_DOMAIN_ACCESS_H_

#include <cstddef>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/permission_table.h"
#include "daemon/domain/role.h"
#include "daemon/domain/subject.h"
#include "daemon/domain/vocabulary.h"

// That somebody was shown what is about others, or acted for somebody, as it goes on record. Values, thread-compatible.
namespace candor::domain {

// What somebody says they read for, once for a working session. Stored; for ever.
enum class Purpose : uint8_t {
  kNone = 0,  // nothing was said, and nothing was shown for which it has to be
  kCare = 1,
  kSupervision = 2,
  kConsultation = 3,
  kOversight = 4,
  kAudit = 5,
  kAdministration = 6,
  kComplaint = 7,
  kLegal = 8,
};
inline constexpr Purpose kLastPurpose = Purpose::kLegal;

// Of whom something was shown, and where it stands.
struct AccessOf {
  MemberId member;    // whose report it is, or whom it is about; empty: nobody in particular
  SubjectId subject;  // the case or the member; the practice: of many
  FieldClass highest = FieldClass::kTriage;
  // By which that was shown; nullopt: to the operator as such, or recorded before this was told apart.
  std::optional<Hat> hat = {};

  // Of a private note: apart from what else was shown of the same, as nobody but its author is told of it.
  bool is_of_note() const { return highest == FieldClass::kPersonal; }

  bool operator==(const AccessOf&) const = default;
};

// So many stand in one record; what is of more goes into further ones, of the same transaction.
inline constexpr size_t kMostAccessOf = 256;
// The longest name of a method and the longest scope, in bytes; letters, digits, blanks and ".-_/" only.
inline constexpr size_t kMaxMethodBytes = 128;
inline constexpr size_t kMaxScopeBytes = 256;

// One answer that showed somebody what is about others, or one use of the operator's right to act for a member, who is
// told of it like of a read. Nothing of what was shown stands here, nor why beyond the word of choice.
struct Access {
  IdBytes id{};  // given out by who records it
  Caller reader;
  // In which it was shown, of what is no private note where there is any; nullopt: the operator as such.
  std::optional<Role> role;
  std::string method;  // "EntryService.GetEntry"
  Purpose purpose = Purpose::kNone;
  FieldClass highest = FieldClass::kTriage;  // of all of it
  std::vector<AccessOf> of;                  // of an aggregate: nobody
  std::string scope;                         // of an aggregate: "report 2025-01-01..2025-12-31"
  uint32_t items = 0;                        // how many things were shown
  EmergencyId emergency;                     // under which it was shown; empty: under none
  std::optional<absl::Time> at;              // when, where it could not be recorded at once; nullopt: as it was
  uint32_t note_items = 0;                   // how many of the things were private notes, or came of one
  DisclosureId disclosure;                   // as part of which it left; empty: of none

  bool operator==(const Access&) const = default;
};

// Whether it showed what somebody else put into words, as the report counts it. Not counted is what stands under
// nobody, so that no figure tells that something restricted is read, and private notes, so that none tells that there
// is one. Pure.
bool ShowsWords(const Access& access);
// In which role: the role's number, or this one for the operator as such.
inline constexpr uint16_t kOperatorBucket = 255;
inline uint16_t ReaderBucket(const Access& access) {
  return access.role ? static_cast<uint16_t>(*access.role) : kOperatorBucket;
}

struct NumberedAccess {
  uint64_t number = 0;     // in the ledger
  absl::Time recorded_at;  // when `access.at` says nothing else, it was then
  Access access;

  absl::Time happened_at() const { return access.at.value_or(recorded_at); }
  bool operator==(const NumberedAccess&) const = default;
};

// Records with numbers from `from` to before `to`.
struct NumberRange {
  uint64_t from = 0;
  uint64_t to = std::numeric_limits<uint64_t>::max();
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ACCESS_H_
