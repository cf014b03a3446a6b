#include "daemon/policy/assessor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/base/thread_annotations.h"
#include "absl/synchronization/mutex.h"
#include "assessor_fixture.h"
#include "daemon/base/clock.h"

namespace candor::policy::assessor_test {
namespace {

using domain::RuleState;
using ::testing::ElementsAre;
using ::testing::SizeIs;

TEST_F(AssessorTest, PutsWhatThePoliciesSayOnRecord) {
  const auto session = AppendAssessed(EntryOn(kToday - 1));

  const auto follow_ups = FollowUps();
  ASSERT_THAT(follow_ups, SizeIs(1));
  EXPECT_EQ(follow_ups[0].clear.state, RuleState::kOpen);
  EXPECT_EQ(follow_ups[0].clear.due, kToday + 29);
  EXPECT_EQ(follow_ups[0].clear.therapist, kTherapist);
  EXPECT_FALSE(follow_ups[0].clear.situation.empty());
  ASSERT_TRUE(follow_ups[0].sealed);
  EXPECT_EQ(follow_ups[0].sealed->rule, "sessions");
  EXPECT_EQ(follow_ups[0].sealed->plugin, "scripted");
  EXPECT_EQ(follow_ups[0].sealed->opened_by, session.entry);
  EXPECT_EQ(store_->Latest()->entries_not_assessed(), 0u);
}

TEST_F(AssessorTest, EntryInOrderCostsOnlyItself) {
  for (int day = 30; day > 0; --day) AppendAssessed(EntryOn(kToday - day));

  EXPECT_LE(engine_->events(), 30u) << "each entry is handed over once";
}

TEST_F(AssessorTest, EntryThatNoRuleReadsIsHandedOverOnceToo) {
  AppendAssessed(EntryOn(kToday - 40));
  for (int day = 30; day > 0; --day) AppendAssessed(EntryOn(kToday - day, Kind::kCrossing));

  EXPECT_LE(engine_->events(), 31u) << "none is read again on behalf of the next";
}

TEST_F(AssessorTest, LateEntryIsJudgedInItsPlace) {
  AppendAssessed(EntryOn(kToday - 20));
  AppendAssessed(EntryOn(kToday - 10, Kind::kTermination));
  AppendAssessed(EntryOn(kToday - 15));

  for (const FollowUp& follow_up : FollowUps()) {
    EXPECT_EQ(follow_up.clear.state, RuleState::kResolved);
    EXPECT_EQ(follow_up.clear.resolved_on, kToday - 10);
  }
  EXPECT_THAT(FollowUps(), SizeIs(2));
}

TEST_F(AssessorTest, RetractionWithdrawsWhatTheEntryOpened) {
  const auto session = AppendAssessed(EntryOn(kToday - 5));

  AppendAssessed(Revising(session.entry, EntryOn(kToday, Kind::kRetraction)));

  ASSERT_THAT(FollowUps(), SizeIs(1));
  EXPECT_EQ(FollowUps()[0].clear.state, RuleState::kWithdrawn);
}

TEST_F(AssessorTest, AmendmentKeepsNameAndDueDate) {
  const auto session = AppendAssessed(EntryOn(kToday - 5));
  const FollowUp before = FollowUps().at(0);

  AppendAssessed(Revising(session.entry, SessionOf(kToday - 5, 50)));
  AppendAssessed(EntryOn(kToday - 2));

  const auto after = store_->Latest()->GetFollowUp(SubjectId::Of(kCase), before.clear.id);
  ASSERT_TRUE(after.ok()) << after.status();
  EXPECT_EQ(after->clear, before.clear);
  EXPECT_THAT(FollowUps(), SizeIs(2));
}

TEST_F(AssessorTest, AmendmentOfTheDateMovesTheEvent) {
  const auto session = AppendAssessed(EntryOn(kToday - 20));
  AppendAssessed(EntryOn(kToday - 10, Kind::kTermination));

  AppendAssessed(Revising(session.entry, EntryOn(kToday - 8)));

  ASSERT_THAT(FollowUps(), SizeIs(1));
  EXPECT_EQ(FollowUps()[0].clear.state, RuleState::kOpen) << "the session was after the ending";
  EXPECT_EQ(FollowUps()[0].clear.opened_on, kToday - 8);
}

TEST_F(AssessorTest, BeforeThePolicyThereIsNoDueDate) {
  AppendAssessed(EntryOn(Day(2024, 12, 31)));

  ASSERT_THAT(FollowUps(), SizeIs(1));
  EXPECT_TRUE(FollowUps()[0].clear.before_policy);
  EXPECT_EQ(FollowUps()[0].clear.due, std::nullopt);
}

TEST_F(AssessorTest, TimersFireWhenTheirDayHasPassed) {
  AppendAssessed(EntryOn(kToday - 39));
  EXPECT_EQ(FollowUps().at(0).clear.severity, domain::Severity::kSoon);

  clock_.AdvanceTime(absl::Hours(24));
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(FollowUps().at(0).clear.severity, domain::Severity::kSoon) << "its day is not over";
  clock_.AdvanceTime(absl::Hours(24));

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.severity == domain::Severity::kImportant; }));
}

TEST_F(AssessorTest, OtherParametersHoldForEveryCase) {
  AppendAssessed(EntryOn(kToday - 5));
  const Day first_from = store_->Latest()->GetActivation()->effective_from;

  Restart(10);

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.due == kToday + 5; }));
  EXPECT_EQ(store_->Latest()->GetActivation()->parameter_set, engine_->ParameterSet());
  EXPECT_EQ(store_->Latest()->GetActivation()->effective_from, first_from) << "earlier entries stay duties";
}

TEST_F(AssessorTest, ChangeOfTheDirectoryIsLookedAtForThePastToo) {
  AppendAssessed(EntryOn(kToday - 9, Kind::kIntake));
  AppendAssessed(EntryOn(kToday - 5));
  EXPECT_EQ(FollowUps().at(0).clear.severity, domain::Severity::kSoon);

  Append({domain::Member{kTherapist, "Ann", {{std::nullopt, {"mft", "US-CA", true}}}}});
  assessor_->DirectoryChanged(kTherapist);

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.severity == domain::Severity::kLater; }));
}

// Of the assessor alone. The next time that it asks for the day, something happens first: with its view taken, and
// before it looks whether something is to be looked at again.
class InterruptingClock final : public Clock {
 public:
  explicit InterruptingClock(Clock& clock) : clock_(clock) {}

  absl::Time Now() override {
    std::function<void()> once;
    {
      absl::MutexLock lock(&mutex_);
      once = std::exchange(once_, nullptr);
    }
    if (once) once();
    return clock_.Now();
  }
  void Interrupt(std::function<void()> once) {
    absl::MutexLock lock(&mutex_);
    once_ = std::move(once);
  }

 private:
  Clock& clock_;
  absl::Mutex mutex_;
  std::function<void()> once_ ABSL_GUARDED_BY(mutex_);
};

TEST_F(AssessorTest, ChangeOfTheDirectoryThatComesBetweenIsNotMissed) {
  AppendAssessed(EntryOn(kToday - 9, Kind::kIntake));
  AppendAssessed(EntryOn(kToday - 5));
  InterruptingClock clock(clock_);
  AssessorOptions options;
  options.idle = absl::Milliseconds(5);
  assessor_.reset();
  assessor_ = std::make_unique<Assessor>(*store_, *engine_, clock, options);
  ASSERT_TRUE(assessor_->Start().ok());

  clock.Interrupt([&] {
    Append({domain::Member{kTherapist, "Ann", {{std::nullopt, {"mft", "US-CA", true}}}}});
    assessor_->DirectoryChanged(kTherapist);
  });

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.severity == domain::Severity::kLater; }));
  assessor_.reset();  // before its clock
}

TEST_F(AssessorTest, ActivationIsPutOnRecordOnce) {
  const auto activation = store_->Latest()->GetActivation();

  ASSERT_TRUE(activation.ok());
  EXPECT_EQ(activation->parameter_set, engine_->ParameterSet());
  EXPECT_THAT(activation->plugins, ElementsAre("scripted 1.0.0"));
  // The one that the test put on record is older than modes, so all is looked at again once.
  ASSERT_TRUE(Eventually([&] { return store_->Latest()->GetReassessment()->done; }));
  const uint64_t records = store_->Latest()->size();
  Restart();
  absl::SleepFor(absl::Milliseconds(50));
  EXPECT_EQ(store_->Latest()->size(), records) << "a look that finds nothing leaves no record";
}

// Random timelines, appended in random order, singly and in groups, corrected here and there: the follow-ups are those
// of the same entries appended in order of time. (Names, which are keyed by the store, are left out.)
TEST_F(AssessorTest, ArrivalOrderDoesNotMatter) {
  for (uint32_t seed = 1; seed <= 15; ++seed) {
    SCOPED_TRACE("seed " + std::to_string(seed));
    std::mt19937 random(seed);
    std::vector<domain::NewEntry> entries;
    for (int i = 0; i < 14; ++i) {
      domain::NewEntry entry = random() % 4 == 0
                                   ? EntryOn(kToday - static_cast<int>(random() % 120), Kind::kTermination)
                                   : SessionOf(kToday - static_cast<int>(random() % 120), 20 + i);
      entry.entry.header.id = EntryId(NumberedId(seed * 1000 + static_cast<uint32_t>(i)));
      entries.push_back(std::move(entry));
    }
    std::vector<std::vector<std::tuple<EntryId, RuleState, std::optional<Day>, domain::Severity, EntryId>>> said;
    for (uint64_t round = 0; round < 2; ++round) {
      const SubjectId subject = SubjectId::Of(CaseId(NumberedId(seed * 100 + round + 50)));
      Append({domain::NewCase{subject.case_id(), "C-" + std::to_string(seed) + "-" + std::to_string(round)}});
      std::vector<domain::NewEntry> arriving = entries;
      if (round == 0) {
        std::sort(arriving.begin(), arriving.end(), [](const auto& a, const auto& b) {
          return a.entry.header.occurred.day < b.entry.header.occurred.day;
        });
      } else {
        std::shuffle(arriving.begin(), arriving.end(), random);
      }
      uint64_t last = 0;
      for (domain::NewEntry& entry : arriving) {
        // The same content, so the same order among entries of one day; ids differ between the two cases.
        IdBytes id = entry.entry.header.id.bytes();
        id[0] = static_cast<uint8_t>(round + 1);
        entry.entry.header.id = EntryId(id);
        entry.entry.header.subject = subject;
        last = Append({entry}).first_number;
        if (random() % 3 == 0) absl::SleepFor(absl::Milliseconds(random() % 3));
      }
      absl::Notification done;
      assessor_->WhenAssessed(subject, last, absl::Now() + absl::Seconds(20), [&](bool) { done.Notify(); });
      done.WaitForNotification();
      auto& rows = said.emplace_back();
      const auto strip = [](EntryId id) {
        IdBytes bytes = id.bytes();
        bytes[0] = 0;
        return EntryId(bytes);
      };
      const auto stored = store_->Latest()->FollowUpsOf(subject);
      for (const FollowUp& row : stored.value()) {
        if (row.clear.state == RuleState::kWithdrawn) continue;
        rows.emplace_back(strip(row.sealed->opened_by), row.clear.state, row.clear.due, row.clear.severity,
                          strip(row.sealed->resolved_by));
      }
      std::sort(rows.begin(), rows.end());
    }
    ASSERT_EQ(said[0], said[1]);
  }
}

}  // namespace
}  // namespace candor::policy::assessor_test
