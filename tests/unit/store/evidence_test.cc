#include "daemon/domain/evidence.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/synchronization/notification.h"
#include "absl/time/clock.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/cosignature.h"
#include "daemon/ledger/erasure_certificate.h"
#include "daemon/ledger/proof.h"
#include "daemon/ledger/receipt.h"
#include "daemon/store/keys.h"
#include "tests/unit/store/history.h"
#include "tests/unit/store/sealed_database.h"

namespace candor::store::evidence_test {
namespace {

using domain::SignedCheckpoint;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

absl::StatusOr<SignedCheckpoint> CheckpointOf(domain::Store& store, uint64_t at_least = 0) {
  absl::Notification done;
  absl::StatusOr<SignedCheckpoint> result = absl::UnknownError("not called");
  store.evidence().Checkpoint(at_least, [&](absl::StatusOr<SignedCheckpoint> checkpoint) {
    result = std::move(checkpoint);
    done.Notify();
  });
  done.WaitForNotification();
  return result;
}

// On RocksDB (true) and in memory (false).
class EvidenceTest : public testing::TestWithParam<bool> {
 protected:
  EvidenceTest() : fixture_(GetParam()) { fixture_.AddPractice(); }

  domain::Evidence& evidence() { return fixture_.store().evidence(); }
  ledger::VerifierKey key() { return *ledger::ParseVerifierKey(evidence().PublicKey()); }

  // Appends a session and returns its number.
  uint64_t AddSession() {
    const auto appended = fixture_.Append({EntryOf(SubjectId::Of(CaseOf(1)), Kind::kSession, Day(2025, 1, 13))});
    EXPECT_TRUE(appended.ok()) << appended.status();
    return appended->first_number;
  }
  void AddSessions(int count) {
    for (int i = 0; i < count; ++i) AddSession();
  }

  StoreFixture fixture_;
};

INSTANTIATE_TEST_SUITE_P(Every, EvidenceTest, testing::Bool());

TEST_P(EvidenceTest, WhatWasErasedElsewhereIsNamedInAsManyCertificatesAsItTakes) {
  domain::ErasureStatement statement;
  statement.subject = SubjectId::Of(CaseOf(1));
  statement.record = 5000;
  statement.erased_at = absl::FromUnixSeconds(1'750'000'000);
  EXPECT_EQ(evidence().Certify(statement).size(), 1U);
  for (uint64_t i = 0; i <= ledger::ErasureCertificate::kMaxElsewhere; ++i) {
    statement.elsewhere.push_back({i, ledger::LeafHash(absl::StrCat(i))});
  }

  std::vector<domain::NamedRecord> named;
  for (const std::string& text : evidence().Certify(statement)) {
    const auto note = ledger::ParseNote(text, ledger::ErasureCertificate::kMaxBytes);
    ASSERT_TRUE(note.ok()) << note.status();
    const auto certificate = ledger::OpenCertificate(*note, key());
    ASSERT_TRUE(certificate.ok()) << certificate.status();
    EXPECT_EQ(certificate->subject_id, statement.subject.id) << "each is one of the key";
    for (const ledger::NamedRecord& each : certificate->elsewhere) named.push_back({each.number, each.leaf});
  }

  EXPECT_EQ(named, statement.elsewhere);
}

TEST_P(EvidenceTest, ACheckpointIsSignedByTheLedger) {
  const uint64_t number = AddSession();
  const auto checkpoint = CheckpointOf(fixture_.store(), number + 1);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  const auto opened = ledger::OpenCheckpoint(checkpoint->note, key());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(opened->size, number + 1);
  EXPECT_EQ(opened->size, checkpoint->size);
  EXPECT_EQ(opened->root, checkpoint->root);
  EXPECT_EQ(opened->origin, absl::StrCat("candor/", fixture_.store().ledger_id().ToString(), "/1"));
}

TEST_P(EvidenceTest, CheckpointsAreMadeAtMostEveryTenthOfASecond) {
  const absl::Time begin = absl::Now();
  std::set<std::string> notes;
  while (absl::Now() - begin < absl::Milliseconds(450)) {
    const uint64_t number = AddSession();
    notes.insert(CheckpointOf(fixture_.store(), number % 3 == 0 ? number + 1 : 0)->note);
  }
  EXPECT_GE(notes.size(), 3U);
  EXPECT_LE(notes.size(), 1U + static_cast<size_t>((absl::Now() - begin) / absl::Milliseconds(100)));
}

TEST_P(EvidenceTest, EveryRecordIsProvenUnderEveryCheckpoint) {
  std::vector<SignedCheckpoint> checkpoints;
  for (int i = 0; i < 3; ++i) {
    AddSessions(7 + 90 * i);
    checkpoints.push_back(*CheckpointOf(fixture_.store(), AddSession() + 1));
  }
  for (const SignedCheckpoint& checkpoint : checkpoints) {
    for (uint64_t number = 0; number < checkpoint.size; number += 1 + number / 5) {
      const auto path = evidence().InclusionProof(number, checkpoint.size);
      ASSERT_TRUE(path.ok()) << path.status();
      EXPECT_TRUE(
          ledger::VerifyInclusion(*evidence().LeafHash(number), number, checkpoint.size, *path, checkpoint.root).ok());
    }
    const SignedCheckpoint& last = checkpoints.back();
    const auto proof = evidence().ConsistencyProof(checkpoint.size, last.size);
    ASSERT_TRUE(proof.ok()) << proof.status();
    EXPECT_TRUE(ledger::VerifyConsistency(checkpoint.size, checkpoint.root, last.size, last.root, *proof).ok());
  }
}

TEST_P(EvidenceTest, TheRootOfAnySizeIsTheCheckpointsOfThatSize) {
  std::vector<SignedCheckpoint> checkpoints;
  for (int i = 0; i < 3; ++i) {
    AddSessions(5 + 60 * i);
    checkpoints.push_back(*CheckpointOf(fixture_.store(), AddSession() + 1));
  }
  for (const SignedCheckpoint& checkpoint : checkpoints) {
    EXPECT_EQ(*evidence().RootHash(checkpoint.size), checkpoint.root);
  }
  EXPECT_TRUE(absl::IsOutOfRange(evidence().RootHash(checkpoints.back().size + 1).status()));
}

TEST_P(EvidenceTest, SaysNothingAboutWhatIsNotThere) {
  const uint64_t size = AddSession() + 1;
  ASSERT_TRUE(CheckpointOf(fixture_.store(), size).ok());
  EXPECT_TRUE(absl::IsOutOfRange(evidence().LeafHash(size).status()));
  EXPECT_TRUE(absl::IsOutOfRange(evidence().LeafHash(~uint64_t{0}).status()));
  EXPECT_TRUE(absl::IsOutOfRange(evidence().InclusionProof(0, size + 1).status()));
  EXPECT_TRUE(absl::IsOutOfRange(evidence().InclusionProof(size, size).status()));
  EXPECT_TRUE(absl::IsOutOfRange(evidence().ConsistencyProof(1, size + 1).status()));
}

TEST_P(EvidenceTest, AReceiptNeedsOnlyTheKey) {
  const uint64_t number = AddSession();
  const auto checkpoint = CheckpointOf(fixture_.store(), number + 1);
  const auto text = evidence().Receipt(number, *checkpoint);
  ASSERT_TRUE(text.ok()) << text.status();
  const auto receipt = ledger::ParseReceipt(*text);
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->index, number);
  EXPECT_EQ(receipt->extra->size(), 33U);
  EXPECT_EQ(VerifyReceipt(*receipt, key())->size, checkpoint->size);
}

TEST_P(EvidenceTest, ACosignedCheckpointIsKept) {
  const std::string seed(32, 'w');
  const ledger::SigningKey witness(std::span<const uint8_t, 32>(reinterpret_cast<const uint8_t*>(seed.data()), 32));
  const ledger::VerifierKey witness_key{"w.example", ledger::SignatureType::kCosignature, witness.public_key()};
  EXPECT_TRUE(absl::IsNotFound(evidence().Cosigned().status()));

  ledger::Note note = *ledger::ParseNote(CheckpointOf(fixture_.store(), AddSession() + 1)->note);
  EXPECT_TRUE(absl::IsInvalidArgument(evidence().AddCosignature(WriteNote(note), witness_key.ToString())));
  note.signatures.push_back(Cosign(note.text, absl::FromUnixSeconds(5), "w.example", witness));
  ASSERT_TRUE(evidence().AddCosignature(WriteNote(note), witness_key.ToString()).ok());
  EXPECT_EQ(*evidence().Cosigned(), WriteNote(note));

  ledger::Note changed = note;
  changed.text[changed.text.size() - 3] ^= 1;
  EXPECT_TRUE(absl::IsInvalidArgument(evidence().AddCosignature(WriteNote(changed), witness_key.ToString())));
  EXPECT_TRUE(absl::IsInvalidArgument(evidence().AddCosignature(WriteNote(note), evidence().PublicKey())));
  EXPECT_TRUE(absl::IsInvalidArgument(evidence().AddCosignature("nonsense", witness_key.ToString())));
  EXPECT_EQ(*evidence().Cosigned(), WriteNote(note));
}

TEST_P(EvidenceTest, FindsNothingWrongWithAGoodLedger) {
  History history(fixture_, 7);
  for (int i = 0; i < 300; ++i) history.Step();
  const uint64_t size = CheckpointOf(fixture_.store(), fixture_.view()->size())->size;
  const auto records = evidence().CheckRecords(0, size + 10);
  ASSERT_TRUE(records.ok()) << records.status();
  EXPECT_THAT(records->faults, IsEmpty());
  EXPECT_EQ(records->leaves.size(), size);
  const auto projections = evidence().CheckProjections();
  ASSERT_TRUE(projections.ok()) << projections.status();
  EXPECT_THAT(projections->faults, IsEmpty());
  EXPECT_EQ(projections->size, size);
  EXPECT_GT(projections->rows, 300U);
}

class DurableEvidenceTest : public EvidenceTest {
 protected:
  // REQUIRES: the store is closed.
  void Change(const std::function<void(Kv&, WriteBatch&)>& change) {
    auto kv = OpenDatabaseOf(fixture_.data_dir());
    ASSERT_TRUE(kv.ok()) << kv.status();
    WriteBatch batch;
    change(**kv, batch);
    ASSERT_FALSE(batch.empty());
    ASSERT_TRUE((*kv)->Write(batch, Durability::kSynced).ok());
    ASSERT_TRUE((*kv)->Flush().ok());
  }
};
INSTANTIATE_TEST_SUITE_P(Rocks, DurableEvidenceTest, testing::Values(true));

TEST_P(DurableEvidenceTest, GoesOnUnderTheSameKeyAfterAStart) {
  AddSessions(300);
  const std::string public_key = evidence().PublicKey();
  const SignedCheckpoint before = *CheckpointOf(fixture_.store(), AddSession() + 1);
  fixture_.Open();
  EXPECT_EQ(evidence().PublicKey(), public_key);
  const SignedCheckpoint after = *CheckpointOf(fixture_.store(), AddSession() + 1);
  EXPECT_TRUE(ledger::VerifyConsistency(before.size, before.root, after.size, after.root,
                                        *evidence().ConsistencyProof(before.size, after.size))
                  .ok());
}

TEST_P(DurableEvidenceTest, HeadIsWrittenBeforeACheckpointLeaves) {
  const SignedCheckpoint checkpoint = *CheckpointOf(fixture_.store(), AddSession() + 1);
  std::ifstream file(fixture_.data_dir() + "/HEAD");
  std::ostringstream head;
  head << file.rdbuf();
  EXPECT_THAT(head.str(), HasSubstr(absl::StrCat("size ", checkpoint.size, "\n")));
}

TEST_P(DurableEvidenceTest, ADirectoryWithoutPagesGetsThem) {
  AddSessions(600);
  const SignedCheckpoint before = *CheckpointOf(fixture_.store(), AddSession() + 1);
  fixture_.Close();
  Change([](Kv& kv, WriteBatch& batch) {
    const std::string begin = keys::NodePage({0, 0}).substr(0, 1);
    ASSERT_TRUE(kv.Scan(Family::kProjections, begin, PrefixEnd(begin), 100, [&](std::string_view row, auto) {
                    batch.Delete(Family::kProjections, std::string(row));
                    return true;
                  }).ok());
  });
  fixture_.Open();
  const auto proof = evidence().InclusionProof(5, before.size);
  ASSERT_TRUE(proof.ok()) << proof.status();
  EXPECT_TRUE(ledger::VerifyInclusion(*evidence().LeafHash(5), 5, before.size, *proof, before.root).ok());
  EXPECT_THAT(evidence().CheckProjections()->faults, IsEmpty());
}

TEST_P(DurableEvidenceTest, AnAcceptedLossSignsUnderAnotherName) {
  AddSessions(5);
  const std::string before = evidence().PublicKey();
  fixture_.Close();
  Change([](Kv& kv, WriteBatch& batch) { batch.Delete(Family::kLedger, **kv.LastKey(Family::kLedger)); });
  ASSERT_TRUE(AcceptLoss(fixture_.data_dir(), "a test", fixture_.clock()).ok());
  fixture_.Open();
  EXPECT_NE(evidence().PublicKey(), before);
  EXPECT_EQ(key().name, absl::StrCat("candor/", fixture_.store().ledger_id().ToString(), "/2"));
}

}  // namespace
}  // namespace candor::store::evidence_test
