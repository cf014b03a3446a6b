#ifndef CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_
#define CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_

#include <optional>
#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/civil.pb.h"
#include "candor/v1/supervision.pb.h"
#include "candor/v1/work.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

// What the parts of `candor supervision` share.
namespace candor::cli {

struct WriteOptions {
  std::string week;               // any day of it; empty: this one
  std::string supervisor;         // a name; empty: the member acted for
  std::string substitute_for;     // a name; empty: nobody
  std::vector<std::string> with;  // names; empty: everybody without a note that week
  bool ad_hoc = false;
  bool peer = false;
};

// What the command line says.
struct SupervisionOptions {
  WriteOptions write;
  std::string as_of, note, supervisee, from, to, date, rules, reason;
  bool yes = false, refused = false, totals = false, take_back = false;
};

// The day that was given with `option`, as the wire has it. INVALID_ARGUMENT names the option.
absl::StatusOr<std::optional<v1::Date>> DateOption(std::string_view option, const std::string& text);
// FAILED_PRECONDITION: a note is written by a person.
absl::Status NeedsPerson();
// INVALID_ARGUMENT: neither a supervisor was named nor anybody to act for.
absl::Status NeedsSupervisor();
// nullptr when the week has no such line.
const v1::SuperviseeWeek* FindLine(const v1::SupervisionWeek& week, const std::string& supervisee);
// One supervisor's week; `day` any day of it, empty: this one. `conversations_of`: `members/{member}` whose wish to
// talk is told with its dates, which shows the caller the note that it comes of; empty: nobody's.
absl::StatusOr<v1::SupervisionWeek> FetchWeek(Session& session, const std::string& supervisor,
                                              const std::string& day = "", const std::string& as_of = "",
                                              const std::string& conversations_of = "");
// The note that was typed: its name, or its number in the list of whose it is (`supervisee`, else the member acted
// for).
absl::StatusOr<std::string> NoteTyped(Session& session, const SupervisionOptions& options);
absl::StatusOr<v1::SupervisionNote> FetchNote(Session& session, const std::string& name, const std::string& as_of = "");

// Writes drafts, one session after another.
absl::StatusOr<ExitCode> WriteNotes(Session& session, const WriteOptions& options);
// Signs the drafts of this machine; asks once.
absl::StatusOr<ExitCode> SignDrafts(Session& session, bool yes);
// A new version of a note, by the same questions; a draft of it is kept as of a first one.
absl::StatusOr<ExitCode> AmendNote(Session& session, const std::string& name);
// That the session of `day` did not take place, for each supervisee: by whom and why, asked once by single keys.
absl::Status CancelSession(Session& session, Keys& keys, const std::string& supervisor,
                           const std::vector<std::string>& supervisees, Day day);
// That this was noted by mistake. Each takes back what they have noted; NOT_FOUND when nobody has, PERMISSION_DENIED
// when somebody else has. `yes`: without asking.
absl::StatusOr<ExitCode> TakeCancellationBack(Session& session, const std::string& supervisor,
                                              const std::string& supervisee, Day day, bool yes);

// One supervisee's notes: as lines, or everything about them.
absl::StatusOr<ExitCode> ListNotes(Session& session, const SupervisionOptions& options);
absl::StatusOr<ExitCode> ShowFile(Session& session, const SupervisionOptions& options);
absl::StatusOr<ExitCode> ShowNote(Session& session, const SupervisionOptions& options);
absl::StatusOr<ExitCode> ShowLog(Session& session, const SupervisionOptions& options);

// That a note was seen, or would not be looked at. Without a note: shows those that wait, one after another, and asks.
absl::StatusOr<ExitCode> AnswerNotes(Session& session, const SupervisionOptions& options);
// That a note does not stand.
absl::StatusOr<ExitCode> RetractNote(Session& session, const SupervisionOptions& options);

// Of the caller's own supervision: for each note that somebody else took back within the last two weeks, that they did.
// Empty where that cannot be known.
std::vector<std::string> TakenBackTexts(Session& session, NameBook& names);
// What waits of somebody's own supervision: notes to be seen, what was taken back, and what they were directed to do.
// Nothing when nothing does.
void PrintOwnSupervision(Session& session, const v1::WorkList& work, NameBook& names);
// Whether nothing says yet what became of this week's session with them.
bool WaitsForNote(const v1::SuperviseeWeek& line);
// A few lines for the supervisor's day: notes to write, units that are short, directives.
void PrintSupervisionToday(Session& session, const v1::SupervisionWeek& week, NameBook& names);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_
