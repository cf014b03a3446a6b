#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <fstream>
#include <string>
#include <vector>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"
#include "daemon/crypto/chunk_sealing.h"
#include "daemon/ledger/backup_content.h"
#include "daemon/ledger/backup_file.h"
#include "tests/support/temp_folder.h"

// The bytes that backup/FORMAT.md draws. The file below was made apart from this code, from the page. Should one of
// these tests not pass, no backup of an earlier release can be read: change the code back, not the test.
namespace candor::ledger::backup_format_test {
namespace {

using ::testing::HasSubstr;

constexpr char kGolden[] =
    "43616e646f72424b00010000000001ca000102030405060708090a0b0c0d0e0f000000000000000200060a24181e40010000"
    "000000000001101112131415161718191a1b1c1d1e1f5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a"
    "5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a0000005963616e646f722f61616171656179"
    "65617564616f63616a626966717964696f62342f322b34343765383364642b41594d6770526c33324d4f4d714b5353664763"
    "4e39594965524a64686c46345636652b796168554a306a4471000000d963616e646f722f6161617165617965617564616f63"
    "616a626966717964696f62342f320a310a2f65703936496d5744364e57462b7768714b484c4c6e34705271652b4179636974"
    "5a687033514c736b43733d0a0ae280942063616e646f722f6161617165617965617564616f63616a626966717964696f6234"
    "2f322052483644335552446f665338545133776c59353753646a6a6a424a36636d365a33774a724373395932306d6b336130"
    "7a2f565636624f6b5268494e716e4a555035384463432f6f70687776454731514c5149476e507a4c327541303d0a00000000"
    "69b671189ff7a5d601000000240fbcb5deb858ebd828c3cc4c3858f0fbbe265553ba333aa70448af6eea2d133d3420abc002"
    "0000004f15d683fc44f4301e0e2e5139eaac1eef0bdf1d98a87e9848bfcccf15eafcbf92f65aab3de4e048f095130fcda028"
    "cbffe2da9f9bfcee1d47b87d78043cd0e9054c0fddf87b60c33651f991ef3ec7bc63616e646f72206261636b757020310a63"
    "616e646f722f6161617165617965617564616f63616a626966717964696f62342f320a6368756e6b7320320a627974657320"
    "3538330a73686132353620663662343265656339656338303935396463343135396234353561333139383366356364663461"
    "396539396162666630323636356630633332323739663033620a0ae280942063616e646f722f616161716561796561756461"
    "6f63616a626966717964696f62342f32205248364433554c41564e69756d6b78515045796a6f5479504a344f3959694b6776"
    "7a4c534f7576644f492f32774f57596e5657624d4f64463052774d5339712b4d4444514d507732303564386a6c30437a6a31"
    "6b774761626841733d0a";

std::string Golden() {
  return absl::HexStringToBytes(kGolden);
}

IdBytes CountingFrom(uint8_t from) {
  IdBytes id;
  for (uint8_t& byte : id) byte = from++;
  return id;
}

SigningKey TestKey() {
  const std::string seed(kSeedBytes, 'k');
  return SigningKey(AsBytes(seed).first<kSeedBytes>());
}

crypto::Key ChunkKey() {
  crypto::Key key;
  for (size_t i = 0; i < crypto::Key::size(); ++i) key.data()[i] = static_cast<uint8_t>(i);
  return key;
}

// One record, as it is stored.
std::string TestRecord() {
  std::string record;
  AppendBigEndian(uint64_t{0}, record);
  AppendBigEndian(uint64_t{1700000000000001}, record);
  record.append(32, '\xCC');
  record.append("\x09\x01", 2);
  AppendBigEndian(uint32_t{6}, record);
  return record + "header";
}

BackupHeader TestHeader() {
  BackupHeader header;
  header.ledger = LedgerId(CountingFrom(0));
  header.epoch = 2;
  header.made_at = absl::FromUnixMicros(1700000000000001);
  header.records = 1;
  header.id = CountingFrom(16);
  header.sealed_key = std::string(kSealedBackupKeyBytes, '\x5A');
  const std::string origin = "candor/" + header.ledger.ToString() + "/2";
  header.key = {origin, SignatureType::kEd25519, TestKey().public_key()};
  const Hash root = LeafHash("\x09" + std::string(32, '\xCC'));
  header.checkpoint = WriteNote(SignCheckpoint({origin, 1, root, {}}, TestKey()));
  return header;
}

std::string Written() {
  std::string plain;
  AppendBackupItem(BackupItemKind::kKeys, "the key table", plain);
  AppendBackupItem(BackupItemKind::kRecord, TestRecord(), plain);
  BackupWriter writer(TestHeader());
  std::string file = writer.Begin();
  const auto add = [&](std::string_view piece, bool last) {
    std::string sealed;
    const char byte = last ? 1 : 0;
    crypto::SealChunk(ChunkKey(), writer.chunks(), {AsText(writer.header_digest()), {&byte, 1}}, piece, sealed);
    file += writer.Write(sealed, last);
  };
  add(std::string_view(plain).substr(0, 20), false);
  add(std::string_view(plain).substr(20), true);
  return file + writer.End(TestKey());
}

class BackupFormatTest : public testing::Test {
 protected:
  BackupFormatTest() : folder_(MakeTempFolder("candor-backup")), path_(folder_ + "/backup") {}
  ~BackupFormatTest() override {
    std::remove(path_.c_str());
    std::remove(folder_.c_str());
  }

  absl::Status Check(const std::string& bytes) {
    std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes;
    return CheckBackupFile(path_).status();
  }

  const std::string folder_;
  const std::string path_;
};

TEST_F(BackupFormatTest, WritesTheBytesOfThePage) {
  EXPECT_EQ(absl::BytesToHexString(Written()), kGolden);
}

TEST_F(BackupFormatTest, ReadsWhatWasWritten) {
  ASSERT_TRUE(Check(Golden()).ok()) << Check(Golden());
  auto reader = BackupReader::Open(path_);
  ASSERT_TRUE(reader.ok()) << reader.status();

  EXPECT_EQ(reader->header(), TestHeader());
  BackupItems items;
  BackupTree tree;
  std::string keys;
  while (true) {
    const auto chunk = reader->Next();
    ASSERT_TRUE(chunk.ok()) << chunk.status();
    if (!chunk->has_value()) break;
    std::string plain;
    const char byte = (*chunk)->last ? 1 : 0;
    ASSERT_TRUE(crypto::OpenChunk(ChunkKey(), (*chunk)->number, {AsText(reader->header_digest()), {&byte, 1}},
                                  (*chunk)->sealed, plain)
                    .ok());
    items.Add(plain);
    for (auto item = items.Next(); item.ok() && item->has_value(); item = items.Next()) {
      if ((*item)->kind == BackupItemKind::kKeys) keys += std::string((*item)->bytes);
      if ((*item)->kind == BackupItemKind::kRecord) {
        EXPECT_EQ((*item)->bytes, TestRecord());
        EXPECT_TRUE(tree.Add((*item)->bytes).ok());
      }
    }
  }
  EXPECT_TRUE(items.AtEnd());
  EXPECT_EQ(keys, "the key table");
  EXPECT_TRUE(tree.Check(reader->checkpoint()).ok());
}

TEST_F(BackupFormatTest, EveryFlippedByteIsRefused) {
  const std::string good = Golden();
  for (size_t i = 0; i < good.size(); ++i) {
    for (const int bit : {0x01, 0x80}) {
      std::string bad = good;
      bad[i] = static_cast<char>(bad[i] ^ bit);
      EXPECT_FALSE(Check(bad).ok()) << i;
    }
  }
}

TEST_F(BackupFormatTest, EveryCutIsRefused) {
  const std::string good = Golden();
  for (size_t size = 0; size < good.size(); ++size) EXPECT_FALSE(Check(good.substr(0, size)).ok()) << size;
}

TEST_F(BackupFormatTest, NothingMayStandBehindIt) {
  const std::string good = Golden();
  for (const std::string& more : {std::string("x"), std::string("\n"), std::string(1, '\0'), good}) {
    EXPECT_EQ(Check(good + more).code(), absl::StatusCode::kDataLoss);
  }
  // Another signature, as a witness would add one.
  EXPECT_EQ(Check(good + WriteSignatureLine(SignNote("a text", "somebody.example", TestKey()))).code(),
            absl::StatusCode::kDataLoss);
}

TEST_F(BackupFormatTest, AnotherFileIsNoBackup) {
  EXPECT_EQ(Check("").code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(Check("CandorKT" + std::string(200, '\0')).code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(BackupReader::Open(folder_ + "/none").status().code(), absl::StatusCode::kNotFound);
}

TEST_F(BackupFormatTest, ANewerFormatIsSaidToBeOne) {
  std::string newer = Golden();
  newer[9] = 2;

  const absl::Status status = Check(newer);

  EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(status.message()), HasSubstr("format 2"));
}

TEST(BackupItemsTest, RefusesWhatIsNone) {
  std::string plain;
  AppendBackupItem(BackupItemKind::kRecord, "a record", plain);
  AppendBackupItem(BackupItemKind::kKeys, "keys behind it", plain);
  BackupItems items;
  items.Add(plain);
  ASSERT_TRUE(items.Next().ok());
  EXPECT_EQ(items.Next().status().code(), absl::StatusCode::kDataLoss) << "out of their order";

  for (const std::string& bad :
       {std::string("\0\0\0\0\0", 5), std::string("\4\0\0\0\0", 5), std::string("\3\xFF\0\0\0", 5)}) {
    BackupItems others;
    others.Add(bad);
    EXPECT_EQ(others.Next().status().code(), absl::StatusCode::kDataLoss);
  }
}

TEST(BackupTreeTest, RecordsStandInTheirPlaces) {
  BackupTree tree;
  ASSERT_TRUE(tree.Add(TestRecord()).ok());
  EXPECT_EQ(tree.Add(TestRecord()).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(tree.Check({"", 2, tree.frontier().Root(), {}}).code(), absl::StatusCode::kDataLoss);
  EXPECT_EQ(tree.Check({"", 1, EmptyRoot(), {}}).code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace candor::ledger::backup_format_test
