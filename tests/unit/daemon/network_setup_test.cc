#include "daemon/network_setup.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "daemon/crypto/certificate.h"
#include "daemon/crypto/tls_key.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::network_setup_test {
namespace {

using testing::ElementsAre;
using testing::IsSupersetOf;

mode_t ModeOf(const std::string& path) {
  struct stat about {};
  EXPECT_EQ(::stat(path.c_str(), &about), 0) << path;
  return about.st_mode & 07777;
}

NetworkConfig ListeningAt(const std::string& address) {
  NetworkConfig config;
  config.listen = rpc::ParseListenAddress(address, false).value();
  return config;
}

class NetworkSetupTest : public testing::Test {
 protected:
  NetworkRooms Open(const NetworkConfig& config) {
    auto opened = OpenNetwork(folder_.path(), config, clock_);
    EXPECT_TRUE(opened.ok()) << opened.status();
    return opened.ok() ? *std::move(opened) : NetworkRooms();
  }

  SimulatedClock clock_{absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone())};
  const store::TemporaryFolder folder_;
};

TEST_F(NetworkSetupTest, AnAuthorityIsMadeOnce) {
  const NetworkConfig config;
  EXPECT_FALSE(HasAuthority(folder_.path(), config));
  EXPECT_TRUE(absl::IsNotFound(OpenNetwork(folder_.path(), config, clock_).status()));

  ASSERT_TRUE(MakeAuthority(folder_.path(), config, clock_.Now()).ok());
  EXPECT_TRUE(HasAuthority(folder_.path(), config));
  const std::string made = Open(config).authority->certificate().der;
  ASSERT_TRUE(MakeAuthority(folder_.path(), config, clock_.Now()).ok());

  EXPECT_EQ(Open(config).authority->certificate().der, made);
  EXPECT_EQ(ModeOf(folder_.Join("authority.key")), 0600U);
  EXPECT_EQ(ModeOf(folder_.Join("tls")), 0700U);
}

TEST_F(NetworkSetupTest, AKeyAloneIsWhatWasCutShort) {
  const crypto::TlsKey key = crypto::TlsKey::Make();
  ASSERT_TRUE(key.CreateFile(folder_.Join("authority.key")).ok());
  EXPECT_FALSE(HasAuthority(folder_.path(), {}));

  ASSERT_TRUE(MakeAuthority(folder_.path(), {}, clock_.Now()).ok());

  EXPECT_EQ(Open({}).authority->certificate().public_key, key.public_key());
}

TEST_F(NetworkSetupTest, TheNamesThatInitWasToldStay) {
  ASSERT_TRUE(MakeAuthority(folder_.path(), {}, clock_.Now()).ok());
  EXPECT_THAT(Open({}).server->certificate().names, IsSupersetOf({"127.0.0.1", "::1", "localhost"}));
  NetworkConfig named;
  named.names = {"candor.harbour.example"};

  const std::string der = Open(named).server->certificate().der;

  const NetworkRooms again = Open({});
  EXPECT_THAT(again.server->certificate().names, ElementsAre("candor.harbour.example"));
  EXPECT_EQ(again.server->certificate().der, der);
}

TEST_F(NetworkSetupTest, AnAuthorityThatThePracticeBringsIsUsedWhereItLies) {
  const store::TemporaryFolder elsewhere;
  NetworkConfig config;
  config.authority_certificate = elsewhere.Join("ca.pem");
  config.authority_key = elsewhere.Join("ca.key");
  EXPECT_TRUE(HasAuthority(folder_.path(), config)) << "that it is missing stops the start";
  EXPECT_TRUE(absl::IsNotFound(OpenNetwork(folder_.path(), config, clock_).status()));
  const auto brought = identity::Authority::Create({config.authority_certificate, config.authority_key}, clock_.Now());
  ASSERT_TRUE(brought.ok()) << brought.status();

  ASSERT_TRUE(MakeAuthority(folder_.path(), config, clock_.Now()).ok());
  const NetworkRooms rooms = Open(config);

  EXPECT_EQ(rooms.authority->certificate(), brought->certificate());
  EXPECT_TRUE(crypto::CheckIssued(rooms.server->certificate(), brought->certificate(), crypto::CertificateUse::kServer,
                                  clock_.Now())
                  .ok());
  EXPECT_FALSE(std::filesystem::exists(folder_.Join("authority.key")));
}

TEST_F(NetworkSetupTest, AnotherAuthorityMakesAnotherCertificate) {
  ASSERT_TRUE(MakeAuthority(folder_.path(), {}, clock_.Now()).ok());
  const std::string before = Open({}).server->certificate().der;
  const store::TemporaryFolder elsewhere;
  NetworkConfig config;
  config.authority_certificate = elsewhere.Join("ca.pem");
  config.authority_key = elsewhere.Join("ca.key");
  ASSERT_TRUE(identity::Authority::Create({config.authority_certificate, config.authority_key}, clock_.Now()).ok());

  const NetworkRooms rooms = Open(config);

  EXPECT_NE(rooms.server->certificate().der, before);
  EXPECT_TRUE(crypto::CheckIssued(rooms.server->certificate(), rooms.authority->certificate(),
                                  crypto::CertificateUse::kServer, clock_.Now())
                  .ok());
}

TEST(WhereToReachTest, IsANameThatOtherMachinesKnow) {
  const NetworkConfig everywhere = ListeningAt("tls:0.0.0.0:7443");
  EXPECT_EQ(WhereToReach(everywhere, {"127.0.0.1", "::1", "candor.example", "localhost"}), "candor.example:7443");
  EXPECT_EQ(WhereToReach(everywhere, {"2001:db8::7", "localhost"}), "[2001:db8::7]:7443");
  EXPECT_EQ(WhereToReach(everywhere, {"127.0.0.1", "localhost"}), "127.0.0.1:7443");
}

TEST(WhereToReachTest, IsWhereItListensWhenThatIsOneAddress) {
  const std::vector<std::string> names = {"127.0.0.1", "::1", "candor.example"};
  EXPECT_EQ(WhereToReach(ListeningAt("tls:127.0.0.1:7500"), names), "127.0.0.1:7500");
  EXPECT_EQ(WhereToReach(ListeningAt("tls:[::1]:7500"), names), "[::1]:7500");
  // Its certificate is not for that one.
  EXPECT_EQ(WhereToReach(ListeningAt("tls:192.0.2.7:7500"), names), "candor.example:7500");
}

TEST(WhereToReachTest, IsNowhereWithoutANetworkOrAPort) {
  NetworkConfig off;
  off.listen.reset();
  EXPECT_EQ(WhereToReach(off, {"candor.example"}), std::nullopt);
  EXPECT_EQ(WhereToReach(ListeningAt("tls:0.0.0.0:0"), {"candor.example"}), std::nullopt);
}

}  // namespace
}  // namespace candor::network_setup_test
