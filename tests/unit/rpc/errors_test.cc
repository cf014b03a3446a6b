#include "daemon/rpc/errors.h"

#include <gtest/gtest.h>

#include "candor/v1/error.pb.h"
#include "daemon/base/status.h"

namespace candor::rpc::errors_test {
namespace {

TEST(ErrorsTest, EveryCodeKeepsItsNumberAndMessage) {
  // gRPC and Abseil number the canonical codes alike.
  for (int code = 1; code <= 16; ++code) {
    const grpc::Status status = ToGrpc(absl::Status(static_cast<absl::StatusCode>(code), "message"));
    EXPECT_EQ(static_cast<int>(status.error_code()), code);
    EXPECT_EQ(status.error_message(), "message");
    EXPECT_EQ(status.error_details(), "");
  }
}

TEST(ErrorsTest, OkIsOk) {
  EXPECT_TRUE(ToGrpc(absl::OkStatus()).ok());
}

TEST(ErrorsTest, ACodeFromOutsideTheListIsUnknown) {
  EXPECT_EQ(ToGrpc(absl::Status(static_cast<absl::StatusCode>(99), "x")).error_code(), grpc::StatusCode::UNKNOWN);
}

TEST(ErrorsTest, TheDetailTravelsInTheBinaryDetails) {
  const grpc::Status status = ToGrpc(InvalidField("entry.note", "too_long", "longer than 16 KiB"));

  v1::ErrorStatus details;
  ASSERT_TRUE(details.ParseFromString(status.error_details()));
  EXPECT_EQ(details.code(), 3);
  ASSERT_EQ(details.details_size(), 1);
  EXPECT_EQ(details.details(0).type_url(), "type.googleapis.com/candor.v1.ErrorDetail");
  v1::ErrorDetail detail;
  ASSERT_TRUE(detail.ParseFromString(details.details(0).value()));
  EXPECT_EQ(detail.field(), "entry.note");
  EXPECT_EQ(detail.reason(), "too_long");
}

TEST(ErrorsTest, AFieldOfAnEntryIsNamedAsTheRequestHasIt) {
  const auto field = [](std::string_view of_store, std::string_view path) {
    const absl::Status status = AboutEntry(FailedField(of_store, "reason", "what to do"), domain::Kind::kIntake, path);
    EXPECT_EQ(status.code(), absl::StatusCode::kFailedPrecondition);
    EXPECT_EQ(DetailOf(status)->reason, "reason");
    EXPECT_EQ(status.message(), DetailOf(status)->field + ": what to do");
    return DetailOf(status)->field;
  };
  EXPECT_EQ(field("facts.referred_by", "entry"), "entry.intake.referred_by");
  EXPECT_EQ(field("facts", "entry"), "entry.intake");
  EXPECT_EQ(field("note", "entry"), "entry.note");
  EXPECT_EQ(field("entry", "entry"), "entry");
  EXPECT_EQ(field("revises", "entry"), "name");
  EXPECT_EQ(field("parent", "entry"), "parent");
  EXPECT_EQ(field("request_id", "entry"), "request_id");
  EXPECT_EQ(field("facts.explanation", ""), "intake.explanation");
  EXPECT_EQ(field("entry", ""), "intake");
  EXPECT_EQ(AboutEntry(absl::UnavailableError("later"), domain::Kind::kIntake, "entry"),
            absl::UnavailableError("later"));
}

}  // namespace
}  // namespace candor::rpc::errors_test
