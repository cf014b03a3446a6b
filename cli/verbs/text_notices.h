#ifndef CANDOR_CLI_VERBS_TEXT_NOTICES_H_
#define CANDOR_CLI_VERBS_TEXT_NOTICES_H_

#include <string>
#include <vector>

#include "cli/import/text_counts.h"
#include "cli/verbs/session.h"
#include "google/protobuf/message.h"

// What a person is told before free text is saved: where it seems to say who somebody is (daemon/base/text_lint.h). It
// is looked at here, on their machine: what they may yet take out is sent nowhere for it, logged nowhere and kept
// nowhere.
namespace candor::cli {

// "Before it is saved: perhaps a name (note, line 1, column 9). …"; "" where there is nothing to say. The words
// themselves are not repeated. `members`: as the people of the practice are called. Of a correction: `before` is what
// stands, and text that is already there is not spoken of again; nullptr for a new one. What somebody is stands first;
// of what is not told with its place the kinds are. At most 60 words, unless all kinds are there.
std::string TextNotices(const google::protobuf::Message& message, const std::vector<std::string>& members,
                        const google::protobuf::Message* before = nullptr);

// The same of a sheet, for which counts must do: "Before it is imported: perhaps 12 times a name (Note, first in row
// 7). …", or what is said once it is `imported`. "" where there is nothing to say.
std::string TextNoticesOfSheet(const std::vector<TextCount>& counts, bool imported);

// Tells the person; false: there was nothing to tell. The daemon is asked what members are called, if there is free
// text.
bool SayTextNotices(Session& session, const google::protobuf::Message& message,
                    const google::protobuf::Message* before = nullptr);

// The same of words for one field, as a person knows it: "reason".
bool SayNoticesOf(Session& session, const std::string& where, const std::string& words);

inline constexpr char kAsksForOtherWords[] = "Other words, or Enter to keep these:";

// SayNoticesOf() where no question follows before the words are saved: on a terminal the person may type others.
// `typed`: false where they were read from standard input, in which there are no others.
void LetReword(Session& session, const std::string& where, bool typed, std::string& words);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_TEXT_NOTICES_H_
