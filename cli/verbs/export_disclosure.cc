#include "cli/verbs/export_disclosure.h"

#include <istream>
#include <iterator>
#include <optional>
#include <string_view>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/text_notices.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

constexpr std::string_view kWhyItIsAsked =
    "An export leaves Candor in the clear. To whom it goes and why is on record before its first line.";

absl::Status NothingExported() {
  return absl::CancelledError("nothing was exported, since it takes to whom, what for and on what ground");
}

// The first line, and all that follows.
void ReadRecipientAndPurpose(std::istream& in, v1::RecordDisclosureRequest& request) {
  std::string line;
  std::getline(in, line);
  absl::StripAsciiWhitespace(&line);
  request.set_recipient(line);
  std::string rest{std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
  absl::StripAsciiWhitespace(&rest);
  request.set_purpose(rest);
}

// Unspecified: it was not said.
v1::LawfulBasis AskBasis(Terminal& terminal) {
  terminal.err << "On what ground?\n";
  for (int number = v1::LawfulBasis_MIN + 1; number <= v1::LawfulBasis_MAX; ++number) {
    terminal.err << "  " << number << "  " << BasisText(static_cast<v1::LawfulBasis>(number)) << '\n';
  }
  while (true) {
    const std::optional<std::string> typed =
        terminal.Ask(absl::StrCat("A number [1-", static_cast<int>(v1::LawfulBasis_MAX), "; Enter: nothing]"));
    if (!typed || typed->empty()) return v1::LAWFUL_BASIS_UNSPECIFIED;
    int number = 0;
    if (absl::SimpleAtoi(*typed, &number) && number > 0 && v1::LawfulBasis_IsValid(number)) {
      return static_cast<v1::LawfulBasis>(number);
    }
    terminal.err << "One of the numbers above.\n";
  }
}

void AskForTheRest(Terminal& terminal, v1::RecordDisclosureRequest& request) {
  terminal.err << Wrap(kWhyItIsAsked, kTextWidth) << '\n';
  if (request.recipient().empty()) request.set_recipient(terminal.Ask("To whom does it go?").value_or(""));
  if (request.recipient().empty()) return;
  if (request.purpose().empty()) request.set_purpose(terminal.Ask("What for?").value_or(""));
  if (request.purpose().empty()) return;
  if (request.basis() == v1::LAWFUL_BASIS_UNSPECIFIED) request.set_basis(AskBasis(terminal));
}

bool SaysAll(const v1::RecordDisclosureRequest& request) {
  return !request.recipient().empty() && !request.purpose().empty() && request.basis() != v1::LAWFUL_BASIS_UNSPECIFIED;
}

}  // namespace

void AddDisclosure(CLI::App& command, DisclosureOptions& options) {
  CLI::Option* recipient = command.add_option(
      "--recipient", options.recipient, "to whom it goes; others on this machine can see it. Else it is asked for");
  CLI::Option* purpose = command.add_option("--purpose", options.purpose,
                                            "what for, without anything about a client. Else it is asked for");
  command.add_option("--basis", options.basis, "on what ground it may leave. Else it is asked for")
      ->check(OneOf(EnumWords<v1::LawfulBasis>()));
  command
      .add_flag("--stdin", options.from_input,
                "read from standard input to whom it goes, in the first line, and what for, in the others")
      ->excludes(recipient)
      ->excludes(purpose);
}

absl::StatusOr<v1::RecordDisclosureRequest> DisclosureFrom(Session& session, const DisclosureOptions& options) {
  v1::RecordDisclosureRequest request;
  request.set_recipient(options.recipient);
  request.set_purpose(options.purpose);
  request.set_basis(EnumOfWord<v1::LawfulBasis>(options.basis));
  request.set_request_id(RandomUuid());
  if (options.from_input) ReadRecipientAndPurpose(session.terminal.in, request);
  if (!SaysAll(request)) {
    if (!session.terminal.asks) {
      return UsageError(
          "say to whom it goes, what for and on what ground: --recipient, --purpose and --basis, or --stdin for the "
          "first two");
    }
    AskForTheRest(session.terminal, request);
    if (!SaysAll(request)) return NothingExported();
  }
  // Who it goes to is meant to be a name.
  LetReword(session, "purpose", /*typed=*/!options.from_input, *request.mutable_purpose());
  return request;
}

}  // namespace candor::cli
