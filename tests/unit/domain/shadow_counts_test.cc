#include "daemon/domain/shadow_counts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <string>

#include "tests/unit/domain/report_practice.h"

namespace candor::domain::shadow_counts_test {
namespace {

using ::testing::IsEmpty;

constexpr Day kToday(2025, 12, 31);

class ShadowCountsTest : public ::testing::Test {
 protected:
  void Say(uint16_t number, uint16_t subject, uint16_t therapist, const std::string& rule) {
    FollowUp follow_up = OpenFollowUp(number, Action::kTalk, kQuarterStart, kQuarterStart + 14);
    follow_up.clear.subject = SubjectId::Of(IdNumber<CaseId>(subject));
    follow_up.clear.therapist = IdNumber<MemberId>(therapist);
    follow_up.clear.severity = Severity::kSoon;
    follow_up.clear.shadow = true;
    follow_up.sealed.emplace();
    follow_up.sealed->rule = rule;
    practice_.view().shadow.push_back(std::move(follow_up));
  }
  FollowUpClear& Last() { return practice_.view().shadow.back().clear; }
  std::map<std::string, ShadowCount> Count() { return CountShadow(practice_.view(), kToday).value(); }

  Practice practice_{12};
};

TEST_F(ShadowCountsTest, CountsByRule) {
  Say(1, 1, 1, "a");
  Last().severity = Severity::kImportant;
  Say(2, 1, 1, "a");
  Last().state = RuleState::kResolved;
  Say(3, 2, 2, "a");
  Say(4, 2, 2, "b");

  const auto counts = Count();

  EXPECT_EQ(counts.at("a"), (ShadowCount{3, 2, 1, 2, 2, false}));
  EXPECT_EQ(counts.at("b"), (ShadowCount{1, 1, 0, 1, 1, false}));
}

TEST_F(ShadowCountsTest, NothingIsCountedWhereNothingIsSaid) {
  EXPECT_THAT(Count(), IsEmpty());
}

TEST_F(ShadowCountsTest, OfPrivateNotesFewAreNotTold) {
  for (uint16_t i = 1; i <= 4; ++i) {
    Say(i, i, i, "felt");
    Last().key_class = KeyClass::kPersonal;
  }
  EXPECT_EQ(Count().at("felt"), (ShadowCount{0, 0, 0, 0, 0, true}));

  Say(5, 5, 5, "felt");
  Last().key_class = KeyClass::kPersonal;
  EXPECT_EQ(Count().at("felt").therapists, 5);
  EXPECT_FALSE(Count().at("felt").hidden);
}

TEST_F(ShadowCountsTest, OfRestrictedMattersFewAreNotTold) {
  Say(1, 1, 1, "concern");
  Last().restricted = true;

  EXPECT_TRUE(Count().at("concern").hidden);
}

TEST(SmallPracticeShadowCountsTest, ATeamOfFewerThanTenIsToldNothingOfPrivateNotes) {
  Practice practice(9);
  for (uint16_t i = 1; i <= 6; ++i) {
    FollowUp follow_up = Personal(OpenFollowUp(i, Action::kTalk, kQuarterStart, kQuarterStart + 14));
    follow_up.clear.subject = SubjectId::Of(IdNumber<CaseId>(i));
    follow_up.clear.therapist = IdNumber<MemberId>(i);
    follow_up.sealed.emplace();
    follow_up.sealed->rule = "felt";
    practice.view().shadow.push_back(std::move(follow_up));
  }

  EXPECT_TRUE(CountShadow(practice.view(), kToday)->at("felt").hidden);
}

}  // namespace
}  // namespace candor::domain::shadow_counts_test
