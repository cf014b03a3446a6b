#ifndef CANDOR_DAEMON_DOMAIN_RETENTION_H_
#define CANDOR_DAEMON_DOMAIN_RETENTION_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"

// How long what is recorded is kept (design: references, section 5.3; rules, R57): the longest that any profile says
// which binds a therapist of the case. A private note fades earlier, unless something else came of it.
namespace candor::domain {

// The parameters that a profile's [retention] may set, and what they are counted in.
inline constexpr std::string_view kKeepCase = "case";          // years from the last contact or the ending
inline constexpr std::string_view kKeepMinor = "minor";        // years from the day on which a minor came of age
inline constexpr std::string_view kKeepPersonal = "personal";  // months from when it was resolved, or the case ended

// The age from which nobody is a minor any more, in every profile that Candor ships with.
inline constexpr int kOfAge = 18;

// What forbids or delays an erasure. Numbers are on the wire.
enum class RetentionBlock : uint8_t {
  kHold = 1,  // a legal hold on it, or on somebody who has or had a part in the case
  kOpen = 2,  // a follow-up of it is open
  kAct = 3,   // of private notes: an act, a concern, a complaint or another matter is on file with them
};

// What a schedule is applied to. Days are civil days of the practice.
struct RetentionFacts {
  SubjectId subject;
  bool open = false;             // the case is
  bool open_follow_ups = false;  // of any class, and of private notes
  bool open_personal = false;
  bool held = false;                 // a hold forbids to erase anything of it
  bool held_before = false;          // one forbids to erase the whole: where an entry stood before it was moved
  bool matter = false;               // a kind as in kAct stands in the timeline
  bool has_general = false;          // there is something to erase with the case
  bool has_personal = false;         // a private note that is not erased
  std::optional<Day> last_contact;   // the latest day of any entry or of its writing down, the ending's included
  std::optional<Day> ended;          // the case
  std::optional<int64_t> of_age_in;  // the year in which the client comes of age; nullopt: not recorded
  // When the last of the private notes was resolved; nullopt: one is not, or nothing ever came of it.
  std::optional<Day> personal_resolved;
};

// What is to be erased, or could be but for what blocks it.
struct DueErasure {
  SubjectId subject;
  std::vector<KeyClass> classes;
  Day due;
  RetentionValue by;                   // the value that keeps it longest
  bool age_not_recorded = false;       // so it is kept as if the client had been born when the therapy ended
  std::vector<RetentionBlock> blocks;  // ascending; empty: nothing does

  bool operator==(const DueErasure&) const = default;
};

// When the whole of a case is to go; nullopt where nothing is there to be erased, the case has not ended, or no profile
// says how long (an open case blocks and is never due). Pure.
std::optional<DueErasure> CaseDue(const RetentionFacts& facts, const std::vector<RetentionValue>& schedule);
// When the private notes of a case or a member fade; nullopt where there are none, or nothing has been resolved and no
// case has ended. Pure.
std::optional<DueErasure> PersonalDue(const RetentionFacts& facts, const std::vector<RetentionValue>& schedule);

// Reads what the two need. Errors are the view's.
absl::StatusOr<RetentionFacts> CaseRetention(const View& view, const CaseId& id);
absl::StatusOr<RetentionFacts> MemberRetention(const View& view, const MemberId& id);

// The values of all profiles that bind somebody who has or had a part in the case, or the member, on the day.
absl::StatusOr<std::vector<RetentionValue>> ScheduleOf(const View& view, const PolicyEngine& engine,
                                                       const SubjectId& subject, Day today);

// Whether a hold forbids erasing anything of it: one of its own, of a member with a part in the case, or of a case that
// it went into or that went into it.
absl::StatusOr<bool> IsHeld(const View& view, const SubjectId& subject);

// Whether somebody decides about an erasure that concerns themselves: their own record, or a case in which they have or
// had a part. The operator as such (empty) does not.
absl::StatusOr<bool> ConcernsThemselves(const View& view, const SubjectId& subject, const MemberId& who);

// All that is due on or before `by`, whole cases before private notes, in order of day; what a hold or anything else
// blocks is told too. A case of which the whole is due is not named a second time for its notes, and
// what was merged into it goes with it. Reads every timeline.
absl::StatusOr<std::vector<DueErasure>> ListDue(const View& view, const PolicyEngine& engine, Day today, Day by);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_RETENTION_H_
