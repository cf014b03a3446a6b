#ifndef CANDOR_CLI_VERBS_SUPERVISION_TEXT_H_
#define CANDOR_CLI_VERBS_SUPERVISION_TEXT_H_

#include <ostream>
#include <set>
#include <string>
#include <vector>

#include "candor/v1/follow_up.pb.h"
#include "candor/v1/supervision.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/session.h"

// Supervision notes in words, tables and rows.
namespace candor::cli {

// "1.50".
std::string HundredthsText(int32_t hundredths);
// "individual", "peer group", "guidance outside a session".
std::string FormatText(v1::SupervisionNoteFormat format);
// "Friday 20 March 2026 at 09:00, 60 minutes, individual, in person".
std::string SessionText(const v1::SupervisionSession& session);
// "signed, not seen yet".
std::string StateText(v1::SupervisionNoteState state);

// "by 2026-03-20: a conversation (C-1042)".
std::string FollowUpText(const v1::FollowUp& follow_up);
// "by 2026-03-20: call the school (Ana Nguyen)".
std::string OpenDirectiveText(const v1::OpenDirective& directive, NameBook& names);
// "C-1042 (last 2026-01-09)".
std::string SupervisedCaseText(const v1::SupervisedCase& each);
// "Ana Nguyen, Ben Ode (late, 40 minutes)".
std::string AttendeesText(const v1::SupervisionSession& session, NameBook& names);
// "C-1042: risk, culture; C-7: formulation".
std::string CasesText(const v1::SupervisionPart& part);
// "directive: call the school (Ana Nguyen, by 2026-03-20)".
std::string GuidanceText(const v1::Guidance& guidance, NameBook& names);
// "moved to 2026-03-27".
std::string DirectiveReportText(const v1::DirectiveReport& report);
// What a supervisor can say to ask for personal reactions.
extern const char kAskAboutReactions[];

// Whether a note stands for a session: not taken back, and neither guidance outside one nor a peer group.
bool IsSessionNote(const v1::SupervisionNote& note);
bool HasSessionNote(const v1::SuperviseeWeek& line);

// The supervisor's screen. `drafted`: supervisees with a draft on this machine.
void PrintWeek(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names,
               std::ostream& out);
// A row per supervisee.
Json WeekRows(const v1::SupervisionWeek& week, const std::set<std::string>& drafted, NameBook& names);

// All of one note, free text included.
void PrintNote(const v1::SupervisionNote& note, NameBook& names, std::ostream& out);
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
