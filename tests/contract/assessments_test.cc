#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>
#include <string>

#include "tests/unit/store/store_fixture.h"

// What every store owes to the policies: what they have said, and which entries wait for them.
namespace candor::store::assessments_test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SubjectId kCase = SubjectId::Of(CaseOf(1));

domain::FollowUpSection SectionOf(uint8_t number, domain::RuleState state) {
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x30, number));
  section.clear.subject = kCase;
  section.clear.key_class = domain::KeyClass::kPersonal;
  section.clear.therapist = MemberOf(1);
  section.clear.state = state;
  section.clear.opened_on = Day(2025, 2, 1);
  section.clear.reported_on = Day(2025, 2, 1);
  section.clear.due = Day(2025, 2, 15);
  section.sealed.rule = "attraction_consult";
  section.sealed.parameters = {{"consult_within", 14, "days", "default"}};
  return section;
}

class AssessmentsTest : public testing::TestWithParam<bool> {
 protected:
  AssessmentsTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  StoreFixture fixture_;
};

TEST_P(AssessmentsTest, FollowUpsSinceAreThoseThatLaterAssessmentsWrote) {
  domain::FollowUpSection section;
  section.clear.subject = kCase;
  section.clear.therapist = MemberOf(1);
  section.clear.id = FollowUpId(BytesOf(0x30, 1));
  domain::Assessment assessment;
  assessment.sections = {section};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  const uint64_t between = fixture_.view()->size();
  assessment.sections[0].clear.id = FollowUpId(BytesOf(0x30, 2));
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  EXPECT_EQ(fixture_.view()->FollowUpsSince(kCase, 0)->size(), 2U);
  const auto later = *fixture_.view()->FollowUpsSince(kCase, between);
  ASSERT_EQ(later.size(), 1U);
  EXPECT_EQ(later[0].clear.id, FollowUpId(BytesOf(0x30, 2)));
}

TEST_P(AssessmentsTest, HowADateIsMeantStandsInTheRecord) {
  domain::Assessment assessment;
  assessment.sections = {SectionOf(1, domain::RuleState::kOpen), SectionOf(2, domain::RuleState::kOpen)};
  assessment.sections[0].clear.date_of_law = true;
  assessment.sections[1].clear.counted_from = Day(2025, 2, 1);
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  for (const domain::FollowUpSection& section : assessment.sections) {
    const auto follow_up = fixture_.view()->GetFollowUp(kCase, section.clear.id);
    ASSERT_TRUE(follow_up.ok()) << follow_up.status();
    EXPECT_EQ(follow_up->clear.date_of_law, section.clear.date_of_law);
    EXPECT_EQ(follow_up->clear.counted_from, section.clear.counted_from);
  }
}

TEST_P(AssessmentsTest, AnAssessmentReplacesFollowUpsAndKeepsDecisions) {
  domain::Assessment assessment;
  assessment.sections = {SectionOf(1, domain::RuleState::kOpen), SectionOf(2, domain::RuleState::kOpen)};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  const FollowUpId first(BytesOf(0x30, 1));
  domain::Decision decision;
  decision.id = DecisionId(BytesOf(0x50));
  decision.subject = kCase;
  decision.follow_up = first;
  decision.key_class = domain::KeyClass::kPersonal;
  decision.reason = Sensitive<std::string>("talked about it");
  ASSERT_TRUE(fixture_.Append({decision}).ok());
  EXPECT_EQ(fixture_.view()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10)->size(), 2U);

  assessment.sections = {SectionOf(1, domain::RuleState::kResolved)};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  const auto follow_up = fixture_.view()->GetFollowUp(kCase, first);
  ASSERT_TRUE(follow_up.ok()) << follow_up.status();
  EXPECT_EQ(follow_up->clear.state, domain::RuleState::kResolved);
  EXPECT_TRUE(follow_up->acknowledged);
  ASSERT_TRUE(follow_up->sealed.has_value());
  EXPECT_EQ(*follow_up->sealed, SectionOf(1, domain::RuleState::kOpen).sealed);
  EXPECT_EQ(fixture_.view()->FollowUpsOf(kCase)->size(), 2U);
  EXPECT_EQ(fixture_.view()->ListFollowUps(kCase, first, 10)->size(), 1U);
  const auto open = fixture_.view()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10);
  ASSERT_EQ(open->size(), 1U);
  EXPECT_EQ((*open)[0].clear.id, FollowUpId(BytesOf(0x30, 2)));
  const auto decisions = fixture_.view()->DecisionsOf(kCase, first);
  ASSERT_EQ(decisions->size(), 1U);
  EXPECT_TRUE((*decisions)[0].reason == decision.reason);
  decision.follow_up = FollowUpId(BytesOf(0x30, 9));
  EXPECT_EQ(fixture_.CodeOf({decision}), absl::StatusCode::kNotFound);
}

TEST_P(AssessmentsTest, EntriesWaitUntilTheyAreAssessed) {
  const auto session = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))});
  domain::AssessmentSource& source = fixture_.store().assessments();
  const auto waiting = source.Unassessed(10);
  ASSERT_EQ(waiting->size(), 1U);
  EXPECT_EQ((*waiting)[0].subject, kCase);
  EXPECT_EQ((*waiting)[0].entries.size(), 2U) << "the intake and the session";
  EXPECT_EQ((*waiting)[0].entries.back(), session->first_number);
  EXPECT_EQ(fixture_.view()->entries_not_assessed(), 2U);
  domain::Assessment assessment;
  domain::NotAssessed fault{kCase, session->entry, "referral", domain::NotAssessedReason::kWorkerDied, 7};
  assessment.progress = {{kCase, session->first_number + 1, 20200, {fault}}};

  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  EXPECT_THAT(*source.Unassessed(10), IsEmpty());
  EXPECT_EQ(fixture_.view()->entries_not_assessed(), 0U);
  EXPECT_THAT(*source.TimersBefore(20200, 10), IsEmpty());
  EXPECT_THAT(*source.TimersBefore(20201, 10), ElementsAre(kCase));
  EXPECT_THAT(*fixture_.view()->ListNotAssessed(10), ElementsAre(fault));
  const domain::FaultCount faults = *fixture_.view()->CountNotAssessed();
  EXPECT_EQ(faults.all, 8U);
  EXPECT_EQ(faults.not_loaded, 0U);
  EXPECT_EQ(faults.Without({"referral"}).all, 0U) << "they are known by policy";
  assessment.progress = {{kCase, session->first_number + 1, std::nullopt, {}}};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  EXPECT_THAT(*fixture_.view()->ListNotAssessed(10), IsEmpty());
  EXPECT_THAT(*source.TimersBefore(30000, 10), IsEmpty());
}

TEST_P(AssessmentsTest, WhatWaitsIsKnownAfterARestartAndOfThePast) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}}).ok());
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const auto session = fixture_.Append({EntryOf(kCase, Kind::kSession, Day(2025, 2, 1))});
  ASSERT_TRUE(fixture_.Append({EntryOf(SubjectId::Of(CaseOf(2)), Kind::kSession, Day(2025, 2, 1))}).ok());
  domain::Assessment assessment;
  assessment.progress = {{kCase, session->first_number + 1, std::nullopt, {}}};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  fixture_.Close();
  fixture_.Open();

  EXPECT_EQ(fixture_.view()->entries_not_assessed(), 1U);
  const auto waiting = fixture_.store().assessments().Unassessed(10);
  ASSERT_EQ(waiting->size(), 1U);
  EXPECT_EQ((*waiting)[0].subject, SubjectId::Of(CaseOf(2)));
  const auto past = fixture_.store().AsOf(fixture_.clock().Now() - absl::Minutes(30), Wait);
  EXPECT_EQ((*past)->entries_not_assessed(), 1U) << "the intake, before anything was assessed";
}

TEST_P(AssessmentsTest, ASubjectAheadOfTheOthersDoesNotWait) {
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}}).ok());
  const SubjectId other = SubjectId::Of(CaseOf(2));
  const auto of_other = fixture_.Append({EntryOf(other, Kind::kSession, Day(2025, 2, 1))});
  domain::Assessment assessment;
  assessment.progress = {{other, of_other->first_number + 1, std::nullopt, {}}};

  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  const auto waiting = fixture_.store().assessments().Unassessed(10);
  ASSERT_EQ(waiting->size(), 1U);
  EXPECT_EQ((*waiting)[0].subject, kCase);
  ASSERT_TRUE(fixture_.Append({EntryOf(other, Kind::kSession, Day(2025, 2, 8))}).ok());
  EXPECT_EQ(fixture_.store().assessments().Unassessed(10)->size(), 2U);
}

INSTANTIATE_TEST_SUITE_P(Every, AssessmentsTest, testing::Bool(),
                         [](const auto& info) { return std::string(info.param ? "Rocks" : "Memory"); });

}  // namespace
}  // namespace candor::store::assessments_test
