#include "cli/verbs/supervision_text.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/wire/dates.h"

// Short texts, and the week. One note is in supervision_note_text.cc, the log in supervision_log_text.cc.
namespace candor::cli {
namespace {

// --- The week

std::string UnitsOfWeek(const v1::SuperviseeWeek& line) {
  std::string text = absl::StrCat("units ", HundredthsText(line.units_given_hundredths()));
  const std::string needed = HundredthsText(line.units_needed_hundredths());
  if (line.hours_not_recorded()) {
    if (line.units_needed_hundredths() > 0) absl::StrAppend(&text, ", needs at least ", needed);
    text += "; hours not recorded";
  } else if (line.units_needed_hundredths() > 0) {
    absl::StrAppend(&text, "/", needed, line.by_month() ? " this month" : "");
  }
  if (line.units_short_hundredths() > 0 && line.settings_size() > 1) {
    absl::StrAppend(&text, ", ", HundredthsText(line.units_short_hundredths()), " short, each setting by itself");
  }
  if (line.units_unsigned_hundredths() > 0) {
    absl::StrAppend(&text, " (", HundredthsText(line.units_unsigned_hundredths()), " recorded, not signed)");
  }
  return text;
}

std::string SignOffText(const v1::SuperviseeWeek& line, bool drafted, NameBook& names) {
  std::vector<std::string> parts;
  const bool nothing = line.cancelled().empty() && line.missed().empty() && !HasSessionNote(line);
  if (!drafted && nothing) parts.push_back("no note yet");
  for (const v1::SupervisionNote& note : line.notes()) {
    const bool session = IsSessionNote(note);
    parts.push_back(
        absl::StrCat(session ? "" : FormatText(note.session().format()), session ? "" : " ", StateText(note.state())));
  }
  for (const v1::MissedSupervision& each : line.missed()) parts.push_back(MissedText(each));
  for (const v1::CancelledSupervision& each : line.cancelled()) {
    parts.push_back(absl::StrCat("cancelled on ", CancelledText(each, names)));
  }
  if (drafted) parts.push_back("draft on this machine");
  return absl::StrJoin(parts, "; ");
}

void PrintLine(std::string_view heading, const std::string& text, std::ostream& out) {
  out << absl::StrFormat("   %-14s %s\n", std::string(heading), OneLine(text));
}

std::vector<std::string> NotDiscussed(const v1::SuperviseeWeek& line) {
  std::vector<std::string> cases;
  for (const v1::SupervisedCase& each : line.cases()) {
    if (each.not_discussed()) cases.push_back(SupervisedCaseText(each));
  }
  return cases;
}

void PrintSupervisee(int number, const v1::SuperviseeWeek& line, bool drafted, NameBook& names, std::ostream& out) {
  out << '\n'
      << number << "  " << OneLine(names.Member(line.supervisee())) << ": " << UnitsOfWeek(line) << "; "
      << OneLine(SignOffText(line, drafted, names)) << '\n';
  if (line.wants_to_talk()) out << "   wants to talk with you\n";
  if (line.time_to_ask()) out << "   time to ask about personal reactions\n";
  for (const v1::FollowUp& each : line.follow_ups()) PrintLine("follow-up", FollowUpText(each), out);
  for (const v1::OpenDirective& each : line.directives()) PrintLine("directive", OpenDirectiveText(each, names), out);
  const std::vector<std::string> cases = NotDiscussed(line);
  if (!cases.empty()) PrintLine("not discussed", absl::StrJoin(cases, ", "), out);
}

// "ethics/boundaries": one topic, where others stand beside it with commas between.
std::string TopicText(v1::SupervisionTopic topic) {
  if (topic == v1::SUPERVISION_TOPIC_ETHICS_BOUNDARIES) return "ethics/boundaries";
  if (topic == v1::SUPERVISION_TOPIC_ENDING_TRANSFER) return "ending/transfer";
  return InWords(topic);
}

}  // namespace

const char kAskAboutReactions[] =
    "\"Most therapists are at some time drawn to a client, or dread one. Is there anyone you look forward to, "
    "avoid, or think about between sessions?\"";

std::string WhoReadsNotes(const std::set<std::string>& also, NameBook& names) {
  const auto add = [&](std::string* text, const std::string& each) { text->append(names.Member(each)); };
  const std::string of_substitute = also.empty() ? ""
                                                 : absl::StrCat(", and of a session held in somebody's place by ",
                                                                OneLine(absl::StrJoin(also, ", ", add)), " too");
  return absl::StrCat("Each part is read by that supervisee and you", of_substitute,
                      "; the theme by all who were there. Whoever can open Candor's socket can read it too. Boards "
                      "and courts can demand records.");
}

std::string DateOrNothing(bool given, const v1::Date& date) {
  return given ? FormatDate(date) : "";
}

bool BeganBy(const v1::FollowUp& follow_up, Day day) {
  return !follow_up.has_opened_on() || FromWire(follow_up.opened_on()) <= day;
}

std::string FollowUpText(const v1::FollowUp& follow_up) {
  const std::string when = !follow_up.has_due()   ? "no date"
                           : follow_up.past_due() ? absl::StrCat("since ", FormatDate(follow_up.due()))
                                                  : absl::StrCat("by ", FormatDate(follow_up.due()));
  std::string text = WhenAndActionText(follow_up, when);
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
    std::vector<std::string> remarks;
    const bool absent = each.attendance() == v1::ATTENDANCE_ABSENT;
    if (absent) remarks.push_back("absent");
    if (each.attendance() == v1::ATTENDANCE_LATE) {
      remarks.push_back(each.has_minutes() ? absl::StrCat("late, ", each.minutes(), " minutes") : "late");
    }
    if (!absent && each.has_units_hundredths()) {
      remarks.push_back(absl::StrCat(HundredthsText(each.units_hundredths()), " units"));
    }
    const std::string said = remarks.empty() ? "" : absl::StrCat(" (", absl::StrJoin(remarks, "; "), ")");
    people.push_back(absl::StrCat(names.Member(each.member()), said));
  }
  return absl::StrJoin(people, ", ");
}

std::string CasesText(const v1::SupervisionPart& part) {
  std::vector<std::string> cases;
  for (const v1::SupervisionCaseTalk& talk : part.cases()) {
    std::vector<std::string> topics;
    for (const int topic : talk.topics()) topics.push_back(TopicText(static_cast<v1::SupervisionTopic>(topic)));
    cases.push_back(absl::StrCat(talk.case_code(), topics.empty() ? "" : ": ", absl::StrJoin(topics, ", ")));
  }
  return absl::StrJoin(cases, "; ");
}

std::string GuidanceText(const v1::Guidance& guidance, NameBook& names) {
  std::string text = absl::StrCat(InWords(guidance.form()), ": ", guidance.text(), " (", names.Member(guidance.owner()),
                                  guidance.has_due() ? absl::StrCat(", by ", FormatDate(guidance.due())) : "", ")");
  if (!guidance.has_status()) return text;
  const v1::DirectiveStatus& status = guidance.status();
  absl::StrAppend(&text, "; ", InWords(status.outcome()),
                  status.has_due() ? absl::StrCat(" to ", FormatDate(status.due())) : "",
                  status.has_reported() ? absl::StrCat(", said on ", FormatDate(status.reported())) : "",
                  status.why().empty() ? "" : absl::StrCat(": ", status.why()));
  return text;
}

std::string DirectiveReportText(const v1::DirectiveReport& report) {
  std::string which = report.text();
  if (report.has_given()) absl::StrAppend(&which, " (given ", FormatDate(report.given()), ")");
  if (!which.empty()) which += ": ";
  return absl::StrCat(which, InWords(report.outcome()),
                      report.has_due() ? absl::StrCat(" to ", FormatDate(report.due())) : "",
                      report.why().empty() ? "" : absl::StrCat(": ", report.why()));
}

std::string MissedText(const v1::MissedSupervision& missed) {
  return absl::StrCat("absent on ", FormatDate(missed.day()), ", ", FormatText(missed.format()));
}

std::string CancelledText(const v1::CancelledSupervision& cancelled, NameBook& names) {
  const std::string by =
      cancelled.cancelled_by().empty() ? "" : absl::StrCat(" by ", names.Member(cancelled.cancelled_by()));
  return absl::StrCat(FormatDate(cancelled.day()), by, ", ", InWords(cancelled.reason()));
}

std::string HoursOfWeekText(const v1::SettingUnits& setting) {
  std::vector<std::string> parts;
  if (setting.work_setting() != v1::WORK_SETTING_UNSPECIFIED) parts.push_back(InWords(setting.work_setting()));
  if (setting.has_direct_minutes()) {
    parts.push_back(absl::StrCat(HoursText(setting.direct_minutes()), " with clients"));
  }
  if (setting.has_other_minutes()) parts.push_back(absl::StrCat(HoursText(setting.other_minutes()), " other"));
  return absl::StrJoin(parts, ", ");
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

std::string HoursText(int64_t minutes) {
  constexpr int64_t kMinutesAnHour = 60;
  return HundredthsText(static_cast<int32_t>(minutes * 100 / kMinutesAnHour));
}

std::string NoUnitsText(v1::NoUnitsReason reason) {
  switch (reason) {
    case v1::NO_UNITS_REASON_FORMAT:
      return "not a session that counts";
    case v1::NO_UNITS_REASON_GROUP_TOO_LARGE:
      return "the group was too large";
    case v1::NO_UNITS_REASON_NOT_RECORDED:
      return "how long, how or with how many was not recorded";
    case v1::NO_UNITS_REASON_ABSENT:
      return "absent";
    case v1::NO_UNITS_REASON_NOT_SIGNED:
      return "not signed by who supervised";
    case v1::NO_UNITS_REASON_SIGNED_ELSEWHERE:
      return "a signed note of that day counts instead";
    default:
      return "";
  }
}

std::string FormatText(v1::SupervisionNoteFormat format) {
  return format == v1::SUPERVISION_NOTE_FORMAT_AD_HOC ? "guidance outside a session" : InWords(format);
}

std::string SessionText(const v1::SupervisionSession& session) {
  std::string text = LongDate(FromWire(session.started().date()));
  if (session.started().has_time()) {
    absl::StrAppendFormat(&text, " at %02d:%02d", session.started().time().hours(), session.started().time().minutes());
  }
  if (session.has_minutes()) absl::StrAppend(&text, ", ", session.minutes(), " minutes");
  absl::StrAppend(&text, ", ", FormatText(session.format()));
  if (session.mode() != v1::SUPERVISION_MODE_UNSPECIFIED) absl::StrAppend(&text, ", ", InWords(session.mode()));
  if (session.work_setting() != v1::WORK_SETTING_UNSPECIFIED) {
    absl::StrAppend(&text, ", ", InWords(session.work_setting()));
  }
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
    case v1::SUPERVISION_NOTE_STATE_RECORDED:
      return "recorded, not signed";
    default:
      return "not recorded";
  }
}

void PrintWeek(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names,
               std::ostream& out) {
  out << "Week of " << LongDate(FromWire(week.week())) << ", " << OneLine(names.Member(week.supervisor())) << '\n';
  if (week.supervisees().empty()) out << "Nobody is supervised by them in this week; see candor member supervise.\n";
  bool follow_ups = false;
  int number = 0;
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    PrintSupervisee(++number, line, drafted.contains(line.supervisee()), names, out);
    follow_ups = follow_ups || line.follow_ups_size() > 0;
  }
  if (follow_ups) out << '\n' << kWhatAFollowUpIs << '\n';
}

Json WeekRows(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names) {
  Json rows = Json::array();
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    std::vector<std::string> follow_ups, directives;
    for (const v1::FollowUp& each : line.follow_ups()) follow_ups.push_back(FollowUpText(each));
    for (const v1::OpenDirective& each : line.directives()) directives.push_back(OpenDirectiveText(each, names));
    rows.push_back({{"supervisee", names.Member(line.supervisee())},
                    {"units_given", HundredthsText(line.units_given_hundredths())},
                    {"units_needed", HundredthsText(line.units_needed_hundredths())},
                    {"units_short", HundredthsText(line.units_short_hundredths())},
                    {"units_not_signed", HundredthsText(line.units_unsigned_hundredths())},
                    {"note", SignOffText(line, drafted.contains(line.supervisee()), names)},
                    {"wants_to_talk", line.wants_to_talk()},
                    {"time_to_ask", line.time_to_ask()},
                    {"follow_ups", follow_ups},
                    {"directives", directives},
                    {"not_discussed", NotDiscussed(line)}});
  }
  return rows;
}

}  // namespace candor::cli
