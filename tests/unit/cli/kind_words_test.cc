#include "cli/verbs/kind_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>
#include <string>

#include "cli/wire/schema.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/vocabulary.h"

namespace candor::cli::kind_words_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(KindWordsTest, EveryKindIsOfferedOnceButTheOneThatHasAVerbOfItsOwn) {
  std::set<std::string> offered;
  for (const KindWords& words : AllKindWords()) {
    EXPECT_NE(Schema::OfEntry().FindKind(words.slug), nullptr) << words.slug;
    EXPECT_TRUE(offered.emplace(words.slug).second) << words.slug;
  }

  EXPECT_EQ(offered.size() + 1, Schema::OfEntry().kinds().size());
  EXPECT_EQ(FindKindWords("retraction"), nullptr);
}

TEST(KindWordsTest, PlacesAreThoseOfTheVocabulary) {
  for (const KindWords& words : AllKindWords()) {
    const domain::KindInfo* kind = domain::FindKind(words.slug);
    ASSERT_NE(kind, nullptr) << words.slug;
    EXPECT_EQ(static_cast<int>(words.place), static_cast<int>(kind->scope)) << words.slug;
    EXPECT_EQ(words.telling == Telling::kHowIFeel, kind->personal) << words.slug;
    EXPECT_TRUE(!words.date_only || kind->fields.empty()) << words.slug;
  }
}

// The daemon decides who is told; what is said before writing is held to it.
TEST(KindWordsTest, WhoeverAnEntryIsAboutIsToldOfTheKindsOfWhichTheDaemonTellsThem) {
  for (const KindWords& words : AllKindWords()) {
    const domain::KindInfo* kind = domain::FindKind(words.slug);
    ASSERT_NE(kind, nullptr) << words.slug;
    EXPECT_EQ(IsToldTo(words.slug), domain::TellsOfConduct(kind->kind)) << words.slug;
  }
}

// What others may read over somebody's shoulder, while they choose or look through a list.
TEST(KindWordsTest, ListsSayNothingThatTheWriterWouldNotLikeRead) {
  for (const char* slug : {"personal_reaction", "working_capacity", "own_therapy", "legal_advice"}) {
    EXPECT_EQ(ListLabel(slug), "a private note");
    EXPECT_TRUE(KeptOutOfLists(slug));
  }
  EXPECT_EQ(ListLabel("romantic_or_sexual_act"), ListLabel("crossing"));
  EXPECT_TRUE(KeptOutOfLists("romantic_or_sexual_act"));
  EXPECT_EQ(ListLabel("transfer_step"), "transfer step");
  EXPECT_FALSE(KeptOutOfLists("session"));
  for (const KindWords& words : AllKindWords()) {
    for (const char* heavy : {"sex", "romantic", "attraction to", "misconduct", "abuse"}) {
      EXPECT_THAT(std::string(words.offer), Not(HasSubstr(heavy)));
    }
  }
}

}  // namespace
}  // namespace candor::cli::kind_words_test
