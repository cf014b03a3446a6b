#include "cli/wire/schema.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

namespace candor::cli::schema_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

TEST(SchemaTest, KnowsEveryMemberOfTheOneof) {
  const Schema& schema = Schema::OfEntry();

  EXPECT_EQ(static_cast<int>(schema.kinds().size()), v1::Entry::descriptor()->FindOneofByName("facts")->field_count());
  ASSERT_NE(schema.FindKind("personal_reaction"), nullptr);
  EXPECT_TRUE(schema.FindKind("personal_reaction")->personal);
  EXPECT_FALSE(schema.FindKind("session")->personal);
  EXPECT_EQ(schema.FindKind("no_such_kind"), nullptr);
}

// What tells a member from a text on the wire is the class of the field; this list changes when that no longer holds.
TEST(SchemaTest, TellsMembersAndCasesFromTexts) {
  std::set<std::string> members, cases;
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    for (const SchemaField& field : kind.fields) {
      if (field.type == FieldType::kMember) members.insert(kind.slug + "." + field.name);
      if (field.type == FieldType::kCase) cases.insert(kind.slug + "." + field.name);
    }
  }

  EXPECT_THAT(members,
              ElementsAre("absence.cover", "consultation.consultant", "continue_plan.consultant", "departure.custodian",
                          "standing_plan.second_reader", "supervision.supervisor", "supervision_change.next_supervisor",
                          "supervision_change.supervisor", "transfer_step.receiver"));
  EXPECT_THAT(cases, ElementsAre("supervision.covers"));
}

TEST(SchemaTest, WordsLoseThePrefixOfTheirEnum) {
  const SchemaField* status = Schema::OfEntry().FindKind("personal_reaction")->FindField("status");

  EXPECT_EQ(NamesOf(status->words), "new, persisting, resolved");
  EXPECT_EQ(status->FindWord("persisting"), v1::REACTION_STATUS_PERSISTING);
  EXPECT_EQ(status->FindWord("PERSISTING"), -1);
  EXPECT_EQ(status->WordOf(2), "persisting");
  EXPECT_EQ(status->WordOf(77), "77");
}

TEST(SchemaTest, EveryFieldTakesAndGivesBackText) {
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    for (const SchemaField& field : kind.fields) {
      v1::Entry entry;
      google::protobuf::Message& facts = FactsOf(kind, entry);
      EXPECT_TRUE(FactTexts(field, facts).empty()) << field.name;
      const std::string text = !field.words.empty()               ? field.words.back().word
                               : field.type == FieldType::kNumber ? "12"
                               : field.type == FieldType::kDay    ? "2024-02-29"
                                                                  : "members/abc";
      ASSERT_TRUE(SetFact(field, text, facts).ok()) << field.name;
      EXPECT_THAT(FactTexts(field, facts), ElementsAre(text)) << field.name;
      EXPECT_EQ(Schema::OfEntry().KindOf(entry), &kind);
    }
  }
}

TEST(SchemaTest, SaysWhatAFieldTakesAndNotWhatWasGiven) {
  const SchemaKind& kind = *Schema::OfEntry().FindKind("session");
  v1::Entry entry;

  for (const char* name : {"minutes", "setting"}) {
    const absl::Status status = SetFact(*kind.FindField(name), "secret words", FactsOf(kind, entry));
    EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
    EXPECT_THAT(std::string(status.message()), HasSubstr(std::string(name) + ": takes"));
    EXPECT_THAT(std::string(status.message()), Not(HasSubstr("secret")));
  }
  EXPECT_FALSE(SetFact(*kind.FindField("minutes"), "-1", FactsOf(kind, entry)).ok());
  EXPECT_FALSE(SetFact(*kind.FindField("minutes"), "99999999999", FactsOf(kind, entry)).ok());
}

}  // namespace
}  // namespace candor::cli::schema_test
