#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/supervision_text.h"
#include "cli/wire/dates.h"

// One supervision note, whole.
namespace candor::cli {
namespace {

using NotePairs = std::vector<std::pair<std::string, std::string>>;

std::string RiskText(const v1::SupervisionPart& part) {
  if (part.risk_looked_at() != v1::YES_NO_YES) return InWords(part.risk_looked_at());
  return absl::StrCat("yes; changed: ", InWords(part.risk_changed()));
}

// "A conversation (C-1042), written down 2026-03-18; still open".
std::string CoveredText(const v1::CoveredFollowUp& covered) {
  std::string text = covered.label();
  if (!covered.case_code().empty()) absl::StrAppend(&text, " (", covered.case_code(), ")");
  if (covered.has_reported_on()) absl::StrAppend(&text, ", written down ", FormatDate(covered.reported_on()));
  if (covered.open()) text += "; still open";
  return text;
}

std::vector<std::string> CoveredTexts(const v1::SupervisionPart& part) {
  std::vector<std::string> texts;
  for (const v1::CoveredFollowUp& each : part.covered()) texts.push_back(CoveredText(each));
  return texts;
}

// "version 1, 2026-03-21 by Ana Nguyen: seen: I see it otherwise".
std::string NoteAnswerText(const v1::SupervisionNoteAnswer& answer, NameBook& names) {
  const std::string by = answer.answered_by().empty() ? "" : absl::StrCat(" by ", names.Member(answer.answered_by()));
  return absl::StrCat("version ", answer.version(), ", ", DateOrNothing(answer.has_answered(), answer.answered()), by,
                      answer.refused() ? ": not looked at" : ": seen", answer.comment().empty() ? "" : ": ",
                      answer.comment());
}

// "session.theme" as a person reads it.
std::string FieldText(const std::string& path) {
  const size_t dot = path.find('.');
  std::string text = dot == std::string::npos ? path : path.substr(dot + 1);
  std::replace(text.begin(), text.end(), '_', ' ');
  return text;
}

// "2, 2026-03-22 by Dele Haddad: changed theme, guidance; why: the date was wrong".
std::string VersionText(const v1::SupervisionNoteVersion& version, NameBook& names) {
  std::vector<std::string> changed;
  for (const std::string& each : version.changed()) changed.push_back(FieldText(each));
  return absl::StrCat(version.version(), ", ", DateOrNothing(version.has_written(), version.written()), " by ",
                      names.Member(version.signed_by()), changed.empty() ? "" : ": changed ",
                      absl::StrJoin(changed, ", "), version.why().empty() ? "" : "; why: ", version.why());
}

void AddSession(const v1::SupervisionSession& session, NameBook& names, NotePairs& pairs) {
  pairs.emplace_back("Session", SessionText(session));
  pairs.emplace_back("Supervisor", names.Member(session.supervisor()));
  if (!session.substitute().empty()) pairs.emplace_back("Substitute", names.Member(session.substitute()));
  pairs.emplace_back("There", AttendeesText(session, names));
  if (!session.theme().empty()) pairs.emplace_back("Theme", session.theme());
}

void AddPart(const v1::SupervisionPart& part, NameBook& names, NotePairs& pairs) {
  pairs.emplace_back("Cases", CasesText(part));
  pairs.emplace_back("Risk looked at", RiskText(part));
  for (const v1::Guidance& each : part.guidance()) pairs.emplace_back("Guidance", GuidanceText(each, names));
  for (const v1::DirectiveReport& each : part.last_directives()) {
    pairs.emplace_back("Directive", DirectiveReportText(each));
  }
  for (std::string& each : CoveredTexts(part)) pairs.emplace_back("Follow-up covered", std::move(each));
  // What the reader may not know more of, the supervisee ticked all the same.
  if (const int more = part.follow_ups_size() - part.covered_size(); more > 0) {
    pairs.emplace_back("Follow-ups covered", absl::StrCat(more, ", of which you see no more here"));
  }
  if (!part.supervisee_view().empty()) pairs.emplace_back("Supervisee's view", part.supervisee_view());
  if (!part.strengths().empty()) pairs.emplace_back("Strengths", part.strengths());
  if (!part.to_develop().empty()) pairs.emplace_back("To develop", part.to_develop());
  pairs.emplace_back("Hours confirmed", InWords(part.hours_confirmed()));
  pairs.emplace_back("Asked about reactions", InWords(part.asked_about_reactions()));
  pairs.emplace_back("Next", DateOrNothing(part.has_next_planned(), part.next_planned()));
}

void PrintOneLined(NotePairs pairs, std::ostream& out) {
  for (auto& pair : pairs) pair.second = OneLine(pair.second);
  PrintPairs(pairs, out);
}

std::vector<std::string> NoteAnswerTexts(const v1::SupervisionNote& note, NameBook& names) {
  std::vector<std::string> texts;
  for (const v1::SupervisionNoteAnswer& each : note.answers()) texts.push_back(NoteAnswerText(each, names));
  return texts;
}

// The first one changed nothing.
std::vector<std::string> AmendmentTexts(const v1::SupervisionNote& note, NameBook& names) {
  std::vector<std::string> texts;
  for (const v1::SupervisionNoteVersion& each : note.versions()) {
    if (each.version() > 1) texts.push_back(VersionText(each, names));
  }
  return texts;
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
          {"format", InWords(session.format())},
          {"mode", InWords(session.mode())},
          {"work_setting", InWords(session.work_setting())},
          {"setting", session.setting()},
          {"supervisor", names.Member(session.supervisor())},
          {"substitute", names.Member(session.substitute())},
          {"attendees", AttendeesText(session, names)},
          {"units", HundredthsText(note.units_hundredths())},
          {"no_units", NoUnitsText(note.no_units_reason())},
          {"theme", session.theme()},
          {"cases", CasesText(part)},
          {"risk_looked_at", InWords(part.risk_looked_at())},
          {"risk_changed", InWords(part.risk_changed())},
          {"guidance", guidance},
          {"last_directives", directives},
          {"follow_ups_covered", CoveredTexts(part)},
          {"supervisee_view", part.supervisee_view()},
          {"strengths", part.strengths()},
          {"to_develop", part.to_develop()},
          {"hours_confirmed", InWords(part.hours_confirmed())},
          {"asked_about_reactions", InWords(part.asked_about_reactions())},
          {"next_planned", DateOrNothing(part.has_next_planned(), part.next_planned())},
          {"state", StateText(note.state())},
          {"version", note.version()},
          {"versions", AmendmentTexts(note, names)},
          {"written", FormatDate(note.written())},
          {"written_days_later", note.has_written_days_later() ? Json(note.written_days_later()) : Json()},
          {"answered", DateOrNothing(note.has_answered(), note.answered())},
          {"comment", note.comment()},
          {"answers", NoteAnswerTexts(note, names)}};
}

}  // namespace

std::string UnitsOfNoteText(const v1::SupervisionNote& note) {
  const std::string why = NoUnitsText(note.no_units_reason());
  return absl::StrCat(HundredthsText(note.units_hundredths()), why.empty() ? "" : absl::StrCat(" (", why, ")"));
}

std::vector<std::string> PartTexts(const v1::SupervisionPart& part, NameBook& names) {
  std::vector<std::string> texts;
  const auto add = [&](const char* what, const std::string& text) {
    if (!text.empty()) texts.push_back(absl::StrCat(what, text));
  };
  add("", CasesText(part));
  for (const v1::Guidance& each : part.guidance()) add("", GuidanceText(each, names));
  for (const v1::DirectiveReport& each : part.last_directives()) add("earlier directive: ", DirectiveReportText(each));
  if (part.follow_ups_size() > 0) add("follow-ups covered: ", absl::StrCat(part.follow_ups_size()));
  add("supervisee's view: ", part.supervisee_view());
  add("strengths: ", part.strengths());
  add("to develop: ", part.to_develop());
  std::vector<std::string> rest = {absl::StrCat("risk looked at: ", RiskText(part))};
  if (part.hours_confirmed() != v1::YES_NO_UNSPECIFIED) {
    rest.push_back(absl::StrCat("hours confirmed: ", InWords(part.hours_confirmed())));
  }
  if (part.asked_about_reactions() != v1::YES_NO_UNSPECIFIED) {
    rest.push_back(absl::StrCat("asked about reactions: ", InWords(part.asked_about_reactions())));
  }
  if (part.has_next_planned()) rest.push_back(absl::StrCat("next: ", FormatDate(part.next_planned())));
  texts.push_back(absl::StrJoin(rest, "; "));
  return texts;
}

void PrintNote(const v1::SupervisionNote& note, NameBook& names, std::ostream& out) {
  NotePairs pairs = {{"Note", note.name()}, {"Supervisee", names.Member(note.supervisee())}};
  AddSession(note.session(), names, pairs);
  pairs.emplace_back("Units", UnitsOfNoteText(note));
  AddPart(note.part(), names, pairs);
  pairs.emplace_back("State", StateText(note.state()));
  pairs.emplace_back("Written", FormatDate(note.written()));
  if (note.has_written_days_later()) {
    pairs.emplace_back("Later", absl::StrCat("written down ", note.written_days_later(), " days after the session"));
  }
  if (note.version() > 1 && note.versions().empty()) pairs.emplace_back("Version", absl::StrCat(note.version()));
  for (std::string& each : AmendmentTexts(note, names)) pairs.emplace_back("Version", std::move(each));
  for (std::string& each : NoteAnswerTexts(note, names)) pairs.emplace_back("Answer", std::move(each));
  if (note.answers().empty() && note.has_answered()) pairs.emplace_back("Answered", FormatDate(note.answered()));
  if (note.answers().empty() && !note.comment().empty()) pairs.emplace_back("Comment", note.comment());
  if (note.plain()) pairs.emplace_back("Not recorded", "the rest; it was recorded as an entry");
  PrintOneLined(std::move(pairs), out);
}

void PrintEarlierVersions(const v1::SupervisionNote& note, NameBook& names, std::ostream& out) {
  for (const v1::SupervisionNoteVersion& each : note.versions()) {
    if (each.version() == note.version()) continue;
    out << "\nAs version " << each.version() << " had it, " << DateOrNothing(each.has_written(), each.written())
        << '\n';
    NotePairs pairs;
    AddSession(each.session(), names, pairs);
    AddPart(each.part(), names, pairs);
    PrintOneLined(std::move(pairs), out);
  }
}

Json NoteRows(const std::vector<v1::SupervisionNote>& notes, NameBook& names) {
  Json rows = Json::array();
  for (const v1::SupervisionNote& note : notes) rows.push_back(Row(note, names));
  return rows;
}

}  // namespace candor::cli
