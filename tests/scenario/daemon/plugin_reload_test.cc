// Policies whose files are replaced while the daemon runs.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <filesystem>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"
#include "tests/support/temp_folder.h"

namespace candor::plugin_reload_test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::SizeIs;

class PluginReloadTest : public DaemonTest {
 protected:
  PluginReloadTest() : folder_(MakeTempFolder("candor-reload")) {}
  ~PluginReloadTest() override {
    daemon_.reset();
    fs::remove_all(folder_);
  }

  // One policy, good, beside one that ends its worker over a session of 13 minutes; no profiles.
  void SetUp() override {
    fs::create_directory(folder_ / "plugins");
    fs::create_directory(folder_ / "profiles");
    Place("good.so", "good.so");
    Place("crash.so", "crash.so");
    Start();
    if (HasFatalFailure()) return;
    ana_ = MakeMember("Ana Nguyen");
    case_ = OpenCase("C-1042", ana_);
  }

  void Start() {
    daemon_.reset();
    DaemonOptions options = InMemoryOptions(clock_);
    options.in_memory = false;
    options.data_dir = (folder_ / "data").string();
    options.plugins_dir = (folder_ / "plugins").string();
    options.profiles_dir = (folder_ / "profiles").string();
    Serve(std::move(options));
  }

  // As an installation does it: another file under the name.
  void Place(const std::string& plugin, const std::string& name) {
    fs::remove(folder_ / "plugins" / name);
    fs::copy_file(fs::path(CANDOR_BUILD "/tests/plugins") / plugin, folder_ / "plugins" / name);
  }

  grpc::Status Reload(v1::ReloadProfilesResponse& response) {
    return Call(policies_, &v1::PolicyService::Stub::ReloadProfiles, v1::ReloadProfilesRequest(), response);
  }

  std::string VersionOf(const std::string& policy) {
    v1::ListPoliciesResponse listed;
    EXPECT_TRUE(Call(policies_, &v1::PolicyService::Stub::ListPolicies, v1::ListPoliciesRequest(), listed).ok());
    for (const v1::Policy& each : listed.policies()) {
      if (each.name() == "policies/" + policy) return each.version();
    }
    return "";
  }

  v1::CreateEntryResponse RecordSession(Day day, int minutes = 50) {
    v1::CreateEntryRequest session = EntryFor(case_, ana_, day);
    session.mutable_entry()->mutable_session()->set_minutes(minutes);
    return Record(session);
  }

  // "2025-04-07" of each open follow-up of the policy good, sorted.
  std::vector<std::string> DueDates() {
    std::vector<std::string> dates;
    for (const v1::FollowUp& each : FollowUps(case_)) {
      if (each.rule() != "good_reminder") continue;
      dates.push_back(FormatDay(Day(each.due().year(), each.due().month(), each.due().day())));
    }
    std::sort(dates.begin(), dates.end());
    return dates;
  }

  // What was said before a change is looked at again in the background.
  static bool Eventually(const std::function<bool()>& holds) {
    for (int i = 0; i < 1000 && !holds(); ++i) std::this_thread::sleep_for(std::chrono::milliseconds(10));
    return holds();
  }

  const fs::path folder_;
  std::string ana_;
  std::string case_;
};

TEST_F(PluginReloadTest, ANewVersionTakesOverWithoutARestartOfTheDaemon) {
  RecordSession(kToday);
  ASSERT_THAT(DueDates(), ElementsAre("2025-04-14"));
  Place("good_later.so", "good.so");

  v1::ReloadProfilesResponse reloaded;
  const grpc::Status status = Reload(reloaded);

  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_TRUE(reloaded.changed());
  ASSERT_THAT(reloaded.policies(), SizeIs(1));
  EXPECT_EQ(reloaded.policies(0).policy(), "policies/good");
  EXPECT_EQ(reloaded.policies(0).version_before(), "1.0.0");
  EXPECT_EQ(reloaded.policies(0).version(), "1.1.0");
  EXPECT_EQ(VersionOf("good"), "1.1.0");
  EXPECT_EQ(RecordSession(kToday - 1).assessment().not_assessed_size(), 0);
  EXPECT_TRUE(Eventually([this] {
    return DueDates() == std::vector<std::string>{"2025-04-07", "2025-04-07"};
  })) << "the new one is judged by it, and the old one again";

  EXPECT_TRUE(Reload(reloaded).ok());
  EXPECT_FALSE(reloaded.changed()) << "the files are those that judge";
}

TEST_F(PluginReloadTest, ASignalDoesTheSame) {
  Place("good_later.so", "good.so");

  daemon_->ReloadProfiles();

  EXPECT_TRUE(Eventually([this] { return VersionOf("good") == "1.1.0"; }));
}

TEST_F(PluginReloadTest, WhatCannotBeLoadedIsRefusedAndTheLastGoodSetGoesOn) {
  Place("missing_symbol.so", "good.so");
  v1::ReloadProfilesResponse response;

  const Refusal refused = RefusalOf(Reload(response));

  EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refused.reason, "policy_refused");
  EXPECT_THAT(refused.message, AllOf(HasSubstr("plugins/good.so"), HasSubstr("does not export")));
  EXPECT_EQ(VersionOf("good"), "1.0.0");
  RecordSession(kToday);
  EXPECT_THAT(DueDates(), ElementsAre("2025-04-14"));
}

// A worker that comes to grief between the replacement of a file and the reload is started again with what it had.
TEST_F(PluginReloadTest, ACrashInBetweenLosesNeitherTheLastGoodSetNorAnEntry) {
  Place("missing_symbol.so", "good.so");

  RecordSession(kToday, 13);

  ASSERT_TRUE(Eventually([this] { return DueDates() == std::vector<std::string>{"2025-04-14"}; }));
  EXPECT_EQ(Status().entries_pending(), 0U);
  Place("good_later.so", "good.so");
  v1::ReloadProfilesResponse reloaded;
  ASSERT_TRUE(Reload(reloaded).ok());
  EXPECT_TRUE(Eventually([this] { return DueDates() == std::vector<std::string>{"2025-04-07"}; }));
}

TEST_F(PluginReloadTest, OneThatIsGoneAndOneThatIsNewAreNamed) {
  fs::remove(folder_ / "plugins/crash.so");
  v1::ReloadProfilesResponse reloaded;
  ASSERT_TRUE(Reload(reloaded).ok());
  ASSERT_THAT(reloaded.policies(), SizeIs(1));
  EXPECT_EQ(reloaded.policies(0).policy(), "policies/crash");
  EXPECT_EQ(reloaded.policies(0).version(), "");
  EXPECT_EQ(VersionOf("crash"), "");

  Place("crash.so", "crash.so");
  ASSERT_TRUE(Reload(reloaded).ok());
  ASSERT_THAT(reloaded.policies(), SizeIs(1));
  EXPECT_EQ(reloaded.policies(0).version_before(), "");
  EXPECT_EQ(VersionOf("crash"), "1.0.0");
}

TEST_F(PluginReloadTest, AStartAfterwardsGoesOnByTheNewOne) {
  RecordSession(kToday);
  Place("good_later.so", "good.so");
  v1::ReloadProfilesResponse reloaded;
  ASSERT_TRUE(Reload(reloaded).ok());

  Start();

  ASSERT_NE(daemon_, nullptr);
  EXPECT_EQ(VersionOf("good"), "1.1.0");
  EXPECT_TRUE(Eventually([this] { return DueDates() == std::vector<std::string>{"2025-04-07"}; }));
}

}  // namespace
}  // namespace candor::plugin_reload_test
