#ifndef CANDOR_CLI_PRINT_SENTENCES_H_
#define CANDOR_CLI_PRINT_SENTENCES_H_

#include <string_view>

// Sentences that stand in more than one place.
namespace candor::cli {

// Every list and report of follow-ups says so, in tables.
inline constexpr std::string_view kWhatAFollowUpIs =
    "A follow-up is a reminder made by a rule; it does not say that anyone did anything wrong.";

// Where nothing was judged, so that nothing is not taken for an answer.
inline constexpr std::string_view kReadByNoRule =
    "No rule in force here speaks of this. That does not mean that nothing is called for: the law and your code may.";

// Where something was judged and nothing came of it that the reader is shown, which of conduct is no answer either.
// True also where something comes of it that is not theirs to know.
inline constexpr std::string_view kAskedForByNoRule =
    "No rule in force here asks you for anything more because of this. That does not mean that nothing is called for: "
    "the law and your code may.";

// Where somebody is not sure whether abuse is to be suspected, of which no rule asks for a report yet.
inline constexpr std::string_view kUnsureOfAbuse =
    "You are not sure whether somebody is being abused. Talk it over today, with your supervisor, a colleague or "
    "counsel: candor talk. Where the suspicion is reasonable, it is reported at once; the agency answers questions "
    "before that, too.";

// Stands for the name of a practice whose daemon was given none.
inline constexpr char kUnnamedPractice[] = "not named; candord takes the name from its --config";

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_SENTENCES_H_
