#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::view_test {
namespace {

// What a member sees when the operator acts for them.
class ViewTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    author_ = MakeMember("Ana Nguyen");
    reader_ = MakeMember("Maria Lopez");
    supervisor_ = MakeMember("Dele Haddad");
    stranger_ = MakeMember("Lieve D'Hondt");
    MakeSupervision(author_, supervisor_, Day(2024, 1, 1));
    case_ = OpenCase("C-1042", author_);
    v1::CreateEntryRequest request = ReactionFor(case_, author_, Day(2025, 3, 23));
    request.mutable_entry()->set_first_reader(reader_);
    request.mutable_entry()->set_note("the author's own words");
    reaction_ = Record(request, author_).entry().name();
    v1::CreateEntryRequest session = EntryFor(case_, author_, kToday);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("a session note");
    session_ = Record(session, author_).entry().name();
    WaitForPolicies();
  }

  grpc::Status Get(const std::string& name, const std::string& act_for, v1::Entry& entry) {
    v1::GetEntryRequest request;
    request.set_name(name);
    v1::GetEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, act_for);
    entry = response.entry();
    return status;
  }

  std::string author_, reader_, supervisor_, stranger_, case_, reaction_, session_;
};

TEST_F(ViewTest, APersonalReactionIsForItsAuthorAndTheNamedReader) {
  v1::Entry entry;
  EXPECT_TRUE(Get(reaction_, author_, entry).ok());
  EXPECT_EQ(entry.note(), "the author's own words");
  EXPECT_EQ(entry.acting_for(), author_);
  EXPECT_TRUE(Get(reaction_, reader_, entry).ok());
  EXPECT_EQ(entry.kind(), v1::ENTRY_KIND_PERSONAL_REACTION);

  // For anybody else it is as if it were not there, the author's supervisor included.
  for (const std::string& other : {supervisor_, stranger_}) {
    EXPECT_EQ(Get(reaction_, other, entry).error_code(), grpc::StatusCode::NOT_FOUND);
  }
}

TEST_F(ViewTest, TheSupervisorOfTheDateReadsTheNoteAndAStrangerNothing) {
  v1::Entry entry;
  EXPECT_TRUE(Get(session_, supervisor_, entry).ok());
  EXPECT_EQ(entry.note(), "a session note");
  EXPECT_EQ(Get(session_, stranger_, entry).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ViewTest, AnotherTherapistOfTheCaseSeesFactsWithoutNarrative) {
  const std::string colleague = MakeMember("Chloé Rossi");
  v1::CreateEntryRequest transfer = EntryFor(case_, author_, kToday);
  auto* step = transfer.mutable_entry()->mutable_transfer_step();
  step->set_receiver(colleague);
  step->set_joint_session(v1::ANSWER_YES);
  step->set_receiver_accepted(v1::ANSWER_YES);
  step->set_first_solo_booked(v1::ANSWER_YES);
  step->set_first_solo_held(v1::ANSWER_YES);
  Record(transfer);

  v1::Entry entry;
  ASSERT_TRUE(Get(session_, colleague, entry).ok());
  EXPECT_EQ(entry.session().minutes(), 50);
  EXPECT_EQ(entry.note(), "");
  EXPECT_TRUE(entry.partial());
  EXPECT_EQ(Get(reaction_, colleague, entry).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ViewTest, TheAuthorSeesADateAndANeutralLabelNotASeverity) {
  const auto own = FollowUps(case_, author_);
  ASSERT_EQ(own.size(), 1U);
  EXPECT_EQ(own[0].severity(), v1::SEVERITY_UNSPECIFIED);
  EXPECT_EQ(own[0].label(), "A conversation");
  EXPECT_TRUE(own[0].has_due());

  clock_.AdvanceTime(absl::Hours(25));  // past the day in which it can be called back
  const auto all = FollowUps(case_);
  ASSERT_EQ(all.size(), 1U);
  EXPECT_EQ(all[0].severity(), v1::SEVERITY_SOON);
  EXPECT_NE(all[0].label(), "A conversation");
}

TEST_F(ViewTest, WhatOnlyAsksForAMissingFactIsNotCalledAfterItsRule) {
  v1::CreateEntryRequest ending = EntryFor(case_, author_, kToday);
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_THERAPIST);
  Record(ending, author_);
  WaitForPolicies();

  const auto all = FollowUps(case_);
  const auto asked =
      std::find_if(all.begin(), all.end(), [](const v1::FollowUp& one) { return one.rule() == "abandonment"; });
  ASSERT_NE(asked, all.end());
  EXPECT_EQ(asked->action(), v1::ACTION_COMPLETE_RECORD);
  EXPECT_EQ(asked->label(), "Something to add to the record");
}

TEST_F(ViewTest, OthersSeeNoFollowUpOfAPersonalReaction) {
  EXPECT_EQ(FollowUps("", reader_).size(), 1U);
  EXPECT_EQ(FollowUps("", supervisor_).size(), 0U);
  EXPECT_EQ(FollowUps("", stranger_).size(), 0U);

  v1::GetFollowUpRequest request;
  request.set_name(FollowUps(case_)[0].name());
  v1::GetFollowUpResponse response;
  EXPECT_EQ(Call(follow_ups_, &v1::FollowUpService::Stub::GetFollowUp, request, response, supervisor_).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(ViewTest, AHiddenEntryLeavesNoTraceInAPage) {
  v1::ListEntriesRequest request;
  request.set_parent(case_);
  request.set_page_size(1);
  v1::ListEntriesResponse first;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, first, supervisor_).ok());
  ASSERT_EQ(first.entries_size(), 1);
  EXPECT_EQ(first.entries(0).kind(), v1::ENTRY_KIND_INTAKE);

  request.set_page_token(first.next_page_token());
  v1::ListEntriesResponse second;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::ListEntries, request, second, supervisor_).ok());
  ASSERT_EQ(second.entries_size(), 1);
  EXPECT_EQ(second.entries(0).name(), session_);
  EXPECT_EQ(second.next_page_token(), "");
}

TEST_F(ViewTest, AMemberHasNoReportNoImportAndNoCounts) {
  v1::GenerateComplianceReportRequest request;
  request.set_quarter("2025Q1");
  v1::GenerateComplianceReportResponse response;
  EXPECT_EQ(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response, author_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  const v1::DaemonStatus hers = Status(author_);
  EXPECT_FALSE(hers.has_ledger_size() || hers.has_ledger_entries() || hers.has_entries_pending());
  EXPECT_FALSE(hers.has_last_recorded_at());
  EXPECT_TRUE(Status().has_entries_pending()) << "also where it is none";
  EXPECT_GT(Status().ledger_size(), 0U);
}

TEST_F(ViewTest, ActingForNobodyKnownIsRefused) {
  v1::GetStatusResponse response;
  Refusal refusal = RefusalOf(Call(status_, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response,
                                   "members/aaaaaaaaaaaaaaaaaaaaaaaaae"));
  EXPECT_EQ(refusal.field, "candor-act-for");
  refusal =
      RefusalOf(Call(status_, &v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest(), response, "Ana Nguyen"));
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(ViewTest, OnlyItsAuthorCorrectsAnEntry) {
  v1::RetractEntryRequest request;
  request.set_name(session_);
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_ENTERED_IN_ERROR);
  v1::RetractEntryResponse response;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, supervisor_)).reason,
            "not_author");
  EXPECT_EQ(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, stranger_).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, author_).ok());
}

TEST_F(ViewTest, TakingAPersonalReactionBackIsAsPersonalAsItself) {
  v1::RetractEntryRequest request;
  request.set_name(reaction_);
  request.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WITHDRAWN_BY_AUTHOR);
  request.mutable_retraction()->set_explanation("these feelings have gone");
  v1::RetractEntryResponse response;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::RetractEntry, request, response, author_).ok());

  v1::Entry entry;
  ASSERT_TRUE(Get(response.entry().name(), reader_, entry).ok());
  EXPECT_EQ(entry.retraction().explanation(), "these feelings have gone");
  for (const std::string& other : {supervisor_, stranger_}) {
    EXPECT_EQ(Get(response.entry().name(), other, entry).error_code(), grpc::StatusCode::NOT_FOUND);
  }
}

TEST_F(ViewTest, AFormerSupervisorReadsNothingOfLaterDays) {
  v1::Entry entry;
  ASSERT_TRUE(Get(session_, supervisor_, entry).ok());

  MakeSupervision(author_, supervisor_, Day(2024, 1, 1), Day(2024, 12, 31));

  EXPECT_EQ(Get(session_, supervisor_, entry).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ViewTest, AfterALocumTheSupervisorOfBeforeReadsAgain) {
  const std::string locum = MakeMember("Ruben Claes");
  MakeSupervision(author_, locum, kToday - 20);
  MakeSupervision(author_, locum, kToday - 20, kToday - 10);

  v1::Entry entry;
  EXPECT_TRUE(Get(session_, supervisor_, entry).ok());
  EXPECT_EQ(Get(session_, locum, entry).error_code(), grpc::StatusCode::NOT_FOUND);
}

TEST_F(ViewTest, AnAcknowledgementIsADecisionInForce) {
  v1::CreateDecisionRequest request;
  request.set_parent(FollowUps(case_)[0].name());
  request.mutable_decision()->mutable_acknowledge();
  request.set_request_id("6f1b8f3e-1c2d-4e5f-8a9b-0c1d2e3f4a5b");
  v1::CreateDecisionResponse made;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, made, author_).ok());
  EXPECT_EQ(made.decision().state(), v1::DECISION_STATE_IN_FORCE);
  EXPECT_EQ(made.decision().proposer(), author_);
  EXPECT_TRUE(FollowUps(case_)[0].acknowledged());
  EXPECT_EQ(FollowUps(case_)[0].status(), v1::FOLLOW_UP_STATUS_OPEN);

  v1::CreateDecisionResponse again;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, again, author_).ok());
  EXPECT_EQ(again.decision().name(), made.decision().name());
  EXPECT_EQ(Call(decisions_, &v1::DecisionService::Stub::CreateDecision, request, again, stranger_).error_code(),
            grpc::StatusCode::NOT_FOUND);

  v1::ListDecisionsRequest list;
  list.set_parent(request.parent());
  v1::ListDecisionsResponse listed;
  ASSERT_TRUE(Call(decisions_, &v1::DecisionService::Stub::ListDecisions, list, listed, author_).ok());
  EXPECT_EQ(listed.decisions_size(), 1);
}

TEST_F(ViewTest, AnExplanationNamesFactsThresholdsSourcesAndWhatClearsIt) {
  v1::ExplainFollowUpRequest request;
  request.set_name(FollowUps(case_)[0].name());
  v1::ExplainFollowUpResponse response;
  ASSERT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, request, response).ok());
  const v1::Explanation& explanation = response.explanation();
  ASSERT_GE(explanation.facts_size(), 1);
  EXPECT_EQ(explanation.facts(0).entry(), reaction_);
  EXPECT_EQ(explanation.facts(0).label(), "Personal reaction");
  ASSERT_GE(explanation.thresholds_size(), 1);
  EXPECT_EQ(explanation.thresholds(0).profile().substr(0, 7), "default");
  ASSERT_GE(explanation.sources_size(), 1);
  EXPECT_NE(explanation.sources(0).authority(), "");
  EXPECT_NE(explanation.cleared_by(), "");
  EXPECT_NE(explanation.title(), "");
}

// Neither the author nor whoever is only asked for a missing fact reads in the explanation what the list keeps from
// them.
TEST_F(ViewTest, AnExplanationIsCalledAsTheListCallsIt) {
  v1::CreateEntryRequest request = EntryFor(case_, author_, kToday);
  v1::TerminationFacts& ending = *request.mutable_entry()->mutable_termination();
  ending.set_initiator(v1::INITIATOR_THERAPIST);
  ending.set_discussed_sessions(0);
  ending.set_alternatives_offered(0);
  Record(request, author_);
  WaitForPolicies();

  clock_.AdvanceTime(absl::Hours(25));  // past the day in which a private note can be called back
  int asking = 0;
  for (const std::string& caller : {std::string(), author_}) {
    for (const v1::FollowUp& listed : FollowUps(case_, caller)) {
      v1::ExplainFollowUpRequest explain;
      explain.set_name(listed.name());
      v1::ExplainFollowUpResponse response;
      ASSERT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, explain, response, caller).ok());
      const v1::Explanation& explanation = response.explanation();
      EXPECT_EQ(explanation.title(), listed.label()) << listed.rule() << " to " << caller;
      const bool asks = listed.rule() != "consultation_complete" && listed.action() == v1::ACTION_COMPLETE_RECORD;
      if (asks) ++asking;
      EXPECT_EQ(explanation.cleared_by().starts_with("What is missing is added"), asks) << listed.rule();
    }
  }
  EXPECT_GT(asking, 0);
}

}  // namespace
}  // namespace candor::view_test
