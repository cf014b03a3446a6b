#include "daemon/policy/call_answers.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <utility>

namespace candor::policy {
namespace {

using domain::Obligation;
using domain::PluginFold;
using domain::RuleState;

// The newest ones are asked for most, so from the back. nullptr when there is none.
Obligation* Find(PluginFold& fold, const std::string& rule, std::string_view key) {
  for (auto it = fold.obligations.rbegin(); it != fold.obligations.rend(); ++it) {
    if (it->key == key && it->rule == rule) return &*it;
  }
  return nullptr;
}

// Whether the days before the due date are so few that anybody can count them, and there are so many.
bool CanBeCounted(uint32_t counted_days, int32_t due_day) {
  return counted_days == 0 ||
         (counted_days <= CANDOR_MAX_COUNTED_DAYS && due_day > CANDOR_NO_DAY + CANDOR_MAX_COUNTED_DAYS);
}

}  // namespace

CallAnswers::CallAnswers(const RunnablePolicy& policy) : policy_(policy) {
  host_.struct_size = sizeof(host_);
  host_.reserved = 0;
  host_.context = this;
  host_.open = &Open;
  host_.resolve = &Resolve;
  host_.withdraw = &Withdraw;
  host_.timer = &SetTimer;
  host_.set_error = &SetError;
}

void CallAnswers::Begin(const CallOrigin& origin, const int32_t* duties_from) {
  origin_ = origin;
  duties_from_ = duties_from;
  answers_.clear();
  garbage_ = false;
  changes_follow_ups_ = false;
}

int32_t CallAnswers::Garbage() {
  garbage_ = true;
  return CANDOR_FAILED;
}

CallAnswers::Answer* CallAnswers::Add(Verb verb, uint16_t rule) {
  if (rule >= policy_.rule_count() || answers_.size() >= kMaxAnswersPerCall) {
    garbage_ = true;
    return nullptr;
  }
  Answer& answer = answers_.emplace_back();
  answer.verb = verb;
  answer.rule = rule;
  return &answer;
}

CallAnswers::Answer* CallAnswers::Add(Verb verb, uint16_t rule, const candor_text& key) {
  if (key.data == nullptr || key.size == 0 || key.size > CANDOR_MAX_KEY_BYTES) {
    garbage_ = true;
    return nullptr;
  }
  Answer* answer = Add(verb, rule);
  if (answer == nullptr) return nullptr;
  std::memcpy(answer->key.data(), key.data, key.size);
  answer->key_size = static_cast<uint8_t>(key.size);
  changes_follow_ups_ = true;
  return answer;
}

int32_t CallAnswers::Open(void* context, const candor_followup* followup) {
  auto& self = *static_cast<CallAnswers*>(context);
  // One of before ABI 1.6 ends before counted_days.
  if (followup == nullptr || followup->struct_size < offsetof(candor_followup, counted_days)) return self.Garbage();
  const uint32_t counted_days = followup->struct_size < sizeof(candor_followup) ? 0 : followup->counted_days;
  const bool known = followup->severity >= CANDOR_SEVERITY_LATER && followup->severity <= CANDOR_SEVERITY_URGENT &&
                     followup->action >= CANDOR_ACTION_TALK && followup->action <= CANDOR_ACTION_COMPLETE_RECORD &&
                     followup->fact_count <= CANDOR_MAX_FACTS;
  if (!known || !CanBeCounted(counted_days, followup->due_day)) return self.Garbage();
  Answer* answer = self.Add(Verb::kOpen, followup->rule, followup->key);
  if (answer == nullptr) return CANDOR_FAILED;
  const domain::Rule& rule = self.policy_.info().rules[followup->rule];
  if (rule.action == domain::Action{}) return self.Garbage();
  const size_t asked = rule.asked_fields.size();
  if (asked < 32 && (followup->missing_fields >> asked) != 0) return self.Garbage();
  answer->severity = static_cast<domain::Severity>(followup->severity);
  answer->action = static_cast<domain::Action>(followup->action);
  answer->day = followup->due_day;
  answer->counted_days = static_cast<int32_t>(counted_days);
  answer->missing_fields = followup->missing_fields;
  answer->fact_count = static_cast<uint8_t>(followup->fact_count);
  for (size_t i = 0; i < answer->fact_count; ++i) {
    std::memcpy(answer->facts[i].data(), followup->facts[i], CANDOR_ID_BYTES);
  }
  return CANDOR_OK;
}

int32_t CallAnswers::Resolve(void* context, uint16_t rule, candor_text key, uint32_t cause) {
  auto& self = *static_cast<CallAnswers*>(context);
  if (cause != CANDOR_CAUSE_ENTRY && cause != CANDOR_CAUSE_QUIET) return self.Garbage();
  Answer* answer = self.Add(Verb::kResolve, rule, key);
  if (answer == nullptr) return CANDOR_FAILED;
  answer->cause = cause == CANDOR_CAUSE_ENTRY ? domain::ResolvedCause::kEntry : domain::ResolvedCause::kQuiet;
  return CANDOR_OK;
}

int32_t CallAnswers::Withdraw(void* context, uint16_t rule, candor_text key) {
  auto& self = *static_cast<CallAnswers*>(context);
  return self.Add(Verb::kWithdraw, rule, key) == nullptr ? CANDOR_FAILED : CANDOR_OK;
}

int32_t CallAnswers::SetTimer(void* context, uint16_t rule, int32_t day, uint64_t token) {
  auto& self = *static_cast<CallAnswers*>(context);
  const int32_t first = self.origin_.timer ? self.origin_.day + 1 : self.origin_.day;
  if (day != CANDOR_NO_DAY && day < first) return CANDOR_FAILED;
  Answer* answer = self.Add(Verb::kTimer, rule);
  if (answer == nullptr) return CANDOR_FAILED;
  answer->day = day;
  answer->token = token;
  return CANDOR_OK;
}

// What a plugin says about its own failure may quote the entry, so it goes nowhere.
void CallAnswers::SetError(void* /*context*/, candor_text /*message*/) {}

bool CallAnswers::ApplyTo(PluginFold& fold) const {
  if (fold.obligations.size() + answers_.size() > kMaxObligations) return false;
  if (fold.timers.size() + answers_.size() > kMaxTimers + kMaxAnswersPerCall) return false;
  for (const Answer& answer : answers_) {
    switch (answer.verb) {
      case Verb::kOpen:
        ApplyOpen(answer, fold);
        break;
      case Verb::kResolve:
      case Verb::kWithdraw:
        ApplyClose(answer, fold);
        break;
      case Verb::kTimer:
        ApplyTimer(answer, fold);
        break;
    }
  }
  return true;
}

void CallAnswers::ApplyOpen(const Answer& answer, PluginFold& fold) const {
  Obligation* obligation = Find(fold, Slug(answer.rule), answer.key_text());
  if (obligation == nullptr || obligation->state != RuleState::kOpen) {
    Obligation episode;
    episode.rule = Slug(answer.rule);
    episode.key = std::string(answer.key_text());
    episode.before_policy = !MakesDuty(answer.rule);
    episode.opened_by = origin_.entry;
    episode.therapist = origin_.therapist;
    episode.opened_on = origin_.day;
    episode.reported_on = origin_.reported;
    if (obligation == nullptr) {
      obligation = &fold.obligations.emplace_back(std::move(episode));
    } else {
      episode.episode = obligation->episode + 1;
      *obligation = std::move(episode);
    }
  }
  obligation->severity = answer.severity;
  obligation->action = answer.action;
  obligation->missing_fields = answer.missing_fields;
  obligation->due.reset();
  obligation->counted_from.reset();
  if (answer.day != CANDOR_NO_DAY && !obligation->before_policy) {
    obligation->due = answer.day;
    if (answer.counted_days != 0) obligation->counted_from = answer.day - answer.counted_days;
  }
  obligation->facts_used.clear();
  for (size_t i = 0; i < answer.fact_count; ++i) obligation->facts_used.emplace_back(answer.facts[i]);
}

void CallAnswers::ApplyClose(const Answer& answer, PluginFold& fold) const {
  Obligation* obligation = Find(fold, Slug(answer.rule), answer.key_text());
  if (obligation == nullptr || obligation->state != RuleState::kOpen) return;
  if (answer.verb == Verb::kWithdraw) {
    obligation->state = RuleState::kWithdrawn;
    return;
  }
  obligation->state = RuleState::kResolved;
  obligation->cause = answer.cause;
  obligation->resolved_on = origin_.day;
  // Nobody wrote anything down when it went quiet.
  if (answer.cause == domain::ResolvedCause::kEntry) {
    obligation->resolved_by = origin_.entry;
    obligation->resolution_reported_on = origin_.reported;
  }
}

void CallAnswers::ApplyTimer(const Answer& answer, PluginFold& fold) const {
  std::erase_if(fold.timers, [&](const domain::Timer& timer) {
    return timer.token == answer.token && timer.rule == Slug(answer.rule);
  });
  if (answer.day == CANDOR_NO_DAY) return;
  fold.timers.push_back({Slug(answer.rule), answer.day, answer.token, origin_.entry, origin_.therapist,
                         origin_.reported, origin_.opens_duties, origin_.asked_on});
}

}  // namespace candor::policy
