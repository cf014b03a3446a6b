#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

namespace candor::consultation::consultation_notes_test {
namespace {

using namespace sdk::testing;  // NOLINT(google-build-using-namespace): the words that scenarios are written in
using ::testing::ElementsAre;
using ::testing::IsEmpty;

class ConsultationNotesTest : public ::testing::Test {
 protected:
  FakeHost host_{candor_policy_plugin};
};

// --- R07

TEST_F(ConsultationNotesTest, ACompleteConsultationAsksForNothing) {
  host_.Feed(Consultation("c1", "2025-03-06"));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ConsultationNotesTest, MissingFieldsAreAskedForOnceWithinFourteenDays) {
  host_.Feed(Consultation("c1", "2025-03-06")
                 .Reported("2025-03-08")
                 .Without(CANDOR_FIELD_CONSULTATION_WHY_NOW)
                 .Without(CANDOR_FIELD_CONSULTATION_RATIONALE));
  host_.PassTo("2026-03-06");

  EXPECT_THAT(host_.Lines(), ElementsAre("consultation_complete c1 later complete_record due 2025-03-22: open"));
  EXPECT_THAT(host_.FollowUps().at(0).missing,
              ElementsAre(CANDOR_FIELD_CONSULTATION_WHY_NOW, CANDOR_FIELD_CONSULTATION_RATIONALE));
}

TEST_F(ConsultationNotesTest, MissingFieldsVoidNothing) {
  host_.FeedAll({Reaction("r1", "2025-03-01"), Entry("c1", "2025-03-06", CANDOR_KIND_CONSULTATION)});

  EXPECT_EQ(host_.Of("attraction_consult").at(0).state, "resolved");
  EXPECT_EQ(host_.Of("consultation_complete").at(0).missing.size(), 5u);
}

TEST_F(ConsultationNotesTest, AnEthicsLineIsWhoEnough) {
  host_.Feed(Consultation("c1", "2025-03-06")
                 .Without(CANDOR_FIELD_CONSULTATION_CONSULTANT)
                 .Set(CANDOR_FIELD_CONSULTATION_CONSULTANT_KIND, CANDOR_CONSULTATION_CONSULTANT_KIND_ETHICS_LINE));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ConsultationNotesTest, EachTherapistCompletesTheirOwnNotes) {
  host_.FeedAll(
      {Consultation("c1", "2025-03-06").By("ada").Without(CANDOR_FIELD_CONSULTATION_DECISION),
       Consultation("c2", "2025-03-06").By("ada").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_SUBORDINATE)});
  const auto states = [&] {
    std::vector<std::string> all;
    for (const auto& one : host_.Of("consultation_complete")) all.push_back(one.state);
    return all;
  };
  const auto decided = [](const char* name, const char* date, const char* therapist) {
    return Entry(name, date, CANDOR_KIND_DECISION)
        .By(therapist)
        .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_CONTINUE);
  };

  host_.FeedAll({decided("d1", "2025-03-08", "ben"), Consultation("c3", "2025-03-09").By("ben")});
  EXPECT_THAT(states(), ElementsAre("open", "open"));

  host_.FeedAll({decided("d2", "2025-03-10", "ada"), Consultation("c4", "2025-03-11").By("ada")});
  EXPECT_THAT(states(), ElementsAre("resolved", "resolved"));
}

TEST_F(ConsultationNotesTest, ADecisionWrittenDownOnItsOwnGivesWhatTheNoteLacks) {
  host_.FeedAll({Consultation("c1", "2025-03-06")
                     .Without(CANDOR_FIELD_CONSULTATION_DECISION)
                     .Without(CANDOR_FIELD_CONSULTATION_RATIONALE),
                 Entry("d1", "2025-03-08", CANDOR_KIND_DECISION)
                     .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_CONTINUE)});
  EXPECT_THAT(host_.FollowUps().at(0).missing, ElementsAre(CANDOR_FIELD_CONSULTATION_RATIONALE));

  host_.Feed(Entry("d2", "2025-03-09", CANDOR_KIND_DECISION).Written(CANDOR_FIELD_DECISION_RATIONALE));

  EXPECT_EQ(host_.Lines().at(0),
            "consultation_complete c1 later complete_record due 2025-03-20: resolved 2025-03-09 by d2");
}

TEST_F(ConsultationNotesTest, AConsultantWhoIsNotIndependentVoidsTheConsultationForOtherRules) {
  for (const int64_t relation :
       {CANDOR_RELATION_SELF, CANDOR_RELATION_SUBORDINATE, CANDOR_RELATION_PARTY, CANDOR_RELATION_HOUSEHOLD}) {
    for (const uint16_t field :
         {uint16_t{CANDOR_HOST_CONSULTANT_RELATION}, uint16_t{CANDOR_FIELD_CONSULTATION_RELATION}}) {
      FakeHost host(candor_policy_plugin);
      host.FeedAll({Reaction("r1", "2025-03-01"), Consultation("c1", "2025-03-06").Set(field, relation)});
      EXPECT_THAT(host.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: open",
                                            "consultation_complete c1 later talk due 2025-03-20: open"));

      host.Feed(Consultation("c2", "2025-03-10"));
      EXPECT_THAT(host.Lines(),
                  ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-10 by c2",
                              "consultation_complete c1 later talk due 2025-03-20: resolved 2025-03-10 by c2"));
    }
  }
}

TEST_F(ConsultationNotesTest, APracticeMayAcceptAnyConsultant) {
  host_.SetParameter("consultation_complete", "independent", 0);

  host_.FeedAll({Reaction("r1", "2025-03-01"),
                 Consultation("c1", "2025-03-06").Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_HOUSEHOLD)});

  EXPECT_THAT(host_.Lines(), ElementsAre("attraction_consult r1 soon talk due 2025-03-15: resolved 2025-03-06 by c1"));
}

// --- R09

TEST_F(ConsultationNotesTest, ToldFeelingsAreDiscussedWithinThirtyDaysAtLatest) {
  host_.Feed(Told("f1", "2025-03-01").Reported("2025-03-03"));

  EXPECT_THAT(host_.Lines(), ElementsAre("client_feelings f1 soon document due 2025-04-02: open"));
}

TEST_F(ConsultationNotesTest, TheNextSessionIsTheDayToDiscussThem) {
  struct Case {
    std::string session, due;
  };
  for (const Case& one :
       {Case{"2025-03-01", "2025-04-02"},  // the session in which it was told
        Case{"2025-03-02", "2025-04-02"},  // before it was written down
        Case{"2025-03-03", "2025-03-03"}, Case{"2025-03-08", "2025-03-08"}, Case{"2025-04-20", "2025-04-02"}}) {
    FakeHost host(candor_policy_plugin);
    host.FeedAll({Told("f1", "2025-03-01").Reported("2025-03-03"), Entry("s1", one.session, CANDOR_KIND_SESSION)});
    EXPECT_EQ(host.FollowUps().at(0).due, one.due) << one.session;
  }
}

TEST_F(ConsultationNotesTest, OnlyTheFirstSessionMovesTheDate) {
  host_.FeedAll({Told("f1", "2025-03-01"), Entry("s1", "2025-03-08", CANDOR_KIND_SESSION),
                 Entry("s2", "2025-03-15", CANDOR_KIND_SESSION)});

  EXPECT_EQ(host_.FollowUps().at(0).due, "2025-03-08");
}

TEST_F(ConsultationNotesTest, OnceDiscussedTheDateStands) {
  host_.FeedAll({Told("f1", "2025-03-01"), Discussed("f2", "2025-03-04", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING),
                 Entry("s1", "2025-03-08", CANDOR_KIND_SESSION)});

  EXPECT_EQ(host_.Lines().at(0), "client_feelings f1 soon document due 2025-03-31: open");
}

TEST_F(ConsultationNotesTest, ADiscussionThatResolvesThemMeetsIt) {
  host_.FeedAll({Told("f1", "2025-03-01"), Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_RESOLVED)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "f2");
  EXPECT_EQ(host_.state(), "");
}

TEST_F(ConsultationNotesTest, ADiscussionEntryCountsAsWell) {
  host_.FeedAll(
      {Told("f1", "2025-03-01"), Entry("d1", "2025-03-08", CANDOR_KIND_DISCUSSION)
                                     .Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_CLIENT_FEELINGS)
                                     .Set(CANDOR_FIELD_DISCUSSION_OUTCOME, CANDOR_DISCUSSION_OUTCOME_RESOLVED)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "d1");
}

TEST_F(ConsultationNotesTest, ADiscussionThatNobodyToldOfOpensNothing) {
  host_.Feed(Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING));

  EXPECT_THAT(host_.Lines(), IsEmpty());
}

TEST_F(ConsultationNotesTest, AConsultationDecidesOnlyAfterTheDiscussion) {
  host_.FeedAll({Told("f1", "2025-03-01"), Consultation("c1", "2025-03-05"),
                 Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING)});
  EXPECT_EQ(host_.FollowUps().at(0).state, "open");

  host_.Feed(Consultation("c2", "2025-03-20"));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "c2");
}

TEST_F(ConsultationNotesTest, ADecisionAfterTheConsultationDecidesToo) {
  host_.FeedAll({Told("f1", "2025-03-01"), Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING),
                 Supervision("s1", "2025-03-10"),
                 Entry("d1", "2025-03-11", CANDOR_KIND_DECISION)
                     .Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_CONTINUE)});

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "d1");
}

TEST_F(ConsultationNotesTest, AfterSixUnresolvedSessionsASecondConsultationIsAskedFor) {
  host_.FeedAll({Told("f1", "2025-03-01"), Discussed("f2", "2025-03-02", CANDOR_CLIENT_FEELINGS_OUTCOME_ONGOING)});
  for (int session = 1; session <= 5; ++session) {
    host_.Feed(Entry("s" + std::to_string(session), "2025-03-0" + std::to_string(session + 2), CANDOR_KIND_SESSION));
  }
  EXPECT_EQ(host_.FollowUps().at(0).action, "document");

  host_.Feed(Entry("s6", "2025-03-20", CANDOR_KIND_SESSION));

  EXPECT_EQ(host_.Lines().at(0), "client_feelings f1 soon talk due 2025-04-19: open")
      << "thirty days from the session, not from what was told";
}

TEST_F(ConsultationNotesTest, WhatWasNeverDiscussedKeepsItsDateAfterSixSessions) {
  host_.Feed(Told("f1", "2025-03-01"));
  for (int session = 1; session <= 6; ++session) {
    host_.Feed(Entry("s" + std::to_string(session), "2025-03-0" + std::to_string(session + 2), CANDOR_KIND_SESSION));
  }

  EXPECT_EQ(host_.Lines().at(0), "client_feelings f1 soon talk due 2025-03-03: open") << "the next session's";
}

TEST_F(ConsultationNotesTest, OnlyWhatCouldNotBeRedirectedAsksForAReferral) {
  host_.FeedAll({Told("f1", "2025-03-01"), Referral("r1", "2025-03-02", CANDOR_REFERRAL_OUTCOME_OFFERED),
                 Discussed("f2", "2025-03-08", CANDOR_CLIENT_FEELINGS_OUTCOME_NOT_REDIRECTED)});
  EXPECT_EQ(host_.Lines().at(0), "client_feelings f1 soon refer due 2025-03-31: open");

  host_.Feed(Referral("r2", "2025-03-12", CANDOR_REFERRAL_OUTCOME_ACCEPTED));

  EXPECT_EQ(host_.FollowUps().at(0).ended_by, "r2");
}

}  // namespace
}  // namespace candor::consultation::consultation_notes_test
