#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <utility>
#include <vector>

#include "candor/v1/decision.grpc.pb.h"
#include "cli/wire/dates.h"
#include "fake_daemon.h"
#include "one_member.h"

namespace candor::cli::decision_verb_test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::SizeIs;

constexpr char kFollowUp[] = "cases/a/followUps/f";

class FakeDecisions final : public v1::DecisionService::Service {
 public:
  grpc::Status CreateDecision(grpc::ServerContext*, const v1::CreateDecisionRequest* request,
                              v1::CreateDecisionResponse* response) override {
    made.push_back(*request);
    *response->mutable_decision() = request->decision();
    response->mutable_decision()->set_name(request->parent() + "/decisions/d");
    response->mutable_decision()->set_state(state);
    return grpc::Status::OK;
  }
  grpc::Status ApproveDecision(grpc::ServerContext*, const v1::ApproveDecisionRequest* request,
                               v1::ApproveDecisionResponse* response) override {
    *response->mutable_decision() = Waiver(request->name(), v1::DECISION_STATE_IN_FORCE);
    return grpc::Status::OK;
  }
  grpc::Status RefuseDecision(grpc::ServerContext*, const v1::RefuseDecisionRequest* request,
                              v1::RefuseDecisionResponse* response) override {
    *response->mutable_decision() = Waiver(request->name(), v1::DECISION_STATE_REFUSED);
    return grpc::Status::OK;
  }
  grpc::Status ListDecisions(grpc::ServerContext*, const v1::ListDecisionsRequest*,
                             v1::ListDecisionsResponse* response) override {
    if (none) return grpc::Status::OK;
    *response->add_decisions() = Waiver(std::string(kFollowUp) + "/decisions/d", v1::DECISION_STATE_PROPOSED);
    response->mutable_decisions(0)->set_reason("planned");
    response->mutable_decisions(0)->set_proposer("members/m_a");
    return grpc::Status::OK;
  }

  static v1::Decision Waiver(const std::string& name, v1::DecisionState state) {
    v1::Decision decision;
    decision.set_name(name);
    decision.set_state(state);
    *decision.mutable_waive()->mutable_until() = ToWire(Day(2027, 1, 31));
    return decision;
  }

  v1::DecisionState state = v1::DECISION_STATE_IN_FORCE;
  bool none = false;
  std::vector<v1::CreateDecisionRequest> made;
};

class DecisionVerbTest : public ::testing::Test {
 protected:
  Outcome Candor(std::vector<std::string> arguments, const std::string& input = "") {
    return RunVerb(daemon_, "followup", std::move(arguments), input);
  }

  FakeDecisions decisions_;
  OneMember members_;
  FakeDaemon daemon_{{&decisions_, &members_}};
};

TEST_F(DecisionVerbTest, AWaiverHasALastDayAndAReasonThatNobodySeesOnTheLine) {
  const Outcome waived = Candor({"waive", kFollowUp, "--until", "2027-01-31", "--stdin"}, "planned after the move\n");

  EXPECT_EQ(waived.code, 0) << waived.err;
  ASSERT_THAT(decisions_.made, SizeIs(1));
  EXPECT_EQ(decisions_.made[0].decision().reason(), "planned after the move");
  EXPECT_EQ(FormatDate(decisions_.made[0].decision().waive().until()), "2027-01-31");
  EXPECT_FALSE(decisions_.made[0].request_id().empty());
  EXPECT_THAT(waived.out, HasSubstr("It may wait until 2027-01-31. After that it is open again."));
  EXPECT_EQ(Candor({"waive", kFollowUp, "--until", "2027-01-31"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_EQ(Candor({"waive", kFollowUp, "--until", "xyzzy", "--stdin"}, "x").code,
            static_cast<int>(ExitCode::kInvalid));
  EXPECT_NE(Candor({"waive", kFollowUp, "--until", "2027-01-31", "--stdin"}, " \n").code, 0);
  EXPECT_THAT(decisions_.made, SizeIs(1));
}

TEST_F(DecisionVerbTest, APersonIsAskedWhy) {
  const Outcome outcome = RunBeforeAPerson(
      daemon_.address(), {"followup", "dispose", kFollowUp, "--finding", "unfounded"}, "looked into\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(decisions_.made, SizeIs(1));
  EXPECT_EQ(decisions_.made[0].decision().reason(), "looked into");
  EXPECT_EQ(decisions_.made[0].decision().dispose().finding(), v1::FINDING_UNFOUNDED);
  EXPECT_THAT(outcome.out, HasSubstr("It is closed: unfounded."));
}

TEST_F(DecisionVerbTest, AReasonThatSeemsToNameSomebodyIsToldAndCanBeTypedAnew) {
  const auto dispose = [&](const std::string& answers) {
    return RunBeforeAPerson(daemon_.address(), {"followup", "dispose", kFollowUp}, answers);
  };

  const Outcome anew = dispose("told Maria Lopez\nlooked into\n");
  const Outcome kept = dispose("told Maria Lopez\n\n");
  const Outcome quiet = dispose("looked into\n");

  EXPECT_THAT(Flat(anew.err), HasSubstr("Before it is saved: perhaps a member's name (reason, line 1, column 6)."));
  EXPECT_THAT(anew.err, HasSubstr("Other words, or Enter to keep these:"));
  EXPECT_THAT(quiet.err, Not(HasSubstr("Other words")));
  ASSERT_THAT(decisions_.made, SizeIs(3)) << anew.err << kept.err << quiet.err;
  EXPECT_EQ(decisions_.made[0].decision().reason(), "looked into");
  EXPECT_EQ(decisions_.made[1].decision().reason(), "told Maria Lopez");
}

TEST_F(DecisionVerbTest, AReasonThatIsReadIsToldOfAndTakenAsItIs) {
  const Outcome waived = Candor({"waive", kFollowUp, "--until", "2027-01-31", "--stdin"}, "told Maria Lopez\n");

  EXPECT_EQ(waived.code, 0) << waived.err;
  EXPECT_THAT(Flat(waived.err), HasSubstr("perhaps a member's name (reason, line 1, column 6)"));
  EXPECT_THAT(waived.err, Not(HasSubstr("Other words")));
  ASSERT_THAT(decisions_.made, SizeIs(1));
  EXPECT_EQ(decisions_.made[0].decision().reason(), "told Maria Lopez");
}

TEST_F(DecisionVerbTest, SoIsAWordWithWhatIsAcknowledged) {
  const Outcome outcome =
      RunBeforeAPerson(daemon_.address(), {"followup", "acknowledge", kFollowUp}, "with Maria Lopez\nplanned\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("perhaps a member's name (word, line 1, column 6)"));
  ASSERT_THAT(decisions_.made, SizeIs(1));
  EXPECT_EQ(decisions_.made[0].decision().reason(), "planned");
}

TEST_F(DecisionVerbTest, WhatIsOnlyProposedSaysWhoIsNeededAndHow) {
  decisions_.state = v1::DECISION_STATE_PROPOSED;

  const std::string out = Flat(Candor({"waive", kFollowUp, "--until", "2027-01-31", "--stdin"}, "planned").out);

  EXPECT_THAT(out, HasSubstr("It takes a second person, who approves it with candor followup approve "
                             "cases/a/followUps/f/decisions/d"));
  EXPECT_THAT(out, Not(HasSubstr("It may wait")));
}

TEST_F(DecisionVerbTest, AProposalIsApprovedOrRefused) {
  const std::string name = std::string(kFollowUp) + "/decisions/d";

  EXPECT_THAT(Candor({"approve", name}).out, HasSubstr("It may wait until 2027-01-31."));
  EXPECT_THAT(Candor({"refuse", name}).out, HasSubstr("Refused; nothing has changed."));
  EXPECT_EQ(Json::parse(Candor({"refuse", name, "-o", "json"}).out)["state"], "refused");
}

TEST_F(DecisionVerbTest, ListsWhatWasDecidedByWhomAndWhy) {
  const std::string out = Flat(Candor({"decisions", kFollowUp}).out);

  EXPECT_THAT(out, HasSubstr("may wait until 2027-01-31 proposed Maria Lopez planned"));
  decisions_.none = true;
  EXPECT_THAT(Candor({"decisions", kFollowUp}).out, HasSubstr("Nothing has been decided about it."));
}

}  // namespace
}  // namespace candor::cli::decision_verb_test
