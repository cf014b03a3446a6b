#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "tests/scenario/daemon/import_service_fixture.h"

namespace candor::import_service_test {
namespace {

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

}  // namespace
}  // namespace candor::import_service_test
