#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {

void AddReason(CLI::App& command, SecondPersonOptions& options) {
  CLI::Option* given = command.add_option("--reason", options.reason,
                                          "why, in a few words and without anything about a client: others on this "
                                          "machine can see it. Else it is asked for");
  command.add_flag("--stdin", options.from_input, "read why from standard input")->excludes(given);
}

void AddSecond(CLI::App& command, SecondPersonOptions& options) {
  command.add_option("--second", options.second, "the member who approves it, and has no part in it")->required();
}

absl::StatusOr<std::string> ReasonFrom(Session& session, const SecondPersonOptions& options,
                                       const std::string& question) {
  std::string reason = options.reason;
  if (options.from_input) {
    reason.assign(std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>());
    reason = std::string(absl::StripAsciiWhitespace(reason));
  } else if (reason.empty() && session.terminal.asks) {
    reason = session.terminal.Ask(question).value_or("");
  } else if (reason.empty()) {
    return UsageError("say why: with --reason, or with --stdin from standard input");
  }
  if (reason.empty()) return absl::CancelledError("nothing was done, since it takes a reason");
  return reason;
}

absl::Status ConfirmErasing(Session& session, const std::string& text, const std::string& question, bool yes) {
  session.terminal.err << Wrap(text, kTextWidth) << '\n';
  if (yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was erased. Confirm on a terminal, or pass --yes in a script");
  }
  if (session.terminal.Confirm(question)) return absl::OkStatus();
  return absl::CancelledError("nothing was erased");
}

absl::StatusOr<Connection> AsSecond(Session& session, const SecondPersonOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string second, ResolveMember(session.connection(), options.second));
  Connection::Options connect = session.connect;
  connect.act_for = std::move(second);
  return Connection(std::move(connect));
}

absl::StatusOr<v1::Erasure> EraseNow(Session& session, const v1::ProposeErasureRequest& request,
                                     const SecondPersonOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(Connection second, AsSecond(session, options));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ProposeErasureResponse proposed,
      session.connection().Call<v1::RetentionService>(&v1::RetentionService::Stub::ProposeErasure, request));
  v1::ApproveErasureRequest approve;
  approve.set_name(proposed.erasure().name());
  auto approved = second.Call<v1::RetentionService>(&v1::RetentionService::Stub::ApproveErasure, approve);
  if (approved.ok()) return std::move(*approved->mutable_erasure());
  v1::RefuseErasureRequest refuse;
  refuse.set_name(proposed.erasure().name());
  // Where it did come into force after all, this is refused itself.
  session.connection()
      .Call<v1::RetentionService>(&v1::RetentionService::Stub::RefuseErasure, refuse)
      .status()
      .IgnoreError();
  return approved.status();
}

void PrintErasure(const v1::Erasure& erasure, Session& session) {
  NameBook names(session.connection());
  const auto person = [&](const std::string& member) {
    return member.empty() ? std::string("the operator") : OneLine(names.Member(member));
  };
  const bool whole = erasure.scope() == v1::ERASURE_SCOPE_EVERYTHING;
  std::vector<std::pair<std::string, std::string>> pairs = {
      {"Of", erasure.subject()},
      {"What", whole ? "everything" : "private notes"},
      {"State", WordOf(erasure.state())},
      {"Asked for by", person(erasure.proposer())},
  };
  if (erasure.state() != v1::ERASURE_STATE_PROPOSED) pairs.emplace_back("Decided by", person(erasure.approver()));
  if (!erasure.reason().empty()) pairs.emplace_back("Why", OneLine(erasure.reason()));
  if (!erasure.profile().empty()) {
    pairs.emplace_back("Schedule", absl::StrCat(OneLine(erasure.profile()), ", since ", FormatDate(erasure.due())));
  }
  pairs.emplace_back("Recorded", FormatInstant(erasure.recorded_at()));
  if (erasure.state() == v1::ERASURE_STATE_IN_FORCE) pairs.emplace_back("Record", absl::StrCat(erasure.record()));
  pairs.emplace_back("Erasure", erasure.name());
  PrintPairs(pairs, session.out());
  for (const std::string& certificate : erasure.certificates()) session.out() << '\n' << certificate;
}

}  // namespace candor::cli
