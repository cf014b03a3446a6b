#include "cli/verbs/one_of.h"

#include <gtest/gtest.h>

#include <string>

namespace candor::cli::one_of_test {
namespace {

TEST(OneOfTest, TakesItsWordsAndDoesNotRepeatAnother) {
  const CLI::Validator status = OneOf({"open", "waived"});

  EXPECT_EQ(status(std::string("open")), "");
  EXPECT_EQ(status(std::string("xyzzy")), "takes one of open, waived");
  EXPECT_EQ(status(std::string("Open")), "takes one of open, waived");
  EXPECT_EQ(status.get_description(), "{open,waived}") << "where completion finds them";
}

TEST(OneOfTest, AWordThatIsOnlyAskedForIsNotListedAndLeadsElsewhere) {
  const CLI::Validator area = OneOf({"place", "fee"}, {"secrecy"});

  EXPECT_EQ(area(std::string("secrecy")), kNotOnTheLine);
  EXPECT_EQ(area(std::string("xyzzy")), "takes one of place, fee");
  EXPECT_EQ(area.get_description(), "{place,fee}");
}

}  // namespace
}  // namespace candor::cli::one_of_test
