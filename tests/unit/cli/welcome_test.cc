#include "cli/verbs/welcome.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <sstream>
#include <string>
#include <vector>

#include "fake_daemon.h"
#include "roles.h"

namespace candor::cli::welcome_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

class WelcomeTest : public testing::Test {
 protected:
  WelcomeTest() {
    roles_.Sees("members/d", v1::ROLE_SUPERVISOR, v1::RELATION_SUPERVISED_THEN, v1::ACCESS_THING_ENTRY)
        .set_why("supervised them on its day");
  }

  std::string Said() {
    FakeDaemon daemon(services_);
    Connection::Options options;
    options.server = daemon.address();
    options.act_for = "members/m";
    Connection connection(options);
    std::ostringstream out;
    PrintWelcome(connection, out);
    return Flat(out.str());
  }

  KeptRoles roles_;
  AddedMembers members_;
  StatusOfToday status_;
  std::vector<grpc::Service*> services_ = {&roles_, &members_, &status_};
};

TEST_F(WelcomeTest, SaysWhoSeesWhatAndWhatNobodyCanPromise) {
  const std::string said = Said();

  EXPECT_THAT(said, HasSubstr("Who sees what of yours:"));
  EXPECT_THAT(said, HasSubstr("You: all of it. Whom you name for a private note: that note. Nobody else reads it."));
  EXPECT_THAT(said, HasSubstr("Dele Haddad, of the time of supervising you: nothing."));
  EXPECT_THAT(said, HasSubstr("and why: candor access explain"));
  EXPECT_THAT(said, HasSubstr("Boards and courts can demand records."));
  ASSERT_THAT(roles_.explained, SizeIs(1));
  EXPECT_EQ(roles_.explained[0].member(), "") << "their own";
  EXPECT_THAT(said, Not(HasSubstr("being set up")));
}

TEST_F(WelcomeTest, SaysItInFewLinesThatFitANarrowScreen) {
  roles_.Sees("members/d", v1::ROLE_SUPERVISOR, v1::RELATION_SUPERVISES_NOW, v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING);
  roles_.Sees("members/l", v1::ROLE_DIRECTOR, v1::RELATION_NONE, v1::ACCESS_THING_ENTRY)
      .add_classes(v1::FIELD_CLASS_TRIAGE);
  roles_.Sees("members/m", v1::ROLE_DIRECTOR, v1::RELATION_NONE, v1::ACCESS_THING_ENTRY).set_deputy(true);
  roles_.Sees("members/m", v1::ROLE_THERAPIST, v1::RELATION_SUBJECT, v1::ACCESS_THING_ENTRY);
  roles_.Sees("", v1::ROLE_UNSPECIFIED, v1::RELATION_NONE, v1::ACCESS_THING_UNSPECIFIED).set_why("has the machine");
  FakeDaemon daemon(services_);
  Connection::Options options;
  options.server = daemon.address();
  Connection connection(options);
  std::ostringstream out;

  PrintWelcome(connection, out);

  const std::string said = Flat(out.str());
  EXPECT_THAT(said, HasSubstr("but while you are in training Dele Haddad, too."));
  EXPECT_THAT(said, HasSubstr("who directs the practice: that it is there, and its dates. While they are away: Maria "
                              "Lopez."));
  EXPECT_THAT(said, HasSubstr("The operator: has the machine."));
  EXPECT_THAT(said, Not(HasSubstr("facts, not the words")));
  const std::string who_sees = out.str().substr(0, out.str().find("candor access explain"));
  std::istringstream lines(who_sees);
  for (std::string line; std::getline(lines, line);) EXPECT_LE(line.size(), 80U) << line;
}

TEST_F(WelcomeTest, NamesWhomOneCanTalkTo) {
  EXPECT_THAT(Said(), Not(HasSubstr("You can talk first")));
  roles_.Has("members/m", v1::ROLE_CONSULTANT);
  roles_.Has("members/d", v1::ROLE_OUTSIDE_CONSULTANT);
  KeptRoles::SetDay(2026, 2, 1, *roles_.Has("members/gone", v1::ROLE_CONSULTANT).mutable_until());

  EXPECT_THAT(Said(), HasSubstr("You can talk first, or instead: Maria Lopez, Dele Haddad (from outside)."));
}

TEST_F(WelcomeTest, SaysThatThePracticeIsNotReadyYet) {
  status_.status.set_not_ready(true);

  EXPECT_THAT(Said(), HasSubstr("The practice is still being set up, so nothing can be written down here yet"));
}

TEST_F(WelcomeTest, ADaemonThatDoesNotTellKeepsNobodyOut) {
  services_ = {&members_};

  EXPECT_THAT(Said(), IsEmpty());
}

}  // namespace
}  // namespace candor::cli::welcome_test
