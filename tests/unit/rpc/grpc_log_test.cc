#include "daemon/rpc/grpc_log.h"

#include <gtest/gtest.h>

namespace candor::rpc::grpc_log_test {
namespace {

TEST(NowAndThenTest, TellsOnceAMinuteHowOftenItWas) {
  const absl::Time noon = absl::FromUnixSeconds(1'780'000'000);
  NowAndThen errors(absl::Minutes(1));

  EXPECT_EQ(errors.Happened(noon), 1U);
  for (int i = 0; i < 600; ++i) EXPECT_EQ(errors.Happened(noon + absl::Milliseconds(10 * i)), std::nullopt);
  EXPECT_EQ(errors.Happened(noon + absl::Minutes(1)), 601U);
  EXPECT_EQ(errors.Happened(noon - absl::Hours(1)), 1U) << "the clock was set back";
}

}  // namespace
}  // namespace candor::rpc::grpc_log_test
