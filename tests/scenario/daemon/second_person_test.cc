#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "candor/v1/retention.grpc.pb.h"
#include "daemon/rpc/names.h"
#include "tests/scenario/daemon/corrections_fixture.h"

// What the second person of an erasure or of a hold's release is shown, and who is not.
namespace candor::second_person_test {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::UnorderedElementsAre;

using Stub = v1::RetentionService::Stub;

// Ana has a part in C-1 and C-2; Maria and Ben have none.
class SecondPersonTest : public CorrectionsTest {
 protected:
  void SetUp() override {
    CorrectionsTest::SetUp();
    if (HasFatalFailure()) return;
    retention_ = v1::RetentionService::NewStub(daemon_->InProcessChannel());
    ben_ = MakeMember("Ben Ito");
  }

  // Asked for by the operator.
  std::string Propose(const std::string& subject) {
    v1::ProposeErasureRequest request;
    request.set_subject(subject);
    request.set_scope(v1::ERASURE_SCOPE_EVERYTHING);
    request.set_reason("the client wishes it");
    v1::ProposeErasureResponse response;
    const grpc::Status status = Call(retention_, &Stub::ProposeErasure, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.erasure().name();
  }
  grpc::Status Approve(const std::string& name, const std::string& second) {
    v1::ApproveErasureRequest request;
    request.set_name(name);
    v1::ApproveErasureResponse response;
    return Call(retention_, &Stub::ApproveErasure, request, response, second);
  }
  grpc::Status Look(const std::string& name, const std::string& reader, v1::Erasure& erasure) {
    v1::GetErasureRequest request;
    request.set_name(name);
    v1::GetErasureResponse response;
    const grpc::Status status = Call(retention_, &Stub::GetErasure, request, response, reader);
    erasure = response.erasure();
    return status;
  }
  v1::Erasure Seen(const std::string& name, const std::string& reader) {
    v1::Erasure erasure;
    const grpc::Status status = Look(name, reader, erasure);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return erasure;
  }
  // As if there were no erasure of that name, to the letter.
  void ExpectNotThere(const std::string& name, const std::string& reader) {
    v1::Erasure erasure;
    const Refusal wrong = RefusalOf(Look(rpc::ErasureName(ErasureId::Random()), reader, erasure));
    const Refusal refused = RefusalOf(Look(name, reader, erasure));
    EXPECT_EQ(refused.code, grpc::StatusCode::NOT_FOUND);
    EXPECT_EQ(refused.code, wrong.code);
    EXPECT_EQ(refused.field, wrong.field);
    EXPECT_EQ(refused.reason, wrong.reason);
    EXPECT_EQ(refused.message, wrong.message);
    EXPECT_EQ(erasure.ByteSizeLong(), 0U);
  }

  std::string Hold(const std::string& subject) {
    v1::PlaceHoldRequest request;
    request.set_subject(subject);
    request.set_reason("a subpoena");
    v1::PlaceHoldResponse response;
    const grpc::Status status = Call(retention_, &Stub::PlaceHold, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.hold().name();
  }
  void AskForRelease(const std::string& hold) {
    v1::ReleaseHoldRequest request;
    request.set_name(hold);
    request.set_reason("the matter is closed");
    v1::ReleaseHoldResponse response;
    const grpc::Status status = Call(retention_, &Stub::ReleaseHold, request, response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }
  grpc::Status ApproveRelease(const std::string& hold, const std::string& second) {
    v1::ApproveReleaseRequest request;
    request.set_name(hold);
    v1::ApproveReleaseResponse response;
    return Call(retention_, &Stub::ApproveRelease, request, response, second);
  }
  grpc::Status Refuse(const std::string& name, const std::string& second) {
    v1::RefuseErasureRequest request;
    request.set_name(name);
    v1::RefuseErasureResponse response;
    return Call(retention_, &Stub::RefuseErasure, request, response, second);
  }
  grpc::Status RefuseRelease(const std::string& hold, const std::string& second) {
    v1::RefuseReleaseRequest request;
    request.set_name(hold);
    v1::RefuseReleaseResponse response;
    return Call(retention_, &Stub::RefuseRelease, request, response, second);
  }
  // One page for each of them, and none that is empty.
  std::vector<v1::LegalHold> Holds(const std::string& reader) {
    std::vector<v1::LegalHold> holds;
    v1::ListHoldsRequest request;
    request.set_page_size(1);
    v1::ListHoldsResponse response;
    do {
      const grpc::Status status = Call(retention_, &Stub::ListHolds, request, response, reader);
      EXPECT_TRUE(status.ok()) << status.error_message();
      const bool more = !response.next_page_token().empty();
      EXPECT_TRUE(response.holds_size() == 1 || (!more && holds.empty())) << "what is not shown takes no room";
      holds.insert(holds.end(), response.holds().begin(), response.holds().end());
      request.set_page_token(response.next_page_token());
    } while (!request.page_token().empty());
    return holds;
  }
  std::vector<std::string> HoldNames(const std::string& reader) {
    std::vector<std::string> names;
    for (const v1::LegalHold& hold : Holds(reader)) names.push_back(hold.name());
    return names;
  }

  std::unique_ptr<Stub> retention_;
  std::string ben_;
};

TEST_F(SecondPersonTest, WhoMayApproveAnErasureIsShownWhatItIs) {
  v1::CreateEntryRequest session = EntryFor(OpenCase("C-3", ana_, Day(2025, 3, 31)), ana_, Day(2025, 9, 25));
  session.mutable_entry()->mutable_session()->set_minutes(50);
  Refile(Record(session).entry().name(), case_);
  Merge(other_, case_);
  const std::string name = Propose(case_);

  const v1::Erasure shown = Seen(name, maria_);

  EXPECT_EQ(shown.subject(), case_);
  EXPECT_EQ(shown.scope(), v1::ERASURE_SCOPE_EVERYTHING);
  EXPECT_EQ(shown.state(), v1::ERASURE_STATE_PROPOSED);
  EXPECT_EQ(shown.reason(), "the client wishes it");
  EXPECT_THAT(shown.merged_cases(), ElementsAre(other_));
  EXPECT_THAT(shown.certificates(), IsEmpty());
  EXPECT_THAT(shown.sealed_elsewhere(), IsEmpty()) << "that is of another case";
  EXPECT_EQ(Seen(name, "").sealed_elsewhere_size(), 1);
}

TEST_F(SecondPersonTest, WhomItConcernsIsNotToldThatAnErasureWaits) {
  const std::string name = Propose(case_);

  ExpectNotThere(name, ana_);
  ASSERT_TRUE(Approve(name, maria_).ok());
  ExpectNotThere(name, ana_);
}

TEST_F(SecondPersonTest, OnceItIsDecidedAnErasureIsShownToWhoDecidedAndToNobodyElse) {
  const std::string name = Propose(case_);
  EXPECT_EQ(Seen(name, ben_).state(), v1::ERASURE_STATE_PROPOSED) << "it is not said who is to approve it";

  ASSERT_TRUE(Approve(name, maria_).ok());

  ExpectNotThere(name, ben_);
  EXPECT_EQ(Seen(name, maria_).state(), v1::ERASURE_STATE_IN_FORCE);
  EXPECT_GT(Seen(name, maria_).certificates_size(), 0);
  EXPECT_GT(Seen(name, "").certificates_size(), 0);
  v1::ListErasuresResponse listed;
  EXPECT_EQ(Call(retention_, &Stub::ListErasures, v1::ListErasuresRequest(), listed, maria_).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
}

TEST_F(SecondPersonTest, OfHoldsAMemberIsShownThoseWhoseReleaseTheyMayApprove) {
  const std::string anas = Hold(case_);
  const std::string stands = Hold(other_);
  const std::string bens = Hold(OpenCase("C-3", ben_, Day(2025, 3, 31)));
  const std::string marias = Hold(maria_);
  EXPECT_THAT(HoldNames(maria_), IsEmpty());
  for (const std::string& each : {anas, bens, marias}) AskForRelease(each);

  EXPECT_THAT(HoldNames(""), UnorderedElementsAre(anas, stands, bens, marias));
  EXPECT_THAT(HoldNames(ana_), UnorderedElementsAre(bens, marias));
  EXPECT_THAT(HoldNames(ben_), UnorderedElementsAre(anas, marias));
  EXPECT_THAT(HoldNames(maria_), UnorderedElementsAre(anas, bens));
  for (const v1::LegalHold& each : Holds(maria_)) EXPECT_EQ(each.reason(), "the matter is closed");

  ASSERT_TRUE(ApproveRelease(bens, maria_).ok());

  EXPECT_THAT(HoldNames(maria_), ElementsAre(anas));
  EXPECT_THAT(HoldNames(ana_), ElementsAre(marias));
}

TEST_F(SecondPersonTest, WhomItConcernsRefusesNothing) {
  const std::string name = Propose(case_);
  const std::string hold = Hold(case_);
  AskForRelease(hold);

  EXPECT_EQ(Refuse(name, ana_).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(RefuseRelease(hold, ana_).error_code(), grpc::StatusCode::NOT_FOUND);

  EXPECT_TRUE(Refuse(name, maria_).ok());
  EXPECT_TRUE(RefuseRelease(hold, maria_).ok());
}

TEST_F(SecondPersonTest, TheOperatorIsToldWhoApproves) {
  const Refusal refused = RefusalOf(Approve(Propose(case_), ""));

  EXPECT_EQ(refused.code, grpc::StatusCode::PERMISSION_DENIED);
  EXPECT_EQ(refused.reason, "no_member");
  EXPECT_THAT(refused.message, testing::HasSubstr("on a machine of their own"));
}

}  // namespace
}  // namespace candor::second_person_test
