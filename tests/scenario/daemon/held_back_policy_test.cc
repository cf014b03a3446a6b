// A policy whose own scenarios come out otherwise is not activated: what the daemon says, and that the others run.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::held_back_policy_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Thirty days from 20 January end on 19 February; the expectation begins in the twelfth line.
constexpr char kScenario[] = R"(title = "R03: recommended, and nothing came of it"
source = "a test"
profiles = []

[people.maria]

[[entry]]
kind = "decision"
on = 2025-01-20
decision = "refer"

[[expect]]
rule = "referral_follow_through"
on = 2025-01-20
due = 2025-02-DAY
)";

class HeldBackPolicyTest : public DaemonTest {
 protected:
  HeldBackPolicyTest() : folder_(MakeTempFolder("candor-held-back")) {}
  ~HeldBackPolicyTest() override {
    daemon_.reset();
    fs::remove_all(folder_);
  }

  // Over a data directory, with scenarios for one policy.
  void SetUp() override { fs::create_directories(Scenario().parent_path()); }

  fs::path Scenario() const { return folder_ / "scenarios/referral/follow-through.toml"; }
  void ShipScenario(const std::string& last_day) {
    std::string text = kScenario;
    text.replace(text.find("DAY"), 3, last_day);
    std::ofstream(Scenario()) << text;
  }

  void Start() {
    if (daemon_ != nullptr) {
      ASSERT_TRUE(daemon_->Stop().ok());
      daemon_.reset();
    }
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = (folder_ / "data").string();
    options.scenarios_dir = (folder_ / "scenarios").string();
    Serve(std::move(options));
  }

  v1::PolicyState StateOf(const std::string& policy) {
    const auto status = Status();
    for (const v1::PolicyState& each : status.policies()) {
      if (each.policy() == "policies/" + policy) return each;
    }
    ADD_FAILURE() << "the status does not name " << policy;
    return {};
  }

  const fs::path folder_;
};

TEST_F(HeldBackPolicyTest, TheStatusSaysWhichExpectationFailedAndTheOthersRun) {
  ShipScenario("18");

  Start();

  ASSERT_NE(daemon_, nullptr);
  const v1::PolicyState held_back = StateOf("referral");
  EXPECT_FALSE(held_back.loaded());
  EXPECT_THAT(held_back.problem(), HasSubstr(Scenario().string() + ":12 expected referral_follow_through on "
                                                                   "2025-01-20: due 2025-02-18"));
  EXPECT_THAT(held_back.problem(), HasSubstr("due 2025-02-19"));
  EXPECT_TRUE(StateOf("consultation").loaded());
  v1::ListPoliciesResponse listed;
  ASSERT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(), listed).ok());
  for (const v1::Policy& policy : listed.policies()) {
    EXPECT_EQ(policy.loaded(), policy.name() != "policies/referral") << policy.name();
  }
}

TEST_F(HeldBackPolicyTest, WhatIsRecordedIsToldAsNotAssessedByIt) {
  ShipScenario("18");
  Start();
  ASSERT_NE(daemon_, nullptr);
  const std::string therapist = MakeMember("Ana Vidal");
  const std::string file = OpenCase("C-1", therapist);

  const v1::CreateEntryResponse recorded = Record(ReactionFor(file, therapist, Day(2025, 3, 23)));

  ASSERT_EQ(recorded.assessment().not_assessed_size(), 1);
  EXPECT_EQ(recorded.assessment().not_assessed(0).policy(), "policies/referral");
  EXPECT_EQ(recorded.assessment().not_assessed(0).reason(), v1::NOT_ASSESSED_REASON_NOT_LOADED);
  EXPECT_EQ(FollowUps(file).size(), 1U) << "the others judge";
}

TEST_F(HeldBackPolicyTest, OneThatShipsNoneRunsAndTheStatusSaysSo) {
  ShipScenario("19");

  Start();

  ASSERT_NE(daemon_, nullptr);
  EXPECT_TRUE(StateOf("referral").loaded());
  EXPECT_EQ(StateOf("referral").problem(), "");
  EXPECT_TRUE(StateOf("consultation").loaded());
  EXPECT_THAT(StateOf("consultation").problem(), HasSubstr("ships no scenarios"));
}

TEST_F(HeldBackPolicyTest, TheNextStartKnowsAndAMendedScenarioIsLookedAtAnew) {
  ShipScenario("18");
  Start();
  ASSERT_NE(daemon_, nullptr);
  const fs::path kept = folder_ / "data/PROVEN";
  ASSERT_TRUE(fs::exists(kept));
  const fs::file_time_type written = fs::last_write_time(kept);

  Start();
  ASSERT_NE(daemon_, nullptr);
  EXPECT_FALSE(StateOf("referral").loaded());
  EXPECT_EQ(fs::last_write_time(kept), written) << "nothing was run";

  ShipScenario("19");
  Start();
  ASSERT_NE(daemon_, nullptr);
  EXPECT_TRUE(StateOf("referral").loaded());
  EXPECT_NE(fs::last_write_time(kept), written);
}

TEST_F(HeldBackPolicyTest, AReloadLooksAtAMendedScenarioToo) {
  ShipScenario("18");
  Start();
  ASSERT_NE(daemon_, nullptr);
  ASSERT_FALSE(StateOf("referral").loaded());
  v1::ReloadProfilesResponse reloaded;
  const auto reload = [&] {
    return Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), reloaded);
  };

  EXPECT_TRUE(reload().ok()) << "what was held back before stops nobody";
  EXPECT_FALSE(reloaded.changed());
  ShipScenario("19");
  EXPECT_TRUE(reload().ok());

  EXPECT_TRUE(reloaded.changed());
  EXPECT_TRUE(StateOf("referral").loaded());
}

TEST_F(HeldBackPolicyTest, AReloadSaysThatOneWhichRunsWillNotAfterTheNextStart) {
  ShipScenario("19");
  Start();
  ASSERT_NE(daemon_, nullptr);
  const auto reload = [&] {
    v1::ReloadProfilesResponse reloaded;
    EXPECT_TRUE(Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), reloaded).ok());
    return reloaded;
  };

  ShipScenario("18");
  const v1::ReloadProfilesResponse broken = reload();

  EXPECT_FALSE(broken.changed());
  ASSERT_EQ(broken.unproven_size(), 1);
  EXPECT_THAT(broken.unproven(0), HasSubstr("the policy referral runs, and will not after the next start"));
  EXPECT_THAT(broken.unproven(0), HasSubstr(Scenario().string() + ":12 expected"));
  EXPECT_EQ(Status().profiles_problem(), broken.unproven(0));
  EXPECT_TRUE(StateOf("referral").loaded()) << "it judges on";

  ShipScenario("19");
  EXPECT_EQ(reload().unproven_size(), 0);
  EXPECT_EQ(Status().profiles_problem(), "");
}

// As at the first start, when a signal comes: it does not wait until all scenarios have run.
TEST_F(HeldBackPolicyTest, AStartThatIsGivenUpRunsNoScenario) {
  ShipScenario("19");
  DaemonOptions options = InMemoryOptions(clock_);
  options.in_memory = false;
  options.data_dir = (folder_ / "data").string();
  options.scenarios_dir = (folder_ / "scenarios").string();
  options.stopping = [] { return true; };

  const auto daemon = Daemon::Start(std::move(options));

  EXPECT_TRUE(absl::IsCancelled(daemon.status())) << daemon.status();
}

}  // namespace
}  // namespace candor::held_back_policy_test
