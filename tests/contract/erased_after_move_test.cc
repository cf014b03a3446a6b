#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/erasure_reach.h"
#include "daemon/domain/retention.h"
#include "tests/contract/erasure_fixture.h"
#include "tests/unit/store/store_fixture.h"

// What every store owes those who have something erased that was moved or merged before: it is sealed in two places.
namespace candor::store::erasure_test {
namespace {

using domain::KeyClass;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const SubjectId kThird = SubjectId::Of(CaseOf(3));

// An entry and its amendment, written into another case and moved into this one.
class ErasedAfterAMoveTest : public ErasureTest {
 protected:
  ErasedAfterAMoveTest() {
    EXPECT_TRUE(
        fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(kOther, Kind::kIntake, Day(2025, 1, 7))}).ok());
    original_ = Add(kOther, Kind::kSession, "as it was first written", EntryId());
    first_amendment_ = Add(kOther, Kind::kSession, "as it was amended", original_);
    second_amendment_ = Add(kOther, Kind::kSession, "as it was amended again", original_);
    other_ = Add(kOther, Kind::kSession, "of the other case", EntryId());
    note_ = Add(kOther, Kind::kPersonalReaction, "what was felt in the wrong case", EntryId());
    Move(original_, Kind::kSession);
    Move(note_, Kind::kPersonalReaction);
  }

  EntryId Add(const SubjectId& subject, Kind kind, const char* note, const EntryId& revises) {
    domain::NewEntry entry = EntryOf(subject, kind, Day(2025, 2, 3));
    entry.entry.narrative = Sensitive<domain::Narrative>({note, {}});
    entry.entry.header.revises = revises;
    const auto added = fixture_.Append({entry});
    EXPECT_TRUE(added.ok()) << added.status();
    return added.ok() ? added->entry : EntryId();
  }

  // Gives the entry where it stands then.
  EntryId MoveBetween(const SubjectId& from, const EntryId& id, const SubjectId& to, Kind kind) {
    domain::NewEntry moved = EntryOf(to, kind, Day(2025, 2, 3));
    moved.entry.header.id = EntryId(BytesOf(0x73, ++moves_));
    moved.entry.narrative = Sensitive<domain::Narrative>({"as it was moved", {}});
    moved.entry.header.moved_from = {from, id};
    domain::NewEntry retraction = EntryOf(from, Kind::kRetraction, Day(2025, 6, 15));
    retraction.entry.header.revises = id;
    retraction.entry.header.personal = kind == Kind::kPersonalReaction;
    retraction.entry.header.take_back = domain::TakeBack::kMoved;
    const auto appended = fixture_.Append({moved, retraction});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return moved.entry.header.id;
  }

  EntryId Move(const EntryId& id, Kind kind) { return MoveBetween(kOther, id, kCase, kind); }

  void OpenThird() {
    ASSERT_TRUE(
        fixture_.Append({domain::NewCase{CaseOf(3), "C-3"}, EntryOf(kThird, Kind::kIntake, Day(2025, 1, 8))}).ok());
  }

  void PlaceHold(const SubjectId& subject) {
    domain::LegalHold hold;
    hold.id = HoldId(BytesOf(0x72));
    hold.subject = subject;
    hold.reason = Sensitive<std::string>("a subpoena");
    ASSERT_TRUE(fixture_.Append({hold}).ok());
  }

  // By its place, and by its record, as an export reads it.
  bool IsErased(const domain::View& view, const EntryId& id) {
    const auto entry = view.GetEntry(id);
    EXPECT_TRUE(entry.ok()) << entry.status();
    const auto record = view.RecordAt(entry->number);
    EXPECT_TRUE(record.ok()) << record.status();
    EXPECT_EQ(entry->erased, record->erased);
    EXPECT_EQ(entry->erased, entry->entry.narrative.Reveal().note.empty());
    return entry->erased;
  }

  std::vector<uint64_t> NumbersOf(const std::vector<EntryId>& ids) {
    std::vector<uint64_t> numbers;
    for (const EntryId& id : ids) numbers.push_back(fixture_.view()->GetEntry(id)->number);
    std::sort(numbers.begin(), numbers.end());
    return numbers;
  }

  uint8_t moves_ = 0;
  EntryId original_, first_amendment_, second_amendment_, other_, note_;
};

TEST_P(ErasedAfterAMoveTest, WhatWasMovedThereIsErasedWhereItStoodToo) {
  const absl::Time before = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const domain::ErasureReach reach = *domain::ReachOf(*fixture_.view(), kCase, kEverything);
  EXPECT_THAT(reach.merged, IsEmpty());
  EXPECT_EQ(reach.sealed_elsewhere, (std::map<SubjectId, uint32_t>{{kOther, 2}}));
  EXPECT_FALSE(IsErased(*fixture_.view(), original_));

  Erase(1, kEverything);

  for (const EntryId& id : {original_, first_amendment_, second_amendment_, note_}) {
    EXPECT_TRUE(IsErased(*fixture_.view(), id));
  }
  EXPECT_FALSE(IsErased(*fixture_.view(), other_)) << "what was never moved stays";
  EXPECT_TRUE((*fixture_.store().AsOf(before, Wait))->GetEntry(original_)->erased) << "in the past too";
  EXPECT_EQ(domain::ReachOf(*fixture_.view(), kCase, kEverything)->sealed_elsewhere, reach.sealed_elsewhere);
  EXPECT_EQ(Checked().first, 0U);
  if (!GetParam()) return;
  fixture_.Open();
  EXPECT_TRUE(IsErased(*fixture_.view(), first_amendment_)) << "after a start too";
}

TEST_P(ErasedAfterAMoveTest, AHoldOnWhereItStoodBeforeHoldsIt) {
  PlaceHold(kOther);

  EXPECT_EQ(fixture_.CodeOf({InForce(Proposed(1, kEverything))}), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(domain::CaseRetention(*fixture_.view(), CaseOf(1))->held);
  EXPECT_FALSE(IsErased(*fixture_.view(), original_));
}

TEST_P(ErasedAfterAMoveTest, WhatOnlyPassedThroughStaysWhereItBelongs) {
  OpenThird();
  const EntryId belongs = Add(kOther, Kind::kSession, "of the other case", EntryId());
  const EntryId amendment = Add(kOther, Kind::kSession, "as amended there", belongs);
  const EntryId passed = Move(belongs, Kind::kSession);
  for (const char* note : {"as amended on the way", "and again"}) {
    domain::NewEntry on_the_way = EntryOf(kCase, Kind::kSession, Day(2025, 2, 3));
    on_the_way.entry.narrative = Sensitive<domain::Narrative>({note, {}});
    on_the_way.entry.header.revises = passed;
    on_the_way.entry.header.moved_from = {kOther, belongs};
    fixture_.Add(on_the_way);
  }
  const EntryId back = MoveBetween(kCase, passed, kOther, Kind::kSession);
  const EntryId went_on = Add(kOther, Kind::kSession, "of the third case", EntryId());
  const EntryId there = MoveBetween(kCase, Move(went_on, Kind::kSession), kThird, Kind::kSession);
  EXPECT_EQ(domain::ReachOf(*fixture_.view(), kCase, kEverything)->sealed_elsewhere,
            (std::map<SubjectId, uint32_t>{{kOther, 2}}))
      << "what stands here, and nothing else";
  EXPECT_EQ(domain::ReachOf(*fixture_.view(), kThird, kEverything)->sealed_elsewhere,
            (std::map<SubjectId, uint32_t>{{kCase, 1}, {kOther, 1}}));

  Erase(1, kEverything);

  for (const EntryId& id : {belongs, amendment, back, went_on, there}) EXPECT_FALSE(IsErased(*fixture_.view(), id));
  EXPECT_TRUE(IsErased(*fixture_.view(), passed)) << "with the case itself";
  EXPECT_TRUE(IsErased(*fixture_.view(), original_)) << "what stood there is erased where it came from";
  domain::Erasure third = InForce(Proposed(2, kEverything));
  third.subject = kThird;
  ASSERT_TRUE(fixture_.Append({third}).ok());

  EXPECT_TRUE(IsErased(*fixture_.view(), went_on)) << "through the case that was erased before";
  for (const EntryId& id : {belongs, amendment, back}) EXPECT_FALSE(IsErased(*fixture_.view(), id));
  EXPECT_EQ(Checked().first, 0U);
}

TEST_P(ErasedAfterAMoveTest, AHoldOnWhatOnlyPassedThroughHoldsNothing) {
  OpenThird();
  const EntryId belongs = Add(kThird, Kind::kSession, "of the third case", EntryId());
  MoveBetween(kCase, MoveBetween(kThird, belongs, kCase, Kind::kSession), kThird, Kind::kSession);
  PlaceHold(kThird);
  const domain::RetentionFacts facts = *domain::CaseRetention(*fixture_.view(), CaseOf(1));
  EXPECT_FALSE(facts.held || facts.held_before);

  Erase(1, kEverything);

  EXPECT_FALSE(IsErased(*fixture_.view(), belongs));
}

TEST_P(ErasedAfterAMoveTest, OfPrivateNotesAloneOnlyThoseAre) {
  EXPECT_EQ(domain::ReachOf(*fixture_.view(), kCase, {KeyClass::kPersonal})->sealed_elsewhere,
            (std::map<SubjectId, uint32_t>{{kOther, 1}}));

  Erase(1, {KeyClass::kPersonal});

  EXPECT_TRUE(IsErased(*fixture_.view(), note_));
  EXPECT_FALSE(IsErased(*fixture_.view(), original_));
}

TEST_P(ErasedAfterAMoveTest, WhatHadGoneIntoItIsReachedAndIsFoundByItsCodeWhereItIsLeft) {
  ASSERT_TRUE(fixture_.Append({domain::CaseMerged{CaseOf(2), CaseOf(1), {}, {}, {}, fixture_.view()->size()}}).ok());
  EXPECT_EQ(*fixture_.view()->FindCase("C-2"), CaseOf(1));
  EXPECT_THAT(*fixture_.view()->CasesMergedInto(CaseOf(1)), ElementsAre(CaseOf(2)));
  const domain::ErasureReach reach = *domain::ReachOf(*fixture_.view(), kCase, kEverything);
  EXPECT_THAT(reach.merged, ElementsAre(CaseOf(2)));
  EXPECT_THAT(reach.sealed_elsewhere, IsEmpty()) << "its key goes too";
  domain::LegalHold hold;
  hold.id = HoldId(BytesOf(0x72));
  hold.subject = kCase;
  hold.reason = Sensitive<std::string>("a subpoena");
  ASSERT_TRUE(fixture_.Append({hold}).ok());
  EXPECT_TRUE(*domain::IsHeld(*fixture_.view(), kOther)) << "with what it went into";
  domain::Erasure merged = InForce(Proposed(7, kEverything));
  merged.subject = kOther;
  EXPECT_EQ(fixture_.CodeOf({merged}), absl::StatusCode::kFailedPrecondition);
  hold.state = domain::HoldState::kReleaseProposed;
  ASSERT_TRUE(fixture_.Append({hold}).ok());
  hold.state = domain::HoldState::kReleased;
  ASSERT_TRUE(fixture_.Append({hold}).ok());

  Erase(1, kEverything);

  EXPECT_EQ(*fixture_.view()->FindCase("C-2"), CaseOf(2)) << "so that what is left can be erased";
  ASSERT_TRUE(fixture_.Append({merged}).ok());
  EXPECT_TRUE(fixture_.view()->GetCase(CaseOf(2))->erased);
  EXPECT_THAT(domain::ReachOf(*fixture_.view(), kCase, kEverything)->merged, IsEmpty());
}

// They are named by what a certificate says, so that a restore erases them where the move is not known.
TEST_P(ErasedAfterAMoveTest, TheRecordsThatItErasesElsewhereAreFound) {
  OpenThird();
  const EntryId twice = Add(kThird, Kind::kSession, "of this case, written into the third", EntryId());
  const EntryId through = MoveBetween(kThird, twice, kOther, Kind::kSession);
  Move(through, Kind::kSession);
  const EntryId passed = Add(kOther, Kind::kSession, "of the other case", EntryId());
  MoveBetween(kCase, Move(passed, Kind::kSession), kOther, Kind::kSession);

  Erase(1, kEverything);

  const domain::Erasure erasure = *fixture_.view()->GetErasure(ErasureId(BytesOf(0x70, 1)));
  const auto found = [&](const std::vector<KeyClass>& classes) {
    return *domain::RecordsErasedElsewhere(*fixture_.view(), erasure, classes);
  };
  EXPECT_EQ(found(kEverything), NumbersOf({original_, first_amendment_, second_amendment_, note_, twice, through}));
  EXPECT_EQ(found({KeyClass::kPersonal}), NumbersOf({note_}));
  for (const uint64_t number : found(kEverything)) EXPECT_TRUE((*fixture_.view()->EntryAt(number))->erased);
  EXPECT_FALSE(IsErased(*fixture_.view(), passed));
}

// No certificate names them, and no keys go: the restore that erases them says so itself.
TEST_P(ErasedAfterAMoveTest, ARestoreErasesTheRecordsThatItNames) {
  const std::vector<uint64_t> records = NumbersOf({original_, first_amendment_});

  ASSERT_TRUE(
      fixture_.Append({domain::Restored{2, fixture_.view()->size(), fixture_.clock().Now(), BytesOf(0x64), 0, records}})
          .ok());

  for (const EntryId& id : {original_, first_amendment_}) EXPECT_TRUE(IsErased(*fixture_.view(), id));
  for (const EntryId& id : {second_amendment_, other_, note_}) EXPECT_FALSE(IsErased(*fixture_.view(), id));
  EXPECT_EQ(Checked().first, 0U);
  if (!GetParam()) return;
  fixture_.Open();
  EXPECT_TRUE(IsErased(*fixture_.view(), original_)) << "after a start too";
  EXPECT_FALSE(IsErased(*fixture_.view(), second_amendment_));
}

INSTANTIATE_TEST_SUITE_P(Every, ErasedAfterAMoveTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::erasure_test
