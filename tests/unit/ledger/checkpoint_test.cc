#include "daemon/ledger/checkpoint.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/time/time.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/cosignature.h"
#include "daemon/ledger/lines.h"
#include "tests/unit/ledger/memory_tree.h"
#include "tests/unit/ledger/signers.h"

namespace candor::ledger::checkpoint_test {
namespace {

// The example of c2sp.org/tlog-checkpoint and c2sp.org/tlog-cosignature.
constexpr char kExampleText[] = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
constexpr char kExampleLine[] =
    "— example.com/behind-the-sofa "
    "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n";
constexpr char kExampleCosignature[] =
    "— witness.example.com/w1 "
    "jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

class CheckpointTest : public testing::Test {
 protected:
  CheckpointTest()
      : key_(KeyOf(std::string(32, 'l'))), verifier_{"candor/x/1", SignatureType::kEd25519, key_.public_key()} {
    checkpoint_ = {"candor/x/1", 8, *RootAt(MemoryTree::OfHex(kKnownLeaves), 8), {}};
  }

  SigningKey key_;
  VerifierKey verifier_;
  Checkpoint checkpoint_;
};

TEST_F(CheckpointTest, ReadsTheExampleOfTheSpecification) {
  const std::string example = std::string(kExampleText) + "\n" + kExampleLine + kExampleCosignature;
  const auto note = ParseNote(example);
  ASSERT_TRUE(note.ok()) << note.status();
  const auto checkpoint = ParseCheckpointText(note->text);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->origin, "example.com/behind-the-sofa");
  EXPECT_EQ(checkpoint->size, 20852163U);
  EXPECT_EQ(Base64(checkpoint->root), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  EXPECT_TRUE(checkpoint->extensions.empty());
  EXPECT_EQ(WriteCheckpointText(*checkpoint), kExampleText);
  EXPECT_EQ(WriteNote(*note), example);
  // key id, time, signature
  EXPECT_EQ(note->signatures[1].key_id, 0x8d66cf3fU);
  EXPECT_EQ(note->signatures[1].bytes.size(), 8U + 64U);
}

TEST_F(CheckpointTest, IsWrittenAsThreeLinesAndASignature) {
  const Note note = SignCheckpoint(checkpoint_, key_);
  EXPECT_EQ(note.text, "candor/x/1\n8\nXcnaeacGWamtVZy3Ad7ZoqudgjqtL0lgz+Nw7/RgQyg=\n");
  EXPECT_EQ(OpenCheckpoint(WriteNote(note), verifier_).value(), checkpoint_);
}

TEST_F(CheckpointTest, KeepsLinesThatItDoesNotKnow) {
  checkpoint_.extensions = {"something", "else 1"};
  const Note note = SignCheckpoint(checkpoint_, key_);
  EXPECT_EQ(OpenCheckpoint(note, verifier_).value(), checkpoint_);
}

TEST_F(CheckpointTest, EveryChangedByteIsSeen) {
  const std::string good = WriteNote(SignCheckpoint(checkpoint_, key_));
  ASSERT_TRUE(OpenCheckpoint(good, verifier_).ok());
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      EXPECT_FALSE(OpenCheckpoint(bad, verifier_).ok()) << i << " " << bit;
    }
  }
}

TEST_F(CheckpointTest, IsOfTheLedgerThatTheKeyNames) {
  Note note;
  note.text = WriteCheckpointText(checkpoint_);
  note.signatures.push_back(SignNote(note.text, "candor/y/1", key_));
  const VerifierKey other{"candor/y/1", SignatureType::kEd25519, key_.public_key()};
  EXPECT_TRUE(absl::IsDataLoss(OpenCheckpoint(note, other).status()));
  EXPECT_TRUE(absl::IsNotFound(OpenCheckpoint(note, verifier_).status()));
}

TEST_F(CheckpointTest, RefusesWhatIsNotOfTheFormat) {
  const std::string root = Base64(checkpoint_.root);
  const std::string empty_root = Base64(EmptyRoot());
  for (const std::string& bad :
       {std::string(), std::string("origin\n"), std::string("origin\n8\n"), "\n8\n" + root + "\n",
        "o\n08\n" + root + "\n", "o\n-8\n" + root + "\n", "o\n+8\n" + root + "\n", "o\n8 \n" + root + "\n",
        "o\n\n" + root + "\n", "o\n18446744073709551616\n" + root + "\n", "o\n8\n" + root,
        "o\n8\n" + root.substr(1) + "\n", "o\n8\n" + root + "\n\n", "o\n8\n" + root + "\nx",
        std::string("o\n8\nAAAA\n"), "o\n0\n" + root + "\n"}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseCheckpointText(bad).status())) << bad;
  }
  EXPECT_TRUE(ParseCheckpointText("o\n0\n" + empty_root + "\n").ok());
  EXPECT_TRUE(ParseCheckpointText("o\n18446744073709551615\n" + root + "\n").ok());
}

class CosignatureTest : public CheckpointTest {
 protected:
  CosignatureTest()
      : witness_(KeyOf(std::string(32, 'w'))),
        witness_key_{"witness.example/w", SignatureType::kCosignature, witness_.public_key()},
        note_(SignCheckpoint(checkpoint_, key_)) {
    note_.signatures.push_back(Cosign(note_.text, absl::FromUnixSeconds(1679315147), "witness.example/w", witness_));
  }

  SigningKey witness_;
  VerifierKey witness_key_;
  Note note_;
};

TEST_F(CosignatureTest, SaysWhenItWasMade) {
  const Note read = *ParseNote(WriteNote(note_));
  EXPECT_EQ(VerifyCosignature(read, witness_key_).value(), absl::FromUnixSeconds(1679315147));
  EXPECT_EQ(OpenCheckpoint(read, verifier_).value(), checkpoint_);
}

// The message is the one that the specification draws.
TEST_F(CosignatureTest, SignsTheMessageOfTheSpecification) {
  Note note;
  note.text = kExampleText;
  note.signatures.push_back(Cosign(note.text, absl::FromUnixSeconds(1679315147), "witness.example/w", witness_));
  const std::string message = std::string("cosignature/v1\ntime 1679315147\n") + kExampleText;
  const std::string& bytes = note.signatures[0].bytes;
  EXPECT_EQ(bytes.substr(0, 8), std::string("\0\0\0\0\x64\x18\x50\xCB", 8));
  EXPECT_TRUE(VerifySignature(witness_.public_key(), message, AsBytes(std::string_view(bytes).substr(8))));
}

TEST_F(CosignatureTest, TheLastOfSeveralCounts) {
  note_.signatures.push_back(Cosign(note_.text, absl::FromUnixSeconds(1679315150), "witness.example/w", witness_));
  EXPECT_EQ(VerifyCosignature(note_, witness_key_).value(), absl::FromUnixSeconds(1679315150));
}

TEST_F(CosignatureTest, EveryChangedByteIsSeen) {
  for (size_t i = 0; i < note_.signatures[1].bytes.size(); ++i) {
    Note bad = note_;
    bad.signatures[1].bytes[i] ^= 0x10;
    EXPECT_TRUE(absl::IsDataLoss(VerifyCosignature(bad, witness_key_).status())) << i;
  }
  for (size_t i = 0; i < note_.text.size(); ++i) {
    Note bad = note_;
    bad.text[i] ^= 0x10;
    EXPECT_TRUE(absl::IsDataLoss(VerifyCosignature(bad, witness_key_).status())) << i;
  }
}

TEST_F(CosignatureTest, IsNoSignatureOfTheLedger) {
  const VerifierKey as_ledger{"witness.example/w", SignatureType::kEd25519, witness_.public_key()};
  EXPECT_TRUE(absl::IsNotFound(VerifyNote(note_, as_ledger)));
  Note bare = note_;
  bare.signatures.resize(1);
  EXPECT_TRUE(absl::IsNotFound(VerifyCosignature(bare, witness_key_).status()));
}

}  // namespace
}  // namespace candor::ledger::checkpoint_test
