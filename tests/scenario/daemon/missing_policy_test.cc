// A daemon whose policies are not all there: what it says when it starts, of what they left behind, and in its status.

#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "daemon/domain/policy_engine.h"
#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::missing_policy_test {
namespace {

namespace fs = std::filesystem;

class MissingPolicyTest : public DaemonTest {
 protected:
  MissingPolicyTest() : folder_(MakeTempFolder("candor-missing")) {}
  ~MissingPolicyTest() override {
    daemon_.reset();
    fs::remove_all(folder_);
  }

  // Over a data directory, with a plugin folder of its own.
  void SetUp() override {
    fs::copy(InMemoryOptions(clock_).plugins_dir, folder_ / "plugins");
    Serve(Options());
  }

  DaemonOptions Options() {
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = (folder_ / "data").string();
    options.plugins_dir = (folder_ / "plugins").string();
    return options;
  }

  // The daemon goes, and a policy with it.
  void Remove(const std::string& policy) {
    ASSERT_TRUE(daemon_->Stop().ok());
    daemon_.reset();
    ASSERT_TRUE(fs::remove(folder_ / "plugins" / (policy + ".so")));
  }

  void ServeWithout(const std::string& policy) {
    Remove(policy);
    DaemonOptions options = Options();
    options.allow_missing_policies = true;
    Serve(std::move(options));
  }

  fs::path folder_;
};

TEST_F(MissingPolicyTest, TheRefusalNamesTheFolderAndWhatIsInIt) {
  Remove("referral");

  const auto daemon = Daemon::Start(Options());

  EXPECT_EQ(daemon.status().code(), absl::StatusCode::kInvalidArgument);
  const std::string message(daemon.status().message());
  EXPECT_NE(message.find("default.toml:"), std::string::npos) << message;
  EXPECT_NE(message.find("no policy has a rule "), std::string::npos) << message;
  EXPECT_NE(message.find("in " + (folder_ / "plugins").string() + " there are only boundaries, consultation"),
            std::string::npos)
      << message;
  EXPECT_NE(message.find("--allow-missing-policies"), std::string::npos) << message;
}

TEST_F(MissingPolicyTest, IsOnlyReportedWhenToldSo) {
  ServeWithout("referral");

  ASSERT_NE(daemon_, nullptr);
  const v1::DaemonStatus status = Status();
  EXPECT_GE(status.policies_size(), 2);
  for (const v1::PolicyState& policy : status.policies()) {
    EXPECT_TRUE(policy.loaded()) << policy.policy();
    EXPECT_NE(policy.policy(), "policies/referral");
  }
}

TEST_F(MissingPolicyTest, AFollowUpOfItKeepsItsNumberAndTheExplanationSaysWhatIsMissing) {
  const std::string therapist = MakeMember("Ana Vidal");
  const std::string file = OpenCase("C-1", therapist);
  Record(ReactionFor(file, therapist, Day(2025, 3, 23)));
  WaitForPolicies();
  ASSERT_EQ(FollowUps(file).size(), 1U);
  ServeWithout("consultation");
  ASSERT_NE(daemon_, nullptr);

  const std::vector<v1::FollowUp> kept = FollowUps(file);
  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].rule(), "attraction_consult");
  EXPECT_EQ(kept[0].catalogue_id(), "R01");
  v1::ExplainFollowUpRequest request;
  request.set_name(kept[0].name());
  v1::ExplainFollowUpResponse response;
  ASSERT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, request, response).ok());
  EXPECT_EQ(response.explanation().sources_size(), 0);
  EXPECT_TRUE(response.explanation().cleared_by().starts_with("The policy consultation "))
      << response.explanation().cleared_by();
  EXPECT_NE(response.explanation().cleared_by().find("is not loaded"), std::string::npos);
}

// No worker runs them.
class StoppedEngine final : public domain::PolicyEngine {
 public:
  std::vector<domain::PolicyResult> Assess(const std::vector<domain::PolicyTask>& tasks, absl::Time) override {
    std::vector<domain::PolicyResult> results(tasks.size());
    for (domain::PolicyResult& result : results) result.completed = false;
    return results;
  }
  const std::vector<domain::PluginInfo>& Plugins() const override { return plugins_; }
  const std::string& ParameterSet() const override { return parameter_set_; }
  std::string WhyNotRunning() const override { return "the policies are not running: a test"; }

 private:
  const std::vector<domain::PluginInfo> plugins_{};
  const std::string parameter_set_ = "test";
};

TEST_F(DaemonTest, TheStatusSaysWhyNoPolicyRuns) {
  EXPECT_EQ(Status().policies_problem(), "");
  DaemonOptions options = InMemoryOptions(clock_);
  options.policies = std::make_unique<StoppedEngine>();
  options.allow_missing_policies = true;

  Serve(std::move(options));

  EXPECT_EQ(Status().policies_problem(), "the policies are not running: a test");
}

}  // namespace
}  // namespace candor::missing_policy_test
