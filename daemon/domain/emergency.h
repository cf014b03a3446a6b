#ifndef CANDOR_DAEMON_DOMAIN_EMERGENCY_H_
#define CANDOR_DAEMON_DOMAIN_EMERGENCY_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/subject.h"

// That two people open one case or member to one of them for some hours, because somebody may come to harm otherwise;
// whom it is about is told, and somebody else looks at it afterwards. Values, thread-compatible; the functions are pure
// or read a view, whose errors are theirs.
namespace candor::domain {

class View;

// Stored; for ever. asked → in force | refused; in force → ended → reviewed, or → reviewed once its time is over.
enum class EmergencyState : uint8_t { kAsked = 1, kInForce = 2, kRefused = 3, kEnded = 4, kReviewed = 5 };

// As its newest record has it; each record says all of it again but for the words.
struct Emergency {
  EmergencyId id;
  SubjectId subject;  // a case or a member
  EmergencyState state = EmergencyState::kAsked;
  MemberId asker;                      // who reads
  MemberId approver;                   // who approved or refused; empty: nobody yet
  MemberId reviewer;                   // who looked at it afterwards; empty: nobody yet
  MemberId notify;                     // told of it beside those whom it is about; empty: nobody
  uint32_t minutes = 0;                // for how long it was asked
  std::optional<absl::Time> begun_at;  // when it was approved
  std::optional<absl::Time> until;     // when its time is over; there where `begun_at` is
  std::optional<absl::Time> ended_at;  // when somebody ended it before its time
  Sensitive<std::string> reason;       // why it was asked for; of its first record
  Sensitive<std::string> remark;       // why it was refused, or what the review found; of its newest record
  Caller caller;
  IdBytes request{};       // of its first record; given out by the store
  absl::Time asked_at;     // of its first record; filled in by the store, like the next
  absl::Time recorded_at;  // of its newest record

  bool operator==(const Emergency&) const = default;
};

// For how long, where nothing is said, and at most.
inline constexpr absl::Duration kEmergencyTime = absl::Hours(4);
inline constexpr absl::Duration kLongestEmergency = absl::Hours(24);
// What nobody has answered for so long is no emergency any more, and is not approved.
inline constexpr absl::Duration kEmergencyWaits = absl::Hours(24);
// Within so long after its end somebody looks at it.
inline constexpr absl::Duration kEmergencyReviewWithin = absl::Hours(72);
// The longest reason and the longest remark, in bytes of UTF-8.
inline constexpr size_t kMaxEmergencyTextBytes = 4 * 1024;

// Whether its time runs at that moment.
bool IsInForce(const Emergency& emergency, absl::Time now);
// Whether its reader is shown the subject, by a clock that somebody may have set since: not before it has begun, and
// not again once the record has gone on for as long as it lasts. `last_recorded`: when the newest record was written.
bool IsOpenBy(const Emergency& emergency, absl::Time clock, absl::Time last_recorded);
// Whether it waits for a second person.
bool WaitsForAnswer(const Emergency& emergency, absl::Time now);
// When it was over, or will be; nullopt: it never began.
std::optional<absl::Time> EndOf(const Emergency& emergency);
// Until when somebody has to have looked at it; nullopt: it is not over yet at that moment, or somebody has.
std::optional<absl::Time> ReviewDueAt(const Emergency& emergency, absl::Time now);

// Whether the member leads the practice or reviews who does on that day: as a director, an owner or an independent
// reviewer, in their own right or as a deputy, whoever is away; whoever has left does not. Only these approve, refuse
// and review.
absl::StatusOr<bool> DecidesInEmergency(const View& view, const MemberId& member, Day day);
// Whether it is about the member: the subject, or somebody who has or had a part in the case.
absl::StatusOr<bool> IsItAbout(const View& view, const SubjectId& subject, const MemberId& member);

// Why somebody may not answer it, which is to approve or to refuse it, or review it.
enum class EmergencyBar : uint8_t {
  kNone = 0,
  kOwn = 1,          // they have asked for it, or approved what is to be reviewed
  kAboutThem = 2,    // it is about them; no bar to a review
  kSubordinate = 3,  // they answer to whoever asked: are supervised by them, or stand in for them
  kNotTheirs = 4,    // they are none of those who decide
};
absl::StatusOr<EmergencyBar> BarOfAnswer(const View& view, const Emergency& emergency, const MemberId& member, Day day);
absl::StatusOr<EmergencyBar> BarOfReview(const View& view, const Emergency& emergency, const MemberId& member, Day day);

// What waits for the member at that moment: to be answered, and to be reviewed. In the order of the view.
absl::StatusOr<std::vector<Emergency>> EmergenciesWaitingFor(const View& view, const MemberId& member, Day day,
                                                             absl::Time now);
// What of the member, or of a case or member about whom they wrote, was opened to somebody else since `since`, and what
// names them. In the order of the view.
absl::StatusOr<std::vector<Emergency>> OpenedSince(const View& view, const MemberId& member, absl::Time since);
// Whether the member is told that there is such an emergency: whoever asked, whoever decides, and from its beginning on
// whom it is about, who wrote about the case or the member, but for what no emergency shows, and whom it names.
absl::StatusOr<bool> IsToldOfEmergency(const View& view, const Emergency& emergency, const MemberId& member, Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_EMERGENCY_H_
