#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::import_service_test {
namespace {

constexpr char kAna[] = "Ana Nguyen";

// One row of a practice's file, as the client sends it.
v1::ImportRow RowOf(int64_t number, Day occurred, Day reported, const std::string& therapist, const std::string& code) {
  v1::ImportRow row;
  row.set_row_number(number);
  if (!therapist.empty()) row.mutable_therapist()->set_display_name(therapist);
  row.set_client_code(code);
  SetDate(row.mutable_entry()->mutable_occurred()->mutable_date(), occurred);
  SetDate(row.mutable_entry()->mutable_reported()->mutable_date(), reported);
  std::string digest(32, '\0');
  digest[0] = static_cast<char>(number >> 8);
  digest[1] = static_cast<char>(number);
  row.set_row_digest(digest);
  return row;
}

v1::ImportRow SessionRow(int64_t number, const std::string& therapist = kAna, const std::string& code = "C-1042") {
  v1::ImportRow row = RowOf(number, Day(2025, 2, 3), Day(2025, 2, 3), therapist, code);
  row.mutable_entry()->mutable_session()->set_minutes(50);
  return row;
}

class ImportServiceTest : public DaemonTest {
 protected:
  struct Outcome {
    grpc::Status status;
    std::string name;
    std::vector<v1::RowResult> results;
  };

  // Sends the rows in portions and reads an answer to each.
  Outcome Import(const std::vector<v1::ImportRow>& rows, bool dry_run = false, size_t portion = 3) {
    grpc::ClientContext context;
    auto stream = imports_->ImportEntries(&context);
    v1::ImportEntriesRequest request;
    request.mutable_import()->set_file_digest(std::string(32, 'f'));
    request.mutable_import()->set_map_digest(std::string(32, 'm'));
    request.mutable_import()->set_dry_run(dry_run);
    SetDate(request.mutable_import()->mutable_policy_from(), Day(2024, 1, 1));
    Outcome outcome;
    Exchange(*stream, request, outcome);
    for (size_t begin = 0; begin < rows.size(); begin += portion) {
      request.Clear();
      for (size_t i = begin; i < std::min(rows.size(), begin + portion); ++i) *request.add_rows() = rows[i];
      Exchange(*stream, request, outcome);
    }
    stream->WritesDone();
    outcome.status = stream->Finish();
    EXPECT_TRUE(outcome.status.ok()) << outcome.status.error_message();
    EXPECT_EQ(outcome.results.size(), rows.size());
    return outcome;
  }

  template <class Stream>
  void Exchange(Stream& stream, const v1::ImportEntriesRequest& request, Outcome& outcome) {
    v1::ImportEntriesResponse response;
    if (!stream.Write(request) || !stream.Read(&response)) return;
    if (response.has_import()) outcome.name = response.import().name();
    outcome.results.insert(outcome.results.end(), response.results().begin(), response.results().end());
  }

  // "imported", "duplicate" or the reason.
  static std::vector<std::string> Words(const Outcome& outcome) {
    std::vector<std::string> words;
    for (const v1::RowResult& result : outcome.results) {
      words.push_back(result.has_imported()    ? "imported"
                      : result.has_duplicate() ? "duplicate"
                                               : result.refused().reason());
    }
    return words;
  }

  // The one follow-up of a rule.
  v1::FollowUp OfRule(const std::string& rule) {
    std::vector<v1::FollowUp> found = FollowUps();
    std::erase_if(found, [&](const v1::FollowUp& one) { return one.rule() != rule; });
    EXPECT_EQ(found.size(), 1U) << rule;
    return found.empty() ? v1::FollowUp() : found.front();
  }

  int Cases() {
    v1::ListCasesResponse response;
    EXPECT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), response).ok());
    return response.cases_size();
  }

  std::vector<v1::Member> Members() {
    v1::ListMembersResponse response;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::ListMembers, v1::ListMembersRequest(), response).ok());
    return {response.members().begin(), response.members().end()};
  }
};

TEST_F(ImportServiceTest, ARowMakesThePeopleAndTheCaseThatItNames) {
  v1::ImportRow row = SessionRow(1);
  row.mutable_therapist()->mutable_licence()->set_profession("mft");
  row.mutable_therapist()->mutable_licence()->set_in_training(true);
  row.mutable_supervisor()->set_display_name("Dele Haddad");
  row.set_supervisor_reads_first(true);
  const Outcome outcome = Import({row});

  ASSERT_EQ(Words(outcome), std::vector<std::string>{"imported"});
  EXPECT_EQ(Cases(), 1);
  const auto members = Members();
  ASSERT_EQ(members.size(), 2U);
  v1::GetEntryRequest request;
  request.set_name(outcome.results[0].imported().entry());
  v1::GetEntryResponse got;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, got).ok());
  const v1::Entry& entry = got.entry();
  EXPECT_EQ(entry.source(), v1::ENTRY_SOURCE_IMPORT);
  EXPECT_EQ(entry.import(), outcome.name);
  EXPECT_EQ(entry.author(), entry.therapist());
  EXPECT_EQ(entry.principal(), "operator");

  v1::ListSupervisionsRequest supervisions;
  supervisions.set_parent(entry.therapist());
  v1::ListSupervisionsResponse listed;
  ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::ListSupervisions, supervisions, listed).ok());
  ASSERT_EQ(listed.supervisions_size(), 1);
  EXPECT_EQ(listed.supervisions(0).supervisor(), entry.first_reader());
  EXPECT_EQ(listed.supervisions(0).from().month(), 2);
}

TEST_F(ImportServiceTest, ALicenceCountsFromTheRowThatShowsItFirst) {
  const auto row = [](int64_t number, Day day, bool in_training) {
    v1::ImportRow out = RowOf(number, day, day, kAna, "C-1042");
    out.mutable_entry()->mutable_session()->set_minutes(50);
    out.mutable_therapist()->mutable_licence()->set_profession("mft");
    out.mutable_therapist()->mutable_licence()->set_in_training(in_training);
    return out;
  };

  Import({row(1, Day(2025, 1, 6), true), row(2, Day(2025, 2, 3), true)});
  Import({row(3, Day(2025, 3, 3), false), row(4, Day(2025, 3, 10), false)});

  v1::ListMembersResponse members;
  ASSERT_TRUE(Call(members_, &v1::MemberService::Stub::ListMembers, v1::ListMembersRequest(), members).ok());
  ASSERT_EQ(members.members_size(), 1);
  const v1::Member& ana = members.members(0);
  EXPECT_FALSE(ana.licence().in_training());
  ASSERT_EQ(ana.licences_size(), 2);
  EXPECT_EQ(ana.licences(0).from().day(), 6);
  EXPECT_TRUE(ana.licences(0).licence().in_training());
  EXPECT_EQ(ana.licences(1).from().month(), 3);
  EXPECT_EQ(ana.licences(1).from().day(), 3);
}

TEST_F(ImportServiceTest, ManyRowsOfOneMessageShareWhatTheyMake) {
  std::vector<v1::ImportRow> rows;
  for (int i = 1; i <= 40; ++i) {
    rows.push_back(SessionRow(i, i % 3 == 0 ? "Dele De Smet" : kAna, "C-" + std::to_string(i % 7)));
  }
  EXPECT_EQ(Words(Import(rows, false, 40)), std::vector<std::string>(40, "imported"));
  EXPECT_EQ(Cases(), 7);
  EXPECT_EQ(Members().size(), 2U);
}

TEST_F(ImportServiceTest, TheSameFileAgainImportsNothing) {
  const std::vector<v1::ImportRow> rows{SessionRow(1), SessionRow(2), SessionRow(1)};
  const Outcome first = Import(rows);
  EXPECT_EQ(Words(first), (std::vector<std::string>{"imported", "imported", "duplicate"}));
  const uint64_t entries = Status().ledger_entries();

  const Outcome again = Import(rows);

  EXPECT_EQ(Words(again), (std::vector<std::string>{"duplicate", "duplicate", "duplicate"}));
  EXPECT_EQ(again.results[0].duplicate().entry(), first.results[0].imported().entry());
  EXPECT_EQ(Status().ledger_entries(), entries);
}

TEST_F(ImportServiceTest, ADuplicateIsNamedWhereItStands) {
  const Outcome first = Import({SessionRow(1)});
  const int cases = Cases();

  const Outcome again = Import({SessionRow(1, kAna, "another word for the client")});

  EXPECT_EQ(Words(again), std::vector<std::string>{"duplicate"});
  EXPECT_EQ(again.results[0].duplicate().entry(), first.results[0].imported().entry());
  EXPECT_EQ(Cases(), cases);
}

TEST_F(ImportServiceTest, ARowIsRefusedForTheFirstReasonThatApplies) {
  v1::ImportRow no_date = SessionRow(1);
  no_date.mutable_entry()->mutable_occurred()->mutable_date()->set_month(13);
  const v1::ImportRow future = RowOf(2, kToday + 1, kToday + 1, "", "");
  const v1::ImportRow entered_future = RowOf(3, kToday, kToday + 1, "", "");
  const v1::ImportRow entered_before = RowOf(4, kToday, kToday - 1, "", "");
  const v1::ImportRow no_therapist = RowOf(5, kToday, kToday, " ", "");
  const v1::ImportRow no_type = RowOf(6, kToday, kToday, kAna, "");
  v1::ImportRow no_client = SessionRow(7);
  no_client.clear_client_code();

  const Outcome outcome =
      Import({no_date, future, entered_future, entered_before, no_therapist, no_type, no_client}, false, 7);

  EXPECT_EQ(Words(outcome), (std::vector<std::string>{"date", "future_date", "future_date", "entered_before_date",
                                                      "therapist", "type", "client"}));
  EXPECT_EQ(outcome.results[6].refused().field(), "client_code");
  // A refused row makes nobody.
  EXPECT_EQ(Members().size(), 0U);
  EXPECT_EQ(Cases(), 0);
}

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

// The former therapist's log, brought in when the case has been somebody else's for long.
TEST_F(ImportServiceTest, ARowTakesNobodysClient) {
  const std::string ana = MakeMember(kAna);
  const std::string name = OpenCase("C-there", ana);
  v1::ImportRow row = RowOf(1, Day(2024, 1, 8), Day(2024, 1, 8), "Dele Haddad", "C-there");
  row.mutable_entry()->mutable_intake();

  for (const bool dry_run : {true, false}) {
    const Outcome outcome = Import({row}, dry_run);
    ASSERT_EQ(Words(outcome), std::vector<std::string>{"earlier_intake"});
    EXPECT_EQ(outcome.results[0].refused().field(), "entry.occurred");
    v1::GetCaseRequest request;
    request.set_name(name);
    v1::GetCaseResponse response;
    ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::GetCase, request, response).ok());
    EXPECT_EQ(response.case_().therapist(), ana);
  }
}

TEST_F(ImportServiceTest, WhatRowsNameAsAPersonBecomesAMember) {
  v1::ImportRow row = RowOf(1, kToday, kToday, kAna, "C-1");
  row.mutable_entry()->mutable_consultation()->set_recommendation(v1::RECOMMENDATION_REFER);
  v1::PersonFact& consultant = *row.add_people();
  consultant.set_field("consultation.consultant");
  consultant.mutable_person()->set_display_name("Dele Haddad");
  const Outcome outcome = Import({row});

  v1::GetEntryRequest request;
  request.set_name(outcome.results[0].imported().entry());
  v1::GetEntryResponse got;
  ASSERT_TRUE(Call(entries_, &v1::EntryService::Stub::GetEntry, request, got).ok());
  EXPECT_NE(got.entry().consultation().consultant(), "");
  EXPECT_EQ(Members().size(), 2U);
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

TEST_F(ImportServiceTest, AStreamBeginsWithTheImport) {
  grpc::ClientContext context;
  auto stream = imports_->ImportEntries(&context);
  v1::ImportEntriesRequest request;
  *request.add_rows() = SessionRow(1);
  stream->Write(request);
  const Refusal refusal = RefusalOf(stream->Finish());
  EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(refusal.field, "import");
}

TEST_F(ImportServiceTest, PoliciesCannotBeginInTheFuture) {
  for (const bool dry_run : {false, true}) {
    grpc::ClientContext context;
    auto stream = imports_->ImportEntries(&context);
    v1::ImportEntriesRequest request;
    request.mutable_import()->set_file_digest(std::string(32, 'f'));
    request.mutable_import()->set_map_digest(std::string(32, 'm'));
    request.mutable_import()->set_dry_run(dry_run);
    SetDate(request.mutable_import()->mutable_policy_from(), kToday + 1);
    stream->Write(request);
    const Refusal refusal = RefusalOf(stream->Finish());
    EXPECT_EQ(refusal.code, grpc::StatusCode::INVALID_ARGUMENT);
    EXPECT_EQ(refusal.field, "import.policy_from");
    EXPECT_EQ(refusal.reason, "future_date");
  }
}

TEST_F(ImportServiceTest, AMemberDoesNotImport) {
  const std::string member = MakeMember(kAna);
  grpc::ClientContext context;
  context.AddMetadata("candor-act-for", member);
  auto stream = imports_->ImportEntries(&context);
  EXPECT_EQ(stream->Finish().error_code(), grpc::StatusCode::PERMISSION_DENIED);
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
}  // namespace candor::import_service_test
