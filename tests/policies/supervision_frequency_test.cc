#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string_view>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "plugins/working/rules.h"

// R51 over one member. 2025-03-03 is a Monday.
namespace candor::working::supervision_frequency_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr int64_t kClinic = CANDOR_WEEK_HOURS_SETTING_CLINIC;
constexpr int64_t kSchool = CANDOR_WEEK_HOURS_SETTING_SCHOOL;

Entry Hours(std::string_view name, std::string_view date, std::string_view week, int64_t direct,
            int64_t setting = kClinic) {
  return Entry(name, date, CANDOR_KIND_WEEK_HOURS)
      .Date(CANDOR_FIELD_WEEK_HOURS_WEEK_OF, week)
      .Set(CANDOR_FIELD_WEEK_HOURS_SETTING, setting)
      .Set(CANDOR_FIELD_WEEK_HOURS_DIRECT_MINUTES, direct);
}

Entry Alone(std::string_view name, std::string_view date, int64_t minutes) {
  return Entry(name, date, CANDOR_KIND_SUPERVISION)
      .Set(CANDOR_FIELD_SUPERVISION_FORMAT, CANDOR_SUPERVISION_FORMAT_INDIVIDUAL)
      .Set(CANDOR_FIELD_SUPERVISION_MINUTES, minutes);
}

Entry Group(std::string_view name, std::string_view date, int64_t minutes, int64_t people) {
  return Alone(name, date, minutes)
      .Set(CANDOR_FIELD_SUPERVISION_FORMAT, CANDOR_SUPERVISION_FORMAT_GROUP)
      .Set(CANDOR_FIELD_SUPERVISION_GROUP_SIZE, people);
}

// One member and the profiles that bind them.
struct Supervised {
  void AsCalifornia() {
    host.AddCandidate("supervision_frequency", "frequency",
                      {{"period", kEachWeek},
                       {"needed_hundredths", 100},
                       {"individual_minutes", 60},
                       {"group_minutes", 120},
                       {"largest_group", 8},
                       {"half_up_to", 0},
                       {"more_after_minutes", 600},
                       {"minutes_a_unit", 0},
                       {"longest_gap", 0}});
  }
  void AsBacp() {
    host.AddCandidate("supervision_frequency", "frequency",
                      {{"period", kEachMonth},
                       {"needed_hundredths", 150},
                       {"individual_minutes", 60},
                       {"group_minutes", 0},
                       {"largest_group", 0},
                       {"half_up_to", 4},
                       {"more_after_minutes", 0},
                       {"minutes_a_unit", 0},
                       {"longest_gap", 0}});
  }
  void AsBacpPlacement() {
    host.AddCandidate("supervision_frequency", "frequency",
                      {{"period", kEachMonth},
                       {"needed_hundredths", 150},
                       {"individual_minutes", 60},
                       {"group_minutes", 0},
                       {"largest_group", 0},
                       {"half_up_to", 4},
                       {"more_after_minutes", 0},
                       {"minutes_a_unit", 480},
                       {"longest_gap", 14}});
  }
  std::vector<ShownFollowUp> Short() const { return host.Of("supervision_frequency"); }

  FakeHost host{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
};

class SupervisionFrequencyTest : public ::testing::Test, protected Supervised {};

TEST_F(SupervisionFrequencyTest, WhereNoProfileAsksNothingIsDue) {
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 1200));
  host.PassTo("2025-04-01");

  EXPECT_THAT(Short(), IsEmpty());
}

TEST_F(SupervisionFrequencyTest, WithoutHoursNothingIsDue) {
  AsCalifornia();
  host.Feed(Alone("s1", "2025-03-04", 10));
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 0));
  host.PassTo("2025-04-01");

  EXPECT_THAT(Short(), IsEmpty());
}

TEST_F(SupervisionFrequencyTest, AWeekIsJudgedWhenItIsOver) {
  AsCalifornia();
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 600));
  host.PassTo("2025-03-09");
  EXPECT_THAT(Short(), IsEmpty());

  host.PassTo("2025-03-10");
  EXPECT_THAT(host.Lines(), ElementsAre("supervision_frequency h1 soon talk due 2025-03-23: open"));
}

TEST_F(SupervisionFrequencyTest, AWeekIsAskedAboutFromWhenItsHoursWereWrittenDown) {
  AsCalifornia();
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300).Reported("2025-05-01"));
  host.Feed(Hours("h2", "2025-03-08", "2025-03-03", 400));
  host.PassTo("2025-05-02");

  EXPECT_THAT(host.Lines(), ElementsAre("supervision_frequency h2 soon talk due 2025-05-15: open"));
}

TEST_F(SupervisionFrequencyTest, InPlacementNoTwoWeeksPassWithoutASession) {
  const auto opens = [](std::string_view second, std::string_view third, std::string_view away_to = "") {
    Supervised one;
    one.AsBacpPlacement();
    one.host.Feed(Alone("s1", "2025-03-03", 60));
    one.host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 480));
    if (!away_to.empty()) {
      one.host.Feed(Entry("a1", "2025-03-08", CANDOR_KIND_ABSENCE)
                        .Date(CANDOR_FIELD_ABSENCE_FROM, "2025-03-08")
                        .Date(CANDOR_FIELD_ABSENCE_TO, away_to));
    }
    one.host.Feed(Alone("s2", second, 60));
    one.host.Feed(Alone("s3", third, 60));
    one.host.PassTo("2025-04-01");
    return !one.Short().empty();
  };

  EXPECT_FALSE(opens("2025-03-17", "2025-03-31"));
  EXPECT_TRUE(opens("2025-03-18", "2025-03-31")) << "fifteen days";
  EXPECT_FALSE(opens("2025-03-18", "2025-03-31", "2025-03-08")) << "one of them away";
  EXPECT_FALSE(opens("2025-03-10", "2025-03-17")) << "fourteen days to the end of the month";
  EXPECT_TRUE(opens("2025-03-10", "2025-03-16"));
}

TEST_F(SupervisionFrequencyTest, InPlacementAnHourIsDueForEveryEight) {
  const auto opens = [](int64_t direct) {
    Supervised one;
    one.AsBacpPlacement();
    one.host.Feed(Alone("s1", "2025-03-10", 60));
    one.host.Feed(Hours("h1", "2025-03-14", "2025-03-10", direct));
    one.host.Feed(Alone("s2", "2025-03-24", 60));
    one.host.PassTo("2025-04-01");
    return !one.Short().empty();
  };

  EXPECT_FALSE(opens(960));
  EXPECT_TRUE(opens(970));
}

TEST_F(SupervisionFrequencyTest, AUnitUpToTenHoursAndTwoAboveThem) {
  const auto opens = [](int64_t direct, int64_t supervised) {
    Supervised one;
    one.AsCalifornia();
    one.host.Feed(Alone("s1", "2025-03-09", supervised));
    one.host.Feed(Hours("h1", "2025-03-09", "2025-03-03", direct));
    one.host.PassTo("2025-03-10");
    return !one.Short().empty();
  };

  EXPECT_TRUE(opens(600, 59));
  EXPECT_FALSE(opens(600, 60));
  EXPECT_TRUE(opens(601, 119));
  EXPECT_FALSE(opens(601, 120));
}

TEST_F(SupervisionFrequencyTest, AGroupOfUpToEightCountsHalfAndALargerOneNothing) {
  AsCalifornia();
  host.Feed(Group("s1", "2025-03-04", 120, 8));
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300));
  host.PassTo("2025-03-10");
  EXPECT_THAT(Short(), IsEmpty());

  host.Feed(Group("s2", "2025-03-11", 120, 9));
  host.Feed(Hours("h2", "2025-03-14", "2025-03-10", 300));
  host.PassTo("2025-03-17");
  EXPECT_EQ(Short().at(0).key, "h2");
}

TEST_F(SupervisionFrequencyTest, EachSettingAsksForItsOwn) {
  AsCalifornia();
  host.Feed(Alone("s1", "2025-03-04", 60).Set(CANDOR_FIELD_SUPERVISION_WORK_SETTING, kClinic));
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300, kClinic));
  host.Feed(Hours("h2", "2025-03-07", "2025-03-03", 300, kSchool));
  host.PassTo("2025-03-10");

  ASSERT_EQ(Short().size(), 1u);
  EXPECT_EQ(Short().at(0).key, "h2");
}

TEST_F(SupervisionFrequencyTest, OneIsOpenUntilAWeekHasWhatItAsks) {
  AsCalifornia();
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300));
  host.Feed(Alone("s1", "2025-03-11", 59));
  host.Feed(Hours("h2", "2025-03-14", "2025-03-10", 300));
  host.PassTo("2025-03-17");
  ASSERT_EQ(Short().size(), 1u);

  host.Feed(Alone("s2", "2025-03-18", 60));
  host.Feed(Hours("h3", "2025-03-21", "2025-03-17", 300));
  host.PassTo("2025-03-24");

  EXPECT_THAT(host.Lines(),
              ElementsAre("supervision_frequency h1 soon talk due 2025-03-23: resolved 2025-03-23 by h3"));
}

TEST_F(SupervisionFrequencyTest, HoursWrittenDownLaterAreJudgedThen) {
  AsCalifornia();
  host.Feed(Alone("s1", "2025-03-04", 30));
  host.Feed(Hours("h1", "2025-03-20", "2025-03-03", 300));
  host.PassTo("2025-03-21");

  EXPECT_EQ(Short().at(0).due, "2025-04-03");
}

TEST_F(SupervisionFrequencyTest, AnAbsenceFromMondayToFridayAsksForNothing) {
  const auto opens = [](std::string_view from) {
    Supervised one;
    one.AsCalifornia();
    one.host.Feed(Entry("a1", "2025-03-01", CANDOR_KIND_ABSENCE)
                      .Date(CANDOR_FIELD_ABSENCE_FROM, from)
                      .Date(CANDOR_FIELD_ABSENCE_TO, "2025-03-07"));
    one.host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 60));
    one.host.PassTo("2025-03-10");
    return !one.Short().empty();
  };

  EXPECT_FALSE(opens("2025-03-03"));
  EXPECT_TRUE(opens("2025-03-04"));
}

TEST_F(SupervisionFrequencyTest, WhatIsNotKnownOfASessionIsAskedForOnce) {
  AsCalifornia();
  host.Feed(Alone("s1", "2025-03-04", 60).Without(CANDOR_FIELD_SUPERVISION_MINUTES));
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300));
  host.PassTo("2025-03-10");
  host.Feed(Alone("s2", "2025-03-11", 60).Without(CANDOR_FIELD_SUPERVISION_MINUTES));
  host.Feed(Hours("h2", "2025-03-14", "2025-03-10", 300));
  host.PassTo("2025-03-17");

  EXPECT_THAT(host.Lines(), ElementsAre("supervision_frequency h1 later complete_record due 2025-03-23: open"));
  EXPECT_THAT(Short().at(0).missing, ElementsAre(CANDOR_FIELD_SUPERVISION_MINUTES));
}

TEST_F(SupervisionFrequencyTest, TheBacpsMonthIsNotAveraged) {
  AsBacp();
  host.Feed(Alone("s1", "2025-02-10", 240));
  host.Feed(Hours("h1", "2025-02-14", "2025-02-10", 300));
  host.Feed(Alone("s2", "2025-03-10", 89));
  host.Feed(Hours("h2", "2025-03-14", "2025-03-10", 300));
  host.PassTo("2025-03-31");
  EXPECT_THAT(Short(), IsEmpty());

  host.PassTo("2025-04-01");
  EXPECT_THAT(host.Lines(), ElementsAre("supervision_frequency h2 soon talk due 2025-04-14: open"));
}

TEST_F(SupervisionFrequencyTest, TheBacpSharesTheTimeOfAGroup) {
  AsBacp();
  host.Feed(Group("s1", "2025-03-03", 180, 4));
  host.Feed(Hours("h1", "2025-03-14", "2025-03-10", 300));
  host.PassTo("2025-04-01");
  EXPECT_THAT(Short(), IsEmpty()) << "half of three hours";

  host.Feed(Group("s2", "2025-04-03", 180, 5));
  host.Feed(Hours("h2", "2025-04-11", "2025-04-07", 300));
  host.PassTo("2025-05-01");
  EXPECT_EQ(Short().size(), 1u) << "a fifth of them";
}

TEST_F(SupervisionFrequencyTest, WhatEitherProfileAsksIsHeldAgainstItsOwnPeriod) {
  AsCalifornia();
  AsBacp();
  host.Feed(Alone("s1", "2025-03-04", 60));
  host.Feed(Hours("h1", "2025-03-07", "2025-03-03", 300));
  host.PassTo("2025-03-31");
  EXPECT_THAT(Short(), IsEmpty()) << "the week had its unit";

  host.PassTo("2025-04-01");
  EXPECT_EQ(Short().size(), 1u) << "the month had an hour";
}

}  // namespace
}  // namespace candor::working::supervision_frequency_test
