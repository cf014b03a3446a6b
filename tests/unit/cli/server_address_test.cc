#include "cli/wire/server_address.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "daemon/base/status.h"

namespace candor::cli::server_address_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

ServerAddress Read(const char* text) {
  const auto address = ParseServer(text);
  EXPECT_TRUE(address.ok()) << text << address.status();
  return address.value_or(ServerAddress());
}

TEST(ServerAddressTest, ReadsEveryForm) {
  EXPECT_EQ(Read("unix:/run/c.sock"), (ServerAddress{"unix:/run/c.sock", false, "", ""}));
  EXPECT_EQ(Read("/run/c.sock"), (ServerAddress{"unix:/run/c.sock", false, "", ""}));
  EXPECT_EQ(Read("127.0.0.1:7000"), (ServerAddress{"127.0.0.1:7000", false, "", ""}));
  EXPECT_EQ(Read("localhost:7000"), (ServerAddress{"localhost:7000", false, "", ""}));
  EXPECT_EQ(Read("[::1]:7000"), (ServerAddress{"[::1]:7000", false, "", ""}));
  EXPECT_EQ(Read("tls:Candor.Example.org:7443"),
            (ServerAddress{"candor.example.org:7443", true, "candor.example.org", "7443"}));
  EXPECT_EQ(Read("tls:[2001:DB8::10]:7443"), (ServerAddress{"[2001:db8::10]:7443", true, "2001:db8::10", "7443"}));
}

TEST(ServerAddressTest, RefusesWhatIsNoneAndRepeatsNothing) {
  for (const char* text : {"", "xyzzy", "tls:", "tls:xyzzy", "tls:xyzzy:0", "tls:xyzzy:65536", "tls::7443",
                           "tls:2001:db8::10:7443", "tls:xyz zy:7443", "127.0.0.1"}) {
    const auto address = ParseServer(text);
    ASSERT_TRUE(absl::IsInvalidArgument(address.status())) << text;
    EXPECT_THAT(std::string(address.status().message()), HasSubstr("tls:HOST:PORT"));
    EXPECT_THAT(std::string(address.status().message()), Not(HasSubstr("xyz")));
  }
}

// Whoever is in between would read and write along.
TEST(ServerAddressTest, InTheClearItIsThisMachineAlone) {
  for (const char* text :
       {"candor.example.org:7000", "192.0.2.10:7000", "[2001:db8::10]:7000", "127.example.org:7000", "unix9:7000"}) {
    const auto address = ParseServer(text);
    ASSERT_TRUE(absl::IsInvalidArgument(address.status())) << text;
    EXPECT_THAT(std::string(address.status().message()), HasSubstr("write tls:HOST:PORT"));
  }
}

TEST(ServerAddressTest, WhoEnrollsMeansTls) {
  EXPECT_EQ(AsTlsServer("candor.example.org:7443"), "tls:candor.example.org:7443");
  EXPECT_EQ(AsTlsServer("tls:candor.example.org:7443"), "tls:candor.example.org:7443");
  EXPECT_FALSE(IsTlsServer("unix:/run/tls:"));
}

}  // namespace
}  // namespace candor::cli::server_address_test
