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

}  // namespace
}  // namespace candor::cli::one_of_test
