#include "daemon/metrics_server.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"

namespace candor::metrics_server_test {
namespace {

using ::testing::HasSubstr;

std::vector<metrics::Family> Nothing() {
  return {};
}

TEST(MetricsServerTest, ServesNothingUntilItIsTold) {
  MetricsServer server;

  EXPECT_EQ(server.port(), 0);
  EXPECT_EQ(server.Problem(), "");
}

TEST(MetricsServerTest, TakesAnAddressThatIsFree) {
  MetricsServer server;

  server.Serve("127.0.0.1:0", Nothing);

  EXPECT_GT(server.port(), 0);
  EXPECT_EQ(server.Problem(), "");
  server.Stop();
  EXPECT_EQ(server.port(), 0);
}

// What the daemon is for does not wait for it.
TEST(MetricsServerTest, AnAddressThatIsTakenIsSaidAndTriedAgain) {
  auto other = metrics::Endpoint::Listen("127.0.0.1:0", Nothing);
  ASSERT_TRUE(other.ok()) << other.status();
  const int port = (*other)->port();
  MetricsServer server(absl::Milliseconds(20));

  server.Serve(absl::StrCat("127.0.0.1:", port), Nothing);
  EXPECT_EQ(server.port(), 0);
  EXPECT_THAT(server.Problem(), HasSubstr(absl::StrCat("127.0.0.1:", port)));
  other->reset();

  for (int i = 0; i < 500 && server.port() == 0; ++i) absl::SleepFor(absl::Milliseconds(20));
  EXPECT_EQ(server.port(), port);
  EXPECT_EQ(server.Problem(), "");
}

TEST(MetricsServerTest, EndsWhileItsAddressIsTaken) {
  const auto other = metrics::Endpoint::Listen("127.0.0.1:0", Nothing);
  ASSERT_TRUE(other.ok()) << other.status();
  MetricsServer server(absl::Milliseconds(1));
  server.Serve(absl::StrCat("127.0.0.1:", (*other)->port()), Nothing);

  server.Stop();

  EXPECT_EQ(server.port(), 0);
}

}  // namespace
}  // namespace candor::metrics_server_test
