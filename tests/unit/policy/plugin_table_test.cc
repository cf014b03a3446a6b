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

// What a plugin says of its rules, and what one that was built for an earlier ABI is taken to say.
namespace candor::policy::plugin_table_test {
namespace {

TEST(PluginTableTest, ARuleSaysWhichKindsFinishIt) {
  testing::OneRule one(0);

  const auto now = one.Read();
  one.rule.struct_size = offsetof(candor_rule, done_kinds);
  const auto before = one.Read();
  one.rule.struct_size = offsetof(candor_rule, done_kinds) - 1;
  const auto short_of_that = one.Read();
  one.rule.struct_size = sizeof(one.rule);
  const uint16_t unknown[] = {999};
  one.rule.done_kinds = unknown;
  const auto of_no_kind = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->rules[0].done_kinds, std::vector{domain::Kind::kTermination});
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_TRUE(before->rules[0].done_kinds.empty()) << "built for an ABI before 1.3";
  EXPECT_FALSE(short_of_that.ok());
  EXPECT_FALSE(of_no_kind.ok());
}

TEST(PluginTableTest, ARuleSaysWhatItOpensOnAndHowSureItsSourcesAre) {
  candor_citation citation = *testing::ScriptedPolicy().rules[0]->citations[0];
  const candor_citation* const citations[] = {&citation};
  testing::OneRule one(0);
  one.rule.citations = citations;
  one.rule.trigger = testing::TextOf("A session.");

  const auto now = one.Read();
  one.rule.struct_size = offsetof(candor_rule, trigger);
  citation.struct_size = offsetof(candor_citation, confidence);
  const auto before = one.Read();
  citation.struct_size = sizeof(citation);
  citation.confidence = testing::TextOf("sure");
  const auto of_no_mark = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_EQ(now->rules[0].trigger, "A session.");
  EXPECT_EQ(now->rules[0].citations.at(0).confidence, "A");
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_EQ(before->rules[0].trigger, "") << "built for an ABI before 1.4";
  EXPECT_EQ(before->rules[0].citations.at(0).confidence, "");
  EXPECT_FALSE(of_no_mark.ok());
}

TEST(PluginTableTest, ARuleSaysWhoSeesToItsFollowUpsAndWhetherTheyAreRestricted) {
  testing::OneRule one(0);
  one.rule.confined = CANDOR_CONFINED_RESTRICTED;
  one.rule.owner = CANDOR_OWNER_PRACTICE;

  const auto now = one.Read();
  one.policy.abi_minor = 3;
  const auto before = one.Read();
  one.policy.abi_minor = CANDOR_POLICY_ABI_MINOR;
  one.rule.owner = CANDOR_OWNER_PRACTICE + 1;
  const auto of_nobody = one.Read();
  one.rule.owner = CANDOR_OWNER_THERAPIST;
  one.rule.confined = CANDOR_CONFINED_RESTRICTED + 1;
  const auto confined_otherwise = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].restricted);
  EXPECT_TRUE(now->rules[0].of_practice);
  EXPECT_EQ(now->rules[0].key_class, domain::KeyClass::kGeneral);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].of_practice) << "padding of an ABI before 1.4";
  EXPECT_FALSE(of_nobody.ok());
  EXPECT_FALSE(confined_otherwise.ok());
}

TEST(PluginTableTest, ARuleMaySayThatItsDatesAreALawsAndThatItIsOfNoConduct) {
  testing::OneRule one(0);
  one.rule.dates_of_law = 1;
  one.rule.of_no_conduct = 1;

  const auto now = one.Read();
  one.policy.abi_minor = 5;
  const auto before = one.Read();
  one.policy.abi_minor = CANDOR_POLICY_ABI_MINOR;
  one.rule.dates_of_law = 2;
  const auto neither = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].dates_of_law);
  EXPECT_TRUE(now->rules[0].of_no_conduct);
  std::string frame;
  EncodeTables({*now}, frame);
  const auto over_the_socket = DecodeTables(std::string_view(frame).substr(kFrameHeadBytes));
  ASSERT_TRUE(over_the_socket.ok()) << over_the_socket.status();
  EXPECT_TRUE(over_the_socket->at(0).rules[0].dates_of_law);
  EXPECT_TRUE(over_the_socket->at(0).rules[0].of_no_conduct);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].dates_of_law) << "a reserved number before 1.6";
  EXPECT_FALSE(neither.ok());
}

TEST(PluginTableTest, OnlyARuleAboutMembersReadsFollowUps) {
  testing::OneRule one(2);
  one.rule.reads_follow_ups = 1;

  const auto now = one.Read();
  one.rule.struct_size = offsetof(candor_rule, reads_follow_ups);
  const auto before = one.Read();
  one.rule.struct_size = sizeof(one.rule);
  one.rule.scope = CANDOR_SCOPE_CASE;
  const auto of_case = one.Read();
  one.rule.scope = CANDOR_SCOPE_MEMBER;
  one.rule.reads_follow_ups = 2;
  const auto of_neither = one.Read();

  ASSERT_TRUE(now.ok()) << now.status();
  EXPECT_TRUE(now->rules[0].reads_follow_ups);
  ASSERT_TRUE(before.ok()) << before.status();
  EXPECT_FALSE(before->rules[0].reads_follow_ups) << "built for an ABI before 1.5";
  EXPECT_FALSE(of_case.ok());
  EXPECT_FALSE(of_neither.ok());
}

}  // namespace
}  // namespace candor::policy::plugin_table_test
