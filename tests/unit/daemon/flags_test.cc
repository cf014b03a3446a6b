#include "daemon/flags.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>

#include "tests/unit/store/store_fixture.h"

namespace candor::flags_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class FlagsTest : public testing::Test {
 protected:
  FlagsTest() {
    flags_.data_dir = folder_.Join("data");
    flags_.listen = {"unix:" + folder_.Join("candord.sock")};
  }

  void Configure(const std::string& text) {
    flags_.config = folder_.Join("candord.toml");
    std::ofstream(flags_.config) << text;
  }

  const store::TemporaryFolder folder_;
  Flags flags_;
};

TEST_F(FlagsTest, TheNetworkIsOnByDefault) {
  const auto options = OptionsFrom(flags_);

  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_TRUE(options->address->is_unix());
  EXPECT_EQ(options->network, NetworkConfig());
  EXPECT_FALSE(options->settings.has_value()) << "without a configuration they stay as they are on record";
}

TEST_F(FlagsTest, TheCommandLineSaysWhereTheNetworkIsBeforeTheConfiguration) {
  Configure("[network]\nlisten = \"none\"\nnames = [\"candor.example\"]\n");
  EXPECT_FALSE(OptionsFrom(flags_)->network->listen.has_value());
  flags_.listen.push_back("tls:127.0.0.1:0");

  const auto options = OptionsFrom(flags_);

  ASSERT_TRUE(options.ok()) << options.status();
  EXPECT_TRUE(options->address->is_unix()) << "what is heard by TLS is never heard in the clear";
  ASSERT_TRUE(options->network->listen.has_value());
  EXPECT_EQ(options->network->listen->target, "127.0.0.1:0");
  EXPECT_THAT(options->network->names, ElementsAre("candor.example"));
  EXPECT_TRUE(options->settings.has_value());
}

TEST_F(FlagsTest, OfEachSortOfAddressThereIsOne) {
  flags_.listen = {"unix:" + folder_.Join("a.sock"), "unix:" + folder_.Join("b.sock")};
  EXPECT_TRUE(absl::IsInvalidArgument(OptionsFrom(flags_).status()));
  flags_.listen = {"tls:127.0.0.1:0", "tls:127.0.0.1:0"};
  EXPECT_TRUE(absl::IsInvalidArgument(OptionsFrom(flags_).status()));
  flags_.listen = {"127.0.0.1:0"};
  EXPECT_TRUE(absl::IsPermissionDenied(OptionsFrom(flags_).status()));
}

TEST_F(FlagsTest, InitHasNamesInOneSpellingBeforeThoseOfTheConfiguration) {
  Configure("[network]\nnames = [\"candor.example\"]\nact_for_after_enrolment = true\n");
  EXPECT_THAT(InitRequestFrom(flags_)->network.names, ElementsAre("candor.example"));
  flags_.names = {"Records.Example", "192.0.2.7"};
  flags_.director = "Dr Lee";

  const auto request = InitRequestFrom(flags_);

  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_THAT(request->network.names, ElementsAre("192.0.2.7", "records.example"));
  EXPECT_TRUE(request->network.act_for_after_enrolment);
  EXPECT_EQ(request->director, "Dr Lee");
  flags_.names = {"*.example"};
  const absl::Status refused = InitRequestFrom(flags_).status();
  EXPECT_TRUE(absl::IsInvalidArgument(refused));
  EXPECT_THAT(std::string(refused.message()), HasSubstr("--name"));
}

TEST_F(FlagsTest, APassphraseIsReadOnceForAllOfInit) {
  const std::string path = folder_.Join("passphrase");
  std::ofstream(path) << "four words in a row\n";
  std::filesystem::permissions(path, std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  flags_.passphrase_file = path;
  const auto request = InitRequestFrom(flags_);
  ASSERT_TRUE(request.ok()) << request.status();
  ASSERT_TRUE(request->master_key.passphrase().ok());
  std::filesystem::remove(path);

  const auto again = request->master_key.passphrase();

  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(again->text(), "four words in a row");
}

}  // namespace
}  // namespace candor::flags_test
