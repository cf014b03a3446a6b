#include "daemon/crypto/file_keys.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "temp_folder.h"

namespace candor::crypto::file_keys_test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

constexpr size_t kHeaderSize = 64;
constexpr size_t kSlotSize = 80;

const absl::Time kThen = absl::FromUnixSeconds(1'750'000'000);

std::string KeyOf(const FileKey& key) {
  return std::string(AsText(key.cipher->key().span()));
}

class FileKeysTest : public testing::Test {
 protected:
  std::unique_ptr<FileKeys> Create() {
    auto keys = FileKeys::Create(path_, master_, kThen);
    EXPECT_TRUE(keys.ok()) << keys.status();
    return *std::move(keys);
  }
  absl::StatusOr<std::unique_ptr<FileKeys>> Reopen() { return FileKeys::Open(path_, master_); }

  std::string Content() const {
    std::ostringstream text;
    text << std::ifstream(path_, std::ios::binary).rdbuf();
    return text.str();
  }
  void Put(const std::string& content) const { std::ofstream(path_, std::ios::binary) << content; }

  static std::vector<uint32_t> NumbersOf(const FileKeys& keys) {
    std::vector<uint32_t> numbers;
    for (const FileKeyInfo& info : keys.List()) numbers.push_back(info.number);
    return numbers;
  }

  const TempFolder folder_;
  const std::string path_ = folder_.File("FILEKEYS");
  const Key master_ = RandomKey();
};

TEST_F(FileKeysTest, ANewOneHoldsOneKey) {
  const auto keys = Create();

  EXPECT_EQ(keys->Current().number, 1U);
  EXPECT_THAT(NumbersOf(*keys), ElementsAre(1));
  EXPECT_EQ(keys->List()[0].made_at, kThen);
  struct stat file {};
  ASSERT_EQ(::stat(path_.c_str(), &file), 0);
  EXPECT_EQ(file.st_mode & 0777U, 0600U);
}

TEST_F(FileKeysTest, IsNeverMadeOverAnother) {
  Create();
  const std::string before = Content();

  EXPECT_EQ(FileKeys::Create(path_, RandomKey(), kThen).status().code(), absl::StatusCode::kAlreadyExists);
  EXPECT_EQ(Content(), before);
}

TEST_F(FileKeysTest, KeepsItsKeysOverAReopening) {
  std::string first;
  std::string second;
  {
    const auto keys = Create();
    first = KeyOf(keys->Current());
    ASSERT_EQ(*keys->Add(kThen + absl::Hours(1)), 2U);
    second = KeyOf(keys->Current());
  }
  const auto keys = Reopen();

  ASSERT_TRUE(keys.ok()) << keys.status();
  EXPECT_NE(first, second);
  EXPECT_EQ((*keys)->Current().number, 2U);
  EXPECT_EQ(KeyOf((*keys)->Current()), second);
  EXPECT_EQ(KeyOf(*(*keys)->Get(1)), first);
  EXPECT_EQ((*keys)->List()[1].made_at, kThen + absl::Hours(1));
  EXPECT_EQ((*keys)->Get(3).status().code(), absl::StatusCode::kNotFound);
  EXPECT_EQ((*keys)->Get(0).status().code(), absl::StatusCode::kNotFound);
}

TEST_F(FileKeysTest, RemovesWhatIsNotCurrentAndGivesNoNumberTwice) {
  const auto keys = Create();
  ASSERT_EQ(*keys->Add(kThen), 2U);

  EXPECT_EQ(keys->Remove(2).code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_EQ(keys->Remove(7).code(), absl::StatusCode::kNotFound);
  ASSERT_TRUE(keys->Remove(1).ok());

  EXPECT_THAT(NumbersOf(*keys), ElementsAre(2));
  EXPECT_EQ(Content().size(), kHeaderSize + kSlotSize);
  EXPECT_EQ(*(*Reopen())->Add(kThen), 3U);
}

TEST_F(FileKeysTest, TheSameKeysUnderAnotherMasterKey) {
  const Key other = RandomKey();
  const auto keys = Create();
  ASSERT_TRUE(keys->Add(kThen).ok());
  const std::string first = KeyOf(*keys->Get(1));

  ASSERT_TRUE(keys->Rewrap(other).ok());

  EXPECT_EQ(Reopen().status().code(), absl::StatusCode::kFailedPrecondition);
  const auto again = FileKeys::Open(path_, other);
  ASSERT_TRUE(again.ok()) << again.status();
  EXPECT_EQ(KeyOf(*(*again)->Get(1)), first);
  // What comes after is under the new one too.
  ASSERT_TRUE(keys->Add(kThen).ok());
  EXPECT_EQ((*FileKeys::Open(path_, other))->Current().number, 3U);
}

TEST_F(FileKeysTest, AnotherMasterKeyIsToldFromDamage) {
  Create();

  const absl::Status refused = FileKeys::Open(path_, RandomKey()).status();

  EXPECT_EQ(refused.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_THAT(std::string(refused.message()), HasSubstr("master key does not open"));
}

TEST_F(FileKeysTest, AnyChangedByteAndAnyOtherLengthIsRefused) {
  {
    const auto keys = Create();
    ASSERT_TRUE(keys->Add(kThen).ok());
  }
  const std::string whole = Content();
  ASSERT_EQ(whole.size(), kHeaderSize + 2 * kSlotSize);
  for (size_t i = 0; i < whole.size(); ++i) {
    std::string changed = whole;
    changed[i] = static_cast<char>(changed[i] ^ 1);
    Put(changed);
    const absl::Status refused = Reopen().status();
    // The two bytes of the format may look like a newer one.
    EXPECT_TRUE(absl::IsDataLoss(refused) || ((i == 8 || i == 9) && absl::IsFailedPrecondition(refused)))
        << i << " " << refused;
    Put(whole.substr(0, i));
    EXPECT_TRUE(absl::IsDataLoss(Reopen().status())) << i;
  }
  Put(whole + "x");
  EXPECT_TRUE(absl::IsDataLoss(Reopen().status()));
  Put(whole);
  EXPECT_TRUE(Reopen().ok());
}

TEST_F(FileKeysTest, NothingThereIsNotFound) {
  EXPECT_EQ(Reopen().status().code(), absl::StatusCode::kNotFound);
}

// As FORMAT.md draws it, read by hand.
TEST_F(FileKeysTest, ItsBytesAreWhereTheFormatSays) {
  const auto keys = Create();
  const std::string file = Content();

  EXPECT_EQ(file.substr(0, 10), std::string("CandorFK\0\1", 10));
  EXPECT_EQ(file.substr(10, 6), std::string(6, '\0'));
  const std::string id = file.substr(16, 16);
  EXPECT_EQ(ReadBigEndian<uint32_t>(file.substr(32)), 1U);
  EXPECT_EQ(file.substr(36, 20), std::string(20, '\0'));
  EXPECT_EQ(file.substr(56, 8), AsText(Sha256(file.substr(0, 56))).substr(0, 8));
  const std::string slot = file.substr(64);
  EXPECT_EQ(ReadBigEndian<uint32_t>(slot), 1U);
  EXPECT_EQ(ReadBigEndian<uint64_t>(slot.substr(4)), 1'750'000'000'000'000U);
  std::string plain;
  ASSERT_TRUE(crypto::Open(master_, {id, slot.substr(0, 12)}, slot.substr(12, 60), plain).ok());
  EXPECT_TRUE(plain == KeyOf(keys->Current()));
  EXPECT_EQ(slot.substr(72), AsText(Sha256({id, slot.substr(0, 72)})).substr(0, 8));
}

}  // namespace
}  // namespace candor::crypto::file_keys_test
