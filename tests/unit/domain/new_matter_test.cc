#include "daemon/domain/new_matter.h"

#include <gtest/gtest.h>

#include "daemon/domain/fields.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::new_matter_test {
namespace {

constexpr Day kDay(2025, 7, 1);

EntryHeader Telling(Kind kind, FieldId field, int64_t event) {
  EntryHeader header = EntryOf(kind, kDay).Header();
  header.facts.SetNumber(field, event);
  return header;
}

TEST(NewMatterTest, WhatCameInIsNewAndWhatBecameOfItIsNot) {
  EXPECT_TRUE(IsNewMatter(Telling(Kind::kConcern, fields::kConcernEvent, words::kConcernRaised)));
  EXPECT_FALSE(IsNewMatter(Telling(Kind::kConcern, fields::kConcernEvent, words::kConcernRaised + 1)));
  EXPECT_TRUE(IsNewMatter(Telling(Kind::kComplaint, fields::kComplaintEvent, words::kComplaintReceived)));
  EXPECT_FALSE(IsNewMatter(Telling(Kind::kComplaint, fields::kComplaintEvent, words::kComplaintReceived + 1)));
  const FieldId relation = fields::kDualRelationshipEvent;
  EXPECT_TRUE(IsNewMatter(Telling(Kind::kDualRelationship, relation, words::kRelationBegun)));
  EXPECT_FALSE(IsNewMatter(Telling(Kind::kDualRelationship, relation, words::kRelationBegun + 1)));
}

TEST(NewMatterTest, WhoDoesNotSayWroteItDownAsNew) {
  for (const Kind kind : {Kind::kConcern, Kind::kComplaint, Kind::kDualRelationship}) {
    EXPECT_TRUE(IsNewMatter(EntryOf(kind, kDay).Header())) << static_cast<int>(kind);
  }
}

TEST(NewMatterTest, WhatIsNoMatterIsAlwaysNew) {
  EXPECT_TRUE(IsNewMatter(EntryOf(Kind::kRomanticOrSexualAct, kDay).Header()));
}

}  // namespace
}  // namespace candor::domain::new_matter_test
