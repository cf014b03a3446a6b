#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/policy/worker_engine.h"
#include "tests/policies/support/timeline.h"

// Every way in which a plugin can be bad, through the real worker: what it does wrong is on record, the other plugin
// judges, what comes later is judged by both, and the engine serves on.
namespace candor::policy::bad_plugins_test {
namespace {

using domain::NotAssessedReason;
using domain::PolicyResult;
using domain::PolicyTask;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::SessionOn;
using ::testing::SizeIs;
using testing::TaskFor;

// A sanitizer's report of a crash takes longer than a plugin may take for an entry.
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr absl::Duration kBudget = absl::Seconds(3);
#else
constexpr absl::Duration kBudget = absl::Milliseconds(200);
#endif

std::string PathOf(const std::string& plugin) {
  return std::string(CANDOR_TEST_PLUGINS) + "/" + plugin + ".so";
}

std::unique_ptr<WorkerEngine> EngineWith(const std::vector<std::string>& plugins) {
  WorkerEngineOptions options;
  options.worker_program = CANDOR_WORKER;
  for (const std::string& plugin : plugins) options.plugin_paths.push_back(PathOf(plugin));
  options.memory_limit_bytes = uint64_t{128} << 20;
  options.first_back_off = absl::Milliseconds(5);
  options.last_back_off = absl::Milliseconds(40);
  options.start_limit = absl::Seconds(60);
  options.step_limit = kBudget;
  auto engine = WorkerEngine::Start(std::move(options));
  EXPECT_TRUE(engine.ok()) << engine.status();
  return engine.ok() ? *std::move(engine) : nullptr;
}

// As the assessor does it: within a budget, and again until everything is answered.
std::vector<PolicyResult> AssessAll(WorkerEngine& engine, const std::vector<PolicyTask>& tasks) {
  std::vector<PolicyResult> results;
  for (int attempt = 0; attempt < 50; ++attempt) {
    results = engine.Assess(tasks, absl::Now() + kBudget);
    const bool all = std::all_of(results.begin(), results.end(), [](const auto& result) { return result.completed; });
    if (all) break;
  }
  return results;
}

size_t OpenOf(const PolicyResult& result) {
  return static_cast<size_t>(std::count_if(result.end.obligations.begin(), result.end.obligations.end(),
                                           [](const auto& o) { return o.state == domain::RuleState::kOpen; }));
}

struct Bad {
  std::string plugin;
  int64_t minutes;
  NotAssessedReason reason;
  bool worker_survives;
};

class MisbehavingPluginTest : public ::testing::TestWithParam<Bad> {};

TEST_P(MisbehavingPluginTest, CostsOneEntryOfOnePolicy) {
  const Bad& bad = GetParam();
  auto engine = EngineWith({bad.plugin, "good"});
  ASSERT_NE(engine, nullptr);
  const auto timeline = std::vector{SessionOn(100, 1), SessionOn(107, 2, bad.minutes), SessionOn(114, 3)};

  const auto results = AssessAll(*engine, {TaskFor(bad.plugin, timeline, 200), TaskFor("good", timeline, 200),
                                           TaskFor(bad.plugin, {SessionOn(100, 9)}, 200, 2)});

  ASSERT_THAT(results, SizeIs(3));
  for (const PolicyResult& result : results) EXPECT_TRUE(result.completed);
  EXPECT_THAT(results[0].not_assessed,
              ElementsAre(AllOf(Field(&domain::NotAssessed::entry, EntryId(testing::NumberedId(2))),
                                Field(&domain::NotAssessed::plugin, bad.plugin),
                                Field(&domain::NotAssessed::reason, bad.reason))));
  EXPECT_EQ(OpenOf(results[0]), 2u);
  EXPECT_EQ(results[0].end.state, std::string(1, 2)) << "the state is as if the entry had not been there";
  EXPECT_THAT(results[1].not_assessed, IsEmpty());
  EXPECT_EQ(OpenOf(results[1]), 3u);
  EXPECT_THAT(results[2].not_assessed, IsEmpty());
  EXPECT_EQ(engine->restarts() == 0, bad.worker_survives);

  // It serves on, and does not fall over the same entry again.
  const uint64_t restarts = engine->restarts();
  const auto again = AssessAll(*engine, {TaskFor(bad.plugin, timeline, 200), TaskFor("good", timeline, 200)});
  EXPECT_EQ(again[0].not_assessed, results[0].not_assessed);
  EXPECT_EQ(again[1].end, results[1].end);
  EXPECT_EQ(engine->restarts(), restarts);
}

std::vector<Bad> Misbehaviours() {
  using enum NotAssessedReason;
  std::vector<Bad> all = {{"crash", 13, kWorkerDied, false},         {"leave", 13, kWorkerDied, false},
                          {"endless_loop", 13, kTimeBudget, false},  {"babble", 13, kBadAnswer, false},
                          {"failed_return", 13, kPluginError, true}, {"garbage", 28, kPluginError, true}};
#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
  all.push_back({"memory_hunger", 13, kMemory, false});
#endif
  for (int64_t minutes = 13; minutes <= 27; ++minutes) all.push_back({"garbage", minutes, kBadAnswer, true});
  return all;
}

INSTANTIATE_TEST_SUITE_P(Ways, MisbehavingPluginTest, ::testing::ValuesIn(Misbehaviours()), [](const auto& way) {
  std::string name = way.param.plugin + std::to_string(way.param.minutes);
  std::erase(name, '_');
  return name;
});

TEST(OpensTwiceTest, IsOneFollowUp) {
  auto engine = EngineWith({"opens_twice"});
  ASSERT_NE(engine, nullptr);

  const auto results = AssessAll(*engine, {TaskFor("opens_twice", {SessionOn(100, 1, 13)}, 200)});

  EXPECT_THAT(results[0].not_assessed, IsEmpty());
  EXPECT_THAT(results[0].end.obligations, ElementsAre(Field(&domain::Obligation::episode, 1u)));
}

struct Unusable {
  std::string plugin;
  std::string problem;
};

class UnusablePluginTest : public ::testing::TestWithParam<Unusable> {};

TEST_P(UnusablePluginTest, IsListedWithTheReasonAndTheOthersJudge) {
  auto engine = EngineWith({GetParam().plugin, "good"});
  ASSERT_NE(engine, nullptr);

  const auto results = AssessAll(
      *engine, {TaskFor(GetParam().plugin, {SessionOn(100, 1)}, 200), TaskFor("good", {SessionOn(100, 1)}, 200)});

  ASSERT_THAT(engine->Plugins(), SizeIs(2));
  EXPECT_FALSE(engine->Plugins()[0].loaded);
  EXPECT_EQ(engine->Plugins()[0].name, GetParam().plugin);
  EXPECT_THAT(engine->Plugins()[0].problem, HasSubstr(GetParam().problem));
  EXPECT_THAT(results[0].not_assessed, ElementsAre(Field(&domain::NotAssessed::reason, NotAssessedReason::kNotLoaded)));
  EXPECT_TRUE(engine->Plugins()[1].loaded);
  EXPECT_EQ(OpenOf(results[1]), 1u);
  EXPECT_EQ(engine->restarts(), 0u) << "it took another worker to find out, and none has ended since";
}

INSTANTIATE_TEST_SUITE_P(Ways, UnusablePluginTest,
                         ::testing::Values(Unusable{"missing_symbol", "does not export candor_policy_plugin"},
                                           Unusable{"null_assess", "function assess is missing"},
                                           Unusable{"wrong_major", "built for policy ABI 2.6, this host speaks 1.6"},
                                           Unusable{"newer_vocabulary", "built for vocabulary 8, this host speaks 7"},
                                           Unusable{"short_struct", "the entry struct is too short"},
                                           Unusable{"create_fails", "create made no instance"},
                                           Unusable{"crash_on_load",
                                                    "the worker ended, or took too long, while it was loaded"},
                                           Unusable{"no_such_file", "cannot read"}),
                         [](const auto& way) {
                           std::string name = way.param.plugin;
                           std::erase(name, '_');
                           return name;
                         });

TEST(WorkerEngineTest, TwoPluginsOfOneNameAreOneTooMany) {
  auto engine = EngineWith({"good", "good"});
  ASSERT_NE(engine, nullptr);

  EXPECT_TRUE(engine->Plugins()[0].loaded);
  EXPECT_FALSE(engine->Plugins()[1].loaded);
  EXPECT_THAT(engine->Plugins()[1].problem, HasSubstr("another plugin is called good too"));
}

TEST(WorkerEngineTest, AnswersWithinTheBudgetWhilePluginLoops) {
  auto engine = EngineWith({"endless_loop", "good"});
  ASSERT_NE(engine, nullptr);
  const auto tasks =
      std::vector{TaskFor("good", {SessionOn(100, 1)}, 200), TaskFor("endless_loop", {SessionOn(100, 2, 13)}, 200)};

  const absl::Time begin = absl::Now();
  const auto results = engine->Assess(tasks, begin + absl::Milliseconds(200));

  EXPECT_LT(absl::Now() - begin, absl::Seconds(5)) << "200 ms on a machine that has nothing else to do";
  EXPECT_FALSE(results[1].completed);
}

TEST(WorkerEngineTest, SkipsAnEntryOnlyAsItWasWritten) {
  auto engine = EngineWith({"crash"});
  ASSERT_NE(engine, nullptr);
  AssessAll(*engine, {TaskFor("crash", {SessionOn(100, 1, 13)}, 200)});

  auto corrected = SessionOn(100, 1, 50);
  corrected.number = 2;
  const auto results = AssessAll(*engine, {TaskFor("crash", {corrected}, 200)});

  EXPECT_THAT(results[0].not_assessed, IsEmpty());
  EXPECT_EQ(OpenOf(results[0]), 1u);
}

// Whatever ends a later worker while it loads its plugins, the set of plugins stays as it was at the start.
TEST(WorkerEngineTest, LoadsTheSamePluginsAgainAfterAWorkerEndedOverThem) {
  const std::filesystem::path back = std::filesystem::current_path();
  const std::filesystem::path folder =
      std::filesystem::temp_directory_path() / ("candor-reload-" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  std::filesystem::current_path(folder);
  auto engine = EngineWith({"crash_on_reload", "good"});
  ASSERT_NE(engine, nullptr);
  EXPECT_EQ(engine->WhyNotRunning(), "");
  const auto tasks = std::vector{TaskFor("crash_on_reload", {SessionOn(100, 1, 13), SessionOn(107, 2)}, 200),
                                 TaskFor("good", {SessionOn(100, 1)}, 200, 2)};

  std::ofstream("crash_on_reload") << "now";
  const std::string loading = "(it was loading the policy crash_on_reload)";
  for (int attempt = 0; attempt < 50 && engine->WhyNotRunning().find(loading) == std::string::npos; ++attempt) {
    EXPECT_FALSE(engine->Assess(tasks, absl::Now() + kBudget)[0].completed);
  }
  EXPECT_THAT(engine->WhyNotRunning(), AllOf(HasSubstr("are not running"), HasSubstr(loading)));
  std::filesystem::remove("crash_on_reload");
  const auto results = AssessAll(*engine, tasks);

  EXPECT_THAT(results[0].not_assessed,
              ElementsAre(Field(&domain::NotAssessed::reason, NotAssessedReason::kWorkerDied)));
  EXPECT_EQ(OpenOf(results[0]), 1u);
  EXPECT_EQ(OpenOf(results[1]), 1u);
  EXPECT_EQ(engine->WhyNotRunning(), "");
  std::filesystem::current_path(back);
  std::filesystem::remove_all(folder);
}

TEST(WorkerEngineTest, ParameterSetNamesTheValues) {
  WorkerEngineOptions options;
  options.worker_program = CANDOR_WORKER;
  options.plugin_paths = {PathOf("good")};
  auto plain = WorkerEngine::Start(options);
  ASSERT_TRUE(plain.ok()) << plain.status();
  auto profile = ParseProfile(
      "profile = \"test\"\nversion = \"1\"\nauthority = \"practice\"\n"
      "[rules.good_reminder.within]\nvalue = 3\nunit = \"days\"\ncitation = \"a test\"\n",
      "test.toml");
  ASSERT_TRUE(profile.ok()) << profile.status();
  options.profiles = {*profile};

  auto with_profile = WorkerEngine::Start(options);

  ASSERT_TRUE(with_profile.ok()) << with_profile.status();
  EXPECT_NE((*plain)->ParameterSet(), (*with_profile)->ParameterSet());
  const auto results = AssessAll(**with_profile, {TaskFor("good", {SessionOn(100, 1)}, 200)});
  EXPECT_EQ(results[0].end.obligations.at(0).due, 103);
}

TEST(WorkerEngineTest, IsRefusedAWorkerThatIsNotThere) {
  WorkerEngineOptions options;
  options.worker_program = "/nonexistent/candor-policy-worker";

  const auto engine = WorkerEngine::Start(options);

  EXPECT_EQ(engine.status().code(), absl::StatusCode::kUnavailable);
}

}  // namespace
}  // namespace candor::policy::bad_plugins_test
