#include "daemon/policy/scenario/plugin_proofs.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "tests/policies/scenarios/loaded_engine.h"
#include "tests/policies/scenarios/shipped_scenarios.h"
#include "tests/support/temp_folder.h"

namespace candor::policy::plugin_proofs_test {
namespace {

namespace fs = std::filesystem;
using ::testing::HasSubstr;

// Nine lines; the expectation begins in the ninth.
constexpr char kScenario[] = R"(title = "a reaction"
source = "a test"
profiles = []
[people.maria]
[[entry]]
kind = "personal_reaction"
on = 2025-01-06
which = "romantic"
[[expect]]
rule = "attraction_consult"
on = 2025-01-06
due = 2025-01-20
)";

void WriteFile(const fs::path& path, const std::string& text) {
  fs::create_directories(path.parent_path());
  std::ofstream(path, std::ios::binary) << text;
}

// A plugin whose bytes are the test's, judged by the policies of this process.
class PluginProofsTest : public ::testing::Test {
 protected:
  PluginProofsTest() : folder_(MakeTempFolder("candor-proofs")) {
    WriteFile(Plugin(), "the bytes of a plugin");
    WriteFile(Scenario(), kScenario);
    fs::create_directories(folder_ / "scenarios/profiles");
    fs::copy(fs::path(CANDOR_SHIPPED_PROFILES) / "default.toml", ShippedDefault());
    const ScenarioRooms in_process = testing::RoomsInProcess(CANDOR_PLUGINS, CANDOR_SHIPPED_PROFILES);
    rooms_.scenarios_dir = (folder_ / "scenarios").string();
    rooms_.profiles_dir = (folder_ / "profiles").string();
    rooms_.kept_path = (folder_ / "PROVEN").string();
    rooms_.version = "test";
    rooms_.store = in_process.store;
    rooms_.policies = [this](const std::string& path,
                             std::vector<Profile> profiles) -> absl::StatusOr<std::unique_ptr<domain::PolicyEngine>> {
      EXPECT_EQ(path, Plugin().string());
      ++started_;
      if (!engine_fault_.ok()) return engine_fault_;
      return testing::LoadedEngine::Make(CANDOR_PLUGINS, std::move(profiles));
    };
  }
  ~PluginProofsTest() override { fs::remove_all(folder_); }

  fs::path Plugin() const { return folder_ / "plugins/mine.so"; }
  fs::path Scenario() const { return folder_ / "scenarios/mine/first.toml"; }
  fs::path ShippedDefault() const { return folder_ / "scenarios/profiles/default.toml"; }

  PluginProof Prove() {
    const std::vector<PluginProof> proofs = ProvePlugins({Plugin().string()}, rooms_);
    EXPECT_EQ(proofs.size(), 1U);
    return proofs.empty() ? PluginProof() : proofs.front();
  }

  const fs::path folder_;
  ProofRooms rooms_;
  absl::Status engine_fault_;
  int started_ = 0;  // workers
};

TEST_F(PluginProofsTest, WhatCameOutAsItSaysIsNotRunAgain) {
  const PluginProof first = Prove();
  EXPECT_EQ(first.problem, "");
  EXPECT_EQ(first.scenarios, 1U);
  EXPECT_EQ(first.digest.size(), 64U);
  EXPECT_EQ(started_, 1);

  EXPECT_EQ(Prove().problem, "");

  EXPECT_EQ(started_, 1);
}

TEST_F(PluginProofsTest, AnotherPluginScenarioProfileOrProgramIsProvenAnew) {
  Prove();
  WriteFile(Plugin(), "other bytes");
  Prove();
  EXPECT_EQ(started_, 2) << "the plugin";
  WriteFile(Scenario(), absl::StrCat("# changed\n", kScenario));
  Prove();
  EXPECT_EQ(started_, 3) << "the scenario";
  WriteFile(ShippedDefault(), absl::StrCat("# changed\n", testing::TextOfFile(ShippedDefault().string())));
  Prove();
  EXPECT_EQ(started_, 4) << "the profile";
  rooms_.version = "another";
  Prove();
  EXPECT_EQ(started_, 5) << "the program";
  Prove();
  EXPECT_EQ(started_, 5);
}

TEST_F(PluginProofsTest, WhatCameOtherwiseIsToldWithFileAndLineAndKept) {
  WriteFile(Scenario(), absl::StrReplaceAll(kScenario, {{"2025-01-20", "2025-01-21"}}));
  const std::string expected = absl::StrCat("a scenario of it came out otherwise: ", Scenario().string(),
                                            ":9 expected attraction_consult on 2025-01-06: due 2025-01-21");

  EXPECT_THAT(Prove().problem, HasSubstr(expected));
  EXPECT_THAT(Prove().problem, HasSubstr(expected));
  EXPECT_EQ(started_, 1);
}

TEST_F(PluginProofsTest, AFileThatIsNoScenarioIsToldWithFileAndLine) {
  WriteFile(Scenario(), absl::StrCat("surprise = 1\n", kScenario));

  EXPECT_THAT(Prove().problem, HasSubstr(absl::StrCat(Scenario().string(), ":1: unknown key surprise")));
}

TEST_F(PluginProofsTest, WhatCouldNotBeRunIsAskedAgain) {
  engine_fault_ = absl::UnavailableError("no worker");
  EXPECT_EQ(Prove().problem, "its scenarios could not be run: no worker");
  engine_fault_ = absl::OkStatus();

  EXPECT_EQ(Prove().problem, "");
  EXPECT_EQ(started_, 2);
}

TEST_F(PluginProofsTest, OneThatShipsNoneIsNotRun) {
  fs::remove_all(Scenario().parent_path());

  const PluginProof proof = Prove();

  EXPECT_EQ(proof.problem, "");
  EXPECT_EQ(proof.scenarios, 0U);
  EXPECT_EQ(started_, 0);
}

TEST_F(PluginProofsTest, WhatAPracticeHasSetForItselfSaysNothingOfThePlugin) {
  fs::remove_all(ShippedDefault().parent_path());
  WriteFile(folder_ / "profiles/default.toml",
            testing::TextOfFile((fs::path(CANDOR_SHIPPED_PROFILES) / "default.toml").string()));
  WriteFile(folder_ / "profiles/ours.toml", R"(profile = "ours"
title = "Ours"
version = "1"
kind = "practice"
authority = "practice"
confidence = "own"
as_of = 2025-01-01
reviewed_on = 2025-01-01
[rules.attraction_consult.consult_within]
value = 7
unit = "days"
citation = "the practice"
)");
  // With no list of profiles a scenario is judged by all that there are.
  WriteFile(Scenario(), absl::StrReplaceAll(kScenario, {{"profiles = []\n", ""}}));

  EXPECT_EQ(Prove().problem, "");
}

TEST_F(PluginProofsTest, ScenariosByTheSameProfilesShareAWorker) {
  WriteFile(folder_ / "scenarios/mine/second.toml", kScenario);

  EXPECT_EQ(Prove().scenarios, 2U);
  EXPECT_EQ(started_, 1);
}

TEST_F(PluginProofsTest, ADamagedFileOfResultsIsNoResult) {
  Prove();
  WriteFile(folder_ / "PROVEN", "something else\n");

  EXPECT_EQ(Prove().problem, "");

  EXPECT_EQ(started_, 2);
}

}  // namespace
}  // namespace candor::policy::plugin_proofs_test
