#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <cstdint>
#include <filesystem>
#include <iostream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "daemon/policy/plugin_files.h"
#include "daemon/policy/profile.h"
#include "daemon/policy/worker/plugin_library.h"
#include "plugins/sdk/event.h"
#include "tests/quiet_practice/budget.h"
#include "tests/quiet_practice/practice.h"
#include "tests/quiet_practice/rates.h"

// The budget of rules.md, note 11: in a normal, honest year the policies that ship, as the default profile sets them,
// open at most one situation per therapist and month, at most 0.05 important ones, and none that is urgent. Prints what
// each rule takes of it.
namespace candor::quiet_practice::quiet_practice_test {
namespace {

using ::testing::IsEmpty;

constexpr uint64_t kSeeds[] = {1, 2, 3};
constexpr double kMostSituations = 1.0;  // per therapist-month
constexpr double kMostImportant = 0.05;
// A year in which next to nothing is said would show that nobody listens.
constexpr double kFewestSituations = 0.05;

int32_t FirstDay() {
  return sdk::testing::DayOf("2025-01-01");
}

// The policies as they ship: what the daemon's worker would load, with the default profile.
class QuietPracticeTest : public ::testing::Test {
 protected:
  void SetUp() override {
    const auto files = policy::ListPluginFiles(CANDOR_TEST_PLUGINS);
    ASSERT_TRUE(files.ok()) << files.status();
    for (const std::string& file : *files) {
      loaded_.push_back(policy::LoadPlugin(file));
      ASSERT_NE(loaded_.back().policy, nullptr) << loaded_.back().info.problem;
      policies_.plugins.push_back(&loaded_.back().policy->policy());
    }
    const auto profile = policy::LoadProfile(CANDOR_TEST_PROFILE);
    ASSERT_TRUE(profile.ok()) << profile.status();
    for (const policy::ProfileValue& value : profile->values) {
      policies_.values.push_back({value.rule, value.parameter, value.value});
    }
    for (const policy::ProfileMode& mode : profile->modes) policies_.modes[mode.rule] = mode.mode;
  }

  Policies policies_;

 private:
  std::vector<policy::LoadedPlugin> loaded_;
};

TEST_F(QuietPracticeTest, EveryPolicyOfTheTreeIsAsked) {
  std::set<std::string> in_tree;
  for (const auto& folder : std::filesystem::directory_iterator(CANDOR_TEST_PLUGIN_SOURCES)) {
    if (exists(folder.path() / "plugin.cc")) in_tree.insert(folder.path().filename().string());
  }

  std::set<std::string> asked;
  for (const candor_policy* policy : policies_.plugins) asked.insert(std::string(policy->name.data, policy->name.size));

  EXPECT_EQ(asked, in_tree);
}

TEST_F(QuietPracticeTest, StaysWithinTheBudget) {
  for (const uint64_t seed : kSeeds) {
    SCOPED_TRACE(::testing::Message() << "seed " << seed);
    const Practice practice = Generate(seed, FirstDay());

    const Answers answers = Ask(practice, policies_);
    const Counts counts = Count(practice, policies_, answers, false);
    const Counts with_shadow = Count(practice, policies_, answers, true);

    std::cout << "A year of " << kTherapists << " therapists, seed " << seed << "\n"
              << TableOf(counts) << "\nThe same with the rules in shadow\n"
              << TableOf(with_shadow) << "\n";
    EXPECT_THAT(answers.not_assessed, IsEmpty());
    EXPECT_LE(counts.PerMonth(counts.situations), kMostSituations);
    EXPECT_LE(counts.PerMonth(counts.important), kMostImportant);
    EXPECT_EQ(counts.urgent, 0);
    EXPECT_GE(counts.PerMonth(counts.situations), kFewestSituations);
  }
}

// That the table counts what is said at all: what is kept in shadow would be heard.
TEST_F(QuietPracticeTest, WhatIsInShadowWouldAddToIt) {
  const Practice practice = Generate(kSeeds[0], FirstDay());

  const Answers answers = Ask(practice, policies_);

  EXPECT_GT(Count(practice, policies_, answers, true).situations,
            Count(practice, policies_, answers, false).situations);
}

// --- the generator

using Line = std::tuple<std::string, int32_t, int32_t, uint16_t, std::vector<std::pair<uint16_t, int64_t>>>;

// What can be compared of each entry, in the order written.
std::vector<Line> LinesOf(const Practice& practice) {
  std::vector<Line> lines;
  std::vector<candor_field> fields;
  for (const Timeline& timeline : practice.timelines) {
    for (const Entry& entry : timeline.entries) {
      entry.Event(fields);
      std::vector<std::pair<uint16_t, int64_t>> numbers;
      for (const candor_field& field : fields) numbers.emplace_back(field.id, field.number);
      lines.emplace_back(timeline.name, entry.day(), entry.reported(), entry.kind(), std::move(numbers));
    }
  }
  return lines;
}

TEST(GenerateTest, TheSameSeedGivesTheSameYearAndAnotherSeedAnother) {
  const std::vector<Line> first = LinesOf(Generate(1, FirstDay()));

  EXPECT_EQ(first, LinesOf(Generate(1, FirstDay())));
  EXPECT_NE(first, LinesOf(Generate(2, FirstDay())));
}

// Calls `take` with every entry of the year.
template <class F>
void ForEachOfTheYear(const Practice& practice, F take) {
  std::vector<candor_field> fields;
  for (const Timeline& timeline : practice.timelines) {
    for (const Entry& entry : timeline.entries) {
      if (entry.day() < practice.first || entry.day() > practice.last) continue;
      const candor_event event = entry.Event(fields);
      take(sdk::Event(event), timeline);
    }
  }
}

TEST(GenerateTest, NobodyDoesWhatNoClientCanAgreeTo) {
  const std::set<uint16_t> kNever = {CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT, CANDOR_KIND_ADVANCE_OR_PROMISE};
  const std::set<int64_t> kNeverAreas = {CANDOR_CROSSING_AREA_DISCLOSURE_OF_FEELINGS, CANDOR_CROSSING_AREA_SECRECY,
                                         CANDOR_CROSSING_AREA_RELIANCE};
  for (const uint64_t seed : kSeeds) {
    ForEachOfTheYear(Generate(seed, FirstDay()), [&](const sdk::Event& event, const Timeline& timeline) {
      EXPECT_FALSE(kNever.contains(event.kind())) << timeline.name;
      EXPECT_FALSE(event.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE)) << timeline.name;
      EXPECT_FALSE(kNeverAreas.contains(event.Number(CANDOR_FIELD_CROSSING_AREA).value_or(0))) << timeline.name;
    });
  }
}

TEST(GenerateTest, WhatIsWrittenDownIsInTheYearOrBeforeIt) {
  const Practice practice = Generate(1, FirstDay());

  for (const Timeline& timeline : practice.timelines) {
    for (const Entry& entry : timeline.entries) {
      EXPECT_LE(entry.day(), entry.reported()) << timeline.name;
      EXPECT_LE(entry.reported(), practice.last) << timeline.name;
    }
  }
}

// How often each thing comes out is how often it was said to, within what chance explains: four standard deviations.
TEST(GenerateTest, KeepsItsRates) {
  struct Expected {
    double a_year;
    std::vector<int64_t> areas;
  };
  const std::map<std::string, Expected> kAreas = {
      {"gifts received", {kGiftReceived, {CANDOR_CROSSING_AREA_GIFT_IN}}},
      {"touch", {kTouch, {CANDOR_CROSSING_AREA_TOUCH}}},
      {"overrun time", {kTimeOverrun, {CANDOR_CROSSING_AREA_TIME_OVERRUN}}},
      {"messages about appointments", {kLogisticMessage, {CANDOR_CROSSING_AREA_MESSAGE_LOGISTIC}}},
      {"self-disclosure", {kOrdinarySelfDisclosure + kOwnProblemsDisclosed, {CANDOR_CROSSING_AREA_SELF_DISCLOSURE}}},
      {"fees", {kFeeChanged, {CANDOR_CROSSING_AREA_FEE}}}};
  double sessions = 0;
  std::map<int64_t, double> areas;
  for (const uint64_t seed : kSeeds) {
    ForEachOfTheYear(Generate(seed, FirstDay()), [&](const sdk::Event& event, const Timeline&) {
      if (event.kind() == CANDOR_KIND_SESSION) ++sessions;
      if (event.kind() == CANDOR_KIND_CROSSING) ++areas[event.Number(CANDOR_FIELD_CROSSING_AREA).value_or(0)];
    });
  }

  const double therapist_years = static_cast<double>(kTherapists) * std::size(kSeeds);
  EXPECT_NEAR(sessions / therapist_years, kSessionsAYear, 0.05 * kSessionsAYear);
  for (const auto& [what, expected] : kAreas) {
    double counted = 0;
    for (const int64_t area : expected.areas) counted += areas[area];
    // Absences and the year's end take some of what is said to happen in a year's sessions.
    const double mean = expected.a_year * therapist_years;
    EXPECT_NEAR(counted, mean, 4 * std::sqrt(mean) + 0.08 * mean) << what;
  }
}

}  // namespace
}  // namespace candor::quiet_practice::quiet_practice_test
