#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "daemon/policy/plugin_table.h"
#include "daemon/policy/protocol.h"
#include "one_rule.h"
#include "scripted_policy.h"

// What a plugin says of its parameters and sources since ABI 1.6.
namespace candor::policy::plugin_table_bounds_test {
namespace {

using ::testing::HasSubstr;

TEST(PluginTableBoundsTest, ACitationHasToSayHowSureItIs) {
  candor_citation citation = *testing::ScriptedPolicy().rules[0]->citations[0];
  const candor_citation* const citations[] = {&citation};
  testing::OneRule one(0);
  one.rule.citations = citations;
  citation.confidence = {nullptr, 0};

  const auto now = one.Read();
  one.policy.abi_minor = 5;
  const auto before = one.Read();

  EXPECT_THAT(std::string(now.status().message()), HasSubstr("the confidence of a citation is missing"));
  EXPECT_TRUE(before.ok()) << before.status();
}

// The rule `endings` of the scripted policy, its only parameter as given.
absl::StatusOr<domain::PluginInfo> WithParameters(const std::vector<const candor_parameter*>& parameters) {
  testing::OneRule one(1);
  one.rule.parameters = parameters.data();
  one.rule.parameter_count = static_cast<uint32_t>(parameters.size());
  return one.Read();
}

TEST(PluginTableBoundsTest, NoPluginHasTheNameOfWhatCandordKeepsItself) {
  candor_policy policy = testing::ScriptedPolicy();
  policy.name = testing::TextOf("host");

  EXPECT_FALSE(ReadPluginTable(&policy).ok());
}

TEST(PluginTableBoundsTest, AChoiceSaysItsAnswersInWords) {
  const candor_choice first = {sizeof(candor_choice), 0, 1, testing::TextOf("from the ending")};
  const candor_choice second = {sizeof(candor_choice), 0, 2, testing::TextOf("from the last contact")};
  const candor_choice* const choices[] = {&first, &second};
  const candor_choice* const twice[] = {&first, &first};
  candor_parameter anchor = *testing::ScriptedPolicy().rules[1]->parameters[0];
  anchor.unit = testing::TextOf("choice");
  anchor.default_value = 2;

  const auto without_words = WithParameters({&anchor});
  anchor.choices = choices;
  anchor.choice_count = 2;
  const auto now = WithParameters({&anchor});
  anchor.choices = twice;
  const auto said_twice = WithParameters({&anchor});
  anchor.choices = choices;
  anchor.default_value = 3;
  const auto of_no_default = WithParameters({&anchor});
  anchor.struct_size = offsetof(candor_parameter, least);
  const auto before = WithParameters({&anchor});

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(domain::WordsOf(now->rules[0].parameters.at(0), 2), "from the last contact");
  EXPECT_EQ(domain::WordsOf(now->rules[0].parameters.at(0), 3), "");
  EXPECT_FALSE(without_words.ok());
  EXPECT_FALSE(said_twice.ok());
  EXPECT_FALSE(of_no_default.ok());
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_TRUE(before->rules[0].parameters.at(0).choices.empty()) << "built for an ABI before 1.6";
}

TEST(PluginTableBoundsTest, ARuleThatOpensNothingHasNoAction) {
  testing::OneRule one(0);
  one.rule.action = 0;

  const auto now = one.Read();
  one.policy.abi_minor = 5;
  const auto before = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  std::string frame;
  EncodeTables({*now}, frame);
  const auto over_the_socket = DecodeTables(std::string_view(frame).substr(kFrameHeadBytes));
  ASSERT_TRUE(over_the_socket.ok()) << over_the_socket.status();
  EXPECT_EQ(over_the_socket->at(0).rules[0].action, domain::Action{});
  EXPECT_FALSE(before.ok());
}

TEST(PluginTableBoundsTest, AParameterSaysWhatItMayBeSetTo) {
  candor_parameter within = *testing::ScriptedPolicy().rules[1]->parameters[0];
  candor_parameter latest = within;
  latest.name = testing::TextOf("latest");
  within.least = 1;
  within.most = 60;
  within.not_above = latest.name;

  const auto now = WithParameters({&within, &latest});
  const auto above_nothing = WithParameters({&within});
  latest.default_value = within.default_value - 1;
  const auto above_by_default = WithParameters({&within, &latest});
  latest.default_value = within.default_value;
  latest.unit = testing::TextOf("years");
  const auto of_another_unit = WithParameters({&within, &latest});
  within.unit = testing::TextOf("business_days");
  latest.unit = testing::TextOf("days");
  const auto business_days_below_days = WithParameters({&within, &latest});
  within.not_above = {nullptr, 0};
  within.least = within.default_value + 1;
  const auto below_its_least = WithParameters({&within});

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->rules[0].parameters.at(0).least, 1);
  EXPECT_EQ(now->rules[0].parameters.at(0).most, 60);
  EXPECT_EQ(now->rules[0].parameters.at(0).not_above, "latest");
  std::string frame;
  EncodeTables({*now}, frame);
  const auto over_the_socket = DecodeTables(std::string_view(frame).substr(kFrameHeadBytes));
  ASSERT_TRUE(over_the_socket.ok()) << over_the_socket.status();
  EXPECT_EQ(over_the_socket->at(0).rules[0].parameters, now->rules[0].parameters);
  EXPECT_FALSE(above_nothing.ok());
  EXPECT_FALSE(above_by_default.ok());
  EXPECT_FALSE(of_another_unit.ok());
  EXPECT_TRUE(business_days_below_days.ok()) << business_days_below_days.status();
  EXPECT_FALSE(below_its_least.ok());
}

}  // namespace
}  // namespace candor::policy::plugin_table_bounds_test
