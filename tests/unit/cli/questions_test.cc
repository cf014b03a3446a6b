#include "cli/verbs/questions.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_split.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/schema.h"
#include "daemon/base/text.h"

namespace candor::cli::questions_test {
namespace {

using ::testing::AnyOf;
using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::Not;

// The fields that are asked for once the form says this much, in order.
std::vector<std::string> Asked(const std::string& kind, const EntryForm& form) {
  std::vector<std::string> asked;
  for (const Question& question : QuestionsOf(kind)) {
    if (Matters(question, form)) asked.emplace_back(question.field);
  }
  return asked;
}

std::vector<std::string> Split(std::string_view text, char at) {
  return absl::StrSplit(ToAbsl(text), at, absl::SkipEmpty());
}

EntryForm Said(const std::vector<std::pair<std::string, std::string>>& answers) {
  EntryForm form;
  for (const auto& [name, answer] : answers) form.Set(name, answer);
  return form;
}

TEST(QuestionsTest, EveryFieldOfEveryKindIsAskedForInPlainWords) {
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    if (FindKindWords(kind.slug) == nullptr) continue;
    std::multiset<std::string> asked;
    for (const Question& question : QuestionsOf(kind.slug)) asked.emplace(question.field);
    for (const SchemaField& field : kind.fields) EXPECT_EQ(asked.count(field.name), 1U) << kind.slug << field.name;
    EXPECT_EQ(asked.size(), kind.fields.size()) << kind.slug;
  }
  for (const Question& question : AllQuestions()) {
    EXPECT_NE(Schema::OfEntry().FindKind(question.kind), nullptr) << question.kind;
    EXPECT_THAT(std::string(question.ask), AnyOf(EndsWith("?"), EndsWith(":"))) << question.field;
    EXPECT_LE(question.ask.size(), 100U) << question.ask;
    EXPECT_EQ(question.ask.find('_'), std::string_view::npos) << question.ask;
  }
}

TEST(QuestionsTest, AConditionSpeaksOfWhatWasAskedBefore) {
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    std::set<std::string> known = {"stage"};
    for (const Question& question : QuestionsOf(kind.slug)) {
      for (const std::string& condition : Split(question.only_if, ';')) {
        const std::string name = condition.substr(0, std::min(condition.find_first_of("!="), condition.size()));
        EXPECT_THAT(known, Contains(name)) << kind.slug << "." << question.field;
        if (condition.find('=') == std::string::npos || name == "stage") continue;
        const SchemaField* field = kind.FindField(name);
        ASSERT_NE(field, nullptr) << condition;
        for (const std::string& word : Split(std::string_view(condition).substr(condition.find('=') + 1), ',')) {
          EXPECT_GE(field->FindWord(word), 0) << kind.slug << ": " << condition;
        }
      }
      known.emplace(question.field);
    }
  }
}

// The narrative, if any, comes after what the rules read; but a question may hang on it.
TEST(QuestionsTest, WordsOfOnesOwnComeLast) {
  for (const SchemaKind& kind : Schema::OfEntry().kinds()) {
    bool told = false;
    for (const Question& question : QuestionsOf(kind.slug)) {
      const bool narrative = kind.FindField(question.field)->narrative;
      const bool stands_for_a_name = question.field.starts_with("outside_") || question.field == "agency_name" ||
                                     question.field == "limits" || question.field == "why_now";
      if (narrative && !stands_for_a_name) told = true;
      EXPECT_TRUE(narrative || !told) << kind.slug << "." << question.field;
    }
  }
}

TEST(QuestionsTest, WhatCannotMatterIsLeftOut) {
  EXPECT_THAT(Asked("crossing", Said({{"stage", "done"}, {"area", "time_overrun"}})), ElementsAre("area", "initiator"));
  EXPECT_THAT(Asked("crossing", Said({{"stage", "done"}, {"area", "touch"}})),
              ElementsAre("area", "touch", "initiator", "consent", "response", "trauma_history", "documented_before",
                          "rationale", "benefit", "consequences"));
  EXPECT_THAT(Asked("client_feelings", Said({{"event", "told"}})), ElementsAre("event", "abuse_suspected"));
  EXPECT_THAT(Asked("client_feelings", Said({{"event", "discussed"}})),
              ElementsAre("event", "outcome", "abuse_suspected"));
  EXPECT_THAT(Asked("personal_reaction", Said({{"status", "resolved"}})), ElementsAre("which", "status"));
  EXPECT_THAT(Asked("intake", Said({{"prior_relation", "none"}})), Not(Contains("prior_relation_from")));
  EXPECT_THAT(Asked("working_capacity", Said({{"answer", "no"}})), ElementsAre("answer"));
  EXPECT_THAT(Asked("romantic_or_sexual_act", Said({{"stage", "done"}, {"other_party", "client"}})),
              ElementsAre("other_party", "nature"));
}

TEST(QuestionsTest, ConditionsReadWhatWasAnsweredAndWhatWasNot) {
  const auto holds = [](std::string_view only_if, const EntryForm& form) {
    return Matters({"crossing", "touch", "Which?", only_if}, form);
  };
  const EntryForm touch = Said({{"area", "touch"}, {"currency_code", ""}});

  EXPECT_TRUE(holds("", touch));
  EXPECT_TRUE(holds("area=gift_in,touch", touch));
  EXPECT_FALSE(holds("area=gift_in", touch));
  EXPECT_FALSE(holds("area!=touch,fee", touch));
  EXPECT_TRUE(holds("stage!=done", touch)) << "not recorded is none of the words";
  EXPECT_TRUE(holds("area", touch));
  EXPECT_FALSE(holds("currency_code", touch)) << "an empty answer is none";
  EXPECT_TRUE(holds("currency_code=", touch));
  EXPECT_FALSE(holds("area=touch;stage=done", touch));
}

}  // namespace
}  // namespace candor::cli::questions_test
