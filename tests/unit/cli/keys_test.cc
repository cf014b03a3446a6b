#include "cli/print/keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <sstream>
#include <string>

namespace candor::cli::keys_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

class KeysTest : public testing::Test {
 protected:
  std::optional<char> Choose(const std::string& typed, const std::vector<KeyChoice>& choices) {
    in_.str(typed);
    Terminal terminal{in_, out_, err_, /*asks=*/true};
    return Keys(terminal).Choose("  Risk?", choices);
  }
  std::set<char> ChooseSeveral(const std::string& typed, bool* on = nullptr) {
    in_.str(typed);
    Terminal terminal{in_, out_, err_, /*asks=*/true};
    std::set<char> chosen;
    const bool ended = Keys(terminal).ChooseSeveral(" Topics:", {{'r', "risk"}, {'c', "culture"}}, [&](char key) {
      if (chosen.erase(key) > 0) return false;
      return chosen.insert(key).second;
    });
    if (on != nullptr) *on = ended;
    return chosen;
  }

  std::istringstream in_;
  std::ostringstream out_, err_;
};

TEST_F(KeysTest, TakesOneOfItsKeysWithoutEnterAndShowsWhich) {
  EXPECT_EQ(Choose("qqN", {{'y', "yes"}, {'n', "no"}}), 'n');
  EXPECT_EQ(err_.str(), "  Risk?  [y]es  [n]o: no\n");
}

TEST_F(KeysTest, ALetterStandsInItsWordAndADigitBeforeIt) {
  EXPECT_EQ(Choose("1", {{'1', "C-1"}, {'h', "theme"}, {'x', "stopped"}, {'\n', "on"}}), '1');
  EXPECT_THAT(err_.str(), StartsWith("  Risk?  [1] C-1  t[h]eme  [x] stopped  [Enter] on: "));
}

TEST_F(KeysTest, AnArrowIsNoAnswer) {
  // Up, delete, an application arrow, F5; their letters are among the keys.
  EXPECT_EQ(Choose("\x1b[A\x1b[3~\x1bOA\x1b[15~y", {{'a', "absent"}, {'o', "on"}, {'y', "yes"}}), 'y');
  EXPECT_EQ(Choose("\x1b[1;5A", {{'a', "absent"}}), std::nullopt);
}

TEST_F(KeysTest, CtrlDAndTheEndOfInputEndIt) {
  EXPECT_EQ(Choose("\x04y", {{'y', "yes"}}), std::nullopt);
  EXPECT_EQ(Choose("", {{'y', "yes"}}), std::nullopt);
}

TEST_F(KeysTest, TheSameKeyAgainTakesItBack) {
  bool on = false;

  EXPECT_THAT(ChooseSeveral("rcxr\n", &on), testing::ElementsAre('c'));

  EXPECT_TRUE(on);
  EXPECT_THAT(err_.str(), EndsWith("[Enter] on: risk, culture, not risk\n"));
}

TEST_F(KeysTest, SeveralWithoutEnterIsNoAnswer) {
  bool on = true;

  ChooseSeveral("r", &on);

  EXPECT_FALSE(on);
}

TEST_F(KeysTest, ALongQuestionIsBrokenBetweenItsChoices) {
  std::vector<KeyChoice> choices;
  for (char key = '1'; key <= '9'; ++key) choices.push_back({key, "a conversation"});

  Choose("1", choices);

  std::istringstream shown(err_.str());
  for (std::string line; std::getline(shown, line);) EXPECT_LE(line.size(), 120U) << line;
  EXPECT_THAT(err_.str(), HasSubstr("\n    [5] a conversation"));
}

TEST_F(KeysTest, ALabelCannotMoveTheCursor) {
  Choose("1", {{'1', "C\x1b[2J"}});

  EXPECT_THAT(err_.str(), testing::Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace candor::cli::keys_test
