#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/identity.grpc.pb.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::enrolments_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

constexpr int64_t kDay = 24 * 3600;
constexpr int64_t kFirstOfMarch = 1803859200;  // 2027
constexpr int64_t kLongAgo = 1735689600;       // 2025-01-01

class ListedIdentity final : public v1::IdentityService::Service {
 public:
  grpc::Status CreateEnrolmentCode(grpc::ServerContext*, const v1::CreateEnrolmentCodeRequest* request,
                                   v1::CreateEnrolmentCodeResponse* response) override {
    asked_for_code = *request;
    response->set_code("7K3Q9-00000");
    response->mutable_expires_at()->set_seconds(kFirstOfMarch);
    response->set_enrolment(request->parent() + "/enrolments/e");
    response->set_server(reached_at);
    return grpc::Status::OK;
  }
  grpc::Status ListEnrolments(grpc::ServerContext*, const v1::ListEnrolmentsRequest* request,
                              v1::ListEnrolmentsResponse* response) override {
    asked_for_list = *request;
    *response = list;
    return grpc::Status::OK;
  }
  grpc::Status RevokeEnrolment(grpc::ServerContext*, const v1::RevokeEnrolmentRequest* request,
                               v1::RevokeEnrolmentResponse* response) override {
    revoked.push_back(*request);
    response->mutable_enrolment()->set_name(request->name());
    response->mutable_enrolment()->set_reason(request->reason());
    return grpc::Status::OK;
  }

  std::string reached_at;
  v1::ListEnrolmentsResponse list;
  v1::CreateEnrolmentCodeRequest asked_for_code;
  v1::ListEnrolmentsRequest asked_for_list;
  std::vector<v1::RevokeEnrolmentRequest> revoked;
};

class EnrolmentsVerbTest : public testing::Test {
 protected:
  Outcome Member(std::vector<std::string> arguments) { return RunVerb(daemon_, "member", std::move(arguments)); }
  v1::Enrolment& Listed(const std::string& name) {
    v1::Enrolment& enrolment = *identity_.list.add_enrolments();
    enrolment.set_name("members/m/enrolments/" + name);
    enrolment.mutable_begun_at()->set_seconds(kLongAgo);
    return enrolment;
  }

  ListedIdentity identity_;
  OneMember members_{"members/m", "Maria Lopez"};
  FakeDaemon daemon_{{&identity_, &members_}};
};

TEST_F(EnrolmentsVerbTest, ACodeStandsInALineOfItsOwnWithWhatToDo) {
  const Outcome outcome = Member({"enrol-code", "members/m"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, StartsWith("7K3Q9-00000\n"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("one machine comes to call as Maria Lopez, once, until 2027-03-01."));
  EXPECT_THAT(outcome.out, HasSubstr("candor enroll --server HOST:PORT"));
  identity_.reached_at = "candor.harbour.example:7443";
  EXPECT_THAT(Member({"enrol-code", "members/m"}).out,
              HasSubstr("candor enroll --server candor.harbour.example:7443\n"));
  EXPECT_EQ(identity_.asked_for_code.parent(), "members/m");
  EXPECT_NE(identity_.asked_for_code.request_id(), "");
  EXPECT_EQ(Json::parse(Member({"enrol-code", "members/m", "-o", "json"}).out)["code"], "7K3Q9-00000");
}

TEST_F(EnrolmentsVerbTest, TheListSaysHowEachStands) {
  Listed("a").mutable_expires_at()->set_seconds(kFirstOfMarch + 9000 * kDay);
  Listed("b").mutable_expires_at()->set_seconds(kLongAgo + kDay);
  v1::Enrolment& ended = Listed("c");
  ended.mutable_expires_at()->set_seconds(kFirstOfMarch);
  ended.mutable_revoked_at()->set_seconds(kLongAgo + 2 * kDay);
  ended.set_reason(v1::REVOCATION_REASON_LOST);
  v1::Enrolment& open = Listed("d");
  open.set_code_open(true);
  open.mutable_code_expires_at()->set_seconds(kFirstOfMarch);
  Listed("e").mutable_code_expires_at()->set_seconds(kLongAgo + 7 * kDay);

  const std::string out = Flat(Member({"enrolments"}).out);

  EXPECT_EQ(identity_.asked_for_list.parent(), "members/-");
  for (const char* row : {"Maria Lopez holds until 2051-10-21 members/m/enrolments/a",
                          "Maria Lopez held until 2025-01-02 members/m/enrolments/b",
                          "Maria Lopez ended 2025-01-03, lost members/m/enrolments/c",
                          "Maria Lopez code waits until 2027-03-01 members/m/enrolments/d",
                          "Maria Lopez code not used by 2025-01-08 members/m/enrolments/e"}) {
    EXPECT_THAT(out, HasSubstr(std::string("2025-01-01 ") + row));
  }
}

TEST_F(EnrolmentsVerbTest, OfAReplacedCodeNoDayIsToldThatHasNotCome) {
  v1::Enrolment& replaced = Listed("a");
  replaced.mutable_code_expires_at()->set_seconds(kFirstOfMarch + 9000 * kDay);
  replaced.set_code_replaced(true);

  EXPECT_THAT(Flat(Member({"enrolments"}).out), HasSubstr("Maria Lopez replaced by a later code members/m"));
}

TEST_F(EnrolmentsVerbTest, WhoEndsOneByAMembersNameIsToldWhereItsNameStands) {
  const Outcome outcome = Member({"revoke", "Maria Lopez", "--why", "left"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("candor member enrolments 'Maria Lopez' shows those of a member"));
  EXPECT_TRUE(identity_.revoked.empty());
}

TEST_F(EnrolmentsVerbTest, AnAdministratorAsksForEverybodys) {
  EXPECT_EQ(Member({"enrolments", "members/-", "--act-for", "members/m"}).code, 0);
  EXPECT_EQ(identity_.asked_for_list.parent(), "members/-");
}

TEST_F(EnrolmentsVerbTest, AMemberIsShownTheirOwn) {
  EXPECT_THAT(Member({"enrolments"}).out, HasSubstr("There is no enrolment."));
  EXPECT_EQ(Member({"enrolments", "--act-for", "members/m"}).code, 0);
  EXPECT_EQ(identity_.asked_for_list.parent(), "members/m");
  EXPECT_EQ(Member({"enrolments", "members/b", "--act-for", "members/m"}).code, 0);
  EXPECT_EQ(identity_.asked_for_list.parent(), "members/b");
}

TEST_F(EnrolmentsVerbTest, EndingOneTakesAReasonFromAList) {
  const Outcome outcome = Member({"revoke", "members/m/enrolments/a", "--why", "left"});
  const Outcome other = Member({"revoke", "members/m/enrolments/a", "--why", "xyzzy"});
  const Outcome none = Member({"revoke", "members/m/enrolments/a"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_EQ(identity_.revoked.size(), 1u);
  EXPECT_EQ(identity_.revoked[0].name(), "members/m/enrolments/a");
  EXPECT_EQ(identity_.revoked[0].reason(), v1::REVOCATION_REASON_LEFT);
  EXPECT_EQ(other.code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_THAT(other.err, Not(HasSubstr("xyzzy")));
  EXPECT_EQ(none.code, static_cast<int>(ExitCode::kUsage));
}

}  // namespace
}  // namespace candor::cli::enrolments_verb_test
