#include "daemon/rpc/page.h"

#include <gtest/gtest.h>

#include <limits>

namespace candor::rpc::page_test {
namespace {

TEST(PageTest, SizesAreBounded) {
  EXPECT_EQ(*PageSize(0), kDefaultPage);
  EXPECT_EQ(*PageSize(7), 7U);
  EXPECT_EQ(*PageSize(1000000), kMaxPage);
  EXPECT_EQ(PageSize(-1).status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(PageTest, TokensSayWhatTheyWereMadeOf) {
  const IdBytes id = RandomIdBytes();
  const auto subject = domain::SubjectId::Of(CaseId::Random());
  const domain::Place place{-400, 1440, 70, std::numeric_limits<uint64_t>::max() - 3, id};

  EXPECT_EQ(*IdAfter(TokenAfter(id)), id);
  EXPECT_EQ(SubjectItemAfter(TokenAfter(subject, id))->subject, subject);
  EXPECT_EQ(SubjectItemAfter(TokenAfter(subject, id))->id, id);
  EXPECT_EQ(*PlaceAfter(TokenAfter(place)), place);
  EXPECT_EQ(*CountBefore(TokenAfterCount(41)), 41U);
}

TEST(PageTest, NoTokenIsTheStart) {
  EXPECT_EQ(*IdAfter(""), IdBytes{});
  EXPECT_EQ(*PlaceAfter(""), domain::Place::First());
  EXPECT_EQ(*CountBefore(""), 0U);
}

TEST(PageTest, ATokenOfAnotherListIsRefused) {
  const std::string token = TokenAfter(RandomIdBytes());
  EXPECT_EQ(PlaceAfter(token).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(CountBefore(token).status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(IdAfter("not a token").status().code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace candor::rpc::page_test
