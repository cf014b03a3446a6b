#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/wire/dates.h"
#include "cli/wire/json.h"
#include "fake_daemon.h"

namespace candor::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr char kNobody[] = "unix:/nonexistent/candor.sock";

class TalkVerbTest : public ::testing::Test {
 protected:
  TalkVerbTest() {
    std::string pattern = std::filesystem::temp_directory_path() / "candor-talk-XXXXXX";
    folder_ = mkdtemp(pattern.data());
  }
  ~TalkVerbTest() override { std::filesystem::remove_all(folder_); }

  std::string Write(const std::string& text) {
    const std::string path = folder_ + "/talk.csv";
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }

  std::string folder_;
};

TEST_F(TalkVerbTest, ListsThePracticesPeopleWithoutADaemon) {
  const std::string path = Write("who,name,contact,hours\r\nconsultant,Maria Lopez,555-0100,\"Mon, Tue\"\r\n\r\n");

  const Outcome table = RunAgainst(kNobody, {"talk", "--file", path});
  const Outcome json = RunAgainst(kNobody, {"talk", "--file", path, "-o", "json"});

  EXPECT_EQ(table.code, 0) << table.err;
  EXPECT_THAT(table.out, HasSubstr("Maria Lopez"));
  EXPECT_THAT(table.out, HasSubstr("555-0100"));
  EXPECT_THAT(Flat(table.out), HasSubstr("not recorded here"));
  EXPECT_EQ(Json::parse(json.out), Json::parse(R"([{"name": "Maria Lopez", "who": "consultant", "contact": "555-0100",
                                                     "hours": "Mon, Tue", "note": null}])"));
}

TEST_F(TalkVerbTest, WritesNothing) {
  const std::string path = Write("name,who,contact\nMaria,consultant,555\n");

  RunAgainst(kNobody, {"talk", "--file", path});

  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), std::filesystem::directory_iterator()), 1);
}

TEST_F(TalkVerbTest, WithoutAListItSaysWhereOneGoesAndWhoElseThereIs) {
  setenv("XDG_CONFIG_HOME", folder_.c_str(), 1);

  const Outcome outcome = RunAgainst(kNobody, {"talk"});

  unsetenv("XDG_CONFIG_HOME");
  EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile));
  EXPECT_THAT(outcome.err, HasSubstr(folder_ + "/candor/talk.csv"));
  EXPECT_THAT(outcome.err, HasSubstr("ethics line"));
}

TEST_F(TalkVerbTest, ABadListIsToldWithItsLine) {
  for (const auto& [text, where] : std::vector<std::pair<std::string, std::string>>{
           {"", ":1:"}, {"a,b\n", ":1:"}, {"name,who,contact\nMaria,x,1\n,x,2\n", ":3:"}}) {
    const Outcome outcome = RunAgainst(kNobody, {"talk", "--file", Write(text)});

    EXPECT_EQ(outcome.code, static_cast<int>(ExitCode::kLocalFile)) << text;
    EXPECT_THAT(outcome.err, HasSubstr("talk.csv" + where)) << text;
  }
}

class FakeWork final : public v1::WorkService::Service {
 public:
  grpc::Status GetWorkList(grpc::ServerContext*, const v1::GetWorkListRequest* request,
                           v1::GetWorkListResponse* response) override {
    limit = request->limit();
    *response->mutable_work_list() = list;
    response->set_total(total);
    return grpc::Status::OK;
  }

  v1::WorkList list;
  int total = 0;
  int limit = -1;
};

class FakeMembers final : public v1::MemberService::Service {
 public:
  grpc::Status ListMembers(grpc::ServerContext*, const v1::ListMembersRequest*,
                           v1::ListMembersResponse* response) override {
    v1::Member& member = *response->add_members();
    member.set_name("members/b");
    member.set_display_name("Ana Nguyen");
    return grpc::Status::OK;
  }
};

class TodayVerbTest : public ::testing::Test {
 protected:
  TodayVerbTest() { *work_.list.mutable_today() = ToWire(Day(2026, 6, 12)); }

  v1::WorkItem& Add(v1::WorkRole role) {
    v1::WorkItem& item = *work_.list.add_items();
    ++work_.total;
    item.set_role(role);
    v1::FollowUp& follow_up = *item.mutable_follow_up();
    follow_up.set_name("cases/a/followUps/f");
    follow_up.set_case_("cases/a");
    follow_up.set_case_code("C-1042");
    follow_up.set_therapist("members/b");
    follow_up.set_action(v1::ACTION_TALK);
    follow_up.set_status(v1::FOLLOW_UP_STATUS_OPEN);
    *follow_up.mutable_due() = ToWire(Day(2026, 6, 19));
    return item;
  }

  FakeWork work_;
  FakeMembers members_;
  FakeDaemon daemon_{{&work_, &members_}};
};

TEST_F(TodayVerbTest, EachOfMineHasThreeWaysToGoOn) {
  Add(v1::WORK_ROLE_OWN);

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(outcome.out, HasSubstr("Friday 12 June 2026\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  by Friday 19 June 2026: a conversation (C-1042)\n"));
  EXPECT_THAT(outcome.out, HasSubstr("done:    candor log consultation --case C-1042\n"));
  EXPECT_THAT(outcome.out, HasSubstr("talk:    candor talk\n"));
  EXPECT_THAT(outcome.out, HasSubstr("not now: candor followup acknowledge cases/a/followUps/f\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("Ana")));
}

// A consultation would leave either of them open.
TEST_F(TodayVerbTest, SaysWhatReallyClearsIt) {
  v1::FollowUp& follow_up = *Add(v1::WORK_ROLE_OWN).mutable_follow_up();
  follow_up.set_rule("attraction_persists");
  const std::string persists = RunAgainst(daemon_.address(), {"today"}).out;
  follow_up.set_rule("trainee_attraction");
  const std::string trainee = RunAgainst(daemon_.address(), {"today"}).out;

  EXPECT_THAT(persists, HasSubstr("done:    candor log continue_plan --case C-1042\n"));
  EXPECT_THAT(persists, HasSubstr("or:      candor log referral --case C-1042\n"));
  EXPECT_THAT(persists, HasSubstr("or:      candor log transfer_step --case C-1042\n"));
  EXPECT_THAT(Flat(persists), HasSubstr("the consultant's yes"));
  EXPECT_THAT(trainee, HasSubstr("done:    candor log supervision --case C-1042\n"));
  EXPECT_THAT(persists + trainee, Not(HasSubstr("log consultation")));
}

TEST_F(TodayVerbTest, OfAPrivateNoteOnlyThatAConversationIsDue) {
  v1::WorkItem& item = *work_.list.add_items();
  work_.total = 1;
  item.set_role(v1::WORK_ROLE_DIRECTOR);
  item.set_confidential(true);
  item.mutable_follow_up()->set_therapist("members/b");
  item.mutable_follow_up()->set_past_due(true);
  *item.mutable_follow_up()->mutable_due() = ToWire(Day(2026, 5, 26));

  const Outcome outcome = RunAgainst(daemon_.address(), {"today"});

  EXPECT_THAT(outcome.out, HasSubstr("The practice\n"));
  EXPECT_THAT(outcome.out, HasSubstr("1  Ana Nguyen, since Tuesday 26 May 2026: a conversation is due\n"));
  EXPECT_THAT(outcome.out, Not(HasSubstr("candor log")));
}

TEST_F(TodayVerbTest, ShowsTheFirstFewAndSaysHowManyMoreThereAre) {
  Add(v1::WORK_ROLE_OWN);
  work_.total = 12;

  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("And 11 later: candor today --all"));
  EXPECT_GT(work_.limit, 0);
  RunAgainst(daemon_.address(), {"today", "--all"});
  EXPECT_EQ(work_.limit, 0);
}

TEST_F(TodayVerbTest, SaysWhenNothingWaits) {
  EXPECT_THAT(RunAgainst(daemon_.address(), {"today"}).out, HasSubstr("Nothing waits for you."));
  EXPECT_EQ(RunAgainst(daemon_.address(), {"today", "-o", "json"}).out, "[]\n");
}

}  // namespace
}  // namespace candor::cli
