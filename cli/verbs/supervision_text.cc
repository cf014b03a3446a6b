#include "cli/verbs/supervision_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"

namespace candor::cli {
namespace {

template <class Enum>
std::string Words(Enum value) {
  return static_cast<int>(value) == 0 ? "not recorded" : absl::StrReplaceAll(WordOf(value), {{"_", " "}});
}

std::string DateOf(bool given, const v1::Date& date) {
  return given ? FormatDate(date) : "";
}

// --- The week

std::string UnitsOfWeek(const v1::SuperviseeWeek& line) {
  std::string text = absl::StrCat("units ", HundredthsText(line.units_given_hundredths()));
  if (line.units_needed_hundredths() > 0) {
    absl::StrAppend(&text, "/", HundredthsText(line.units_needed_hundredths()), line.by_month() ? " this month" : "");
  }
  if (line.hours_not_recorded()) text += " or more (hours of the week not recorded)";
  return text;
}

std::string SignOffText(const v1::SuperviseeWeek& line, bool drafted) {
  std::vector<std::string> parts;
  if (!drafted && line.cancelled().empty() && !HasSessionNote(line)) parts.push_back("no note yet");
  for (const v1::SupervisionNote& note : line.notes()) {
    const bool session = IsSessionNote(note);
    parts.push_back(
        absl::StrCat(session ? "" : FormatText(note.session().format()), session ? "" : " ", StateText(note.state())));
  }
  for (const v1::CancelledSupervision& each : line.cancelled()) {
    parts.push_back(absl::StrCat("cancelled on ", FormatDate(each.day()), ", ", Words(each.reason())));
  }
  if (drafted) parts.push_back("draft on this machine");
  return absl::StrJoin(parts, "; ");
}

void PrintLine(std::string_view heading, const std::string& text, std::ostream& out) {
  out << absl::StrFormat("  %-14s %s\n", std::string(heading), OneLine(text));
}

void PrintSupervisee(const v1::SuperviseeWeek& line, bool drafted, NameBook& names, std::ostream& out) {
  out << '\n'
      << OneLine(names.Member(line.supervisee())) << ": " << UnitsOfWeek(line) << "; " << SignOffText(line, drafted)
      << '\n';
  if (line.wants_to_talk()) out << "  wants to talk with you\n";
  for (const v1::FollowUp& each : line.follow_ups()) PrintLine("follow-up", FollowUpText(each), out);
  for (const v1::OpenDirective& each : line.directives()) PrintLine("directive", OpenDirectiveText(each, names), out);
  std::vector<std::string> cases;
  for (const v1::SupervisedCase& each : line.cases()) {
    if (each.not_discussed()) cases.push_back(SupervisedCaseText(each));
  }
  if (!cases.empty()) PrintLine("not discussed", absl::StrJoin(cases, ", "), out);
}

// --- One note

using Pairs = std::vector<std::pair<std::string, std::string>>;

std::string RiskText(const v1::SupervisionPart& part) {
  if (part.risk_looked_at() != v1::YES_NO_YES) return Words(part.risk_looked_at());
  return absl::StrCat("yes; changed: ", Words(part.risk_changed()));
}

void AddPart(const v1::SupervisionPart& part, NameBook& names, Pairs& pairs) {
  pairs.emplace_back("Cases", CasesText(part));
  pairs.emplace_back("Risk looked at", RiskText(part));
  for (const v1::Guidance& each : part.guidance()) pairs.emplace_back("Guidance", GuidanceText(each, names));
  for (const v1::DirectiveReport& each : part.last_directives())
    pairs.emplace_back("Directive", DirectiveReportText(each));
  if (part.follow_ups_size() > 0) pairs.emplace_back("Follow-ups covered", absl::StrJoin(part.follow_ups(), ", "));
  if (!part.supervisee_view().empty()) pairs.emplace_back("Supervisee's view", part.supervisee_view());
  if (!part.strengths().empty()) pairs.emplace_back("Strengths", part.strengths());
  if (!part.to_develop().empty()) pairs.emplace_back("To develop", part.to_develop());
  pairs.emplace_back("Hours confirmed", Words(part.hours_confirmed()));
  pairs.emplace_back("Asked about reactions", Words(part.asked_about_reactions()));
  pairs.emplace_back("Next", DateOf(part.has_next_planned(), part.next_planned()));
}

Json Row(const v1::SupervisionNote& note, NameBook& names) {
  const v1::SupervisionSession& session = note.session();
  const v1::SupervisionPart& part = note.part();
  std::vector<std::string> guidance, directives;
  for (const v1::Guidance& each : part.guidance()) guidance.push_back(GuidanceText(each, names));
  for (const v1::DirectiveReport& each : part.last_directives()) directives.push_back(DirectiveReportText(each));
  return {{"note", note.name()},
          {"supervisee", names.Member(note.supervisee())},
          {"date", FormatDate(session.started().date())},
          {"minutes", session.has_minutes() ? Json(session.minutes()) : Json()},
          {"format", Words(session.format())},
          {"mode", Words(session.mode())},
          {"setting", session.setting()},
          {"supervisor", names.Member(session.supervisor())},
          {"substitute", names.Member(session.substitute())},
          {"attendees", AttendeesText(session, names)},
          {"units", HundredthsText(note.units_hundredths())},
          {"theme", session.theme()},
          {"cases", CasesText(part)},
          {"risk_looked_at", Words(part.risk_looked_at())},
          {"risk_changed", Words(part.risk_changed())},
          {"guidance", guidance},
          {"last_directives", directives},
          {"supervisee_view", part.supervisee_view()},
          {"strengths", part.strengths()},
          {"to_develop", part.to_develop()},
          {"hours_confirmed", Words(part.hours_confirmed())},
          {"asked_about_reactions", Words(part.asked_about_reactions())},
          {"next_planned", DateOf(part.has_next_planned(), part.next_planned())},
          {"state", StateText(note.state())},
          {"version", note.version()},
          {"written", FormatDate(note.written())},
          {"written_days_later", note.has_written_days_later() ? Json(note.written_days_later()) : Json()},
          {"answered", DateOf(note.has_answered(), note.answered())},
          {"comment", note.comment()}};
}

// Of weeks, what the BBS asks for in all: so many with supervision, so many of these with individual or triadic.
constexpr int kBbsWeeks = 104;
constexpr int kBbsIndividualWeeks = 52;

std::string OfNeeded(int32_t count, int needed, bool asked_for) {
  return asked_for ? absl::StrCat(count, " of ", needed) : absl::StrCat(count);
}

std::string HoursText(const v1::SupervisionLog& log) {
  return HundredthsText(static_cast<int32_t>(int64_t{log.total_minutes()} * 100 / 60));
}

bool ByMonths(const v1::SupervisionLog& log) {
  return log.units_profile() == v1::UNITS_PROFILE_BACP;
}

void PrintTotals(const v1::SupervisionLog& log, std::ostream& out) {
  Pairs pairs;
  if (!ByMonths(log)) {
    const bool bbs = log.units_profile() == v1::UNITS_PROFILE_BBS;
    pairs.emplace_back("Weeks with a unit or more", OfNeeded(log.total_weeks(), kBbsWeeks, bbs));
    pairs.emplace_back("of these individual or triadic", OfNeeded(log.individual_weeks(), kBbsIndividualWeeks, bbs));
    pairs.emplace_back("Units", HundredthsText(log.total_hundredths()));
  } else {
    pairs.emplace_back("Hours that count", HundredthsText(log.total_hundredths()));
  }
  pairs.emplace_back("Hours of supervision", HoursText(log));
  pairs.emplace_back("Sessions not wholly recorded", absl::StrCat(log.not_recorded()));
  PrintPairs(pairs, out);
}

}  // namespace

const char kAskAboutReactions[] =
    "\"Most therapists are at some time drawn to a client, or dread one. Is there anyone you look forward to, "
    "avoid, or think about between sessions?\"";

std::string FollowUpText(const v1::FollowUp& follow_up) {
  std::string text = !follow_up.has_due()   ? "no date"
                     : follow_up.past_due() ? absl::StrCat("since ", FormatDate(follow_up.due()))
                                            : absl::StrCat("by ", FormatDate(follow_up.due()));
  absl::StrAppend(&text, ": ", ActionText(follow_up.action()));
  if (!follow_up.case_code().empty()) absl::StrAppend(&text, " (", follow_up.case_code(), ")");
  return text;
}

std::string OpenDirectiveText(const v1::OpenDirective& directive, NameBook& names) {
  return absl::StrCat(directive.past_due() ? "since " : "by ", FormatDate(directive.due()), ": ", directive.text(),
                      " (", names.Member(directive.owner()), ")");
}

std::string SupervisedCaseText(const v1::SupervisedCase& each) {
  return absl::StrCat(each.case_code(), each.has_last_discussed() ? " (last " : " (",
                      each.has_last_discussed() ? FormatDate(each.last_discussed()) : "never", ")");
}

std::string AttendeesText(const v1::SupervisionSession& session, NameBook& names) {
  std::vector<std::string> people;
  for (const v1::SupervisionAttendee& each : session.attendees()) {
    std::string text = names.Member(each.member());
    if (each.attendance() == v1::ATTENDANCE_ABSENT) text += " (absent)";
    if (each.attendance() == v1::ATTENDANCE_LATE) absl::StrAppend(&text, " (late, ", each.minutes(), " minutes)");
    if (each.has_units_hundredths()) absl::StrAppend(&text, " ", HundredthsText(each.units_hundredths()));
    people.push_back(std::move(text));
  }
  return absl::StrJoin(people, ", ");
}

std::string CasesText(const v1::SupervisionPart& part) {
  std::vector<std::string> cases;
  for (const v1::SupervisionCaseTalk& talk : part.cases()) {
    std::vector<std::string> topics;
    for (const int topic : talk.topics()) topics.push_back(Words(static_cast<v1::SupervisionTopic>(topic)));
    cases.push_back(absl::StrCat(talk.case_code(), topics.empty() ? "" : ": ", absl::StrJoin(topics, ", ")));
  }
  return absl::StrJoin(cases, "; ");
}

std::string GuidanceText(const v1::Guidance& guidance, NameBook& names) {
  return absl::StrCat(Words(guidance.form()), ": ", guidance.text(), " (", names.Member(guidance.owner()),
                      guidance.has_due() ? absl::StrCat(", by ", FormatDate(guidance.due())) : "", ")");
}

std::string DirectiveReportText(const v1::DirectiveReport& report) {
  return absl::StrCat(Words(report.outcome()), report.has_due() ? absl::StrCat(" to ", FormatDate(report.due())) : "",
                      report.why().empty() ? "" : absl::StrCat(": ", report.why()));
}

bool IsSessionNote(const v1::SupervisionNote& note) {
  const v1::SupervisionNoteFormat format = note.session().format();
  return note.state() != v1::SUPERVISION_NOTE_STATE_RETRACTED && format != v1::SUPERVISION_NOTE_FORMAT_AD_HOC &&
         format != v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
}

bool HasSessionNote(const v1::SuperviseeWeek& line) {
  return std::any_of(line.notes().begin(), line.notes().end(), IsSessionNote);
}

std::string HundredthsText(int32_t hundredths) {
  return absl::StrFormat("%d.%02d", hundredths / 100, hundredths % 100);
}

std::string FormatText(v1::SupervisionNoteFormat format) {
  return format == v1::SUPERVISION_NOTE_FORMAT_AD_HOC ? "guidance outside a session" : Words(format);
}

std::string SessionText(const v1::SupervisionSession& session) {
  std::string text = LongDate(FromWire(session.started().date()));
  if (session.started().has_time()) {
    absl::StrAppendFormat(&text, " at %02d:%02d", session.started().time().hours(), session.started().time().minutes());
  }
  if (session.has_minutes()) absl::StrAppend(&text, ", ", session.minutes(), " minutes");
  absl::StrAppend(&text, ", ", FormatText(session.format()));
  if (session.mode() != v1::SUPERVISION_MODE_UNSPECIFIED) absl::StrAppend(&text, ", ", Words(session.mode()));
  if (!session.setting().empty()) absl::StrAppend(&text, ", ", session.setting());
  return text;
}

std::string StateText(v1::SupervisionNoteState state) {
  switch (state) {
    case v1::SUPERVISION_NOTE_STATE_SIGNED:
      return "signed, not seen yet";
    case v1::SUPERVISION_NOTE_STATE_SEEN:
      return "seen";
    case v1::SUPERVISION_NOTE_STATE_REFUSED:
      return "not looked at, as the supervisee wished";
    case v1::SUPERVISION_NOTE_STATE_AMENDED:
      return "amended, not seen yet";
    case v1::SUPERVISION_NOTE_STATE_RETRACTED:
      return "taken back";
    default:
      return "not recorded";
  }
}

void PrintWeek(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names,
               std::ostream& out) {
  out << "Week of " << LongDate(FromWire(week.week())) << ", " << OneLine(names.Member(week.supervisor())) << '\n';
  if (week.supervisees().empty()) out << "Nobody is supervised by them in this week; see candor member supervise.\n";
  bool follow_ups = false;
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    PrintSupervisee(line, drafted.contains(line.supervisee()), names, out);
    follow_ups = follow_ups || line.follow_ups_size() > 0;
  }
  if (follow_ups) out << '\n' << kWhatAFollowUpIs << '\n';
}

Json WeekRows(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names) {
  Json rows = Json::array();
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    std::vector<std::string> follow_ups, directives, cases;
    for (const v1::FollowUp& each : line.follow_ups()) follow_ups.push_back(FollowUpText(each));
    for (const v1::OpenDirective& each : line.directives()) directives.push_back(OpenDirectiveText(each, names));
    for (const v1::SupervisedCase& each : line.cases()) {
      if (each.not_discussed()) cases.push_back(SupervisedCaseText(each));
    }
    rows.push_back({{"supervisee", names.Member(line.supervisee())},
                    {"units_given", HundredthsText(line.units_given_hundredths())},
                    {"units_needed", HundredthsText(line.units_needed_hundredths())},
                    {"note", SignOffText(line, drafted.contains(line.supervisee()))},
                    {"wants_to_talk", line.wants_to_talk()},
                    {"follow_ups", follow_ups},
                    {"directives", directives},
                    {"not_discussed", cases}});
  }
  return rows;
}

void PrintNote(const v1::SupervisionNote& note, NameBook& names, std::ostream& out) {
  const v1::SupervisionSession& session = note.session();
  Pairs pairs = {{"Note", note.name()},
                 {"Supervisee", names.Member(note.supervisee())},
                 {"Session", SessionText(session)},
                 {"Supervisor", names.Member(session.supervisor())}};
  if (!session.substitute().empty()) pairs.emplace_back("Substitute", names.Member(session.substitute()));
  pairs.emplace_back("There", AttendeesText(session, names));
  pairs.emplace_back("Units", HundredthsText(note.units_hundredths()));
  if (!session.theme().empty()) pairs.emplace_back("Theme", session.theme());
  AddPart(note.part(), names, pairs);
  pairs.emplace_back("State", StateText(note.state()));
  if (note.version() > 1) pairs.emplace_back("Version", absl::StrCat(note.version()));
  pairs.emplace_back("Written", FormatDate(note.written()));
  if (note.has_written_days_later()) {
    pairs.emplace_back("Later", absl::StrCat("written down ", note.written_days_later(), " days after the session"));
  }
  if (note.has_answered()) pairs.emplace_back("Answered", FormatDate(note.answered()));
  if (!note.comment().empty()) pairs.emplace_back("Comment", note.comment());
  if (note.plain()) pairs.emplace_back("Not recorded", "the rest; it was recorded as an entry");
  for (auto& [name, value] : pairs) value = OneLine(value);
  PrintPairs(pairs, out);
}

Json NoteRows(const std::vector<v1::SupervisionNote>& notes, NameBook& names) {
  Json rows = Json::array();
  for (const v1::SupervisionNote& note : notes) rows.push_back(Row(note, names));
  return rows;
}

void PrintLog(const v1::SupervisionLog& log, NameBook& names, std::ostream& out) {
  out << "Supervision of " << OneLine(names.Member(log.supervisee())) << ", counted by " << Words(log.units_profile())
      << '\n';
  if (ByMonths(log)) {
    Table table({"MONTH", "SESSIONS", "MINUTES", "HOURS", "NEEDED"});
    for (const v1::SupervisionLogMonth& each : log.months()) {
      table.Add({FormatDate(each.month()).substr(0, 7), absl::StrCat(each.sessions()), absl::StrCat(each.minutes()),
                 HundredthsText(each.units_hundredths()), HundredthsText(each.needed_hundredths())});
    }
    table.Print(out);
  } else {
    Table table({"WEEK OF", "INDIVIDUAL", "TRIADIC", "GROUP", "UNITS", "MINUTES", "SETTING"});
    for (const v1::SupervisionLogWeek& each : log.weeks()) {
      const int32_t units = each.individual_hundredths() + each.triadic_hundredths() + each.group_hundredths();
      table.Add({FormatDate(each.week()), HundredthsText(each.individual_hundredths()),
                 HundredthsText(each.triadic_hundredths()), HundredthsText(each.group_hundredths()),
                 HundredthsText(units), absl::StrCat(each.minutes()), OneLine(each.setting())});
    }
    table.Print(out);
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
    const int32_t units = each.individual_hundredths() + each.triadic_hundredths() + each.group_hundredths();
    rows.push_back({{"week_of", FormatDate(each.week())},
                    {"setting", each.setting()},
                    {"individual", HundredthsText(each.individual_hundredths())},
                    {"triadic", HundredthsText(each.triadic_hundredths())},
                    {"group", HundredthsText(each.group_hundredths())},
                    {"units", HundredthsText(units)},
                    {"minutes", each.minutes()}});
  }
  return rows;
}

Json TotalsRow(const v1::SupervisionLog& log) {
  return {{"weeks", log.total_weeks()},
          {"individual_or_triadic_weeks", log.individual_weeks()},
          {"units", HundredthsText(log.total_hundredths())},
          {"hours", HoursText(log)},
          {"sessions_not_wholly_recorded", log.not_recorded()}};
}

}  // namespace candor::cli
