#include "daemon/identity/server_certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/small_file.h"
#include "identities.h"

namespace candor::identity::server_certificate_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

namespace fs = std::filesystem;

class ServerCertificateTest : public testing::Test {
 protected:
  absl::StatusOr<std::unique_ptr<ServerCertificate>> Opened() {
    return ServerCertificate::Open({folder_.path(), names_}, authority_, clock_);
  }

  std::unique_ptr<ServerCertificate> Open() {
    auto opened = Opened();
    EXPECT_TRUE(opened.ok()) << opened.status();
    return *std::move(opened);
  }

  // What whoever speaks TLS would read: as it is now, through the link.
  static crypto::Certificate Served(const ServerCertificate& server) {
    const auto key = crypto::TlsKey::Load(server.key_file(), "the key");
    EXPECT_TRUE(key.ok()) << key.status();
    const auto pem = ReadSmallFile(server.chain_file());
    const auto chain = crypto::ReadCertificates(pem->value(), "the chain");
    EXPECT_TRUE(chain.ok()) << chain.status();
    EXPECT_EQ(chain->front().public_key, key->public_key());
    return chain->front();
  }

  // Where somebody puts files by hand.
  static std::string KeyIn(const ServerCertificate& server) { return server.folder() + "/key.pem"; }
  static std::string ChainIn(const ServerCertificate& server) { return server.folder() + "/chain.pem"; }

  size_t FoldersWithFiles() const {
    size_t count = 0;
    for (const auto& each : fs::directory_iterator(folder_.path())) {
      if (!each.is_symlink() && each.is_directory()) ++count;
    }
    return count;
  }

  const TempFolder folder_;
  const Authority authority_ = MakeAuthorityIn(folder_);
  std::vector<std::string> names_ = {"Candor.Example.org", "127.0.0.1"};
  SimulatedClock clock_{Noon()};
};

TEST_F(ServerCertificateTest, IsMadeForTheNamesOfTheConfiguration) {
  const auto server = Open();

  const crypto::Certificate served = Served(*server);
  EXPECT_THAT(served.names, ElementsAre("127.0.0.1", "candor.example.org"));
  EXPECT_EQ(served, server->certificate());
  EXPECT_TRUE(crypto::CheckIssued(served, authority_.certificate(), crypto::CertificateUse::kServer, Noon()).ok());
  EXPECT_EQ(server->problem(), "");
}

TEST_F(ServerCertificateTest, AClientWithACodeFindsTheAuthorityInTheChain) {
  const auto server = Open();

  const auto pem = ReadSmallFile(server->chain_file());
  const auto chain = crypto::ReadCertificates(pem->value(), "the chain");

  ASSERT_TRUE(chain.ok());
  ASSERT_EQ(chain->size(), 2u);
  EXPECT_EQ(chain->back(), authority_.certificate());
  EXPECT_EQ(*crypto::FingerprintOfPem(*ReadSmallFile(server->authority_file()).value()),
            authority_.certificate().fingerprint);
}

TEST_F(ServerCertificateTest, ItsFilesAreForTheirOwnerOnly) {
  const mode_t before = ::umask(0);
  const auto server = Open();
  ::umask(before);

  for (const std::string& path :
       {server->key_file(), server->chain_file(), server->authority_file(), KeyIn(*server), ChainIn(*server)}) {
    struct stat about {};
    ASSERT_EQ(::stat(path.c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0600u) << path;
  }
  for (const std::string folder : {"server", "served"}) {
    struct stat about {};
    ASSERT_EQ(::stat(folder_.File(folder).c_str(), &about), 0);
    EXPECT_EQ(about.st_mode & 07777, 0700u) << folder;
  }
}

TEST_F(ServerCertificateTest, AStartTakesTheOneThatIsThere) {
  const crypto::Certificate first = Served(*Open());
  clock_.AdvanceTime(30 * kDay);
  EXPECT_EQ(Served(*Open()), first);
}

TEST_F(ServerCertificateTest, AtTwoThirdsOfItsLifeAnotherOneTakesItsPlaceWithoutAStart) {
  const auto server = Open();
  const crypto::Certificate first = Served(*server);
  const absl::Time due = crypto::RenewFrom(first.not_before, first.not_after);
  clock_.SetTime(due - absl::Seconds(1));
  ASSERT_TRUE(server->Refresh().ok());
  EXPECT_EQ(Served(*server), first);

  clock_.SetTime(due);
  ASSERT_TRUE(server->Refresh().ok());

  const crypto::Certificate second = Served(*server);
  EXPECT_NE(second.public_key, first.public_key);
  EXPECT_GT(second.not_after, first.not_after);
  EXPECT_EQ(server->certificate(), second);
  EXPECT_EQ(FoldersWithFiles(), 2u) << "what is to be served, and what is";
}

TEST_F(ServerCertificateTest, OtherNamesNeedAnotherOne) {
  Open();
  names_ = {"other.example.org"};
  EXPECT_THAT(Served(*Open()).names, ElementsAre("other.example.org"));
}

TEST_F(ServerCertificateTest, AnotherAuthorityNeedsAnotherOne) {
  Open();
  const TempFolder elsewhere;
  const Authority other = MakeAuthorityIn(elsewhere);

  const auto server = ServerCertificate::Open({folder_.path(), names_}, other, clock_);

  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_TRUE(crypto::CheckIssued(Served(**server), other.certificate(), crypto::CertificateUse::kServer, Noon()).ok());
}

TEST_F(ServerCertificateTest, OneThatWasPutThereByHandIsTakenOver) {
  const auto server = Open();
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const auto theirs = authority_.IssueToServer({"127.0.0.1", "candor.example.org"}, key.public_key(), Noon() + kDay);
  ASSERT_TRUE(theirs.ok());
  ASSERT_EQ(::unlink(KeyIn(*server).c_str()), 0);
  ASSERT_TRUE(key.CreateFile(KeyIn(*server)).ok());
  const std::string chain = absl::StrCat(crypto::PemOf(*theirs), crypto::PemOf(authority_.certificate()));
  ASSERT_TRUE(ReplaceFile(ChainIn(*server), chain).ok());
  clock_.AdvanceTime(kDay);

  ASSERT_TRUE(server->Refresh().ok());

  EXPECT_EQ(server->certificate(), *theirs);
  EXPECT_EQ(Served(*server), *theirs);
}

TEST_F(ServerCertificateTest, WhatCannotBeUsedIsToldAndTheLastGoodOneStays) {
  const auto server = Open();
  const crypto::Certificate good = server->certificate();
  const std::string chain = ReadSmallFile(ChainIn(*server))->value();
  ASSERT_TRUE(ReplaceFile(ChainIn(*server), "nonsense").ok());

  EXPECT_TRUE(absl::IsFailedPrecondition(server->Refresh()));

  EXPECT_EQ(server->certificate(), good);
  EXPECT_EQ(Served(*server), good);
  EXPECT_THAT(server->problem(), HasSubstr("no certificate in PEM"));
  ASSERT_TRUE(ReplaceFile(ChainIn(*server), crypto::PemOf(good)).ok());
  EXPECT_TRUE(absl::IsFailedPrecondition(server->Refresh()));
  EXPECT_THAT(server->problem(), HasSubstr("without the authority's"));
  ASSERT_TRUE(ReplaceFile(ChainIn(*server), chain).ok());
  EXPECT_TRUE(server->Refresh().ok());
  EXPECT_EQ(server->problem(), "");
}

TEST_F(ServerCertificateTest, WhatIsHalfPutThereIsNotServed) {
  const auto server = Open();
  const crypto::Certificate good = server->certificate();
  ASSERT_EQ(::unlink(KeyIn(*server).c_str()), 0);
  ASSERT_TRUE(crypto::TlsKey::Make().CreateFile(KeyIn(*server)).ok());

  EXPECT_TRUE(absl::IsFailedPrecondition(server->Refresh()));

  EXPECT_EQ(Served(*server), good);
}

TEST_F(ServerCertificateTest, AChainThatWaitsForItsKeyIsNotTakenAway) {
  const auto server = Open();
  const crypto::Certificate good = server->certificate();
  ASSERT_EQ(::unlink(KeyIn(*server).c_str()), 0);

  EXPECT_TRUE(absl::IsFailedPrecondition(server->Refresh()));

  EXPECT_TRUE(fs::exists(ChainIn(*server)));
  EXPECT_EQ(Served(*server), good);
}

TEST_F(ServerCertificateTest, WhatIsServedIsPutBackWhenItIsGone) {
  const auto server = Open();
  fs::remove(folder_.File("served"));

  ASSERT_TRUE(server->Refresh().ok());

  EXPECT_EQ(Served(*server), server->certificate());
}

TEST_F(ServerCertificateTest, AStartWithWhatCannotBeUsedSaysWhatToDo) {
  const auto server = Open();
  ASSERT_EQ(::unlink(KeyIn(*server).c_str()), 0);
  ASSERT_TRUE(crypto::TlsKey::Make().CreateFile(KeyIn(*server)).ok());

  const auto again = Opened();

  EXPECT_TRUE(absl::IsFailedPrecondition(again.status())) << again.status();
  EXPECT_THAT(std::string(again.status().message()), HasSubstr("is not the one of key.pem"));
  EXPECT_THAT(std::string(again.status().message()), HasSubstr("take the folder away"));
}

TEST_F(ServerCertificateTest, AKeyThatOthersCanReadIsRefused) {
  const auto server = Open();
  ASSERT_EQ(::chmod(KeyIn(*server).c_str(), 0644), 0);
  EXPECT_TRUE(absl::IsFailedPrecondition(server->Refresh()));
  EXPECT_THAT(server->problem(), HasSubstr("chmod 600"));
}

TEST_F(ServerCertificateTest, OneThatCannotBeRenewedYetServesOn) {
  const crypto::Certificate first = Served(*Open());
  clock_.SetTime(first.not_after - kDay);
  // Nobody can put anything else in the place of a folder that is not empty.
  const std::string target = fs::read_symlink(folder_.File("server")).string();
  fs::remove(folder_.File("server"));
  fs::rename(folder_.File(target), folder_.File("server"));

  const auto server = Opened();

  ASSERT_TRUE(server.ok()) << server.status();
  EXPECT_EQ((*server)->certificate(), first);
  EXPECT_THAT((*server)->problem(), HasSubstr("server"));
}

TEST_F(ServerCertificateTest, NeedsANameThatIsOne) {
  names_ = {};
  EXPECT_TRUE(absl::IsInvalidArgument(Opened().status()));
  names_ = {"*.example.org"};
  EXPECT_TRUE(absl::IsInvalidArgument(Opened().status()));
}

TEST_F(ServerCertificateTest, TakesAwayWhatACrashLeftAndNothingElse) {
  fs::create_directory(folder_.File("server.aaaaaaaaaaaaaaaaaaaaaaaaaa"));
  fs::create_directory(folder_.File("served.aaaaaaaaaaaaaaaaaaaaaaaaaa"));
  fs::create_directory(folder_.File("server.mine"));

  Open();

  EXPECT_FALSE(fs::exists(folder_.File("server.aaaaaaaaaaaaaaaaaaaaaaaaaa")));
  EXPECT_FALSE(fs::exists(folder_.File("served.aaaaaaaaaaaaaaaaaaaaaaaaaa")));
  EXPECT_TRUE(fs::exists(folder_.File("server.mine")));
  EXPECT_TRUE(fs::exists(folder_.File("authority.key")));
}

}  // namespace
}  // namespace candor::identity::server_certificate_test
