#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/match.h"
#include "cli/verbs/role_words.h"
#include "fake_daemon.h"
#include "roles.h"

namespace candor::cli::roles_verb_test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class RolesVerbTest : public testing::Test {
 protected:
  Outcome Role(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "role");
    return RunVerb(daemon_, "member", std::move(arguments));
  }
  Outcome Explain(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), "explain");
    return RunVerb(daemon_, "access", std::move(arguments));
  }

  KeptRoles roles_;
  AddedMembers members_;
  StatusOfToday status_;
  FakeDaemon daemon_{{&roles_, &members_, &status_}};
};

TEST_F(RolesVerbTest, ARoleIsGivenFromADayOn) {
  const Outcome outcome = Role({"grant", "Maria Lopez", "--role", "policy_manager", "--from", "2026-04-01"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(roles_.granted, SizeIs(1));
  EXPECT_EQ(roles_.granted[0].parent(), "members/m");
  EXPECT_EQ(roles_.granted[0].role(), v1::ROLE_POLICY_MANAGER);
  EXPECT_NE(roles_.granted[0].request_id(), "");
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez: policy manager from 2026-04-01.\nmembers/m/roles/r1\n"));
}

TEST_F(RolesVerbTest, ADeputyStandsInForSomebody) {
  const Outcome outcome =
      Role({"grant", "Maria Lopez", "--role", "independent_reviewer", "--deputy", "--for", "Dele Haddad"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(roles_.granted, SizeIs(1));
  EXPECT_TRUE(roles_.granted[0].deputy());
  EXPECT_EQ(roles_.granted[0].of(), "members/d");
  EXPECT_FALSE(roles_.granted[0].has_from()) << "today is the daemon's";
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez: deputy independent reviewer for Dele Haddad from"));
}

TEST_F(RolesVerbTest, RolesThatNobodyGivesAreNoWords) {
  EXPECT_THAT(GivenRoleWords(), ElementsAre("director", "policy_manager", "auditor", "administrator",
                                            "independent_reviewer", "owner", "consultant", "outside_consultant"));
  EXPECT_EQ(Role({"grant", "Maria Lopez", "--role", "supervisor"}).code, static_cast<int>(ExitCode::kInvalid));
  EXPECT_EQ(Role({"grant", "Maria Lopez"}).code, static_cast<int>(ExitCode::kUsage));
  EXPECT_THAT(roles_.granted, IsEmpty());
}

TEST_F(RolesVerbTest, OneIsTakenBackByItsName) {
  const Outcome outcome = Role({"withdraw", "members/m/roles/r1"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(roles_.withdrawn, ElementsAre("members/m/roles/r1"));
  EXPECT_THAT(outcome.out, HasSubstr("Maria Lopez: auditor, taken back.\n"));
}

TEST_F(RolesVerbTest, TheListSaysWhoHasWhichAndUntilWhen) {
  EXPECT_THAT(Role({"list"}).out, HasSubstr("Nobody has been given a role."));
  roles_.Has("members/m", v1::ROLE_CONSULTANT);
  v1::RoleGrant& ended = roles_.Has("members/d", v1::ROLE_DIRECTOR);
  KeptRoles::SetDay(2026, 2, 1, *ended.mutable_until());

  const std::string out = Flat(Role({"list"}).out);

  EXPECT_THAT(out, HasSubstr("Maria Lopez consultant - 2026-01-05 - members/m/roles/r1"));
  EXPECT_THAT(out, HasSubstr("Dele Haddad clinical director - 2026-01-05 2026-02-01 members/d/roles/r2"));
  EXPECT_THAT(Role({"list", "Maria Lopez"}).out, Not(HasSubstr("Dele Haddad")));
  EXPECT_EQ(Json::parse(Role({"list", "-o", "json"}).out).size(), 2u);
}

TEST_F(RolesVerbTest, WhoSeesWhatIsSaidInRows) {
  v1::AccessLine& own = roles_.Sees("members/m", v1::ROLE_THERAPIST, v1::RELATION_SELF, v1::ACCESS_THING_PRIVATE_NOTE);
  for (const v1::FieldClass each :
       {v1::FIELD_CLASS_TRIAGE, v1::FIELD_CLASS_DETAIL, v1::FIELD_CLASS_NARRATIVE, v1::FIELD_CLASS_PERSONAL}) {
    own.add_classes(each);
  }
  own.set_why("it is their own");
  v1::AccessLine& then =
      roles_.Sees("members/d", v1::ROLE_SUPERVISOR, v1::RELATION_SUPERVISED_THEN, v1::ACCESS_THING_ENTRY);
  then.add_classes(v1::FIELD_CLASS_TRIAGE);
  then.add_classes(v1::FIELD_CLASS_DETAIL);
  then.set_why("supervised them on its day");
  KeptRoles::SetDay(2025, 1, 6, *then.mutable_from());
  roles_.Sees("", v1::ROLE_DIRECTOR, v1::RELATION_NONE, v1::ACCESS_THING_ENTRY).add_classes(v1::FIELD_CLASS_TRIAGE);
  roles_.Sees("members/d", v1::ROLE_AUDITOR, v1::RELATION_NONE, v1::ACCESS_THING_UNSPECIFIED).set_why("looks");

  v1::AccessLine& deputy = roles_.Sees("members/d", v1::ROLE_DIRECTOR, v1::RELATION_NONE, v1::ACCESS_THING_CONCERN);
  deputy.set_deputy(true);
  deputy.set_why(std::string(60, 'a') + " " + std::string(60, 'b'));

  const Outcome outcome = Explain({"--member", "Maria Lopez", "--case", "cases/c"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  ASSERT_THAT(roles_.explained, SizeIs(1));
  EXPECT_EQ(roles_.explained[0].member(), "members/m");
  EXPECT_EQ(roles_.explained[0].case_(), "cases/c");
  const std::string out = Flat(outcome.out);
  EXPECT_THAT(out, HasSubstr("private notes Maria Lopez: all of it it is their own"));
  EXPECT_THAT(out,
              HasSubstr("entries Dele Haddad: the facts, not the words supervised them on its day (2025-01-06 on)"));
  EXPECT_THAT(out, HasSubstr("clinical director (nobody yet): that it is there, and its dates"));
  EXPECT_THAT(out, HasSubstr("concerns Dele Haddad, deputy clinical director: nothing"));
  EXPECT_THAT(outcome.out, HasSubstr(std::string(60, 'a') + "\n      " + std::string(60, 'b') + "\n"))
      << "it fits a screen of 80 columns";
  EXPECT_THAT(out, HasSubstr("anything of it Dele Haddad, auditor: nothing looks"));
  EXPECT_THAT(out, HasSubstr("Boards and courts can demand records."));
  EXPECT_EQ(Json::parse(Explain({"-o", "json"}).out).size(), 5u);
  EXPECT_EQ(roles_.explained[1].member(), "") << "of whoever asks";
}

// Whatever the wire can say has words.
TEST(RoleWordsTest, EveryValueHasWords) {
  const auto& roles = *v1::Role_descriptor();
  for (int i = 1; i < roles.value_count(); ++i) {
    EXPECT_NE(RoleText(static_cast<v1::Role>(roles.value(i)->number())), "") << roles.value(i)->name();
  }
  StatusOfToday status;
  FakeDaemon daemon({&status});
  Connection::Options options;
  options.server = daemon.address();
  Connection connection(options);
  NameBook names(connection);
  const auto& gaps = *v1::ReadinessGapKind_descriptor();
  for (int i = 1; i < gaps.value_count(); ++i) {
    v1::ReadinessGap gap;
    gap.set_kind(static_cast<v1::ReadinessGapKind>(gaps.value(i)->number()));
    gap.set_role(v1::ROLE_OWNER);
    EXPECT_FALSE(absl::StrContains(GapText(gap, names), "does not know")) << gaps.value(i)->name();
  }
  const auto& things = *v1::AccessThing_descriptor();
  for (int i = 1; i < things.value_count(); ++i) {
    v1::AccessLine line;
    line.set_thing(static_cast<v1::AccessThing>(things.value(i)->number()));
    line.set_role(v1::ROLE_DIRECTOR);
    line.set_relation(v1::RELATION_NONE);
    std::ostringstream out;
    PrintWhoSees({line}, names, out);
    EXPECT_THAT(out.str(), Not(HasSubstr("anything of it"))) << things.value(i)->name();
  }
}

}  // namespace
}  // namespace candor::cli::roles_verb_test
