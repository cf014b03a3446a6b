#ifndef CANDOR_DAEMON_DOMAIN_HOST_FACTS_H_
#define CANDOR_DAEMON_DOMAIN_HOST_FACTS_H_

#include <optional>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/member.h"
#include "daemon/domain/policy_engine.h"

// From what the ledger holds to what a policy sees. Pure functions.
namespace candor::domain {

// A date for the next supervision, as a supervision note gives it.
struct PlannedSupervision {
  MemberId supervisee;
  Day occurred;  // of the note
  Day reported;  // of the note
  Day next_planned;

  bool operator==(const PlannedSupervision&) const = default;
};

// The practice around an event: at least the members that the events name, every supervision in which one of them
// stands, and the notes that plan a next supervision of them. More does no harm.
struct People {
  std::vector<Member> members;
  std::vector<Supervision> supervisions;
  std::vector<PlannedSupervision> planned;
};

// The plan that a supervision entry makes, or nullopt when it is of another kind or plans nothing.
std::optional<PlannedSupervision> PlannedSupervisionOf(const Entry& entry);

// The facts of an event as of its place in the timeline. `course` is that of the case (a CaseFile has it); empty for a
// member's entry. Entries of the case that come after the event make no difference.
//   - current client: everything but the time after an ending that no return has followed;
//   - consultant's relation: as recorded; else self or subordinate (supervised by the therapist on that date) where the
//     directory says so; else independent when somebody is named or the kind of consultant is recorded;
//   - supervision planned: the last note's next date that the therapist knew when the entry was written down, when it
//     was still to come;
//   - in training: the licence class that the directory has for the entry's date.
// An entry of a case that a rule of member scope looks at is resolved with an empty course, too: what is known of the
// case's course can change without the member being looked at again.
HostFacts ResolveHostFacts(const Entry& entry, const CaseCourse& course, const People& people);

// Whether entries of the kind tell what the practice has decided about a member.
bool IsMeasure(Kind kind);
// When the newest of the reports that were on record before ledger number `number` was written down; nullopt: none was.
// What a report says makes no difference, and neither does what has become of it.
std::optional<int32_t> LastReportBefore(uint64_t number, const std::vector<OwnReport>& reports);

// Adds to the facts of an entry about a member who wrote it, and how they stand to the member on its date: whether they
// are a party is not known here.
void TellAuthor(const EntryHeader& header, const People& people, HostFacts& host);

// Whom a change of supervision leaves the member with, and from which day on.
struct SupervisedFrom {
  MemberId supervisor;
  Day from;
};
// nullopt: nobody of the practice, or no such entry. Pure.
std::optional<SupervisedFrom> SupervisedFromOf(const Entry& entry);

// Whether what the entry opens is a duty. An imported entry: written down on or after its batch's `policy_from`;
// another: on or after the policy's `effective_from`.
bool OpensDuties(const EntryHeader& header, std::optional<Day> policy_from, Day effective_from);

// What a policy sees of an entry: triage and detail; a narrative text only as the empty text, which says that something
// was written there.
PolicyEvent PolicyEventOf(const RecordedEntry& recorded, const HostFacts& host, bool opens_duties);

// The timeline with its corrections applied, in timeline order: what was retracted is gone, and an amended entry says
// what its newest amendment says. It keeps the id, the `reported` and the batch of the entry first written (so that a
// correction neither renames a follow-up, nor moves its due date, nor takes it before the policy), and carries the
// ledger number of the amendment (so that whoever has folded further back sees that it is new). `timeline` is all of a
// subject's, in any order.
std::vector<RecordedEntry> EffectiveTimeline(std::vector<RecordedEntry> timeline);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_HOST_FACTS_H_
