#include "daemon/crypto/chunk_sealing.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "absl/strings/escaping.h"
#include "daemon/crypto/backup_key.h"

namespace candor::crypto::chunk_sealing_test {
namespace {

constexpr uint64_t kNumber = 0x0102030405060708;

Key CountingKey() {
  Key key;
  for (size_t i = 0; i < Key::size(); ++i) key.data()[i] = static_cast<uint8_t>(i);
  return key;
}

std::string Sealed() {
  std::string sealed;
  SealChunk(CountingKey(), kNumber, {"header", "\x01"}, "a piece", sealed);
  return sealed;
}

// Computed apart from this code.
TEST(ChunkSealingTest, GivesTheKnownAnswer) {
  EXPECT_EQ(absl::BytesToHexString(Sealed()), "65711567b8826c5a281ca21237621b4860354f04626475");
}

TEST(ChunkSealingTest, OpensInItsOwnPlaceOnly) {
  std::string plain = "before ";
  ASSERT_TRUE(OpenChunk(CountingKey(), kNumber, {"header\x01"}, Sealed(), plain).ok());
  EXPECT_EQ(plain, "before a piece");

  plain = "kept";
  EXPECT_EQ(OpenChunk(CountingKey(), kNumber + 1, {"header\x01"}, Sealed(), plain).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenChunk(CountingKey(), kNumber, {"header\x02"}, Sealed(), plain).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(OpenChunk(RandomKey(), kNumber, {"header\x01"}, Sealed(), plain).code(), absl::StatusCode::kDataLoss);
  for (size_t i = 0; i < Sealed().size(); ++i) {
    std::string bad = Sealed();
    bad[i] = static_cast<char>(bad[i] ^ 1);
    EXPECT_EQ(OpenChunk(CountingKey(), kNumber, {"header\x01"}, bad, plain).code(), absl::StatusCode::kDataLoss) << i;
    EXPECT_FALSE(OpenChunk(CountingKey(), kNumber, {"header\x01"}, Sealed().substr(0, i), plain).ok()) << i;
  }
  EXPECT_EQ(plain, "kept");
}

TEST(ChunkSealingTest, AnEmptyPieceIsATagAlone) {
  std::string sealed;
  SealChunk(CountingKey(), 0, {}, "", sealed);
  EXPECT_EQ(sealed.size(), kChunkOverhead);
  std::string plain;
  EXPECT_TRUE(OpenChunk(CountingKey(), 0, {}, sealed, plain).ok());
  EXPECT_EQ(plain, "");
}

TEST(BackupKeyTest, OpensUnderItsMasterKeyAndHeaderOnly) {
  const Key master = RandomKey();
  const Key key = RandomKey();
  const std::string sealed = SealBackupKey(master, "a header", key);
  EXPECT_EQ(sealed.size(), 60U);

  const auto opened = OpenBackupKey(master, "a header", sealed);
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_TRUE(std::equal(opened->span().begin(), opened->span().end(), key.span().begin()));
  EXPECT_EQ(OpenBackupKey(master, "another", sealed).status().code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(OpenBackupKey(RandomKey(), "a header", sealed).status().code(), absl::StatusCode::kFailedPrecondition);
}

TEST(BackupKeyTest, ABackupBringsNoMasterKey) {
  EXPECT_EQ(MasterKeyForBackup({}, "", "a backup").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace candor::crypto::chunk_sealing_test
