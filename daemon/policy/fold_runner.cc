#include "daemon/policy/fold_runner.h"

#include <algorithm>
#include <cstring>
#include <tuple>
#include <utility>

namespace candor::policy {
namespace {

using domain::NotAssessedReason;
using domain::Place;
using domain::PluginFold;
using domain::PolicyEvent;
using domain::Timer;

bool FiresBefore(const Timer& a, const Timer& b) {
  return std::tie(a.day, a.rule, a.token) < std::tie(b.day, b.rule, b.token);
}

int64_t AnswerOf(bool yes) {
  return yes ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO;
}

candor_field NumberField(uint16_t id, int64_t value) {
  return {id, CANDOR_TYPE_NUMBER, 0, value, nullptr};
}

candor_field FieldOf(const domain::Fact& fact) {
  candor_field field{fact.field, CANDOR_TYPE_NUMBER, 0, 0, nullptr};
  if (const auto* number = std::get_if<int64_t>(&fact.value)) {
    field.number = *number;
  } else if (const auto* id = std::get_if<IdBytes>(&fact.value)) {
    field.type = CANDOR_TYPE_ID;
    field.size = static_cast<uint32_t>(id->size());
    field.text = reinterpret_cast<const char*>(id->data());
  } else {
    const auto& text = std::get<std::string>(fact.value);
    field.type = CANDOR_TYPE_TEXT;
    field.size = static_cast<uint32_t>(text.size());
    field.text = text.data();
  }
  return field;
}

void CopyId(const IdBytes& id, uint8_t (&out)[CANDOR_ID_BYTES]) {
  std::memcpy(out, id.data(), id.size());
}

candor_event EntryEvent(const PolicyEvent& event) {
  candor_event out{};
  out.struct_size = sizeof(out);
  out.type = CANDOR_EVENT_ENTRY;
  out.kind = static_cast<uint16_t>(event.kind);
  CopyId(event.id.bytes(), out.id);
  CopyId(event.therapist.bytes(), out.therapist);
  out.occurred_day = event.occurred;
  out.occurred_minute = event.minute.value_or(CANDOR_NO_MINUTE);
  out.reported_day = event.reported;
  out.source = static_cast<uint16_t>(event.source);
  out.basis = static_cast<uint16_t>(event.basis);
  out.stage = static_cast<uint16_t>(event.stage);
  out.has_note = event.has_note ? 1 : 0;
  out.opens_duties = event.opens_duties ? 1 : 0;
  return out;
}

candor_event ChangeEvent(const PolicyEvent& event) {
  candor_event out = EntryEvent(event);
  out.type = CANDOR_EVENT_FOLLOW_UP;
  out.kind = 0;
  out.source = 0;
  return out;
}

candor_field IdField(uint16_t id, const IdBytes& value) {
  return {id, CANDOR_TYPE_ID, static_cast<uint32_t>(value.size()), 0, reinterpret_cast<const char*>(value.data())};
}

// Several may be of one entry and day, so the follow-up says which it is.
Step StepOf(const PolicyEvent& event) {
  Step step{event.id, event.number, false, event.occurred, 0, 0};
  if (event.follow_up) step.token = event.place.digest ^ static_cast<uint64_t>(event.follow_up->what);
  return step;
}

candor_event TimerEvent(const Timer& timer, uint16_t rule) {
  candor_event out{};
  out.struct_size = sizeof(out);
  out.type = CANDOR_EVENT_TIMER;
  CopyId(timer.asked_by.bytes(), out.id);
  CopyId(timer.therapist.bytes(), out.therapist);
  out.occurred_day = timer.day;
  out.occurred_minute = CANDOR_NO_MINUTE;
  out.reported_day = timer.reported;
  out.timer_rule = rule;
  out.timer_token = timer.token;
  out.opens_duties = timer.opens_duties ? 1 : 0;
  return out;
}

}  // namespace

struct FoldRunner::RunState {
  const domain::PolicyTask& task;
  std::span<const Skip> skips;
  const std::function<void(const Step&)>& before_step;
  domain::PolicyResult result;
  uint32_t steps = 0;  // events and timers so far
  std::vector<uint32_t> snapshot_steps;

  // The reason to leave the step out, or nullopt.
  std::optional<NotAssessedReason> SkipOf(const Step& step) const {
    for (const Skip& skip : skips) {
      if (skip.step == step) return skip.reason;
    }
    return std::nullopt;
  }

  // An event that the plugin is not shown is folded all the same, so that nobody reads it again. Timers of days before
  // it stay: they fire when their time has come, with what is known by then.
  void PassOver(const PolicyEvent& event) { Advance(event.place); }

  void Snapshot() {
    if (!result.snapshots.empty() && result.snapshots.back().place == result.end.place) return;
    snapshot_steps.push_back(steps);
    result.snapshots.push_back(result.end);
    std::sort(result.snapshots.back().timers.begin(), result.snapshots.back().timers.end());
  }

  void Advance(const Place& place) {
    result.end.place = std::max(result.end.place, place);
    ++steps;
    MaybeSnapshot();
  }

 private:
  // Keeps a snapshot now and then; older ones stand further apart, by a quarter of their distance from here.
  void MaybeSnapshot() {
    if (!task.want_snapshots || steps % kSnapshotSpacing != 0) return;
    for (size_t i = snapshot_steps.size(); i-- > 1;) {
      const uint32_t gap = (i + 1 < snapshot_steps.size() ? snapshot_steps[i + 1] : steps) - snapshot_steps[i - 1];
      if (gap <= (steps - snapshot_steps[i]) / 4) {
        snapshot_steps.erase(snapshot_steps.begin() + static_cast<ptrdiff_t>(i));
        result.snapshots.erase(result.snapshots.begin() + static_cast<ptrdiff_t>(i));
      }
    }
    Snapshot();
  }
};

domain::PolicyResult FoldRunner::Run(const domain::PolicyTask& task, std::span<const Skip> skips,
                                     const std::function<void(const Step&)>& before_step) {
  return RunFrom(task.start, task, skips, before_step);
}

domain::PolicyResult FoldRunner::RunFrom(PluginFold start, const domain::PolicyTask& task, std::span<const Skip> skips,
                                         const std::function<void(const Step&)>& before_step) {
  RunState run{task, skips, before_step, {}, 0, {}};
  run.result.end = std::move(start);
  shown_is_stale_ = true;
  scope_ = task.subject.kind == domain::SubjectKind::kMember ? CANDOR_SCOPE_MEMBER : CANDOR_SCOPE_CASE;
  duties_from_ = task.duties_from.size() == policy_.rule_count() ? task.duties_from.data() : nullptr;
  for (const PolicyEvent& event : task.Events()) {
    run.result.end.folded_to = std::max(run.result.end.folded_to, event.number + 1);
    const bool concerns =
        event.follow_up ? policy_.ReadsFollowUps(task.subject.kind) : policy_.Subscribes(task.subject.kind, event.kind);
    if (!concerns) {
      run.PassOver(event);
      continue;
    }
    FireTimers(event.occurred, run);
    if (event.follow_up) {
      FillChange(*event.follow_up);
    } else {
      FillFields(event);
    }
    candor_event view = event.follow_up ? ChangeEvent(event) : EntryEvent(event);
    view.fields = fields_.data();
    view.field_count = static_cast<uint32_t>(fields_.size());
    const CallOrigin origin{event.id,           event.therapist, event.occurred, event.reported,
                            event.opens_duties, false,           event.occurred};
    Assess(view, origin, StepOf(event), event.place, run);
  }
  // What is written of a day that timers have gone past, a week later say, goes on from before these.
  const std::vector<Timer>& timers = run.result.end.timers;
  if (std::any_of(timers.begin(), timers.end(), [&](const Timer& timer) { return timer.day < task.until; })) {
    run.Snapshot();
  }
  FireTimers(task.until, run);
  std::sort(run.result.end.timers.begin(), run.result.end.timers.end());
  return std::move(run.result);
}

void FoldRunner::FireTimers(int32_t before_day, RunState& run) {
  std::vector<Timer>& timers = run.result.end.timers;
  while (!timers.empty()) {
    const auto first = std::min_element(timers.begin(), timers.end(), FiresBefore);
    if (first->day >= before_day) return;
    std::iter_swap(first, timers.end() - 1);
    FireOne(run);
  }
}

// The last timer of the vector.
void FoldRunner::FireOne(RunState& run) {
  const Timer timer = std::move(run.result.end.timers.back());
  run.result.end.timers.pop_back();
  const std::optional<uint16_t> rule = policy_.RuleIndex(timer.rule);
  if (!rule.has_value()) return;
  const CallOrigin origin{timer.asked_by, timer.therapist, timer.day, timer.reported, timer.opens_duties,
                          true,           timer.asked_on};
  const Step step{timer.asked_by, 0, true, timer.day, *rule, timer.token};
  Assess(TimerEvent(timer, *rule), origin, step, Place::EndOf(timer.day), run);
}

void FoldRunner::Assess(const candor_event& event, const CallOrigin& origin, const Step& step, const Place& place,
                        RunState& run) {
  NotAssessedReason reason = NotAssessedReason::kPluginError;
  bool judged = false;
  if (const auto skipped = run.SkipOf(step)) {
    reason = *skipped;
  } else {
    if (run.before_step) run.before_step(step);
    const uint32_t set = domain::SetOn(run.task.sets, origin.therapist, origin.asked_on);
    judged = Call(event, origin, set, run.result.end, reason);
  }
  if (!judged) {
    const EntryId entry = step.timer ? EntryId() : step.entry;
    run.result.not_assessed.push_back({run.task.subject, entry, policy_.info().name, reason});
  }
  run.Advance(place);
}

bool FoldRunner::Call(const candor_event& event, const CallOrigin& origin, uint32_t set, PluginFold& fold,
                      NotAssessedReason& reason) {
  if (shown_is_stale_) ShowOpen(fold);
  std::memcpy(state_, fold.state.data(), fold.state.size());
  std::memset(state_ + fold.state.size(), 0, sizeof(state_) - fold.state.size());
  answers_.Begin(origin, duties_from_);
  candor_call call{};
  call.struct_size = sizeof(call);
  call.state_size = static_cast<uint32_t>(fold.state.size());
  call.state = state_;
  call.event = &event;
  call.host = &answers_.host();
  call.parameters = policy_.parameters(set);
  call.candidates = policy_.candidates(set).data();
  call.candidate_count = static_cast<uint32_t>(policy_.candidates(set).size());
  call.open = shown_pointers_.data();
  call.open_count = static_cast<uint32_t>(shown_.size());
  call.open_total = open_total_.data();
  call.scope = scope_;
  call.duties_from = duties_from_;
  const int32_t code = policy_.policy().assess(policy_.instance(), &call);
  if (code != CANDOR_OK) {
    reason = answers_.garbage() ? NotAssessedReason::kBadAnswer : NotAssessedReason::kPluginError;
    return false;
  }
  if (answers_.garbage() || call.state_size > CANDOR_MAX_STATE_BYTES || !answers_.ApplyTo(fold)) {
    reason = NotAssessedReason::kBadAnswer;
    return false;
  }
  fold.state.assign(reinterpret_cast<const char*>(state_), call.state_size);
  shown_is_stale_ = answers_.changes_follow_ups();
  return true;
}

void FoldRunner::FillFields(const PolicyEvent& event) {
  const domain::HostFacts& host = event.host;
  fields_.clear();
  fields_.push_back(NumberField(CANDOR_HOST_IN_TRAINING, AnswerOf(host.in_training)));
  fields_.push_back(NumberField(CANDOR_HOST_CURRENT_CLIENT, AnswerOf(host.current_client)));
  fields_.push_back(NumberField(CANDOR_HOST_HOLDS_CASE, AnswerOf(host.therapist_holds_case)));
  if (event.kind == domain::Kind::kConsultation) {
    fields_.push_back(NumberField(CANDOR_HOST_CONSULTANT_IS_MEMBER, AnswerOf(host.consultant_is_member)));
    if (host.consultant_relation != domain::HostFacts::Relation::kNotRecorded) {
      fields_.push_back(NumberField(CANDOR_HOST_CONSULTANT_RELATION, static_cast<int64_t>(host.consultant_relation)));
    }
  }
  if (host.supervision_planned) {
    fields_.push_back(NumberField(CANDOR_HOST_SUPERVISION_PLANNED, *host.supervision_planned));
  }
  if (host.therapy_started) fields_.push_back(NumberField(CANDOR_HOST_THERAPY_STARTED, *host.therapy_started));
  if (host.last_own_report) fields_.push_back(NumberField(CANDOR_HOST_LAST_OWN_REPORT, *host.last_own_report));
  if (host.from_case) fields_.push_back(NumberField(CANDOR_HOST_FROM_CASE, CANDOR_ANSWER_YES));
  if (host.supervisees) fields_.push_back(NumberField(CANDOR_HOST_SUPERVISEES, host.supervisees->count));
  if (!host.author.empty()) fields_.push_back(IdField(CANDOR_HOST_AUTHOR, host.author.bytes()));
  if (host.author_relation != domain::HostFacts::Relation::kNotRecorded) {
    fields_.push_back(NumberField(CANDOR_HOST_AUTHOR_RELATION, static_cast<int64_t>(host.author_relation)));
  }
  // Whoever raised a concern without a name has no author, and their concern came in all the same.
  if (!host.author.empty() || event.kind == domain::Kind::kConcern) {
    fields_.push_back(NumberField(CANDOR_HOST_RECORD_NUMBER, static_cast<int64_t>(event.number)));
  }
  if (!host.matter.empty()) fields_.push_back(IdField(CANDOR_HOST_MATTER, host.matter.bytes()));
  if (host.supervisees) {
    for (const int32_t day : host.supervisees->until) {
      fields_.push_back(NumberField(CANDOR_HOST_SUPERVISEES_UNTIL, day));
    }
  }
  for (const domain::Fact& fact : event.facts.all()) fields_.push_back(FieldOf(fact));
}

void FoldRunner::FillChange(const domain::FollowUpChange& change) {
  fields_.clear();
  fields_.push_back(IdField(CANDOR_HOST_FOLLOW_UP_ID, change.follow_up.bytes()));
  fields_.push_back(NumberField(CANDOR_HOST_FOLLOW_UP_CHANGE, static_cast<int64_t>(change.what)));
  if (!change.catalogue_id.empty()) {
    fields_.push_back({CANDOR_HOST_FOLLOW_UP_RULE, CANDOR_TYPE_TEXT, static_cast<uint32_t>(change.catalogue_id.size()),
                       0, change.catalogue_id.data()});
  }
  fields_.push_back(NumberField(CANDOR_HOST_FOLLOW_UP_SEVERITY, static_cast<int64_t>(change.severity)));
  if (change.due) fields_.push_back(NumberField(CANDOR_HOST_FOLLOW_UP_DUE, *change.due));
  fields_.push_back(IdField(CANDOR_HOST_FOLLOW_UP_SITUATION, change.situation.bytes()));
  if (change.finding != domain::Finding::kNone) {
    fields_.push_back(NumberField(CANDOR_HOST_FOLLOW_UP_FINDING, static_cast<int64_t>(change.finding)));
  }
}

// By rule, then oldest first; at most CANDOR_MAX_OPEN_SHOWN of a rule.
void FoldRunner::ShowOpen(const PluginFold& fold) {
  shown_.clear();
  open_total_.assign(policy_.rule_count(), 0);
  shown_is_stale_ = false;
  for (const domain::Obligation& obligation : fold.obligations) {
    if (obligation.state != domain::RuleState::kOpen) continue;
    const std::optional<uint16_t> rule = policy_.RuleIndex(obligation.rule);
    if (!rule.has_value() || ++open_total_[*rule] > CANDOR_MAX_OPEN_SHOWN) continue;
    candor_open_followup& shown = shown_.emplace_back();
    shown = {};
    shown.struct_size = sizeof(shown);
    shown.rule = *rule;
    shown.severity = static_cast<uint16_t>(obligation.severity);
    shown.key = {obligation.key.data(), static_cast<uint32_t>(obligation.key.size())};
    shown.opened_day = obligation.opened_on;
    shown.reported_day = obligation.reported_on;
    shown.due_day = obligation.due.value_or(CANDOR_NO_DAY);
    if (obligation.due && obligation.counted_from) {
      shown.counted_days = static_cast<uint32_t>(*obligation.due - *obligation.counted_from);
    }
    shown.missing_fields = obligation.missing_fields;
    CopyId(obligation.opened_by.bytes(), shown.opened_by);
    CopyId(obligation.therapist.bytes(), shown.therapist);
  }
  std::stable_sort(shown_.begin(), shown_.end(), [](const auto& a, const auto& b) { return a.rule < b.rule; });
  shown_pointers_.clear();
  for (const candor_open_followup& shown : shown_) shown_pointers_.push_back(&shown);
}

}  // namespace candor::policy
