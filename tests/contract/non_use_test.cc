#include "daemon/domain/non_use.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "daemon/base/bytes.h"
#include "daemon/base/small_file.h"
#include "daemon/base/text.h"
#include "daemon/crypto/hashing.h"

// The words that an owner accepts are published; what the daemon shows and puts on record are these words.
namespace candor::non_use_test {
namespace {

std::string Published() {
  const auto file = ReadSmallFile(CANDOR_NON_USE);
  EXPECT_TRUE(file.ok() && file->has_value());
  return file.ok() ? file->value_or("") : "";
}

TEST(NonUseTest, WhatIsAcceptedIsWhatIsPublished) {
  std::vector<std::string> words;
  for (const std::string& line : std::vector<std::string>(absl::StrSplit(Published(), '\n'))) {
    if (line == ">") words.emplace_back();
    if (line.starts_with("> ")) words.push_back(line.substr(2));
  }

  EXPECT_EQ(absl::StrJoin(words, "\n"), domain::kNonUseText);
}

TEST(NonUseTest, TheDigestIsOfTheseWords) {
  const crypto::Digest digest = crypto::Sha256(domain::kNonUseText);

  EXPECT_TRUE(std::equal(digest.begin(), digest.end(), domain::kNonUseDigest.begin(), domain::kNonUseDigest.end()));
  EXPECT_NE(Published().find(absl::BytesToHexString(ToAbsl(AsText(domain::kNonUseDigest)))), std::string::npos);
}

// The five uses that the rule is there to keep out are named.
TEST(NonUseTest, EveryUseThatIsKeptOutIsNamed) {
  for (const std::string_view use : {"hiring", "pay", "scheduling", "evaluation", "discipline"}) {
    EXPECT_NE(domain::kNonUseText.find(use), std::string_view::npos) << use;
  }
}

}  // namespace
}  // namespace candor::non_use_test
