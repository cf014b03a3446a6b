#include "daemon/ledger/receipt.h"

#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "daemon/ledger/lines.h"
#include "tests/unit/ledger/memory_tree.h"
#include "tests/unit/ledger/signers.h"

namespace candor::ledger::receipt_test {
namespace {

class ReceiptTest : public testing::Test {
 protected:
  ReceiptTest()
      : key_(KeyOf(std::string(32, 'l'))), verifier_{"candor/x/1", SignatureType::kEd25519, key_.public_key()} {
    const MemoryTree tree = MemoryTree::OfHex(kKnownLeaves);
    receipt_.extra = absl::HexStringToBytes(kKnownLeaves[5]);
    receipt_.index = 5;
    receipt_.path = *InclusionProof(tree, 5, 7);
    receipt_.checkpoint = SignCheckpoint({"candor/x/1", 7, *RootAt(tree, 7), {}}, key_);
  }

  SigningKey key_;
  VerifierKey verifier_;
  Receipt receipt_;
};

TEST_F(ReceiptTest, IsWrittenAsTheSpecificationSays) {
  const std::string text = WriteReceipt(receipt_);
  EXPECT_TRUE(text.starts_with("c2sp.org/tlog-proof@v1\nextra QEFCQw==\nindex 5\n" + Base64(receipt_.path[0]) + "\n"))
      << text;
  EXPECT_TRUE(text.ends_with(Base64(receipt_.path[2]) + "\n\n" + WriteNote(receipt_.checkpoint))) << text;
  EXPECT_EQ(ParseReceipt(text).value(), receipt_);
}

TEST_F(ReceiptTest, NeedsOnlyTheKey) {
  const auto checkpoint = VerifyReceipt(*ParseReceipt(WriteReceipt(receipt_)), verifier_);
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(checkpoint->size, 7U);
  const VerifierKey other{"candor/x/1", SignatureType::kEd25519, KeyOf(std::string(32, 'o')).public_key()};
  EXPECT_TRUE(absl::IsNotFound(VerifyReceipt(receipt_, other).status()));
}

TEST_F(ReceiptTest, EveryChangedByteIsSeen) {
  const std::string good = WriteReceipt(receipt_);
  for (size_t i = 0; i < good.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ (1 << bit));
      const auto receipt = ParseReceipt(bad);
      EXPECT_FALSE(receipt.ok() && VerifyReceipt(*receipt, verifier_).ok()) << i << " " << bit;
    }
  }
}

TEST_F(ReceiptTest, WithoutItsLeafItShowsNothing) {
  receipt_.extra.reset();
  const Receipt read = *ParseReceipt(WriteReceipt(receipt_));
  EXPECT_EQ(read, receipt_);
  EXPECT_TRUE(absl::IsInvalidArgument(VerifyReceipt(read, verifier_).status()));
}

TEST_F(ReceiptTest, RefusesWhatIsNotOfTheFormat) {
  const std::string note = WriteNote(receipt_.checkpoint);
  const std::string first = "c2sp.org/tlog-proof@v1\n";
  for (const std::string& bad :
       {std::string(), first, first + "index 5\n", first + "index 05\n\n" + note,
        first + "extra AA\nindex 5\n\n" + note, first + "extra\nindex 5\n\n" + note,
        first + "extra QQ==\nextra QQ==\nindex 5\n\n" + note, first + "index 5\nAAAA\n\n" + note,
        first + "index 5\n" + note, first + "index 5\n\n" + note + "x", "c2sp.org/tlog-proof@v2\nindex 5\n\n" + note,
        " " + first + "index 5\n\n" + note, first + "index 5\n" + [] {
          std::string hashes;
          AppendHashes(std::vector<Hash>(65), hashes);
          return hashes;
        }() + "\n" + note}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseReceipt(bad).status())) << bad;
  }
  EXPECT_TRUE(ParseReceipt(first + "index 5\n\n" + note).ok());
  EXPECT_TRUE(ParseReceipt(first + "extra \nindex 5\n\n" + note).ok());
}

// The example of c2sp.org/tlog-witness.
TEST(WitnessRequestTest, ReadsTheExampleOfTheSpecification) {
  const std::string example =
      "old 20852014\nPlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\njrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n"
      "5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n/6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n"
      "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n"
      "— example.com/behind-the-sofa "
      "Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n"
      "— example.com/behind-the-sofa "
      "opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";
  const auto request = ParseWitnessRequest(example);
  ASSERT_TRUE(request.ok()) << request.status();
  EXPECT_EQ(request->old_size, 20852014U);
  EXPECT_EQ(request->proof.size(), 4U);
  EXPECT_EQ(request->checkpoint.signatures.size(), 2U);
  EXPECT_EQ(WriteWitnessRequest(*request), example);
}

TEST(WitnessRequestTest, RefusesWhatIsNotOfTheFormat) {
  const std::string note = "o\n0\n" + Base64(EmptyRoot()) + "\n\n— o AAAAAAA=\n";
  for (const std::string& bad : {std::string(), "old\n\n" + note, "old 01\n\n" + note, "old 1\n" + note,
                                 "old 1\nx\n\n" + note, "new 1\n\n" + note, std::string("old 1\n\n")}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ParseWitnessRequest(bad).status())) << bad;
  }
  EXPECT_TRUE(ParseWitnessRequest("old 0\n\n" + note).ok());
}

}  // namespace
}  // namespace candor::ledger::receipt_test
