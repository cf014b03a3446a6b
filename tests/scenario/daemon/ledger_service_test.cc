#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/ledger.grpc.pb.h"
#include "daemon/base/bytes.h"
#include "daemon/ledger/checkpoint.h"
#include "daemon/ledger/frontier.h"
#include "daemon/ledger/receipt.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::ledger_service_test {
namespace {

using ::testing::IsEmpty;

class LedgerServiceTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    ledger_ = v1::LedgerService::NewStub(daemon_->InProcessChannel());
    therapist_ = MakeMember("Ana Nguyen");
    stranger_ = MakeMember("Bob Stone");
    case_ = OpenCase("C-1042", therapist_);
  }

  v1::CreateEntryRequest Session() {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, kToday);
    request.mutable_entry()->mutable_session()->set_minutes(50);
    return request;
  }

  template <class Request, class Response>
  Refusal RefusedBy(grpc::Status (v1::LedgerService::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                    const Request& request, const std::string& act_for = "") {
    Response response;
    return RefusalOf(Call(ledger_, method, request, response, act_for));
  }

  v1::GetCheckpointResponse Checkpoint() {
    v1::GetCheckpointResponse response;
    const grpc::Status status =
        Call(ledger_, &v1::LedgerService::Stub::GetCheckpoint, v1::GetCheckpointRequest(), response, stranger_);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response;
  }
  ledger::VerifierKey Key() { return *ledger::ParseVerifierKey(Checkpoint().public_key()); }

  std::unique_ptr<v1::LedgerService::Stub> ledger_;
  std::string therapist_;
  std::string stranger_;
  std::string case_;
};

TEST_F(LedgerServiceTest, AnAppendGivesAReceiptWhereItIsAskedFor) {
  EXPECT_THAT(Record(Session()).receipt(), IsEmpty());

  v1::CreateEntryRequest request = Session();
  request.set_return_receipt(true);
  const v1::CreateEntryResponse response = Record(request);

  const auto receipt = ledger::ParseReceipt(response.receipt());
  ASSERT_TRUE(receipt.ok()) << receipt.status();
  EXPECT_EQ(receipt->index, response.entry().ledger_number());
  EXPECT_TRUE(VerifyReceipt(*receipt, Key()).ok());
}

TEST_F(LedgerServiceTest, AReportNamesTheCheckpointThatItsFiguresFollowFrom) {
  Record(Session());
  WaitForPolicies();
  v1::GenerateComplianceReportRequest request;
  request.set_quarter("2025Q1");
  v1::GenerateComplianceReportResponse response;
  // That it was read the first time is a record of its own; the same figures again are none.
  for (int i = 0; i < 2; ++i) {
    ASSERT_TRUE(Call(reports_, &v1::ReportService::Stub::GenerateComplianceReport, request, response).ok());
  }
  const v1::ReportCover& cover = response.report().cover();

  const auto checkpoint = ledger::OpenCheckpoint(Checkpoint().checkpoint(), Key());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  EXPECT_EQ(cover.ledger_size(), checkpoint->size);
  EXPECT_EQ(cover.root_hash(), AsText(checkpoint->root));
}

TEST_F(LedgerServiceTest, AReceiptIsForWhoSeesTheEntry) {
  v1::GetReceiptRequest request;
  request.set_name(Record(Session()).entry().name());

  v1::GetReceiptResponse response;
  ASSERT_TRUE(Call(ledger_, &v1::LedgerService::Stub::GetReceipt, request, response, therapist_).ok());
  EXPECT_TRUE(VerifyReceipt(*ledger::ParseReceipt(response.receipt()), Key()).ok());
  const Refusal refused = RefusedBy(&v1::LedgerService::Stub::GetReceipt, request, stranger_);
  EXPECT_EQ(refused.code, grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(refused.field, "name");
  request.set_name(case_ + "/entries/baaaaaaaaaaaaaaaaaaaaaaaaa");
  const Refusal unknown = RefusedBy(&v1::LedgerService::Stub::GetReceipt, request, stranger_);
  EXPECT_EQ(unknown.message, refused.message);
}

TEST_F(LedgerServiceTest, NumbersBeyondTheLedgerAreNamed) {
  v1::GetInclusionProofRequest inclusion;
  inclusion.set_number(1);
  inclusion.set_size(1'000'000);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::GetInclusionProof, inclusion).field, "size");
  inclusion.set_number(2);
  inclusion.set_size(2);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::GetInclusionProof, inclusion).field, "number");
  v1::GetConsistencyProofRequest consistency;
  consistency.set_to_size(1'000'000);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::GetConsistencyProof, consistency).field, "to_size");
  consistency.set_from_size(3);
  consistency.set_to_size(2);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::GetConsistencyProof, consistency).field, "from_size");
  v1::VerifyRecordsRequest records;
  records.set_limit(1001);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::VerifyRecords, records).field, "limit");
}

TEST_F(LedgerServiceTest, TheRootFollowsFromTheLeaves) {
  for (int i = 0; i < 3; ++i) Record(Session());
  WaitForPolicies();
  const auto checkpoint = ledger::OpenCheckpoint(Checkpoint().checkpoint(), Key());
  ASSERT_TRUE(checkpoint.ok()) << checkpoint.status();
  v1::VerifyRecordsRequest request;
  request.set_limit(static_cast<int32_t>(checkpoint->size));
  v1::VerifyRecordsResponse records;
  ASSERT_TRUE(Call(ledger_, &v1::LedgerService::Stub::VerifyRecords, request, records).ok());
  EXPECT_EQ(records.faults_size(), 0);
  ledger::Frontier tree;
  for (const std::string& leaf : records.leaves()) tree.Append(ledger::LeafHash(leaf));
  EXPECT_EQ(tree.size(), checkpoint->size);
  EXPECT_EQ(tree.Root(), checkpoint->root);

  v1::VerifyProjectionsResponse projections;
  ASSERT_TRUE(
      Call(ledger_, &v1::LedgerService::Stub::VerifyProjections, v1::VerifyProjectionsRequest(), projections).ok());
  EXPECT_EQ(projections.faults_size(), 0);
  EXPECT_GT(projections.rows(), 5U);
}

TEST_F(LedgerServiceTest, AMemberDoesNotWalkWhatOthersWrote) {
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::VerifyRecords, v1::VerifyRecordsRequest(), therapist_).code,
            grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::VerifyProjections, v1::VerifyProjectionsRequest(), therapist_).code,
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(LedgerServiceTest, ACosignatureMustBeOne) {
  v1::AddCosignatureRequest request;
  request.set_checkpoint(Checkpoint().checkpoint());
  request.set_witness_key("nonsense");
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::AddCosignature, request).field, "witness_key");
  v1::GetCheckpointRequest cosigned;
  cosigned.set_cosigned(true);
  EXPECT_EQ(RefusedBy(&v1::LedgerService::Stub::GetCheckpoint, cosigned).code, grpc::StatusCode::NOT_FOUND);
}

}  // namespace
}  // namespace candor::ledger_service_test
