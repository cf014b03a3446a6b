#ifndef CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_
#define CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_

#include <string>

#include "candor/v1/civil.pb.h"
#include "candor/v1/follow_up.pb.h"
#include "cli/print/sentences.h"
#include "cli/verbs/session.h"

namespace candor::cli {

// "open, date passed".
std::string StatusText(const v1::FollowUp& follow_up);
// "2025-05-02", or why there is none.
std::string DueText(const v1::FollowUp& follow_up);
// For a line of a list, which others may see over the shoulder: "R43 Referral without an outcome"; of what comes of a
// private note what it asks for, and neither its rule nor its number.
std::string ListedLabel(const v1::FollowUp& follow_up);
// "a conversation": what the action asks for.
std::string ActionText(v1::Action action);
// The same of a follow-up; of a duty, which is about nobody's conduct, its own words.
std::string AskedText(const v1::FollowUp& follow_up);
// " by Friday 12 June 2026", after ActionText; "" without a date. What is not to go on ends now: its date is that of
// the look at it, and ", from now on, and a look at it by Monday 23 November 2026" says so.
std::string ByWhenText(const v1::FollowUp& follow_up);
// For a line of a list, the action and `when` ("by Friday 12 June 2026", "since ...", or that there is none): "by
// Friday 12 June 2026: a conversation", "from now on: not to go on, and a look at it by Monday 23 November 2026".
std::string WhenAndActionText(const v1::FollowUp& follow_up, const std::string& when);
// From when on others are told, as of WorkItem or Explanation.
struct ToldOthers {
  v1::Date first_on;
  v1::Date director_on;
  bool soon = false;  // one of the two is near
};
// What others are told of a private note whose conversation stays open, to its author. A supervisor whom the note names
// is told nothing new and is left out, as far as that can be asked; where nobody supervises, the consultants hear it.
std::string ToldOthersText(Session& session, const v1::FollowUp& follow_up, const ToldOthers& told);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_FOLLOW_UP_WORDS_H_
