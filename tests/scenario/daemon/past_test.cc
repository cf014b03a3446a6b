// Questions about the past: they fold, and so they are bounded by the call's deadline.
#include <atomic>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::past_test {
namespace {

// Noon of 30 March 2025 in UTC. In haste, an hour passes whenever somebody looks.
class HastyClock final : public Clock {
 public:
  absl::Time Now() override {
    return absl::FromUnixSeconds(1'743'336'000) + absl::Hours(in_haste ? ++passed_ : passed_.load());
  }

  std::atomic<bool> in_haste = false;
  void LetAnHourPass() { ++passed_; }

 private:
  std::atomic<int> passed_ = 0;
};

class PastTest : public testing::Test {
 protected:
  void SetUp() override {
    auto daemon = Daemon::Start(InMemoryOptions(clock_));
    ASSERT_TRUE(daemon.ok()) << daemon.status();
    daemon_ = *std::move(daemon);
    members_ = v1::MemberService::NewStub(daemon_->InProcessChannel());
  }

  void MakeMember(const std::string& name) {
    grpc::ClientContext context;
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name(name);
    v1::CreateMemberResponse response;
    const grpc::Status status = members_->CreateMember(&context, request, &response);
    EXPECT_TRUE(status.ok()) << status.error_message();
  }

  grpc::Status ListMembersAt(absl::Time at, v1::ListMembersResponse& response) {
    grpc::ClientContext context;
    v1::ListMembersRequest request;
    request.mutable_as_of()->set_seconds(absl::ToUnixSeconds(at));
    return members_->ListMembers(&context, request, &response);
  }

  HastyClock clock_;
  std::unique_ptr<Daemon> daemon_;
  std::unique_ptr<v1::MemberService::Stub> members_;
};

TEST_F(PastTest, ThePastIsNotFoldedBeyondTheDeadline) {
  MakeMember("Ann");
  const absl::Time then = clock_.Now();
  clock_.LetAnHourPass();
  MakeMember("Bob");
  v1::ListMembersResponse response;

  clock_.in_haste = true;
  const Refusal refusal = RefusalOf(ListMembersAt(then, response));
  clock_.in_haste = false;

  EXPECT_EQ(refusal.code, grpc::StatusCode::DEADLINE_EXCEEDED);
  EXPECT_EQ(refusal.field, "as_of");
  const grpc::Status status = ListMembersAt(then, response);
  ASSERT_TRUE(status.ok()) << status.error_message();
  EXPECT_EQ(response.members_size(), 1);
}

}  // namespace
}  // namespace candor::past_test
