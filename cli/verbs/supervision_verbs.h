#ifndef CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_
#define CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_

#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/supervision.pb.h"
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

// FAILED_PRECONDITION: a note is written by a person.
absl::Status NeedsPerson();
// INVALID_ARGUMENT: neither a supervisor was named nor anybody to act for.
absl::Status NeedsSupervisor();
// nullptr when the week has no such line.
const v1::SuperviseeWeek* FindLine(const v1::SupervisionWeek& week, const std::string& supervisee);
// One supervisor's week; `day` any day of it, empty: this one.
absl::StatusOr<v1::SupervisionWeek> FetchWeek(Session& session, const std::string& supervisor,
                                              const std::string& day = "", const std::string& as_of = "");
// Writes drafts, one session after another.
absl::StatusOr<ExitCode> WriteNotes(Session& session, const WriteOptions& options);
// Signs the drafts of this machine; asks once.
absl::StatusOr<ExitCode> SignDrafts(Session& session, bool yes);
// A new version of a note, by the same questions.
absl::StatusOr<ExitCode> AmendNote(Session& session, const std::string& name);
// That the session of `day` did not take place: by whom and why, by single keys.
absl::Status CancelSession(Session& session, Keys& keys, const std::string& supervisor, const std::string& supervisee,
                           Day day);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SUPERVISION_VERBS_H_
