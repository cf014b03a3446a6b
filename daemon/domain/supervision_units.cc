#include "daemon/domain/supervision_units.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"

namespace candor::domain {
namespace {

// BBS: one unit is one hour of individual or triadic or two hours of group supervision, in groups of at most eight; one
// a week and setting, one more above ten hours of direct counselling in that week and setting. Of a trainee, one for
// every five hours with clients, and one at least.
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
    {.profile = UnitsProfile::kBbsTrainee,
     .name = "bbs_trainee",
     .individual_minutes = 60,
     .group_minutes = 120,
     .largest_group = 8,
     .needed_hundredths = 100,
     .hours_a_unit = 5},
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

// Whether it is a session of the log: what nobody signed is told apart, and what was signed elsewhere is there.
bool Counts(const LogSession& session) {
  return session.credit.reason != NoUnits::kNotSigned && session.credit.reason != NoUnits::kSignedElsewhere;
}

void AddToWeek(const LogSession& session, LogWeek& week) {
  const NoUnits reason = session.credit.reason;
  const bool named = std::find(week.no_units.begin(), week.no_units.end(), reason) != week.no_units.end();
  if (reason != NoUnits::kNone && !named) week.no_units.push_back(reason);
  if (!Counts(session)) return;
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

// What a line of the log is about.
struct WeekKey {
  Day monday;
  WorkSetting work_setting = WorkSetting::kNotRecorded;
  std::string setting;  // only where nothing else says where it was

  bool operator<(const WeekKey& other) const {
    return std::tie(monday, work_setting, setting) < std::tie(other.monday, other.work_setting, other.setting);
  }
};

// The lines of a log, and where the hours of their weeks are.
class WeekTable {
 public:
  WeekTable(UnitsProfile profile, const std::vector<HoursOfWeek>& hours) : profile_(profile) {
    for (const HoursOfWeek& each : hours) {
      hours_in_[each.monday].insert(each.work_setting);
      LogWeek& week = LineOf({each.monday, each.work_setting, ""});
      week.direct_minutes = week.direct_minutes.value_or(0) + each.direct_minutes;
      if (each.other_minutes) week.other_minutes = week.other_minutes.value_or(0) + *each.other_minutes;
    }
  }

  void Add(const LogSession& session) {
    WeekKey key{WeekOf(session.day), session.work_setting, ""};
    const auto hours = hours_in_.find(key.monday);
    const bool has_hours = hours != hours_in_.end();
    if (key.work_setting == WorkSetting::kNotRecorded) {
      if (has_hours && hours->second.size() == 1) key.work_setting = *hours->second.begin();
      // With hours of their own, those without a setting are one line.
      if (!has_hours || hours->second.count(key.work_setting) == 0) key.setting = session.setting;
    }
    LogWeek& week = LineOf(key);
    if (week.setting.empty()) week.setting = session.setting;
    AddToWeek(session, week);
  }

  std::vector<LogWeek> Finish() && {
    std::vector<LogWeek> weeks;
    for (auto& [key, week] : lines_) {
      const bool asks = week.direct_minutes.has_value() || hours_in_.count(key.monday) == 0;
      if (asks && !RuleOf(profile_).monthly) week.needed = NeededHundredths(profile_, week.direct_minutes);
      weeks.push_back(std::move(week));
    }
    return weeks;
  }

 private:
  LogWeek& LineOf(const WeekKey& key) {
    LogWeek& week = lines_[key];
    week.monday = key.monday;
    week.work_setting = key.work_setting;
    return week;
  }

  const UnitsProfile profile_;
  std::map<Day, std::set<WorkSetting>> hours_in_;
  std::map<WeekKey, LogWeek> lines_;
};

std::vector<LogMonth> MonthsOf(UnitsProfile profile, const std::vector<LogSession>& sessions) {
  std::map<absl::CivilMonth, LogMonth> months;
  for (const LogSession& session : sessions) {
    if (!Counts(session)) continue;
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
    if (!week.met()) continue;
    weeks.insert(week.monday);
    if (week.individual + week.triadic >= kUnit) individual.insert(week.monday);
  }
  for (const LogWeek& week : log.weeks) {
    if (week.short_of() == 0) continue;
    weeks.erase(week.monday);
    individual.erase(week.monday);
  }
  totals.weeks = static_cast<int32_t>(weeks.size());
  totals.individual_weeks = static_cast<int32_t>(individual.size());
  for (const LogSession& session : sessions) {
    totals.unsigned_hundredths += session.unsigned_hundredths;
    if (!Counts(session)) continue;
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
  if (!associate) return UnitsProfile::kHours;
  return licence->trainee ? UnitsProfile::kBbsTrainee : UnitsProfile::kBbs;
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
  if (rule.monthly || !rule.by_hours() || !direct_minutes) return rule.needed_hundredths;
  if (*direct_minutes == 0) return 0;
  if (rule.hours_a_unit > 0) {
    const int64_t minutes_a_unit = int64_t{rule.hours_a_unit} * 60;
    const int64_t needed = (int64_t{*direct_minutes} * kUnit + minutes_a_unit - 1) / minutes_a_unit;
    return std::max(rule.needed_hundredths, static_cast<int32_t>(needed));
  }
  return rule.needed_hundredths + (*direct_minutes > rule.more_after_hours * 60 ? kUnit : 0);
}

Day WeekOf(Day day) {
  return absl::PrevWeekday(day + 1, absl::Weekday::monday);
}

Day MonthOf(Day day) {
  return Day(absl::CivilMonth(day));
}

bool LogWeek::met() const {
  return units() >= std::max(kUnit, needed);
}

SupervisionLog MakeLog(UnitsProfile profile, const std::vector<LogSession>& sessions,
                       const std::vector<HoursOfWeek>& hours) {
  SupervisionLog log;
  log.profile = profile;
  WeekTable weeks(profile, hours);
  for (const LogSession& session : sessions) weeks.Add(session);
  log.weeks = std::move(weeks).Finish();
  log.months = MonthsOf(profile, sessions);
  log.totals = TotalsOf(log, sessions);
  return log;
}

}  // namespace candor::domain
