#ifndef CANDOR_DAEMON_DOMAIN_AWAY_H_
#define CANDOR_DAEMON_DOMAIN_AWAY_H_

#include <functional>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/vocabulary.h"

// When a member is away, and who acts meanwhile: on leave, ill, or gone for good. All of it follows from the entries of
// the member's own timeline that stand, so a correction of one moves what it moved. (Rule catalogue, note 8: absences
// pause a person's own duties and hand client duties to the cover.) Pure; thread-safe.
namespace candor::domain {

class View;

struct Entry;
struct EntryHeader;

// Days on which a member is not there, the first and the last one included.
struct AwayPeriod {
  Day from;
  std::optional<Day> until;  // nullopt: nobody knows yet, or for good
  MemberId cover;            // who acts for the clients meanwhile; empty: no member was named
  bool left = false;         // for good: the cover is who keeps the records

  bool operator==(const AwayPeriod&) const = default;
};

// Whether entries of the kind tell who is away, or who supervises whom.
bool IsStaffingKind(Kind kind);

// The periods that the entries tell of, in order of their first day. `staffing`: the entries of a member that stand, of
// the kinds above, in timeline order. An absence without a first day begins on the day it occurred; one that ends
// before it begins is none. Whoever leaves is away from the day after the last day.
std::vector<AwayPeriod> AwayPeriodsOf(const std::vector<EntryHeader>& staffing);

// The period that holds on a day. Of several one that names a cover comes before one that does not, then a departure
// before an absence, then the one begun last. nullptr: the member is there. Points into `away`.
const AwayPeriod* AwayOn(const std::vector<AwayPeriod>& away, Day day);

// The first day after the member has left for good. nullopt: they do not leave. `away`: in order of the first day.
std::optional<Day> GoneFrom(const std::vector<AwayPeriod>& away);
// Whether the member has left for good before or on that day, as the periods say it.
bool HasLeft(const std::vector<AwayPeriod>& away, Day day);

// The same, as the record that is seen says it. Errors are the view's.
absl::StatusOr<bool> HasLeft(const View& view, const MemberId& member, Day day);

// Somebody whom an entry names to act for its member or to follow them, and from which day on.
struct Successor {
  FieldId field;  // that names them
  MemberId member;
  Day from;

  bool operator==(const Successor&) const = default;
};

// The cover of an absence, who keeps the records of a departure, who takes over by a step of a transfer, who begins by
// a change of supervision. nullopt: the entry is of another kind, or names no member.
std::optional<Successor> SuccessorOf(const Entry& entry);

// The periods of a member, AwayPeriodsOf() what is on record of them. Not owned: they outlive the question.
using AwayLookup = std::function<absl::StatusOr<const std::vector<AwayPeriod>*>(const MemberId&)>;

// Who acts for the clients of a member on a day. Where the cover is away too, or has left, it is the cover's cover, and
// so on to the first who is there. Where that comes to nobody, since somebody on the way named no cover or all of them
// are away and cover for each other, it stays with the cover that the member's own entry names, or where they have left
// with the first of the others who has not. Empty: the member is there, named nobody, or all who were named have left.
// Asks for each member once. Errors are those of `away_of`.
absl::StatusOr<MemberId> CoverOn(const MemberId& who, Day day, const AwayLookup& away_of);

// The date of something that is due on `due` and has been somebody's since `since`, when the days on which they are
// away do not count: as many days at work pass after `since` as lie between the two on the calendar. nullopt: not
// before they are back, which nobody knows. What is due on `since` or before stays as it is.
std::optional<Day> DueAfterAway(Day since, Day due, const std::vector<AwayPeriod>& away);

// The parts of the periods that moved the date, each cut to what lies after `since`, overlaps counted once: what to
// tell of why DueAfterAway() says what it says. The last one has no end when there is no date.
std::vector<AwayPeriod> AwayBetween(Day since, Day due, const std::vector<AwayPeriod>& away);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_AWAY_H_
