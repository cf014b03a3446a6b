#include "daemon/store/reserve_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/crypto/hashing.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::reserve_file_test {
namespace {

using domain::Access;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

Access AccessOf(uint8_t number, size_t people = 1) {
  Access access;
  access.id = BytesOf(0x40, number);
  access.reader = {true, {}};
  access.method = "DaemonService.GetStatus";
  access.items = number;
  access.at = absl::FromUnixSeconds(1'750'000'000 + number);
  for (size_t i = 0; i < people; ++i) {
    access.of.push_back({MemberOf(static_cast<uint8_t>(i)), SubjectId::Of(CaseOf(1)), domain::FieldClass::kTriage});
  }
  return access;
}

class ReserveFileTest : public testing::Test {
 protected:
  std::unique_ptr<ReserveFile> Open() {
    auto reserve = ReserveFile::Open(path_, key_);
    EXPECT_TRUE(reserve.ok()) << reserve.status();
    return reserve.ok() ? *std::move(reserve) : nullptr;
  }
  std::string Bytes() const {
    std::ifstream file(path_, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  }
  void Write(const std::string& bytes) const { std::ofstream(path_, std::ios::binary | std::ios::trunc) << bytes; }

  TemporaryFolder folder_;
  const std::string path_ = folder_.Join("RESERVE");
  const crypto::Key key_ = crypto::RandomKey();
};

TEST_F(ReserveFileTest, HasItsRoomFromTheStart) {
  const auto reserve = Open();

  EXPECT_EQ(std::filesystem::file_size(path_), ReserveFile::kPlaces * ReserveFile::kPlaceBytes);
  struct stat about {};
  ASSERT_EQ(stat(path_.c_str(), &about), 0);
  EXPECT_EQ(about.st_mode & 0777U, 0600U);
  EXPECT_GE(static_cast<size_t>(about.st_blocks) * 512, ReserveFile::kPlaces * ReserveFile::kPlaceBytes);
  EXPECT_THAT(reserve->Held(), IsEmpty());
}

TEST_F(ReserveFileTest, WhatIsNotedIsThereAfterAStartInItsOrder) {
  for (uint8_t i = 0; i < 5; ++i) ASSERT_TRUE(Open()->Note(AccessOf(i)).ok());

  const auto reserve = Open();

  EXPECT_THAT(reserve->Held(), ElementsAre(AccessOf(0), AccessOf(1), AccessOf(2), AccessOf(3), AccessOf(4)));
  EXPECT_THAT(Bytes(), Not(HasSubstr("GetStatus"))) << "it is sealed";
}

TEST_F(ReserveFileTest, WhatIsInTheLedgerIsForgottenAndItsRoomUsedAgain) {
  const auto reserve = Open();
  for (uint8_t i = 0; i < 3; ++i) ASSERT_TRUE(reserve->Note(AccessOf(i)).ok());

  ASSERT_TRUE(reserve->Clear(2).ok());
  ASSERT_TRUE(reserve->Note(AccessOf(3)).ok());

  EXPECT_THAT(reserve->Held(), ElementsAre(AccessOf(2), AccessOf(3)));
  EXPECT_THAT(Open()->Held(), ElementsAre(AccessOf(2), AccessOf(3)));
  ASSERT_TRUE(reserve->Clear(2).ok());
  EXPECT_EQ(Bytes(), std::string(ReserveFile::kPlaces * ReserveFile::kPlaceBytes, '\0'));
}

TEST_F(ReserveFileTest, RefusesOnceItIsFull) {
  const auto reserve = Open();
  for (size_t i = 0; i < ReserveFile::kPlaces; ++i) ASSERT_TRUE(reserve->Note(AccessOf(1)).ok());

  EXPECT_EQ(reserve->Note(AccessOf(2)).code(), absl::StatusCode::kResourceExhausted);

  ASSERT_TRUE(reserve->Clear(ReserveFile::kPlaces).ok());
  EXPECT_TRUE(reserve->Note(AccessOf(2)).ok());
}

TEST_F(ReserveFileTest, OfManyPeopleOnlyThatItWasManyIsNoted) {
  ASSERT_TRUE(Open()->Note(AccessOf(1, 200)).ok());

  const std::vector<Access> held = Open()->Held();

  ASSERT_THAT(held, SizeIs(1));
  EXPECT_THAT(held[0].of, IsEmpty());
  EXPECT_EQ(held[0].scope, "many");
  EXPECT_EQ(held[0].at, AccessOf(1).at);
}

// Whatever a crash or a full disk has left of the file: what was answered is there, and the file is whole again.
TEST_F(ReserveFileTest, IsReadCutOffAtEveryByte) {
  std::vector<Access> noted;
  for (uint8_t i = 0; i < 2; ++i) {
    noted.push_back(AccessOf(i));
    ASSERT_TRUE(Open()->Note(noted.back()).ok());
  }
  const std::string bytes = Bytes();
  for (size_t length = 0; length <= 2 * ReserveFile::kPlaceBytes; ++length) {
    Write(bytes.substr(0, length));

    const auto reserve = Open();

    ASSERT_NE(reserve, nullptr);
    const size_t whole = length / ReserveFile::kPlaceBytes;
    EXPECT_THAT(reserve->Held(), ElementsAreArray(noted.begin(), noted.begin() + static_cast<std::ptrdiff_t>(whole)));
    if (length % 64 != 0) continue;
    ASSERT_TRUE(reserve->Note(AccessOf(9)).ok());
    EXPECT_THAT(Open()->Held(), SizeIs(whole + 1)) << length;
  }
}

TEST_F(ReserveFileTest, AChangedPlaceIsPassedOverAndUsedAgain) {
  for (uint8_t i = 0; i < 3; ++i) ASSERT_TRUE(Open()->Note(AccessOf(i)).ok());
  std::string bytes = Bytes();
  bytes[ReserveFile::kPlaceBytes + 40] = static_cast<char>(bytes[ReserveFile::kPlaceBytes + 40] ^ 1);
  Write(bytes);

  EXPECT_THAT(Open()->Held(), ElementsAre(AccessOf(0), AccessOf(2)));
  std::string moved = bytes;
  std::swap_ranges(moved.begin(), moved.begin() + ReserveFile::kPlaceBytes,
                   moved.begin() + 2 * ReserveFile::kPlaceBytes);
  Write(moved);
  EXPECT_THAT(Open()->Held(), IsEmpty()) << "each is bound to its place";
}

TEST_F(ReserveFileTest, AnotherKeyReadsNothing) {
  ASSERT_TRUE(Open()->Note(AccessOf(1)).ok());

  const auto other = ReserveFile::Open(path_, crypto::RandomKey());

  ASSERT_TRUE(other.ok()) << other.status();
  EXPECT_THAT((*other)->Held(), IsEmpty());
}

TEST_F(ReserveFileTest, IsNeverMadeInTheWayOfALink) {
  std::filesystem::create_symlink(folder_.Join("elsewhere"), path_);

  EXPECT_FALSE(ReserveFile::Open(path_, key_).ok());
}

TEST_F(ReserveFileTest, InMemoryItIsOneToo) {
  const auto reserve = ReserveFile::Open("", key_);
  ASSERT_TRUE(reserve.ok());

  ASSERT_TRUE((*reserve)->Note(AccessOf(1)).ok());

  EXPECT_THAT((*reserve)->Held(), ElementsAre(AccessOf(1)));
  EXPECT_TRUE((*reserve)->Clear(1).ok());
  EXPECT_THAT((*reserve)->Held(), IsEmpty());
}

}  // namespace
}  // namespace candor::store::reserve_file_test
