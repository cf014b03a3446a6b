#include <cstddef>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"

namespace candor::cli {
namespace {

struct ExplainOptions {
  std::string member;
  std::string case_typed;
};

absl::StatusOr<ExitCode> ExplainAccess(Session& session, const ExplainOptions& options) {
  v1::ExplainAccessRequest request;
  if (!options.member.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_member(), ResolveMember(session.connection(), options.member));
  }
  if (!options.case_typed.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_case_(), ResolveCaseAndTell(session, options.case_typed));
  }
  CANDOR_ASSIGN_OR_RETURN(v1::ExplainAccessResponse response,
                          session.connection().Call<v1::RoleService>(&v1::RoleService::Stub::ExplainAccess, request));
  std::vector<v1::AccessLine> lines;
  lines.reserve(static_cast<size_t>(response.lines_size()));
  for (v1::AccessLine& each : *response.mutable_lines()) lines.push_back(std::move(each));
  CANDOR_RETURN_IF_ERROR(KeepPage(session, lines));
  if (!session.table()) {
    session.PrintData(ListJson(lines));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  PrintWhoSees(lines, names, session.out());
  session.out() << '\n' << Wrap(kLimitOfAccess, kTextWidth) << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddAccessVerb(CLI::App& app, Session& session) {
  CLI::App* access = app.add_subcommand("access", "who sees what, and why");
  access->require_subcommand(1);
  CLI::App* explain = access->add_subcommand("explain", "who sees what of a member's, in general or in one case");
  explain->footer(
      "Everybody can ask it of themselves; of somebody else the director or an auditor asks.\n"
      "Example: candor access explain --member 'Ana Nguyen' --case C-1042");
  auto options = std::make_shared<ExplainOptions>();
  explain->add_option("--member", options->member, "of whom: a name, or members/MEMBER; yourself unless said")
      ->option_text("MEMBER");
  explain->add_option("--case", options->case_typed, "in which case: its code, or cases/CASE; else in general")
      ->option_text("CASE");
  Does(*explain, session, Answers::kList, [&session, options] { return ExplainAccess(session, *options); });
}

}  // namespace candor::cli
