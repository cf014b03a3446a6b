#ifndef CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_
#define CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_

#include <string>
#include <string_view>

#include "candor/v1/follow_up.pb.h"

namespace candor::cli {

// Every list and report of follow-ups says so, in tables.
inline constexpr std::string_view kWhatAFollowUpIs =
    "A follow-up is a reminder made by a rule; it does not say that anyone did anything wrong.";

// "open, date passed".
std::string StatusText(const v1::FollowUp& follow_up);
// "2025-05-02", or why there is none.
std::string DueText(const v1::FollowUp& follow_up);
// "a conversation": what the action asks for.
std::string ActionText(v1::Action action);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_
