#include "plugins/sdk/testing/fake_host.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <stdexcept>
#include <string>
#include <vector>

#include "plugins/sdk/policy.h"
#include "plugins/sdk/slot.h"

namespace candor::sdk::testing::fake_host_test {
namespace {

using ::testing::ElementsAre;

constexpr candor_parameter kParameter = Parameter({.name = "within", .unit = "days", .default_value = 5});
constexpr const candor_parameter* kParameters[] = {&kParameter};
constexpr candor_citation kSource = Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided", "own");
constexpr const candor_citation* kCitations[] = {&kSource};
constexpr uint16_t kKinds[] = {CANDOR_KIND_SESSION};
constexpr uint16_t kAsked[] = {CANDOR_FIELD_SESSION_MINUTES};
constexpr candor_rule kRule = Rule({.slug = "script",
                                    .catalogue_id = "T02",
                                    .title = "Does what the test says",
                                    .resolved_by = "Whatever the test says.",
                                    .severity = CANDOR_SEVERITY_SOON,
                                    .action = CANDOR_ACTION_TALK,
                                    .kinds = kKinds,
                                    .citations = kCitations,
                                    .parameters = kParameters,
                                    .asked_fields = kAsked});
constexpr const candor_rule* kRules[] = {&kRule};
constexpr Declaration kDeclaration = {.name = "script", .version = "1.0.0", .rules = kRules};

// What the policy under the host does; set by each test.
std::function<void(const Event&, Subject&)>& Script() {
  static std::function<void(const Event&, Subject&)> script;
  return script;
}

class Scripted final : public Policy {
 public:
  void OnEntry(const Event& entry, Subject& subject) override { Script()(entry, subject); }
  void OnTimer(const Event& timer, Subject& subject) override { Script()(timer, subject); }
};

Entry Session(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_SESSION);
}

class FakeHostTest : public ::testing::Test {
 protected:
  FakeHost host_{MakePolicy<Scripted>(kDeclaration)};
};

TEST_F(FakeHostTest, TheSameKeyUpdatesWhileOpenAndBeginsANewEpisodeAfterwards) {
  const Id key = NamedId("s1");
  Script() = [&](const Event& event, Subject& subject) {
    if (event.id() == NamedId("s3")) return subject.Resolve(0, key);
    subject.Open({.rule = 0, .key = key, .due = event.day() + subject.Days(0, 0)});
  };

  host_.FeedAll({Session("s1", "2025-01-01"), Session("s2", "2025-01-02")});
  EXPECT_THAT(host_.Lines(), ElementsAre("script s1 soon talk due 2025-01-07: open"));
  EXPECT_EQ(host_.FollowUps().at(0).opened, "2025-01-01");

  host_.Feed(Session("s3", "2025-01-03"));
  EXPECT_THAT(host_.Lines(), ElementsAre("script s1 soon talk due 2025-01-07: resolved 2025-01-03 by s3"));

  host_.Feed(Session("s4", "2025-01-04"));
  EXPECT_EQ(host_.FollowUps().at(0).episode, 2);
  EXPECT_EQ(host_.FollowUps().at(0).opened, "2025-01-04");
}

// The day before, the day itself and the day after.
TEST_F(FakeHostTest, ARuleThatBeganLaterMakesDutiesFromItsDayOn) {
  host_.SetDutiesFrom("script", "2025-01-02");
  Script() = [&](const Event& event, Subject& subject) {
    subject.Open({.rule = 0, .key = event.id(), .due = event.day() + subject.Days(0, 0)});
  };

  host_.FeedAll({Session("s1", "2025-01-01"), Session("s2", "2025-01-02"), Session("s3", "2025-01-03")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("script s1 soon talk: open (before the policy)", "script s2 soon talk due 2025-01-07: open",
                          "script s3 soon talk due 2025-01-08: open"));
}

TEST_F(FakeHostTest, ASlotOpensTheFirstDutyBesideWhatIsFromBeforeTheRuleBegan) {
  host_.SetDutiesFrom("script", "2025-01-03");
  Slot slot;
  Script() = [&](const Event& event, Subject& subject) {
    if (!slot.Takes(event, subject, 0)) return;
    slot.Take(event.id());
    subject.Open({.rule = 0, .key = event.id(), .due = event.day() + subject.Days(0, 0)});
  };

  host_.FeedAll({Session("s1", "2025-01-01"), Session("s2", "2025-01-02"), Session("s3", "2025-01-03"),
                 Session("s4", "2025-01-04")});

  EXPECT_THAT(host_.Lines(),
              ElementsAre("script s1 soon talk: open (before the policy)", "script s3 soon talk due 2025-01-08: open"));
}

TEST_F(FakeHostTest, TimersComeAtTheEndOfTheirDayAndSpeakForTheEntryThatAsked) {
  std::vector<std::string> seen;
  Script() = [&](const Event& event, Subject& subject) {
    seen.push_back((event.IsTimer() ? "timer for " : "entry ") + NameOf({event.id().key().data, CANDOR_ID_BYTES}));
    if (event.id() == NamedId("s1") && event.IsEntry()) subject.SetTimer(0, event.day() + 1, 1);
  };

  host_.FeedAll({Session("s1", "2025-01-01"), Session("s2", "2025-01-02"), Session("s3", "2025-01-03")});

  EXPECT_THAT(seen, ElementsAre("entry s1", "entry s2", "timer for s1", "entry s3"));
}

TEST_F(FakeHostTest, TheSameTokenMovesATimerAndNoDayCancelsIt) {
  int fired = 0;
  Script() = [&](const Event& event, Subject& subject) {
    if (event.IsTimer()) {
      ++fired;
    } else if (event.id() == NamedId("s3")) {
      subject.CancelTimer(0, 1);
    } else {
      subject.SetTimer(0, event.day() + 10, 1);
    }
  };

  host_.FeedAll({Session("s1", "2025-01-01"), Session("s2", "2025-01-05")});
  host_.PassTo("2025-01-15");
  EXPECT_EQ(fired, 0);
  host_.PassTo("2025-01-16");
  EXPECT_EQ(fired, 1);

  host_.FeedAll({Session("s4", "2025-02-01"), Session("s3", "2025-02-02")});
  host_.PassTo("2025-03-01");
  EXPECT_EQ(fired, 1);
}

TEST_F(FakeHostTest, ATimerAskedForInThePastComesOnTheNextDayThatIsAhead) {
  std::vector<std::string> days;
  Script() = [&](const Event& event, Subject& subject) {
    if (event.IsTimer()) days.push_back(FormatDay(event.day()));
    if (days.size() < 2) subject.SetTimer(0, event.day() - 30, 1);
  };

  host_.Feed(Session("s1", "2025-01-01"));
  host_.PassTo("2025-01-10");

  EXPECT_THAT(days, ElementsAre("2025-01-01", "2025-01-02"));
}

TEST_F(FakeHostTest, ShowsAtMostSixteenOpenOfARuleAndTheirTotal) {
  size_t shown = 0;
  uint32_t total = 0;
  Script() = [&](const Event& event, Subject& subject) {
    shown = subject.OpenOf(0).size();
    total = subject.OpenTotal(0);
    subject.Open({.rule = 0, .key = event.id()});
  };

  for (int i = 0; i < 20; ++i) host_.Feed(Session("s" + std::to_string(i), "2025-01-01"));

  EXPECT_EQ(shown, static_cast<size_t>(CANDOR_MAX_OPEN_SHOWN));
  EXPECT_EQ(total, 19u);
}

TEST_F(FakeHostTest, RefusesWhatTheHostRefuses) {
  const FollowUp unsound[] = {{.rule = 1, .key = NamedId("k")},
                              {.rule = 0, .key = NamedId("k"), .severity = static_cast<Severity>(5)},
                              {.rule = 0, .key = NamedId("k"), .action = static_cast<Action>(0)},
                              {.rule = 0, .key = NamedId("k"), .missing_fields = 2}};
  for (const FollowUp& one : unsound) {
    Script() = [&](const Event&, Subject& subject) { subject.Open(one); };
    EXPECT_FALSE(host_.Feed(Session("s1", "2025-01-01")));
  }
  EXPECT_THAT(host_.Lines(), ElementsAre());
}

TEST_F(FakeHostTest, ShowsMissingFieldsFactsAndParametersAsTheyAre) {
  host_.SetParameter("script", "within", 9);
  Script() = [](const Event& event, Subject& subject) {
    subject.Open({.rule = 0,
                  .key = event.id(),
                  .due = event.reported() + subject.Days(0, 0),
                  .missing_fields = 1,
                  .facts = {NamedId("f1"), Id{}, NamedId("f2")}});
  };

  host_.Feed(Session("s1", "2025-01-01").Reported("2025-01-02"));

  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_SESSION_MINUTES));
  EXPECT_THAT(host_.FollowUps().at(0).facts, ElementsAre("f1", "f2"));
  EXPECT_EQ(host_.FollowUps().at(0).due, "2025-01-11");
  EXPECT_THROW(host_.SetParameter("script", "without", 1), std::invalid_argument);
}

TEST_F(FakeHostTest, TakesEntriesInTheOrderOfTheirDatesOnly) {
  Script() = [](const Event&, Subject&) {};
  host_.Feed(Session("s1", "2025-01-02"));

  EXPECT_THROW(host_.Feed(Session("s2", "2025-01-01")), std::invalid_argument);
}

TEST_F(FakeHostTest, ShowsThePolicyOnlyTheKindsItSubscribesTo) {
  int seen = 0;
  Script() = [&](const Event&, Subject&) { ++seen; };

  host_.Feed(Entry("i1", "2025-01-01", CANDOR_KIND_INTAKE));

  EXPECT_EQ(seen, 0);
}

}  // namespace
}  // namespace candor::sdk::testing::fake_host_test
