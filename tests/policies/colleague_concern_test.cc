#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/testing/fake_host.h"

// R54: which of several concerns about one member an entry meets that says what has become of one.
namespace candor::practice_duties::colleague_concern_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in

Entry Concern(std::string_view name, std::string_view date, int64_t event, int64_t number) {
  return Entry(name, date, CANDOR_KIND_CONCERN)
      .Source(CANDOR_SOURCE_COLLEAGUE)
      .Set(CANDOR_FIELD_CONCERN_EVENT, event)
      .Set(CANDOR_FIELD_CONCERN_ABOUT, CANDOR_CONCERN_ABOUT_BOUNDARY)
      .Set(CANDOR_HOST_RECORD_NUMBER, number);
}

Entry Raised(std::string_view name, std::string_view date, int64_t number) {
  return Concern(name, date, CANDOR_CONCERN_EVENT_RAISED, number);
}

Entry NothingDone(std::string_view name, std::string_view date, int64_t number) {
  return Concern(name, date, CANDOR_CONCERN_EVENT_ACTED, number)
      .Set(CANDOR_FIELD_CONCERN_ACTION, CANDOR_CONCERN_ACTION_NONE);
}

class ColleagueConcernTest : public ::testing::Test {
 protected:
  ShownFollowUp Of(size_t place) { return host_.Of("colleague_concern").at(place); }
  bool IsAcknowledged(size_t place) {
    const std::vector<uint16_t> missing = Of(place).missing;
    return std::count(missing.begin(), missing.end(), static_cast<uint16_t>(CANDOR_FIELD_CONCERN_EVENT)) == 0;
  }

  FakeHost host_{candor_policy_plugin, CANDOR_SCOPE_MEMBER};
};

TEST_F(ColleagueConcernTest, TheOneThatIsNamedIsAcknowledgedAndNoOther) {
  host_.FeedAll({Raised("n1", "2025-03-03", 5), Raised("n2", "2025-03-04", 6)});

  host_.Feed(Concern("n3", "2025-03-05", CANDOR_CONCERN_EVENT_ACKNOWLEDGED, 7).Person(CANDOR_HOST_MATTER, "n2"));

  EXPECT_FALSE(IsAcknowledged(0));
  EXPECT_EQ(Of(0).due, "2025-03-05");
  EXPECT_TRUE(IsAcknowledged(1));
  EXPECT_EQ(Of(1).due, "2025-03-18");
}

TEST_F(ColleagueConcernTest, TheOneThatIsNamedIsMetWhateverItIsCalled) {
  host_.FeedAll({Raised("n1", "2025-03-03", 5), Raised("n2", "2025-03-04", 6)});

  host_.Feed(NothingDone("n3", "2025-03-10", 7)
                 .Person(CANDOR_HOST_MATTER, "n1")
                 .Set(CANDOR_FIELD_CONCERN_ABOUT, CANDOR_CONCERN_ABOUT_FEES));

  EXPECT_EQ(Of(0).ended_by, "n3");
  EXPECT_EQ(Of(1).state, "open");
}

TEST_F(ColleagueConcernTest, OfSeveralWhatNamesNoneMeetsNone) {
  host_.FeedAll({Raised("n1", "2025-03-03", 5), Raised("n2", "2025-03-04", 6), NothingDone("n3", "2025-03-10", 7)});

  EXPECT_EQ(Of(0).state, "open");
  EXPECT_EQ(Of(1).state, "open");
  EXPECT_FALSE(IsAcknowledged(0));
}

TEST_F(ColleagueConcernTest, WhatCameInLaterIsNotMetByWhatWasDoneBefore) {
  host_.FeedAll({Raised("n1", "2025-03-03", 5), Raised("n2", "2025-03-03", 8), NothingDone("n3", "2025-03-10", 7)});
  EXPECT_EQ(Of(0).ended_by, "n3");
  EXPECT_EQ(Of(1).state, "open") << "it happened before, and was put on record afterwards";

  host_.Feed(Raised("n4", "2025-03-11", 9).Reported("2025-03-20"));
  host_.Feed(NothingDone("n5", "2025-03-12", 10).Person(CANDOR_HOST_MATTER, "n2"));
  host_.Feed(NothingDone("n6", "2025-03-13", 11));
  EXPECT_EQ(Of(1).ended_by, "n5");
  EXPECT_EQ(Of(2).state, "open") << "it was written down on a later day";
}

TEST_F(ColleagueConcernTest, WhatHadToJoinAnotherIsMetByNoName) {
  for (int64_t i = 0; i <= CANDOR_MAX_OPEN_SHOWN; ++i) host_.Feed(Raised("n" + std::to_string(i), "2025-03-03", 5 + i));
  const size_t last = CANDOR_MAX_OPEN_SHOWN - 1;

  host_.Feed(NothingDone("d1", "2025-03-04", 40).Person(CANDOR_HOST_MATTER, "n" + std::to_string(last)));
  host_.Feed(NothingDone("d2", "2025-03-04", 41).Person(CANDOR_HOST_MATTER, "n0"));

  EXPECT_EQ(Of(0).ended_by, "d2");
  EXPECT_EQ(Of(last).state, "open") << "two stand behind it";
}

TEST_F(ColleagueConcernTest, WhatAnImportTellsIsAboutWhatItBrought) {
  host_.FeedAll({Raised("n1", "2025-03-03", 5), NothingDone("n2", "2025-03-10", 6).Source(CANDOR_SOURCE_IMPORT)});
  EXPECT_EQ(Of(0).state, "open");

  host_.FeedAll({Raised("n3", "2025-03-11", 7).Source(CANDOR_SOURCE_IMPORT),
                 NothingDone("n4", "2025-03-12", 8).Source(CANDOR_SOURCE_IMPORT)});
  EXPECT_EQ(Of(0).state, "open");
  EXPECT_EQ(Of(1).ended_by, "n4");
}

// A client may need it today, whether or not whom the concern is about was heard.
TEST_F(ColleagueConcernTest, WhatLimitsSomebodysWorkIsNotYetWhatBecomesOfIt) {
  host_.Feed(Raised("n1", "2025-03-03", 5));
  int64_t number = 6;
  for (const int64_t action : {CANDOR_CONCERN_ACTION_CLOSER_SUPERVISION, CANDOR_CONCERN_ACTION_RESTRICTION,
                               CANDOR_CONCERN_ACTION_SUSPENSION, CANDOR_CONCERN_ACTION_ENDED}) {
    host_.Feed(Concern("a" + std::to_string(number), "2025-03-04", CANDOR_CONCERN_EVENT_ACTED, number)
                   .Set(CANDOR_FIELD_CONCERN_ACTION, action));
    EXPECT_EQ(Of(0).state, "open") << action;
    EXPECT_TRUE(IsAcknowledged(0)) << action;
    ++number;
  }

  host_.Feed(Concern("n2", "2025-03-20", CANDOR_CONCERN_EVENT_CLOSED, number));
  EXPECT_EQ(Of(0).ended_by, "n2");
}

}  // namespace
}  // namespace candor::practice_duties::colleague_concern_test
