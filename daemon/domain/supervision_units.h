#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_UNITS_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_UNITS_H_

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/domain/member.h"
#include "daemon/domain/supervision_note.h"

// What a session counts for, by the rules of whoever licenses the supervisee. Pure.
namespace candor::domain {

// Whose rules. Numbers are on the wire.
enum class UnitsProfile : uint8_t {
  kHours = 1,       // nobody's: hours attended
  kBbs = 2,         // California Board of Behavioral Sciences, associates: units a week
  kBacp = 3,        // British Association for Counselling and Psychotherapy: hours a calendar month
  kBbsTrainee = 4,  // California Board of Behavioral Sciences, trainees: a unit for every so many hours with clients
};

// What the profile asks for and how it counts; the sources stand in supervision_units.cc.
struct UnitsRule {
  UnitsProfile profile = UnitsProfile::kHours;
  std::string_view name;            // "bbs"
  int32_t individual_minutes = 60;  // of individual or triadic supervision in one unit
  int32_t group_minutes = 60;       // of group supervision in one unit; 0: shared among those who were there
  int32_t largest_group = 0;        // a larger one counts for nothing; 0: no bound
  int32_t needed_hundredths = 0;    // a week or month; 0: nothing
  int32_t more_after_hours = 0;     // direct hours a week above which one unit more is asked for; 0: never
  int32_t hours_a_unit = 0;         // direct hours for which one unit is asked for; 0: not by these
  bool monthly = false;

  // Whether what is needed depends on the hours of the week.
  bool by_hours() const { return more_after_hours > 0 || hours_a_unit > 0; }
};
const UnitsRule& RuleOf(UnitsProfile profile);

// By the class on a day; nullptr: not recorded.
UnitsProfile ProfileFor(const LicenceClass* licence);

// Why a session counts for nothing. Numbers are on the wire.
enum class NoUnits : uint8_t {
  kNone = 0,
  kFormat = 1,
  kGroupTooLarge = 2,
  kNotRecorded = 3,
  kAbsent = 4,
  kNotSigned = 5,        // the supervisee wrote it down, and nobody who supervised signed it
  kSignedElsewhere = 6,  // a signed note of the same session counts
};

// Hundredths of a unit, rounded down; of an hour where the profile counts hours.
struct Credit {
  int32_t hundredths = 0;
  NoUnits reason = NoUnits::kNone;

  bool operator==(const Credit&) const = default;
};
// What the session counts for the attendee. `people`: how many were there; 0: not recorded.
Credit CreditFor(UnitsProfile profile, SupervisionFormat format, std::optional<int32_t> minutes, int32_t people);
Credit CreditFor(UnitsProfile profile, const SupervisionSession& session, const MemberId& attendee);

// What is asked for in a week (a month where the profile counts by months), in hundredths. `direct_minutes`: with
// clients in that week and setting; nullopt: not recorded, so that more may be due.
int32_t NeededHundredths(UnitsProfile profile, std::optional<int32_t> direct_minutes);

// Monday of the day's week, and the first of its month.
Day WeekOf(Day day);
Day MonthOf(Day day);

// Of a week in one setting, as the supervisee recorded them.
struct HoursOfWeek {
  Day monday;
  WorkSetting work_setting = WorkSetting::kNotRecorded;
  int32_t direct_minutes = 0;            // with clients
  std::optional<int32_t> other_minutes;  // of other experience
};

// One session as a log counts it.
struct LogSession {
  Day day;
  std::string setting;
  SupervisionFormat format = SupervisionFormat::kNotRecorded;
  std::optional<int32_t> minutes;  // attended
  Credit credit;
  WorkSetting work_setting = WorkSetting::kNotRecorded;
  int32_t unsigned_hundredths = 0;  // what it would count for if it were signed
};

// A week in one setting: what was given there, and what its hours ask for. What one setting has above its need is of no
// use to another.
struct LogWeek {
  Day monday;
  std::string setting;
  int32_t individual = 0;  // hundredths of units, as below
  int32_t triadic = 0;
  int32_t group = 0;
  int32_t minutes = 0;
  WorkSetting work_setting = WorkSetting::kNotRecorded;
  int32_t needed = 0;                     // at least, where the hours were not recorded
  std::optional<int32_t> direct_minutes;  // nullopt: not recorded
  std::optional<int32_t> other_minutes;
  std::vector<NoUnits> no_units;  // why sessions counted for nothing, each reason once

  int32_t units() const { return individual + triadic + group; }
  int32_t short_of() const { return units() < needed ? needed - units() : 0; }
  // A unit or more, and no less than needed.
  bool met() const;
  bool operator==(const LogWeek&) const = default;
};
struct LogMonth {
  Day first;
  int32_t sessions = 0;
  int32_t minutes = 0;  // attended
  int32_t hundredths = 0;
  int32_t needed = 0;

  bool operator==(const LogMonth&) const = default;
};
struct LogTotals {
  int32_t weeks = 0;             // with a unit or more in some setting, and less than needed in none
  int32_t individual_weeks = 0;  // of these, with a unit or more of individual or triadic supervision
  int32_t hundredths = 0;
  int32_t minutes = 0;
  int32_t not_recorded = 0;         // sessions whose minutes, format or size nobody wrote down
  int32_t unsigned_hundredths = 0;  // of what nobody signed; in no other figure

  bool operator==(const LogTotals&) const = default;
};
struct SupervisionLog {
  UnitsProfile profile = UnitsProfile::kHours;
  std::vector<LogWeek> weeks;    // in order of week, then setting
  std::vector<LogMonth> months;  // from the first with a session to the last, those without one included
  LogTotals totals;
};

// `sessions` in any order. No averaging: a week or month stands for itself. A week has a line for each setting in which
// there were sessions or hours. A session whose setting nobody recorded counts where the hours of the week are, if
// those are of one setting only. Where no hours of a week are on record, each setting with sessions asks for what is
// asked for at least; where there are some, a setting without asks for nothing.
SupervisionLog MakeLog(UnitsProfile profile, const std::vector<LogSession>& sessions,
                       const std::vector<HoursOfWeek>& hours = {});

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_UNITS_H_
