#include "daemon/identity/authority.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <string>

#include "daemon/base/small_file.h"
#include "daemon/crypto/certificate_signing.h"
#include "daemon/identity/lifetimes.h"
#include "identities.h"

namespace candor::identity::authority_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

class AuthorityTest : public testing::Test {
 protected:
  // What a practice brings.
  void Bring(const crypto::Certificate& certificate, const crypto::TlsKey& key) const {
    ASSERT_TRUE(ReplaceFile(files_.certificate, crypto::PemOf(certificate)).ok());
    ASSERT_TRUE(key.CreateFile(files_.key).ok());
  }

  void ExpectRefused(const std::string& why, absl::Time now = Noon()) const {
    const auto loaded = Authority::Load(files_, now);
    EXPECT_TRUE(absl::IsFailedPrecondition(loaded.status())) << loaded.status();
    EXPECT_THAT(std::string(loaded.status().message()), HasSubstr(why));
  }

  const TempFolder folder_;
  const AuthorityFiles files_ = FilesIn(folder_);
};

TEST_F(AuthorityTest, IsMadeOnceAndReadAgain) {
  const Authority made = MakeAuthorityIn(folder_);

  const auto read = Authority::Load(files_, Noon() + kDay);

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->certificate(), made.certificate());
  EXPECT_TRUE(absl::IsAlreadyExists(Authority::Create(files_, Noon()).status()));
  EXPECT_EQ(Authority::Load(files_, Noon())->certificate(), made.certificate());
}

TEST_F(AuthorityTest, ItsKeyIsForItsOwnerOnly) {
  MakeAuthorityIn(folder_);
  struct stat about {};
  ASSERT_EQ(::stat(files_.key.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 07777, 0600u);

  ASSERT_EQ(::chmod(files_.key.c_str(), 0644), 0);
  ExpectRefused("chmod 600");
}

TEST_F(AuthorityTest, WhatWasCutShortIsFinishedWithTheSameKey) {
  const crypto::TlsKey key = crypto::TlsKey::Make();
  ASSERT_TRUE(key.CreateFile(files_.key).ok());

  const Authority made = MakeAuthorityIn(folder_);

  EXPECT_EQ(made.certificate().public_key, key.public_key());
}

TEST_F(AuthorityTest, ThatNoneIsThereIsSaid) {
  const auto loaded = Authority::Load(files_, Noon());
  EXPECT_TRUE(absl::IsNotFound(loaded.status()));
  EXPECT_THAT(std::string(loaded.status().message()), HasSubstr("candord init"));
}

TEST_F(AuthorityTest, AMembersCertificateNamesTheMembersIdAndNothingElse) {
  const Authority authority = MakeAuthorityIn(folder_);
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const MemberId member = SomeMember(1);

  const auto made = authority.IssueToMember(member, key.public_key(), Noon());

  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_EQ(made->common_name, "members/" + member.ToString());
  EXPECT_THAT(made->names, IsEmpty());
  EXPECT_TRUE(made->for_clients);
  EXPECT_FALSE(made->for_servers);
  EXPECT_EQ(made->public_key, key.public_key());
  EXPECT_EQ(made->not_after, Noon() + 90 * kDay);
  EXPECT_TRUE(crypto::CheckIssued(*made, authority.certificate(), crypto::CertificateUse::kClient, Noon()).ok());
}

TEST_F(AuthorityTest, TheServersCertificateHasTheNamesOfTheConfiguration) {
  const Authority authority = MakeAuthorityIn(folder_);

  const auto made =
      authority.IssueToServer({"192.0.2.7", "candor.example.org"}, crypto::TlsKey::Make().public_key(), Noon());

  ASSERT_TRUE(made.ok()) << made.status();
  EXPECT_THAT(made->names, ElementsAre("192.0.2.7", "candor.example.org"));
  EXPECT_TRUE(made->for_servers);
  EXPECT_FALSE(made->for_clients);
  EXPECT_EQ(made->not_after, Noon() + 90 * kDay);
}

TEST_F(AuthorityTest, NothingOutlivesIt) {
  const Authority authority = MakeAuthorityIn(folder_);
  const absl::Time end = authority.certificate().not_after;
  const std::string key = crypto::TlsKey::Make().public_key();

  const auto last = authority.IssueToMember(SomeMember(1), key, end - kDay);

  ASSERT_TRUE(last.ok()) << last.status();
  EXPECT_EQ(last->not_after, end);
  EXPECT_TRUE(absl::IsFailedPrecondition(authority.IssueToMember(SomeMember(1), key, end + kDay).status()));
}

TEST_F(AuthorityTest, HoldsForTenYears) {
  const Authority authority = MakeAuthorityIn(folder_);
  EXPECT_TRUE(Authority::Load(files_, Noon() + 3652 * kDay).ok());
  ExpectRefused("held until 2036-", Noon() + 3654 * kDay);
  ExpectRefused("does not hold yet", Noon() - kDay);
}

TEST_F(AuthorityTest, TheOneThatAPracticeBringsSigns) {
  const crypto::TlsKey key = crypto::TlsKey::Make();
  Bring(crypto::MakeAuthority(key, "Our own", {Noon() - kDay, Noon() + 400 * kDay}), key);

  const auto loaded = Authority::Load(files_, Noon());

  ASSERT_TRUE(loaded.ok()) << loaded.status();
  EXPECT_TRUE(loaded->IssueToMember(SomeMember(1), crypto::TlsKey::Make().public_key(), Noon()).ok());
}

TEST_F(AuthorityTest, OneWithTheKeyOfAnotherIsRefused) {
  Bring(crypto::MakeAuthority(crypto::TlsKey::Make(), "Our own", {Noon(), Noon() + kDay}), crypto::TlsKey::Make());
  ExpectRefused("do not belong together");
}

TEST_F(AuthorityTest, ACertificateThatMaySignNothingIsRefused) {
  const crypto::TlsKey root_key = crypto::TlsKey::Make();
  const auto root = crypto::MakeAuthority(root_key, "Root", {Noon(), Noon() + kDay});
  const crypto::TlsKey key = crypto::TlsKey::Make();
  const auto leaf = crypto::IssueCertificate(
      {crypto::CertificateUse::kServer, "leaf", {}, key.public_key(), {Noon(), Noon() + kDay}}, root, root_key);
  ASSERT_TRUE(leaf.ok());
  Bring(*leaf, key);
  ExpectRefused("may not sign");
}

TEST_F(AuthorityTest, WhatIsNoCertificateIsRefusedByName) {
  ASSERT_TRUE(ReplaceFile(files_.certificate, "nonsense").ok());
  ExpectRefused(files_.certificate);
}

}  // namespace
}  // namespace candor::identity::authority_test
