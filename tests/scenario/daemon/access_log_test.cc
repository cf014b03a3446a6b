// Who was shown what of others is on record before they are shown it, and those whom it is of are told.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/export.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::access_log_test {
namespace {

using ::testing::Contains;
using ::testing::Each;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::vector<std::string> MethodsIn(const std::vector<v1::Access>& accesses) {
  std::vector<std::string> methods;
  for (const v1::Access& each : accesses) methods.push_back(each.method());
  return methods;
}

class ReadsAreRecordsTest : public CorrectionsTest {
 protected:
  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 20));
    session.mutable_entry()->mutable_session()->set_minutes(50);
    session.mutable_entry()->set_note("her own words");
    entry_ = Record(session).entry().name();
    WaitForPolicies();
  }

  grpc::Status Get(const std::string& act_for = "") {
    v1::GetEntryRequest request;
    request.set_name(entry_);
    v1::GetEntryResponse response;
    return Call(entries_, &v1::EntryService::Stub::GetEntry, request, response, act_for);
  }

  std::string entry_;
};

TEST_F(ReadsAreRecordsTest, WhomItIsOfIsToldWhoReadItAndNobodyElse) {
  ASSERT_TRUE(Get().ok());

  const std::vector<v1::Access> hers = Accesses("", ana_);
  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_EQ(hers[0].reader(), "") << "the operator as such";
  EXPECT_FALSE(hers[0].acted_for());
  EXPECT_EQ(hers[0].method(), "EntryService.GetEntry");
  EXPECT_EQ(hers[0].purpose(), v1::PURPOSE_UNSPECIFIED);
  EXPECT_EQ(hers[0].highest(), v1::FIELD_CLASS_NARRATIVE);
  ASSERT_EQ(hers[0].of_size(), 1);
  EXPECT_EQ(hers[0].of(0).member(), ana_);
  EXPECT_EQ(hers[0].of(0).subject(), case_);
  EXPECT_THAT(Accesses("", maria_), IsEmpty());
  EXPECT_THAT(hers[0].DebugString(), testing::Not(testing::HasSubstr("words")));
}

TEST_F(ReadsAreRecordsTest, EachIsToldTheirOwnPartOfWhatWasShownTogether) {
  const std::string marias = OpenCase("C-9", maria_, Day(2025, 4, 1));
  WaitForPolicies();
  v1::ListCasesResponse cases;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::ListCases, v1::ListCasesRequest(), cases).ok());

  const std::vector<v1::Access> hers = Accesses("", maria_);

  ASSERT_THAT(hers, SizeIs(1));
  ASSERT_EQ(hers[0].of_size(), 1);
  EXPECT_EQ(hers[0].of(0).subject(), marias);
  EXPECT_EQ(hers[0].items(), 0) << "how much else there was is other people's";
  const std::vector<v1::Access> all = Accesses();
  const auto listed = std::find_if(all.begin(), all.end(),
                                   [](const v1::Access& each) { return each.method() == "CaseService.ListCases"; });
  ASSERT_NE(listed, all.end());
  EXPECT_EQ(listed->items(), 3);
  EXPECT_EQ(listed->of_size(), 3) << "two cases of Ana's and one of Maria's";
}

TEST_F(ReadsAreRecordsTest, ThatItWasAPrivateNoteIsToldToItsAuthorAlone) {
  entry_ = Record(Reaction(case_), ana_).entry().name();
  ASSERT_TRUE(Get(maria_).ok());

  ASSERT_THAT(Accesses("", ana_), SizeIs(1));
  EXPECT_EQ(Accesses("", ana_).back().highest(), v1::FIELD_CLASS_PERSONAL);
  EXPECT_EQ(Accesses("", ana_).back().of(0).role(), v1::ROLE_CONSULTANT);
  EXPECT_EQ(Accesses("", ana_).back().of(0).relation(), v1::RELATION_NAMED_READER);
  EXPECT_THAT(MethodsIn(Accesses()), Each(testing::StrNe("EntryService.GetEntry")))
      << "who reviews the log is not told that there is one, nor whose it is";
}

// Together with other things it changes nothing of what others are told of these, be it a number or a role.
TEST_F(ReadsAreRecordsTest, WhatElseWasShownIsToldAsIfThereHadBeenNoPrivateNote) {
  MakeSupervision(ana_, maria_, Day(2025, 1, 1));
  const auto listed = [this] {
    Timeline(case_, maria_);
    const std::vector<v1::Access> all = Accesses();
    const auto read = std::find_if(all.begin(), all.end(),
                                   [](const v1::Access& each) { return each.method() == "EntryService.ListEntries"; });
    v1::Access told = read == all.end() ? v1::Access() : *read;
    told.clear_record();
    told.clear_happened_at();
    return told.ShortDebugString();
  };
  const std::string before = listed();
  ASSERT_NE(before, "");
  Record(Reaction(case_), ana_);
  WaitForPolicies();

  EXPECT_EQ(listed(), before);
  EXPECT_EQ(Accesses("", ana_).front().highest(), v1::FIELD_CLASS_PERSONAL) << "its author is told";
}

TEST_F(ReadsAreRecordsTest, ToActForSomebodyIsARecordThatTheySee) {
  ASSERT_TRUE(Get(ana_).ok());

  const std::vector<v1::Access> hers = Accesses("", ana_);

  ASSERT_THAT(hers, SizeIs(1));
  EXPECT_TRUE(hers[0].acted_for());
  EXPECT_EQ(hers[0].reader(), ana_);
  EXPECT_THAT(MethodsIn(Accesses("", ana_)), Contains("AccessService.ListAccesses")) << "that one too";
}

TEST_F(ReadsAreRecordsTest, AnUnchangedPollIsNoRecord) {
  for (int i = 0; i < 5; ++i) Timeline(case_);
  EXPECT_THAT(Accesses("", ana_), SizeIs(1));

  v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 9, 21));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Record(session);
  Timeline(case_);

  const std::vector<std::string> methods = MethodsIn(Accesses("", ana_));
  EXPECT_EQ(std::count(methods.begin(), methods.end(), "EntryService.ListEntries"), 2) << "there is one more by now";
}

// Whoever has a code may write in the case, and learns by it that there is one.
TEST_F(ReadsAreRecordsTest, WhoFindsACaseThatIsNotTheirsByItsCodeIsOnRecord) {
  v1::LookupCaseRequest request;
  request.set_code("C-1");
  v1::LookupCaseResponse response;
  ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::LookupCase, request, response, maria_).ok());
  EXPECT_EQ(response.case_().therapist(), "");

  const std::vector<v1::Access> all = Accesses();

  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].reader(), maria_);
  EXPECT_EQ(all[0].scope(), "case codes") << "not which: a code is of somebody";
  EXPECT_EQ(all[0].of_size(), 0);
}

TEST_F(ReadsAreRecordsTest, AReportIsOfNobodyAndNamesItsPeriod) {
  Report();

  const std::vector<v1::Access> all = Accesses();

  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].scope(), "report 2025-07-01..2025-09-30");
  EXPECT_EQ(all[0].of_size(), 0);
}

TEST_F(ReadsAreRecordsTest, AStreamHasOneRecordForAHundredThingsOrASecond) {
  const auto watch = v1::WatchService::NewStub(daemon_->InProcessChannel());
  std::string token;
  {
    grpc::ClientContext context;
    context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(30));
    const auto reader = watch->Watch(&context, v1::WatchRequest());
    v1::WatchResponse first;
    ASSERT_TRUE(reader->Read(&first));
    token = first.resume_token();
    context.TryCancel();
  }
  constexpr int kEntries = 250;
  for (int i = 0; i < kEntries; ++i) {
    v1::CreateEntryRequest session = EntryFor(case_, ana_, Day(2025, 4, 1) + i % 100);
    session.mutable_entry()->mutable_session()->set_minutes(50);
    Record(session);
  }
  WaitForPolicies();

  grpc::ClientContext context;
  context.set_deadline(std::chrono::system_clock::now() + std::chrono::seconds(60));
  v1::WatchRequest request;
  request.set_resume_token(token);
  const auto reader = watch->Watch(&context, request);
  int told = 0;
  v1::WatchResponse response;
  while (told < kEntries && reader->Read(&response)) {
    for (const v1::Change& change : response.changes()) told += change.has_entry() ? 1 : 0;
  }
  context.TryCancel();

  EXPECT_EQ(told, kEntries);
  int records = 0, items = 0;
  for (const v1::Access& each : Accesses()) {
    if (each.method() != "WatchService.Watch") continue;
    ++records;
    items += each.items();
  }
  EXPECT_GE(items, kEntries) << "whatever was told is on record";
  EXPECT_LE(records, items / 50 + 2);
}

// An export asks in portions, and each is an answer.
TEST_F(ReadsAreRecordsTest, EachPortionOfAnExportIsOnRecord) {
  const auto exports = v1::ExportService::NewStub(daemon_->InProcessChannel());
  v1::ExportRecordsRequest request;
  request.set_size(Status().ledger_size());
  request.set_limit(2);
  v1::ExportRecordsResponse response;
  int portions = 0, sessions = 0;
  while (request.number() < request.size()) {
    ASSERT_TRUE(Call(exports, &v1::ExportService::Stub::ExportRecords, request, response).ok());
    const auto here = std::count_if(response.lines().begin(), response.lines().end(), [](const v1::ExportLine& line) {
      return line.has_entry() && line.entry().entry().has_session();
    });
    portions += here > 0 ? 1 : 0;
    sessions += static_cast<int>(here);
    request.set_number(response.next_number());
  }
  EXPECT_GE(sessions, 1);

  int records = 0, items = 0;
  for (const v1::Access& each : Accesses()) {
    if (each.method() != "ExportService.ExportRecords") continue;
    ++records;
    items += each.items();
  }
  EXPECT_GE(records, portions);
  EXPECT_GE(items, sessions);
}

TEST_F(ReadsAreRecordsTest, WhoAnswersForTheLogSaysHowFarTheyHaveLooked) {
  ASSERT_TRUE(Get().ok());
  Timeline(case_);
  v1::ListAccessesRequest request;
  request.set_parent("members/-");
  request.set_page_size(1);
  v1::ListAccessesResponse page;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());
  const std::string of_first_page = page.seen_token();
  ASSERT_NE(of_first_page, "");
  EXPECT_EQ(page.seen_to(), 0U);
  Report();
  ASSERT_NE(page.next_page_token(), "");
  request.set_page_token(page.next_page_token());
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());

  v1::ReviewLogRequest review;
  review.set_seen_token(page.seen_token());
  review.set_remark("nothing unusual");
  review.set_request_id(kUuid);
  v1::ReviewLogResponse reviewed;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, reviewed).ok());
  EXPECT_EQ(reviewed.review().from(), 0U);
  EXPECT_GT(reviewed.review().to(), 0U);
  v1::ReviewLogResponse again;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, again).ok());
  EXPECT_EQ(again.review().SerializeAsString(), reviewed.review().SerializeAsString());

  review.set_request_id("");
  review.set_seen_token(of_first_page);
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, again)).reason, "reviewed")
      << "what came since the first page is not of that listing";
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, again, ana_)).code,
            grpc::StatusCode::PERMISSION_DENIED);
  v1::ListReviewsResponse reviews;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListReviews, v1::ListReviewsRequest(), reviews).ok());
  ASSERT_EQ(reviews.reviews_size(), 1);
  EXPECT_EQ(reviews.reviews(0).remark(), "nothing unusual");
}

// By a number of their choice whoever reviews would move the beginning of what is new over the log record by record,
// and see which of them are kept from them.
TEST_F(ReadsAreRecordsTest, AReviewEndsWhereAListingEndedAndNowhereElse) {
  ASSERT_TRUE(Get().ok());
  v1::ListAccessesRequest request;
  request.set_parent("members/-");
  v1::ListAccessesResponse page, own;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());
  request.set_page_size(1);
  v1::ReviewLogRequest review;
  v1::ReviewLogResponse none;
  const auto refusal = [&] { return RefusalOf(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, none)); };

  EXPECT_EQ(refusal().field, "seen_token") << "it says how far";
  for (const uint64_t to : {1U, 5U, 1'000'000U}) {
    review.set_to(to);
    ExpectRefusal(refusal(), grpc::StatusCode::INVALID_ARGUMENT, "to", "no_number");
  }
  review.set_seen_token(page.seen_token());
  EXPECT_EQ(refusal().field, "to") << "nor beside a token";
  review.clear_to();
  request.set_parent(ana_);
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, own, ana_).ok());
  EXPECT_EQ(own.seen_token(), "");
  EXPECT_GT(own.seen_to(), 0U) << "of her own nothing is left out";
  for (const std::string& other : {std::string("12"), page.seen_token() + "A", own.next_page_token() + "A"}) {
    review.set_seen_token(other);
    ExpectRefusal(refusal(), grpc::StatusCode::INVALID_ARGUMENT, "seen_token", "seen_token");
  }
  v1::ListReviewsResponse reviews;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListReviews, v1::ListReviewsRequest(), reviews).ok());
  EXPECT_EQ(reviews.reviews_size(), 0);
}

// What is left out of it would be a gap between two numbers, in the lines as in the tokens of its pages.
TEST_F(ReadsAreRecordsTest, LinesOfTheLogOfOthersHaveNoNumbers) {
  ASSERT_TRUE(Get().ok());
  Timeline(case_);
  v1::ListAccessesRequest request;
  request.set_parent("members/-");
  request.set_page_size(1);
  v1::ListAccessesResponse page, again;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, again).ok());
  EXPECT_EQ(page.accesses(0).record(), 0U);
  EXPECT_EQ(Accesses(ana_)[0].record(), 0U) << "hers, as told to who answers for the log";
  EXPECT_GT(Accesses("", ana_)[0].record(), 0U) << "of her own nothing is left out";
  ASSERT_NE(page.next_page_token(), "");
  EXPECT_NE(page.next_page_token(), again.next_page_token()) << "nothing can be read off it";

  request.set_page_token(page.next_page_token());
  request.set_parent(ana_);
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, again, ana_)).field,
            "page_token")
      << "it is the operator's";
}

TEST_F(ReadsAreRecordsTest, WhatHasBeenGoneThroughIsNotAskedForAgain) {
  ASSERT_TRUE(Get().ok());
  v1::ListAccessesRequest request;
  request.set_parent("members/-");
  request.set_unreviewed(true);
  v1::ListAccessesResponse page;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());
  ASSERT_EQ(MethodsIn({page.accesses().begin(), page.accesses().end()}),
            std::vector<std::string>{"EntryService.GetEntry"});
  v1::ReviewLogRequest review;
  review.set_seen_token(page.seen_token());
  v1::ReviewLogResponse reviewed;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ReviewLog, review, reviewed).ok());
  Report();

  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page).ok());

  EXPECT_THAT(MethodsIn({page.accesses().begin(), page.accesses().end()}),
              testing::AllOf(Contains("ReportService.GenerateComplianceReport"),
                             testing::Not(Contains("EntryService.GetEntry"))));
  request.clear_parent();
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, page, ana_)).field,
            "unreviewed");
}

TEST_F(ReadsAreRecordsTest, TheLogOfOthersIsForWhoAnswersForIt) {
  v1::ListAccessesResponse response;
  v1::ListAccessesRequest request;
  for (const std::string& parent : {std::string("members/-"), maria_}) {
    request.set_parent(parent);
    const Refusal refusal = RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response, ana_));
    EXPECT_EQ(refusal.code, grpc::StatusCode::PERMISSION_DENIED);
    EXPECT_EQ(refusal.reason, "others_log");
  }
  request.clear_parent();
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response)).field, "parent")
      << "the operator as such has no log of their own";
  request.set_reader(ana_);
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response, ana_)).field,
            "reader");
}

TEST_F(ReadsAreRecordsTest, DaysAndReadersPickOut) {
  ASSERT_TRUE(Get().ok());
  clock_.AdvanceTime(absl::Hours(48));
  ASSERT_TRUE(Get(maria_).error_code() == grpc::StatusCode::NOT_FOUND);
  FollowUps("", maria_);
  v1::ListAccessesRequest request;
  request.set_parent("members/-");
  v1::ListAccessesResponse response;
  SetDate(request.mutable_until(), Day(2025, 9, 30));
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response).ok());
  EXPECT_EQ(response.accesses_size(), 1) << response.ShortDebugString();

  request.clear_until();
  SetDate(request.mutable_since(), Day(2025, 10, 2));
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListAccesses, request, response).ok());
  EXPECT_THAT(MethodsIn({response.accesses().begin(), response.accesses().end()}), Each("AccessService.ListAccesses"));
}

TEST_F(ReadsAreRecordsTest, WhatLeavesIsAccountedFor) {
  v1::RecordDisclosureRequest request;
  v1::RecordDisclosureResponse response;
  const auto refused = [&] {
    return RefusalOf(Call(accesses_, &v1::AccessService::Stub::RecordDisclosure, request, response)).field;
  };
  EXPECT_EQ(refused(), "recipient");
  request.set_recipient("Board of Behavioral Sciences");
  EXPECT_EQ(refused(), "purpose");
  request.set_purpose("they asked for it");
  EXPECT_EQ(refused(), "basis");
  request.set_basis(v1::LAWFUL_BASIS_AUTHORITY);
  request.add_subjects("cases/baaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(refused(), "subjects");
  request.set_subjects(0, ana_);
  request.add_subjects(ana_);
  request.set_request_id(kUuid);

  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::RecordDisclosure, request, response).ok());
  const std::string first = response.disclosure().SerializeAsString();
  EXPECT_EQ(response.disclosure().subjects_size(), 1);
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::RecordDisclosure, request, response).ok());
  EXPECT_EQ(response.disclosure().SerializeAsString(), first);

  v1::ListDisclosuresResponse hers, marias;
  ASSERT_TRUE(
      Call(accesses_, &v1::AccessService::Stub::ListDisclosures, v1::ListDisclosuresRequest(), hers, ana_).ok());
  ASSERT_EQ(hers.disclosures_size(), 1);
  EXPECT_EQ(hers.disclosures(0).recipient(), "Board of Behavioral Sciences");
  ASSERT_TRUE(
      Call(accesses_, &v1::AccessService::Stub::ListDisclosures, v1::ListDisclosuresRequest(), marias, maria_).ok());
  EXPECT_EQ(marias.disclosures_size(), 0);
}

TEST_F(ReadsAreRecordsTest, WhatLeftOfACaseIsToldToWhoHasAPartInItOrHasWritten) {
  v1::RecordDisclosureRequest request;
  request.set_recipient("the board");
  request.set_purpose("a matter");
  request.set_basis(v1::LAWFUL_BASIS_AUTHORITY);
  request.add_subjects(case_);
  v1::RecordDisclosureResponse recorded;
  ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::RecordDisclosure, request, recorded).ok());
  const auto exports = v1::ExportService::NewStub(daemon_->InProcessChannel());
  v1::ExportRecordsRequest asked;
  asked.set_subject(case_);
  asked.set_size(1'000'000);
  v1::ExportRecordsResponse lines;
  EXPECT_EQ(RefusalOf(Call(exports, &v1::ExportService::Stub::ExportRecords, asked, lines)).field, "size");
  asked.set_size(5);
  asked.set_disclosure("disclosures/baaaaaaaaaaaaaaaaaaaaaaaaa");
  EXPECT_EQ(RefusalOf(Call(exports, &v1::ExportService::Stub::ExportRecords, asked, lines)).field, "disclosure");

  for (const std::string& about : {std::string(), case_}) {
    v1::ListDisclosuresRequest listing;
    listing.set_subject(about);
    v1::ListDisclosuresResponse hers;
    ASSERT_TRUE(Call(accesses_, &v1::AccessService::Stub::ListDisclosures, listing, hers, ana_).ok());
    ASSERT_EQ(hers.disclosures_size(), 1) << about;
    EXPECT_EQ(hers.disclosures(0).recipient(), "the board");
    ASSERT_EQ(hers.disclosures(0).subjects_size(), 1);
    EXPECT_EQ(hers.disclosures(0).subjects(0), case_);
  }
  v1::ListDisclosuresResponse marias;
  ASSERT_TRUE(
      Call(accesses_, &v1::AccessService::Stub::ListDisclosures, v1::ListDisclosuresRequest(), marias, maria_).ok());
  EXPECT_EQ(marias.disclosures_size(), 0);
  v1::ListDisclosuresRequest of_case;
  of_case.set_subject(case_);
  EXPECT_EQ(RefusalOf(Call(accesses_, &v1::AccessService::Stub::ListDisclosures, of_case, marias, maria_)).reason,
            "others_log");
}

}  // namespace
}  // namespace candor::access_log_test
