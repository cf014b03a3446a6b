#include "daemon/store/rocks_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

namespace candor::store::rocks_words_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

TEST(WithoutKeysTest, LeavesOutWhatStandsBehindTheWord) {
  EXPECT_EQ(WithoutKeys("L1 has overlapping ranges: file #7 largest key: '6B' vs. file #8 smallest key: '6A'"),
            "L1 has overlapping ranges: file #7 largest key (left out)");
  EXPECT_EQ(WithoutKeys("Corrupted Key: 6B 31"), "Corrupted Key (left out)");
  EXPECT_EQ(WithoutKeys("user_key=abc"), "user_key (left out)");
  EXPECT_EQ(WithoutKeys("2 keys (abc, def)"), "2 keys (left out)");
  EXPECT_EQ(WithoutKeys("no more key"), "no more key (left out)");
}

TEST(WithoutKeysTest, LeavesEverythingElseAsItIs) {
  for (const char* text : {"", "block checksum mismatch in /srv/monkey/db/000007.sst offset 12 size 4096",
                           "FILEKEYS lacks number 3: /var/lib/candor/db/CURRENT", "ke", "k"}) {
    EXPECT_EQ(WithoutKeys(text), text);
  }
}

TEST(FromRocksTest, NamesTheFileAndNoKey) {
  const absl::Status damaged = FromRocks(rocksdb::Status::Corruption("bad block, key: secret", "/srv/db/000007.sst"));

  EXPECT_EQ(damaged.code(), absl::StatusCode::kDataLoss);
  EXPECT_THAT(std::string(damaged.message()), Not(HasSubstr("secret")));
  EXPECT_THAT(std::string(FromRocks(rocksdb::Status::Corruption("bad block", "/srv/db/000007.sst")).message()),
              HasSubstr("/srv/db/000007.sst"));
  EXPECT_EQ(FromRocks(rocksdb::Status::NoSpace()).code(), absl::StatusCode::kResourceExhausted);
  EXPECT_TRUE(FromRocks(rocksdb::Status::OK()).ok());
}

TEST(RocksLogTest, SaysWarningsWithoutKeysAndNothingElse) {
  const auto rocks_log = NewRocksLog();
  testing::internal::CaptureStderr();

  rocksdb::Log(rocksdb::InfoLogLevel::WARN_LEVEL, rocks_log, "table %d is odd, key: %s\n", 7, "secret");
  rocksdb::Log(rocksdb::InfoLogLevel::INFO_LEVEL, rocks_log, "%s", "chatter");
  rocksdb::Header(rocks_log, "%s", "options");

  const std::string said = testing::internal::GetCapturedStderr();
  EXPECT_THAT(said, HasSubstr("the database: table 7 is odd, key (left out)"));
  for (const char* unsaid : {"secret", "chatter", "options"}) EXPECT_THAT(said, Not(HasSubstr(unsaid)));
}

}  // namespace
}  // namespace candor::store::rocks_words_test
