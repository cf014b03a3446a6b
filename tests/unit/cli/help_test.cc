#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_join.h"
#include "fake_daemon.h"

// What the helps say and list, of every command.
namespace candor::cli::help_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// Against an address on which nobody listens.
Outcome Candor(const std::vector<std::string>& arguments, const std::string& input = "") {
  return RunAgainst("unix:/nonexistent/candor.sock", arguments, input);
}

TEST(CommandLineTest, HelpEndsWell) {
  EXPECT_EQ(Candor({"--help"}).code, 0);
  EXPECT_THAT(Candor({"followup", "list", "--help"}).out, HasSubstr("--past-due"));
  EXPECT_THAT(Candor({"help", "exit-codes"}).out, HasSubstr("rows_refused"));
  EXPECT_THAT(Candor({"help", "import"}).out, HasSubstr("import"));
}

TEST(CommandLineTest, WithoutACommandItSaysWhereTheyAreListed) {
  EXPECT_THAT(Candor({}).err, HasSubstr("candor: say which command of \"candor\"; `candor --help` lists them"));
  EXPECT_THAT(Candor({"case"}).err, HasSubstr("say which command of \"candor case\""));
  EXPECT_THAT(Candor({"case", "show"}).err, HasSubstr("candor: case is required. `candor case show --help`"));
}

// Of a line that begins with a command no other one is made.
TEST(CommandLineTest, ACommandIsTheSameWhateverStandsBeforeIt) {
  std::istringstream help(Candor({"--help"}).out);
  std::string line;
  while (std::getline(help, line) && line != "Subcommands:") {
  }
  size_t commands = 0;
  for (std::string name; std::getline(help, line) && std::istringstream(line) >> name; ++commands) {
    EXPECT_EQ(Candor({name, "--help"}).out, Candor({"-o", "table", name, "--help"}).out) << name;
    EXPECT_EQ(Candor({name, "nonsense"}).err, Candor({"-o", "table", name, "nonsense"}).err) << name;
  }
  EXPECT_GT(commands, 30U);
}

TEST(CommandLineTest, AHelpSaysWhereTheOptionsOfEveryCommandAre) {
  constexpr char kWhere[] = "such as -o and --act-for: candor --help";
  EXPECT_THAT(Candor({"case", "list", "--help"}).out, HasSubstr(kWhere));
  EXPECT_THAT(Candor({"help", "case", "list"}).out, HasSubstr(kWhere));
  EXPECT_THAT(Candor({"--help"}).out, Not(HasSubstr(kWhere)));
}

TEST(CommandLineTest, EveryKindIsListedInWords) {
  const std::string help = Candor({"log", "--help"}).out;
  EXPECT_THAT(help, HasSubstr("a plan to go on\n"));
  EXPECT_THAT(help, HasSubstr("nothing to note\n"));
}

// The subcommands that the help of `command` lists.
std::vector<std::string> SubcommandsIn(const std::string& help) {
  std::vector<std::string> names;
  std::istringstream lines(help.substr(std::min(help.find("Subcommands:"), help.size())));
  std::string line;
  std::getline(lines, line);
  while (std::getline(lines, line) && line.starts_with("  ")) {
    if (line[2] != ' ') names.push_back(line.substr(2, line.find(' ', 2) - 2));
  }
  return names;
}

void ExpectExamples(const std::vector<std::string>& command, size_t& seen) {
  std::vector<std::string> asked = command;
  asked.push_back("--help");
  const std::string help = Candor(asked).out;
  const std::vector<std::string> subcommands = SubcommandsIn(help);
  for (const std::string& name : subcommands) {
    std::vector<std::string> below = command;
    below.push_back(name);
    ExpectExamples(below, seen);
  }
  if (!subcommands.empty()) return;
  ++seen;
  EXPECT_THAT(help, HasSubstr("Example: candor " + absl::StrJoin(command, " ")));
}

TEST(CommandLineTest, EveryCommandHasAnExample) {
  size_t seen = 0;
  ExpectExamples({}, seen);
  EXPECT_GE(seen, 40u);
}

TEST(CommandLineTest, AHelpHasNoExampleOfAnotherCommand) {
  EXPECT_THAT(Candor({"case", "--help"}).out, Not(HasSubstr("followup list")));
  EXPECT_THAT(Candor({"ledger", "--help"}).out, Not(HasSubstr("followup list")));
  EXPECT_THAT(Candor({"--help"}).out, HasSubstr("Example: candor followup list"));
}

TEST(CommandLineTest, ASupervisionIsSaidToBeWrittenDownWhereSomethingFollowsFromIt) {
  EXPECT_THAT(Candor({"member", "supervise", "--help"}).out, HasSubstr("candor log supervision_change --help"));
  EXPECT_THAT(Candor({"member", "add", "--help"}).out, HasSubstr("change of supervision"));
}

TEST(CommandLineTest, ACaseIsShownByOneNameOnly) {
  EXPECT_THAT(Candor({"case", "show", "--help"}).out, Not(HasSubstr("--case")));
  const std::string err = Candor({"case", "show"}).err;
  EXPECT_THAT(err, HasSubstr("case is required"));
  EXPECT_THAT(err, Not(HasSubstr("--case")));
}

}  // namespace
}  // namespace candor::cli::help_test
