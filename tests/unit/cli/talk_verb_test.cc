#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "cli/wire/json.h"
#include "fake_daemon.h"
#include "roles.h"
#include "tests/support/temp_folder.h"

namespace candor::cli::talk_verb_test {
namespace {

using ::testing::HasSubstr;

constexpr char kNobody[] = "unix:/nonexistent/candor.sock";

class TalkVerbTest : public ::testing::Test {
 protected:
  TalkVerbTest() : folder_(MakeTempFolder("candor-talk")) {}
  ~TalkVerbTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) {
    const std::string path = folder_ + "/talk.csv";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string folder_;
};

TEST_F(TalkVerbTest, ListsThePracticesPeopleWithoutADaemon) {
  const std::string path = Write("who,name,contact,hours\r\nconsultant,Maria Lopez,555-0100,\"Mon, Tue\"\r\n\r\n");

  const Outcome table = RunAgainst(kNobody, {"talk", "--file", path});
  const Outcome json = RunAgainst(kNobody, {"talk", "--file", path, "-o", "json"});

  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("Maria Lopez"));
  EXPECT_THAT(table.out, HasSubstr("555-0100"));
  EXPECT_THAT(Flat(table.out), HasSubstr("not recorded here"));
  EXPECT_EQ(Json::parse(json.out), Json::parse(R"([{"name": "Maria Lopez", "who": "consultant", "contact": "555-0100",
                                                     "hours": "Mon, Tue", "note": null}])"));
}

TEST_F(TalkVerbTest, WritesNothing) {
  const std::string path = Write("name,who,contact\nMaria,consultant,555\n");

  RunAgainst(kNobody, {"talk", "--file", path});

  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()), 1);
}

TEST_F(TalkVerbTest, WithoutAListItSaysWhereOneGoesAndWhoElseThereIs) {
  setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);

  const Outcome outcome = RunAgainst(kNobody, {"talk"});

  unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(outcome.err, HasSubstr(folder_ + "/candor/talk.csv"));
  EXPECT_THAT(outcome.err, HasSubstr("ethics line"));
}

TEST_F(TalkVerbTest, WithoutAListItNamesWhomThePracticeHasNamed) {
  setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);
  KeptRoles roles;
  AddedMembers members;
  StatusOfToday status;
  const FakeDaemon daemon({&roles, &members, &status});
  EXPECT_EQ(RunAgainst(daemon.address(), {"talk"}).code, static_cast<int>(ExitCode::kLocalFile)) << "nobody is named";
  roles.Has("members/m", v1::ROLE_CONSULTANT);
  roles.Has("members/d", v1::ROLE_OUTSIDE_CONSULTANT);

  const Outcome outcome = RunAgainst(daemon.address(), {"talk"});
  const Outcome json = RunAgainst(daemon.address(), {"talk", "-o", "json"});

  unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Maria Lopez consultant"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Dele Haddad consultant, from outside the practice"));
  EXPECT_THAT(outcome.out, HasSubstr(folder_ + "/candor/talk.csv"));
  EXPECT_EQ(Json::parse(json.out)[0], Json::parse(R"({"name": "Maria Lopez", "who": "consultant", "contact": null,
                                                     "hours": null, "note": null})"));
}

TEST_F(TalkVerbTest, ABadListIsToldWithItsLine) {
  for (const auto& [text, where] : std::vector<std::pair<std::string, std::string>>{
           {"", ":1:"}, {"a,b\n", ":1:"}, {"name,who,contact\nMaria,x,1\n,x,2\n", ":3:"}}) {
    const Outcome outcome = RunAgainst(kNobody, {"talk", "--file", Write(text)});

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile)) << text;
    EXPECT_THAT(outcome.err, HasSubstr("talk.csv" + where)) << text;
  }
}

}  // namespace
}  // namespace candor::cli::talk_verb_test
