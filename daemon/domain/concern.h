#ifndef CANDOR_DAEMON_DOMAIN_CONCERN_H_
#define CANDOR_DAEMON_DOMAIN_CONCERN_H_

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/view.h"

// What somebody says that concerns them about a colleague is confined: whom it is about is told after a while, and is
// then heard before anything is decided. Thread-safe; errors are the view's.
namespace candor::domain {

// Whom it is about is told at the latest so many days after they would have been, however often it is sealed.
inline constexpr int kLongestSealDays = 30;
// So long they have to answer before a disposition.
inline constexpr int kAnswerDays = 14;

// Whether the entry is a concern in somebody else's words, or says what has become of one. Pure.
bool IsConcern(const EntryHeader& header);

// The concern that the entry is, corrects, takes back or answers, as first written; nullopt: it is none.
absl::StatusOr<std::optional<RecordedEntry>> RaisedConcern(const View& view, const RecordedEntry& recorded);

// How far a concern has come. What is nullopt has not happened.
struct ConcernFile {
  MemberId about;
  EntryId entry;           // as first written
  uint64_t number = 0;     // of its record
  uint32_t partition = 0;  // of what it puts into the figures
  MemberId reporter;       // empty: they gave no name
  Day received;
  bool taken_back = false;
  std::optional<Day> acknowledged;
  MemberId acknowledged_by;               // empty: the operator as such
  std::optional<ConcernNotice> proposal;  // of a seal, that nobody has answered
  std::optional<Day> sealed_until;        // last day
  MemberId sealed_by;                     // who proposed the last seal, and who agreed
  MemberId sealed_second;
  Sensitive<std::string> sealed_reason;  // as it was proposed
  std::optional<Day> seal_limit;         // last day of the longest seal; known once it is acknowledged
  std::optional<Day> told_on;            // from this day on whom it is about may read it
  std::optional<Day> answered;           // by them

  bool IsTold(Day day) const { return told_on && *told_on <= day; }
  // The first day on which it may be disposed of; nullopt: nobody knows yet.
  std::optional<Day> DecideFrom() const;
};

// What `notices` (of the member, in the order of the ledger) make of the concern first written as `original`, without
// the answer. Pure.
ConcernFile FileOf(const RecordedEntry& original, std::span<const ConcernNotice> notices, const Settings& settings,
                   const absl::TimeZone& zone);

// The concern first written as `original`, its answer included.
absl::StatusOr<ConcernFile> ReadConcern(const View& view, const RecordedEntry& original);
// All that were ever raised about the member and all that says what has become of one, as first written, also what was
// taken back, in the order of the member's timeline, which is read whole.
absl::StatusOr<std::vector<RecordedEntry>> ConfinedAbout(const View& view, const MemberId& member);

// The concerns that an entry which says what has become of one, and names none, may mean: those about the same member
// that stood when it was written first, by the day and by the order of recording, of the same topic where both say of
// which; of what an import tells only what an import brought. What has become of one since changes nothing of that, so
// `recorded` means the same for ever. Of an entry that is not recorded yet its number is the size of the view. Reads
// the member's timeline whole.
absl::StatusOr<std::vector<RecordedEntry>> ConcernsMeantBy(const View& view, const RecordedEntry& recorded);

// Whether an entry by somebody else is about `who` and they have been told of it, on `day` and by what was on record at
// `at`: of a concern once it is told, of everything else always.
absl::StatusOr<bool> IsToldOfReport(const View& view, const RecordedEntry& report, const MemberId& who, Day day,
                                    absl::Time at);

// Why somebody does not look into a concern about a member.
enum class ConcernBar : uint8_t {
  kNone = 0,
  kSubject = 1,      // it is about them
  kSubordinate = 2,  // they answer to whom it is about
  kReporter = 3,     // they raised it
  kDirection = 4,    // it is about who directs or owns the practice, and they do not review what is about those
};
// Of `who`, on `day`. `reporter` empty: nobody knows who raised it.
absl::StatusOr<ConcernBar> ConcernBarOf(const View& view, const MemberId& about, const MemberId& reporter,
                                        const MemberId& who, Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CONCERN_H_
