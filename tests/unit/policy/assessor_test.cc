#include "daemon/policy/assessor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <optional>
#include <random>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/store/open.h"
#include "in_process_engine.h"
#include "scripted_policy.h"
#include "tests/policies/support/timeline.h"

namespace candor::policy::assessor_test {
namespace {

using domain::FollowUp;
using domain::Kind;
using domain::RuleState;
using domain::SubjectId;
using ::testing::ElementsAre;
using testing::InProcessEngine;
using ::testing::IsEmpty;
using testing::NumberedId;
using ::testing::SizeIs;

const Day kToday(2025, 6, 30);
const CaseId kCase{NumberedId(1)};
const MemberId kTherapist{NumberedId(2)};

// A session opens a follow-up due `within` days after it was written down, which becomes important when nothing has
// ended it 40 days after the session; with somebody in training it is for later. The termination resolves all.
// A session of 13 minutes and a termination that was discussed in 13 sessions cannot be judged.
int32_t Judge(candor_call* call) {
  const candor_event& event = *call->event;
  bool in_training = false;
  bool breaks = false;
  for (uint32_t i = 0; i < event.field_count; ++i) {
    const candor_field& field = event.fields[i];
    if (field.id == CANDOR_HOST_IN_TRAINING) in_training = field.number == CANDOR_ANSWER_YES;
    if (field.id == CANDOR_FIELD_SESSION_MINUTES) breaks = field.number == 13;
    if (field.id == CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS) breaks = field.number == 13;
  }
  if (breaks) return CANDOR_FAILED;
  if (event.kind == CANDOR_KIND_TERMINATION) {
    for (uint32_t i = 0; i < call->open_count; ++i) {
      call->host->resolve(call->host->context, call->open[i]->rule, call->open[i]->key, CANDOR_CAUSE_ENTRY);
    }
    return CANDOR_OK;
  }
  candor_followup followup{};
  followup.struct_size = sizeof(followup);
  followup.action = CANDOR_ACTION_TALK;
  followup.key = {reinterpret_cast<const char*>(event.id), CANDOR_ID_BYTES};
  followup.due_day = event.reported_day + static_cast<int32_t>(call->parameters[1][0]);
  followup.severity = in_training ? CANDOR_SEVERITY_LATER : CANDOR_SEVERITY_SOON;
  if (event.type == CANDOR_EVENT_TIMER) {
    followup.severity = CANDOR_SEVERITY_IMPORTANT;
    for (uint32_t i = 0; i < call->open_count; ++i) {
      if (std::memcmp(call->open[i]->opened_by, event.id, CANDOR_ID_BYTES) != 0) continue;
      return call->host->open(call->host->context, &followup);
    }
    return CANDOR_OK;
  }
  uint64_t token = 0;
  std::memcpy(&token, event.id, sizeof(token));
  call->host->timer(call->host->context, 0, event.occurred_day + 40, token);
  return call->host->open(call->host->context, &followup);
}

class AssessorTest : public ::testing::Test {
 protected:
  AssessorTest() {
    testing::SetScript(&Judge);
    store_ = store::OpenInMemory(clock_).value();
    Append({domain::Settings()});
    Append({domain::Activation{"", {}, {}, Day(2025, 1, 1)}});
    Append({domain::Member{kTherapist, "Ann", {}}});
    Append({domain::NewCase{kCase, "C-1"}});
    Restart();
  }
  ~AssessorTest() override { assessor_.reset(); }

  void Restart(int64_t within = 30) {
    assessor_.reset();
    engine_ = std::make_unique<InProcessEngine>(testing::ScriptedPolicy(), within);
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, *engine_, clock_, options);
    ASSERT_TRUE(assessor_->Start().ok());
  }

  domain::Appended Append(std::vector<domain::Change> changes) {
    absl::Notification done;
    absl::StatusOr<domain::Appended> result = absl::UnknownError("");
    store_->Append({std::move(changes)}, [&](absl::StatusOr<domain::Appended> appended) {
      result = std::move(appended);
      done.Notify();
    });
    done.WaitForNotification();
    EXPECT_TRUE(result.ok()) << result.status();
    return result.ok() ? *result : domain::Appended();
  }

  domain::NewEntry EntryOn(Day day, Kind kind = Kind::kSession) {
    domain::NewEntry entry;
    entry.entry.kind = kind;
    domain::EntryHeader& header = entry.entry.header;
    header.subject = SubjectId::Of(kCase);
    header.therapist = header.author = kTherapist;
    header.occurred.day = header.reported.day = day;
    return entry;
  }
  domain::NewEntry SessionOf(Day day, int64_t minutes) {
    domain::NewEntry entry = EntryOn(day);
    entry.entry.facts.SetNumber(CANDOR_FIELD_SESSION_MINUTES, minutes);
    return entry;
  }
  domain::NewEntry Revising(const EntryId& id, domain::NewEntry entry) {
    entry.entry.header.revises = id;
    return entry;
  }

  bool Assessed(uint64_t number, absl::Duration within = absl::Seconds(20)) {
    absl::Notification called;
    bool answer = false;
    assessor_->WhenAssessed(SubjectId::Of(kCase), number, absl::Now() + within, [&](bool assessed) {
      answer = assessed;
      called.Notify();
    });
    called.WaitForNotification();
    return answer;
  }
  domain::Appended AppendAssessed(domain::NewEntry entry) {
    const domain::Appended appended = Append({std::move(entry)});
    EXPECT_TRUE(Assessed(appended.first_number));
    return appended;
  }
  std::vector<FollowUp> FollowUps() { return store_->Latest()->FollowUpsOf(SubjectId::Of(kCase)).value(); }
  // For what nobody is told of.
  template <class Condition>
  bool Eventually(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }

  SimulatedClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<InProcessEngine> engine_;
  std::unique_ptr<Assessor> assessor_;
};

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
