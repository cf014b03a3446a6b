#include "cli/wire/first_contact.h"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <memory>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "cli/wire/server_address.h"
#include "tls_daemon.h"

namespace candor::cli::first_contact_test {
namespace {

using ::testing::HasSubstr;

constexpr absl::Duration kPatience = absl::Seconds(10);

class FirstContactTest : public TlsTest {
 protected:
  static absl::StatusOr<crypto::Certificate> Fetch(const std::string& host_and_port, const std::string& code,
                                                   absl::Duration patience = kPatience) {
    const auto address = ParseServer(AsTlsServer(host_and_port));
    EXPECT_TRUE(address.ok()) << address.status();
    const auto read = crypto::ParseEnrolmentCode(code);
    EXPECT_TRUE(read.ok()) << read.status();
    if (!address.ok() || !read.ok()) return absl::UnknownError("the test is wrong");
    return FetchAuthority(*address, *read, patience);
  }
};

TEST_F(FirstContactTest, FindsTheAuthorityOfTheCode) {
  const TlsDaemon daemon(authority_, {&identity_});

  const auto found = Fetch(daemon.host_and_port(), authority_.NewCode());

  ASSERT_TRUE(found.ok()) << found.status();
  EXPECT_EQ(*found, authority_.certificate);
}

TEST_F(FirstContactTest, RefusesAnotherAuthority) {
  const TlsDaemon daemon(authority_, {&identity_});

  const auto found = Fetch(daemon.host_and_port(), PracticeAuthority().NewCode());

  EXPECT_TRUE(absl::IsFailedPrecondition(found.status())) << found.status();
  EXPECT_THAT(std::string(found.status().message()), HasSubstr("nothing of the code was sent to it"));
}

// Anybody can show the authority's certificate, which is no secret: the server's own has to be of it.
TEST_F(FirstContactTest, TheAuthorityBesideACertificateOfAnotherIsNotBelieved) {
  const PracticeAuthority forger;
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const crypto::Certificate own =
      forger.Certify(key.public_key(), crypto::CertificateUse::kServer, "candord", 0, {"127.0.0.1"});
  grpc::SslServerCredentialsOptions ssl;
  ssl.pem_key_cert_pairs.push_back(
      {std::string(key.ToPem().text()), absl::StrCat(crypto::PemOf(own), crypto::PemOf(authority_.certificate))});
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::SslServerCredentials(ssl), &port);
  builder.RegisterService(&identity_);
  const std::unique_ptr<grpc::Server> server = builder.BuildAndStart();

  const auto found = Fetch(absl::StrCat("127.0.0.1:", port), authority_.NewCode());

  EXPECT_TRUE(absl::IsFailedPrecondition(found.status())) << found.status();
  server->Shutdown();
}

TEST_F(FirstContactTest, WhatDoesNotSpeakTlsIsTold) {
  grpc::ServerBuilder builder;
  int port = 0;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&identity_);
  const std::unique_ptr<grpc::Server> plain = builder.BuildAndStart();

  const auto found = Fetch(absl::StrCat("127.0.0.1:", port), authority_.NewCode());

  EXPECT_TRUE(absl::IsUnavailable(found.status())) << found.status();
  EXPECT_THAT(std::string(found.status().message()), HasSubstr("does not speak TLS"));
  plain->Shutdown();
}

TEST_F(FirstContactTest, WhereNobodyListensThatIsTold) {
  const auto found = Fetch("127.0.0.1:1", authority_.NewCode());

  EXPECT_TRUE(absl::IsUnavailable(found.status())) << found.status();
  EXPECT_THAT(std::string(found.status().message()), HasSubstr("no daemon answers on tls:127.0.0.1:1"));
}

// It takes connections and says nothing.
TEST_F(FirstContactTest, DoesNotWaitForEver) {
  const int silent = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof(address);
  ASSERT_EQ(bind(silent, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(listen(silent, 1), 0);
  ASSERT_EQ(getsockname(silent, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const absl::Time begin = absl::Now();

  const auto found =
      Fetch(absl::StrCat("127.0.0.1:", ntohs(address.sin_port)), authority_.NewCode(), absl::Milliseconds(300));

  EXPECT_TRUE(absl::IsUnavailable(found.status())) << found.status();
  EXPECT_LT(absl::Now() - begin, kPatience);
  close(silent);
}

}  // namespace
}  // namespace candor::cli::first_contact_test
