#include "daemon/domain/supervision_units.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <utility>

#include "absl/strings/match.h"

namespace candor::domain {
namespace {

// BBS: one unit is one hour of individual or triadic or two hours of group supervision, in groups of at most eight; one
// a week and setting, one more above ten hours of direct counselling in that week and setting.
// BACP (accredited members, students who count hours): an hour and a half in each calendar month, not averaged; of a
// group of up to four half the time counts, of a larger one the time divided by the number of people.
constexpr UnitsRule kRules[] = {
    {.profile = UnitsProfile::kHours, .name = "hours"},
    {.profile = UnitsProfile::kBbs,
     .name = "bbs",
     .individual_minutes = 60,
     .group_minutes = 120,
     .largest_group = 8,
     .needed_hundredths = 100,
     .more_after_hours = 10},
    {.profile = UnitsProfile::kBacp, .name = "bacp", .group_minutes = 0, .needed_hundredths = 150, .monthly = true},
};
constexpr int32_t kHalfUpTo = 4;
constexpr int32_t kUnit = 100;

// The Board of Psychology licenses these, not the BBS.
bool IsPsychologist(const LicenceClass& licence) {
  return absl::StartsWith(licence.profession, "psycholog");
}

int32_t Share(int32_t minutes, int32_t per_unit) {
  return static_cast<int32_t>(int64_t{minutes} * kUnit / per_unit);
}

bool Supervises(SupervisionFormat format) {
  return format == SupervisionFormat::kIndividual || format == SupervisionFormat::kTriadic ||
         format == SupervisionFormat::kGroup;
}

void AddToWeek(const LogSession& session, LogWeek& week) {
  week.minutes += session.minutes.value_or(0);
  switch (session.format) {
    case SupervisionFormat::kIndividual:
      week.individual += session.credit.hundredths;
      break;
    case SupervisionFormat::kTriadic:
      week.triadic += session.credit.hundredths;
      break;
    default:
      week.group += session.credit.hundredths;
  }
}

std::vector<LogMonth> MonthsOf(UnitsProfile profile, const std::vector<LogSession>& sessions) {
  std::map<absl::CivilMonth, LogMonth> months;
  for (const LogSession& session : sessions) {
    LogMonth& month = months[absl::CivilMonth(session.day)];
    ++month.sessions;
    month.minutes += session.minutes.value_or(0);
    month.hundredths += session.credit.hundredths;
  }
  std::vector<LogMonth> all;
  if (months.empty()) return all;
  for (absl::CivilMonth each = months.begin()->first; each <= months.rbegin()->first; ++each) {
    LogMonth month = months[each];
    month.first = Day(each);
    month.needed = RuleOf(profile).monthly ? RuleOf(profile).needed_hundredths : 0;
    all.push_back(month);
  }
  return all;
}

LogTotals TotalsOf(const SupervisionLog& log, const std::vector<LogSession>& sessions) {
  LogTotals totals;
  std::set<Day> weeks, individual;
  for (const LogWeek& week : log.weeks) {
    if (week.units() >= kUnit) weeks.insert(week.monday);
    if (week.individual + week.triadic >= kUnit) individual.insert(week.monday);
  }
  totals.weeks = static_cast<int32_t>(weeks.size());
  totals.individual_weeks = static_cast<int32_t>(individual.size());
  for (const LogSession& session : sessions) {
    totals.hundredths += session.credit.hundredths;
    totals.minutes += session.minutes.value_or(0);
    if (session.credit.reason == NoUnits::kNotRecorded) ++totals.not_recorded;
  }
  return totals;
}

}  // namespace

const UnitsRule& RuleOf(UnitsProfile profile) {
  const auto* found = std::find_if(std::begin(kRules), std::end(kRules),
                                   [&](const UnitsRule& each) { return each.profile == profile; });
  return found == std::end(kRules) ? kRules[0] : *found;
}

UnitsProfile ProfileFor(const LicenceClass* licence) {
  if (licence == nullptr) return UnitsProfile::kHours;
  if (absl::StartsWith(licence->jurisdiction, "GB")) return UnitsProfile::kBacp;
  const bool associate = licence->jurisdiction == "US-CA" && licence->in_training && !IsPsychologist(*licence);
  return associate ? UnitsProfile::kBbs : UnitsProfile::kHours;
}

Credit CreditFor(UnitsProfile profile, SupervisionFormat format, std::optional<int32_t> minutes, int32_t people) {
  if (format == SupervisionFormat::kNotRecorded) return {0, NoUnits::kNotRecorded};
  if (!Supervises(format)) return {0, NoUnits::kFormat};
  if (!minutes) return {0, NoUnits::kNotRecorded};
  const UnitsRule& rule = RuleOf(profile);
  const bool shared = rule.group_minutes == 0;
  // Where the time is shared, two people are a small group.
  const bool of_group = format == SupervisionFormat::kGroup || (shared && format == SupervisionFormat::kTriadic);
  if (!of_group) return {Share(*minutes, rule.individual_minutes), NoUnits::kNone};
  if (people == 0 && (shared || rule.largest_group > 0)) return {0, NoUnits::kNotRecorded};
  if (rule.largest_group > 0 && people > rule.largest_group) return {0, NoUnits::kGroupTooLarge};
  if (!shared) return {Share(*minutes, rule.group_minutes), NoUnits::kNone};
  return {Share(*minutes, rule.individual_minutes * (people <= kHalfUpTo ? 2 : people)), NoUnits::kNone};
}

Credit CreditFor(UnitsProfile profile, const SupervisionSession& session, const MemberId& attendee) {
  const SupervisionAttendee* found = FindAttendee(session, attendee);
  if (found != nullptr && found->attendance == Attendance::kAbsent) return {0, NoUnits::kAbsent};
  const bool late = found != nullptr && found->attendance == Attendance::kLate && found->minutes;
  return CreditFor(profile, session.format, late ? found->minutes : session.minutes, PeopleThere(session));
}

int32_t NeededHundredths(UnitsProfile profile, std::optional<int32_t> direct_minutes) {
  const UnitsRule& rule = RuleOf(profile);
  if (rule.monthly || rule.more_after_hours == 0 || !direct_minutes) return rule.needed_hundredths;
  if (*direct_minutes == 0) return 0;
  return rule.needed_hundredths + (*direct_minutes > rule.more_after_hours * 60 ? kUnit : 0);
}

Day WeekOf(Day day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

Day MonthOf(Day day) {
  return Day(absl::CivilMonth(day));
}

SupervisionLog MakeLog(UnitsProfile profile, const std::vector<LogSession>& sessions) {
  SupervisionLog log;
  log.profile = profile;
  std::map<std::pair<Day, std::string>, LogWeek> weeks;
  for (const LogSession& session : sessions) {
    LogWeek& week = weeks[{WeekOf(session.day), session.setting}];
    week.monday = WeekOf(session.day);
    week.setting = session.setting;
    AddToWeek(session, week);
  }
  for (auto& [key, week] : weeks) log.weeks.push_back(std::move(week));
  log.months = MonthsOf(profile, sessions);
  log.totals = TotalsOf(log, sessions);
  return log;
}

}  // namespace candor::domain
