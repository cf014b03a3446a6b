#ifndef CANDOR_CLI_VERBS_SUPERVISION_TEXT_H_
#define CANDOR_CLI_VERBS_SUPERVISION_TEXT_H_

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_replace.h"
#include "candor/v1/follow_up.pb.h"
#include "candor/v1/supervision.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/session.h"
#include "cli/wire/json.h"
#include "daemon/base/civil.h"

// Supervision notes in words, tables and rows.
namespace candor::cli {

// "in person"; "not recorded" for the zero value.
template <class Enum>
std::string InWords(Enum value) {
  return static_cast<int>(value) == 0 ? "not recorded" : absl::StrReplaceAll(WordOf(value), {{"_", " "}});
}
// "2026-03-20", or "".
std::string DateOrNothing(bool given, const v1::Date& date);
// "1.50".
std::string HundredthsText(int32_t hundredths);
// Of minutes, in hours: "1.50".
std::string HoursText(int64_t minutes);
// Why a session counts for nothing: "the group was too large"; "" for no reason.
std::string NoUnitsText(v1::NoUnitsReason reason);
// "individual", "peer group", "guidance outside a session".
std::string FormatText(v1::SupervisionNoteFormat format);
// "Friday 20 March 2026 at 09:00, 60 minutes, individual, in person".
std::string SessionText(const v1::SupervisionSession& session);
// "signed, not seen yet".
std::string StateText(v1::SupervisionNoteState state);

// Whether it was there to be talked about on that day; what does not say when it began was.
bool BeganBy(const v1::FollowUp& follow_up, Day day);
// "by 2026-03-20: a conversation (C-1042)".
std::string FollowUpText(const v1::FollowUp& follow_up);
// "by 2026-03-20: call the school (Ana Nguyen)".
std::string OpenDirectiveText(const v1::OpenDirective& directive, NameBook& names);
// "C-1042 (last 2026-01-09)".
std::string SupervisedCaseText(const v1::SupervisedCase& each);
// "Ana Nguyen (0.50 units), Ben Ode (late, 40 minutes; 0.25 units), Cy Ito (absent)".
std::string AttendeesText(const v1::SupervisionSession& session, NameBook& names);
// "C-1042: risk, culture; C-7: formulation".
std::string CasesText(const v1::SupervisionPart& part);
// "directive: call the school (Ana Nguyen, by 2026-03-20)".
std::string GuidanceText(const v1::Guidance& guidance, NameBook& names);
// "call the school (given 2026-03-13): moved to 2026-03-27".
std::string DirectiveReportText(const v1::DirectiveReport& report);
// "absent on 2026-03-20, group".
std::string MissedText(const v1::MissedSupervision& missed);
// "2026-03-20 by Ana Nguyen, illness".
std::string CancelledText(const v1::CancelledSupervision& cancelled, NameBook& names);
// "clinic, 8.00 with clients, 2.00 other".
std::string HoursOfWeekText(const v1::SettingUnits& setting);
// What a supervisor can say to ask for personal reactions.
extern const char kAskAboutReactions[];

// What it counts for: "1.00", or "0.00 (the group was too large)".
std::string UnitsOfNoteText(const v1::SupervisionNote& note);
// Whether a note stands for a session: not taken back, and neither guidance outside one nor a peer group.
bool IsSessionNote(const v1::SupervisionNote& note);
bool HasSessionNote(const v1::SuperviseeWeek& line);

// Who reads a note, and the limit of what can be promised: said before anything is written and before it is signed.
// `also`: the members who read it beside the writer because one of the two held the session in the other's place.
std::string WhoReadsNotes(const std::set<std::string>& also, NameBook& names);

// The supervisor's screen, the supervisees numbered from 1. `drafted`: those with a draft on this machine.
void PrintWeek(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names,
               std::ostream& out);
// A row per supervisee.
Json WeekRows(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names);

// All of one note as it stands, free text included, with what was answered to it and what its versions changed.
void PrintNote(const v1::SupervisionNote& note, NameBook& names, std::ostream& out);
// A part that is not signed yet, whole, a line each.
std::vector<std::string> PartTexts(const v1::SupervisionPart& part, NameBook& names);
// What the versions before the newest said.
void PrintEarlierVersions(const v1::SupervisionNote& note, NameBook& names, std::ostream& out);
// A row per note, with everything in it.
Json NoteRows(const std::vector<v1::SupervisionNote>& notes, NameBook& names);

// By week and with the totals that the BBS asks for, or by month.
void PrintLog(const v1::SupervisionLog& log, NameBook& names, std::ostream& out);
// A row per week, or per month where the profile counts by months.
Json LogRows(const v1::SupervisionLog& log);
// One row: all of it together.
Json TotalsRow(const v1::SupervisionLog& log);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SUPERVISION_TEXT_H_
