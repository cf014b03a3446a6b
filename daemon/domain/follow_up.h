#ifndef CANDOR_DAEMON_DOMAIN_FOLLOW_UP_H_
#define CANDOR_DAEMON_DOMAIN_FOLLOW_UP_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/away.h"
#include "daemon/domain/subject.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {

// Orders attention, not people. Numbers are stored and part of the plugin ABI.
enum class Severity : uint8_t { kLater = 1, kSoon = 2, kImportant = 3, kUrgent = 4 };

enum class Action : uint8_t {
  kTalk = 1,  // consultation or supervision
  kRefer = 2,
  kSoftTransfer = 3,
  kDocument = 4,
  kProhibit = 5,
  kCompleteRecord = 6,
};

// What a rule last said about one follow-up.
enum class RuleState : uint8_t { kOpen = 1, kResolved = 2, kWithdrawn = 3 };
enum class ResolvedCause : uint8_t { kNone = 0, kEntry = 1, kQuiet = 2, kDecision = 3 };

// What people see; derived, never stored.
enum class FollowUpStatus : uint8_t {
  kOpen = 1,
  kWaived = 2,
  kResolved = 3,
  kResolvedLate = 4,
  kDisposed = 5,
  kWithdrawn = 6
};

enum class DecisionState : uint8_t { kProposed = 1, kInForce = 2, kRefused = 3, kExpired = 4 };
enum class DecisionKind : uint8_t { kAcknowledge = 1, kWaive = 2, kDispose = 3 };
// What a disposition has found of what was told. Numbers are stored.
enum class Finding : uint8_t {
  kNone = 0,
  kSubstantiated = 1,
  kNotSubstantiated = 2,
  kUnfounded = 3,
  kTakenBack = 4,  // by whoever told it
};

// A parameter as it was in force when the rule spoke.
struct ParameterValue {
  std::string name;  // "consult_within"
  int64_t value = 0;
  std::string unit;     // "days", "sessions", "yes_no" …
  std::string profile;  // which profile set it

  bool operator==(const ParameterValue&) const = default;
};

// The part of a follow-up that stands in clear in an assessment record: enough for counts and dates.
struct FollowUpClear {
  FollowUpId id;
  SubjectId subject;
  KeyClass key_class = KeyClass::kGeneral;  // under which key the rest is sealed
  MemberId therapist;
  Action action = Action::kTalk;
  Severity severity = Severity::kLater;
  RuleState state = RuleState::kOpen;
  ResolvedCause cause = ResolvedCause::kNone;
  bool before_policy = false;  // its opening entry was written down before the policy began: no due date
  bool missing_field = false;  // opened because a needed fact was not recorded: "complete the record"
  Day opened_on;               // `occurred` of the opening entry
  Day reported_on;             // `reported` of the opening entry: from here duties run
  std::optional<Day> due;      // as the plugin gave it; the host shifts closed days
  // In business days: `due` counts Mondays to Fridays from here, and as many of the practice's open days are meant.
  std::optional<Day> counted_from;
  std::optional<Day> resolved_on;  // `occurred` of the resolving entry, or the day it went quiet
  std::optional<Day> resolution_reported_on;
  SituationId situation;    // same for all follow-ups that one conversation can meet
  FollowUpId folded_under;  // empty: stands for itself
  uint32_t episode = 1;     // 2 when opened again under the same name, and so on
  // Of the opening and the resolving entry, as their headers have them. kNone: a personal kind, which a header does not
  // tell; not resolved by an entry; or assessed before kinds were kept.
  Kind opened_by_kind = Kind::kNone;
  Kind resolved_by_kind = Kind::kNone;
  // What opened it was called back, or belonged elsewhere: withdrawn, counted nowhere and shown to nobody.
  bool undone = false;
  // Of a restricted matter: for the practice's direction, never for whom it is about, and in no figure.
  bool restricted = false;
  // The practice's to see to, and not its therapist's.
  bool of_practice = false;
  // Its date is a law's: neither a closed day nor an absence moves it.
  bool date_of_law = false;
  // Of a rule in shadow: kept apart from every other, in no situation, no figure and no answer but to whoever manages
  // the policies.
  bool shadow = false;

  bool operator==(const FollowUpClear&) const = default;
};

// The part that says which rule, and why.
struct FollowUpSealed {
  std::string rule;    // slug: "attraction_consult"
  std::string plugin;  // "consultation"
  std::string plugin_version;
  std::string key;  // stable under replay, at most 32 bytes
  EntryId opened_by;
  EntryId resolved_by;  // empty when not resolved by an entry
  std::vector<EntryId> facts_used;
  std::vector<ParameterValue> parameters;
  std::vector<std::string> missing_fields;
  std::string catalogue_id;  // "R01"; empty: assessed before it was kept

  bool operator==(const FollowUpSealed&) const = default;
};

// A follow-up: a reminder made by a rule for people. It does not say that anyone did anything wrong.
struct FollowUp {
  FollowUpClear clear;
  std::optional<FollowUpSealed> sealed;  // nullopt: erased, or the reader may not see it
  // From decisions in force.
  bool acknowledged = false;
  bool disposed = false;
  std::optional<Day> waived_until;
  // When its therapist is away, as the entries that stand tell it; left out where there is no due date to move.
  std::vector<AwayPeriod> away = {};
  // What it speaks of is erased: it stays as it was then.
  bool erased = false;

  bool operator==(const FollowUp&) const = default;
};

// Practice settings that shift dates; see settings.h.
struct Settings;

// Something that a client needs, whoever does it: a referral, a handover. It waits for nobody, and while its therapist
// is away it is the cover's. What comes from a private note is never handed on.
bool IsForTheClient(const FollowUpClear& clear);
// A duty of one person, which waits while that person is away. What is urgent, the end of a legal window, a date of a
// law's, what a client needs and what is the practice's do not.
bool WaitsForItsPerson(const FollowUpClear& clear);

// The due date as the rule gives it, business days counted by the practice's calendar. nullopt: none.
std::optional<Day> DueByRule(const FollowUpClear& clear, const Settings& settings);
// The due date people see: later by the days on which the person whose duty it is is away, then shifted to the next
// open day on which they are there. What is urgent, a prohibition's, which is the end of a legal window, and a date of
// a law's stay where they are: a closed day moves no law. nullopt: none, or nobody knows when they are back.
std::optional<Day> DueOf(const FollowUp& follow_up, const Settings& settings);
// withdrawn > disposed > resolved / resolved_late > waived > open. Late: the closing entry occurred after the due date
// that people saw, whenever it was written down; what went quiet is never late. Waived: `waived_until` included.
FollowUpStatus StatusOf(const FollowUp& follow_up, const Settings& settings, Day today);
// Open and its due date lies before `today`.
bool PastDue(const FollowUp& follow_up, const Settings& settings, Day today);
// Open, and its date stands still: its person is away on `today` and had not missed it before.
bool PausedOn(const FollowUp& follow_up, const Settings& settings, Day today);
// The days away that moved its date, in order; empty: none did.
std::vector<AwayPeriod> AwayThatMoved(const FollowUp& follow_up);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_FOLLOW_UP_H_
