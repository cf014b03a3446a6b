#include <gtest/gtest.h>

#include "daemon/domain/fields.h"
#include "tests/unit/store/store_fixture.h"

// What single entries and decisions add to the figures, through corrections.
namespace candor::store::entry_counts_test {
namespace {

using domain::CountBasis;
using domain::Figure;
using domain::TakeBack;

constexpr Day kDay(2025, 3, 3);

class EntryCountsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    fixture_.AddPractice();
    ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}}).ok());
  }

  static domain::NewEntry About(Kind kind, Day day = kDay, uint8_t of_case = 1) {
    return EntryOf(SubjectId::Of(CaseOf(of_case)), kind, day);
  }

  // Of the first member by the second.
  static domain::NewEntry Note(Day held) {
    domain::NewEntry note = EntryOf(SubjectId::Of(MemberOf(1)), Kind::kSupervision, held);
    note.entry.header.author = MemberOf(2);
    note.entry.facts.SetNumber(domain::fields::kSupervisionFormat, 1);
    return note;
  }
  static domain::NewEntry Revising(const EntryId& of, domain::NewEntry entry, Day reported) {
    entry.entry.header.revises = of;
    entry.entry.header.reported = {reported, std::nullopt, std::nullopt};
    return entry;
  }
  static domain::NewEntry TakingBack(const EntryId& id, TakeBack how, bool personal = false) {
    domain::NewEntry entry = About(Kind::kRetraction, kDay + 1);
    entry.entry.header.revises = id;
    entry.entry.header.personal = personal;
    entry.entry.header.take_back = how;
    return entry;
  }

  // A whole quarter, read as month sums, and one that ends within a month, read from the index by day.
  uint64_t Count(CountBasis basis, Figure figure, Day to = Day(2025, 3, 31)) {
    uint64_t count = 0;
    const auto rows = fixture_.view()->Counts(basis, Day(2025, 1, 1), to);
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (!rows.ok()) return 0;
    for (const auto& row : *rows) count += row.figure == figure ? row.count : 0;
    return count;
  }

  StoreFixture fixture_{/*rocks=*/false};
};

TEST_F(EntryCountsTest, AnAmendmentMovesWhatStoodAndIsCountedForItself) {
  const EntryId first = fixture_.Add(Note(kDay));
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld), 1U);

  const EntryId second = fixture_.Add(Revising(first, Note(kDay + 20), kDay + 21));
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld), 1U);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld, kDay + 10), 0U);
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 1U);

  fixture_.Add(Revising(second, Note(kDay + 1), kDay + 22));
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld, kDay + 10), 1U);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld), 1U);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionWrittenSoon), 1U) << "as it was first written";
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 2U);
}

TEST_F(EntryCountsTest, TheAnswerToANoteIsNoCorrectionAndANewVersionIs) {
  const EntryId note = fixture_.Add(Note(kDay));
  domain::NewEntry answer = Revising(note, Note(kDay), kDay + 5);
  answer.entry.header.author = MemberOf(1);
  fixture_.Add(answer);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld), 1U);
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 0U);

  fixture_.Add(Revising(note, Note(kDay), kDay + 8));

  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kSupervisionHeld), 1U);
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 1U);
}

TEST_F(EntryCountsTest, WhatIsTakenBackIsInNoFigure) {
  const EntryId crossing = fixture_.Add(About(Kind::kCrossing));
  fixture_.Add(About(Kind::kBarter));
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kBoundaryMatter), 2U);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kTherapistByChoice), 2U);

  fixture_.Add(TakingBack(crossing, TakeBack::kPlain));

  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kBoundaryMatter), 1U);
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kTherapistByChoice), 1U);
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 1U);
}

TEST_F(EntryCountsTest, WhatIsCalledBackIsAsIfItHadNeverBeenWritten) {
  const EntryId note = fixture_.Add(About(Kind::kPersonalReaction));
  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kTherapistByChoice), 1U);

  fixture_.Add(TakingBack(note, TakeBack::kRecalled, /*personal=*/true));

  EXPECT_EQ(Count(CountBasis::kOccurred, Figure::kTherapistByChoice), 0U);
  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kCorrection), 0U);
}

TEST_F(EntryCountsTest, APersonalEntryIsCountedWhenSomebodyNotNamedIsShownIt) {
  domain::NewEntry personal = About(Kind::kPersonalReaction);
  personal.entry.header.first_reader = MemberOf(2);
  const EntryId id = fixture_.Add(personal);
  const SubjectId subject = SubjectId::Of(CaseOf(1));
  const Day today = DayAt(fixture_.clock().Now(), absl::UTCTimeZone());
  const auto count = [&] {
    const auto rows = fixture_.view()->Counts(CountBasis::kOpened, today, today);
    EXPECT_TRUE(rows.ok()) << rows.status();
    uint64_t reads = 0;
    for (const auto& row : *rows) reads += row.figure == Figure::kReadByOthers ? row.count : 0;
    return reads;
  };

  ASSERT_TRUE(fixture_.Append({domain::Member{MemberOf(3), "Cy", {}}}).ok());
  ASSERT_TRUE(fixture_.Append({domain::FirstRead{subject, id, MemberOf(2)}}).ok());
  EXPECT_EQ(count(), 0U) << "the reader whom the author named";
  ASSERT_TRUE(fixture_.Append({domain::FirstRead{subject, id, MemberOf(3), /*supervises_training=*/true}}).ok());
  EXPECT_EQ(count(), 0U) << "whoever supervises the author's training";
  ASSERT_TRUE(fixture_.Append({domain::FirstRead{subject, id, MemberId()}}).ok());
  EXPECT_EQ(count(), 1U) << "the operator as such";

  const EntryId unread = fixture_.Add(About(Kind::kPersonalReaction));
  fixture_.Add(Revising(unread, personal, kDay + 1));
  ASSERT_TRUE(fixture_.Append({domain::FirstRead{subject, unread, MemberOf(2)}}).ok());
  EXPECT_EQ(count(), 1U) << "the reader whom the author named later";
}

TEST_F(EntryCountsTest, WhatIsMovedCountsOnceInTheCaseWhereItBelongs) {
  const EntryId wrong = fixture_.Add(About(Kind::kCrossing));
  domain::NewEntry moved = About(Kind::kCrossing, kDay, 2);
  moved.entry.header.moved_from = {SubjectId::Of(CaseOf(1)), wrong};

  ASSERT_TRUE(fixture_.Append({moved, TakingBack(wrong, TakeBack::kMoved)}).ok());

  EXPECT_EQ(Count(CountBasis::kOpened, Figure::kBoundaryMatter), 1U);
  EXPECT_EQ(*fixture_.view()->CasesBehind(CountBasis::kOpened, Figure::kBoundaryMatter, 0, kDay, kDay, 5, {}), 1U);
  fixture_.Add(About(Kind::kCrossing, kDay, 2));
  EXPECT_EQ(*fixture_.view()->CasesBehind(CountBasis::kOpened, Figure::kBoundaryMatter, 0, kDay, kDay, 5, {}), 1U)
      << "both are of the second case";
}

TEST_F(EntryCountsTest, ADecisionCountsOnItsDayUnlessItIsAboutAPersonalReaction) {
  const Day today = DayAt(fixture_.clock().Now(), absl::UTCTimeZone());
  const auto count = [&] {
    const auto rows = fixture_.view()->Counts(CountBasis::kOpened, today, today);
    EXPECT_TRUE(rows.ok()) << rows.status();
    uint64_t made = 0;
    for (const auto& row : *rows) {
      const bool waived = row.bucket == static_cast<uint16_t>(domain::DecisionKind::kWaive);
      made += row.figure == Figure::kDecisionMade && waived ? row.count : 0;
    }
    return made;
  };
  domain::FollowUpSection section;
  section.clear.id = FollowUpId(BytesOf(0x30));
  section.clear.subject = SubjectId::Of(CaseOf(1));
  section.clear.therapist = MemberOf(1);
  section.clear.opened_on = kDay;
  section.clear.reported_on = kDay;
  section.sealed.rule = "crossing_documented";
  domain::Assessment assessment;
  assessment.sections.push_back(section);
  section.clear.id = FollowUpId(BytesOf(0x31));
  section.clear.key_class = domain::KeyClass::kPersonal;
  assessment.sections.push_back(section);
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  domain::Decision waiver;
  waiver.id = DecisionId::Random();
  waiver.kind = domain::DecisionKind::kWaive;
  waiver.subject = SubjectId::Of(CaseOf(1));
  waiver.follow_up = FollowUpId(BytesOf(0x30));
  waiver.until = today + 90;

  ASSERT_TRUE(fixture_.Append({waiver}).ok());
  EXPECT_EQ(count(), 1U);
  waiver.id = DecisionId::Random();
  waiver.follow_up = FollowUpId(BytesOf(0x31));
  waiver.key_class = domain::KeyClass::kPersonal;
  ASSERT_TRUE(fixture_.Append({waiver}).ok());

  EXPECT_EQ(count(), 1U);
  const auto ending = fixture_.view()->Counts(CountBasis::kDue, today + 90, today + 90);
  ASSERT_TRUE(ending.ok()) << ending.status();
  ASSERT_EQ(ending->size(), 1U) << "of the other one nothing is told";
  EXPECT_EQ(ending->front().figure, Figure::kWaiverEnding);
}

TEST_F(EntryCountsTest, CasesAreKnownUntilTheyAreMergedIntoOthers) {
  const auto known = [&] {
    uint64_t cases = 0;
    const auto rows = fixture_.view()->Counts(CountBasis::kOpened, domain::kUndated, domain::kUndated + 30);
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (!rows.ok()) return cases;
    for (const auto& row : *rows) cases += row.figure == Figure::kCaseKnown ? row.count : 0;
    return cases;
  };
  const uint64_t before = known();
  EXPECT_GE(before, 2U);

  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(9), "C-9"}}).ok());
  EXPECT_EQ(known(), before + 1);

  const uint64_t size = fixture_.view()->size();
  ASSERT_TRUE(fixture_.Append({domain::CaseMerged{CaseOf(9), CaseOf(1), {}, {}, {}, size}}).ok());
  EXPECT_EQ(known(), before);
}

TEST_F(EntryCountsTest, APolicyThatComesIntoForceCountsOnItsDay) {
  const Day today = DayAt(fixture_.clock().Now(), absl::UTCTimeZone());
  const auto in_force = [&] {
    uint64_t times = 0;
    const auto rows = fixture_.view()->Counts(CountBasis::kOpened, today, today);
    EXPECT_TRUE(rows.ok()) << rows.status();
    if (!rows.ok()) return times;
    for (const auto& row : *rows) times += row.figure == Figure::kPolicyInForce ? row.count : 0;
    return times;
  };
  const uint64_t before = in_force();

  ASSERT_TRUE(fixture_.Append({domain::Activation{"set", {"consultation 1.0.0"}, {}, kDay}}).ok());
  EXPECT_EQ(in_force(), before + 1);
}

}  // namespace
}  // namespace candor::store::entry_counts_test
