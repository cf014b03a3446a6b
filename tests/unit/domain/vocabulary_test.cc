#include "daemon/domain/vocabulary.h"

#include <gtest/gtest.h>

#include <set>
#include <string_view>

namespace candor::domain {
namespace {

TEST(VocabularyTest, KindsStandInOrderWithoutGaps) {
  int expected = static_cast<int>(Kind::kIntake);
  for (const KindInfo& info : AllKinds()) {
    EXPECT_EQ(static_cast<int>(info.kind), expected++);
    EXPECT_EQ(FindKind(info.kind), &info);
    EXPECT_EQ(FindKind(info.slug), &info);
  }
}

TEST(VocabularyTest, FieldsAreFoundByNumberAndName) {
  for (const KindInfo& kind : AllKinds()) {
    int number = 1;
    for (const FieldInfo& field : kind.fields) {
      EXPECT_EQ(field.id, MakeFieldId(kind.kind, number++)) << field.name;
      EXPECT_EQ(FindField(field.id), &field);
      EXPECT_EQ(FindField(kind.kind, field.name), &field);
      EXPECT_EQ(KindOfField(field.id), kind.kind);
    }
  }
}

TEST(VocabularyTest, WordsHaveDistinctNumbersFromOne) {
  for (const KindInfo& kind : AllKinds()) {
    for (const FieldInfo& field : kind.fields) {
      const bool choice = field.type == FieldType::kChoice || field.type == FieldType::kAnswer;
      EXPECT_EQ(choice, !field.words.empty()) << field.name;
      int number = 1;
      std::set<std::string_view> words;
      for (const ChoiceWord& word : field.words) {
        EXPECT_EQ(word.number, number++) << field.name;
        EXPECT_TRUE(words.insert(word.word).second) << word.word;
      }
    }
  }
}

TEST(VocabularyTest, APersonalKindShowsNothingInItsHeader) {
  for (const KindInfo& kind : AllKinds()) {
    if (!kind.personal) continue;
    EXPECT_EQ(kind.rank, kPersonalRank) << kind.slug;
    for (const FieldInfo& field : kind.fields) EXPECT_NE(field.field_class, FieldClass::kTriage) << field.name;
  }
}

TEST(VocabularyTest, FreeTextIsNarrative) {
  for (const KindInfo& kind : AllKinds()) {
    for (const FieldInfo& field : kind.fields) {
      if (field.type != FieldType::kText || field.name == "currency_code") continue;
      EXPECT_EQ(field.field_class, FieldClass::kNarrative) << field.name;
    }
  }
}

TEST(VocabularyTest, WhatDoesNotExistIsNotFound) {
  EXPECT_EQ(FindKind(Kind::kNone), nullptr);
  EXPECT_EQ(FindKind("no_such_kind"), nullptr);
  EXPECT_EQ(FindField(MakeFieldId(Kind::kSession, 0)), nullptr);
  EXPECT_EQ(FindField(MakeFieldId(Kind::kSession, 63)), nullptr);
  EXPECT_EQ(FindField(Kind::kSession, "which"), nullptr);
}

}  // namespace
}  // namespace candor::domain
