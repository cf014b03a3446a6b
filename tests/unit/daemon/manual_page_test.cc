#include "daemon/manual/manual_page.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "CLI/CLI.hpp"

namespace candor::manual_page_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class ManualPageTest : public ::testing::Test {
 protected:
  void SetUp() override {
    app_.add_option("-o,--output", text_, "how it is written")->option_text("FORMAT");
    app_.add_flag("--secret", flag_, "for nobody")->group("");
    CLI::App* pick = app_.add_subcommand("pick", "take some");
    pick->add_option("fruit", text_, "which")->required();
    pick->footer(".Example: fruit pick apple\nback\\slash");
    app_.add_subcommand("hidden", "for nobody")->group("");
  }
  std::string Page() const {
    return WriteManualPage(
        app_, {"fruit", 1, "User Commands", "pick fruit", "1.2", {{"FILES", "one\n\n.two"}, {"CODES", "a  b", true}}});
  }

  CLI::App app_{"What it is.\n\nAnd what it is not.", "fruit"};
  std::string text_;
  bool flag_ = false;
};

TEST_F(ManualPageTest, BeginsAsTheIndexNeedsIt) {
  EXPECT_THAT(Page(), StartsWith(".TH FRUIT 1 \"\" \"fruit 1.2\" \"User Commands\"\n"
                                 ".SH NAME\nfruit \\- pick fruit\n"));
}

TEST_F(ManualPageTest, HasEveryOptionAndCommandThatIsShown) {
  EXPECT_THAT(Page(), HasSubstr(".TP\n\\fB\\-o, \\-\\-output\\fR \\fIFORMAT\\fR\nhow it is written\n"));
  EXPECT_THAT(Page(), HasSubstr(".SS pick\n\\fBfruit pick\\fR \\fIfruit\\fR\n.PP\ntake some\n"));
  EXPECT_THAT(Page(), HasSubstr(".TP\n\\fBfruit\\fR\nwhich.\nRequired.\n"));
  EXPECT_THAT(Page(), Not(HasSubstr("secret")));
  EXPECT_THAT(Page(), Not(HasSubstr("nobody")));
}

TEST_F(ManualPageTest, TextIsNoRequest) {
  EXPECT_THAT(Page(), HasSubstr("\n\\&.Example: fruit pick apple\nback\\eslash\n"));
  EXPECT_THAT(Page(), HasSubstr(".SH FILES\n.PP\none\n.PP\n\\&.two\n"));
}

TEST_F(ManualPageTest, ATableStaysAsItIs) {
  EXPECT_THAT(Page(), HasSubstr(".SH CODES\n.PP\n.nf\na  b\n.fi\n"));
}

}  // namespace
}  // namespace candor::manual_page_test
