#include "cli/wire/own_certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>

#include <filesystem>
#include <string>
#include <thread>

#include "absl/strings/str_cat.h"
#include "candor/v1/watch.grpc.pb.h"
#include "cli/verbs/contexts.h"
#include "daemon/base/small_file.h"
#include "daemon/base/unique_fd.h"
#include "tls_daemon.h"

namespace candor::cli::own_certificate_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

// Of 90 days, on which two thirds are over.
constexpr int kDueAfterDays = 61;

// Says once that nothing has happened, and ends.
class OneHeartbeat final : public v1::WatchService::Service {
 public:
  grpc::Status Watch(grpc::ServerContext*, const v1::WatchRequest*,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override {
    writer->Write(v1::WatchResponse());
    return {grpc::StatusCode::UNAVAILABLE, "the daemon is stopping"};
  }
};

class OwnCertificateTest : public TlsTest {
 protected:
  // A context in use, with a certificate that is so many days old.
  void EnrolledFor(int days) { EnrolledFor(days, daemon_.address()); }
  void EnrolledFor(int days, const std::string& server) {
    Contexts contexts;
    contexts.all["work"] = {server, "", CredentialsOf("work")};
    contexts.in_use = "work";
    ASSERT_TRUE(HoldCredentials().ok());
    ASSERT_TRUE(WriteContexts(ContextsFile(), contexts).ok());
    ASSERT_TRUE(crypto::WriteCredentials(path_, authority_.CredentialsFor("members/ana", days)).ok());
    before_ = Kept();
  }
  crypto::Certificate Kept() const {
    const auto kept = crypto::ReadCredentials(path_);
    EXPECT_TRUE(kept.ok()) << kept.status();
    return kept.ok() ? kept->certificate : crypto::Certificate();
  }

  TlsDaemon daemon_{authority_, {&identity_, &members_}};
  const std::string path_ = CredentialsPath(CredentialsOf("work"));
  crypto::Certificate before_;
};

TEST_F(OwnCertificateTest, IsRenewedByTheFirstCommandAfterTwoThirdsOfItsLife) {
  EnrolledFor(kDueAfterDays);

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_EQ(outcome.err, "");
  EXPECT_EQ(identity_.renewals, 1);
  const crypto::Certificate after = Kept();
  EXPECT_NE(after.public_key, before_.public_key) << "with a key of its own";
  EXPECT_GT(after.not_after, before_.not_after);
  EXPECT_EQ(CandorOfContexts({"member", "list"}).code, 0);
  EXPECT_EQ(identity_.renewals, 1) << "once";
}

// On a machine where nothing else runs, and where it ends in another way than well.
TEST_F(OwnCertificateTest, IsRenewedByWhoWatches) {
  OneHeartbeat watched;
  TlsDaemon daemon(authority_, {&identity_, &watched});
  EnrolledFor(kDueAfterDays, daemon.address());

  EXPECT_NE(CandorOfContexts({"watch", "-o", "json"}).code, 0);

  EXPECT_EQ(identity_.renewals, 1);
  EXPECT_NE(Kept().public_key, before_.public_key);
}

TEST_F(OwnCertificateTest, IsLeftAloneBeforeThat) {
  EnrolledFor(kDueAfterDays - 3);

  EXPECT_EQ(CandorOfContexts({"member", "list"}).code, 0);

  EXPECT_EQ(identity_.renewals, 0);
  EXPECT_EQ(Kept(), before_);
}

TEST_F(OwnCertificateTest, WhatWasAskedForIsDoneThoughItCannotBeRenewed) {
  EnrolledFor(kDueAfterDays);
  identity_.answer = {grpc::StatusCode::RESOURCE_EXHAUSTED, "there is no room"};

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(outcome.out, HasSubstr("Ana Nguyen"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("could not be renewed yet: there is no room. The next command tries again"));
  EXPECT_EQ(Kept(), before_);
}

TEST_F(OwnCertificateTest, WhatIsNoCertificateForTheNewKeyIsNotKept) {
  EnrolledFor(kDueAfterDays);
  identity_.other_key = crypto::TlsKey::Make().public_key();

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_EQ(outcome.code, 0);
  EXPECT_THAT(Flat(outcome.err), HasSubstr("the certificate is for another key"));
  EXPECT_EQ(Kept(), before_);
}

TEST_F(OwnCertificateTest, TwoAtOnceDoNotBothRenewIt) {
  EnrolledFor(kDueAfterDays);
  Connection::Options options;
  ASSERT_TRUE(ChooseDaemon({}, options).ok());
  Connection connection(options);
  {
    const auto held = HeldFile::Take(path_ + ".lock", absl::Seconds(1));
    ASSERT_TRUE(held.ok());

    EXPECT_TRUE(RenewIfDue(connection, absl::Now()).ok());

    EXPECT_THAT(identity_.keys, IsEmpty());
  }
  EXPECT_TRUE(RenewIfDue(connection, absl::Now()).ok());
  // The connection has still the older one, the file the newer.
  EXPECT_TRUE(RenewIfDue(connection, absl::Now()).ok());
  EXPECT_THAT(identity_.keys, SizeIs(1));
}

TEST_F(OwnCertificateTest, OnceItHasEndedThatIsSaidWithoutACall) {
  EnrolledFor(91);

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotAllowed));
  EXPECT_THAT(outcome.err, HasSubstr("the certificate of this machine held until "));
  EXPECT_THAT(outcome.err, HasSubstr("candor enroll"));
}

TEST_F(OwnCertificateTest, WithoutOneADaemonBehindTlsIsNotAsked) {
  const Outcome outcome = RunAgainst(daemon_.address(), {"member", "list"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotAllowed));
  EXPECT_THAT(outcome.err, HasSubstr("this machine is not enrolled at tls:127.0.0.1"));
}

TEST_F(OwnCertificateTest, ADaemonOfAnotherAuthorityIsNotBelieved) {
  EnrolledFor(1);
  const PracticeAuthority another;
  ASSERT_TRUE(crypto::WriteCredentials(path_, another.CredentialsFor("members/ana")).ok());

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
  EXPECT_THAT(outcome.err, HasSubstr("does not prove to be the daemon of this machine's enrolment"));
  EXPECT_FALSE(members_.certified);
}

// Takes connections and hangs up on each, as a daemon does on an address with too many.
class HangsUp {
 public:
  HangsUp() : listener_(socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in here{};
    here.sin_family = AF_INET;
    here.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof(here);
    EXPECT_EQ(bind(listener_.get(), reinterpret_cast<const sockaddr*>(&here), sizeof(here)), 0);
    EXPECT_EQ(listen(listener_.get(), SOMAXCONN), 0);
    EXPECT_EQ(getsockname(listener_.get(), reinterpret_cast<sockaddr*>(&here), &size), 0);
    port_ = ntohs(here.sin_port);
    thread_ = std::thread([this] {
      while (UniqueFd(accept(listener_.get(), nullptr, nullptr)).ok()) {
      }
    });
  }
  ~HangsUp() {
    shutdown(listener_.get(), SHUT_RDWR);
    thread_.join();
  }
  HangsUp(const HangsUp&) = delete;
  HangsUp& operator=(const HangsUp&) = delete;

  std::string address() const { return absl::StrCat("tls:127.0.0.1:", port_); }

 private:
  const UniqueFd listener_;
  int port_ = 0;
  std::thread thread_;
};

TEST_F(OwnCertificateTest, ToBeHungUpOnIsNoReasonToEnrolAnew) {
  std::string nobody_there;
  {
    const HangsUp daemon;
    nobody_there = daemon.address();
    EnrolledFor(1, daemon.address());

    const Outcome outcome = CandorOfContexts({"member", "list"});

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable));
    EXPECT_THAT(Flat(outcome.err), HasSubstr("or it hung up"));
    EXPECT_THAT(Flat(outcome.err), HasSubstr("try again in half a minute"));
  }
  EnrolledFor(1, nobody_there);

  const Outcome outcome = CandorOfContexts({"member", "list"});

  EXPECT_THAT(Flat(outcome.err), HasSubstr("no daemon answers on tls:127.0.0.1"));
  EXPECT_THAT(Flat(outcome.err), Not(HasSubstr("enrolment code")));
}

// Whoever names somebody else is told by the daemon that this is not for them.
TEST_F(OwnCertificateTest, OnlyAnotherMembersNameIsSentAlong) {
  EnrolledFor(1);

  EXPECT_EQ(CandorOfContexts({"member", "list", "--act-for", "members/ana"}).code, 0);
  EXPECT_FALSE(members_.acted_for);
  EXPECT_EQ(CandorOfContexts({"member", "list", "--act-for", "members/bo"}).code, 0);
  EXPECT_TRUE(members_.acted_for);
}

}  // namespace
}  // namespace candor::cli::own_certificate_test
