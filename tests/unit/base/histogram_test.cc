#include "daemon/base/histogram.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace candor::histogram_test {
namespace {

using ::testing::ElementsAre;

TEST(HistogramTest, AValueCountsUnderTheFirstBoundThatItDoesNotExceed) {
  Histogram histogram({1, 10});
  for (const int64_t value : {0, 1, 2, 10, 11, 1000}) histogram.Note(value);

  EXPECT_THAT(histogram.counts(), ElementsAre(2U, 2U, 2U));
  EXPECT_EQ(histogram.count(), 6U);
  EXPECT_EQ(histogram.sum(), 1024);
}

TEST(HistogramTest, OfNothingThereIsNothing) {
  const Histogram histogram({1, 10});

  EXPECT_THAT(histogram.counts(), ElementsAre(0U, 0U, 0U));
  EXPECT_EQ(histogram.count(), 0U);
  EXPECT_EQ(histogram, Histogram({1, 10}));
}

}  // namespace
}  // namespace candor::histogram_test
