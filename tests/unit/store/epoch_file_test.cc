#include "daemon/store/epoch_file.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <optional>
#include <string>

#include "absl/time/time.h"
#include "daemon/domain/evidence.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::store::epoch_file_test {
namespace {

std::string Read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

TEST(EpochFileTest, SaysWithWhichBackupAnEpochBegan) {
  TemporaryFolder folder;
  const std::string path = folder.Join("EPOCH");
  EXPECT_EQ(*ReadEpoch(path), kFirstEpoch);
  EXPECT_EQ(*ReadRestored(path), std::nullopt);
  const domain::RestoredFrom from{17, absl::FromUnixMicros(1700000000000001)};
  ASSERT_TRUE(WriteRestored(path, 9, from).ok());
  EXPECT_EQ(*ReadEpoch(path), 9U);
  EXPECT_EQ(*ReadRestored(path), from);
  std::string good = Read(path);
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    std::ofstream(path, std::ios::binary | std::ios::trunc) << bad;
    EXPECT_FALSE(ReadEpoch(path).ok()) << i;
  }
  ASSERT_TRUE(WriteEpoch(path, 10).ok());
  EXPECT_EQ(*ReadRestored(path), std::nullopt) << "a loss since then";
  EXPECT_EQ(Read(path).substr(0, 24), "candor epoch 1\nepoch 10\n");
}

}  // namespace
}  // namespace candor::store::epoch_file_test
