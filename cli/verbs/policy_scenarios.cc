#include <algorithm>
#include <filesystem>
#include <memory>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/policy.grpc.pb.h"
#include "cli/verbs/ledger_files.h"
#include "cli/verbs/policy_verbs.h"
#include "cli/verbs/session.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

namespace fs = std::filesystem;

absl::Status CannotRead(const std::string& path) {
  return LocalFileError(absl::StrCat("cannot read ", path, "; name a scenario file or a folder that has some"));
}

// Of a folder every *.toml in it and below, by name. Where `profiles` lie beside scenarios they are those that the
// scenarios speak of.
absl::StatusOr<std::vector<std::string>> FilesOf(const std::string& path) {
  std::error_code error;
  if (!fs::is_directory(path, error)) return std::vector<std::string>{path};
  std::vector<std::string> files;
  for (fs::recursive_directory_iterator it(path, error), end; !error && it != end; it.increment(error)) {
    if (it->path().filename() == "profiles") it.disable_recursion_pending();
    if (it->path().extension() == ".toml") files.push_back(it->path().string());
  }
  if (error || files.empty()) return CannotRead(path);
  std::sort(files.begin(), files.end());
  return files;
}

absl::StatusOr<v1::ScenarioResult> RunOne(Session& session, const std::string& file) {
  v1::TestScenarioRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_text(), ReadTextFile(file));
  request.set_file(file);
  auto response = session.connection().Call<v1::PolicyService>(&v1::PolicyService::Stub::TestScenario, request);
  if (response.ok()) return std::move(*response->mutable_result());
  // What is wrong within a file of this side.
  const auto detail = DetailOf(response.status());
  const bool no_scenario = detail && detail->reason == "no_scenario";
  return no_scenario ? LocalFileError(ToStd(response.status().message())) : response.status();
}

void PrintResult(const v1::ScenarioResult& result, Session& session) {
  std::ostream& out = session.out();
  const bool as_expected = result.otherwise() == 0;
  out << (as_expected ? "as expected  " : "OTHERWISE    ") << result.title() << "  (" << result.file() << ", "
      << result.checks() << (result.checks() == 1 ? " check" : " checks") << ")\n";
  for (const v1::ScenarioDifference& difference : result.differences()) {
    out << "  " << result.file() << ":" << difference.line() << "\n";
    out << Wrap(absl::StrCat("expected: ", difference.expected()), kTextWidth, "    ") << '\n';
    out << Wrap(absl::StrCat("came: ", difference.came()), kTextWidth, "    ") << '\n';
  }
}

absl::StatusOr<ExitCode> Test(Session& session, const std::vector<std::string>& paths) {
  std::vector<std::string> files;
  for (const std::string& path : paths) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> found, FilesOf(path));
    files.insert(files.end(), found.begin(), found.end());
  }
  std::vector<v1::ScenarioResult> results;
  size_t otherwise = 0;
  for (const std::string& file : files) {
    CANDOR_ASSIGN_OR_RETURN(v1::ScenarioResult result, RunOne(session, file));
    if (result.otherwise() > 0) ++otherwise;
    // One line as soon as it is known: a folder takes a while.
    if (session.table()) PrintResult(result, session);
    results.push_back(std::move(result));
  }
  CANDOR_RETURN_IF_ERROR(KeepPage(session, results));
  if (!session.table()) {
    session.PrintData(ListJson(results));
  } else if (files.size() > 1) {
    session.out() << files.size() << " scenarios, " << otherwise << " otherwise than expected\n";
  }
  return otherwise == 0 ? ExitCode::kDone : ExitCode::kUnexpected;
}

}  // namespace

void AddScenarioCommands(CLI::App& policy, Session& session) {
  CLI::App* test = policy.add_subcommand(
      "test", "run scenarios by the policies that are loaded; nothing of the practice is read or changed");
  test->footer("Example: candor policy test talked-over.toml");
  auto paths = std::make_shared<std::vector<std::string>>();
  test->add_option("path", *paths, "a scenario file, or a folder: every *.toml in it and below")->required();
  Does(*test, session, Answers::kList, [&session, paths] { return Test(session, *paths); });
}

}  // namespace candor::cli
