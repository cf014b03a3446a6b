#include <gtest/gtest.h>

#include <cstdint>
#include <optional>

#include "daemon/domain/access.h"
#include "daemon/domain/compliance.h"
#include "daemon/domain/role.h"
#include "tests/contract/access_fixture.h"
#include "tests/unit/store/store_fixture.h"

// What every store counts of who read, what left, and who looked through the log.
namespace candor::store::access_figures_test {
namespace {

using access_test::DisclosureOf;
using access_test::kBob;
using access_test::kOperator;

domain::Access WordsRead(const domain::Caller& reader, const std::optional<domain::Role>& role) {
  domain::Access access;
  access.id = BytesOf(0x69);
  access.reader = reader;
  access.role = role;
  access.method = "EntryService.GetEntry";
  access.purpose = domain::Purpose::kSupervision;
  access.highest = domain::FieldClass::kNarrative;
  access.of = {{MemberOf(1), SubjectId::Of(CaseOf(1)), domain::FieldClass::kNarrative}};
  access.items = 1;
  return access;
}

class AccessFiguresTest : public access_test::AccessStoreTest {
 protected:
  uint64_t Counted(domain::Figure figure, uint16_t bucket) {
    const auto rows = fixture_.view()->Counts(domain::CountBasis::kOpened, Day(2025, 1, 1), Day(2026, 12, 31));
    EXPECT_TRUE(rows.ok()) << rows.status();
    uint64_t sum = 0;
    for (const auto& row : *rows) sum += row.figure == figure && row.bucket == bucket ? row.count : 0;
    return sum;
  }
};

TEST_P(AccessFiguresTest, WordsThatWereReadAreCountedByRole) {
  Add(WordsRead(kBob, domain::Role::kSupervisor));
  Add(WordsRead(kOperator, std::nullopt));
  domain::Access without_words = WordsRead(kBob, domain::Role::kSupervisor);
  without_words.highest = without_words.of.front().highest = domain::FieldClass::kDetail;
  Add(without_words);

  EXPECT_EQ(Counted(domain::Figure::kWordsRead, 0), 2U);
  EXPECT_EQ(Counted(domain::Figure::kWordsRead, static_cast<uint16_t>(domain::Role::kSupervisor)), 1U);
  EXPECT_EQ(Counted(domain::Figure::kWordsRead, domain::kOperatorBucket), 1U);
}

// A figure would tell whoever directs the practice that something about them is read.
TEST_P(AccessFiguresTest, WhatIsRestrictedAndPrivateNotesAreInNoFigure) {
  domain::Access restricted = WordsRead(kBob, domain::Role::kIndependentReviewer);
  restricted.of.front().member = MemberId();
  Add(restricted);
  domain::Access note = WordsRead(kBob, domain::Role::kConsultant);
  note.highest = note.of.front().highest = domain::FieldClass::kPersonal;
  Add(note);

  EXPECT_EQ(Counted(domain::Figure::kWordsRead, 0), 0U);
}

TEST_P(AccessFiguresTest, WhatLeavesAndWhoReviewsTheLogIsCounted) {
  Add(DisclosureOf(1, {}));
  Add(DisclosureOf(2, {SubjectId::Of(CaseOf(1))}));
  Add(access_test::ReviewTo(1, 2));

  EXPECT_EQ(Counted(domain::Figure::kDisclosureMade, 0), 2U);
  EXPECT_EQ(Counted(domain::Figure::kLogReviewed, 0), 1U);
}

INSTANTIATE_TEST_SUITE_P(Every, AccessFiguresTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::access_figures_test
