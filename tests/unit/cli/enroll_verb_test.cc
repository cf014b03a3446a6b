#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "cli/verbs/contexts.h"
#include "fake_access.h"
#include "tls_daemon.h"

namespace candor::cli::enroll_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int kDone = static_cast<int>(ExitCode::kDone);

mode_t ModeOf(const std::string& path) {
  struct stat about {};
  EXPECT_EQ(stat(path.c_str(), &about), 0) << path;
  return about.st_mode & 07777U;
}

class EnrollVerbTest : public TlsTest {
 protected:
  Outcome Enroll(const std::string& server, const std::string& code, std::vector<std::string> more = {}) {
    more.insert(more.begin(), "enroll");
    return RunAgainst(server, more, code + "\n");
  }
  std::string Folder() const { return folder_ + "/candor/credentials"; }
  size_t FilesKept() const {
    const std::filesystem::directory_iterator files(Folder());
    return static_cast<size_t>(std::distance(begin(files), end(files)));
  }

  TlsDaemon daemon_{authority_, {&identity_, &members_}};
};

TEST_F(EnrollVerbTest, MakesAKeyAndAContextWithWhichThisMachineCalls) {
  const std::string code = authority_.NewCode();

  const Outcome outcome = Enroll(daemon_.host_and_port(), code);

  ASSERT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), HasSubstr("This machine now calls as Ana Nguyen."));
  EXPECT_THAT(outcome.out + outcome.err, Not(HasSubstr(code)));
  EXPECT_EQ(identity_.codes, std::vector<std::string>{code});
  const auto contexts = ReadContexts(ContextsFile());
  ASSERT_TRUE(contexts.ok()) << contexts.status();
  EXPECT_EQ(contexts->in_use, "127.0.0.1");
  EXPECT_EQ(contexts->all.at("127.0.0.1").server, daemon_.address());
  EXPECT_EQ(ModeOf(Folder()), 0700u);
  EXPECT_EQ(ModeOf(Folder() + "/127.0.0.1.pem"), 0600u);
  EXPECT_EQ(FilesKept(), 1u) << "no key is left beside it";

  EXPECT_THAT(CandorOfContexts({"member", "list"}).out, HasSubstr("Ana Nguyen"));
  EXPECT_TRUE(members_.certified);
  EXPECT_FALSE(members_.acted_for);
}

TEST_F(EnrollVerbTest, TakesTheCodeFromTheLineAndAnswersWithData) {
  const Outcome outcome =
      RunAgainst(daemon_.address(), {"--context", "work", "enroll", "--code", authority_.NewCode(), "-o", "json"});

  ASSERT_EQ(outcome.code, kDone) << outcome.err;
  const Json json = Json::parse(outcome.out);
  EXPECT_EQ(json["context"], "work");
  EXPECT_EQ(json["member"], "members/ana");
  EXPECT_EQ(json["credentials"], Folder() + "/work.pem");
  EXPECT_EQ(json["in_use"], true);
}

TEST_F(EnrollVerbTest, AnotherCodeIsForTheContextInUse) {
  ASSERT_EQ(Enroll(daemon_.host_and_port(), authority_.NewCode(), {"--context", "work"}).code, kDone);
  const crypto::Certificate before = crypto::ReadCredentials(Folder() + "/work.pem")->certificate;

  const Outcome outcome = CandorOfContexts({"enroll"}, authority_.NewCode(8) + "\n");

  EXPECT_EQ(outcome.code, kDone) << outcome.err;
  EXPECT_NE(crypto::ReadCredentials(Folder() + "/work.pem")->certificate, before);
  EXPECT_EQ(FilesKept(), 1u);
}

// As it is read off paper.
TEST_F(EnrollVerbTest, HyphensBlanksAndSmallLettersDoNotMatter) {
  std::string code = absl::AsciiStrToLower(authority_.NewCode());
  std::replace(code.begin(), code.end(), '-', ' ');

  EXPECT_EQ(Enroll(daemon_.host_and_port(), code).code, kDone);
}

TEST_F(EnrollVerbTest, ATypoIsToldHereAndNothingIsSent) {
  std::string code = authority_.NewCode();
  code[7] = code[7] == 'A' ? 'B' : 'A';

  const Outcome outcome = Enroll(daemon_.host_and_port(), code);

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("group 2"));
  EXPECT_THAT(outcome.err, Not(HasSubstr(code.substr(0, 5))));
  EXPECT_THAT(identity_.codes, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(Folder()));
}

TEST_F(EnrollVerbTest, WhoStandsInBetweenNeverSeesTheCode) {
  const PracticeAuthority another;

  const Outcome outcome = Enroll(daemon_.host_and_port(), another.NewCode());

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotProven)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("is not what this code was made for, and nothing of the code was sent to it"));
  EXPECT_THAT(identity_.codes, IsEmpty());
  EXPECT_FALSE(std::filesystem::exists(ContextsFile()));
}

TEST_F(EnrollVerbTest, AServerOfTheSameAuthorityUnderAnotherNameIsRefused) {
  TlsDaemon elsewhere(authority_, {&identity_}, {"candor.example.org"});

  const Outcome outcome = Enroll(elsewhere.host_and_port(), authority_.NewCode());

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kUnreachable)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("does not prove to be the daemon"));
  EXPECT_THAT(identity_.codes, IsEmpty());
}

// Its answer may have been lost: the daemon answers the same code again to the same key alone.
TEST_F(EnrollVerbTest, ASecondAttemptIsWithTheSameKey) {
  const std::string code = authority_.NewCode();
  identity_.answer = {grpc::StatusCode::UNAVAILABLE, "the daemon is stopping"};
  EXPECT_NE(Enroll(daemon_.host_and_port(), code).code, kDone);
  EXPECT_EQ(FilesKept(), 1u);
  EXPECT_EQ(ModeOf(Folder() + "/enrolling-00007.key"), 0600u);
  identity_.answer = grpc::Status::OK;

  EXPECT_EQ(Enroll(daemon_.host_and_port(), code, {"--context", "work"}).code, kDone);

  ASSERT_THAT(identity_.keys, SizeIs(2));
  EXPECT_EQ(identity_.keys[0], identity_.keys[1]);
  EXPECT_EQ(crypto::ReadCredentials(Folder() + "/work.pem")->key.public_key(), identity_.keys[0]);
  EXPECT_EQ(FilesKept(), 1u);
}

TEST_F(EnrollVerbTest, WhatTheDaemonRefusesIsToldAsItSaysIt) {
  identity_.answer = {grpc::StatusCode::FAILED_PRECONDITION, "this code has been used already"};

  const Outcome outcome = Enroll(daemon_.host_and_port(), authority_.NewCode());

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(outcome.err, HasSubstr("this code has been used already"));
  EXPECT_FALSE(std::filesystem::exists(ContextsFile()));
}

TEST_F(EnrollVerbTest, OfACodeThatIsOverNoKeyIsKept) {
  for (const char* reason : {"code_used", "code_expired", "code_unknown"}) {
    identity_.answer = RefusedFor(grpc::StatusCode::FAILED_PRECONDITION, reason);

    EXPECT_NE(Enroll(daemon_.host_and_port(), authority_.NewCode()).code, kDone);

    EXPECT_EQ(FilesKept(), 0u) << reason;
  }
}

TEST_F(EnrollVerbTest, AServerWithoutItsPortIsToldInTheWordsOfItsHelp) {
  const Outcome outcome = Enroll("127.0.0.1", authority_.NewCode());

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("where candord listens is written HOST:PORT"));
}

TEST_F(EnrollVerbTest, ACertificateForAnotherKeyOrOfAnotherAuthorityIsNotKept) {
  identity_.other_key = crypto::TlsKey::Make().public_key();
  const Outcome key = Enroll(daemon_.host_and_port(), authority_.NewCode());
  identity_.other_key.clear();
  identity_.other_authority = PracticeAuthority().certificate.der;
  const Outcome authority = Enroll(daemon_.host_and_port(), authority_.NewCode());

  EXPECT_EQ(key.code, static_cast<int>(ExitCode::kInternal));
  EXPECT_THAT(key.err, HasSubstr("the certificate is for another key"));
  EXPECT_EQ(authority.code, static_cast<int>(ExitCode::kInternal));
  EXPECT_THAT(authority.err, HasSubstr("its authority is another one"));
  EXPECT_FALSE(std::filesystem::exists(ContextsFile()));
}

TEST_F(EnrollVerbTest, AnotherMembersKeyIsNotWrittenOver) {
  ASSERT_TRUE(HoldCredentials().ok());
  const std::string path = Folder() + "/127.0.0.1.pem";
  ASSERT_TRUE(crypto::WriteCredentials(path, authority_.CredentialsFor("members/bo")).ok());
  const std::string code = authority_.NewCode();

  const Outcome outcome = Enroll(daemon_.host_and_port(), code);

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict)) << outcome.err;
  EXPECT_EQ(crypto::ReadCredentials(path)->certificate.common_name, "members/bo");
  EXPECT_EQ(Enroll(daemon_.host_and_port(), code, {"--context", "ana"}).code, kDone);
  EXPECT_EQ(identity_.keys[0], identity_.keys[1]) << "for this machine the code still holds";
}

TEST_F(EnrollVerbTest, AContextOfAnotherDaemonStaysAsItIs) {
  Contexts contexts;
  contexts.all["127.0.0.1"] = {"unix:/run/candord.sock", "", ""};
  ASSERT_TRUE(HoldContexts(ContextsFile()).ok());
  ASSERT_TRUE(WriteContexts(ContextsFile(), contexts).ok());

  const Outcome outcome = Enroll(daemon_.host_and_port(), authority_.NewCode());

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kConflict)) << outcome.err;
  EXPECT_THAT(outcome.err, HasSubstr("--context NAME"));
  EXPECT_THAT(identity_.codes, IsEmpty());
}

TEST_F(EnrollVerbTest, NeedsToBeToldWhereAndWithWhichCode) {
  const Outcome where = CandorOfContexts({"enroll"});
  const Outcome code = Enroll(daemon_.host_and_port(), "");

  EXPECT_EQ(where.code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(where.err, HasSubstr("candor enroll --server HOST:PORT"));
  EXPECT_EQ(code.code, static_cast<int>(ExitCode::kNotConfirmed));
}

}  // namespace
}  // namespace candor::cli::enroll_verb_test
