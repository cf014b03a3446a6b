#include "daemon/domain/decision_rights.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/domain/builders.h"

// Who is barred is shown over a whole daemon (DecisionsTest).
namespace candor::domain::decision_rights_test {
namespace {

constexpr Day kToday(2025, 3, 30);

FollowUp WithSeverity(Severity severity) {
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kToday, kToday + 14);
  follow_up.clear.severity = severity;
  return follow_up;
}

Decision Disposed(Finding finding, DecisionState state = DecisionState::kInForce) {
  Decision decision;
  decision.kind = DecisionKind::kDispose;
  decision.state = state;
  decision.finding = finding;
  return decision;
}

EntryHeader Told(Source source, Basis basis) {
  EntryHeader header = EntryOf(Kind::kCrossing, kToday).By(IdNumber<MemberId>(1)).Header();
  header.source = source;
  header.basis = basis;
  return header;
}

TEST(DecisionRightsTest, AWaiverTakesASecondPersonFromImportantOn) {
  EXPECT_FALSE(NeedsSecondPerson(DecisionKind::kWaive, WithSeverity(Severity::kLater)));
  EXPECT_FALSE(NeedsSecondPerson(DecisionKind::kWaive, WithSeverity(Severity::kSoon)));
  EXPECT_TRUE(NeedsSecondPerson(DecisionKind::kWaive, WithSeverity(Severity::kImportant)));
  EXPECT_TRUE(NeedsSecondPerson(DecisionKind::kWaive, WithSeverity(Severity::kUrgent)));
  EXPECT_FALSE(NeedsSecondPerson(DecisionKind::kDispose, WithSeverity(Severity::kUrgent)));
  EXPECT_FALSE(NeedsSecondPerson(DecisionKind::kAcknowledge, WithSeverity(Severity::kUrgent)));
}

TEST(DecisionRightsTest, NothingOfTheProhibitionsIsEverWaived) {
  const auto of_rule = [](const std::string& catalogue_id, Action action) {
    FollowUp follow_up = OpenFollowUp(1, action, kToday, kToday + 14);
    follow_up.sealed.emplace();
    follow_up.sealed->catalogue_id = catalogue_id;
    return follow_up;
  };

  for (int number = 10; number <= 19; ++number) {
    const std::string id = "R" + std::to_string(number);
    EXPECT_TRUE(IsNeverWaived(of_rule(id, Action::kProhibit))) << id;
    EXPECT_TRUE(IsNeverWaived(of_rule(id, Action::kRefer))) << id << ", which refers";
    EXPECT_TRUE(IsNeverWaived(of_rule(id, Action::kDocument))) << id << ", which documents";
    EXPECT_TRUE(IsNeverWaived(of_rule(id, Action::kCompleteRecord))) << id << ", which asks";
  }
  EXPECT_TRUE(IsNeverWaived(of_rule("R34", Action::kProhibit))) << "what is forbidden elsewhere";
  for (const char* other : {"R09", "R20", "R01", "R1", "R100", "R64", ""}) {
    EXPECT_FALSE(IsNeverWaived(of_rule(other, Action::kTalk))) << other;
  }
  FollowUp erased = of_rule("R10", Action::kProhibit);
  erased.sealed.reset();
  EXPECT_TRUE(IsNeverWaived(erased));
}

TEST(DecisionRightsTest, OnlyWhatTellsOfConductIsFoundToBeSoOrNot) {
  const auto of_rule = [](const std::string& catalogue_id, Action action) {
    FollowUp follow_up = OpenFollowUp(1, action, kToday, kToday + 14);
    follow_up.sealed.emplace();
    follow_up.sealed->catalogue_id = catalogue_id;
    return follow_up;
  };

  for (const char* standing : {"R10", "R12", "R17", "R18", "R19", "R22", "R34", "R54"}) {
    EXPECT_TRUE(TakesFinding(of_rule(standing, Action::kTalk))) << standing;
  }
  for (const char* prompt : {"R01", "R23", "R24", "R30", "R35", "R55", "R64", "R66"}) {
    EXPECT_FALSE(TakesFinding(of_rule(prompt, Action::kTalk))) << prompt;
  }
  FollowUp forbidden = of_rule("R17", Action::kProhibit);
  EXPECT_FALSE(NeedsFinding(forbidden)) << "nothing is told of conduct";
  forbidden.clear.opened_by_kind = Kind::kAdvanceOrPromise;
  EXPECT_TRUE(NeedsFinding(forbidden));
  forbidden.clear.action = Action::kCompleteRecord;
  EXPECT_FALSE(NeedsFinding(forbidden)) << "it asks only";
}

TEST(DecisionRightsTest, AProposalExpiresWhenItsLastDayHasPassed) {
  Decision waiver;
  waiver.kind = DecisionKind::kWaive;
  waiver.state = DecisionState::kProposed;
  waiver.until = kToday;

  EXPECT_EQ(StateOn(waiver, kToday - 1), DecisionState::kProposed);
  EXPECT_EQ(StateOn(waiver, kToday), DecisionState::kProposed);
  EXPECT_EQ(StateOn(waiver, kToday + 1), DecisionState::kExpired);
  waiver.state = DecisionState::kInForce;
  EXPECT_EQ(StateOn(waiver, kToday + 1), DecisionState::kInForce) << "that it holds no more is the follow-up's to say";
}

TEST(DecisionRightsTest, WhatIsToldStandsAsWhoseAccountItIsUntilSomethingIsFound) {
  EXPECT_EQ(StandingOf(Told(Source::kSelf, Basis::kNotRecorded), {}), Standing::kSelfReported);
  EXPECT_EQ(StandingOf(Told(Source::kSupervisor, Basis::kAdmitted), {}), Standing::kSelfReported);
  EXPECT_EQ(StandingOf(Told(Source::kClient, Basis::kClientAccount), {}), Standing::kAlleged);
  EXPECT_EQ(StandingOf(EntryOf(Kind::kSession, kToday).Header(), {}), Standing::kNone);

  const EntryHeader told = Told(Source::kClient, Basis::kClientAccount);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kSubstantiated)}), Standing::kSubstantiated);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kNotSubstantiated)}), Standing::kNotSubstantiated);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kUnfounded)}), Standing::kUnfounded);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kTakenBack)}), Standing::kWithdrawn);
}

TEST(DecisionRightsTest, TheLastFindingInForceCounts) {
  const EntryHeader told = Told(Source::kClient, Basis::kClientAccount);

  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kSubstantiated), Disposed(Finding::kUnfounded)}), Standing::kUnfounded);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kUnfounded), Disposed(Finding::kNone)}), Standing::kUnfounded);
  EXPECT_EQ(StandingOf(told, {Disposed(Finding::kUnfounded, DecisionState::kRefused)}), Standing::kAlleged);
}

}  // namespace
}  // namespace candor::domain::decision_rights_test
