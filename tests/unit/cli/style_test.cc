#include "cli/print/style.h"

#include <gtest/gtest.h>
#include <stdlib.h>

#include <sstream>

#include "cli/print/table.h"

namespace candor::cli::style_test {
namespace {

TEST(StyleTest, AStreamHasNoneUntilItIsAllowed) {
  std::ostringstream out;
  EXPECT_FALSE(StyleAllowed(out));
  EXPECT_EQ(Emphasised(out, "a"), "a");

  AllowStyle(out, true);
  EXPECT_EQ(Emphasised(out, "a"), "\033[1ma\033[0m");

  AllowStyle(out, false);
  EXPECT_EQ(Emphasised(out, "a"), "a");
}

TEST(StyleTest, OfATableTheHeadings) {
  Table table({"A", "B"});
  table.Add({"1", "2"});
  std::ostringstream out;
  AllowStyle(out, true);
  table.Print(out);

  EXPECT_EQ(out.str(), "\033[1mA  B\033[0m\n1  2\n");
}

TEST(StyleTest, NoColorAndADumbTerminalAreRespected) {
  setenv("TERM", "xterm", 1);
  setenv("NO_COLOR", "", 1);
  EXPECT_TRUE(StyleWanted());
  setenv("NO_COLOR", "1", 1);
  EXPECT_FALSE(StyleWanted());
  unsetenv("NO_COLOR");
  EXPECT_TRUE(StyleWanted());
  setenv("TERM", "dumb", 1);
  EXPECT_FALSE(StyleWanted());
  unsetenv("TERM");
  EXPECT_FALSE(StyleWanted());
}

}  // namespace
}  // namespace candor::cli::style_test
