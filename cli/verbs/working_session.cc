#include "cli/verbs/working_session.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/access.grpc.pb.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/session.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr std::string_view kAsksWhatFor =
    "What do you read it for? Whoever wrote it can see that you did, when, and for what. It is asked once, "
    "until nobody calls for a while.";
constexpr std::string_view kSaysItHasLocked =
    "Your working session has locked, and what others have written was closed with it.";

// The purpose with that number, or with that word; the unspecified one where there is none.
v1::Purpose PurposeTyped(const std::string& typed) {
  int number = 0;
  if (absl::SimpleAtoi(typed, &number)) {
    return v1::Purpose_IsValid(number) ? static_cast<v1::Purpose>(number) : v1::PURPOSE_UNSPECIFIED;
  }
  return EnumOfWord<v1::Purpose>(typed);
}

// Unspecified: as before, which only a session that has locked can go on with; nullopt: not now.
std::optional<v1::Purpose> AskPurpose(Terminal& terminal, bool locked) {
  terminal.err << Wrap(locked ? kSaysItHasLocked : kAsksWhatFor, kTextWidth) << '\n';
  for (int number = v1::Purpose_MIN + 1; number <= v1::Purpose_MAX; ++number) {
    terminal.err << "  " << number << "  " << PurposeText(static_cast<v1::Purpose>(number)) << '\n';
  }
  const std::string range = absl::StrCat("[1-", static_cast<int>(v1::Purpose_MAX));
  while (true) {
    const std::optional<std::string> typed =
        terminal.Ask(locked ? absl::StrCat("Enter to go on as before, or a number ", range, "; n: not now]")
                            : absl::StrCat("A number ", range, "; Enter: not now]"));
    if (!typed || *typed == "n" || (typed->empty() && !locked)) return std::nullopt;
    if (typed->empty()) return v1::PURPOSE_UNSPECIFIED;
    const v1::Purpose purpose = PurposeTyped(*typed);
    if (purpose != v1::PURPOSE_UNSPECIFIED) return purpose;
    terminal.err << "One of the numbers above.\n";
  }
}

// Unspecified: goes on with the one that has locked.
absl::StatusOr<v1::Session> OpenWorkingSession(Connection& connection, v1::Purpose purpose) {
  if (purpose == v1::PURPOSE_UNSPECIFIED) {
    CANDOR_ASSIGN_OR_RETURN(
        v1::UnlockSessionResponse unlocked,
        connection.Call<v1::AccessService>(&v1::AccessService::Stub::UnlockSession, v1::UnlockSessionRequest()));
    return std::move(*unlocked.mutable_session());
  }
  v1::OpenSessionRequest request;
  request.set_purpose(purpose);
  CANDOR_ASSIGN_OR_RETURN(v1::OpenSessionResponse opened,
                          connection.Call<v1::AccessService>(&v1::AccessService::Stub::OpenSession, request));
  return std::move(*opened.mutable_session());
}

void PrintWorkingSession(Session& session, const v1::Session& opened) {
  if (!session.table()) return session.PrintData(ToJson(opened));
  session.out() << Wrap(absl::StrCat("Open, for ", WordOf(opened.purpose()),
                                     ". It locks once nobody has called from here for ", opened.idle_minutes(),
                                     opened.idle_minutes() == 1 ? " minute" : " minutes",
                                     ", or with candor session lock. Whoever wrote what you are shown can see who was "
                                     "shown it, when, and for what: candor access-log."),
                        kTextWidth)
                << '\n';
}

absl::StatusOr<ExitCode> StartWorkingSession(Session& session, const std::string& word) {
  v1::Purpose purpose = EnumOfWord<v1::Purpose>(word);
  if (word.empty()) {
    if (!session.terminal.asks) return UsageError("say what you read for: --purpose, as in --purpose supervision");
    const std::optional<v1::Purpose> asked = AskPurpose(session.terminal, /*locked=*/false);
    if (!asked) return absl::CancelledError("no working session was begun");
    purpose = *asked;
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::Session opened, OpenWorkingSession(session.connection(), purpose));
  PrintWorkingSession(session, opened);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> UnlockWorkingSession(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(const v1::Session opened, OpenWorkingSession(session.connection(), v1::PURPOSE_UNSPECIFIED));
  PrintWorkingSession(session, opened);
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> LockWorkingSession(Session& session) {
  CANDOR_RETURN_IF_ERROR(session.connection()
                             .Call<v1::AccessService>(&v1::AccessService::Stub::CloseSession, v1::CloseSessionRequest())
                             .status());
  if (session.table()) {
    session.out() << "Locked. What others have written is closed here; what is yours stays open.\n";
  } else {
    session.PrintData(Json{{"locked", true}});
  }
  return ExitCode::kDone;
}

}  // namespace

bool AskWhatFor(Terminal& terminal, Connection& connection, bool locked) {
  const std::optional<v1::Purpose> purpose = AskPurpose(terminal, locked);
  if (!purpose) return false;
  const absl::Status opened = OpenWorkingSession(connection, *purpose).status();
  if (!opened.ok()) terminal.err << OneLine(ToStd(opened.message())) << '\n';
  return opened.ok();
}

void AddSessionVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("session", "what you read for, said once for a working session, and locking it");
  verb->require_subcommand(1);

  CLI::App* start = verb->add_subcommand("start", "say what you read for, until nobody calls from here for a while");
  start->footer(
      "With a certificate it is needed where somebody else's facts or words are shown, never for what is your own.\n"
      "On a terminal it is asked for when it is needed.\n"
      "Example: candor session start --purpose supervision");
  auto purpose = std::make_shared<std::string>();
  start->add_option("--purpose", *purpose, "what you read for; on a terminal it is asked for")
      ->check(OneOf(EnumWords<v1::Purpose>()));
  Does(*start, session, [&session, purpose] { return StartWorkingSession(session, *purpose); });

  CLI::App* unlock = verb->add_subcommand("unlock", "go on with a session that has locked, for what it was begun for");
  unlock->footer("Example: candor session unlock");
  Does(*unlock, session, [&session] { return UnlockWorkingSession(session); });

  CLI::App* lock = verb->add_subcommand("lock", "close what others have written, as when nobody calls for a while");
  lock->footer("Example: candor session lock");
  Does(*lock, session, [&session] { return LockWorkingSession(session); });
}

}  // namespace candor::cli
