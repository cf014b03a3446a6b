#ifndef CANDOR_CLI_VERBS_SHOWN_LATELY_H_
#define CANDOR_CLI_VERBS_SHOWN_LATELY_H_

#include <optional>
#include <string>

#include "candor/v1/access.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

// What others were shown of somebody in the last days, beside what waits for them today.
namespace candor::cli {

struct ShownLately {
  Day since;
  int times = 0;
  bool more = false;               // and more often than that
  std::optional<v1::Access> last;  // of these; nullopt: none
  // Beside these: how often the operator asked in their name for what is about nobody, such as how the daemon does. 0
  // where there is more than was counted: then these are among `times`.
  int lookups = 0;
};

// Of the week before `today`. What was done in a member's name is told to whoever calls with a certificate of their
// own; where somebody acts for a member, it is them. nullopt: nobody was shown anything, or it cannot be asked; a day
// is of use without.
std::optional<ShownLately> ShownLatelyOf(Session& session, Day today);
// The same of the log's newest lines since that day; `own_name_too`: also what was done in the caller's name.
std::optional<ShownLately> CountShown(const v1::ListAccessesResponse& newest, Day since, bool own_name_too);
// In a sentence, or two.
std::string ShownLatelyText(const ShownLately& shown, NameBook& names);
// With where to read more.
void PrintShownLately(Session& session, const ShownLately& shown, NameBook& names);
// The same as data.
Json ShownLatelyJson(const ShownLately& shown);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SHOWN_LATELY_H_
