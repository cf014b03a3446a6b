#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/scenario/daemon/import_service_fixture.h"

// What rows come to with those before them, dry or not, and what the policies say of them.
namespace candor::import_history_test {
namespace {

TEST_F(ImportServiceTest, ADryRunStoresNothingAndSaysTheSame) {
  const std::vector<v1::ImportRow> rows{SessionRow(1), SessionRow(2, ""), SessionRow(1)};
  WaitForPolicies();  // what they say is of the ledger too
  const uint64_t before = Status().ledger_size();

  const Outcome dry = Import(rows, true);

  EXPECT_EQ(Status().ledger_size(), before);
  EXPECT_EQ(Words(dry), Words(Import(rows)));
  EXPECT_EQ(Words(Import(rows, true)), (std::vector<std::string>{"duplicate", "therapist", "duplicate"}));
}

// Rows of several messages that stand or fall with one another, and with what is there already.
TEST_F(ImportServiceTest, ADryRunJudgesEachRowByTheOnesBeforeIt) {
  const auto intake = [](int64_t number, Day day, const std::string& code) {
    v1::ImportRow row = RowOf(number, day, day, kAna, code);
    row.mutable_entry()->mutable_intake();
    return row;
  };
  const auto ending = [](int64_t number, Day day, const std::string& code) {
    v1::ImportRow row = RowOf(number, day, day, kAna, code);
    row.mutable_entry()->mutable_termination();
    return row;
  };
  OpenCase("C-there", MakeMember(kAna));
  v1::ImportRow of_someone = intake(12, Day(2025, 3, 20), "C-1");
  of_someone.mutable_therapist()->set_display_name("Dele Haddad");
  const std::vector<v1::ImportRow> rows{intake(1, Day(2025, 1, 6), "C-1"),
                                        SessionRow(2, kAna, "C-1"),
                                        intake(3, Day(2025, 3, 1), "C-1"),
                                        ending(4, Day(2025, 2, 20), "C-1"),
                                        SessionRow(5, kAna, "C-2"),
                                        SessionRow(6, kAna, "C-2"),
                                        intake(7, Day(2025, 3, 2), "C-1"),
                                        intake(8, Day(2025, 3, 3), "C-1"),
                                        intake(7, Day(2025, 3, 2), "C-1"),
                                        intake(9, Day(2025, 3, 3), "C-there"),
                                        ending(10, Day(2025, 3, 4), "C-there"),
                                        intake(11, Day(2025, 3, 5), "C-there"),
                                        of_someone,
                                        SessionRow(13, "Dele Haddad", "C-3"),
                                        SessionRow(2, kAna, "C-1")};
  WaitForPolicies();  // what they say is of the ledger too
  const uint64_t before = Status().ledger_size();

  const Outcome dry = Import(rows, true);

  EXPECT_EQ(Status().ledger_size(), before);
  const Outcome outcome = Import(rows);
  EXPECT_EQ(Words(dry), Words(outcome));
  EXPECT_EQ(Words(outcome), (std::vector<std::string>{"imported", "imported", "episode_open",   //
                                                      "imported", "imported", "imported",       //
                                                      "imported", "episode_open", "duplicate",  //
                                                      "imported", "imported", "imported",       //
                                                      "episode_open", "imported", "duplicate"}));
  EXPECT_EQ(dry.results[2].refused().field(), "entry.intake");
  EXPECT_EQ(dry.results[2].refused().message(), outcome.results[2].refused().message());
  EXPECT_EQ(dry.results[0].imported().entry(), "");
  // What is there by now is named.
  EXPECT_EQ(Import(rows, true).results[0].duplicate().entry(), outcome.results[0].imported().entry());
}

// A row that is refused is tried once more before the rows of the next message, and these go by what that has made.
TEST_F(ImportServiceTest, MessagesThatAreSentAheadGoInTheOrderOfTheFile) {
  const auto row_of = [](int64_t number, Day day, bool begins) {
    v1::ImportRow row = RowOf(number, day, day, kAna, "C-1");
    if (begins) {
      row.mutable_entry()->mutable_intake();
    } else {
      row.mutable_entry()->mutable_termination();
    }
    return row;
  };
  const std::vector<v1::ImportRow> rows{
      row_of(1, Day(2025, 1, 6), true),   SessionRow(2, kAna, "C-1"), row_of(3, Day(2025, 3, 1), true),
      row_of(4, Day(2025, 2, 20), false), SessionRow(5, kAna, "C-2"), SessionRow(6, kAna, "C-2"),
      row_of(7, Day(2025, 3, 2), true),   SessionRow(8, kAna, "C-2"), row_of(9, Day(2025, 3, 3), true)};

  const Outcome outcome = Import(rows, false, 3, true);

  EXPECT_EQ(Words(outcome), (std::vector<std::string>{"imported", "imported", "episode_open",  //
                                                      "imported", "imported", "imported",      //
                                                      "imported", "imported", "episode_open"}));
  EXPECT_EQ(Cases(), 2);
  EXPECT_EQ(Members().size(), 1U);
  // The intake of the seventh row stands by now, and the third would come before it.
  const Outcome again = Import(rows, false, 3, true);
  EXPECT_EQ(Words(again), (std::vector<std::string>{"duplicate", "duplicate", "earlier_intake",  //
                                                    "duplicate", "duplicate", "duplicate",       //
                                                    "duplicate", "duplicate", "episode_open"}));
}

TEST_F(ImportServiceTest, PoliciesSpeakOnceTheStreamHasEnded) {
  v1::ImportRow reaction = RowOf(1, Day(2025, 3, 20), Day(2025, 3, 21), kAna, "C-1");
  reaction.mutable_entry()->mutable_personal_reaction()->set_which(v1::REACTION_KIND_BOTH);
  v1::ImportRow consultation = RowOf(2, Day(2025, 3, 24), Day(2025, 3, 24), kAna, "C-1");
  consultation.mutable_entry()->mutable_consultation()->set_consultant_kind(v1::CONSULTANT_KIND_OUTSIDE_COLLEAGUE);
  Import({consultation, reaction});
  WaitForPolicies();

  const auto follow_ups = FollowUps();
  ASSERT_GE(follow_ups.size(), 1U);
  bool resolved = false;
  for (const v1::FollowUp& each : follow_ups) {
    if (each.rule() == "attraction_consult") resolved = each.status() == v1::FOLLOW_UP_STATUS_RESOLVED;
  }
  EXPECT_TRUE(resolved);
}

// Another practice's log, which it began to keep when its clients had long been there.
TEST_F(ImportServiceTest, ALogMayBeginInTheMiddleOfATherapy) {
  const auto reaction = [](int64_t number, Day day, const std::string& code) {
    v1::ImportRow row = RowOf(number, day, day + 1, kAna, code);
    row.mutable_entry()->mutable_personal_reaction()->set_which(v1::REACTION_KIND_BOTH);
    return row;
  };
  v1::ImportRow ending = RowOf(3, Day(2025, 3, 3), Day(2025, 3, 3), kAna, "C-ended");
  ending.mutable_entry()->mutable_termination()->set_initiator(v1::INITIATOR_CLIENT);
  Import({SessionRow(1, kAna, "C-ended"), SessionRow(2, kAna, "C-goes-on"), ending,
          reaction(4, Day(2025, 3, 20), "C-ended"), reaction(5, Day(2025, 3, 20), "C-goes-on")});
  WaitForPolicies();

  v1::ListCasesResponse listed;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), listed).ok());
  ASSERT_EQ(listed.cases_size(), 2);
  for (const v1::Case& each : listed.cases()) {
    EXPECT_EQ(each.open(), each.code() == "C-goes-on");
    if (each.open()) continue;
    ASSERT_EQ(each.episodes_size(), 1);
    EXPECT_FALSE(each.episodes(0).has_opened());
    EXPECT_EQ(each.episodes(0).opened_by(), "");
    EXPECT_EQ(each.episodes(0).closed().month(), 3);
  }
  // Only the client who is still there is a current one.
  EXPECT_EQ(OfRule("attraction_consult").case_code(), "C-goes-on");
}

// What an imported row left open is asked for; whoever adds it later has the duty that the row would have made, with
// its date, although the amendment itself names no import.
TEST_F(ImportServiceTest, AnAmendedRowMakesTheDutyOfItsImport) {
  v1::ImportRow row = RowOf(1, Day(2025, 2, 3), Day(2025, 2, 4), kAna, "C-1042");
  auto* ending = row.mutable_entry()->mutable_termination();
  ending->set_initiator(v1::INITIATOR_THERAPIST);
  ending->set_discussed_sessions(0);
  ending->set_alternatives_offered(0);
  const Outcome outcome = Import({row});
  ASSERT_EQ(Words(outcome), std::vector<std::string>{"imported"});
  WaitForPolicies();
  const v1::FollowUp asked = OfRule("abandonment");
  EXPECT_EQ(asked.action(), v1::ACTION_COMPLETE_RECORD);

  v1::AmendEntryRequest amend;
  amend.set_name(outcome.results[0].imported().entry());
  v1::GetEntryRequest get;
  get.set_name(amend.name());
  v1::GetEntryResponse got;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, get, got).ok());
  *amend.mutable_entry()->mutable_occurred() = got.entry().occurred();
  amend.mutable_entry()->set_therapist(got.entry().therapist());
  *amend.mutable_entry()->mutable_termination() = got.entry().termination();
  amend.mutable_entry()->mutable_termination()->set_needs_further_care(v1::ANSWER_YES);
  v1::AmendEntryResponse amended;
  const grpc::Status status = Call(entries_, &v1::EntryService::Stub::AmendEntry, amend, amended);
  ASSERT_TRUE(status.ok()) << status.error_message();
  WaitForPolicies();

  const v1::FollowUp raised = OfRule("abandonment");
  EXPECT_EQ(raised.name(), asked.name());
  EXPECT_EQ(raised.action(), v1::ACTION_SOFT_TRANSFER);
  EXPECT_EQ(raised.severity(), v1::SEVERITY_IMPORTANT);
  EXPECT_FALSE(raised.before_policy());
  ASSERT_TRUE(raised.has_due());
  EXPECT_EQ(raised.missing_fields_size(), 0);
}

}  // namespace
}  // namespace candor::import_history_test
