#include "cli/verbs/completion_scripts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "CLI/CLI.hpp"
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
  EXPECT_THAT(AllScripts(app).back(), HasSubstr("-l colour -r -f -a 'red green' -d 'of its skin'"));
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
