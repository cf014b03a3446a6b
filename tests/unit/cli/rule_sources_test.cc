#include "cli/verbs/rule_sources.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace candor::cli::rule_sources_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

struct Choice {
  std::string file;
  std::string parameter;
  int64_t value = 0;
};

// Every value of a choice in the shipped profiles. The default profile has each parameter of each shipped rule, so that
// none is missing here.
std::vector<Choice> ChoicesOfProfiles() {
  std::vector<Choice> choices;
  for (const auto& each : std::filesystem::directory_iterator(CANDOR_PROFILES)) {
    if (each.path().extension() != ".toml") continue;
    std::ifstream file(each.path());
    Choice at{each.path().filename().string(), "", 0};
    for (std::string line; std::getline(file, line);) {
      const size_t dot = line.rfind('.');
      if (line.starts_with("[rules.") && line.ends_with("]"))
        at.parameter = line.substr(dot + 1, line.size() - dot - 2);
      if (line.starts_with("value = ") && line.find_first_not_of("0123456789", 8) == std::string::npos) {
        at.value = std::stoll(line.substr(8));
      }
      if (line == "unit = \"choice\"") choices.push_back(at);
    }
  }
  return choices;
}

TEST(RuleSourcesTest, EveryChoiceOfAShippedRuleIsSaidInWords) {
  const std::vector<Choice> choices = ChoicesOfProfiles();

  ASSERT_GE(choices.size(), 5u) << "the profiles were not found";
  for (const Choice& choice : choices) {
    const std::string text = ParameterValueText(choice.parameter, choice.value, "choice");
    EXPECT_THAT(text, HasSubstr(" (")) << choice.file << ": " << choice.parameter << " = " << choice.value;
    EXPECT_THAT(text, EndsWith(")"));
  }
}

TEST(RuleSourcesTest, EachWordOfAChoiceIsKnownBeyondThoseThatProfilesUse) {
  EXPECT_EQ(ParameterValueText("anchor", 1, "choice"), "1 (from the ending)");
  EXPECT_EQ(ParameterValueText("anchor", 2, "choice"), "2 (from the last professional contact)");
  for (int64_t value = 0; value <= 3; ++value) {
    EXPECT_THAT(ParameterValueText("report_duty", value, "choice"), HasSubstr(" (")) << value;
  }
  for (int64_t value = 0; value <= 2; ++value) {
    EXPECT_THAT(ParameterValueText("period", value, "choice"), HasSubstr(" (")) << value;
  }
  EXPECT_EQ(ParameterValueText("of_another_plugin", 7, "choice"), "7");
  EXPECT_EQ(ParameterValueText("of_another_plugin", 7, "choice", "as its author says it"), "7 (as its author says it)");
}

TEST(RuleSourcesTest, OtherUnitsAreSaidAsTheyAre) {
  EXPECT_EQ(ParameterValueText("consult_within", 14, "days"), "14 days");
  EXPECT_EQ(ParameterValueText("acknowledge_within", 5, "business_days"), "5 business days");
  EXPECT_EQ(ParameterValueText("most_supervisees", 6, "count"), "6 count");
  EXPECT_EQ(ParameterValueText("most_supervisees", 1000, "count"), "none") << "as it ships: no law says how many";
  EXPECT_EQ(ParameterValueText("acknowledge_within", 1, "business_days"), "1 business day");
  EXPECT_EQ(ParameterValueText("consult_within", 1, "days"), "1 day");
  EXPECT_EQ(ParameterValueText("lookahead", 1, "years"), "1 year");
  EXPECT_EQ(ParameterValueText("gifts", 1, "count"), "1 count");
  EXPECT_EQ(ParameterValueText("years", 1'000'000, "years"), "forever");
  EXPECT_EQ(ParameterValueText("report_duty", 1, "yes_no"), "yes");
  EXPECT_EQ(ParameterValueText("received_value", 50, "money"), "50 in the currency that the practice keeps");
  EXPECT_EQ(ParameterValueText("exempt_minor_units", 2505, "minor_units"),
            "25.05 in the currency that the practice keeps");
  EXPECT_EQ(ParameterValueText("individual_minutes", 60, "minutes"), "60 minutes");
  EXPECT_EQ(ParameterValueText("needed_hundredths", 150, "hundredths"), "1.50 units");
}

}  // namespace
}  // namespace candor::cli::rule_sources_test
