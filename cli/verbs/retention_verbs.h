#ifndef CANDOR_CLI_VERBS_RETENTION_VERBS_H_
#define CANDOR_CLI_VERBS_RETENTION_VERBS_H_

#include <ostream>
#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/verbs/session.h"

// What the verbs that erase and that hold share: a reason, and a second person.
namespace candor::cli {

struct SecondPersonOptions {
  std::string reason;       // as typed; empty: asked for, or read
  bool from_input = false;  // read it from standard input
  std::string second;       // a member's name
  bool yes = false;
};

void AddReason(CLI::App& command, SecondPersonOptions& options);
void AddSecond(CLI::App& command, SecondPersonOptions& options);

// `question` says what it is for. CANCELLED where nobody gives one.
absl::StatusOr<std::string> ReasonFrom(Session& session, const SecondPersonOptions& options,
                                       const std::string& question);
// On a terminal asks. CANCELLED when it is not confirmed; without a terminal only `yes` confirms.
absl::Status ConfirmErasing(Session& session, const std::string& text, const std::string& question, bool yes);
// The same of something else: `unchanged` says how things are without it, as in "the hold stands as before".
absl::Status ConfirmThat(Session& session, const std::string& text, const std::string& question, bool yes,
                         const std::string& unchanged);
// The same daemon, as the second person.
absl::StatusOr<Connection> AsSecond(Session& session, const SecondPersonOptions& options);

// Whether an approval was refused because the second person has to give it with a certificate of their own.
bool IsTheirsToGive(const absl::Status& refused);
// Says that what was proposed waits for the second person, and what they type: `command` with `name` behind it.
void SayItWaits(Session& session, const std::string& command, const std::string& name);
// Proposes and has the second person approve. Where they have to do that with a certificate of their own, the proposal
// waits for them, which is said, and is what is returned. What was else not approved is refused again, so that it does
// not wait for anybody.
absl::StatusOr<v1::Erasure> EraseNow(Session& session, const v1::ProposeErasureRequest& request,
                                     const SecondPersonOptions& options);
// The erasure that `request` would become, with what was merged into what it names and what stays elsewhere. Proposes
// nothing. FAILED_PRECONDITION where it would be refused.
absl::StatusOr<v1::Erasure> WhatWouldGo(Session& session, v1::ProposeErasureRequest request);
// What an erasure of `scope` takes of what it names: "everything recorded about C-1042, its code included".
std::string WhatIsErased(const std::string& subject, v1::ErasureScope scope, NameBook& names);
// What `erasure` takes beside what it names, and what of it stays on the disk under the key of another record, with
// what to do; "": nothing.
std::string WhatElseGoes(const v1::Erasure& erasure, NameBook& names);
// What is erased, who decided, and the certificates: to standard output, or to `out`.
void PrintErasure(const v1::Erasure& erasure, Session& session);
void PrintErasure(const v1::Erasure& erasure, Session& session, std::ostream& out);

// `approve` and `refuse` of `candor retention` and of `candor hold`, by the second person.
void AddErasureApproval(CLI::App& retention, Session& session);
void AddReleaseApproval(CLI::App& hold, Session& session);

// `candor case erase`.
void AddCaseErase(CLI::App& cases, Session& session);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_RETENTION_VERBS_H_
