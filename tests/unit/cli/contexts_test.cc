#include "cli/verbs/contexts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "cli/print/exit_codes.h"
#include "fake_daemon.h"
#include "tests/support/temp_folder.h"
#include "tls_daemon.h"

namespace candor::cli::contexts_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class ContextsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    folder_ = MakeTempFolder("candor-contexts");
    setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
    unsetenv("CANDOR_SERVER");
    unsetenv("CANDOR_CONTEXT");
  }
  void TearDown() override {
    unsetenv("XDG_CONFIG_HOME");
    unsetenv("CANDOR_SERVER");
    unsetenv("CANDOR_CONTEXT");
    std::filesystem::remove_all(folder_);
  }

  void Write(const std::string& text, mode_t mode = 0600) {
    std::filesystem::create_directories(folder_ + "/candor");
    std::ofstream(ContextsFile()) << text;
    chmod(ContextsFile().c_str(), mode);
  }
  void WriteTwo() {
    Contexts contexts;
    contexts.all["home"] = {"unix:/home.sock", "Ana Nguyen", ""};
    contexts.all["work"] = {"localhost:7000", "", ""};
    contexts.in_use = "home";
    ASSERT_TRUE(WriteContexts(ContextsFile(), contexts).ok());
  }
  static Connection::Options Chosen(const GivenConnection& given) {
    Connection::Options options;
    const absl::Status status = ChooseDaemon(given, options);
    EXPECT_TRUE(status.ok()) << status;
    return options;
  }

  std::string folder_;
};

TEST_F(ContextsTest, AreReadAsTheyWereWrittenAndAreForTheirOwnerOnly) {
  WriteTwo();
  const auto read = ReadContexts(ContextsFile());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(read->in_use, "home");
  ASSERT_EQ(read->all.size(), 2u);
  EXPECT_EQ(read->all.at("home").server, "unix:/home.sock");
  EXPECT_EQ(read->all.at("home").act_for, "Ana Nguyen");
  EXPECT_EQ(read->all.at("work").act_for, "");
  EXPECT_EQ(read->all.at("work").credentials, "");
  struct stat about {};
  ASSERT_EQ(stat(ContextsFile().c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777u, 0600u);
}

TEST_F(ContextsTest, AFileThatOthersCanReadOrChangeIsRefused) {
  for (const mode_t mode : {0640, 0604, 0620, 0602}) {
    Write("", mode);
    const auto read = ReadContexts(ContextsFile());
    EXPECT_EQ(ExitCodeOf(read.status()), ExitCode::kLocalFile) << mode;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr("chmod 600"));
  }
}

TEST_F(ContextsTest, AFolderIntoWhichEverybodyCanWriteIsRefused) {
  Write("");
  ASSERT_EQ(chmod((folder_ + "/candor").c_str(), 0777), 0);

  const auto read = ReadContexts(ContextsFile());

  EXPECT_EQ(ExitCodeOf(read.status()), ExitCode::kLocalFile);
  EXPECT_THAT(std::string(read.status().message()), HasSubstr("chmod 700"));
}

TEST_F(ContextsTest, WhatIsNoListOfContextsIsToldWithItsLine) {
  for (const auto& [text, told] : std::vector<std::pair<std::string, std::string>>{
           {"in_use = 3\n", ":1: unknown key"},
           {"[context.a]\nserver = \"unix:/s\"\ncertificate = \"c\"\n", ":3: unknown key"},
           {"[context.a]\nact_for = \"x\"\n", "a context names its server"},
           {"in_use = \n", ": not TOML"}}) {
    Write(text);
    const auto read = ReadContexts(ContextsFile());
    EXPECT_EQ(ExitCodeOf(read.status()), ExitCode::kLocalFile) << text;
    EXPECT_THAT(std::string(read.status().message()), HasSubstr(told)) << text;
  }
}

TEST_F(ContextsTest, TheLineCountsBeforeTheEnvironmentAndThatBeforeWhatIsInUse) {
  WriteTwo();
  EXPECT_EQ(Chosen({}).server, "unix:/home.sock");
  EXPECT_EQ(Chosen({}).act_for, "Ana Nguyen");
  EXPECT_EQ(Chosen({"", "", "Di Ev"}).act_for, "Di Ev");

  setenv("CANDOR_CONTEXT", "work", 1);
  EXPECT_EQ(Chosen({}).server, "localhost:7000");
  setenv("CANDOR_SERVER", "unix:/env.sock", 1);
  EXPECT_EQ(Chosen({}).server, "unix:/env.sock");
  EXPECT_EQ(Chosen({"home", "", ""}).server, "unix:/home.sock");
  EXPECT_EQ(Chosen({"home", "unix:/line.sock", ""}).server, "unix:/line.sock");
}

// Its member would be another daemon's.
TEST_F(ContextsTest, WhoNamesAServerGetsNothingOfAContext) {
  WriteTwo();
  EXPECT_EQ(Chosen({"", "unix:/line.sock", ""}).act_for, "");
  setenv("CANDOR_SERVER", "unix:/env.sock", 1);
  EXPECT_EQ(Chosen({}).act_for, "");
}

TEST_F(ContextsTest, WithoutAnyItIsThisUsersOwnDaemon) {
  EXPECT_EQ(Chosen({}).server, DefaultServer());
  EXPECT_EQ(Chosen({}).act_for, "");
}

class CredentialsTest : public ContextsTest {
 protected:
  // A context of this name, with credentials of the member.
  void Enrol(const std::string& name, const std::string& member) {
    Contexts contexts = *ReadContexts(ContextsFile());
    contexts.all[name] = {"tls:candor.example.org:7443", "", CredentialsOf(name)};
    ASSERT_TRUE(HoldCredentials().ok());
    ASSERT_TRUE(WriteContexts(ContextsFile(), contexts).ok());
    ASSERT_TRUE(crypto::WriteCredentials(CredentialsPath(CredentialsOf(name)), authority_.CredentialsFor(member)).ok());
  }

  const PracticeAuthority authority_;
};

TEST_F(CredentialsTest, SayWhoCalls) {
  Enrol("ana", "members/ana");

  const Connection::Options chosen = Chosen({"ana", "", ""});

  ASSERT_NE(chosen.credentials, nullptr);
  EXPECT_EQ(chosen.credentials->authority, authority_.certificate);
  EXPECT_EQ(chosen.credentials_file, folder_ + "/candor/credentials/ana.pem");
  EXPECT_EQ(chosen.act_for, "members/ana");
  EXPECT_EQ(Chosen({"ana", "", "Di Ev"}).act_for, "Di Ev");
  EXPECT_EQ(Chosen({"ana", "unix:/line.sock", ""}).credentials, nullptr);
  EXPECT_EQ(Chosen({"", "tls:other.example.org:7443", ""}).credentials, nullptr);
}

TEST_F(CredentialsTest, AreNotUsedWhereOthersCanReadThem) {
  Enrol("ana", "members/ana");
  ASSERT_EQ(chmod(CredentialsPath(CredentialsOf("ana")).c_str(), 0640), 0);
  Connection::Options options;

  const absl::Status open = ChooseDaemon({"ana", "", ""}, options);
  std::filesystem::remove(CredentialsPath(CredentialsOf("ana")));
  const absl::Status gone = ChooseDaemon({"ana", "", ""}, options);

  EXPECT_EQ(ExitCodeOf(open), ExitCode::kLocalFile) << open;
  EXPECT_THAT(std::string(open.message()), HasSubstr("chmod 600"));
  EXPECT_EQ(ExitCodeOf(gone), ExitCode::kLocalFile) << gone;
  EXPECT_THAT(std::string(gone.message()), HasSubstr("candor enroll"));
  EXPECT_EQ(options.credentials, nullptr);
}

// Against whatever daemon the contexts lead to.
Outcome CandorHere(std::vector<const char*> line) {
  std::istringstream in;
  std::ostringstream out, err;
  Session session(Terminal{in, out, err});
  line.insert(line.begin(), "candor");
  Outcome outcome;
  outcome.code = RunCandor(static_cast<int>(line.size()), line.data(), session);
  outcome.out = out.str();
  outcome.err = err.str();
  return outcome;
}

TEST_F(ContextsTest, AreAddedUsedListedAndRemoved) {
  EXPECT_EQ(CandorHere({"context", "add", "ana", "--server", "unix:/a.sock", "--act-for", "Ana Nguyen"}).code, 0);
  EXPECT_EQ(CandorHere({"context", "add", "ana"}).code, static_cast<int>(ExitCode::kConflict));
  EXPECT_EQ(CandorHere({"context", "add", "a b"}).code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_EQ(CandorHere({"context", "use", "nobody"}).code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_THAT(CandorHere({"context", "use", "ana"}).out, HasSubstr("talks to unix:/a.sock for Ana Nguyen"));

  EXPECT_EQ(CandorHere({"context", "list", "-o", "csv"}).out,
            "context,server,act_for,in_use\r\nana,unix:/a.sock,Ana Nguyen,true\r\n");
  EXPECT_THAT(CandorHere({"case", "list"}).err, HasSubstr("no daemon answers on unix:/a.sock"));
  EXPECT_EQ(CandorHere({"context", "remove", "ana"}).code, 0);
  EXPECT_THAT(CandorHere({"case", "list"}).err, Not(HasSubstr("a.sock")));
}

TEST_F(CredentialsTest, GoWithTheirContext) {
  Enrol("ana", "members/ana");
  const std::string path = CredentialsPath(CredentialsOf("ana"));
  ASSERT_TRUE(std::filesystem::exists(path));

  const Outcome outcome = CandorHere({"context", "remove", "ana"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), HasSubstr("candor member revoke"));
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(CredentialsTest, StayWhileAnotherContextHasThem) {
  Enrol("ana", "members/ana");
  Contexts contexts = *ReadContexts(ContextsFile());
  contexts.all["away"] = {"tls:192.0.2.10:7443", "", CredentialsOf("ana")};
  ASSERT_TRUE(WriteContexts(ContextsFile(), contexts).ok());
  const std::string path = CredentialsPath(CredentialsOf("ana"));

  EXPECT_EQ(CandorHere({"context", "remove", "ana"}).code, 0);
  EXPECT_TRUE(std::filesystem::exists(path));
  EXPECT_EQ(CandorHere({"context", "remove", "away"}).code, 0);
  EXPECT_FALSE(std::filesystem::exists(path));
}

TEST_F(ContextsTest, AContextThatThereIsNotStopsWhatAsksADaemonAndNothingElse) {
  const Outcome asks = CandorHere({"--context", "nobody", "case", "list"});
  EXPECT_EQ(asks.code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_THAT(asks.err, HasSubstr("candor context list"));
  EXPECT_EQ(CandorHere({"--context", "nobody", "help", "exit-codes"}).code, 0);
}

}  // namespace
}  // namespace candor::cli::contexts_test
