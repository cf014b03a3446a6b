// That the end of every window is shown by a scenario file that says so (`boundary`), and that what the file says is
// so: it is run again with the value one higher and one lower, over a leap day and at both sides of the date line.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <functional>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/civil.h"
#include "daemon/policy/scenario/scenario_parser.h"
#include "daemon/policy/scenario/scenario_runner.h"
#include "tests/policies/scenarios/shipped_scenarios.h"

namespace candor::policy::boundaries_test {
namespace {

using ::testing::IsEmpty;

// Windows that no follow-up shows, and where they are tested instead.
const std::map<std::string, const char*>& ShownElsewhere() {
  static const auto* const kElsewhere = new std::map<std::string, const char*>{
      {"late_report.late_after", "a mark on an entry, no follow-up: LateReportTest (tests/unit/domain)"}};
  return *kElsewhere;
}

struct Claimed {
  std::string file;
  std::string text;
  Scenario scenario;
};

std::vector<Claimed> ReadClaiming() {
  std::vector<Claimed> claiming;
  for (const std::string& file : testing::ScenarioFilesBelow(CANDOR_SCENARIOS)) {
    Claimed each{file, testing::TextOfFile(file), {}};
    auto scenario = ParseScenario(each.text, file);
    EXPECT_TRUE(scenario.ok()) << scenario.status();
    if (!scenario.ok() || scenario->boundaries.empty()) continue;
    each.scenario = *std::move(scenario);
    claiming.push_back(std::move(each));
  }
  return claiming;
}

// Read once for all tests here.
const std::vector<Claimed>& Claiming() {
  static const auto* const kClaiming = new std::vector<Claimed>(ReadClaiming());
  return *kClaiming;
}

const std::vector<Profile>& ShippedProfiles() {
  static const auto* const kProfiles = new std::vector<Profile>(*LoadProfiles(CANDOR_SHIPPED_PROFILES));
  return *kProfiles;
}

bool IsWindow(const ProfileValue& value) {
  return value.unit == "days" || value.unit == "business_days" || value.unit == "months" || value.unit == "years";
}

std::set<std::string> Windows() {
  std::set<std::string> windows;
  for (const Profile& profile : ShippedProfiles()) {
    if (profile.kind != ProfileKind::kDefault) continue;
    for (const ProfileValue& value : profile.values) {
      if (IsWindow(value)) windows.insert(absl::StrCat(value.rule, ".", value.parameter));
    }
  }
  return windows;
}

// The policies by the profiles as `change` leaves them; those that it leaves alike share them.
ScenarioRooms RoomsWith(const std::function<void(std::vector<Profile>&)>& change) {
  ScenarioRooms rooms = testing::RoomsInProcess(CANDOR_PLUGINS, CANDOR_SHIPPED_PROFILES);
  rooms.profiles = [] { return ShippedProfiles(); };
  rooms.policies = [load = rooms.policies, change](std::vector<Profile> profiles) {
    change(profiles);
    return load(std::move(profiles));
  };
  return rooms;
}

absl::StatusOr<domain::ScenarioResult> RunChanged(const Claimed& claimed, const ScenarioBoundary& boundary, int by) {
  const ScenarioRooms rooms = RoomsWith([&](std::vector<Profile>& profiles) {
    for (Profile& profile : profiles) {
      for (ProfileValue& value : profile.values) {
        if (value.rule != boundary.rule || value.parameter != boundary.parameter) continue;
        value.value = std::max<int64_t>(value.value + by, 0);
      }
    }
  });
  return RunScenario(claimed.file, claimed.text, rooms, absl::Now() + absl::Minutes(2));
}

// What the scenario is judged by: its own value, or the default's.
int64_t ValueOf(const Claimed& claimed, const ScenarioBoundary& boundary) {
  for (const ScenarioValue& value : claimed.scenario.values) {
    if (value.rule == boundary.rule && value.parameter == boundary.parameter) return value.value;
  }
  for (const Profile& profile : ShippedProfiles()) {
    for (const ProfileValue& value : profile.values) {
      const bool meant = value.rule == boundary.rule && value.parameter == boundary.parameter;
      if (meant && profile.kind == ProfileKind::kDefault) return value.value;
    }
  }
  return 0;
}

// A follow-up that a decision of the file is about may not be there any more, be closed, or take another person.
bool ComesOutOtherwise(const absl::StatusOr<domain::ScenarioResult>& result) {
  if (result.ok()) return !result->failures.empty();
  const std::string why(result.status().message());
  const auto says = [&](const char* what) { return why.find(what) != std::string::npos; };
  return absl::IsInvalidArgument(result.status()) &&
         (says("follow-ups that this could be about") || says("it is closed already") || says("takes a second person"));
}

// Every date that is written in the text, in order.
std::set<Day> DatesIn(const std::string& text) {
  std::set<Day> dates;
  constexpr size_t kDateLength = 10;
  for (size_t i = 0; i + kDateLength <= text.size(); ++i) {
    if (std::isdigit(static_cast<unsigned char>(text[i])) == 0) continue;
    if (const absl::StatusOr<Day> day = ParseDay(text.substr(i, kDateLength)); day.ok()) dates.insert(*day);
  }
  return dates;
}

bool PassesOverALeapDay(const std::string& text) {
  const std::set<Day> dates = DatesIn(text);
  for (int year = 2000; year <= 2096 && !dates.empty(); year += 4) {
    const Day leap(year, 2, 29);
    if (*dates.begin() <= leap && leap <= *dates.rbegin()) return true;
  }
  return false;
}

TEST(BoundariesTest, EveryWindowOfTheDefaultsIsClaimedByAScenario) {
  std::set<std::string> unclaimed = Windows();
  ASSERT_GE(unclaimed.size(), 130U);
  std::vector<std::string> unknown;
  for (const Claimed& claimed : Claiming()) {
    for (const ScenarioBoundary& boundary : claimed.scenario.boundaries) {
      const std::string name = absl::StrCat(boundary.rule, ".", boundary.parameter);
      if (!Windows().contains(name)) unknown.push_back(absl::StrCat(claimed.file, ": ", name));
      EXPECT_FALSE(ShownElsewhere().contains(name)) << name << " is shown by " << claimed.file;
      unclaimed.erase(name);
    }
  }
  for (const auto& [name, where] : ShownElsewhere()) {
    EXPECT_EQ(unclaimed.erase(name), 1U) << name << " is no window any more";
  }

  EXPECT_THAT(unclaimed, IsEmpty()) << "add a scenario with the day before, the day itself and the day after";
  EXPECT_THAT(unknown, IsEmpty());
}

TEST(BoundariesTest, ADayOrAYearMoreOrLessMakesEachComeOutOtherwise) {
  for (const Claimed& claimed : Claiming()) {
    for (const ScenarioBoundary& boundary : claimed.scenario.boundaries) {
      const std::string what = absl::StrCat(claimed.file, ": ", boundary.rule, ".", boundary.parameter);
      const auto longer = RunChanged(claimed, boundary, 1);
      EXPECT_TRUE(ComesOutOtherwise(longer)) << what << " and one more: " << longer.status();
      if (ValueOf(claimed, boundary) == 0) continue;
      const auto shorter = RunChanged(claimed, boundary, -1);
      EXPECT_TRUE(ComesOutOtherwise(shorter)) << what << " and one less: " << shorter.status();
    }
  }
}

TEST(BoundariesTest, EachPassesOverALeapDay) {
  for (const Claimed& claimed : Claiming()) EXPECT_TRUE(PassesOverALeapDay(claimed.text)) << claimed.file;
}

TEST(BoundariesTest, EachHoldsOnBothSidesOfTheDateLine) {
  const ScenarioRooms rooms = RoomsWith([](std::vector<Profile>&) {});
  for (const Claimed& claimed : Claiming()) {
    // Some say where they are.
    if (claimed.text.find("\nzone = ") != std::string::npos) continue;
    for (const char* zone : {"Pacific/Kiritimati", "Pacific/Pago_Pago"}) {
      const auto result = RunScenario(claimed.file, absl::StrCat("zone = \"", zone, "\"\n", claimed.text), rooms,
                                      absl::Now() + absl::Minutes(2));
      ASSERT_TRUE(result.ok()) << result.status();
      EXPECT_THAT(result->failures, IsEmpty()) << claimed.file << " in " << zone;
    }
  }
}

}  // namespace
}  // namespace candor::policy::boundaries_test
