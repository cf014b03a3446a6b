#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/concern.grpc.pb.h"
#include "fake_daemon.h"
#include "roles.h"

// What people do about a concern on a command line, and what they are told.
namespace candor::cli::concern_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kConcern[] = "members/m/entries/c";

void SetDay(v1::Date* date, int day) {
  date->set_year(2026);
  date->set_month(4);
  date->set_day(day);
}

class KeptConcerns final : public v1::ConcernService::Service {
 public:
  grpc::Status ListConcerns(grpc::ServerContext*, const v1::ListConcernsRequest*,
                            v1::ListConcernsResponse* response) override {
    if (there) *response->add_concerns() = concern;
    return grpc::Status::OK;
  }
  grpc::Status GetConcern(grpc::ServerContext*, const v1::GetConcernRequest*,
                          v1::GetConcernResponse* response) override {
    *response->mutable_concern() = concern;
    return grpc::Status::OK;
  }
  grpc::Status AcknowledgeConcern(grpc::ServerContext*, const v1::AcknowledgeConcernRequest* request,
                                  v1::AcknowledgeConcernResponse* response) override {
    acknowledged.push_back(request->name());
    SetDay(concern.mutable_acknowledged(), 2);
    SetDay(concern.mutable_told_from(), 9);
    *response->mutable_concern() = concern;
    return grpc::Status::OK;
  }
  grpc::Status ProposeSeal(grpc::ServerContext*, const v1::ProposeSealRequest* request,
                           v1::ProposeSealResponse* response) override {
    proposed.push_back(*request);
    *response->mutable_concern() = concern;
    return grpc::Status::OK;
  }
  grpc::Status ReportAnonymously(grpc::ServerContext*, const v1::ReportAnonymouslyRequest* request,
                                 v1::ReportAnonymouslyResponse* response) override {
    reported.push_back(*request);
    response->set_return_code("abcdefghijklmnopqrstuvwxyz");
    return grpc::Status::OK;
  }
  grpc::Status GetConcernByCode(grpc::ServerContext*, const v1::GetConcernByCodeRequest* request,
                                v1::GetConcernByCodeResponse* response) override {
    codes.push_back(request->return_code());
    SetDay(response->mutable_concern()->mutable_received(), 1);
    return grpc::Status::OK;
  }

  v1::Concern concern;
  bool there = true;
  std::vector<std::string> acknowledged, codes;
  std::vector<v1::ProposeSealRequest> proposed;
  std::vector<v1::ReportAnonymouslyRequest> reported;
};

class ConcernVerbTest : public testing::Test {
 protected:
  ConcernVerbTest() {
    concerns_.concern.set_name(kConcern);
    concerns_.concern.set_member("members/m");
    SetDay(concerns_.concern.mutable_received(), 1);
    concerns_.concern.set_task(v1::CONCERN_TASK_ACKNOWLEDGE);
  }
  Outcome Concern(std::vector<std::string> arguments, const std::string& input = "") {
    return RunVerb(daemon_, "concern", std::move(arguments), input);
  }

  KeptConcerns concerns_;
  AddedMembers members_;
  StatusOfToday status_;
  FakeDaemon daemon_{{&concerns_, &members_, &status_}};
};

TEST_F(ConcernVerbTest, SaysHowFarEachHasCome) {
  EXPECT_THAT(Flat(Concern({"list"}).out), HasSubstr("2026-04-01 Maria Lopez received - - members/m/entries/c"));
  concerns_.there = false;
  EXPECT_THAT(Concern({"list"}).out, HasSubstr("There is no concern that you are told of."));
}

TEST_F(ConcernVerbTest, OneStepIsNamedWithItsDay) {
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out),
              HasSubstr("say that you look into it: candor concern acknowledge members/m/entries/c"));

  const Outcome outcome = Concern({"acknowledge", kConcern});
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(concerns_.acknowledged, SizeIs(1));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Told: from 2026-04-09"));
}

TEST_F(ConcernVerbTest, WhoRaisedItIsSaidWhereTheReaderIsTold) {
  EXPECT_THAT(Concern({"show", kConcern}).out, Not(HasSubstr("Raised by")));
  concerns_.concern.set_anonymous(true);
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out), HasSubstr("Raised by: somebody who gave no name"));
  concerns_.concern.set_anonymous(false);
  concerns_.concern.set_reporter("members/d");
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out), HasSubstr("Raised by: Dele Haddad"));
}

TEST_F(ConcernVerbTest, ASealHasALastDayAndAReason) {
  EXPECT_EQ(Concern({"seal", kConcern, "--until", "2026-04-20"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(concerns_.proposed, IsEmpty());

  const Outcome outcome = Concern({"seal", kConcern, "--until", "2026-04-20", "--stdin"}, "records are secured\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(concerns_.proposed, SizeIs(1));
  EXPECT_EQ(concerns_.proposed[0].until().day(), 20);
  EXPECT_EQ(concerns_.proposed[0].reason(), "records are secured");
}

TEST_F(ConcernVerbTest, WhoSealedItAndWhyIsSaidWhereTheReaderIsTold) {
  SetDay(concerns_.concern.mutable_sealed_until(), 20);
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out), HasSubstr("Sealed until: 2026-04-20 "));
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out), Not(HasSubstr("agreed to by")));

  concerns_.concern.set_sealed_by("members/d");
  concerns_.concern.set_sealed_second("members/m");
  concerns_.concern.set_sealed_reason("records are secured");
  EXPECT_THAT(Flat(Concern({"show", kConcern}).out),
              HasSubstr("Sealed until: 2026-04-20, asked for by Dele Haddad, agreed to by Maria Lopez: records are "
                        "secured"));
}

TEST_F(ConcernVerbTest, AStepIsAnsweredWithoutWhoAskedForASealAndWhy) {
  SetDay(concerns_.concern.mutable_seal_until(), 20);

  const Outcome outcome = Concern({"seal", kConcern, "--until", "2026-04-20", "--stdin"}, "records are secured\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Seal: it is asked that they be told after 2026-04-20 "));
  EXPECT_THAT(Flat(outcome.out), Not(HasSubstr("the operator")));
}

TEST_F(ConcernVerbTest, WithoutANameItAnswersWithACode) {
  const Outcome outcome =
      Concern({"report", "--member", "Maria Lopez", "--stdin"}, "about: boundary\n\nwhat happened\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(concerns_.reported, SizeIs(1));
  EXPECT_EQ(concerns_.reported[0].member(), "members/m");
  EXPECT_EQ(concerns_.reported[0].concern().about(), v1::MATTER_TOPIC_BOUNDARY);
  EXPECT_EQ(concerns_.reported[0].note(), "what happened");
  EXPECT_THAT(outcome.out, HasSubstr("abcdefghijklmnopqrstuvwxyz"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("In a small practice what is said, and how, can still tell who said it."));
  EXPECT_THAT(concerns_.reported[0].note(), Not(HasSubstr("about:")));
}

TEST_F(ConcernVerbTest, NothingSaidIsNothingKept) {
  EXPECT_NE(Concern({"report", "--member", "Maria Lopez", "--stdin"}, " \n").code, 0);
  EXPECT_EQ(Concern({"report", "--member", "Maria Lopez"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(concerns_.reported, IsEmpty());
}

TEST_F(ConcernVerbTest, TheCodeIsNoWordOfTheCommandLine) {
  EXPECT_EQ(Concern({"status", "abcdefghijklmnopqrstuvwxyz"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(concerns_.codes, IsEmpty());

  const Outcome outcome = Concern({"status", "--stdin"}, "abcdefghijklmnopqrstuvwxyz\n");
  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(concerns_.codes, SizeIs(1));
  EXPECT_EQ(concerns_.codes[0], "abcdefghijklmnopqrstuvwxyz");
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Received: 2026-04-01"));
}

}  // namespace
}  // namespace candor::cli::concern_verb_test
