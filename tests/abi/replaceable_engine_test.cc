#include "daemon/policy/replaceable_engine.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/policy/plugin_replacement.h"
#include "tests/policies/support/timeline.h"
#include "tests/support/temp_folder.h"

// Other plugins in the place of those that judge, through real workers.
namespace candor::policy::replaceable_engine_test {
namespace {

namespace fs = std::filesystem;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SessionOn;
using testing::TaskFor;

class ReplaceableEngineTest : public ::testing::Test {
 protected:
  ReplaceableEngineTest() : folder_(MakeTempFolder("candor-replaced")) { fs::create_directory(folder_ / "plugins"); }
  ~ReplaceableEngineTest() override { fs::remove_all(folder_); }

  // As an installation does it: another file under the name.
  void Place(const std::string& plugin, const std::string& name) {
    fs::remove(folder_ / "plugins" / name);
    fs::copy_file(fs::path(CANDOR_TEST_PLUGINS) / plugin, folder_ / "plugins" / name);
  }
  std::string PathOf(const std::string& name) const { return fs::canonical(folder_ / "plugins") / name; }

  std::unique_ptr<WorkerEngine> Start(const std::vector<std::string>& names, std::vector<Profile> profiles = {}) {
    WorkerEngineOptions options;
    options.profiles = std::move(profiles);
    options.worker_program = CANDOR_WORKER;
    for (const std::string& name : names) options.plugin_paths.push_back(PathOf(name));
    options.shelf = (folder_ / "shelf").string();
    options.first_back_off = absl::Milliseconds(5);
    options.last_back_off = absl::Milliseconds(40);
    options.start_limit = absl::Seconds(60);
    auto engine = WorkerEngine::Start(std::move(options));
    EXPECT_TRUE(engine.ok()) << engine.status();
    return engine.ok() ? *std::move(engine) : nullptr;
  }

  // With what lies in the folder now.
  absl::StatusOr<std::unique_ptr<WorkerEngine>> Replacement(const WorkerEngine& in_force) {
    PluginRooms rooms;
    rooms.folder = (folder_ / "plugins").string();
    rooms.prove = [this](WorkerEngineOptions& options, const std::function<bool()>&) {
      if (!fails_.empty()) options.held_back.emplace(PathOf(fails_), "a scenario of it came out otherwise");
      return std::map<std::string, std::string>();
    };
    return StartReplacement(in_force, rooms, {});
  }

  // How many follow-ups are open after the task, asked until it is answered.
  static size_t OpenAfter(domain::PolicyEngine& engine, const domain::PolicyTask& task) {
    for (int attempt = 0; attempt < 50; ++attempt) {
      const auto results = engine.Assess({task}, absl::Now() + absl::Seconds(2));
      if (results[0].completed) return results[0].end.obligations.size();
    }
    ADD_FAILURE() << "never answered";
    return 0;
  }

  static std::string VersionOf(const domain::PolicyEngine& engine) { return engine.Plugins().front().version; }

  const fs::path folder_;
  std::string fails_;  // whose scenarios do not come out
};

TEST_F(ReplaceableEngineTest, WhoHoldsThePoliciesGoesOnWithThemAndTheirWorkerEndsAfterThat) {
  Place("good.so", "good.so");
  auto first = Start({"good.so"});
  ASSERT_NE(first, nullptr);
  WorkerEngine* const before = first.get();
  ReplaceableEngine engine(std::move(first));
  const auto task = TaskFor("good", {SessionOn(100, 1)}, 200);
  std::shared_ptr<domain::PolicyEngine> held = engine.Current();

  Place("good_later.so", "good.so");
  auto next = Replacement(*before);
  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_NE(*next, nullptr);
  engine.GoOverTo(*std::move(next));

  EXPECT_EQ(VersionOf(*held), "1.0.0");
  EXPECT_EQ(OpenAfter(*held, task), 1U);
  EXPECT_EQ(before->restarts(), 0U) << "it judges on with the worker it had";
  EXPECT_EQ(VersionOf(engine), "1.1.0");
  EXPECT_NE(engine.Current(), held);
  EXPECT_NE(engine.ParameterSet(), held->ParameterSet());
  EXPECT_EQ(OpenAfter(engine, task), 1U);

  held.reset();
  EXPECT_EQ(before->Plugins().front().version, "1.0.0") << "what it said is still referred to";
  EXPECT_EQ(OpenAfter(*before, task), 1U);
  EXPECT_EQ(before->restarts(), 1U) << "its worker had been ended";
}

TEST_F(ReplaceableEngineTest, SaysHowLongRecordsAreKeptAsThePoliciesBehindItDo) {
  Place("good.so", "good.so");
  Profile profile;
  profile.name = "default";
  profile.version = "1.0.0";
  profile.kind = ProfileKind::kDefault;
  ProfileValue& value = profile.retention.emplace_back();
  value.rule = "retention";
  value.parameter = "case";
  value.value = 7;
  value.unit = "years";
  auto started = Start({"good.so"}, {profile});
  ASSERT_NE(started, nullptr);
  const ReplaceableEngine engine(std::move(started));

  const std::vector<domain::RetentionValue> kept = engine.RetentionFor(domain::Member(), Day(2026, 6, 1));

  ASSERT_EQ(kept.size(), 1U);
  EXPECT_EQ(kept[0].parameter, "case");
  EXPECT_EQ(kept[0].value, 7);
}

TEST_F(ReplaceableEngineTest, TheSameFilesAreReplacedByNothing) {
  Place("good.so", "good.so");
  const auto engine = Start({"good.so"});
  ASSERT_NE(engine, nullptr);

  const auto same = Replacement(*engine);

  ASSERT_TRUE(same.ok()) << same.status();
  EXPECT_EQ(*same, nullptr);
}

// The scenarios lie beside the plugin, and change without it.
TEST_F(ReplaceableEngineTest, OneThatRunsAndWouldNotBeActivatedAgainIsNamed) {
  Place("good.so", "good.so");
  const auto engine = Start({"good.so"});
  ASSERT_NE(engine, nullptr);
  PluginRooms rooms;
  rooms.keeps_proofs = true;
  rooms.prove = [this](WorkerEngineOptions& options, const std::function<bool()>&) {
    if (!fails_.empty()) options.held_back.emplace(PathOf(fails_), "a scenario of it came out otherwise");
    return std::map<std::string, std::string>();
  };

  EXPECT_THAT(UnprovenNow(*engine, rooms, nullptr), IsEmpty());
  fails_ = "good.so";
  EXPECT_THAT(UnprovenNow(*engine, rooms, nullptr),
              ElementsAre("the policy good runs, and will not after the next start of candord: a scenario of it came "
                          "out otherwise"));
  EXPECT_THAT(UnprovenNow(*engine, rooms, [] { return true; }), IsEmpty());
  rooms.keeps_proofs = false;
  EXPECT_THAT(UnprovenNow(*engine, rooms, nullptr), IsEmpty()) << "all of it would be run each time";
}

TEST_F(ReplaceableEngineTest, SaysWhatIsNewOtherOrGone) {
  Place("good.so", "good.so");
  Place("crash.so", "crash.so");
  const auto engine = Start({"crash.so", "good.so"});
  ASSERT_NE(engine, nullptr);
  Place("good_later.so", "good.so");
  Place("opens_twice.so", "opens_twice.so");
  fs::remove(folder_ / "plugins/crash.so");

  const auto next = Replacement(*engine);

  ASSERT_TRUE(next.ok()) << next.status();
  ASSERT_NE(*next, nullptr);
  EXPECT_THAT(
      ReplacedIn(engine->Plugins(), (*next)->Plugins()),
      ElementsAre(domain::PolicyReplaced{"good", "1.0.0", "1.1.0"}, domain::PolicyReplaced{"opens_twice", "", "1.0.0"},
                  domain::PolicyReplaced{"crash", "1.0.0", ""}));
}

TEST_F(ReplaceableEngineTest, AFileThatCannotBeUsedIsNamedInOneSentence) {
  Place("good.so", "good.so");
  const auto engine = Start({"good.so"});
  ASSERT_NE(engine, nullptr);

  Place("missing_symbol.so", "good.so");
  EXPECT_THAT(std::string(Replacement(*engine).status().message()),
              AllOf(HasSubstr(PathOf("good.so")), HasSubstr("does not export")));
  Place("good_later.so", "good.so");
  fails_ = "good.so";
  EXPECT_THAT(std::string(Replacement(*engine).status().message()), HasSubstr("is not activated: a scenario of it"));
  fails_.clear();
  Place("good.so", "good_too.so");
  EXPECT_THAT(std::string(Replacement(*engine).status().message()), HasSubstr("another plugin is called good too"));
  fs::remove_all(folder_ / "plugins");
  fs::create_directory(folder_ / "plugins");
  EXPECT_THAT(std::string(Replacement(*engine).status().message()), HasSubstr("holds no policies"));
}

// The files of a worker that is to be started again may not be there any more.
TEST_F(ReplaceableEngineTest, AWorkerThatEndsIsStartedAgainWithTheFilesItHad) {
  Place("crash.so", "crash.so");
  Place("good.so", "good.so");
  const auto engine = Start({"crash.so", "good.so"});
  ASSERT_NE(engine, nullptr);
  Place("missing_symbol.so", "good.so");

  OpenAfter(*engine, TaskFor("crash", {SessionOn(100, 1, 13)}, 200));

  EXPECT_GT(engine->restarts(), 0U);
  EXPECT_EQ(OpenAfter(*engine, TaskFor("good", {SessionOn(100, 1)}, 200, 2)), 1U);
  EXPECT_EQ(engine->WhyNotRunning(), "");
}

TEST_F(ReplaceableEngineTest, OfTheCopiesThoseThatNobodyUsesAreRemoved) {
  Place("good.so", "good.so");
  const auto first = Start({"good.so"});
  Place("good_later.so", "good.so");
  const auto later = Start({"good.so"});
  ASSERT_TRUE(first != nullptr && later != nullptr);
  ASSERT_NE(first->FileDigest(0), later->FileDigest(0));

  ClearShelf((folder_ / "shelf").string(), later->shelved());

  EXPECT_FALSE(fs::exists(first->shelved()[0].path));
  EXPECT_TRUE(fs::exists(later->shelved()[0].path));
  EXPECT_THAT(std::string(later->shelved()[0].path), HasSubstr(later->FileDigest(0)));
}

}  // namespace
}  // namespace candor::policy::replaceable_engine_test
