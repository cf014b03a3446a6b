#ifndef CANDOR_DAEMON_DOMAIN_MEMBER_H_
#define CANDOR_DAEMON_DOMAIN_MEMBER_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

class Facts;
struct EntryHeader;

// The longest display name and the longest client code, in bytes of UTF-8.
inline constexpr size_t kMaxDisplayNameBytes = 256;
inline constexpr size_t kMaxCodeBytes = 128;

// Licence as the practice's registry has it. `in_training`: associate, trainee or intern.
struct LicenceClass {
  std::string profession;    // "psychologist", "mft", "lcsw", "lpc", "lpcc" …, lower case
  std::string jurisdiction;  // "US-CA", "US-TX", "BE" …; empty: not recorded
  bool in_training = false;
  bool trainee = false;  // of those in training: without a degree yet, and not an associate

  bool operator==(const LicenceClass&) const = default;
};

// From which day on a licence class is recorded. The days before the first one have no other, so it counts for them
// too.
struct LicencePeriod {
  std::optional<Day> from;  // nullopt: for as long as the member; first or nowhere
  LicenceClass licence;

  bool operator==(const LicencePeriod&) const = default;
};

// That the member belongs to a professional body, whose code then binds.
struct Membership {
  std::string body;          // "aca", "apa", "bacp" …, lower case
  std::optional<Day> from;   // nullopt: for as long as the member
  std::optional<Day> until;  // last day; nullopt: still

  bool operator==(const Membership&) const = default;
};

// The longest name of a body, in bytes.
inline constexpr size_t kMaxBodyBytes = 64;

// A person of the practice: therapist, supervisor, director …
struct Member {
  MemberId id;
  std::string display_name;                  // narrative class: never in a log or an error
  std::vector<LicencePeriod> licences;       // in order of `from`; empty: none recorded
  std::vector<Membership> memberships = {};  // in order of body, then `from`

  bool operator==(const Member&) const = default;
};

// The class on a date. nullptr: none recorded. Points into `member`.
const LicenceClass* LicenceOn(const Member& member, Day day);
// Adds that the member had this class on a date. Whether that says more than what is recorded.
bool AddLicence(Member& member, Day day, const LicenceClass& licence);

// Adds a membership; one of the same body and first day stands in place of the earlier. Whether that says anything new.
bool AddMembership(Member& member, const Membership& membership);
// Whether the member belongs to the body on a date.
bool BelongsTo(const Member& member, std::string_view body, Day day);

// `supervisor` supervises `supervisee` from a date, until `until` has passed; while another one that began later is in
// force, that one counts. A later record of the same two members and first day stands in place of the earlier.
struct Supervision {
  MemberId supervisee;
  MemberId supervisor;
  Day from;
  std::optional<Day> until;  // last day; nullopt: still in force
  // Since when that is known, of what is read: the ledger number of its record, or the change of supervision that says
  // so. Given out by the store.
  uint64_t number = 0;
  EntryId by = {};

  // Whether they say the same, whenever it was put on record.
  friend bool operator==(const Supervision& a, const Supervision& b) {
    return a.supervisee == b.supervisee && a.supervisor == b.supervisor && a.from == b.from && a.until == b.until;
  }
};

// Which of the facts of a change of supervision says who begins: the next supervisor, or where supervision begins and
// there is no next, the one named. nullopt: neither. Pure.
std::optional<FieldId> WhoBeginsBy(const Facts& change);

// Who supervises `supervisee`, `recorded` being what was recorded as such, as the changes of supervision in `staffing`
// (the supervisee's entries that stand, in timeline order) leave it; relations of others are left out. Pure.
//   - begun: by the next supervisor, or by the one named where there is no next, from that day.
//   - ended: the day is the last one, of the supervisor named or, where none is named, of whoever supervises then; who
//     comes next begins the day after. What was in force before a substitution is so again.
//   - substituted: by the next supervisor from that day, until something else is recorded.
std::vector<Supervision> SupervisionsAfter(std::vector<Supervision> recorded, const MemberId& supervisee,
                                           const std::vector<EntryHeader>& staffing);

// The relations of one supervisee as departures leave them. `gone`: of supervisors who leave, the first day without
// them. Whoever leaves supervises nobody from that day on, and no one else does by it: who supervised before does so
// again only where what is on record gives the one who leaves a last day anyway. Pure.
std::vector<Supervision> WithoutWhoLeft(std::vector<Supervision> relations, const std::map<MemberId, Day>& gone);

// Whether the relation is on record for that date, whoever else's is. Pure.
bool IsInForce(const Supervision& relation, Day day);
// Who supervises `supervisee` on a date: the relation begun last among those in force. Empty: nobody.
MemberId SupervisorOn(const std::vector<Supervision>& supervisions, const MemberId& supervisee, Day day);
// The relations of `supervisee` as that has them: who supervises on which days, ascending, no two on one day, each from
// the day on which it comes to count to the last day on which it does. Pure.
std::vector<Supervision> SupervisionsThatCount(const std::vector<Supervision>& supervisions,
                                               const MemberId& supervisee);
// Whether `supervisor` is that person on that date.
bool SupervisesOn(const std::vector<Supervision>& supervisions, const MemberId& supervisor, const MemberId& supervisee,
                  Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_MEMBER_H_
