#ifndef CANDOR_PLUGINS_SDK_SUBJECT_H_
#define CANDOR_PLUGINS_SDK_SUBJECT_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/id.h"

namespace candor::sdk {

// Thrown by a policy, or by the SDK, when an event cannot be judged: the host drops what the call said and lists the
// entry as not assessed. The message is one sentence and never holds text of an entry.
class Failure : public std::runtime_error {
 public:
  using std::runtime_error::runtime_error;
};

enum class Severity : uint16_t {
  kLater = CANDOR_SEVERITY_LATER,
  kSoon = CANDOR_SEVERITY_SOON,
  kImportant = CANDOR_SEVERITY_IMPORTANT,
  kUrgent = CANDOR_SEVERITY_URGENT
};

enum class Action : uint16_t {
  kTalk = CANDOR_ACTION_TALK,
  kRefer = CANDOR_ACTION_REFER,
  kSoftTransfer = CANDOR_ACTION_SOFT_TRANSFER,
  kDocument = CANDOR_ACTION_DOCUMENT,
  kProhibit = CANDOR_ACTION_PROHIBIT,
  kCompleteRecord = CANDOR_ACTION_COMPLETE_RECORD
};

// What meets a follow-up: the entry being assessed, or the absence of any.
enum class Cause : uint32_t { kEntry = CANDOR_CAUSE_ENTRY, kQuiet = CANDOR_CAUSE_QUIET };

// What a policy opens, and what it says again to change an open one.
struct FollowUp {
  uint16_t rule = 0;  // index into the declared rules
  Id key = {};        // as a rule the id of the entry that opened it
  Severity severity = Severity::kSoon;
  Action action = Action::kTalk;
  std::optional<int32_t> due = std::nullopt;  // day number
  // Where the date is in business days: from which day they are counted; see InBusinessDays.
  std::optional<int32_t> counted_from = std::nullopt;
  // Bits by the rule's asked_fields: what to complete the record with, or, with another action, what is still to do.
  uint32_t missing_fields = 0;
  // Entries it rests on besides the opening one; at most CANDOR_MAX_FACTS, empty ids left out.
  std::vector<Id> facts = {};
};

// One of the policy's follow-ups that is open on the subject.
struct OpenFollowUp {
  uint16_t rule = 0;
  Id key;
  Id therapist;  // whom the entry that opened it is about; empty: a host of ABI 1.0, which does not say
  Severity severity = Severity::kSoon;
  int32_t opened = 0;          // the day of the entry that opened it
  int32_t reported = 0;        // and on which that was written down
  std::optional<int32_t> due;  // nullopt also where the host gave it none: it was written down before the policy began
  std::optional<int32_t> counted_from;  // as FollowUp::counted_from: to be said again with the date
  uint32_t missing_fields = 0;
};

// The values of a rule's parameters as one of the profiles that bind the therapist has them. A view of one call.
class Candidate {
 public:
  explicit Candidate(const int64_t* values) : values_(values) {}

  int64_t Parameter(uint16_t index) const { return values_[index]; }
  int32_t Days(uint16_t index) const { return static_cast<int32_t>(values_[index]); }
  bool Flag(uint16_t index) const { return values_[index] != 0; }

 private:
  const int64_t* values_;  // not owned
};

// The case or member whose events are assessed: parameters in force, the state kept from event to event, and the ways
// to answer. A view of one call: valid until the call returns. Thread-compatible. Its methods throw Failure when the
// host refuses.
class Subject {
 public:
  explicit Subject(candor_call& call) : call_(&call) {}

  // The value in force at the event's date; `index` in declared order.
  int64_t Parameter(uint16_t rule, uint16_t index) const { return call_->parameters[rule][index]; }
  int32_t Days(uint16_t rule, uint16_t index) const { return static_cast<int32_t>(Parameter(rule, index)); }
  bool Flag(uint16_t rule, uint16_t index) const { return Parameter(rule, index) != 0; }

  // Whether the events are those of a member, and not of a case: a policy that has rules of both scopes asks which of
  // them the event is for.
  bool IsMember() const { return call_->scope == CANDOR_SCOPE_MEMBER; }

  // For a group of parameters, which mean something only together: the values in force at the event's date by each
  // profile that binds the therapist; at least one. Which is strictest shows in what comes of it, so the policy judges
  // by every one: of a window the latest end holds, of a duty the earliest date.
  std::vector<Candidate> Candidates(uint16_t rule, std::string_view group) const {
    std::vector<Candidate> found;
    for (uint32_t i = 0; i < call_->candidate_count; ++i) {
      const candor_candidate& one = *call_->candidates[i];
      if (one.rule == rule && std::string_view(one.group.data, one.group.size) == group) {
        found.emplace_back(one.values);
      }
    }
    if (found.empty()) found.emplace_back(call_->parameters[rule]);
    return found;
  }

  // What an entry that was reported before this day opens is no duty of the rule, which began later than others.
  int32_t DutiesFrom(uint16_t rule) const {
    return call_->duties_from == nullptr ? CANDOR_NO_DAY : call_->duties_from[rule];
  }

  // Opens, or changes the open one of the same rule and key.
  void Open(const FollowUp& followup) {
    candor_followup raw{};
    raw.struct_size = sizeof raw;
    raw.rule = followup.rule;
    raw.severity = static_cast<uint16_t>(followup.severity);
    raw.action = static_cast<uint16_t>(followup.action);
    raw.due_day = followup.due.value_or(CANDOR_NO_DAY);
    if (followup.due && followup.counted_from && *followup.counted_from < *followup.due) {
      raw.counted_days = static_cast<uint32_t>(*followup.due - *followup.counted_from);
    }
    raw.missing_fields = followup.missing_fields;
    raw.key = followup.key.key();
    for (const Id& fact : followup.facts) {
      if (fact.empty() || raw.fact_count == CANDOR_MAX_FACTS) continue;
      std::copy(fact.bytes.begin(), fact.bytes.end(), raw.facts[raw.fact_count++]);
    }
    Check(call_->host->open(call_->host->context, &raw), "the host refused to open a follow-up");
  }

  // No effect where it is not open.
  void Resolve(uint16_t rule, const Id& key, Cause cause = Cause::kEntry) {
    Check(call_->host->resolve(call_->host->context, rule, key.key(), static_cast<uint32_t>(cause)),
          "the host refused to resolve a follow-up");
  }

  void Withdraw(uint16_t rule, const Id& key) {
    Check(call_->host->withdraw(call_->host->context, rule, key.key()), "the host refused to withdraw a follow-up");
  }

  // Asks for OnTimer() at the end of `day`, or of the first day that is still ahead where `day` is over. The same rule
  // and token again moves the timer.
  void SetTimer(uint16_t rule, int32_t day, uint64_t token) {
    const candor_event& event = *call_->event;
    const int32_t first = event.type == CANDOR_EVENT_TIMER ? event.occurred_day + 1 : event.occurred_day;
    Check(call_->host->timer(call_->host->context, rule, std::max(day, first), token), "the host refused a timer");
  }

  void CancelTimer(uint16_t rule, uint64_t token) {
    Check(call_->host->timer(call_->host->context, rule, CANDOR_NO_DAY, token), "the host refused a timer");
  }

  // This policy's open follow-ups before the event, at most CANDOR_MAX_OPEN_SHOWN of a rule, oldest first. Keys that
  // are no ids are left out.
  std::vector<OpenFollowUp> OpenOf(uint16_t rule) const {
    std::vector<OpenFollowUp> found;
    for (uint32_t i = 0; i < call_->open_count; ++i) {
      const candor_open_followup& one = *call_->open[i];
      if (one.rule == rule && one.key.size == CANDOR_ID_BYTES) found.push_back(View(one));
    }
    return found;
  }

  std::optional<OpenFollowUp> FindOpen(uint16_t rule, const Id& key) const {
    for (OpenFollowUp& one : OpenOf(rule)) {
      if (one.key == key) return one;
    }
    return std::nullopt;
  }

  // How many of the rule are open, shown or not.
  uint32_t OpenTotal(uint16_t rule) const { return call_->open_total[rule]; }

  // The state that Save() kept last; State{} at the start of a subject. State has a first member
  // `uint8_t version = State::kVersion` (not 0), is trivially copyable and has no padding, so that equal states are
  // equal bytes.
  template <class State>
  State Load() const {
    CheckState<State>();
    State state;
    if (call_->state_size == 0) return state;
    if (call_->state_size > sizeof state || call_->state[0] != State::kVersion) {
      throw Failure("the saved state is of another version of this policy");
    }
    std::memset(static_cast<void*>(&state), 0, sizeof state);
    std::memcpy(static_cast<void*>(&state), call_->state, call_->state_size);
    return state;
  }

  // Keeps `state`; zeros at its end are not stored, and a state that equals State{} is stored as nothing.
  template <class State>
  void Save(const State& state) {
    CheckState<State>();
    const State start;
    uint32_t size = sizeof state;
    const auto* bytes = reinterpret_cast<const uint8_t*>(&state);
    while (size > 0 && bytes[size - 1] == 0) --size;
    if (std::memcmp(&state, &start, sizeof state) == 0) size = 0;
    std::memset(call_->state, 0, CANDOR_MAX_STATE_BYTES);
    std::memcpy(call_->state, bytes, size);
    call_->state_size = size;
  }

 private:
  template <class State>
  static void CheckState() {
    static_assert(std::is_trivially_copyable_v<State>);
    static_assert(std::has_unique_object_representations_v<State>, "padding would make equal states unequal bytes");
    static_assert(sizeof(State) <= CANDOR_MAX_STATE_BYTES);
    static_assert(State::kVersion != 0 && std::is_same_v<decltype(State::version), uint8_t>);
  }

  static OpenFollowUp View(const candor_open_followup& raw) {
    OpenFollowUp view;
    view.rule = raw.rule;
    std::copy_n(raw.key.data, CANDOR_ID_BYTES, view.key.bytes.begin());
    view.severity = static_cast<Severity>(raw.severity);
    view.opened = raw.opened_day;
    view.reported = raw.reported_day;
    if (raw.due_day != CANDOR_NO_DAY) view.due = raw.due_day;
    const bool says_how = raw.struct_size >= offsetof(candor_open_followup, counted_days) + sizeof(raw.counted_days);
    if (says_how && view.due && raw.counted_days != 0) {
      view.counted_from = raw.due_day - static_cast<int32_t>(raw.counted_days);
    }
    view.missing_fields = raw.missing_fields;
    if (raw.struct_size >= offsetof(candor_open_followup, therapist) + CANDOR_ID_BYTES) {
      view.therapist = Id::From(raw.therapist);
    }
    return view;
  }

  static void Check(int32_t answer, const char* refusal) {
    if (answer != CANDOR_OK) throw Failure(refusal);
  }

  candor_call* call_;  // not owned
};

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_SUBJECT_H_
