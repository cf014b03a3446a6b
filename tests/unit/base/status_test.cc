#include "daemon/base/status.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>

namespace candor::status_test {
namespace {

TEST(StatusTest, CarriesFieldAndReason) {
  const absl::Status status = InvalidField("facts.minutes", "out_of_range", "give a number from 0 on");

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status), (ErrorDetail{"facts.minutes", "out_of_range"}));
  EXPECT_NE(std::string(status.message()).find("give a number from 0 on"), std::string::npos);
}

TEST(StatusTest, FailedFieldIsAPrecondition) {
  EXPECT_EQ(FailedField("case", "episode_open", "close it first").code(), absl::StatusCode::kFailedPrecondition);
}

TEST(StatusTest, HasNoDetailUnlessGiven) {
  EXPECT_EQ(DetailOf(absl::NotFoundError("gone")), std::nullopt);
  EXPECT_EQ(DetailOf(absl::OkStatus()), std::nullopt);
}

TEST(StatusTest, DetailMayHoldAnyText) {
  const ErrorDetail detail{std::string("a\0b\n=", 5), ""};

  EXPECT_EQ(DetailOf(WithDetail(absl::NotFoundError("gone"), detail)), detail);
}

TEST(StatusTest, AnnotateKeepsCodeAndDetail) {
  const absl::Status status = Annotate(InvalidField("occurred", "future_date", "lies ahead"), "row 7");

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status), (ErrorDetail{"occurred", "future_date"}));
  EXPECT_EQ(std::string(status.message()).find("row 7: "), 0U);
}

absl::Status PassOn(const absl::Status& status) {
  CANDOR_RETURN_IF_ERROR(status);
  return absl::AlreadyExistsError("went on");
}

TEST(StatusTest, ReturnIfErrorReturnsOnlyErrors) {
  EXPECT_EQ(PassOn(absl::NotFoundError("gone")).code(), absl::StatusCode::kNotFound);
  EXPECT_EQ(PassOn(absl::OkStatus()).code(), absl::StatusCode::kAlreadyExists);
}

absl::StatusOr<int> Unwrap(absl::StatusOr<std::unique_ptr<int>> value) {
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<int> owned, std::move(value));
  return *owned + 1;
}

TEST(StatusTest, AssignOrReturnMovesTheValue) {
  EXPECT_EQ(*Unwrap(std::make_unique<int>(41)), 42);
  EXPECT_EQ(Unwrap(absl::DataLossError("torn")).status().code(), absl::StatusCode::kDataLoss);
}

}  // namespace
}  // namespace candor::status_test
