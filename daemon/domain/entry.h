#ifndef CANDOR_DAEMON_DOMAIN_ENTRY_H_
#define CANDOR_DAEMON_DOMAIN_ENTRY_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/facts.h"
#include "daemon/domain/subject.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

// Numbers are stored.
enum class Source : uint8_t { kSelf = 1, kSupervisor = 2, kColleague = 3, kClient = 4, kThirdParty = 5, kImport = 6 };
enum class Basis : uint8_t {
  kNotRecorded = 0,
  kOwn = 1,
  kAdmitted = 2,
  kWitnessed = 3,
  kClientAccount = 4,
  kToldByOther = 5,
  kSuspicion = 6
};
enum class Stage : uint8_t { kNotRecorded = 0, kAsked = 1, kProposed = 2, kOrdered = 3, kDeclined = 4, kDone = 5 };

// How a retraction takes an entry back. Numbers are stored.
enum class TakeBack : uint8_t {
  kPlain = 0,     // it does not stand; it stays readable
  kRecalled = 1,  // its author called it back before anybody else had read it: as if it had never been written
  kMoved = 2,     // it was written down in the wrong place, and stands in the right one
  // Of an entry, never of a retraction: it was moved, and then called back where it stood by then.
  kMovedThenRecalled = 3,
};

// Whether its author called it back, there or where it was moved to.
constexpr bool IsRecall(TakeBack take_back) {
  return take_back == TakeBack::kRecalled || take_back == TakeBack::kMovedThenRecalled;
}

// Whether it was moved, and so stands elsewhere.
constexpr bool IsMove(TakeBack take_back) {
  return take_back == TakeBack::kMoved || take_back == TakeBack::kMovedThenRecalled;
}

// An entry by where it stood when it was first written; `entry` is empty for none.
struct Origin {
  SubjectId subject;
  EntryId entry;

  bool operator==(const Origin&) const = default;
};

// Who called, as the transport proves it. The operator is who reaches the daemon's own socket: as such, or acting for a
// member. A member who calls with their own certificate is `acting_for` without being the operator. Without both it is
// nobody: a call that has proved nothing, and on record the daemon itself.
struct Caller {
  bool is_operator = true;
  MemberId acting_for;

  // The operator as such.
  bool has_every_right() const { return is_operator && acting_for.empty(); }
  bool is_nobody() const { return !is_operator && acting_for.empty(); }
  // The operator, for somebody.
  bool is_acted_for() const { return is_operator && !acting_for.empty(); }

  bool operator==(const Caller&) const = default;
};

// A cell of an imported row that the map used for nothing.
struct ImportedCell {
  std::string column;
  std::string text;

  bool operator==(const ImportedCell&) const = default;
};

// What an entry says outside its typed fields and that only readers of narrative see.
struct Narrative {
  std::string note;
  std::vector<ImportedCell> imported_cells;

  bool operator==(const Narrative&) const = default;
};

// How long its author may call a personal entry back.
inline constexpr absl::Duration kRecallWindow = absl::Hours(24);

inline constexpr size_t kMaxNoteBytes = 16 * 1024;
inline constexpr size_t kMaxEntryBytes = 32 * 1024;

// The triage part: enough for the fold, never more. For a personal kind `kind` is kNone, `personal` is true and
// `facts` is empty: which kind it is stands in the body. What takes a personal entry back is personal like it.
struct EntryHeader {
  EntryId id;
  SubjectId subject;
  Kind kind = Kind::kNone;
  bool personal = false;
  MemberId therapist;  // whom it is about
  MemberId author;
  Caller caller;          // who handed it in
  MemberId first_reader;  // empty: none named
  Source source = Source::kSelf;
  Basis basis = Basis::kNotRecorded;
  Stage stage = Stage::kNotRecorded;
  CivilMoment occurred;
  CivilMoment reported;
  EntryId revises;        // empty unless an amendment or retraction
  bool retracts = false;  // takes `revises` back; clear, because the kind of a personal retraction is not
  TakeBack take_back = TakeBack::kPlain;  // how, when it retracts
  Origin moved_from;                      // none: it was written where it is
  Origin responds_to;                     // none unless a response of the person concerned; stays when both are moved
  EntryId matter;  // of what has become of a concern: which one, as first written; empty: it names none
  BatchId batch;   // empty unless imported
  uint32_t partition = 0;
  uint64_t order_digest = 0;  // HMAC of the content under the practice's order key: breaks ties in the timeline
  Facts facts;                // triage fields only

  bool operator==(const EntryHeader&) const = default;
};

// Under which of its subject's keys the entry is sealed.
inline KeyClass KeyClassOf(const EntryHeader& header) {
  return header.personal ? KeyClass::kPersonal : KeyClass::kGeneral;
}

// A whole entry: header and body.
struct Entry {
  EntryHeader header;
  Kind kind = Kind::kNone;  // the real one, also for a personal kind
  Facts facts;              // every recorded field, whatever its class
  Sensitive<Narrative> narrative;

  bool operator==(const Entry&) const = default;
};

// That a member has told of their own conduct, or raised a concern about a colleague: which entry, and when it was
// written down.
struct OwnReport {
  uint64_t number = 0;  // place in the ledger
  Day reported;

  bool operator==(const OwnReport&) const = default;
};

// An entry as the ledger holds it.
struct RecordedEntry {
  Entry entry;
  uint64_t number = 0;  // place in the ledger, 0-based
  absl::Time recorded_at;
  bool erased = false;  // the body's key is gone: `entry.facts` has the triage fields only
  // The newest amendment or retraction of this entry; empty when it stands as written.
  EntryId revised_by;
  bool retracted = false;
  TakeBack take_back = TakeBack::kPlain;  // how, when it is retracted

  bool recalled() const { return retracted && IsRecall(take_back); }
  bool moved() const { return retracted && IsMove(take_back); }
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ENTRY_H_
