#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/status.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/retention.h"
#include "daemon/store/record_reader.h"
#include "tests/contract/erasure_fixture.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::erasure_test {
namespace {

using domain::DecisionState;
using domain::KeyClass;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

std::string ReadWhole(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

void WriteWhole(const std::string& path, const std::string& bytes) {
  std::ofstream(path, std::ios::binary | std::ios::trunc) << bytes;
}

TEST_P(ErasureTest, AProposalErasesNothing) {
  ASSERT_TRUE(fixture_.Append({Proposed(1, kEverything)}).ok());

  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(1))->code, "C-1");
  EXPECT_FALSE(*fixture_.view()->HasErased(kCase, KeyClass::kGeneral));
  EXPECT_EQ(fixture_.view()->GetErasure(ErasureId(BytesOf(0x70, 1)))->state, DecisionState::kProposed);
}

TEST_P(ErasureTest, NothingOfTheCaseCanBeReadAnyMore) {
  Erase(1, kEverything);

  const auto view = fixture_.view();
  const auto file = view->GetCase(CaseOf(1));
  ASSERT_TRUE(file.ok()) << file.status();
  EXPECT_TRUE(file->erased);
  EXPECT_EQ(file->code, "");
  EXPECT_EQ(file->holder(), MemberOf(1)) << "that it was there stays";
  const auto page = view->Timeline(kCase, domain::Place::First(), 100);
  ASSERT_TRUE(page.ok()) << page.status();
  ASSERT_THAT(page->entries, SizeIs(3));
  for (const domain::RecordedEntry& each : page->entries) {
    EXPECT_TRUE(each.erased);
    EXPECT_EQ(each.entry.narrative.Reveal().note, "");
  }
  const auto follow_ups = view->FollowUpsOf(kCase);
  ASSERT_TRUE(follow_ups.ok()) << follow_ups.status();
  ASSERT_THAT(*follow_ups, SizeIs(2));
  for (const domain::FollowUp& each : *follow_ups) {
    EXPECT_TRUE(each.erased);
    EXPECT_FALSE(each.sealed.has_value());
  }
  EXPECT_EQ(view->FindCase("C-1").status().code(), absl::StatusCode::kNotFound);
}

TEST_P(ErasureTest, WhatWasCountedStaysAndNothingIsOpenAnyMore) {
  const auto count = [&] {
    return fixture_.view()->Counts(domain::CountBasis::kOpened, Day(2025, 1, 1), Day(2025, 12, 31));
  };
  const auto opened = [&] {
    uint64_t sum = 0;
    const auto rows = count();
    for (const domain::View::CountRow& row : *rows) {
      if (row.figure == domain::Figure::kSituationOpened && row.bucket == 0) sum += row.count;
    }
    return sum;
  };
  const uint64_t before = opened();
  ASSERT_GT(before, 0U);
  ASSERT_THAT(*fixture_.view()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10), SizeIs(2));

  Erase(1, kEverything);

  EXPECT_EQ(opened(), before);
  EXPECT_THAT(*fixture_.view()->ListOpenFollowUps(SubjectId(), FollowUpId(), 10), IsEmpty());
}

TEST_P(ErasureTest, ThatAConversationWasDueAndTookPlaceStays) {
  domain::Assessment assessment;
  assessment.answers_to = fixture_.view()->size();
  domain::FollowUpSection talked = OpenFollowUp(2, KeyClass::kPersonal, reaction_);
  talked.clear.state = domain::RuleState::kResolved;
  talked.clear.cause = domain::ResolvedCause::kEntry;
  talked.clear.resolved_on = Day(2025, 2, 10);
  talked.clear.resolution_reported_on = Day(2025, 2, 10);
  talked.clear.situation = SituationId(BytesOf(0x74));
  talked.sealed.resolved_by = session_;
  assessment.sections = {talked};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());
  const auto in_time = [&] {
    uint64_t sum = 0;
    const auto due = fixture_.view()->Counts(domain::CountBasis::kDue, Day(2025, 1, 1), Day(2025, 12, 31));
    for (const domain::View::CountRow& row : *due) {
      if (row.figure == domain::Figure::kSituationInTime) sum += row.count;
    }
    return sum;
  };
  ASSERT_EQ(in_time(), 1U);

  Erase(1, {KeyClass::kPersonal});

  EXPECT_EQ(in_time(), 1U);
  const auto kept = fixture_.view()->GetFollowUp(kCase, talked.clear.id);
  EXPECT_TRUE(kept->erased);
  EXPECT_EQ(kept->clear.resolved_on, Day(2025, 2, 10));
}

TEST_P(ErasureTest, NothingMoreIsRecordedAboutItAndItsCodeIsFree) {
  Erase(1, kEverything);

  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kSession, Day(2025, 3, 3))}), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(fixture_.CodeOf({EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 3, 3))}),
            absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(fixture_.CodeOf({InForce(Proposed(2, kEverything))}), absl::StatusCode::kFailedPrecondition);
  ASSERT_TRUE(fixture_.Append({domain::NewCase{CaseOf(9), "C-1"}}).ok());
  EXPECT_EQ(*fixture_.view()->FindCase("C-1"), CaseOf(9));
}

TEST_P(ErasureTest, PrivateNotesAloneAreErasedAndLaterOnesAreNot) {
  Erase(1, {KeyClass::kPersonal});
  domain::NewEntry later = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 4, 1));
  later.entry.narrative = Sensitive<domain::Narrative>({"what is felt now", {}});
  const EntryId now = fixture_.Append({later})->entry;

  const auto view = fixture_.view();
  EXPECT_TRUE(view->GetEntry(reaction_)->erased);
  EXPECT_EQ(view->GetEntry(session_)->entry.narrative.Reveal().note, "what was said");
  EXPECT_FALSE(view->GetEntry(now)->erased);
  EXPECT_EQ(view->GetEntry(now)->entry.narrative.Reveal().note, "what is felt now");
  EXPECT_EQ(view->GetCase(CaseOf(1))->code, "C-1");
  Erase(2, {KeyClass::kPersonal});
  EXPECT_TRUE(fixture_.view()->GetEntry(now)->erased);
}

TEST_P(ErasureTest, AFollowUpOfWhatIsErasedStaysAsItIs) {
  Erase(1, {KeyClass::kPersonal});
  domain::Assessment assessment;
  assessment.answers_to = fixture_.view()->size();
  domain::FollowUpSection withdrawn = OpenFollowUp(2, KeyClass::kPersonal, reaction_);
  withdrawn.clear.state = domain::RuleState::kWithdrawn;
  assessment.sections = {withdrawn};
  ASSERT_TRUE(fixture_.Append({assessment}).ok());

  const auto frozen = fixture_.view()->GetFollowUp(kCase, FollowUpId(BytesOf(0x71, 2)));
  EXPECT_TRUE(frozen->erased);
  EXPECT_EQ(frozen->clear.state, domain::RuleState::kOpen);
  EXPECT_FALSE(fixture_.view()->GetFollowUp(kCase, FollowUpId(BytesOf(0x71, 1)))->erased);
}

TEST_P(ErasureTest, AHoldBeatsEverything) {
  domain::LegalHold hold;
  hold.id = HoldId(BytesOf(0x72));
  hold.subject = SubjectId::Of(MemberOf(1));
  hold.reason = Sensitive<std::string>("a subpoena");
  ASSERT_TRUE(fixture_.Append({hold}).ok());

  EXPECT_TRUE(*domain::IsHeld(*fixture_.view(), kCase)) << "its therapist is held";
  EXPECT_EQ(fixture_.CodeOf({InForce(Proposed(1, kEverything))}), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(fixture_.CodeOf({InForce(Proposed(1, {KeyClass::kPersonal}))}), absl::StatusCode::kFailedPrecondition);
  hold.state = domain::HoldState::kReleaseProposed;
  ASSERT_TRUE(fixture_.Append({hold}).ok());
  EXPECT_EQ(fixture_.CodeOf({InForce(Proposed(1, kEverything))}), absl::StatusCode::kFailedPrecondition)
      << "until a second person agrees";
  hold.state = domain::HoldState::kReleased;
  ASSERT_TRUE(fixture_.Append({hold}).ok());
  EXPECT_EQ(fixture_.CodeOf({hold}), absl::StatusCode::kFailedPrecondition) << "once";
  Erase(1, kEverything);
  EXPECT_THAT(*fixture_.view()->ListHolds(), SizeIs(1));
}

TEST_P(ErasureTest, NobodyHoldsWhatIsErasedAndItIsNotOpen) {
  ASSERT_THAT(*fixture_.view()->CasesHeldBy(MemberOf(1)), ElementsAre(CaseOf(1)));
  ASSERT_TRUE(fixture_.view()->GetCase(CaseOf(1))->open());

  Erase(1, {KeyClass::kPersonal});
  EXPECT_THAT(*fixture_.view()->CasesHeldBy(MemberOf(1)), ElementsAre(CaseOf(1))) << "its notes alone are gone";
  Erase(2, kEverything);

  EXPECT_THAT(*fixture_.view()->CasesHeldBy(MemberOf(1)), IsEmpty());
  EXPECT_FALSE(fixture_.view()->GetCase(CaseOf(1))->open());
  EXPECT_EQ(Checked().first, 0U);
}

TEST_P(ErasureTest, EverythingElseStillVerifies) {
  const auto other = fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}});
  ASSERT_TRUE(other.ok());
  EXPECT_EQ(Checked(), (std::pair<size_t, uint64_t>(0, 0)));
  const auto root = fixture_.store().evidence().RootHash(fixture_.view()->size());

  Erase(1, kEverything);

  // The opening, the intake, a session, a note, and the assessment that speaks of them.
  EXPECT_EQ(Checked(), (std::pair<size_t, uint64_t>(0, 5)));
  EXPECT_EQ(*fixture_.store().evidence().RootHash(other->first_number + 1), *root) << "no leaf has changed";
  EXPECT_EQ(fixture_.view()->GetCase(CaseOf(2))->code, "C-2");
}

TEST_P(ErasureTest, WhatWasAskedOfThePastIsErasedThereToo) {
  const absl::Time before = fixture_.view()->last_recorded_at();
  fixture_.clock().AdvanceTime(absl::Hours(1));
  Erase(1, kEverything);

  const auto past = fixture_.store().AsOf(before, Wait);

  ASSERT_TRUE(past.ok()) << past.status();
  EXPECT_TRUE((*past)->GetCase(CaseOf(1))->erased);
  EXPECT_TRUE((*past)->GetEntry(session_)->erased);
  EXPECT_THAT(*(*past)->FollowUpsOf(kCase), SizeIs(2));
}

TEST_P(ErasureTest, ItIsSoAfterAStartToo) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  Erase(1, kEverything);

  fixture_.Open();

  EXPECT_TRUE(fixture_.view()->GetCase(CaseOf(1))->erased);
  EXPECT_TRUE(fixture_.view()->GetEntry(reaction_)->erased);
  EXPECT_EQ(Checked().first, 0U);
}

TEST_P(ErasureTest, AStartDestroysWhatTheEndOfTheProcessHasLeft) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  const std::string path = fixture_.data_dir() + "/KEYS";
  const std::string before = ReadWhole(path);
  Erase(1, kEverything);
  fixture_.Close();
  // As if the process had ended between the record and the keys.
  WriteWhole(path, before);

  fixture_.Open();

  const crypto::KeyTable& keys = *fixture_.store().backup_parts().keys;
  for (const KeyClass each : kEverything) {
    EXPECT_TRUE(absl::IsNotFound(keys.Get(KeyNameOf(kCase, each)).status()));
  }
  EXPECT_TRUE(fixture_.view()->GetEntry(reaction_)->erased);
  EXPECT_NE(ReadWhole(path), before);
  EXPECT_EQ(Checked().first, 0U);
}

TEST_P(ErasureTest, AKeyThatWasMadeSinceIsNoLeftOver) {
  if (!GetParam()) GTEST_SKIP() << "what is in memory does not outlive the store";
  Erase(1, {KeyClass::kPersonal});
  domain::NewEntry later = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 4, 1));
  later.entry.narrative = Sensitive<domain::Narrative>({"what is felt now", {}});
  const EntryId now = fixture_.Append({later})->entry;

  fixture_.Open();

  EXPECT_EQ(fixture_.view()->GetEntry(now)->entry.narrative.Reveal().note, "what is felt now");
  EXPECT_TRUE(fixture_.view()->GetEntry(reaction_)->erased);
}

TEST_P(ErasureTest, AMissingKeyThatNothingErasedIsDamage) {
  ASSERT_TRUE(
      fixture_.store()
          .backup_parts()
          .keys->Erase({{static_cast<uint8_t>(kCase.kind), kCase.id, static_cast<uint8_t>(KeyClass::kPersonal)}})
          .ok());

  EXPECT_EQ(fixture_.view()->EntryAt(fixture_.view()->GetEntry(session_)->number).status().code(),
            absl::StatusCode::kOk);
  EXPECT_EQ(fixture_.view()->GetEntry(reaction_).status().code(), absl::StatusCode::kDataLoss);
  EXPECT_GT(fixture_.store().evidence().CheckRecords(0, 1000)->faults.size(), 0U);
}

TEST_P(ErasureTest, BackupsAreRemembered) {
  const domain::BackupTaken taken{BytesOf(0x73), absl::FromUnixSeconds(1'750'000'100), 7, {true, {}}};
  ASSERT_TRUE(fixture_.Append({taken}).ok());
  EXPECT_THAT(*fixture_.view()->ListBackups(), ElementsAre(taken));
}

INSTANTIATE_TEST_SUITE_P(Every, ErasureTest, testing::Bool(),
                         [](const auto& kind) { return kind.param ? "Rocks" : "Memory"; });

}  // namespace
}  // namespace candor::store::erasure_test
