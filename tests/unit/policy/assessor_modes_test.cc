#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/policy/assessor.h"
#include "daemon/store/open.h"
#include "in_process_engine.h"
#include "scripted_policy.h"
#include "tests/unit/store/store_fixture.h"

// How rules are run, from what is laid down to the follow-ups on record.
namespace candor::policy::assessor_modes_test {
namespace {

using domain::FollowUp;
using domain::Kind;
using domain::ResolvedCause;
using domain::RuleMode;
using domain::RuleSetting;
using domain::RuleState;
using domain::SubjectId;
using store::CaseOf;
using store::EntryOf;
using store::MemberOf;
using testing::InProcessEngine;
using ::testing::IsEmpty;
using ::testing::SizeIs;

const Day kBegan(2025, 1, 1);
const Day kToday(2025, 6, 30);
const SubjectId kCase = SubjectId::Of(CaseOf(1));

// A session opens a follow-up of the first rule, due 30 days after it was written down; a termination resolves all.
int32_t Judge(candor_call* call) {
  const candor_event& event = *call->event;
  if (event.kind == CANDOR_KIND_TERMINATION) {
    for (uint32_t i = 0; i < call->open_count; ++i) {
      call->host->resolve(call->host->context, call->open[i]->rule, call->open[i]->key, CANDOR_CAUSE_ENTRY);
    }
    return CANDOR_OK;
  }
  if (event.kind != CANDOR_KIND_SESSION) return CANDOR_OK;
  candor_followup followup{};
  followup.struct_size = sizeof(followup);
  followup.action = CANDOR_ACTION_TALK;
  followup.severity = CANDOR_SEVERITY_SOON;
  followup.key = {reinterpret_cast<const char*>(event.id), CANDOR_ID_BYTES};
  followup.due_day = event.reported_day + 30;
  return call->host->open(call->host->context, &followup);
}

class AssessorModesTest : public ::testing::Test {
 protected:
  AssessorModesTest() {
    testing::SetScript(&Judge);
    store_ = store::OpenInMemory(clock_).value();
    Append({domain::Settings()});
    Append({domain::Activation{"", {}, {}, kBegan}});
    Append({domain::Member{MemberOf(1), "Ann", {}}});
    Append({domain::NewCase{CaseOf(1), "C-1"}, domain::NewCase{CaseOf(2), "C-2"}, domain::NewCase{CaseOf(3), "C-3"}});
  }
  ~AssessorModesTest() override { assessor_.reset(); }

  void Start(RuleMode by_profile = RuleMode::kActive) {
    assessor_.reset();
    engine_ = std::make_unique<InProcessEngine>(testing::ScriptedPolicy());
    engine_->SetDefaultMode("sessions", by_profile);
    AssessorOptions options;
    options.idle = absl::Milliseconds(5);
    assessor_ = std::make_unique<Assessor>(*store_, *engine_, clock_, options);
    ASSERT_TRUE(assessor_->Start().ok());
  }
  domain::Appended Append(std::vector<domain::Change> changes) {
    const auto appended = store::AppendTo(*store_, std::move(changes));
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? *appended : domain::Appended();
  }
  void AddAssessed(const SubjectId& subject, Kind kind, Day day) { AddAssessed(EntryOf(subject, kind, day)); }
  void AddAssessed(domain::NewEntry entry) {
    const SubjectId subject = entry.entry.header.subject;
    const domain::Appended appended = Append({std::move(entry)});
    absl::Notification called;
    bool assessed = false;
    assessor_->WhenAssessed(subject, appended.first_number, absl::Now() + absl::Seconds(20), [&](bool answer) {
      assessed = answer;
      called.Notify();
    });
    called.WaitForNotification();
    ASSERT_TRUE(assessed);
  }

  // Lays down how the rule of sessions is run, as somebody would who manages the policies. Returns the activation.
  ActivationId Lay(RuleMode mode, Day from) {
    domain::Activation next = *store_->Latest()->GetActivation();
    RuleSetting setting;
    setting.rule = "sessions";
    setting.plugin = "scripted";
    setting.catalogue_id = "T1";
    setting.mode = mode;
    setting.from = from;
    setting.set_on = kToday;
    next.id = ActivationId::Random();
    next.on = kToday;
    next.decided_at = store_->Latest()->size();
    domain::LayDown(setting, kToday, next.settings);
    const ActivationId id = next.id;
    Append({std::move(next)});
    return id;
  }
  bool IsLookedAt(const ActivationId& id) {
    const auto reassessment = store_->Latest()->GetReassessment();
    return reassessment.ok() && reassessment->of == id && reassessment->done;
  }
  void Run(RuleMode mode, Day from = kToday) {
    const ActivationId id = Lay(mode, from);
    ASSERT_TRUE(Eventually([&] { return IsLookedAt(id); }));
  }
  template <class Condition>
  bool Eventually(Condition condition) {
    for (int i = 0; i < 2000; ++i) {
      if (condition()) return true;
      absl::SleepFor(absl::Milliseconds(5));
    }
    return false;
  }

  std::vector<FollowUp> FollowUps(const SubjectId& subject = kCase) {
    return store_->Latest()->FollowUpsOf(subject).value();
  }
  std::vector<FollowUp> InShadow() { return store_->Latest()->ShadowFollowUpsOf(kCase).value(); }
  static std::map<Day, FollowUp> ByDay(std::vector<FollowUp> follow_ups) {
    std::map<Day, FollowUp> by_day;
    for (FollowUp& each : follow_ups) by_day.emplace(each.clear.opened_on, std::move(each));
    return by_day;
  }

  SimulatedClock clock_{absl::FromCivil(kToday, absl::UTCTimeZone()) + absl::Hours(12)};
  std::unique_ptr<store::DurableStore> store_;
  std::unique_ptr<InProcessEngine> engine_;
  std::unique_ptr<Assessor> assessor_;
};

TEST_F(AssessorModesTest, WhatARuleInShadowSaysIsKeptApart) {
  Start();
  Run(RuleMode::kShadow, kBegan);

  AddAssessed(kCase, Kind::kSession, kToday - 1);

  EXPECT_THAT(FollowUps(), IsEmpty());
  ASSERT_THAT(InShadow(), SizeIs(1));
  EXPECT_EQ(InShadow()[0].clear.due, kToday + 29) << "judged as if it were active";
  EXPECT_TRUE(InShadow()[0].clear.situation.empty());
  EXPECT_TRUE(InShadow()[0].clear.folded_under.empty());
  AddAssessed(kCase, Kind::kTermination, kToday);
  EXPECT_EQ(InShadow().at(0).clear.state, RuleState::kResolved);
  EXPECT_THAT(FollowUps(), IsEmpty());
}

TEST_F(AssessorModesTest, WhatALateEntryTakesBackIsGoneFromTheShadowToo) {
  Start();
  Run(RuleMode::kShadow, kBegan);
  AddAssessed(kCase, Kind::kSession, kToday - 1);
  ASSERT_THAT(InShadow(), SizeIs(1));

  domain::NewEntry back = EntryOf(kCase, Kind::kRetraction, kToday);
  back.entry.header.revises = InShadow()[0].sealed->opened_by;
  AddAssessed(std::move(back));

  EXPECT_THAT(InShadow(), IsEmpty());
}

TEST_F(AssessorModesTest, WhatTheProfilesHaveInShadowIsInShadowUnlessSomebodyChose) {
  Start(RuleMode::kShadow);
  AddAssessed(kCase, Kind::kSession, kToday - 1);
  EXPECT_THAT(FollowUps(), IsEmpty());
  EXPECT_THAT(InShadow(), SizeIs(1));
  EXPECT_EQ(assessor_->Modes()->Of("sessions", RuleMode::kActive), RuleMode::kShadow);
  const domain::Activation activation = store_->Latest()->GetActivation().value();
  const RuleSetting* setting = domain::NewestSetting(activation.settings, "sessions");
  ASSERT_NE(setting, nullptr);
  EXPECT_TRUE(setting->by_profile);

  Run(RuleMode::kActive, kBegan);
  Start(RuleMode::kShadow);

  EXPECT_THAT(FollowUps(), SizeIs(1)) << "a start with the same profiles changes nothing";
  EXPECT_THAT(InShadow(), IsEmpty());
}

TEST_F(AssessorModesTest, ProfilesThatSayOtherwiseAreFollowedFromThenOn) {
  Start();
  AddAssessed(kCase, Kind::kSession, kToday - 1);
  ASSERT_THAT(FollowUps(), SizeIs(1));

  Start(RuleMode::kShadow);

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.state == RuleState::kWithdrawn; }));
  EXPECT_THAT(InShadow(), SizeIs(1));
}

TEST_F(AssessorModesTest, ARuleThatIsOffSaysNothingAndWhatItAskedForIsWithdrawnByDecision) {
  Start();
  AddAssessed(kCase, Kind::kSession, kToday - 9);
  AddAssessed(kCase, Kind::kTermination, kToday - 5);
  AddAssessed(kCase, Kind::kSession, kToday - 3);

  Run(RuleMode::kOff);

  auto follow_ups = ByDay(FollowUps());
  ASSERT_THAT(follow_ups, SizeIs(2));
  EXPECT_EQ(follow_ups.at(kToday - 9).clear.state, RuleState::kResolved) << "what is closed stays as it was";
  EXPECT_EQ(follow_ups.at(kToday - 3).clear.state, RuleState::kWithdrawn);
  EXPECT_EQ(follow_ups.at(kToday - 3).clear.cause, ResolvedCause::kDecision);
  EXPECT_THAT(InShadow(), IsEmpty());
  AddAssessed(kCase, Kind::kSession, kToday);
  EXPECT_THAT(FollowUps(), SizeIs(2));
  EXPECT_THAT(InShadow(), IsEmpty());
}

// The day before, the day itself, and the day after.
TEST_F(AssessorModesTest, OfARuleThatBecomesActiveDutiesBeginWithTheDay) {
  Start();
  Run(RuleMode::kShadow, kBegan);
  for (const int day : {-1, 0, 1}) AddAssessed(kCase, Kind::kSession, kToday + day);
  ASSERT_THAT(InShadow(), SizeIs(3));

  Run(RuleMode::kActive);

  EXPECT_THAT(InShadow(), IsEmpty());
  auto follow_ups = ByDay(FollowUps());
  ASSERT_THAT(follow_ups, SizeIs(3));
  EXPECT_TRUE(follow_ups.at(kToday - 1).clear.before_policy);
  EXPECT_EQ(follow_ups.at(kToday - 1).clear.due, std::nullopt);
  EXPECT_FALSE(follow_ups.at(kToday).clear.before_policy);
  EXPECT_EQ(follow_ups.at(kToday).clear.due, kToday + 30);
  EXPECT_FALSE(follow_ups.at(kToday + 1).clear.before_policy);
}

TEST_F(AssessorModesTest, DutiesOfThePastArePartOfItOnlyWhenTheDayLiesThere) {
  Start();
  Run(RuleMode::kShadow, kBegan);
  for (const int day : {-6, -5}) AddAssessed(kCase, Kind::kSession, kToday + day);

  Run(RuleMode::kActive, kToday - 5);

  auto follow_ups = ByDay(FollowUps());
  ASSERT_THAT(follow_ups, SizeIs(2));
  EXPECT_TRUE(follow_ups.at(kToday - 6).clear.before_policy);
  EXPECT_EQ(follow_ups.at(kToday - 5).clear.due, kToday + 25);
}

TEST_F(AssessorModesTest, WhatIsLaidDownForLaterHoldsFromItsDayOnWithoutAStart) {
  Start();
  AddAssessed(kCase, Kind::kSession, kToday - 1);
  Run(RuleMode::kOff, kToday + 1);
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kOpen) << "its day has not come";

  clock_.AdvanceTime(absl::Hours(24));

  EXPECT_TRUE(Eventually([&] { return FollowUps().at(0).clear.state == RuleState::kWithdrawn; }));
  EXPECT_EQ(store_->Latest()->GetActivation()->on, kToday + 1);
  EXPECT_EQ(assessor_->Modes()->Of("sessions", RuleMode::kActive), RuleMode::kOff);
}

// The mark is where a daemon had come that did not stop cleanly.
TEST_F(AssessorModesTest, AStartGoesOnFromWhereTheLookHadCome) {
  Start();
  for (uint8_t number = 1; number <= 3; ++number) {
    AddAssessed(SubjectId::Of(CaseOf(number)), Kind::kSession, kToday - 1);
  }
  assessor_->Stop();
  const ActivationId id = Lay(RuleMode::kOff, kToday);
  domain::Assessment mark;
  mark.answers_to = store_->Latest()->size();
  mark.reassessment = domain::Reassessment{id, domain::SubjectKind::kCase, CaseOf(2).bytes(), 2, 4, 0, false};
  Append({std::move(mark)});

  Start();

  ASSERT_TRUE(Eventually([&] { return IsLookedAt(id); }));
  const auto reassessment = store_->Latest()->GetReassessment();
  EXPECT_EQ(reassessment->looked_at, 4U) << "one more case, and the member";
  EXPECT_EQ(reassessment->all, 4U);
  EXPECT_EQ(FollowUps(SubjectId::Of(CaseOf(3))).at(0).clear.state, RuleState::kWithdrawn);
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kOpen) << "it is behind the mark";
}

TEST_F(AssessorModesTest, WhatCouldNotBeJudgedAgainIsCounted) {
  Start();
  AddAssessed(kCase, Kind::kSession, kToday - 1);
  engine_->SetStuck(true);

  Run(RuleMode::kShadow);

  EXPECT_GE(store_->Latest()->GetReassessment()->left_out, 1U);
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kOpen) << "it stands as it was judged";

  Start();

  EXPECT_TRUE(Eventually([&] {
    const auto reassessment = store_->Latest()->GetReassessment();
    return reassessment->done && reassessment->left_out == 0;
  })) << "and is tried again after a start";
  EXPECT_EQ(FollowUps().at(0).clear.state, RuleState::kWithdrawn);
}

}  // namespace
}  // namespace candor::policy::assessor_modes_test
