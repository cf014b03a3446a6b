#include "daemon/metrics/endpoint.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

namespace candor::metrics::endpoint_test {
namespace {

using ::testing::HasSubstr;

TEST(EndpointTest, CountersAndGaugesAreLinesWithTheirLabels) {
  Family calls;
  calls.name = "candor_calls_total";
  calls.help = "Calls.";
  calls.kind = Family::Kind::kCounter;
  calls.samples = {{{{"code", "OK"}}, 20, {}}, {{{"code", "UNAVAILABLE"}}, 1, {}}};
  Family open;
  open.name = "candor_streams_open";
  open.help = "Open.";
  open.samples = {{{}, 3, {}}};

  const std::string page = PageOf({calls, open});

  EXPECT_THAT(page, HasSubstr("# HELP candor_calls_total Calls.\n# TYPE candor_calls_total counter\n"));
  EXPECT_THAT(page, HasSubstr("candor_calls_total{code=\"OK\"} 20\n"));
  EXPECT_THAT(page, HasSubstr("candor_calls_total{code=\"UNAVAILABLE\"} 1\n"));
  EXPECT_THAT(page, HasSubstr("# TYPE candor_streams_open gauge\ncandor_streams_open 3\n"));
}

TEST(EndpointTest, BucketsOfAHistogramCountAllThatIsNoLarger) {
  Histogram histogram({10, 100});
  for (const int64_t value : {5, 10, 50, 500}) histogram.Note(value);
  Family family;
  family.name = "took";
  family.kind = Family::Kind::kHistogram;
  family.per_unit = 2;
  family.samples = {{{}, 0, histogram}};

  const std::string page = PageOf({family});

  EXPECT_THAT(page, HasSubstr("took_count 4\n"));
  EXPECT_THAT(page, HasSubstr("took_sum 282.5\n"));
  EXPECT_THAT(page, HasSubstr("took_bucket{le=\"5\"} 2\n"));
  EXPECT_THAT(page, HasSubstr("took_bucket{le=\"50\"} 3\n"));
  EXPECT_THAT(page, HasSubstr("took_bucket{le=\"+Inf\"} 4\n"));
}

TEST(EndpointTest, OneAddressIsListenedOnByOne) {
  const auto nothing = [] { return std::vector<Family>(); };
  const auto first = Endpoint::Listen("127.0.0.1:0", nothing);
  ASSERT_TRUE(first.ok()) << first.status();
  EXPECT_GT((*first)->port(), 0);

  const auto second = Endpoint::Listen(absl::StrCat("127.0.0.1:", (*first)->port()), nothing);

  EXPECT_EQ(second.status().code(), absl::StatusCode::kUnavailable);
  EXPECT_THAT(std::string(second.status().message()), HasSubstr("[metrics]"));
}

}  // namespace
}  // namespace candor::metrics::endpoint_test
