#ifndef CANDOR_DAEMON_DOMAIN_POLICY_ENGINE_H_
#define CANDOR_DAEMON_DOMAIN_POLICY_ENGINE_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/time/time.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/order.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/supervision_note.h"

namespace candor::domain {

struct Activation;

// How many people in training somebody supervises from a day on.
struct Supervisees {
  int32_t count = 0;  // on that day
  // Day numbers, ascending: the last day before there are fewer, before there are two fewer, and so on. Who is replaced
  // from the next day on, or by one who came before, is not missed.
  std::vector<int32_t> until;

  bool operator==(const Supervisees&) const = default;
};

// What the host resolved about an event as of its date, so that a policy needs no directory. Numbers are part of the
// plugin ABI (fields of kind 0).
struct HostFacts {
  enum class Relation : uint8_t {
    kNotRecorded = 0,
    kIndependent = 1,
    kSelf = 2,
    kSubordinate = 3,
    kParty = 4,
    kHousehold = 5
  };

  bool in_training = false;    // licence class of the therapist on the entry's date
  bool current_client = true;  // an episode was open on the entry's date
  bool therapist_holds_case = true;
  bool consultant_is_member = false;
  Relation consultant_relation = Relation::kNotRecorded;
  std::optional<int32_t> supervision_planned;  // day number: next supervision planned when the entry was written down
  std::optional<int32_t> therapy_started;      // day number: start of the episode the entry falls in
  // Day number, of a measure in a member's own timeline only: when the member last reported something, of what was on
  // record before it.
  std::optional<int32_t> last_own_report;
  // Of the same: who wrote it, and how they stand to the member.
  MemberId author;
  Relation author_relation = Relation::kNotRecorded;
  EntryId matter;  // of what has become of a concern: which one it names; empty: none
  // Of a change of supervision in a member's own timeline: how many people in training the supervisor has who
  // supervises the member from then on, the member among them; nullopt: nobody of the practice, or a member who is not
  // in training. As all that is on record has it, the days after the change too.
  std::optional<Supervisees> supervisees;
  bool from_case = false;  // of what a member's rules are shown: it stands in a case, not in the member's own timeline

  bool operator==(const HostFacts&) const = default;
};

// What has become of a follow-up of a case, as rules about the member whom it is about are told of it; see
// case_follow_ups.h.
struct FollowUpChange {
  enum class What : uint8_t { kOpened = 1, kEnded = 2 };  // numbers are those of the plugin ABI

  What what = What::kOpened;
  FollowUpId follow_up;
  SituationId situation;
  std::string catalogue_id;  // of its rule; empty: erased, or assessed before it was kept
  Severity severity = Severity::kLater;
  std::optional<int32_t> due;        // day number, as people see it, or the last day of a waiver where that is later
  Finding finding = Finding::kNone;  // of a disposition

  bool operator==(const FollowUpChange&) const = default;
};

// One entry on its way to a policy. Triage and detail only: of a text field of class narrative a policy learns that it
// was filled in, never what it says.
struct PolicyEvent {
  uint64_t number = 0;  // ledger number
  EntryId id;
  Place place;
  Kind kind = Kind::kNone;
  int32_t occurred = 0;  // day number
  std::optional<int32_t> minute;
  int32_t reported = 0;  // day number
  MemberId therapist;
  Source source = Source::kSelf;
  Basis basis = Basis::kNotRecorded;
  Stage stage = Stage::kNotRecorded;
  Facts facts;  // narrative texts replaced by the empty text
  bool has_note = false;
  bool opens_duties = true;  // false: context only; what it opens is `before_policy`
  HostFacts host;
  // Set: it is this and no entry. Then `kind` is kNone, `number` 0 and `id` that of the entry that opened it.
  std::optional<FollowUpChange> follow_up = {};
};

// A follow-up as one plugin and one set of parameters see it.
struct Obligation {
  std::string rule;  // slug
  std::string key;
  RuleState state = RuleState::kOpen;
  ResolvedCause cause = ResolvedCause::kNone;
  Severity severity = Severity::kLater;
  Action action = Action::kTalk;
  bool before_policy = false;
  uint32_t missing_fields = 0;  // bit set of the rule's declared fields
  EntryId opened_by;
  MemberId therapist;
  int32_t opened_on = 0;
  int32_t reported_on = 0;
  std::optional<int32_t> due;
  std::optional<int32_t> counted_from;  // as FollowUpClear::counted_from
  EntryId resolved_by;
  std::optional<int32_t> resolved_on;
  std::optional<int32_t> resolution_reported_on;
  std::vector<EntryId> facts_used;  // at most 8
  uint32_t episode = 1;

  bool operator==(const Obligation&) const = default;
};

// A request to be called at the end of a day, on behalf of the entry that asked (a timer asked for by a timer is on
// behalf of the same entry): what opens then names that entry as the one that opened it.
struct Timer {
  std::string rule;
  int32_t day = 0;
  uint64_t token = 0;
  EntryId asked_by;
  MemberId therapist;
  int32_t reported = 0;      // day number: `reported` of that entry
  bool opens_duties = true;  // as of that entry
  int32_t asked_on = 0;      // day number: of that entry

  auto operator<=>(const Timer&) const = default;
};

// All that one plugin has concluded about one subject up to a place in its timeline. A cache: it can always be made
// again by replaying the timeline from the start.
struct PluginFold {
  std::string state;                    // the plugin's own bytes, at most 1 KiB
  std::vector<Obligation> obligations;  // in order of first opening
  std::vector<Timer> timers;            // sorted
  Place place;                          // the last event or timer that is folded; all before it is too
  uint64_t folded_to = 0;               // entries with a lower ledger number are folded
  std::string context;                  // the host's own bytes: from which course and directory its facts were taken

  bool operator==(const PluginFold&) const = default;
};

// One plugin, one subject: a fold to go on from and what comes after it.
struct PolicyTask {
  std::string plugin;
  SubjectId subject;
  PluginFold start;
  std::vector<PolicyEvent> events;  // in timeline order, all after start.place; see Events()
  int32_t until = 0;                // day number: timers of earlier days fire
  bool want_snapshots = false;      // return folds at spaced points of a long replay
  // By rule of the plugin: what entries reported before that day open is no duty; empty: all are as they say.
  std::vector<int32_t> duties_from;
  std::vector<SetSpan> sets = {};  // by which values events are judged; set 0 where it says nothing
  // What several plugins are shown of one subject alike: made once, and sent once to whoever judges. nullptr: the task
  // has `events` of its own; else these are empty.
  std::shared_ptr<const std::vector<PolicyEvent>> shared_events = {};
  size_t first_event = 0;  // of the shared ones: where those after start.place begin

  // What the plugin is shown.
  std::span<const PolicyEvent> Events() const {
    if (shared_events == nullptr) return events;
    return std::span<const PolicyEvent>(*shared_events).subspan(first_event);
  }
};

struct PolicyResult {
  PluginFold end;
  std::vector<PluginFold> snapshots;      // oldest first, each before `end`
  std::vector<NotAssessed> not_assessed;  // events that this plugin could not judge; they were skipped
  bool completed = true;                  // false: the budget ran out or no worker; `end` is meaningless, ask again
};

struct PluginInfo {
  std::string name;
  std::string version;
  std::string digest;  // of the shared object, hex SHA-256
  std::vector<Rule> rules;
  bool loaded = true;
  std::string problem;  // why not, or what else is to be known of it, one sentence

  bool operator==(const PluginInfo&) const = default;
};

// The seam to whoever runs the policies. An implementation is pure in its answers: the same task and parameters give
// the same result. Thread-safe.
class PolicyEngine {
 public:
  virtual ~PolicyEngine() = default;

  // Answers every task, in order. Returns at the latest soon after `deadline`; tasks it did not reach are not
  // `completed`. A plugin's fault is in its result, never an error of the call.
  virtual std::vector<PolicyResult> Assess(const std::vector<PolicyTask>& tasks, absl::Time deadline) = 0;

  // The plugins and their rules with the parameters in force for whom no law or code binds. What it refers to lives as
  // long as the engine and does not change: other parameters stand elsewhere.
  virtual const std::vector<PluginInfo>& Plugins() const = 0;
  // Names the set of plugins, versions and parameter values in force; a fold made under another name is not used.
  virtual const std::string& ParameterSet() const = 0;
  // What the profiles set for supervision.
  virtual SupervisionParameters ForSupervision() const { return {}; }
  // By which sets of values entries about the member are judged, in order of `from`; never empty.
  virtual std::vector<SetPeriod> SetsFor(const Member& /*member*/) const { return {SetPeriod()}; }
  // The parameters of the rule, one of Plugins(), as the set has them. Of a group that several profiles set there is
  // one of each.
  virtual std::vector<Parameter> ParametersOf(const Rule& rule, uint32_t /*set*/) const { return rule.parameters; }
  // What holds for the member on a day, by plugin, rule and parameter, and who says so.
  virtual std::vector<EffectiveValue> EffectiveValues(const Member& /*member*/, Day /*day*/) const { return {}; }
  // How long those profiles have records kept that bind the member on a day; who is not a member yet is bound by what
  // binds everyone.
  virtual std::vector<RetentionValue> RetentionFor(const Member& /*member*/, Day /*day*/) const { return {}; }
  // The profiles in force.
  virtual std::vector<ProfileInForce> Profiles() const { return {}; }
  // Puts into the record of what is in force what it is to keep of the profiles.
  virtual void WriteProfiles(Activation& /*activation*/) const {}
  // Why no policy runs at the moment, one sentence; empty: they run. Does not wait for Assess.
  virtual std::string WhyNotRunning() const { return std::string(); }

  // Those that judge at the moment, where others may take their place: what they say goes together, numbers of sets
  // included, for as long as they are held. Never nullptr; not owned, this one, where no others come. To be let go
  // before this one ends.
  virtual std::shared_ptr<PolicyEngine> Current() { return {std::shared_ptr<void>(), this}; }
  virtual std::shared_ptr<const PolicyEngine> Current() const { return {std::shared_ptr<void>(), this}; }
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_POLICY_ENGINE_H_
