#include "daemon/domain/compliance_course.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <utility>
#include <vector>

#include "tests/unit/domain/builders.h"

namespace candor::domain::compliance_course_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

constexpr Day kStart(2025, 1, 6);

std::vector<std::pair<Figure, Day>> Told(const std::vector<CourseFigure>& figures) {
  std::vector<std::pair<Figure, Day>> told;
  for (const CourseFigure& each : figures) told.emplace_back(each.figure, each.day);
  return told;
}

EntryHeader Ordered(Day day, const char* by) {
  return EntryOf(Kind::kTermination, day).Word("ordered_by", by).Header();
}
EntryHeader Referral(Day day) {
  return EntryOf(Kind::kReferral, day).Header();
}
EntryHeader Intake(Day day) {
  return EntryOf(Kind::kIntake, day).Header();
}

TEST(ComplianceCourseTest, AnEndingIsForcedWhenItWasOrderedFromOutside) {
  for (const char* by : {"court", "payer", "agency"}) {
    EXPECT_THAT(Told(ForcedEndingsOf({Ordered(kStart, by)})), ElementsAre(Pair(Figure::kForcedEnding, kStart))) << by;
  }
  EXPECT_THAT(ForcedEndingsOf({Ordered(kStart, "practice")}), IsEmpty());
  EXPECT_THAT(ForcedEndingsOf({EntryOf(Kind::kTermination, kStart).Word("initiator", "third_party").Header()}),
              IsEmpty());
}

TEST(ComplianceCourseTest, AnAttemptCountsBeforeAndAfterTheEndingAndNotInAnotherTherapy) {
  const Day day = kStart + 100;
  const auto attempted = [](const std::vector<EntryHeader>& course) { return ForcedEndingsOf(course).size() == 2; };

  EXPECT_TRUE(attempted({Intake(kStart), Referral(day - 1), Ordered(day, "court")}));
  EXPECT_TRUE(attempted({Intake(kStart), Ordered(day, "court"), Referral(day + 1)}));
  EXPECT_TRUE(attempted({Ordered(day, "court"), EntryOf(Kind::kTransferStep, day + 1).Header()}));
  EXPECT_TRUE(attempted({Ordered(day, "court"), EntryOf(Kind::kClientDeclined, day + 1).Header()}));
  EXPECT_FALSE(attempted({Referral(kStart - 1), Intake(kStart), Ordered(day, "court")}));
  EXPECT_FALSE(attempted({Ordered(day, "court"), Intake(day + 1), Referral(day + 2)}));
  EXPECT_FALSE(attempted({Ordered(day, "court"), EntryOf(Kind::kConsultation, day + 1).Header()}));
}

// Of one area, unless it is said which.
EntryHeader Plan(Day day, const char* event, int review_after, const char* area = "touch") {
  return EntryOf(Kind::kStandingPlan, day)
      .Word("event", event)
      .Word("area", area)
      .On("review_by", day + review_after)
      .Header();
}

TEST(ComplianceCourseTest, TheNextEntryAboutAPlanIsItsReview) {
  const Day due = kStart + 90;
  const auto next = [&](Day day) { return Plan(day, "reviewed", 90); };

  EXPECT_THAT(Told(PlanReviewsOf({Plan(kStart, "begun", 90), next(due)})),
              ElementsAre(Pair(Figure::kPlanReviewDue, due), Pair(Figure::kPlanReviewInTime, due),
                          Pair(Figure::kPlanReviewDue, due + 90)));
  EXPECT_THAT(Told(PlanReviewsOf({Plan(kStart, "begun", 90), next(due + 1)})),
              ElementsAre(Pair(Figure::kPlanReviewDue, due), Pair(Figure::kPlanReviewDue, due + 91)));
  EXPECT_THAT(Told(PlanReviewsOf({Plan(kStart, "begun", 90), Plan(kStart + 10, "begun", 20, "transport")})),
              ElementsAre(Pair(Figure::kPlanReviewDue, due), Pair(Figure::kPlanReviewDue, kStart + 30)))
      << "another plan is no review";
}

TEST(ComplianceCourseTest, APlanThatEndedBeforeItsDayIsNotToBeLookedAt) {
  const Day due = kStart + 90;
  const auto ended = [&](Day day) { return Plan(day, "ended", 90); };
  const auto therapy_ended = [](Day day) { return EntryOf(Kind::kTermination, day).Header(); };

  EXPECT_THAT(PlanReviewsOf({Plan(kStart, "begun", 90), ended(due)}), IsEmpty());
  EXPECT_THAT(PlanReviewsOf({Plan(kStart, "begun", 90), therapy_ended(due)}), IsEmpty());
  EXPECT_THAT(Told(PlanReviewsOf({Plan(kStart, "begun", 90), ended(due + 1)})),
              ElementsAre(Pair(Figure::kPlanReviewDue, due)));
  EXPECT_THAT(Told(PlanReviewsOf({Plan(kStart, "begun", 90), therapy_ended(due + 1)})),
              ElementsAre(Pair(Figure::kPlanReviewDue, due)));
  EXPECT_THAT(PlanReviewsOf({EntryOf(Kind::kStandingPlan, kStart).Word("event", "begun").Header()}), IsEmpty())
      << "no day was planned";
}

}  // namespace
}  // namespace candor::domain::compliance_course_test
