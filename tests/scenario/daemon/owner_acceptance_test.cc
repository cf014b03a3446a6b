// Whose word it is that personal reactions are used for nothing but care.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <string>

#include "candor/v1/role.grpc.pb.h"
#include "tests/scenario/daemon/tls_fixture.h"

namespace candor::owner_acceptance_test {
namespace {

using ::testing::HasSubstr;
using Stub = v1::RoleService::Stub;

class OwnerAcceptanceTest : public TlsDaemonTest {
 protected:
  OwnerAcceptanceTest() { ready_from_start_ = false; }

  std::string MakeOwner() {
    const std::string owner = MakeMember("Dr Lee");
    Grant(owner, v1::ROLE_OWNER);
    return owner;
  }
  // By the operator, for the owner; by who is acted for; or from a machine of their own.
  Refusal Accept(const std::string& owner, const std::string& act_for = "", const Machine* machine = nullptr,
                 const std::string& digest = "") {
    v1::AcceptNonUseRequest request;
    request.set_owner(owner);
    request.set_digest(digest.empty() ? Readiness().non_use_digest() : digest);
    v1::AcceptNonUseResponse response;
    if (machine == nullptr) return RefusalOf(Call(roles_, &Stub::AcceptNonUse, request, response, act_for));
    return RefusalOf(Call(v1::RoleService::NewStub(machine->channel), &Stub::AcceptNonUse, request, response));
  }
  bool IsAskedFor() {
    const v1::Readiness now = Readiness();
    return std::any_of(now.gaps().begin(), now.gaps().end(),
                       [](const v1::ReadinessGap& gap) { return gap.kind() == v1::READINESS_GAP_KIND_NON_USE; });
  }
};

TEST_F(OwnerAcceptanceTest, TheRuleIsAcceptedByAnOwnerInTheWordsThatWereShown) {
  const std::string owner = MakeMember("Dr Lee");
  const std::string other = MakeMember("Maria Lopez");
  EXPECT_THAT(Readiness().non_use(), HasSubstr("hiring, pay, scheduling, evaluation or discipline"));
  ExpectRefusal(Accept(owner), grpc::StatusCode::FAILED_PRECONDITION, "owner", "not_owner");
  Grant(owner, v1::ROLE_OWNER);
  ExpectRefusal(Accept(owner, "", nullptr, "00ff"), grpc::StatusCode::FAILED_PRECONDITION, "digest", "other_words");
  ExpectRefusal(Accept(""), grpc::StatusCode::INVALID_ARGUMENT, "owner", "missing");
  ExpectRefusal(Accept(other), grpc::StatusCode::FAILED_PRECONDITION, "owner", "not_owner");
  EXPECT_FALSE(Readiness().has_non_use_accepted_at());

  EXPECT_EQ(Accept(owner).code, grpc::StatusCode::OK) << "nobody is enrolled, so the operator records it";

  const auto at = Readiness().non_use_accepted_at().seconds();
  clock_.AdvanceTime(absl::Hours(1));
  EXPECT_EQ(Accept(owner).code, grpc::StatusCode::OK);
  EXPECT_EQ(Readiness().non_use_accepted_at().seconds(), at) << "it is on record already";
}

TEST_F(OwnerAcceptanceTest, TheOwnersOwnWordTakesThePlaceOfWhatTheOperatorSaidForThem) {
  const std::string owner = MakeOwner();
  ASSERT_EQ(Accept(owner).code, grpc::StatusCode::OK);
  EXPECT_TRUE(Readiness().non_use_accepted_for_owner());
  EXPECT_FALSE(IsAskedFor()) << "so far nobody else could";
  const Machine lee = Enrol(owner);
  EXPECT_TRUE(IsAskedFor());

  EXPECT_EQ(Accept("", "", &lee).code, grpc::StatusCode::OK);

  EXPECT_FALSE(IsAskedFor());
  EXPECT_FALSE(Readiness().non_use_accepted_for_owner());
}

// Where the practice goes on with an operator who acts for others.
class ActingForTheOwnerTest : public OwnerAcceptanceTest {
 protected:
  ActingForTheOwnerTest() { act_for_after_enrolment_ = true; }
};

TEST_F(ActingForTheOwnerTest, AnOwnersWordIsTheirOwn) {
  const std::string owner = MakeOwner();
  Enrol(owner);

  ExpectRefusal(Accept("", owner), grpc::StatusCode::PERMISSION_DENIED, "owner", "owner_only");
}

}  // namespace
}  // namespace candor::owner_acceptance_test
