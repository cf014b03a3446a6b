#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/work.grpc.pb.h"
#include "tests/scenario/daemon/staffing_fixture.h"

// Who acts for a member and who supervises them never hangs on the practice's key, which orders what one day leaves
// open: the second of two that differ is refused, and the answer names the one that stands.
namespace candor::staffing_checks_test {
namespace {

using ::testing::HasSubstr;

class StaffingChecksTest : public StaffingTest {
 protected:
  void SetUp() override {
    StaffingTest::SetUp();
    if (HasFatalFailure()) return;
    other_ = MakeMember("Lieve D'Hondt");
  }

  void ExpectStandsAlready(const grpc::Status& status, const std::string& field, const std::string& standing) {
    const Refusal refused = RefusalOf(status);
    EXPECT_EQ(refused.code, grpc::StatusCode::FAILED_PRECONDITION) << refused.message;
    EXPECT_EQ(refused.reason, "stands_already");
    EXPECT_EQ(refused.field, field);
    EXPECT_THAT(refused.message, HasSubstr("candor entry amend " + standing + "`"));
    EXPECT_THAT(refused.message, HasSubstr("candor entry amend " + standing + " --time HH:MM`"));
  }

  std::string other_;
};

TEST_F(StaffingChecksTest, ASecondCoverOfTheSameDaysIsAnAmendmentOfTheFirst) {
  const std::string name = Record(Absence(colleague_), ana_).entry().name();

  for (const std::string& writer : {ana_, supervisor_, std::string()}) {
    ExpectStandsAlready(Create(Absence(other_), writer), "entry.absence", name);
    ExpectStandsAlready(Preview(Absence(other_), writer), "entry.absence", name);
  }

  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Amend(name, Absence(other_).entry(), ana_).ok());
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::OK);
}

TEST_F(StaffingChecksTest, WhatSaysNothingElseOrIsToldApartIsIn) {
  Record(Absence(colleague_), ana_);

  EXPECT_TRUE(Create(Absence(), other_).ok()) << "names nobody";
  v1::CreateEntryRequest longer = Absence(colleague_);
  SetDate(longer.mutable_entry()->mutable_absence()->mutable_to(), kToday + 7);
  EXPECT_TRUE(Create(longer, ana_).ok()) << "the same cover";
  v1::CreateEntryRequest from_tomorrow = Absence(other_);
  SetDate(from_tomorrow.mutable_entry()->mutable_absence()->mutable_from(), kToday + 1);
  EXPECT_TRUE(Create(from_tomorrow, ana_).ok()) << "the one begun last speaks";
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
  clock_.AdvanceTime(absl::Hours(24));
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::OK);
  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::NOT_FOUND);
}

TEST_F(StaffingChecksTest, NorIsOneAmendedIntoTheDaysOfTheOther) {
  const std::string standing = Record(Absence(colleague_), ana_).entry().name();
  v1::CreateEntryRequest later = Absence(other_);
  SetDate(later.mutable_entry()->mutable_absence()->mutable_from(), kToday + 1);
  const std::string name = Record(later, ana_).entry().name();

  ExpectStandsAlready(Amend(name, Absence(other_).entry(), ana_), "entry.absence", standing);
  ASSERT_TRUE(Retract(standing, ana_).ok());
  EXPECT_TRUE(Amend(name, Absence(other_).entry(), ana_).ok());
}

TEST_F(StaffingChecksTest, ASecondNextSupervisorOfTheSameDayIsAnAmendmentOfTheFirst) {
  const std::string name = Record(HandOn(colleague_, kToday - 1)).entry().name();

  ExpectStandsAlready(Create(HandOn(other_, kToday - 1), ""), "entry.supervision_change", name);

  EXPECT_EQ(SeesCase(colleague_), grpc::StatusCode::OK);
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Amend(name, HandOn(other_, kToday - 1).entry(), "").ok());
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::OK);
}

TEST_F(StaffingChecksTest, TimesOfDayTellTwoChangesApart) {
  v1::CreateEntryRequest first = HandOn(colleague_, kToday - 1);
  first.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(9);
  v1::CreateEntryRequest second = HandOn(other_, kToday - 1);
  second.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(10);
  Record(second);

  EXPECT_TRUE(Create(first, "").ok());
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::OK);
}

TEST_F(StaffingChecksTest, WhatTheRefusalSaysOfTimesOfDayHelps) {
  v1::CreateEntryRequest first = HandOn(colleague_, kToday - 1);
  const std::string name = Record(first).entry().name();
  v1::CreateEntryRequest second = HandOn(other_, kToday - 1);
  second.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(10);
  ExpectStandsAlready(Create(second, ""), "entry.supervision_change", name);

  first.mutable_entry()->mutable_occurred()->mutable_time()->set_hours(9);
  ASSERT_TRUE(Amend(name, first.entry(), "").ok());

  EXPECT_TRUE(Create(second, "").ok());
  EXPECT_EQ(SeesCase(other_), grpc::StatusCode::OK);
}

// Nobody else is told, and no follow-up asks for it.
TEST_F(StaffingChecksTest, WhoseSupervisorHasLeftWithoutANextOneWaitsForTheOperator) {
  const auto work = v1::WorkService::NewStub(daemon_->InProcessChannel());
  const auto waiting = [&](const std::string& reader) {
    v1::GetWorkListResponse response;
    EXPECT_TRUE(Call(work, &v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest(), response, reader).ok());
    return response.work_list().unsupervised_members();
  };
  v1::CreateEntryRequest departure = EntryFor(supervisor_, supervisor_, kToday);
  SetDate(departure.mutable_entry()->mutable_departure()->mutable_last_day(), kToday);
  Record(departure);
  EXPECT_TRUE(waiting("").empty()) << "until the last day they have one";

  clock_.AdvanceTime(absl::Hours(24));

  ASSERT_EQ(waiting("").size(), 1);
  EXPECT_EQ(waiting("")[0].member(), ana_);
  EXPECT_EQ(waiting("")[0].left(), supervisor_);
  EXPECT_EQ(waiting("")[0].since().day(), 31);
  EXPECT_TRUE(waiting(ana_).empty());
  EXPECT_TRUE(waiting(colleague_).empty());
  MakeSupervision(ana_, other_, kToday + 1);
  EXPECT_TRUE(waiting("").empty());
}

}  // namespace
}  // namespace candor::staffing_checks_test
