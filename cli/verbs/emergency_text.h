#ifndef CANDOR_CLI_VERBS_EMERGENCY_TEXT_H_
#define CANDOR_CLI_VERBS_EMERGENCY_TEXT_H_

#include <cstdint>
#include <ostream>
#include <string>

#include "CLI/CLI.hpp"
#include "candor/v1/emergency.grpc.pb.h"
#include "candor/v1/work.pb.h"
#include "cli/verbs/session.h"

// What is opened to somebody in an emergency, in words.
namespace candor::cli {

// What is opened: "C-1042", "Ana Nguyen".
std::string OpenedText(const v1::Emergency& emergency, NameBook& names);
// "an hour", "4 hours", "90 minutes".
std::string HowLongText(int32_t minutes);
// How it stands: "waits for an answer", "open until 2025-03-30 20:00 CEST".
std::string EmergencyStateText(const v1::Emergency& emergency);
// In one line: "Ana Nguyen, C-1042, open until …  emergencies/…".
std::string EmergencyLine(const v1::Emergency& emergency, NameBook& names);
// All that there is to know of it, one thing under the other.
void PrintEmergency(const v1::Emergency& emergency, NameBook& names, std::ostream& out);
// What waits for the caller to answer or to review, and what was opened of them, for `candor today`; nothing where
// there is none.
void PrintEmergencies(Session& session, const v1::WorkList& list, NameBook& names);

// `ask`, `approve`, `refuse`, `end` and `review` of `candor emergency`.
void AddEmergencySteps(CLI::App& emergency, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_EMERGENCY_TEXT_H_
