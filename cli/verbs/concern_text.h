#ifndef CANDOR_CLI_VERBS_CONCERN_TEXT_H_
#define CANDOR_CLI_VERBS_CONCERN_TEXT_H_

#include <string>

#include "candor/v1/concern.pb.h"
#include "candor/v1/work.pb.h"
#include "cli/verbs/session.h"

// Concerns about members as people read them.
namespace candor::cli {

// How far it has come, in a few words: "received", "acknowledged", "told", "answered".
std::string ConcernStateText(const v1::Concern& concern);
// What of it waits for the reader; "": nothing.
std::string ConcernTaskText(const v1::Concern& concern);
// Fact, then who sees it, then one step with its date.
void PrintConcern(const v1::Concern& concern, NameBook& names, Session& session);
// "a role was taken back": without what was reported.
std::string MeasureText(const v1::Measure& measure);

// Of the work list: what waits for the reader. Nothing where nothing does.
void PrintConcernsToday(const v1::WorkList& list, NameBook& names, Session& session);

// The verbs of one concern, and those of measures.
void AddConcernSteps(CLI::App& concern, Session& session);
void AddMeasureVerbs(CLI::App& concern, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_CONCERN_TEXT_H_
