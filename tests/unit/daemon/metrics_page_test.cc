#include "daemon/metrics_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/metrics/endpoint.h"
#include "tests/unit/domain/counted_view.h"

namespace candor::metrics_page_test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

TEST(MetricsPageTest, CallsAreToldByMethodAndCodeWithTheirTimes) {
  rpc::CallCounts counts;
  for (int i = 0; i < 10; ++i) {
    counts.NoteAnswer("candor.v1.EntryService.GetEntry", absl::OkStatus(), absl::Milliseconds(4));
    counts.NoteAnswer("candor.v1.ConcernService.GetConcern", absl::OkStatus(), absl::Milliseconds(4));
  }
  counts.NoteAnswer("candor.v1.ConcernService.GetConcern", absl::PermissionDeniedError("no"), absl::Milliseconds(4));

  const std::string page = metrics::PageOf(FamiliesOf(counts.Read()));

  EXPECT_THAT(page, HasSubstr("candor_calls_total{code=\"OK\"} 20\n"));
  EXPECT_THAT(page, HasSubstr("candor_calls_total{code=\"PERMISSION_DENIED\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("candor_method_calls_total{method=\"EntryService.GetEntry\",code=\"OK\"} 10\n"));
  EXPECT_THAT(page, HasSubstr("candor_method_calls_total{method=\"other\",code=\"OK\"} 10\n"));
  EXPECT_THAT(
      page,
      HasSubstr("candor_method_call_duration_seconds_bucket{method=\"EntryService.GetEntry\",le=\"0.005\"} 10\n"));
  EXPECT_THAT(page, HasSubstr("candor_method_call_duration_seconds_count{method=\"EntryService.GetEntry\"} 10\n"));
  EXPECT_THAT(page, Not(HasSubstr("Concern")));
}

TEST(MetricsPageTest, WhatIsWrittenIsToldByTensAndWhatCouldNotBeAtOnce) {
  store::WriteCounts counts;
  for (int i = 0; i < 12; ++i) {
    counts.NoteGroup(3);
    counts.NoteSync(absl::Milliseconds(2));
    counts.NoteAnswer(absl::StatusCode::kOk);
  }
  counts.NoteAnswer(absl::StatusCode::kResourceExhausted);

  const std::string page = metrics::PageOf(FamiliesOf(counts.Read()));

  EXPECT_THAT(page, AllOf(HasSubstr("candor_transactions_total{code=\"OK\"} 10\n"),
                          HasSubstr("candor_transactions_total{code=\"RESOURCE_EXHAUSTED\"} 1\n"),
                          HasSubstr("candor_group_records_sum 30\n"),
                          HasSubstr("candor_group_sync_duration_seconds_bucket{le=\"0.0025\"} 10\n")));
}

// Between two looks at the page one entry more is nothing: who has written it may be the only one in the house.
TEST(MetricsPageTest, ThatASingleEntryWaitsIsNotToldFromNone) {
  domain::CountedView ledger;
  ledger.ledger_size = 51;
  ledger.waiting = 1;
  const std::string one = metrics::PageOf(FamiliesOf(ledger));
  ledger.waiting = 12;

  const std::string many = metrics::PageOf(FamiliesOf(ledger));

  EXPECT_THAT(one, AllOf(HasSubstr("candor_entries_pending 0\n"), HasSubstr("candor_ledger_records 50\n")));
  EXPECT_THAT(many, HasSubstr("candor_entries_pending 10\n"));
}

}  // namespace
}  // namespace candor::metrics_page_test
