#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "assessor_fixture.h"

// Who waits for an assessment, what could not be judged, and what a restart goes on from.
namespace candor::policy::assessor_test {
namespace {

using domain::RuleState;
using ::testing::IsEmpty;
using ::testing::SizeIs;

TEST_F(AssessorTest, HeldEntriesWaitUntilReleased) {
  ASSERT_TRUE(Eventually([&] { return store_->Latest()->GetActivation().ok(); }));
  assessor_->Hold();
  Append({EntryOn(kToday - 3)});
  absl::SleepFor(absl::Milliseconds(60));
  EXPECT_THAT(FollowUps(), IsEmpty());

  assessor_->Release();

  EXPECT_TRUE(Eventually([&] { return FollowUps().size() == 1; }));
}

TEST_F(AssessorTest, EntryThatSomebodyWaitsForDoesNotWaitForRelease) {
  assessor_->Hold();
  const auto appended = Append({EntryOn(kToday - 3)});

  EXPECT_TRUE(Assessed(appended.first_number));
  EXPECT_THAT(FollowUps(), SizeIs(1));
}

TEST_F(AssessorTest, WhoWaitsIsToldAtTheDeadlineAndItIsMadeUpFor) {
  engine_->SetStuck(true);
  const auto appended = Append({EntryOn(kToday - 3)});

  const absl::Time begin = absl::Now();
  EXPECT_FALSE(Assessed(appended.first_number, absl::Milliseconds(60)));
  EXPECT_GE(absl::Now() - begin, absl::Milliseconds(55));
  EXPECT_EQ(store_->Latest()->entries_not_assessed(), 1u);
  engine_->SetStuck(false);

  EXPECT_TRUE(Assessed(appended.first_number));
  EXPECT_THAT(FollowUps(), SizeIs(1));
}

TEST_F(AssessorTest, WhatStaysPutOffIsSaidOnce) {
  assessor_->Hold();
  Append({EntryOn(kToday - 3)});
  ASSERT_TRUE(store_->Close().ok());
  ::testing::internal::CaptureStderr();

  assessor_->Release();
  absl::SleepFor(absl::Milliseconds(200));

  assessor_.reset();
  const std::string said = ::testing::internal::GetCapturedStderr();
  const size_t first = said.find("assessment put off");
  EXPECT_NE(first, std::string::npos) << said;
  EXPECT_EQ(said.rfind("assessment put off"), first) << said;
}

TEST_F(AssessorTest, WhoWaitsIsToldWhenItStops) {
  engine_->SetStuck(true);
  const auto appended = Append({EntryOn(kToday - 3)});
  absl::Notification called;
  bool answer = true;
  assessor_->WhenAssessed(SubjectId::Of(kCase), appended.first_number, absl::InfiniteFuture(), [&](bool assessed) {
    answer = assessed;
    called.Notify();
  });

  assessor_->Stop();

  ASSERT_TRUE(called.HasBeenNotified());
  EXPECT_FALSE(answer);
  EXPECT_FALSE(Assessed(appended.first_number)) << "nor later";
}

TEST_F(AssessorTest, WhatCouldNotBeJudgedIsListedUntilItIs) {
  const auto broken = AppendAssessed(SessionOf(kToday - 5, 13));
  AppendAssessed(EntryOn(kToday - 4));

  const auto listed = store_->Latest()->ListNotAssessed(10).value();
  ASSERT_THAT(listed, SizeIs(1));
  EXPECT_EQ(listed[0].entry, broken.entry);
  EXPECT_EQ(listed[0].plugin, "scripted");
  EXPECT_THAT(FollowUps(), SizeIs(1)) << "later entries go on";

  AppendAssessed(Revising(broken.entry, SessionOf(kToday - 5, 50)));

  EXPECT_THAT(store_->Latest()->ListNotAssessed(10).value(), IsEmpty());
  EXPECT_THAT(FollowUps(), SizeIs(2));
}

TEST_F(AssessorTest, FaultsBeyondTheListAreStillCounted) {
  constexpr uint64_t kListed = 64;
  constexpr uint64_t kAll = kListed + 6;
  EntryId last;
  for (uint64_t i = 0; i < kAll; ++i) {
    last = AppendAssessed(SessionOf(kToday - 100 + static_cast<int>(i), 13)).entry;
  }

  EXPECT_THAT(store_->Latest()->ListNotAssessed(1000).value(), SizeIs(kListed));
  EXPECT_EQ(store_->Latest()->CountNotAssessed()->all, kAll);

  // One of them is judged in the end; what is not listed any more still stands, until all is judged anew.
  AppendAssessed(Revising(last, SessionOf(kToday - 5, 50)));
  EXPECT_GE(store_->Latest()->CountNotAssessed()->all, kAll - 1);
  Restart(31);
  EXPECT_TRUE(Eventually([&] { return store_->Latest()->CountNotAssessed()->all == kAll - 1; }));
}

TEST_F(AssessorTest, EndingIsPreparedOnlyOnceItIsJudged) {
  const auto ending = [&](Day day, int64_t discussed) {
    domain::NewEntry entry = EntryOn(day, Kind::kTermination);
    entry.entry.facts.SetNumber(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THERAPIST);
    entry.entry.facts.SetNumber(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE, CANDOR_ANSWER_YES);
    entry.entry.facts.SetNumber(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, discussed);
    return entry;
  };
  const auto count = [&](Day day, domain::Figure figure, uint16_t bucket) {
    uint64_t sum = 0;
    const auto rows = store_->Latest()->Counts(domain::CountBasis::kOccurred, day, day);
    for (const auto& row : rows.value()) {
      if (row.figure == figure && row.bucket == bucket) sum += row.count;
    }
    return sum;
  };
  const auto not_assessed = static_cast<uint16_t>(domain::EndingClass::kNotAssessed);
  const Day judged(2025, 6, 1);
  const Day broken(2025, 6, 2);

  assessor_.reset();
  const uint64_t number = Append({ending(judged, 2)}).first_number;
  EXPECT_EQ(count(judged, domain::Figure::kEnding, not_assessed), 1U);
  EXPECT_EQ(count(judged, domain::Figure::kEndingPrepared, 0), 0U);
  Restart();
  ASSERT_TRUE(Assessed(number));
  EXPECT_EQ(count(judged, domain::Figure::kEnding, not_assessed), 0U);
  EXPECT_EQ(count(judged, domain::Figure::kEndingPrepared, 0), 1U);

  const domain::Appended fault = AppendAssessed(ending(broken, 13));
  EXPECT_EQ(count(broken, domain::Figure::kEnding, not_assessed), 1U);
  EXPECT_EQ(count(broken, domain::Figure::kEndingPrepared, 0), 0U);

  AppendAssessed(Revising(fault.entry, ending(broken, 2)));
  EXPECT_EQ(count(broken, domain::Figure::kEnding, not_assessed), 0U);
  EXPECT_EQ(count(broken, domain::Figure::kEndingPrepared, 0), 1U);
}

TEST_F(AssessorTest, FaultStaysListedAfterRestart) {
  AppendAssessed(SessionOf(kToday - 5, 13));

  Restart();
  AppendAssessed(EntryOn(kToday - 4));

  EXPECT_THAT(store_->Latest()->ListNotAssessed(10).value(), SizeIs(1));
}

TEST_F(AssessorTest, GoesOnAfterRestart) {
  const auto session = AppendAssessed(EntryOn(kToday - 5));
  Restart();
  AppendAssessed(EntryOn(kToday - 1, Kind::kTermination));

  ASSERT_THAT(FollowUps(), SizeIs(1));
  EXPECT_EQ(FollowUps()[0].clear.state, RuleState::kResolved);
  EXPECT_EQ(FollowUps()[0].sealed->opened_by, session.entry);
  EXPECT_EQ(FollowUps()[0].clear.episode, 1u);
}

TEST_F(AssessorTest, CleanRestartHandsNothingOverAgain) {
  for (int day = 9; day > 0; --day) AppendAssessed(EntryOn(kToday - day));

  Restart();
  AppendAssessed(EntryOn(kToday));
  absl::SleepFor(absl::Milliseconds(50));

  EXPECT_EQ(engine_->events(), 1u);
}

TEST_F(AssessorTest, FoldsThatMayBeBehindTheLedgerAreMadeAgain) {
  for (int day = 9; day > 0; --day) AppendAssessed(EntryOn(kToday - day));

  assessor_->Stop();
  Append({EntryOn(kToday)});  // as if a daemon that did not stop had taken it in
  Restart();

  EXPECT_TRUE(Eventually([&] { return engine_->events() >= 10; }));
  EXPECT_TRUE(Eventually([&] { return FollowUps().size() == 10; }));
}

}  // namespace
}  // namespace candor::policy::assessor_test
