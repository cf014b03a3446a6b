#include "daemon/rpc/log_token.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::rpc::log_token_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class LogTokenTest : public testing::Test {
 protected:
  const domain::Caller director_{false, store::MemberOf(1)}, auditor_{false, store::MemberOf(2)};
  const LogPlace place_{0x0102030405060708, 0x1112131415161718};
  store::StoreFixture fixture_{false};
};

TEST_F(LogTokenTest, GoesOnWhereItWasMadeToByWhoWasGivenIt) {
  const std::string token = LogToken(director_, place_, fixture_.store());

  const auto read = ReadLogToken(director_, token, fixture_.store());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, place_);
  EXPECT_TRUE(absl::IsInvalidArgument(ReadLogToken(auditor_, token, fixture_.store()).status()));
}

TEST_F(LogTokenTest, TellsNoNumber) {
  const std::string token = LogToken(director_, place_, fixture_.store());

  std::string bytes, number;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  AppendBigEndian(place_.before, number);
  EXPECT_THAT(bytes, Not(HasSubstr(number)));
  EXPECT_NE(LogToken(director_, place_, fixture_.store()), token) << "nor whether it is the same one";
}

TEST_F(LogTokenTest, RefusesWhatItHasNotMade) {
  const std::string token = LogToken(director_, place_, fixture_.store());
  std::string bytes;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));

  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string other = bytes;
    other[i] = static_cast<char>(other[i] ^ 1);
    const auto read = ReadLogToken(director_, absl::WebSafeBase64Escape(other), fixture_.store());
    EXPECT_EQ(DetailOf(read.status()).value_or(ErrorDetail()).field, "page_token") << i;
  }
  for (const std::string& none : {std::string("x"), std::string("aaaa"), token + token}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadLogToken(director_, none, fixture_.store()).status())) << none;
  }
}

TEST_F(LogTokenTest, HowFarItWasSeenIsSealedAsWell) {
  const std::string token = SeenToken(director_, place_.seen_to, fixture_.store());
  std::string bytes, number;
  ASSERT_TRUE(absl::WebSafeBase64Unescape(token, &bytes));
  AppendBigEndian(place_.seen_to, number);

  const auto read = ReadSeenToken(director_, token, fixture_.store());

  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, place_.seen_to);
  EXPECT_THAT(bytes, Not(HasSubstr(number)));
  EXPECT_NE(SeenToken(director_, place_.seen_to, fixture_.store()), token);
  EXPECT_TRUE(absl::IsInvalidArgument(ReadSeenToken(auditor_, token, fixture_.store()).status()));
  EXPECT_TRUE(absl::IsInvalidArgument(ReadLogToken(director_, token, fixture_.store()).status()));
  for (size_t i = 0; i < bytes.size(); ++i) {
    std::string other = bytes;
    other[i] = static_cast<char>(other[i] ^ 1);
    const auto refused = ReadSeenToken(director_, absl::WebSafeBase64Escape(other), fixture_.store());
    EXPECT_EQ(DetailOf(refused.status()).value_or(ErrorDetail()).field, "seen_token") << i;
  }
  for (const std::string& none : {std::string(), std::string("12"), LogToken(director_, place_, fixture_.store())}) {
    EXPECT_TRUE(absl::IsInvalidArgument(ReadSeenToken(director_, none, fixture_.store()).status())) << none;
  }
}

}  // namespace
}  // namespace candor::rpc::log_token_test
