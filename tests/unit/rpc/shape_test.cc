#include "daemon/rpc/shape.h"

#include <gtest/gtest.h>

#include <string>

#include "candor/v1/case.pb.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/import.pb.h"
#include "daemon/base/status.h"

namespace candor::rpc::shape_test {
namespace {

grpc::ByteBuffer BytesOf(const std::string& text) {
  const grpc::Slice slice(text);
  return {&slice, 1};
}

ErrorDetail DetailFrom(const absl::Status& status) {
  return DetailOf(status).value_or(ErrorDetail{"no detail", status.ToString()});
}

TEST(ShapeTest, ReadsWhatItWrote) {
  v1::CreateEntryRequest request;
  request.set_parent("cases/x");
  request.mutable_entry()->set_note("Grüße");

  v1::CreateEntryRequest read;
  ASSERT_TRUE(ReadMessage(WriteMessage(request), read).ok());

  EXPECT_EQ(read.SerializeAsString(), request.SerializeAsString());
}

TEST(ShapeTest, NamesTheFieldThatIsNotUtf8) {
  v1::CreateEntryRequest request;
  request.mutable_entry()->set_note("note");
  std::string bytes = request.SerializeAsString();
  bytes[bytes.find("note")] = '\xFF';

  v1::CreateEntryRequest read;
  ::testing::internal::CaptureStderr();
  const absl::Status status = ReadMessage(BytesOf(bytes), read);

  EXPECT_EQ(::testing::internal::GetCapturedStderr(), "") << "the caller is told, not the log";
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailFrom(status), (ErrorDetail{"entry.note", "not_utf8"}));
}

TEST(ShapeTest, NamesATextInsideTypedFacts) {
  v1::CreateEntryRequest request;
  request.mutable_entry()->mutable_consultation()->set_rationale("because");
  std::string bytes = request.SerializeAsString();
  bytes[bytes.find("because")] = '\xC0';

  v1::CreateEntryRequest read;

  EXPECT_EQ(DetailFrom(ReadMessage(BytesOf(bytes), read)).field, "entry.consultation.rationale");
}

TEST(ShapeTest, RefusesAnUnknownEnumValueByName) {
  v1::CreateEntryRequest request;
  request.mutable_entry()->mutable_session()->set_setting(static_cast<v1::SessionSetting>(77));

  v1::CreateEntryRequest read;
  const absl::Status status = ReadMessage(WriteMessage(request), read);

  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailFrom(status), (ErrorDetail{"entry.session.setting", "unknown_value"}));
}

TEST(ShapeTest, RefusesAFieldItWouldDrop) {
  v1::GetCaseRequest request;
  request.GetReflection()->MutableUnknownFields(&request)->AddVarint(99, 1);

  v1::GetCaseRequest read;

  EXPECT_EQ(DetailFrom(ReadMessage(WriteMessage(request), read)), (ErrorDetail{"#99", "unknown_field"}));
}

TEST(ShapeTest, NamesTheRowOfARepeatedField) {
  v1::ImportEntriesRequest request;
  request.add_rows();
  request.add_rows()->mutable_entry()->set_basis(static_cast<v1::EntryBasis>(50));

  v1::ImportEntriesRequest read;

  EXPECT_EQ(DetailFrom(ReadMessage(WriteMessage(request), read)).field, "rows[1].entry.basis");
}

TEST(ShapeTest, RefusesWhatIsNoMessage) {
  v1::GetCaseRequest read;
  EXPECT_EQ(ReadMessage(BytesOf("\xFF\xFF\xFF"), read).code(), absl::StatusCode::kInvalidArgument);
}

}  // namespace
}  // namespace candor::rpc::shape_test
