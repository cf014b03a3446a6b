#include "plugins/working/supervision_frequency.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/sdk/written.h"
#include "plugins/working/periods.h"
#include "plugins/working/rules.h"

namespace candor::working {
namespace {

constexpr int32_t kWorkingDaysAWeek = 5;

bool IsMonthly(const sdk::Candidate& asks) {
  return asks.Parameter(kPeriod) == kEachMonth;
}

bool Asks(const sdk::Candidate& asks) {
  return asks.Parameter(kPeriod) != kNoPeriod;
}

uint8_t SettingOf(const sdk::Event& entry, uint16_t field) {
  const int64_t setting = entry.Number(field).value_or(0);
  return setting >= CANDOR_WEEK_HOURS_SETTING_PRIVATE_PRACTICE && setting <= CANDOR_WEEK_HOURS_SETTING_OTHER
             ? static_cast<uint8_t>(setting)
             : 0;
}

int32_t StartOf(int32_t day, const sdk::Candidate& asks) {
  return IsMonthly(asks) ? FirstOfMonth(day) : MondayOf(day);
}

// Of the profiles that bind, one for each length of period: both a week and a month can be asked for.
template <class F>
void ForEachLength(const sdk::Subject& subject, F take) {
  bool seen[2] = {false, false};
  for (const sdk::Candidate& asks : subject.Candidates(kSupervisionFrequency, kFrequencyGroup)) {
    bool& done = seen[IsMonthly(asks) ? 1 : 0];
    if (!Asks(asks) || done) continue;
    done = true;
    take(asks);
  }
}

void TakeHours(const sdk::Event& hours, sdk::Subject& subject, Frequency& frequency) {
  // The week that it names. One that is still to come, or before all calendars here, is a slip of the pen.
  const int32_t named = hours.Day(CANDOR_FIELD_WEEK_HOURS_WEEK_OF).value_or(hours.day());
  const int32_t week = named < 0 || named > hours.day() ? hours.day() : named;
  const std::optional<int64_t> direct = hours.Number(CANDOR_FIELD_WEEK_HOURS_DIRECT_MINUTES);
  constexpr int64_t kMinutesAWeek = 7 * 24 * 60;
  const int64_t minutes = std::clamp<int64_t>(direct.value_or(0), 0, kMinutesAWeek);
  // Nothing was done in that week: it asks for nothing.
  if (direct == 0 && hours.Number(CANDOR_FIELD_WEEK_HOURS_OTHER_MINUTES).value_or(0) <= 0) return;
  ForEachLength(subject, [&](const sdk::Candidate& asks) {
    const uint8_t setting = IsMonthly(asks) ? 0 : SettingOf(hours, CANDOR_FIELD_WEEK_HOURS_SETTING);
    Period& period = PeriodAt(subject, frequency, StartOf(week, asks), IsMonthly(asks), setting);
    period.has_hours = 1;
    period.late = std::max(period.late, sdk::DaysLate(hours, period.start));
    period.direct_minutes = static_cast<int32_t>(std::min<int64_t>(period.direct_minutes + minutes, 5 * kMinutesAWeek));
    if (!direct) period.unknown |= kMissingDirectTime;
    subject.SetTimer(kSupervisionFrequency, LastDayOf(period), TokenOf(period));
  });
}

// From one day to another, without those of the last absence.
int32_t DaysWithout(const Frequency& frequency, int32_t from, int32_t to) {
  const int64_t away = int64_t{std::min(to, frequency.away_to)} - std::max(from, frequency.away_from) + 1;
  return to - from - static_cast<int32_t>(std::max(away, int64_t{0}));
}

void TakeSupervision(const sdk::Event& supervision, sdk::Subject& subject, Frequency& frequency) {
  const int32_t day = supervision.day();
  const int32_t gap = frequency.last_session == 0 ? 0 : DaysWithout(frequency, frequency.last_session, day);
  ForEachLength(subject, [&](const sdk::Candidate& asks) {
    const uint8_t setting = IsMonthly(asks) ? 0 : SettingOf(supervision, CANDOR_FIELD_SUPERVISION_WORK_SETTING);
    Period& period = PeriodAt(subject, frequency, StartOf(day, asks), IsMonthly(asks), setting);
    AddSupervision(supervision, asks, period);
    period.longest_gap = static_cast<uint16_t>(std::clamp<int32_t>(gap, period.longest_gap, UINT16_MAX));
  });
  frequency.last_session = day;
}

// Whether there was no session for longer than is allowed, the days since the last one among them: what comes after the
// period is of the next.
bool HadTooLongAGap(const Frequency& frequency, const Period& period, const sdk::Candidate& asks) {
  const int64_t longest = asks.Parameter(kLongestGap);
  const int32_t last = LastDayOf(period);
  if (longest == 0) return false;
  const bool since = frequency.last_session != 0 && frequency.last_session <= last;
  const int32_t gap = since ? DaysWithout(frequency, frequency.last_session, last) : 0;
  return std::max<int32_t>(period.longest_gap, gap) > longest;
}

bool WasAway(const Frequency& frequency, const Period& period) {
  const int32_t last = period.is_month != 0 ? LastDayOf(period) : period.start + kWorkingDaysAWeek - 1;
  return frequency.away_from <= period.start && frequency.away_to >= last;
}

// Whether less was given than asked by a profile, and whether that can be said at all.
struct Balance {
  bool asked = false;
  bool is_short = false;
  uint32_t unknown = 0;
};

Balance BalanceOf(const sdk::Subject& subject, Frequency& frequency, const Period& period) {
  Balance balance;
  const Period given = Given(frequency, period);
  for (const sdk::Candidate& asks : subject.Candidates(kSupervisionFrequency, kFrequencyGroup)) {
    if (!Asks(asks) || IsMonthly(asks) != (period.is_month != 0)) continue;
    balance.asked = true;
    const bool by_hours = asks.Parameter(kMoreAfterMinutes) > 0 || asks.Parameter(kMinutesAUnit) > 0;
    // What is not known of the hours could only ask for more; of a session, only give more.
    const uint32_t of_hours = by_hours ? given.unknown & kMissingDirectTime : 0;
    const uint32_t of_sessions = given.unknown & ~kMissingDirectTime;
    if (HadTooLongAGap(frequency, period, asks)) {
      balance.is_short = true;
    } else if (UnitsOf(given, asks) >= NeededOf(period, asks)) {
      balance.unknown |= of_hours;
    } else if (of_sessions != 0) {
      balance.unknown |= of_sessions | of_hours;
    } else {
      balance.is_short = true;
    }
  }
  return balance;
}

// `from`: the first day on which it can be asked for; so below.
void AskForRecord(const sdk::Event& timer, sdk::Subject& subject, Frequency& frequency, int32_t from,
                  uint32_t unknown) {
  if (!frequency.asked.empty() || frequency.asked_month == FirstOfMonth(timer.day())) return;
  if (frequency.slot.key == timer.id() || frequency.slot.context == timer.id()) return;
  frequency.asked_month = FirstOfMonth(timer.day());
  frequency.asked = timer.id();
  subject.Open({.rule = kSupervisionFrequency,
                .key = frequency.asked,
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = from + subject.Days(kSupervisionFrequency, kAskWithin),
                .missing_fields = unknown});
}

void OpenShort(const sdk::Event& timer, sdk::Subject& subject, Frequency& frequency, int32_t from) {
  if (!frequency.slot.Takes(timer, subject, kSupervisionFrequency) || frequency.slot.key == timer.id()) return;
  // The same hours of another length of period: they are short, whatever else is asked for.
  if (frequency.asked == timer.id()) frequency.asked = sdk::Id{};
  frequency.slot.Take(timer.id());
  subject.Open({.rule = kSupervisionFrequency,
                .key = frequency.slot.key,
                .severity = sdk::Severity::kSoon,
                .action = sdk::Action::kTalk,
                .due = from + subject.Days(kSupervisionFrequency, kMakeUpWithin)});
}

}  // namespace

void TakeForFrequency(const sdk::Event& entry, sdk::Subject& subject, Frequency& frequency) {
  switch (entry.kind()) {
    case CANDOR_KIND_WEEK_HOURS:
      return TakeHours(entry, subject, frequency);
    case CANDOR_KIND_SUPERVISION:
      return TakeSupervision(entry, subject, frequency);
    case CANDOR_KIND_ABSENCE:
      frequency.away_from = entry.Day(CANDOR_FIELD_ABSENCE_FROM).value_or(entry.day());
      frequency.away_to = entry.Day(CANDOR_FIELD_ABSENCE_TO).value_or(frequency.away_from);
      return;
    default:
      return;
  }
}

void JudgePeriod(const sdk::Event& timer, sdk::Subject& subject, Frequency& frequency) {
  const Period* const period = PeriodOf(frequency, timer.timer_token());
  if (period == nullptr || WasAway(frequency, *period)) return;
  const Balance balance = BalanceOf(subject, frequency, *period);
  if (!balance.asked) return;
  const int32_t from = std::max(sdk::AskedFrom(timer), period->written());
  if (balance.is_short) return OpenShort(timer, subject, frequency, from);
  if (balance.unknown != 0) return AskForRecord(timer, subject, frequency, from, balance.unknown);
  frequency.slot.Resolve(subject, kSupervisionFrequency);
  if (frequency.asked.empty()) return;
  subject.Resolve(kSupervisionFrequency, frequency.asked);
  frequency.asked = sdk::Id{};
}

}  // namespace candor::working
