#include "plugins/practice_duties/matters.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

constexpr uint8_t kPastDuePurpose = 1;

void Remember(State& state, const Matter& matter) {
  if (state.matter_count == State::kMaxMatters) {
    std::move(state.matters + 1, state.matters + State::kMaxMatters, state.matters);
    --state.matter_count;
  }
  state.matters[state.matter_count++] = matter;
}

void Forget(State& state, uint16_t rule, const sdk::Id& key) {
  Matter* const end = state.matters + state.matter_count;
  Matter* const kept =
      std::remove_if(state.matters, end, [&](const Matter& one) { return one.rule == rule && one.key == key; });
  std::fill(kept, end, Matter{});
  state.matter_count = static_cast<uint8_t>(kept - state.matters);
}

}  // namespace

int32_t ReceivedOn(const sdk::Event& entry, uint16_t field) {
  const int32_t latest = std::max(entry.reported(), entry.day());
  return std::clamp(entry.Day(field).value_or(latest), entry.day(), latest);
}

bool IsOrNotRecorded(const sdk::Event& entry, uint16_t field, int64_t word) {
  return !entry.Has(field) || entry.Is(field, word);
}

bool IsOfCase(const sdk::Event& entry) {
  return entry.IsYes(CANDOR_HOST_FROM_CASE);
}

uint32_t NumberOf(const sdk::Event& entry, uint32_t otherwise) {
  const int64_t number = entry.Number(CANDOR_HOST_RECORD_NUMBER).value_or(otherwise);
  return static_cast<uint32_t>(std::clamp<int64_t>(number, 0, UINT32_MAX));
}

bool OpensComplaint(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_COMPLAINT && !IsOfCase(entry) &&
         IsOrNotRecorded(entry, CANDOR_FIELD_COMPLAINT_EVENT, CANDOR_COMPLAINT_EVENT_RECEIVED);
}

bool OpensConcern(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_CONCERN && entry.source() != CANDOR_SOURCE_SELF &&
         IsOrNotRecorded(entry, CANDOR_FIELD_CONCERN_EVENT, CANDOR_CONCERN_EVENT_RAISED);
}

uint8_t AboutOf(const sdk::Event& entry, uint16_t field) {
  const int64_t about = entry.Number(field).value_or(0);
  return about > 0 && about <= UINT8_MAX ? static_cast<uint8_t>(about) : 0;
}

void OpenMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, sdk::FollowUp followup, int32_t received,
                uint8_t about) {
  const std::vector<sdk::OpenFollowUp> open = subject.OpenOf(followup.rule);
  const bool joins = subject.OpenTotal(followup.rule) >= CANDOR_MAX_OPEN_SHOWN && !open.empty();
  followup.key = entry.id();
  if (joins) {
    followup.key = open.back().key;
    followup.severity = std::max(followup.severity, open.back().severity);
    if (open.back().due && followup.due && *open.back().due < *followup.due) {
      followup.due = open.back().due;
      followup.counted_from = open.back().counted_from;
    }
    followup.facts.push_back(entry.id());
    about = 0;
  }
  subject.Open(followup);
  Forget(state, followup.rule, followup.key);
  const sdk::Id author = entry.IdOf(CANDOR_HOST_AUTHOR).value_or(sdk::Id());
  const uint8_t imported = entry.source() == CANDOR_SOURCE_IMPORT ? 1 : 0;
  Remember(state, {.key = followup.key,
                   .received = received,
                   .rule = static_cast<uint8_t>(followup.rule),
                   .about = about,
                   .imported = imported,
                   .joined = static_cast<uint8_t>(joins ? 1 : 0),
                   .author = author,
                   .number = NumberOf(entry, 0)});
}

Matter MatterOf(const State& state, const sdk::OpenFollowUp& open) {
  const Matter* const end = state.matters + state.matter_count;
  const Matter* const found =
      std::find_if(state.matters, end, [&](const Matter& one) { return one.rule == open.rule && one.key == open.key; });
  if (found != end) return *found;
  return {.key = open.key, .received = open.reported, .rule = static_cast<uint8_t>(open.rule)};
}

void AddAbout(State& state, const sdk::OpenFollowUp& open, uint8_t about) {
  for (Matter& one : state.matters) {
    if (one.rule == open.rule && one.key == open.key) one.about |= about;
  }
}

bool WasThere(const sdk::Event& entry, const Matter& matter) {
  return matter.received <= entry.reported() && matter.number < NumberOf(entry, UINT32_MAX);
}

bool IsAbout(const Matter& matter, uint8_t about) {
  return matter.about == 0 || about == 0 || matter.about == about;
}

void MeetMatter(sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open) {
  subject.Resolve(open.rule, open.key);
  subject.CancelTimer(open.rule, sdk::TimerToken(open.key, kPastDuePurpose));
  Forget(state, open.rule, open.key);
}

void WithdrawMatter(sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open) {
  subject.Withdraw(open.rule, open.key);
  subject.CancelTimer(open.rule, sdk::TimerToken(open.key, kPastDuePurpose));
  Forget(state, open.rule, open.key);
}

void SettleMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, const sdk::OpenFollowUp& open,
                  const Settlement& what) {
  const Matter matter = MatterOf(state, open);
  const uint32_t missing = open.missing_fields & ~what.done;
  if (!IsAbout(matter, what.about) || missing == open.missing_fields) return;
  if ((missing & what.needed) == 0) return MeetMatter(subject, state, open);
  const sdk::DueDay due = what.due(subject, open.rule, matter.received, missing);
  subject.Open({.rule = open.rule,
                .key = open.key,
                .severity = open.severity,
                .action = sdk::Action::kDocument,
                .due = due.day,
                .counted_from = due.counted_from,
                .missing_fields = missing,
                .facts = {entry.id()}});
  if (what.watched) WatchDue(subject, open.rule, open.key, due.day);
}

void WatchDue(sdk::Subject& subject, uint16_t rule, const sdk::Id& key, int32_t due) {
  subject.SetTimer(rule, due, sdk::TimerToken(key, kPastDuePurpose));
}

void RaisePastDue(const sdk::Event& timer, sdk::Subject& subject) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(timer.timer_rule())) {
    // Without a due date nothing is ever past due.
    if (sdk::TimerToken(open.key, kPastDuePurpose) != timer.timer_token() || !open.due) continue;
    subject.Open({.rule = open.rule,
                  .key = open.key,
                  .severity = sdk::Severity::kImportant,
                  .action = sdk::Action::kDocument,
                  .due = open.due,
                  .counted_from = open.counted_from,
                  .missing_fields = open.missing_fields});
  }
}

void TakeReport(const sdk::Event& report, sdk::Subject& subject, State& state, uint16_t rule) {
  const bool written = report.Is(CANDOR_FIELD_REPORT_FILED_EVENT, CANDOR_REPORT_FILED_EVENT_WRITTEN);
  const bool not_called_for = report.Is(CANDOR_FIELD_REPORT_FILED_EVENT, CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR) &&
                              report.IsYes(CANDOR_FIELD_REPORT_FILED_COUNSEL_OPINION);
  if (!written && !not_called_for) return;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) {
    uint32_t missing = open.missing_fields;
    if (report.Has(CANDOR_FIELD_REPORT_FILED_AGENCY)) missing &= ~kMissingAgency;
    if (report.Has(CANDOR_FIELD_REPORT_FILED_REFERENCE)) missing &= ~kMissingReference;
    if (not_called_for || (missing & (kMissingAgency | kMissingReference)) == 0) {
      MeetMatter(subject, state, open);
    } else if (missing != open.missing_fields) {
      subject.Open({.rule = rule,
                    .key = open.key,
                    .severity = open.severity,
                    .action = sdk::Action::kDocument,
                    .due = open.due,
                    .missing_fields = missing,
                    .facts = {report.id()}});
    }
  }
}

}  // namespace candor::practice_duties
