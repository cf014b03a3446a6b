#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/supervision_text.h"
#include "cli/wire/dates.h"

// What one supervisee's sessions count for.
namespace candor::cli {
namespace {

// Of weeks, what the BBS asks for in all: so many with supervision, so many of these with individual or triadic.
constexpr int kBbsWeeks = 104;
constexpr int kBbsIndividualWeeks = 52;

std::string OfNeeded(int32_t count, int needed, bool asked_for) {
  return asked_for ? absl::StrCat(count, " of ", needed) : absl::StrCat(count);
}

bool ByMonths(const v1::SupervisionLog& log) {
  return log.units_profile() == v1::UNITS_PROFILE_BACP;
}

int32_t UnitsOf(const v1::SupervisionLogWeek& week) {
  return week.individual_hundredths() + week.triadic_hundredths() + week.group_hundredths();
}

std::string HoursOrNothing(bool recorded, int32_t minutes) {
  return recorded ? HoursText(minutes) : "";
}

// "clinic, North clinic"; why sessions of the week counted for nothing stands with it.
std::string WhereText(const v1::SupervisionLogWeek& week) {
  std::vector<std::string> parts;
  if (week.work_setting() != v1::WORK_SETTING_UNSPECIFIED) parts.push_back(InWords(week.work_setting()));
  // Where it has no name of its own it is called as what it is.
  const bool named = !week.setting().empty() && (parts.empty() || parts.front() != week.setting());
  if (named) parts.push_back(week.setting());
  return absl::StrJoin(parts, ", ");
}

std::vector<std::string> WhyNothing(const v1::SupervisionLogWeek& week) {
  std::vector<std::string> texts;
  for (const int reason : week.no_units_reasons()) texts.push_back(NoUnitsText(static_cast<v1::NoUnitsReason>(reason)));
  return texts;
}

std::string NeededText(const v1::SupervisionLogWeek& week) {
  if (week.needed_hundredths() == 0) return "";
  return absl::StrCat(week.has_direct_minutes() ? "" : "at least ", HundredthsText(week.needed_hundredths()));
}

void PrintWeeks(const v1::SupervisionLog& log, std::ostream& out) {
  Table table({"WEEK OF", "INDIVIDUAL", "TRIADIC", "GROUP", "UNITS", "NEEDED", "MINUTES", "CLIENT HOURS", "OTHER HOURS",
               "SETTING", "COUNTED FOR NOTHING"});
  for (const v1::SupervisionLogWeek& each : log.weeks()) {
    table.Add({FormatDate(each.week()), HundredthsText(each.individual_hundredths()),
               HundredthsText(each.triadic_hundredths()), HundredthsText(each.group_hundredths()),
               HundredthsText(UnitsOf(each)), NeededText(each), absl::StrCat(each.minutes()),
               HoursOrNothing(each.has_direct_minutes(), each.direct_minutes()),
               HoursOrNothing(each.has_other_minutes(), each.other_minutes()), OneLine(WhereText(each)),
               absl::StrJoin(WhyNothing(each), "; ")});
  }
  table.Print(out);
}

void PrintTotals(const v1::SupervisionLog& log, std::ostream& out) {
  std::vector<std::pair<std::string, std::string>> pairs;
  if (!ByMonths(log)) {
    const bool bbs = log.units_profile() == v1::UNITS_PROFILE_BBS;
    pairs.emplace_back("Weeks with what was needed", OfNeeded(log.total_weeks(), kBbsWeeks, bbs));
    pairs.emplace_back("of these individual or triadic", OfNeeded(log.individual_weeks(), kBbsIndividualWeeks, bbs));
    pairs.emplace_back("Units", HundredthsText(log.total_hundredths()));
  } else {
    pairs.emplace_back("Hours that count", HundredthsText(log.total_hundredths()));
  }
  pairs.emplace_back("Hours of supervision", HoursText(log.total_minutes()));
  pairs.emplace_back("Sessions not wholly recorded", absl::StrCat(log.not_recorded()));
  if (log.unsigned_hundredths() > 0) {
    pairs.emplace_back("Recorded, not signed, and in no figure", HundredthsText(log.unsigned_hundredths()));
  }
  for (const v1::MissedSupervision& each : log.missed()) pairs.emplace_back("Missed", MissedText(each));
  PrintPairs(pairs, out);
}

}  // namespace

void PrintLog(const v1::SupervisionLog& log, NameBook& names, std::ostream& out) {
  out << "Supervision of " << OneLine(names.Member(log.supervisee())) << ", counted by " << InWords(log.units_profile())
      << '\n';
  if (ByMonths(log)) {
    Table table({"MONTH", "SESSIONS", "MINUTES", "HOURS", "NEEDED"});
    for (const v1::SupervisionLogMonth& each : log.months()) {
      table.Add({FormatDate(each.month()).substr(0, 7), absl::StrCat(each.sessions()), absl::StrCat(each.minutes()),
                 HundredthsText(each.units_hundredths()), HundredthsText(each.needed_hundredths())});
    }
    table.Print(out);
  } else {
    PrintWeeks(log, out);
  }
  PrintTotals(log, out);
}

Json LogRows(const v1::SupervisionLog& log) {
  Json rows = Json::array();
  if (ByMonths(log)) {
    for (const v1::SupervisionLogMonth& each : log.months()) {
      rows.push_back({{"month", FormatDate(each.month()).substr(0, 7)},
                      {"sessions", each.sessions()},
                      {"minutes", each.minutes()},
                      {"hours", HundredthsText(each.units_hundredths())},
                      {"needed", HundredthsText(each.needed_hundredths())}});
    }
    return rows;
  }
  for (const v1::SupervisionLogWeek& each : log.weeks()) {
    rows.push_back({{"week_of", FormatDate(each.week())},
                    {"setting", WhereText(each)},
                    {"individual", HundredthsText(each.individual_hundredths())},
                    {"triadic", HundredthsText(each.triadic_hundredths())},
                    {"group", HundredthsText(each.group_hundredths())},
                    {"units", HundredthsText(UnitsOf(each))},
                    {"needed", HundredthsText(each.needed_hundredths())},
                    {"met", each.met()},
                    {"minutes", each.minutes()},
                    {"client_hours", HoursOrNothing(each.has_direct_minutes(), each.direct_minutes())},
                    {"other_hours", HoursOrNothing(each.has_other_minutes(), each.other_minutes())},
                    {"counted_for_nothing", WhyNothing(each)}});
  }
  return rows;
}

Json TotalsRow(const v1::SupervisionLog& log) {
  return {{"weeks", log.total_weeks()},
          {"individual_or_triadic_weeks", log.individual_weeks()},
          {"units", HundredthsText(log.total_hundredths())},
          {"hours", HoursText(log.total_minutes())},
          {"sessions_not_wholly_recorded", log.not_recorded()},
          {"units_not_signed", HundredthsText(log.unsigned_hundredths())}};
}

}  // namespace candor::cli
