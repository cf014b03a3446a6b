#include <iterator>
#include <ostream>
#include <string>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/ledger/erasure_certificate.h"

namespace candor::cli {
namespace {

// What the daemon says once people call with certificates.
constexpr std::string_view kActForOff = "act_for_off";

// What was moved is sealed a second time, where it was first written.
std::string SealedElsewhereText(const v1::SealedElsewhere& sealed, NameBook& names) {
  const bool one = sealed.entries() == 1;
  const bool of_case = sealed.subject().starts_with("cases/");
  const std::string whose = OneLine(of_case ? names.Case(sealed.subject()) : names.Member(sealed.subject()));
  return absl::StrCat(sealed.entries(), one ? " entry was" : " entries were", " moved here from ", whose,
                      ". Nobody is shown the words there any more, and no export has them; but they stay on the disk, "
                      "sealed with the key of ",
                      whose,
                      of_case ? absl::StrCat(", until that case is erased as well: candor case erase ", whose, ".")
                              : ", which is not destroyed.");
}

std::string SealedElsewhereText(const v1::Erasure& erasure, NameBook& names) {
  std::string text;
  for (const v1::SealedElsewhere& each : erasure.sealed_elsewhere()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", SealedElsewhereText(each, names));
  }
  return text;
}

// What the certificates leave open about backups. All of them name the same ones, so the first will do.
std::string UnnamedBackupsText(const v1::Erasure& erasure) {
  if (erasure.certificates().empty()) return "";
  constexpr std::string_view kBackupLine = "\nbackup ";
  const std::string_view certificate = erasure.certificates(0);
  size_t named = 0;
  for (size_t at = certificate.find(kBackupLine); at != std::string_view::npos;
       at = certificate.find(kBackupLine, at + kBackupLine.size())) {
    ++named;
  }
  if (named == 0) return "It names no backup: this ledger knows of none that was made before.";
  if (named < ledger::ErasureCertificate::kMaxBackups) return "";
  return absl::StrCat("It names the newest ", named, " backups; whatever older ones there are hold the key, too.");
}

}  // namespace

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
  LetReword(session, "reason", /*typed=*/!options.from_input, reason);
  return reason;
}

absl::Status ConfirmErasing(Session& session, const std::string& text, const std::string& question, bool yes) {
  return ConfirmThat(session, text, question, yes, "nothing was erased");
}

absl::Status ConfirmThat(Session& session, const std::string& text, const std::string& question, bool yes,
                         const std::string& unchanged) {
  session.terminal.err << Wrap(text, kTextWidth) << '\n';
  if (yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError(absl::StrCat(unchanged, ". Confirm on a terminal, or pass --yes in a script"));
  }
  if (session.terminal.Confirm(question)) return absl::OkStatus();
  return absl::CancelledError(unchanged);
}

absl::StatusOr<Connection> AsSecond(Session& session, const SecondPersonOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(std::string second, ResolveMember(session.connection(), options.second));
  Connection::Options connect = session.connect;
  connect.act_for = std::move(second);
  return Connection(std::move(connect));
}

bool IsTheirsToGive(const absl::Status& refused) {
  const auto detail = DetailOf(refused);
  return detail && detail->reason == kActForOff;
}

void SayItWaits(Session& session, const std::string& command, const std::string& name) {
  session.terminal.err << Wrap(
                              "It is asked for, and nothing is changed yet: people approve with certificates of their "
                              "own here. The second person types, on their machine:",
                              kTextWidth)
                       << "\n  " << command << ' ' << name << '\n';
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
  if (IsTheirsToGive(approved.status())) {
    SayItWaits(session, "candor retention approve", proposed.erasure().name());
    session.terminal.err << "Once that is done, here is the certificate:\n  candor retention show "
                         << proposed.erasure().name() << '\n';
    return proposed.erasure();
  }
  v1::RefuseErasureRequest refuse;
  refuse.set_name(proposed.erasure().name());
  // Where it did come into force after all, this is refused itself.
  session.connection()
      .Call<v1::RetentionService>(&v1::RetentionService::Stub::RefuseErasure, refuse)
      .status()
      .IgnoreError();
  return approved.status();
}

absl::StatusOr<v1::Erasure> WhatWouldGo(Session& session, v1::ProposeErasureRequest request) {
  request.set_validate_only(true);
  CANDOR_ASSIGN_OR_RETURN(v1::ProposeErasureResponse answer, session.connection().Call<v1::RetentionService>(
                                                                 &v1::RetentionService::Stub::ProposeErasure, request));
  return std::move(*answer.mutable_erasure());
}

std::string WhatIsErased(const std::string& subject, v1::ErasureScope scope, NameBook& names) {
  const std::string whose = OneLine(subject.starts_with("members/") ? names.Member(subject) : names.Case(subject));
  return scope == v1::ERASURE_SCOPE_EVERYTHING
             ? absl::StrCat("everything recorded about ", whose, ", its code included")
             : absl::StrCat("the private notes of ", whose, ", and what rules made of them");
}

std::string WhatElseGoes(const v1::Erasure& erasure, NameBook& names) {
  std::string merged;
  for (const std::string& each : erasure.merged_cases()) {
    absl::StrAppend(&merged, merged.empty() ? "" : ", ", OneLine(names.Case(each)));
  }
  std::string sealed = SealedElsewhereText(erasure, names);
  if (merged.empty()) return sealed;
  return absl::StrCat("What was merged into it goes with it: ", merged, ".", sealed.empty() ? "" : " ", sealed);
}

void PrintErasure(const v1::Erasure& erasure, Session& session) {
  PrintErasure(erasure, session, session.out());
}

void PrintErasure(const v1::Erasure& erasure, Session& session, std::ostream& out) {
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
  for (const std::string& merged : erasure.merged_cases()) pairs.emplace_back("With it", merged);
  pairs.emplace_back("Erasure", erasure.name());
  PrintPairs(pairs, out);
  const std::string sealed = SealedElsewhereText(erasure, names);
  if (!sealed.empty()) out << '\n' << Wrap(sealed, kTextWidth) << '\n';
  for (const std::string& certificate : erasure.certificates()) out << '\n' << certificate;
  if (const std::string unnamed = UnnamedBackupsText(erasure); !unnamed.empty()) {
    out << '\n' << Wrap(unnamed, kTextWidth) << '\n';
  }
}

}  // namespace candor::cli
