#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "fake_daemon.h"
#include "roles.h"

namespace candor::cli::setup_verb_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class SetupVerbTest : public testing::Test {
 protected:
  SetupVerbTest() {
    roles_.readiness.set_non_use("What is recorded serves care.\n\nIt binds the practice.");
    roles_.readiness.set_non_use_digest("ab12");
  }

  Outcome Setup(const std::vector<std::string>& arguments) { return RunVerb(daemon_, "setup", arguments); }
  Outcome SetupByHand(const std::string& answers) { return RunBeforeAPerson(daemon_.address(), {"setup"}, answers); }

  // "members/m as consultant".
  std::vector<std::string> Given() const {
    std::vector<std::string> given;
    for (const v1::GrantRoleRequest& each : roles_.granted) {
      given.push_back(each.parent() + (each.deputy() ? " for " : " as ") + WordOf(each.role()) +
                      (each.of().empty() ? "" : " of " + each.of()));
    }
    return given;
  }

  KeptRoles roles_;
  AddedMembers members_;
  StatusOfToday status_;
  FakeDaemon daemon_{{&roles_, &members_, &status_}};
};

TEST_F(SetupVerbTest, SaysWhatIsMissing) {
  roles_.Lacks(v1::READINESS_GAP_KIND_NOBODY, v1::ROLE_OWNER);
  roles_.Lacks(v1::READINESS_GAP_KIND_REVIEWER, v1::ROLE_DIRECTOR, "members/d");
  roles_.Lacks(v1::READINESS_GAP_KIND_DEPUTY, v1::ROLE_INDEPENDENT_REVIEWER).set_vacant(true);
  roles_.Lacks(v1::READINESS_GAP_KIND_NON_USE);

  const Outcome outcome = Setup({});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("- an owner\n"));
  EXPECT_THAT(outcome.out, HasSubstr("- an independent reviewer for Dele Haddad, clinical director\n"));
  EXPECT_THAT(outcome.out, HasSubstr("- a deputy for the independent reviewer (was named once)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("- the owner's acceptance of the non-use rule\n"));
  EXPECT_THAT(Flat(outcome.out), HasSubstr("Once somebody has enrolled, nothing of the work is recorded or shown"));
  EXPECT_EQ(Json::parse(Setup({"-o", "json"}).out)["gaps"].size(), 4u);
}

TEST_F(SetupVerbTest, OfWhatIsReadyItSaysSo) {
  EXPECT_THAT(Setup({}).out, HasSubstr("Everything that a practice has to name is named."));
}

TEST_F(SetupVerbTest, AScriptNamesPeopleAndAddsWhoIsNotThere) {
  const std::vector<std::string> line = {"--owner",    "Dele Haddad", "--consultant",      "Maria Lopez",
                                         "--reviewer", "Rowan Ellis", "--reviewer-deputy", "Maria Lopez"};
  const Outcome unknown = Setup(line);
  EXPECT_EQ(unknown.code, static_cast<int>(ExitCode::kNotFound)) << "whoever is not there is not added in silence";
  roles_.granted.clear();
  roles_.grants.clear();

  std::vector<std::string> adding = line;
  adding.push_back("--add");
  const Outcome outcome = Setup(adding);

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Given(), ElementsAre("members/d as owner", "members/m as consultant",
                                   members_.names.at("Rowan Ellis") + " as independent_reviewer",
                                   "members/m for independent_reviewer"));
  EXPECT_NE(roles_.granted[0].request_id(), "");
}

TEST_F(SetupVerbTest, RunAgainItGivesNothingTwice) {
  ASSERT_EQ(Setup({"--consultant", "Maria Lopez"}).code, 0);
  ASSERT_EQ(Setup({"--consultant", "Maria Lopez"}).code, 0);
  EXPECT_THAT(roles_.granted, SizeIs(1));

  KeptRoles::SetDay(2026, 3, 1, *roles_.grants[0].mutable_until());
  ASSERT_EQ(Setup({"--consultant", "Maria Lopez"}).code, 0);
  EXPECT_THAT(roles_.granted, SizeIs(2)) << "what has ended is given again";
}

TEST_F(SetupVerbTest, ThePersonIsAskedForOneAfterAnother) {
  roles_.Lacks(v1::READINESS_GAP_KIND_NOBODY, v1::ROLE_OWNER);
  roles_.Lacks(v1::READINESS_GAP_KIND_DEPUTY, v1::ROLE_DIRECTOR, "members/d");

  const Outcome outcome = SetupByHand("Dele Haddad\nRowan Ellis\ny\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Who owns the practice?"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Who stands in for Dele Haddad, clinical director, when they are away?"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("There is no member of that name. Add them? [y/N]"));
  EXPECT_THAT(Given(),
              ElementsAre("members/d as owner", members_.names.at("Rowan Ellis") + " for director of members/d"));
  EXPECT_THAT(outcome.out, HasSubstr("Everything that a practice has to name is named."));
}

TEST_F(SetupVerbTest, SomebodyFromOutsideIsAskedForFirst) {
  roles_.Lacks(v1::READINESS_GAP_KIND_CONSULTANTS);
  roles_.Lacks(v1::READINESS_GAP_KIND_OUTSIDE_CONSULTANT);
  roles_.ends_gaps = false;

  SetupByHand("Maria Lopez\n\n\n");

  EXPECT_THAT(Given(), ElementsAre("members/m as outside_consultant"));
}

TEST_F(SetupVerbTest, EnterAndTheEndOfInputLeaveTheRestForLater) {
  roles_.Lacks(v1::READINESS_GAP_KIND_NOBODY, v1::ROLE_OWNER);
  roles_.Lacks(v1::READINESS_GAP_KIND_NOBODY, v1::ROLE_DIRECTOR);

  const Outcome later = SetupByHand("\n\n");
  const Outcome gone = SetupByHand("");

  EXPECT_THAT(roles_.granted, IsEmpty());
  for (const Outcome& outcome : {later, gone}) {
    EXPECT_EQ(outcome.code, 0) << outcome.err;
    EXPECT_THAT(outcome.out, HasSubstr("- an owner\n"));
  }
}

TEST_F(SetupVerbTest, WhatIsRefusedIsToldAndAskedForAgain) {
  roles_.Lacks(v1::READINESS_GAP_KIND_REVIEWER, v1::ROLE_DIRECTOR, "members/d");
  roles_.refused = {grpc::StatusCode::PERMISSION_DENIED, "nobody chooses who reviews what is about themselves"};

  const Outcome outcome = SetupByHand("Maria Lopez\n\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.err), HasSubstr("nobody chooses who reviews what is about themselves"));
  EXPECT_THAT(roles_.granted, IsEmpty());
}

TEST_F(SetupVerbTest, WhatIsStoredIsToldAndOneRefusalKeepsNothingElseBack) {
  roles_.refused = {grpc::StatusCode::PERMISSION_DENIED, "nobody chooses who reviews what is about themselves"};
  roles_.refused_role = v1::ROLE_INDEPENDENT_REVIEWER;

  const Outcome outcome =
      Setup({"--consultant", "Maria Lopez", "--reviewer", "Ira Vega", "--director-deputy", "Rowan Ellis", "--add"});

  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kNotAllowed)) << outcome.err;
  EXPECT_THAT(Given(), ElementsAre("members/m as consultant", members_.names.at("Rowan Ellis") + " for director"));
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez, consultant: on record.\n"));
  EXPECT_THAT(outcome.out, HasSubstr("Rowan Ellis, deputy clinical director: on record.\n"));
  EXPECT_THAT(Flat(outcome.err), HasSubstr("Ira Vega, independent reviewer: nobody chooses who reviews"));
  EXPECT_FALSE(members_.names.contains("Ira Vega")) << "nobody is added for a role that is refused";
}

TEST_F(SetupVerbTest, TheOwnerIsShownTheRuleBeforeItIsAccepted) {
  roles_.Has("members/d", v1::ROLE_OWNER);
  roles_.Lacks(v1::READINESS_GAP_KIND_NON_USE);

  const Outcome refused = SetupByHand("n\n");
  EXPECT_THAT(roles_.accepted, IsEmpty());
  EXPECT_THAT(Flat(refused.err), HasSubstr("What is recorded serves care. It binds the practice."));
  EXPECT_THAT(Flat(refused.err), HasSubstr("the rule is not accepted yet"));

  const Outcome outcome = SetupByHand("y\n");

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(roles_.accepted, SizeIs(1));
  EXPECT_EQ(roles_.accepted[0].digest(), "ab12");
  EXPECT_EQ(roles_.accepted[0].owner(), "members/d");
}

TEST_F(SetupVerbTest, OfWhatTheOperatorAcceptsForTheOwnerItSaysSo) {
  roles_.Has("members/d", v1::ROLE_OWNER);
  EXPECT_THAT(Flat(Setup({"--accept-non-use"}).err),
              HasSubstr("as accepted by the operator, for Dele Haddad. Once people have enrolled, Dele Haddad is asked "
                        "for their own word"));
  roles_.Lacks(v1::READINESS_GAP_KIND_NON_USE).set_vacant(true);
  roles_.readiness.set_non_use_accepted_for_owner(true);

  const std::string said = Flat(Setup({}).out);
  EXPECT_THAT(said,
              HasSubstr("non-use rule (so far the operator has accepted it for them; the owner is asked for it in "
                        "person)"));
  EXPECT_THAT(said, HasSubstr("Asked for again: - the owner's acceptance"));
  EXPECT_THAT(said, HasSubstr("All of it was named once, so the work goes on meanwhile."));
  EXPECT_THAT(said, Not(HasSubstr("nothing of the work is recorded")));
}

// Before anybody has enrolled that is enough, and it is not all.
TEST_F(SetupVerbTest, WhatTheOperatorHasAcceptedIsNotSaidToBeTheOwnersWord) {
  roles_.readiness.set_non_use_accepted_for_owner(true);

  const std::string said = Flat(Setup({}).out);

  EXPECT_THAT(said, HasSubstr("Everything that a practice has to name is named. The non-use rule is on record as "
                              "accepted by the operator, for the owner. Once people have enrolled the owner is asked "
                              "for it in person"));
  EXPECT_THAT(said, HasSubstr("the work goes on meanwhile."));
  roles_.readiness.set_non_use_accepted_for_owner(false);
  EXPECT_THAT(Setup({}).out, Not(HasSubstr("for the owner")));
}

TEST_F(SetupVerbTest, AScriptAcceptsOnlyWithYesAndOnlyForAnOwner) {
  EXPECT_NE(Setup({"--accept-non-use", "--yes"}).code, 0);
  EXPECT_THAT(roles_.accepted, IsEmpty()) << "nobody is the owner";
  roles_.Has("members/d", v1::ROLE_OWNER);
  EXPECT_EQ(Setup({"--accept-non-use"}).code, static_cast<int>(ExitCode::kNotConfirmed));
  EXPECT_THAT(roles_.accepted, IsEmpty());

  EXPECT_EQ(Setup({"--accept-non-use", "--yes"}).code, 0);

  EXPECT_THAT(roles_.accepted, SizeIs(1));
}

TEST_F(SetupVerbTest, WhoIsNotTheOwnerIsSentToThem) {
  roles_.Has("members/d", v1::ROLE_OWNER);

  const Outcome outcome = Setup({"--accept-non-use", "--yes", "--act-for", "members/m"});

  EXPECT_NE(outcome.code, 0);
  EXPECT_THAT(Flat(outcome.err), HasSubstr("the owner accepts the non-use rule on a machine of their own"));
  EXPECT_THAT(Flat(outcome.err), Not(HasSubstr("What is recorded serves care")));
  EXPECT_THAT(roles_.accepted, IsEmpty());
}

}  // namespace
}  // namespace candor::cli::setup_verb_test
