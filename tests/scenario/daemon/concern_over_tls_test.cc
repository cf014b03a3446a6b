// A concern where people call with certificates of their own, and the operator's account is one among others.
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/concern.grpc.pb.h"
#include "tests/scenario/daemon/walk_fixture.h"

namespace candor::concern_over_tls_test {
namespace {

class ConcernOverTlsTest : public WalkFixture {};

// Whoever reaches the operator's account may be whom a concern is about.
TEST_F(ConcernOverTlsTest, OncePeopleAreEnrolledTheOperatorEndsNobodysConcern) {
  const std::string concern = Of("concern").name;
  v1::RetractEntryRequest retract;
  retract.set_name(concern);
  retract.mutable_retraction()->set_reason(v1::RETRACTION_REASON_WITHDRAWN_BY_AUTHOR);
  v1::RetractEntryResponse retracted;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RetractEntry, retract, retracted)).reason, "not_author");

  v1::RespondToEntryRequest respond;
  respond.set_name(concern);
  respond.mutable_response()->set_statement("nothing to say");
  v1::RespondToEntryResponse responded;
  EXPECT_EQ(RefusalOf(Call(entries_, &v1::EntryService::Stub::RespondToEntry, respond, responded)).reason,
            "not_concerned");

  v1::CreateEntryRequest close = EntryFor(MemberOf("subj"), MemberOf("subj"), Today());
  close.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  close.mutable_entry()->mutable_concern()->set_event(v1::CONCERN_EVENT_CLOSED);
  EXPECT_EQ(RefusedEntry(close).reason, "a_person");
}

// Nobody but who raised it, and who sees to it, asks what has become of a concern: the log would tell who raised it.
TEST_F(ConcernOverTlsTest, WhoRaisedItLeavesNoTraceByAskingAboutIt) {
  const auto asks = [&](const std::string& who) {
    v1::GetConcernRequest request;
    request.set_name(Of("concern").name);
    v1::GetConcernResponse response;
    const auto stub = v1::ConcernService::NewStub(people_.at(who).machine.channel);
    const grpc::Status status = Call(stub, &v1::ConcernService::Stub::GetConcern, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    for (const v1::Access& each : Accesses()) {
      if (each.reader() == MemberOf(who) && each.method() == "ConcernService.GetConcern") return true;
    }
    return false;
  };

  EXPECT_FALSE(asks("ana"));
  EXPECT_TRUE(asks("director")) << "as who directs does";
}

}  // namespace
}  // namespace candor::concern_over_tls_test
