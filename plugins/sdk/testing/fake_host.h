#ifndef CANDOR_PLUGINS_SDK_TESTING_FAKE_HOST_H_
#define CANDOR_PLUGINS_SDK_TESTING_FAKE_HOST_H_

#include <algorithm>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <utility>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/calendar.h"
#include "plugins/sdk/testing/entry.h"
#include "plugins/sdk/testing/follow_up_change.h"
#include "plugins/sdk/testing/parameter_values.h"
#include "plugins/sdk/testing/shown_follow_up.h"

namespace candor::sdk::testing {

// Runs a policy over one subject without a daemon: feeds it entries in the order given, fires its timers, keeps its
// state and its follow-ups as the real host does, and is as strict about answers. Thread-compatible.
//
//   FakeHost host(MakePolicy<MyPolicy>(kDeclaration));
//   host.Feed(Entry("r1", "2024-08-19", CANDOR_KIND_PERSONAL_REACTION));
//   host.PassTo("2024-10-01");
//   EXPECT_EQ(host.Lines(), …);
class FakeHost {
 public:
  // `scope`: whether the subject is a case or a member (CANDOR_SCOPE_*), so that only rules of that scope are asked, as
  // the real host does it; 0: all are, for a policy whose rules have one scope.
  explicit FakeHost(const candor_policy& policy, uint32_t scope = 0)
      : policy_(policy), scope_(scope), parameters_(policy) {
    if (policy.create != nullptr) {
      instance_ = policy.create();
      if (instance_ == nullptr) throw std::invalid_argument("the policy made no instance");
    }
  }
  ~FakeHost() {
    if (policy_.destroy != nullptr) policy_.destroy(instance_);
  }
  FakeHost(const FakeHost&) = delete;
  FakeHost& operator=(const FakeHost&) = delete;

  FakeHost& SetParameter(std::string_view slug, std::string_view name, int64_t value) {
    parameters_.Set(slug, name, value);
    return *this;
  }

  // What one profile gives a group of the rule's parameters, all of them by name. The first one of a group stands in
  // place of the defaults; where there are more, the policy is shown each.
  FakeHost& AddCandidate(std::string_view slug, std::string_view group,
                         const std::vector<std::pair<std::string_view, int64_t>>& values) {
    parameters_.AddCandidate(slug, group, values);
    return *this;
  }

  // The rule is active for entries reported on or after `date`.
  FakeHost& SetDutiesFrom(std::string_view slug, std::string_view date) {
    duties_from_.resize(policy_.rule_count, CANDOR_NO_DAY);
    for (uint32_t i = 0; i < policy_.rule_count; ++i) {
      if (String(Rule(i).slug) != slug) continue;
      duties_from_[i] = DayOf(date);
      return *this;
    }
    throw std::invalid_argument("no such rule: " + std::string(slug));
  }

  // Fires the timers of earlier days, then shows the entry. Entries of one day come in the order fed; the caller keeps
  // the timeline's order of kinds. False: the policy could not judge it (see not_assessed()).
  bool Feed(const Entry& entry) {
    if (entry.day() < now_) throw std::invalid_argument("entries are fed in the order of their dates");
    PassToDay(entry.day());
    if (!Subscribed(entry.kind())) return true;
    std::vector<candor_field> fields;
    const candor_event event = entry.Event(fields);
    return Call(event, entry.opens_duties());
  }
  // The same of what has become of a follow-up of a case, where a rule of the subject's scope reads that. It comes
  // after the entries of its day.
  bool Feed(const FollowUpChange& change) {
    if (change.day() < now_) throw std::invalid_argument("changes are fed in the order of their dates");
    PassToDay(change.day());
    if (!ReadsFollowUps()) return true;
    std::vector<candor_field> fields;
    const candor_event event = change.Event(fields);
    return Call(event, change.opens_duties());
  }
  void FeedAll(const std::vector<Entry>& entries) {
    for (const Entry& entry : entries) Feed(entry);
  }

  // Every day before `date` has passed: its timers fire.
  void PassTo(std::string_view date) { PassToDay(DayOf(date)); }
  void PassToDay(int32_t day) {
    while (!timers_.empty() && timers_.front().day < day) FireNext();
    now_ = std::max(now_, day);
  }

  // In order of first opening.
  std::vector<ShownFollowUp> FollowUps() const {
    std::vector<ShownFollowUp> shown;
    for (const Obligation& one : obligations_) shown.push_back(Show(one));
    return shown;
  }
  std::vector<ShownFollowUp> Of(std::string_view slug) const {
    std::vector<ShownFollowUp> shown = FollowUps();
    std::erase_if(shown, [&](const ShownFollowUp& one) { return one.rule != slug; });
    return shown;
  }
  std::vector<std::string> Lines() const {
    std::vector<std::string> lines;
    for (const Obligation& one : obligations_) lines.push_back(Show(one).Line());
    return lines;
  }

  // Sentences of the calls that ended in CANDOR_FAILED, or that the host refused.
  const std::vector<std::string>& not_assessed() const { return not_assessed_; }
  const std::string& state() const { return state_; }
  size_t timer_count() const { return timers_.size(); }

 private:
  struct Obligation {
    uint16_t rule = 0;
    std::string key;
    std::string state = "open";
    uint32_t cause = 0;
    candor_followup said{};  // without its pointers
    int32_t opened_day = 0;
    int32_t reported_day = 0;
    int32_t ended_day = 0;
    Id opened_by;
    Id therapist;
    Id ended_by;
    bool before_policy = false;
    int episode = 1;
  };
  struct Timer {
    int32_t day = 0;
    uint16_t rule = 0;
    uint64_t token = 0;
    candor_event asked_by{};  // the entry on whose behalf it fires; no fields
    bool opens_duties = true;
  };

  // What one call has to be undone with, and whom the callbacks speak for.
  struct Running {
    FakeHost* host;
    const candor_event* event;
    bool opens_duties;
    std::string error = {};
  };

  static std::string String(const candor_text& text) { return std::string(text.data, text.size); }
  const candor_rule& Rule(uint32_t index) const { return *policy_.rules[index]; }

  bool Subscribed(uint16_t kind) const {
    for (uint32_t i = 0; i < policy_.rule_count; ++i) {
      if (scope_ != 0 && Rule(i).scope != scope_) continue;
      if (std::count(Rule(i).kinds, Rule(i).kinds + Rule(i).kind_count, kind) > 0) return true;
    }
    return false;
  }

  bool ReadsFollowUps() const {
    if (scope_ == CANDOR_SCOPE_CASE) return false;
    for (uint32_t i = 0; i < policy_.rule_count; ++i) {
      if (Rule(i).reads_follow_ups != 0) return true;
    }
    return false;
  }

  void FireNext() {
    const Timer timer = timers_.front();
    timers_.erase(timers_.begin());
    candor_event event = timer.asked_by;
    event.type = CANDOR_EVENT_TIMER;
    event.kind = 0;
    event.occurred_day = timer.day;
    event.occurred_minute = CANDOR_NO_MINUTE;
    event.timer_rule = timer.rule;
    event.timer_token = timer.token;
    Call(event, timer.opens_duties);
  }

  bool Call(const candor_event& event, bool opens_duties) {
    const auto obligations = obligations_;
    const auto timers = timers_;
    Running running{this, &event, opens_duties, ""};
    const candor_host host{sizeof(candor_host), 0, &running, &DoOpen, &DoResolve, &DoWithdraw, &DoTimer, &DoError};
    std::vector<candor_open_followup> open;
    std::vector<uint32_t> totals;
    ShowOpen(obligations, open, totals);
    std::vector<const candor_open_followup*> open_pointers;
    for (const candor_open_followup& one : open) open_pointers.push_back(&one);
    const std::vector<const int64_t*> parameters = parameters_.Show();
    std::string room = state_;
    room.resize(CANDOR_MAX_STATE_BYTES, '\0');
    candor_call call{};
    call.struct_size = sizeof call;
    call.state_size = static_cast<uint32_t>(state_.size());
    call.state = reinterpret_cast<uint8_t*>(room.data());
    call.event = &event;
    call.host = &host;
    call.parameters = parameters.data();
    call.open = open_pointers.data();
    call.open_count = static_cast<uint32_t>(open_pointers.size());
    call.open_total = totals.data();
    call.scope = scope_ != 0 ? scope_ : Rule(0).scope;
    ParameterValues::Candidates candidates;
    parameters_.ShowCandidates(candidates);
    call.candidates = candidates.pointers.data();
    call.candidate_count = static_cast<uint32_t>(candidates.pointers.size());
    call.duties_from = duties_from_.empty() ? nullptr : duties_from_.data();
    const int32_t answer = policy_.assess(instance_, &call);
    if (answer == CANDOR_OK && call.state_size <= CANDOR_MAX_STATE_BYTES) {
      state_ = room.substr(0, call.state_size);
      return true;
    }
    obligations_ = obligations;
    timers_ = timers;
    not_assessed_.push_back(running.error);
    return false;
  }

  void ShowOpen(const std::vector<Obligation>& all, std::vector<candor_open_followup>& open,
                std::vector<uint32_t>& totals) const {
    totals.assign(policy_.rule_count, 0);
    for (uint16_t rule = 0; rule < policy_.rule_count; ++rule) {
      for (const Obligation& one : all) {
        if (one.rule != rule || one.state != "open" || ++totals[rule] > CANDOR_MAX_OPEN_SHOWN) continue;
        candor_open_followup view{};
        view.struct_size = sizeof view;
        view.rule = rule;
        view.severity = one.said.severity;
        view.key = {one.key.data(), static_cast<uint32_t>(one.key.size())};
        view.opened_day = one.opened_day;
        view.reported_day = one.reported_day;
        view.due_day = one.before_policy ? CANDOR_NO_DAY : one.said.due_day;
        view.counted_days = one.before_policy ? 0 : one.said.counted_days;
        view.missing_fields = one.said.missing_fields;
        std::copy(one.opened_by.bytes.begin(), one.opened_by.bytes.end(), std::begin(view.opened_by));
        std::copy(one.therapist.bytes.begin(), one.therapist.bytes.end(), std::begin(view.therapist));
        open.push_back(view);
      }
    }
  }

  Obligation* Find(uint16_t rule, const candor_text& key) {
    for (Obligation& one : obligations_) {
      if (one.rule == rule && one.key == String(key)) return &one;
    }
    return nullptr;
  }

  bool Sound(const candor_followup& said) const {
    return said.rule < policy_.rule_count && said.key.size >= 1 && said.key.size <= CANDOR_MAX_KEY_BYTES &&
           said.severity >= CANDOR_SEVERITY_LATER && said.severity <= CANDOR_SEVERITY_URGENT &&
           said.action >= CANDOR_ACTION_TALK && said.action <= CANDOR_ACTION_COMPLETE_RECORD &&
           Rule(said.rule).action != 0 && said.fact_count <= CANDOR_MAX_FACTS &&
           static_cast<uint64_t>(said.missing_fields) < (uint64_t{1} << Rule(said.rule).asked_field_count);
  }

  int32_t Open(const Running& running, const candor_followup& said) {
    if (!Sound(said)) return CANDOR_FAILED;
    Obligation* one = Find(said.rule, said.key);
    const bool is_new = one == nullptr;
    if (is_new) one = &obligations_.emplace_back();
    if (is_new || one->state != "open") {
      one->rule = said.rule;
      one->key = String(said.key);
      one->episode = is_new ? 1 : one->episode + 1;
      one->state = "open";
      one->opened_day = running.event->occurred_day;
      one->reported_day = running.event->reported_day;
      one->opened_by = Id::From(running.event->id);
      one->therapist = Id::From(running.event->therapist);
      const bool too_early = !duties_from_.empty() && running.event->reported_day < duties_from_[said.rule];
      one->before_policy = !running.opens_duties || too_early;
    }
    one->said = said;
    one->said.key = {};
    return CANDOR_OK;
  }

  void End(const Running& running, uint16_t rule, const candor_text& key, const char* state, uint32_t cause) {
    Obligation* one = Find(rule, key);
    if (one == nullptr || one->state != "open") return;
    one->state = state;
    one->cause = cause;
    one->ended_day = running.event->occurred_day;
    one->ended_by = cause == CANDOR_CAUSE_QUIET ? Id{} : Id::From(running.event->id);
  }

  int32_t SetTimer(const Running& running, uint16_t rule, int32_t day, uint64_t token) {
    if (rule >= policy_.rule_count) return CANDOR_FAILED;
    std::erase_if(timers_, [&](const Timer& timer) { return timer.rule == rule && timer.token == token; });
    if (day == CANDOR_NO_DAY) return CANDOR_OK;
    // The end of a timer's own day is now; of an entry's day it is still to come.
    const bool over = running.event->type == CANDOR_EVENT_TIMER && day == running.event->occurred_day;
    if (over || day < running.event->occurred_day) return CANDOR_FAILED;
    Timer timer{day, rule, token, *running.event, running.opens_duties};
    timer.asked_by.fields = nullptr;
    timer.asked_by.field_count = 0;
    const auto earlier = [this](const Timer& a, const Timer& b) {
      return std::tuple(a.day, String(Rule(a.rule).slug), a.token) <
             std::tuple(b.day, String(Rule(b.rule).slug), b.token);
    };
    timers_.insert(std::upper_bound(timers_.begin(), timers_.end(), timer, earlier), timer);
    return CANDOR_OK;
  }

  static Running& Context(void* context) { return *static_cast<Running*>(context); }
  static int32_t DoOpen(void* context, const candor_followup* said) {
    return Context(context).host->Open(Context(context), *said);
  }
  static int32_t DoResolve(void* context, uint16_t rule, candor_text key, uint32_t cause) {
    if (cause != CANDOR_CAUSE_ENTRY && cause != CANDOR_CAUSE_QUIET) return CANDOR_FAILED;
    Context(context).host->End(Context(context), rule, key, "resolved", cause);
    return CANDOR_OK;
  }
  static int32_t DoWithdraw(void* context, uint16_t rule, candor_text key) {
    Context(context).host->End(Context(context), rule, key, "withdrawn", 0);
    return CANDOR_OK;
  }
  static int32_t DoTimer(void* context, uint16_t rule, int32_t day, uint64_t token) {
    return Context(context).host->SetTimer(Context(context), rule, day, token);
  }
  static void DoError(void* context, candor_text message) { Context(context).error = String(message); }

  static std::string NameOfId(const Id& id) { return id.empty() ? "" : NameOf(String(id.key())); }

  ShownFollowUp Show(const Obligation& one) const {
    static constexpr const char* kSeverities[] = {"", "later", "soon", "important", "urgent"};
    static constexpr const char* kActions[] = {"",         "talk",     "refer",          "soft_transfer",
                                               "document", "prohibit", "complete_record"};
    ShownFollowUp shown;
    shown.rule = String(Rule(one.rule).slug);
    shown.key = NameOf(one.key);
    shown.state = one.state;
    if (one.state == "resolved") shown.cause = one.cause == CANDOR_CAUSE_QUIET ? "quiet" : "entry";
    shown.severity = kSeverities[one.said.severity];
    shown.action = kActions[one.said.action];
    shown.opened = FormatDay(one.opened_day);
    if (!one.before_policy && one.said.due_day != CANDOR_NO_DAY) {
      shown.due = FormatDay(one.said.due_day);
      shown.counted_days = static_cast<int>(one.said.counted_days);
    }
    if (one.state != "open") shown.ended = FormatDay(one.ended_day);
    shown.ended_by = NameOfId(one.ended_by);
    for (uint32_t bit = 0; bit < Rule(one.rule).asked_field_count; ++bit) {
      if ((one.said.missing_fields >> bit & 1u) != 0) shown.missing.push_back(Rule(one.rule).asked_fields[bit]);
    }
    for (uint16_t i = 0; i < one.said.fact_count; ++i) shown.facts.push_back(NameOfId(Id::From(one.said.facts[i])));
    shown.before_policy = one.before_policy;
    shown.episode = one.episode;
    shown.opened_by = NameOfId(one.opened_by);
    shown.therapist = NameOfId(one.therapist);
    shown.reported = FormatDay(one.reported_day);
    return shown;
  }

  candor_policy policy_;
  uint32_t scope_;
  void* instance_ = nullptr;
  ParameterValues parameters_;
  std::vector<int32_t> duties_from_;  // by rule; empty: of every rule from the beginning
  std::string state_;
  std::vector<Obligation> obligations_;
  std::vector<Timer> timers_;  // in the order they fire
  std::vector<std::string> not_assessed_;
  int32_t now_ = INT32_MIN;
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_PLUGINS_SDK_TESTING_FAKE_HOST_H_
