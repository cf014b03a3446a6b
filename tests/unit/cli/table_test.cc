#include "cli/print/table.h"

#include <gtest/gtest.h>

#include <sstream>
#include <string>

namespace candor::cli::table_test {
namespace {

TEST(TableTest, ColumnsLineUpWhateverTheAlphabet) {
  Table table({"NAME", "X"});
  table.Add({"Chloé", "1"});
  table.Add({"", "2"});
  table.Add({"李娜", "3"});
  std::ostringstream out;
  table.Print(out);

  EXPECT_EQ(out.str(), "NAME   X\nChloé  1\n-      2\n李娜   3\n");
}

TEST(TableTest, TextCannotMoveTheCursor) {
  EXPECT_EQ(OneLine("a\x1b[2Jb\nc\r\xE2\x80\xAE"
                    "d"),
            "a [2Jb c  d");
}

TEST(TableTest, WrapsAtBlanks) {
  EXPECT_EQ(Wrap("one two three four", 9), "one two\nthree\nfour");
  EXPECT_EQ(Wrap("one two", 100, "  "), "  one two");
  EXPECT_EQ(Wrap("unbreakable", 3), "unbreakable");
}

TEST(PrintCsvTest, FlattensObjectsAndQuotes) {
  const Json json = Json::parse(R"([{"a":1,"b":{"c":"x,y"},"d":["p","q"]},{"a":null,"e":"say \"hi\""}])");
  std::ostringstream out;
  PrintCsv(json, out);

  EXPECT_EQ(out.str(), "a,b.c,d,e\r\n1,\"x,y\",p; q,\r\n,,,\"say \"\"hi\"\"\"\r\n");
}

TEST(PrintCsvTest, AnEmptyListIsEmpty) {
  std::ostringstream out;
  PrintCsv(Json::array(), out);

  EXPECT_EQ(out.str(), "");
}

TEST(PrintPairsTest, MarksWhatIsEmpty) {
  std::ostringstream out;
  PrintPairs({{"A", "1"}, {"Long", ""}}, out);

  EXPECT_EQ(out.str(), "A:     1\nLong:  -\n");
}

}  // namespace
}  // namespace candor::cli::table_test
