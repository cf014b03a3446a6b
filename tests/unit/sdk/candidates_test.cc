#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <stdexcept>
#include <string>

#include "plugins/sdk/calendar.h"
#include "plugins/sdk/policy.h"
#include "plugins/sdk/testing/fake_host.h"

// Parameters that mean something only together: a window of years that runs from one of two days.
namespace candor::sdk::candidates_test {
namespace {

using testing::Entry;
using testing::FakeHost;
using ::testing::IsEmpty;

constexpr uint16_t kYears = 0;
constexpr uint16_t kAnchor = 1;
constexpr int64_t kFromEnding = 1;
constexpr int64_t kFromLastContact = 2;

constexpr candor_citation kSource = Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided", "own");
constexpr const candor_citation* kCitations[] = {&kSource};
constexpr candor_parameter kYearsParameter =
    Parameter({.name = "years", .unit = "years", .default_value = 1, .group = "window"});
constexpr candor_parameter kAnchorParameter =
    Parameter({.name = "anchor", .unit = "choice", .default_value = kFromEnding, .group = "window"});
constexpr candor_parameter kAlone = Parameter({.name = "alone", .unit = "days", .default_value = 7});
constexpr const candor_parameter* kParameters[] = {&kYearsParameter, &kAnchorParameter, &kAlone};
constexpr uint16_t kKinds[] = {CANDOR_KIND_TERMINATION, CANDOR_KIND_POST_TERMINATION_CONTACT};
constexpr candor_rule kRule = Rule({.slug = "window",
                                    .catalogue_id = "T01",
                                    .title = "A window",
                                    .resolved_by = "Nothing.",
                                    .severity = CANDOR_SEVERITY_LATER,
                                    .action = CANDOR_ACTION_DOCUMENT,
                                    .kinds = kKinds,
                                    .citations = kCitations,
                                    .parameters = kParameters});
constexpr const candor_rule* kRules[] = {&kRule};
constexpr Declaration kDeclaration = {.name = "windows", .version = "1.0.0", .rules = kRules};

struct WindowState {
  static constexpr uint8_t kVersion = 1;
  uint8_t version = kVersion;
  uint8_t unused[3] = {};
  int32_t ended = 0;
};

// Opens at every contact, due on the day on which the last of the windows is over.
class WindowPolicy final : public Policy {
 public:
  void OnEntry(const Event& entry, Subject& subject) override {
    auto state = subject.Load<WindowState>();
    if (entry.kind() == CANDOR_KIND_TERMINATION) {
      state.ended = entry.day();
      return subject.Save(state);
    }
    int32_t end = INT32_MIN;
    for (const Candidate& window : subject.Candidates(0, "window")) {
      const int32_t from = window.Parameter(kAnchor) == kFromLastContact ? entry.day() : state.ended;
      end = std::max(end, YearsAfter(from, window.Parameter(kYears)));
    }
    subject.Open({.rule = 0, .key = entry.id(), .due = end == kNever ? std::nullopt : std::optional(end)});
  }
  void OnTimer(const Event&, Subject&) override {}
};

class CandidatesTest : public ::testing::Test {
 protected:
  std::string DueAfter(std::string_view ended, std::string_view last_contact) {
    host_.Feed(Entry("t1", ended, CANDOR_KIND_TERMINATION));
    host_.Feed(Entry("c1", last_contact, CANDOR_KIND_POST_TERMINATION_CONTACT));
    EXPECT_THAT(host_.not_assessed(), IsEmpty());
    return host_.FollowUps().at(0).due;
  }

  const candor_policy policy_ = MakePolicy<WindowPolicy>(kDeclaration);
  FakeHost host_{policy_};
};

TEST_F(CandidatesTest, WithoutProfilesTheDefaultsAreTheOnlyOne) {
  EXPECT_EQ(DueAfter("2020-01-01", "2024-01-01"), "2021-01-01");
}

TEST_F(CandidatesTest, TheLatestEndOfTwoWindowsHolds) {
  host_.AddCandidate("window", "window", {{"years", 5}, {"anchor", kFromEnding}});
  host_.AddCandidate("window", "window", {{"years", 2}, {"anchor", kFromLastContact}});

  EXPECT_EQ(DueAfter("2020-01-01", "2024-01-01"), "2026-01-01");
}

TEST_F(CandidatesTest, TheLongerWindowHoldsWhereTheContactWasEarly) {
  host_.AddCandidate("window", "window", {{"years", 5}, {"anchor", kFromEnding}});
  host_.AddCandidate("window", "window", {{"years", 2}, {"anchor", kFromLastContact}});

  EXPECT_EQ(DueAfter("2020-01-01", "2022-12-31"), "2025-01-01");
}

TEST_F(CandidatesTest, OneProfileStandsInPlaceOfTheDefaults) {
  host_.AddCandidate("window", "window", {{"years", 2}, {"anchor", kFromLastContact}});

  EXPECT_EQ(DueAfter("2020-01-01", "2024-02-29"), "2026-03-01");
}

TEST_F(CandidatesTest, ForeverIsLaterThanEveryDay) {
  host_.AddCandidate("window", "window", {{"years", 5}, {"anchor", kFromEnding}});
  host_.AddCandidate("window", "window", {{"years", CANDOR_FOREVER}, {"anchor", kFromEnding}});

  EXPECT_EQ(DueAfter("2020-01-01", "2024-01-01"), "");
}

TEST_F(CandidatesTest, OnlyParametersOfTheGroupMakeACandidate) {
  EXPECT_THROW(host_.AddCandidate("window", "window", {{"alone", 3}}), std::invalid_argument);
  EXPECT_THROW(host_.AddCandidate("window", "window", {}), std::invalid_argument);
}

TEST(NeverTest, LiesBehindEveryDayThatCanBeReached) {
  EXPECT_EQ(DaysAfter(10, 5), 15);
  EXPECT_EQ(DaysAfter(10, CANDOR_FOREVER), kNever);
  EXPECT_EQ(DaysAfter(kNever - 3, 5), kNever);
  EXPECT_EQ(YearsAfter(0, CANDOR_FOREVER), kNever);
  EXPECT_EQ(YearsAfter(0, 1), 365);
}

}  // namespace
}  // namespace candor::sdk::candidates_test
