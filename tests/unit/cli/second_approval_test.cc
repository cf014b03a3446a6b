#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/print/exit_codes.h"
#include "fake_daemon.h"
#include "one_member.h"

// What the second person is shown and asked before they approve, on a machine of their own.
namespace candor::cli::second_approval_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kHold[] = "cases/a/holds/h";

// `cases/a` is C-1; another one is not shown to whoever asks.
class OneCaseShown final : public v1::CaseService::Service {
 public:
  grpc::Status GetCase(grpc::ServerContext*, const v1::GetCaseRequest* request,
                       v1::GetCaseResponse* response) override {
    if (request->name() != "cases/a") return {grpc::StatusCode::NOT_FOUND, "no such case"};
    response->mutable_case_()->set_name(request->name());
    response->mutable_case_()->set_code("C-1");
    return grpc::Status::OK;
  }
};

class WaitingRetention final : public v1::RetentionService::Service {
 public:
  WaitingRetention() {
    erasure.set_name("erasures/e");
    erasure.set_subject("cases/a");
    erasure.set_scope(v1::ERASURE_SCOPE_EVERYTHING);
    erasure.set_state(v1::ERASURE_STATE_PROPOSED);
    erasure.set_reason("the client wishes it");
    erasure.set_profile("belgium 1.0.0");
    erasure.mutable_due()->set_year(2020);
    erasure.mutable_due()->set_month(1);
    erasure.mutable_due()->set_day(2);
    erasure.add_merged_cases("cases/b");
  }

  grpc::Status GetErasure(grpc::ServerContext*, const v1::GetErasureRequest* request,
                          v1::GetErasureResponse* response) override {
    if (request->name() != erasure.name()) return {grpc::StatusCode::NOT_FOUND, "no such erasure"};
    *response->mutable_erasure() = erasure;
    return grpc::Status::OK;
  }

  grpc::Status ApproveErasure(grpc::ServerContext*, const v1::ApproveErasureRequest*,
                              v1::ApproveErasureResponse* response) override {
    ++approved;
    *response->mutable_erasure() = erasure;
    response->mutable_erasure()->set_state(v1::ERASURE_STATE_IN_FORCE);
    return grpc::Status::OK;
  }

  // Two pages of one hold each: the one that is asked for is on the second.
  grpc::Status ListHolds(grpc::ServerContext*, const v1::ListHoldsRequest* request,
                         v1::ListHoldsResponse* response) override {
    const bool first = request->page_token().empty();
    v1::LegalHold& hold = *response->add_holds();
    hold.set_name(first ? "cases/b/holds/g" : kHold);
    hold.set_subject(first ? "cases/b" : "cases/a");
    hold.set_state(first ? v1::HOLD_STATE_PLACED : v1::HOLD_STATE_RELEASE_PROPOSED);
    hold.set_reason(first ? "a subpoena" : "the matter is closed");
    if (first) response->set_next_page_token("2");
    return grpc::Status::OK;
  }

  grpc::Status ApproveRelease(grpc::ServerContext*, const v1::ApproveReleaseRequest* request,
                              v1::ApproveReleaseResponse* response) override {
    ++approved;
    response->mutable_hold()->set_name(request->name());
    response->mutable_hold()->set_state(v1::HOLD_STATE_RELEASED);
    return grpc::Status::OK;
  }

  v1::Erasure erasure;
  int approved = 0;
};

class SecondApprovalTest : public ::testing::Test {
 protected:
  Outcome Answering(const std::string& answer, const std::string& verb, const std::string& name) {
    return RunBeforeAPerson(daemon_.address(), {verb, "approve", name}, answer + "\n");
  }

  WaitingRetention retention_;
  OneCaseShown cases_;
  OneMember members_;
  FakeDaemon daemon_{{&retention_, &cases_, &members_}};
};

TEST_F(SecondApprovalTest, AnErasureIsShownAndAskedAbout) {
  const Outcome no = Answering("n", "retention", "erasures/e");
  EXPECT_EQ(retention_.approved, 0);
  const Outcome yes = Answering("y", "retention", "erasures/e");

  EXPECT_EQ(no.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(Flat(no.err), HasSubstr("Why: the client wishes it"));
  EXPECT_THAT(Flat(no.err), HasSubstr("Schedule: belgium 1.0.0, since 2020-01-02"));
  EXPECT_THAT(Flat(no.err), HasSubstr("With your approval this is erased: everything recorded about C-1, its code "
                                      "included."));
  EXPECT_THAT(Flat(no.err), HasSubstr("What was merged into it goes with it: cases/b."));
  EXPECT_THAT(no.err, HasSubstr("Approve it? [y/N]"));
  EXPECT_EQ(yes.code, 0) << yes.err;
  EXPECT_EQ(retention_.approved, 1);
}

TEST_F(SecondApprovalTest, PrivateNotesAreSaidToBeWhatGoes) {
  retention_.erasure.set_scope(v1::ERASURE_SCOPE_PRIVATE_NOTES);

  const Outcome outcome = Answering("n", "retention", "erasures/e");

  EXPECT_THAT(Flat(outcome.err), HasSubstr("the private notes of C-1, and what rules made of them."));
  EXPECT_THAT(Flat(outcome.err), Not(HasSubstr("everything")));
}

TEST_F(SecondApprovalTest, InAScriptItIsShownBesideTheAnswer) {
  const Outcome unsure = RunVerb(daemon_, "retention", {"approve", "erasures/e"});
  EXPECT_EQ(retention_.approved, 0);
  const Outcome sure = RunVerb(daemon_, "retention", {"approve", "erasures/e", "--yes", "-o", "json"});

  EXPECT_EQ(unsure.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_EQ(sure.code, 0) << sure.err;
  EXPECT_EQ(Json::parse(sure.out)["state"], "in_force");
  EXPECT_THAT(Flat(sure.err), HasSubstr("Why: the client wishes it"));
}

TEST_F(SecondApprovalTest, WhatIsNotShownOrWaitsNoLongerIsNotApproved) {
  const Outcome not_shown = RunVerb(daemon_, "retention", {"approve", "erasures/f", "--yes"});
  retention_.erasure.set_state(v1::ERASURE_STATE_REFUSED);
  const Outcome decided = RunVerb(daemon_, "retention", {"approve", "erasures/e", "--yes"});

  EXPECT_EQ(not_shown.code, static_cast<int>(ExitCode::kNotFound));
  EXPECT_EQ(decided.code, static_cast<int>(ExitCode::kConflict));
  EXPECT_THAT(Flat(decided.err), HasSubstr("it waits for nobody any more; see `candor retention show erasures/e`"));
  EXPECT_EQ(retention_.approved, 0);
}

TEST_F(SecondApprovalTest, TheReleaseOfAHoldIsShownAndAskedAbout) {
  const Outcome no = Answering("n", "hold", kHold);
  const Outcome unsure = RunVerb(daemon_, "hold", {"approve", kHold});
  EXPECT_EQ(retention_.approved, 0);
  const Outcome yes = Answering("y", "hold", kHold);
  const Outcome sure = RunVerb(daemon_, "hold", {"approve", kHold, "--yes", "-o", "json"});

  EXPECT_EQ(no.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(Flat(no.err), HasSubstr("Of: C-1"));
  EXPECT_THAT(Flat(no.err), HasSubstr("Why: the matter is closed"));
  EXPECT_THAT(Flat(no.err), HasSubstr("With your approval the hold is released"));
  EXPECT_THAT(Flat(no.err), HasSubstr("the hold stands as before"));
  EXPECT_THAT(Flat(no.err), Not(HasSubstr("a subpoena")));
  EXPECT_EQ(unsure.code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(yes.out, HasSubstr("The hold is released; the schedules apply again."));
  EXPECT_EQ(Json::parse(sure.out)["state"], "released");
  EXPECT_EQ(retention_.approved, 2);
}

TEST_F(SecondApprovalTest, AHoldWhoseReleaseNobodyAskedForIsNotReleased) {
  const Outcome placed = RunVerb(daemon_, "hold", {"approve", "cases/b/holds/g", "--yes"});
  const Outcome unknown = RunVerb(daemon_, "hold", {"approve", "cases/b/holds/x", "--yes"});

  for (const Outcome* each : {&placed, &unknown}) {
    EXPECT_EQ(each->code, static_cast<int>(ExitCode::kNotFound));
    EXPECT_THAT(Flat(each->err), HasSubstr("no release of a hold of that name waits for you; see `candor hold list`"));
  }
  EXPECT_EQ(retention_.approved, 0);
}

}  // namespace
}  // namespace candor::cli::second_approval_test
