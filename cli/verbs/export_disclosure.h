#ifndef CANDOR_CLI_VERBS_EXPORT_DISCLOSURE_H_
#define CANDOR_CLI_VERBS_EXPORT_DISCLOSURE_H_

#include <string>

#include "CLI/CLI.hpp"
#include "absl/status/statusor.h"
#include "candor/v1/access.grpc.pb.h"
#include "cli/verbs/session.h"

// To whom an export goes, why and on what ground, as it goes on record before its first line.
namespace candor::cli {

struct DisclosureOptions {
  std::string recipient;
  std::string purpose;
  std::string basis;        // a word of v1::LawfulBasis
  bool from_input = false;  // the recipient is the first line of standard input, the purpose what follows
};

void AddDisclosure(CLI::App& command, DisclosureOptions& options);

// What is asked for on a terminal where the line does not say it. An error of usage where nobody can be asked;
// CANCELLED where nothing was answered.
absl::StatusOr<v1::RecordDisclosureRequest> DisclosureFrom(Session& session, const DisclosureOptions& options);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_EXPORT_DISCLOSURE_H_
