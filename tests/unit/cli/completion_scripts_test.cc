#include "cli/verbs/completion_scripts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
#include "cli/verbs/one_of.h"
#include "daemon/manual/shown_commands.h"

namespace candor::cli::completion_scripts_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

std::vector<std::string> AllScripts(const CLI::App& app) {
  const std::vector<ShownCommand> commands = ShownCommands(app);
  return {BashCompletion(commands), ZshCompletion(commands), FishCompletion(commands)};
}

TEST(CompletionScriptsTest, NameEveryCommandAndOption) {
  CLI::App app("what it is", "candor");
  CLI::App* fruit = app.add_subcommand("fruit", "kinds of fruit");
  CLI::App* apple = fruit->add_subcommand("apple", "one that keeps");
  std::string colour;
  apple->add_option("--colour", colour, "of its skin")->check(CLI::IsMember({"red", "green"}));

  for (const std::string& script : AllScripts(app)) {
    EXPECT_THAT(script, HasSubstr("'fruit apple'"));
    EXPECT_THAT(script, HasSubstr("colour"));
  }
  EXPECT_THAT(AllScripts(app).front(), HasSubstr("'fruit apple --colour') echo 'red green' ;;"));
  EXPECT_THAT(AllScripts(app)[1], HasSubstr("'fruit apple --colour') values=('red' 'green') ;;"));
  EXPECT_THAT(AllScripts(app).back(), HasSubstr("-l colour -r -f -a 'red green' -d 'of its skin'"));
}

// What follows such an option is its value, and no command.
TEST(CompletionScriptsTest, SayWhichOptionsTakeAValueWhere) {
  CLI::App app("what it is", "candor");
  std::string colour;
  app.add_option("--colour", colour, "of all");
  bool ripe = false;
  app.add_subcommand("fruit", "kinds of fruit")->add_flag("--ripe", ripe, "only those");

  const std::vector<std::string> scripts = AllScripts(app);
  EXPECT_THAT(scripts[0], HasSubstr("'fruit') words='-h --help --colour --ripe' valued='--colour'"));
  EXPECT_THAT(scripts[1], HasSubstr("valued=('--colour') arguments=() ;;"));
  EXPECT_THAT(scripts[2], HasSubstr("set -g __candor_valued ' --colour' 'fruit --colour'\n"));
}

TEST(CompletionScriptsTest, OfferAnOptionOnceThatTwoCommandsHave) {
  CLI::App app("what it is", "candor");
  std::string colour;
  CLI::App* fruit = app.add_subcommand("fruit", "kinds of fruit");
  fruit->add_option("--colour", colour, "of all");
  fruit->add_subcommand("apple", "one that keeps")
      ->add_option("--colour", colour, "of its skin")
      ->check(OneOf({"red", "green"}));

  const std::vector<std::string> scripts = AllScripts(app);
  EXPECT_THAT(scripts[0], HasSubstr("'fruit apple') words='-h --help --colour' valued='--colour'"));
  EXPECT_THAT(scripts[0], HasSubstr("'fruit apple --colour') echo 'red green' ;;"));
  EXPECT_THAT(scripts[1], HasSubstr("'--colour:of its skin') valued=('--colour')"));
  EXPECT_THAT(scripts[2], HasSubstr("'fruit apple --colour'\n"));
}

TEST(CompletionScriptsTest, OfferTheWordsOfAnArgument) {
  CLI::App app("what it is", "candor");
  std::string what;
  app.add_subcommand("sign", "put a name under it")->add_option("what", what)->check(OneOf({"all", "none"}));

  const std::vector<std::string> scripts = AllScripts(app);
  EXPECT_THAT(scripts[0], HasSubstr("arguments='all none'"));
  EXPECT_THAT(scripts[1], HasSubstr("arguments=('all' 'none')"));
  EXPECT_THAT(scripts[2], HasSubstr("-f -a 'all none'\n"));
}

// Whoever looks over a shoulder sees what a shell offers.
TEST(CompletionScriptsTest, WhatIsKeptOutOfListsIsNotOffered) {
  CLI::App app("what it is", "candor");
  app.add_subcommand("private_matter", "")->group("");
  bool secret = false;
  app.add_flag("--secret", secret)->group("");

  for (const std::string& script : AllScripts(app)) {
    EXPECT_THAT(script, Not(HasSubstr("private_matter")));
    EXPECT_THAT(script, Not(HasSubstr("secret")));
  }
}

TEST(CompletionScriptsTest, WordsOfADescriptionDoNotLeaveTheirQuotes) {
  CLI::App app("what it is", "candor");
  app.add_subcommand("own", "somebody's: their own");

  const std::vector<std::string> scripts = AllScripts(app);
  EXPECT_THAT(scripts[1], HasSubstr(R"('own:somebody'\''s\: their own')"));
  EXPECT_THAT(scripts[2], HasSubstr(R"(-d 'somebody\'s: their own')"));
}

}  // namespace
}  // namespace candor::cli::completion_scripts_test
