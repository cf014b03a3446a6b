#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/time.h"
#include "daemon/domain/erasure_reach.h"
#include "daemon/ledger/backup_file.h"
#include "daemon/store/backup/backup_source.h"
#include "daemon/store/backup/restore.h"
#include "tests/unit/store/store_fixture.h"
#include "tests/unit/store/taken_backup.h"

// Backups and erasures: what a certificate takes from what is restored and what it leaves, and which backups a ledger
// knows of.
namespace candor::store::backup_erasure_test {
namespace {

using domain::DecisionState;
using domain::KeyClass;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

const SubjectId kCase = SubjectId::Of(CaseOf(1));
const SubjectId kOther = SubjectId::Of(CaseOf(2));

class BackupErasureTest : public testing::Test {
 protected:
  BackupErasureTest() {
    fixture_.AddPractice();
    before_ = Note(fixture_.store(), "before");
  }

  static EntryId Note(domain::Store& store, const std::string& text) {
    domain::NewEntry note = EntryOf(kCase, Kind::kPersonalReaction, Day(2025, 2, 3));
    note.entry.narrative = Sensitive<domain::Narrative>({text, {}});
    const auto appended = AppendTo(store, {note});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended.ok() ? appended->entry : EntryId();
  }

  // The private notes of the case; what their certificate says.
  static ErasedKey EraseNotes(domain::Store& store, uint8_t id) {
    domain::Erasure erasure;
    erasure.id = ErasureId(BytesOf(0x70, id));
    erasure.subject = kCase;
    erasure.classes = {KeyClass::kPersonal};
    erasure.reason = Sensitive<std::string>("faded");
    EXPECT_TRUE(AppendTo(store, {erasure}).ok());
    erasure.state = DecisionState::kInForce;
    erasure.approver = MemberOf(2);
    EXPECT_TRUE(AppendTo(store, {erasure}).ok());
    const auto erased = store.Latest()->GetErasure(erasure.id);
    EXPECT_TRUE(erased.ok()) << erased.status();
    return {kCase, KeyClass::kPersonal, erased->number,
            absl::FromUnixSeconds(absl::ToUnixSeconds(erased->recorded_at))};
  }

  EntryId Session(const SubjectId& subject, const std::string& text, const EntryId& revises = {}) {
    domain::NewEntry session = EntryOf(subject, Kind::kSession, Day(2025, 2, 3));
    session.entry.narrative = Sensitive<domain::Narrative>({text, {}});
    session.entry.header.revises = revises;
    return fixture_.Add(session);
  }

  // What stands in the case.
  void Move(const EntryId& id, const SubjectId& to) {
    domain::NewEntry moved = EntryOf(to, Kind::kSession, Day(2025, 2, 3));
    moved.entry.narrative = Sensitive<domain::Narrative>({"as it was moved", {}});
    moved.entry.header.moved_from = {kCase, id};
    domain::NewEntry retraction = EntryOf(kCase, Kind::kRetraction, Day(2025, 6, 15));
    retraction.entry.header.revises = id;
    retraction.entry.header.take_back = domain::TakeBack::kMoved;
    const auto appended = fixture_.Append({moved, retraction});
    ASSERT_TRUE(appended.ok()) << appended.status();
  }

  // What the certificate of its key says.
  ErasedKey EraseWhole(const SubjectId& subject) {
    domain::Erasure erasure;
    erasure.id = ErasureId(BytesOf(0x70, 9));
    erasure.subject = subject;
    erasure.classes = {KeyClass::kGeneral, KeyClass::kPersonal};
    erasure.reason = Sensitive<std::string>("asked for");
    EXPECT_TRUE(fixture_.Append({erasure}).ok());
    erasure.state = DecisionState::kInForce;
    erasure.approver = MemberOf(2);
    EXPECT_TRUE(fixture_.Append({erasure}).ok());
    const auto erased = fixture_.view()->GetErasure(erasure.id);
    EXPECT_TRUE(erased.ok()) << erased.status();
    ErasedKey key{subject, KeyClass::kGeneral, erased->number,
                  absl::FromUnixSeconds(absl::ToUnixSeconds(erased->recorded_at))};
    const auto numbers = domain::RecordsErasedElsewhere(*fixture_.view(), *erased, erased->classes);
    EXPECT_TRUE(numbers.ok()) << numbers.status();
    for (const uint64_t number : *numbers) {
      key.elsewhere.push_back({number, *fixture_.store().evidence().LeafHash(number)});
    }
    return key;
  }

  void Take(DurableStore& store) {
    StoreBackups source(store, fixture_.clock());
    auto backup = BeginBackup(source);
    ASSERT_TRUE(backup.ok()) << backup.status();
    std::string bytes;
    const absl::Status taken = FinishBackup(**backup, bytes);
    ASSERT_TRUE(taken.ok()) << taken;
    Write(bytes);
  }
  void Write(const std::string& bytes) { std::ofstream(file_, std::ios::binary | std::ios::trunc) << bytes; }

  RestoreOptions Options(const std::string& name, std::vector<ErasedKey> erased) {
    RestoreOptions options;
    options.file = file_;
    options.data_dir = place_.Join(name);
    options.master_key.place = crypto::MasterKeyPlace::kFile;
    options.master_key.name = fixture_.data_dir() + "/master.key";
    options.clock = &fixture_.clock();
    options.erased = [erased = std::move(erased)](
                         const ledger::BackupHeader&) -> absl::StatusOr<std::vector<ErasedKey>> { return erased; };
    return options;
  }

  std::unique_ptr<DurableStore> OpenRestored(const std::string& name) {
    OpenOptions options = fixture_.options();
    options.data_dir = place_.Join(name);
    options.master_key = Options(name, {}).master_key;
    auto store = store::Open(options);
    EXPECT_TRUE(store.ok()) << store.status();
    return store.ok() ? *std::move(store) : nullptr;
  }

  static std::string NoteIn(const DurableStore& store, const EntryId& id) {
    const auto entry = store.Latest()->GetEntry(id);
    EXPECT_TRUE(entry.ok()) << entry.status();
    if (!entry.ok()) return "";
    return entry->erased ? "erased" : entry->entry.narrative.Reveal().note;
  }

  TemporaryFolder elsewhere_;
  TemporaryFolder place_;
  const std::string file_ = elsewhere_.Join("candor.backup");
  StoreFixture fixture_{true};
  EntryId before_;
};

TEST_F(BackupErasureTest, WhatWasErasedAfterTheBackupIsErasedAgain) {
  Take(fixture_.store());
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const ErasedKey erased = EraseNotes(fixture_.store(), 1);

  const auto restored = RestoreBackup(Options("restored", {erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_again, 1U);
  EXPECT_EQ(restored->erased_before, 0U);
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, before_), "erased");
}

TEST_F(BackupErasureTest, WhatWasWrittenAfterAnErasureThatTheBackupHoldsStays) {
  const ErasedKey erased = EraseNotes(fixture_.store(), 1);
  const EntryId after = Note(fixture_.store(), "after");
  fixture_.clock().AdvanceTime(absl::Hours(1));
  Take(fixture_.store());

  const auto restored = RestoreBackup(Options("restored", {erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_again, 0U);
  EXPECT_EQ(restored->erased_before, 1U);
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, after), "after");
  EXPECT_EQ(NoteIn(*store, before_), "erased");
}

TEST_F(BackupErasureTest, OfTwoErasuresTheLaterOneAloneIsMadeAgain) {
  const ErasedKey first = EraseNotes(fixture_.store(), 1);
  const EntryId after = Note(fixture_.store(), "after");
  Take(fixture_.store());
  // In the same second, and yet another one.
  const ErasedKey second = EraseNotes(fixture_.store(), 2);
  ASSERT_EQ(first.erased_at, second.erased_at);

  const auto restored = RestoreBackup(Options("restored", {first, second}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_again, 1U);
  EXPECT_EQ(restored->erased_before, 1U);
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, after), "erased");
}

// Of records that another ledger of the same backup has, the numbers say nothing.
TEST_F(BackupErasureTest, ACertificateOfAnEarlierEpochTakesNothingThatWasWrittenSince) {
  Take(fixture_.store());
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const ErasedKey erased = EraseNotes(fixture_.store(), 1);
  ASSERT_TRUE(RestoreBackup(Options("first", {erased})).ok());
  EntryId after;
  {
    const auto store = OpenRestored("first");
    ASSERT_NE(store, nullptr);
    after = Note(*store, "after");
    Take(*store);
  }

  const auto restored = RestoreBackup(Options("second", {erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_again, 0U);
  EXPECT_EQ(restored->erased_before, 1U);
  const auto store = OpenRestored("second");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, after), "after");
  EXPECT_EQ(NoteIn(*store, before_), "erased");
}

// What is said of an erasure holds after a restore as well: the words are shown nowhere.
TEST_F(BackupErasureTest, WhatWasMovedAfterTheBackupAndErasedThereIsErasedWhereItStands) {
  const EntryId moved = Session(kCase, "what was said");
  const EntryId amendment = Session(kCase, "what was said, as amended", moved);
  const EntryId stays = Session(kCase, "what belongs there");
  Take(fixture_.store());
  ASSERT_TRUE(
      fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(kOther, Kind::kIntake, Day(2025, 1, 7))}).ok());
  Move(moved, kOther);
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const ErasedKey erased = EraseWhole(kOther);
  ASSERT_EQ(erased.elsewhere.size(), 2U);

  const auto restored = RestoreBackup(Options("restored", {erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->without_key, 1U) << "the case was opened after it";
  EXPECT_EQ(restored->erased_records, 2U);
  for (int start = 0; start < 2; ++start) {
    const auto store = OpenRestored("restored");
    ASSERT_NE(store, nullptr);
    EXPECT_EQ(NoteIn(*store, moved), "erased");
    EXPECT_EQ(NoteIn(*store, amendment), "erased");
    EXPECT_EQ(NoteIn(*store, stays), "what belongs there");
    EXPECT_EQ(NoteIn(*store, before_), "before");
    const auto rows = store->evidence().CheckProjections();
    ASSERT_TRUE(rows.ok()) << rows.status();
    EXPECT_TRUE(rows->faults.empty()) << rows->faults[0].problem;
  }
}

// The case is there, and so the erasure that is made again: its certificate says the same as the one that it came of.
TEST_F(BackupErasureTest, ACertificateOfWhatARestoreHasErasedAgainNamesTheRecordsToo) {
  ASSERT_TRUE(
      fixture_.Append({domain::NewCase{CaseOf(2), "C-2"}, EntryOf(kOther, Kind::kIntake, Day(2025, 1, 7))}).ok());
  const EntryId moved = Session(kCase, "what was said");
  Take(fixture_.store());
  Move(moved, kOther);
  fixture_.clock().AdvanceTime(absl::Hours(1));
  const ErasedKey erased = EraseWhole(kOther);
  ASSERT_EQ(erased.elsewhere.size(), 1U);

  const auto restored = RestoreBackup(Options("restored", {erased, erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_records, 1U);
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, moved), "erased");
  const auto erasures = store->Latest()->ListErasures();
  ASSERT_TRUE(erasures.ok()) << erasures.status();
  ASSERT_EQ(erasures->size(), 1U);
  EXPECT_EQ(*domain::RecordsErasedElsewhere(*store->Latest(), erasures->front(), {KeyClass::kGeneral}),
            std::vector<uint64_t>{erased.elsewhere[0].number});
}

// After a fork a number means another record. What came after the backup is not there.
TEST_F(BackupErasureTest, ANumberThatMeansAnotherRecordErasesNothing) {
  Take(fixture_.store());
  const uint64_t number = fixture_.view()->GetEntry(before_)->number;
  const domain::TreeHash leaf = *fixture_.store().evidence().LeafHash(number);
  domain::TreeHash other = leaf;
  other[0] ^= 1;
  ErasedKey erased{kOther, KeyClass::kGeneral, 4711, fixture_.clock().Now()};
  erased.elsewhere = {{number, other}, {number + 1, leaf}, {fixture_.view()->size() + 100, leaf}};

  const auto restored = RestoreBackup(Options("restored", {erased}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->erased_records, 0U);
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(NoteIn(*store, before_), "before");
}

TEST_F(BackupErasureTest, ACertificateOfWhatIsNotInTheBackupIsTold) {
  Take(fixture_.store());
  const ErasedKey unknown{SubjectId::Of(CaseOf(9)), KeyClass::kGeneral, 17, fixture_.clock().Now()};

  const auto restored = RestoreBackup(Options("restored", {unknown}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  EXPECT_EQ(restored->without_key, 1U);
  EXPECT_EQ(restored->erased_again, 0U);
}

// Else two restores would have one epoch, and what is erased again would be as of a day before it was.
TEST_F(BackupErasureTest, AClockThatIsBehindIsRefused) {
  Take(fixture_.store());
  SimulatedClock behind(fixture_.clock().Now() - absl::Minutes(1));
  RestoreOptions options = Options("restored", {});
  options.clock = &behind;
  const absl::Status before_backup = RestoreBackup(options).status();
  EXPECT_EQ(before_backup.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(before_backup.message()), HasSubstr("set the clock right"));

  const ErasedKey later{kCase, KeyClass::kPersonal, 17, fixture_.clock().Now() + absl::Hours(1)};
  const absl::Status before_erasure = RestoreBackup(Options("restored", {later})).status();
  EXPECT_EQ(before_erasure.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_TRUE(std::filesystem::is_empty(place_.path()));
}

TEST_F(BackupErasureTest, ABackupDuringWhichSomethingIsErasedIsNone) {
  StoreBackups source(fixture_.store(), fixture_.clock());
  auto backup = BeginBackup(source);
  ASSERT_TRUE(backup.ok()) << backup.status();
  std::string bytes;
  while (!(*backup)->complete()) {
    const auto piece = (*backup)->Next();
    ASSERT_TRUE(piece.ok()) << piece.status();
    bytes += *piece;
  }
  Write(bytes);
  EXPECT_FALSE(ledger::CheckBackupFile(file_).ok()) << "without its end it is none";
  EraseNotes(fixture_.store(), 1);

  const absl::Status refused = FinishBackup(**backup, bytes);

  EXPECT_EQ(refused.code(), absl::StatusCode::kAborted);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("begin the backup again"));
}

TEST_F(BackupErasureTest, WhatIsOnlyProposedMeanwhileHarmsNoBackup) {
  StoreBackups source(fixture_.store(), fixture_.clock());
  auto backup = BeginBackup(source);
  ASSERT_TRUE(backup.ok()) << backup.status();
  domain::Erasure proposed;
  proposed.id = ErasureId(BytesOf(0x70, 1));
  proposed.subject = kCase;
  proposed.classes = {KeyClass::kPersonal};
  ASSERT_TRUE(fixture_.Append({proposed}).ok());

  std::string bytes;
  const absl::Status taken = FinishBackup(**backup, bytes);

  EXPECT_TRUE(taken.ok()) << taken;
}

// A backup does not hold the record that says so of itself.
TEST_F(BackupErasureTest, ARestoredLedgerKnowsTheBackupThatItGoesOnFrom) {
  Take(fixture_.store());

  const auto restored = RestoreBackup(Options("restored", {}));

  ASSERT_TRUE(restored.ok()) << restored.status();
  const auto store = OpenRestored("restored");
  ASSERT_NE(store, nullptr);
  const auto backups = store->Latest()->ListBackups();
  ASSERT_TRUE(backups.ok()) << backups.status();
  EXPECT_THAT(*backups, ElementsAre(domain::BackupTaken{
                            restored->header.id, restored->header.made_at, restored->header.records, {}}));
}

}  // namespace
}  // namespace candor::store::backup_erasure_test
