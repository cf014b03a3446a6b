#include "daemon/init_command.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <memory>
#include <sstream>
#include <string>
#include <vector>

#include "absl/synchronization/notification.h"
#include "daemon/base/civil.h"
#include "daemon/crypto/certificate_request.h"
#include "daemon/crypto/enrolment_code.h"
#include "daemon/domain/role.h"
#include "daemon/identity/desk.h"
#include "daemon/network_setup.h"
#include "tests/unit/store/store_fixture.h"

namespace candor::init_command_test {
namespace {

using testing::HasSubstr;
using testing::Not;

class InitCommandTest : public testing::Test {
 protected:
  InitCommandTest() {
    request_.data_dir = folder_.Join("data");
    request_.network.names = {"candor.harbour.example"};
    request_.director = "Dr Lee";
  }

  // What it said.
  std::string Init(const InitRequest& request) {
    std::ostringstream out;
    const absl::Status done = InitPractice(request, clock_, out);
    EXPECT_TRUE(done.ok()) << done;
    return out.str();
  }
  // What it said in vain.
  std::string Refused(const InitRequest& request, absl::StatusCode code) {
    std::ostringstream out;
    const absl::Status refused = InitPractice(request, clock_, out);
    EXPECT_EQ(refused.code(), code) << refused;
    return std::string(refused.message());
  }

  InitRequest Resumed() const {
    InitRequest request = request_;
    request.resume = true;
    return request;
  }

  static std::string CodeIn(const std::string& said) {
    const std::string before = "Enrolment code: ";
    const size_t at = said.find(before);
    if (at == std::string::npos) return "";
    const size_t begin = at + before.size();
    return said.substr(begin, said.find('\n', begin) - begin);
  }

  // As the daemon that is started next.
  void Open() {
    store::OpenOptions open;
    open.data_dir = request_.data_dir;
    open.create = false;
    open.clock = &clock_;
    auto store = store::Open(open);
    ASSERT_TRUE(store.ok()) << store.status();
    store_ = *std::move(store);
    auto network = OpenNetwork(request_.data_dir, {}, clock_);
    ASSERT_TRUE(network.ok()) << network.status();
    network_ = *std::move(network);
    auto desk = identity::Desk::Start(
        {*store_, network_.authority.get(), network_.server.get(), store_->code_key(), clock_, {}});
    ASSERT_TRUE(desk.ok()) << desk.status();
    desk_ = *std::move(desk);
  }
  absl::StatusOr<domain::CertificateHandedOut> Enroll(const std::string& code) {
    absl::Notification done;
    absl::StatusOr<domain::CertificateHandedOut> answer = absl::UnknownError("not called");
    desk_->Enroll(code, crypto::MakeRequest(crypto::TlsKey::Make()),
                  [&](absl::StatusOr<domain::CertificateHandedOut> handed) {
                    answer = std::move(handed);
                    done.Notify();
                  });
    done.WaitForNotification();
    return answer;
  }

  const store::TemporaryFolder folder_;
  SimulatedClock clock_{absl::FromCivil(absl::CivilHour(2026, 3, 2, 12), absl::UTCTimeZone())};
  InitRequest request_;
  std::unique_ptr<store::DurableStore> store_;
  NetworkRooms network_;
  std::unique_ptr<identity::Desk> desk_;
};

TEST_F(InitCommandTest, WhoeverHasTheCodeEnrolsAsTheDirector) {
  const std::string said = Init(request_);
  EXPECT_THAT(said, HasSubstr("Keep, apart from this machine"));
  EXPECT_THAT(said, HasSubstr("candor enroll --server candor.harbour.example:7443"));
  EXPECT_THAT(said, HasSubstr("2026-03-09 12:00 UTC"));
  Open();

  const auto handed = Enroll(CodeIn(said));

  ASSERT_TRUE(handed.ok()) << handed.status();
  const auto director = store_->Latest()->FindMember("Dr Lee");
  ASSERT_TRUE(director.ok()) << director.status();
  EXPECT_EQ(handed->member, *director);
  EXPECT_TRUE(desk_->AnyoneEnrolled());
}

TEST_F(InitCommandTest, TheDirectorHasTheRolesToNameTheOthersAndIsToldWhom) {
  const std::string first = Init(request_);
  EXPECT_THAT(first, HasSubstr("director and administrator"));
  for (const char* gap : {"- an owner\n", "- two consultants\n", "- a consultant from outside the practice\n",
                          "- an independent reviewer for the clinical director\n", "- a deputy for the owner\n",
                          "- the owner's acceptance of the non-use rule\n"}) {
    EXPECT_THAT(first, HasSubstr(gap));
  }
  EXPECT_THAT(first, Not(HasSubstr("- a clinical director\n")));

  const std::string again = Init(Resumed());

  EXPECT_THAT(again, HasSubstr("- an owner\n"));
  Open();
  const auto view = store_->Latest();
  const auto director = view->FindMember("Dr Lee");
  ASSERT_TRUE(director.ok()) << director.status();
  const auto roles = view->RolesOf(*director);
  ASSERT_TRUE(roles.ok()) << roles.status();
  EXPECT_EQ(roles->size(), 2U) << "to resume gives no role twice";
  const Day today = DayAt(clock_.Now(), absl::UTCTimeZone());
  for (const Day day : {today - 1, today}) {
    EXPECT_EQ(domain::RolesOn(*roles, *director, day),
              (std::vector<domain::Role>{domain::Role::kDirector, domain::Role::kAdministrator}))
        << "in whatever zone the practice turns out to be";
  }
}

TEST_F(InitCommandTest, TheCodeCarriesThePracticesAuthority) {
  const std::string said = Init(request_);

  const auto code = crypto::ParseEnrolmentCode(CodeIn(said));

  ASSERT_TRUE(code.ok()) << code.status();
  Open();
  EXPECT_TRUE(crypto::IsOfAuthority(*code, network_.authority->certificate().fingerprint));
}

TEST_F(InitCommandTest, ASecondLedgerIsNotBegunAndToResumeMakesOnlyAnotherCode) {
  const std::string first = Init(request_);
  EXPECT_THAT(Refused(request_, absl::StatusCode::kFailedPrecondition), HasSubstr("holds a ledger already"));

  const std::string second = Init(Resumed());

  EXPECT_NE(CodeIn(second), CodeIn(first));
  Open();
  EXPECT_EQ(store_->Latest()->ListMembers(MemberId(), 10)->size(), 1U);
  EXPECT_TRUE(absl::IsUnauthenticated(Enroll(CodeIn(first)).status())) << "the later one stands in its place";
  EXPECT_TRUE(Enroll(CodeIn(second)).ok());
}

TEST_F(InitCommandTest, ToResumeMakesNoSecondDirector) {
  Init(request_);
  InitRequest other = Resumed();
  other.director = "Dr Leigh";

  EXPECT_THAT(Refused(other, absl::StatusCode::kFailedPrecondition), HasSubstr("there is a director, Dr Lee"));

  other.director = " Dr  Lee";
  const std::string again = Init(other);
  Open();
  EXPECT_TRUE(absl::IsNotFound(store_->Latest()->FindMember("Dr Leigh").status()));
  EXPECT_EQ(store_->Latest()->ListMembers(MemberId(), 10)->size(), 1U) << "two blanks are no other name";
  EXPECT_TRUE(Enroll(CodeIn(again)).ok());
}

TEST_F(InitCommandTest, SaysThatNamesGivenLaterStandInThePlaceOfTheFirst) {
  EXPECT_THAT(Init(request_), HasSubstr("(to change them, give all: candord init --resume --name HOST for each)"));
}

TEST_F(InitCommandTest, ALedgerFromBeforeGetsWhatItLacks) {
  {
    store::OpenOptions open;
    open.data_dir = request_.data_dir;
    open.clock = &clock_;
    ASSERT_TRUE(store::Open(open).ok());
  }
  EXPECT_FALSE(HasAuthority(request_.data_dir, request_.network));

  const std::string said = Init(Resumed());

  Open();
  EXPECT_TRUE(Enroll(CodeIn(said)).ok());
}

TEST_F(InitCommandTest, WithoutADirectorNobodyIsMade) {
  request_.director.clear();

  const std::string said = Init(request_);

  EXPECT_EQ(CodeIn(said), "");
  EXPECT_THAT(said, HasSubstr("candor member enrol-code"));
  Open();
  EXPECT_TRUE(store_->Latest()->ListMembers(MemberId(), 10)->empty());
}

TEST_F(InitCommandTest, WhatCanBeToldAtOnceIsToldBeforeAnythingIsMade) {
  request_.director = " \n";
  EXPECT_THAT(Refused(request_, absl::StatusCode::kInvalidArgument), HasSubstr("--director"));
  request_.director = "Dr Lee";
  request_.network.authority_certificate = folder_.Join("ca.pem");
  request_.network.authority_key = folder_.Join("ca.key");
  EXPECT_THAT(Refused(request_, absl::StatusCode::kNotFound), HasSubstr("ca.pem"));

  EXPECT_FALSE(std::filesystem::exists(request_.data_dir));
}

TEST_F(InitCommandTest, WhatComesInBetweenLaterSaysHowToGoOn) {
  request_.network.names = {"no name"};

  EXPECT_THAT(Refused(request_, absl::StatusCode::kInvalidArgument), HasSubstr("candord init --resume"));

  request_.network.names = {"candor.harbour.example"};
  const std::string said = Init(Resumed());
  Open();
  EXPECT_TRUE(Enroll(CodeIn(said)).ok());
}

TEST_F(InitCommandTest, OfAnAuthorityThatThePracticeBringsNoKeyIsToBeKept) {
  request_.network.authority_certificate = folder_.Join("ca.pem");
  request_.network.authority_key = folder_.Join("ca.key");
  ASSERT_TRUE(identity::Authority::Create(AuthorityFilesOf("", request_.network), clock_.Now()).ok());

  const std::string said = Init(request_);

  EXPECT_THAT(said, Not(HasSubstr("key of the certificate authority")));
  EXPECT_FALSE(std::filesystem::exists(request_.data_dir + "/authority.key"));
  EXPECT_NE(CodeIn(said), "");
}

}  // namespace
}  // namespace candor::init_command_test
