#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/scenario/daemon/case_gate_fixture.h"

// What is in says what it was written for, whoever writes it (ADR 0054).
namespace candor::course_checks_test {
namespace {

using ::testing::HasSubstr;

// Enough for either order of two entries of one day to come up: it follows from their words and the practice's key.
constexpr int kCases = 20;

class CourseChecksTest : public CaseGateTest {
 protected:
  void OpenNext(int number) { case_ = OpenCase("C-" + std::to_string(2000 + number), ana_); }
  v1::CreateEntryRequest Naming(const std::string& receiver, int number) {
    v1::CreateEntryRequest step = Step(ana_, receiver);
    step.mutable_entry()->set_note("words of step " + std::to_string(number));
    return step;
  }
};

TEST_F(CourseChecksTest, AStepWithoutATimeIsInOnlyWhereItHandsOver) {
  int in = 0;
  int refused = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(i);
    OpenNext(i);
    Record(Naming(colleague_, i), ana_);
    v1::CreateEntryRequest held = Taking(colleague_);
    held.mutable_entry()->mutable_transfer_step()->clear_receiver();
    held.mutable_entry()->set_note("words of session " + std::to_string(i));
    const grpc::Status status = Create(held, colleague_);
    ++(status.ok() ? in : refused);
    if (!status.ok()) {
      EXPECT_EQ(RefusalOf(status).code, grpc::StatusCode::FAILED_PRECONDITION);
      EXPECT_EQ(RefusalOf(status).field, "entry.occurred");
      EXPECT_EQ(RefusalOf(status).reason, "same_day");
      EXPECT_EQ(Shown().therapist(), ana_);
      EXPECT_TRUE(Create(Taking(colleague_), colleague_).ok()) << "it says whom itself";
    }
    EXPECT_EQ(Shown().therapist(), colleague_);
  }
  EXPECT_GT(in, 0);
  EXPECT_GT(refused, 0);
}

TEST_F(CourseChecksTest, OfTwoNamedOnOneDayTheCaseIsWhoseTheRecordSays) {
  const std::string other = MakeMember("Lieve D'Hondt");
  int in = 0;
  int refused = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(i);
    OpenNext(i);
    Record(Naming(colleague_, i), ana_);
    const grpc::Status status = Create(Naming(other, kCases + i), ana_);
    ++(status.ok() ? in : refused);
    if (!status.ok()) {
      EXPECT_EQ(RefusalOf(status).reason, "same_day");
    }
    const std::string& named = status.ok() ? other : colleague_;
    const std::string& not_named = status.ok() ? colleague_ : other;

    ExpectRefused(Create(Taking(not_named), not_named), "entry.transfer_step.receiver");
    EXPECT_TRUE(Create(Taking(named), named).ok());
    EXPECT_EQ(Shown().therapist(), named);
    EXPECT_EQ(SeesCase(not_named), grpc::StatusCode::NOT_FOUND);
  }
  EXPECT_GT(in, 0);
  EXPECT_GT(refused, 0);
}

TEST_F(CourseChecksTest, AStepThatIsDatedAnewIsInOnlyWhereItSaysWhatItWasWrittenFor) {
  const std::string other = MakeMember("Lieve D'Hondt");
  int in = 0;
  int refused = 0;
  for (int i = 0; i < kCases; ++i) {
    SCOPED_TRACE(i);
    OpenNext(i);
    v1::CreateEntryRequest first = Naming(colleague_, i);
    SetDate(first.mutable_entry()->mutable_occurred()->mutable_date(), kToday - 2);
    const std::string standing = Record(first, ana_).entry().name();
    v1::CreateEntryRequest step = Naming(other, kCases + i);
    SetDate(step.mutable_entry()->mutable_occurred()->mutable_date(), kToday - 1);
    const std::string name = Record(step, ana_).entry().name();

    SetDate(step.mutable_entry()->mutable_occurred()->mutable_date(), kToday - 2);
    const grpc::Status status = Amend(name, step.entry(), ana_);
    ++(status.ok() ? in : refused);
    if (!status.ok()) {
      EXPECT_EQ(RefusalOf(status).field, "entry.occurred");
      EXPECT_EQ(RefusalOf(status).reason, "same_day");
      EXPECT_THAT(RefusalOf(status).message, HasSubstr("candor entry amend " + standing + " --time HH:MM"));
      EXPECT_TRUE(Amend(standing, AtHour(first, 9).entry(), ana_).ok()) << "what the refusal asks for";
      EXPECT_TRUE(Amend(name, AtHour(step, 10).entry(), ana_).ok());
    }
    ExpectRefused(Create(Taking(colleague_), colleague_), "entry.transfer_step.receiver");
    EXPECT_TRUE(Create(Taking(other), other).ok());
    EXPECT_EQ(Shown().therapist(), other);
  }
  EXPECT_GT(in, 0);
  EXPECT_GT(refused, 0);
}

// The order of two steps of a day follows from their words, too, and no correction of those changes it unasked.
TEST_F(CourseChecksTest, AStepWhoseWordsAreCorrectedStandsWhereItStood) {
  const std::string other = MakeMember("Lieve D'Hondt");
  int refused = 0;
  // Each comes to a refusal about one time in six.
  for (int i = 0; refused == 0 && i < 5 * kCases; ++i) {
    SCOPED_TRACE(i);
    OpenNext(i);
    v1::CreateEntryRequest first = Naming(colleague_, 3 * i);
    const std::string name = Record(first, ana_).entry().name();
    const std::string last = Create(Naming(other, 3 * i + 1), ana_).ok() ? other : colleague_;

    first.mutable_entry()->set_note("words of step " + std::to_string(3 * i + 2));
    const grpc::Status status = Amend(name, first.entry(), ana_);

    if (!status.ok()) {
      ++refused;
      EXPECT_EQ(RefusalOf(status).reason, "same_day");
    }
    EXPECT_TRUE(Create(Taking(last), last).ok());
    EXPECT_EQ(Shown().therapist(), last);
  }
  EXPECT_GT(refused, 0);
}

TEST_F(CourseChecksTest, WhoHasHandedOnEndsNothingAfterThat) {
  v1::CreateEntryRequest handed = Step(ana_, colleague_, kToday - 20);
  handed.mutable_entry()->mutable_transfer_step()->set_first_solo_held(v1::ANSWER_YES);
  Record(handed, ana_);

  for (const std::string& writer : {ana_, std::string()}) {
    const Refusal refused = RefusedEntry(Ending(kToday - 10), writer);
    EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(refused.field, "entry.occurred");
    EXPECT_EQ(refused.reason, "handed_on");
  }
  const std::string same_day = Record(Ending(kToday - 20), ana_).entry().name();
  EXPECT_EQ(RefusalOf(Amend(same_day, Ending(kToday - 10).entry(), ana_)).reason, "handed_on");
  EXPECT_EQ(Shown().therapist(), colleague_);

  // Who was given the client back ends the therapy.
  Record(Step(colleague_, ana_, kToday - 8), colleague_);
  Record(Taking(ana_, kToday - 7), ana_);
  Record(Ending(kToday - 5), ana_);
  EXPECT_FALSE(Shown().open());
}

TEST_F(CourseChecksTest, AnEarlierDateIsForTheIntakeThatStands) {
  const v1::Entry standing = IntakeOf(case_);
  const v1::CreateEntryRequest earlier = Intake(ana_, Day(2024, 12, 30));

  const Refusal refused = RefusedEntry(earlier, ana_);

  EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
  EXPECT_EQ(refused.field, "entry.occurred");
  EXPECT_EQ(refused.reason, "earlier_intake");
  EXPECT_THAT(refused.message, HasSubstr("candor entry amend " + standing.name()));
  EXPECT_THAT(refused.message, HasSubstr("2025-01-06"));
  EXPECT_TRUE(Amend(standing.name(), earlier.entry(), ana_).ok());
  EXPECT_EQ(Shown().therapist(), ana_);
}

TEST_F(CourseChecksTest, AnIntakeWithinATherapyThatHasEndedIsNone) {
  Record(Ending(kToday - 3), ana_);
  for (const std::string& writer : {std::string(), ana_, supervisor_}) {
    v1::CreateEntryRequest intake = Intake(colleague_, kToday - 10);
    if (!writer.empty()) intake.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    const Refusal refused = RefusedEntry(intake, writer);
    EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION);
    EXPECT_EQ(refused.field, "entry.occurred");
    EXPECT_EQ(refused.reason, "inside_episode");
  }
  EXPECT_FALSE(Shown().open());

  const std::string back = Record(Intake(colleague_, kToday - 1)).entry().name();
  EXPECT_EQ(RefusalOf(Amend(back, Intake(colleague_, kToday - 10).entry(), "")).reason, "inside_episode");
  EXPECT_TRUE(Amend(back, Intake(colleague_, kToday - 2).entry(), "").ok());
  EXPECT_EQ(Shown().therapist(), colleague_);
}

}  // namespace
}  // namespace candor::course_checks_test
