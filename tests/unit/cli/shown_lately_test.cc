#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/access.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/watch.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/verbs/shown_lately.h"
#include "cli/wire/dates.h"
#include "fake_access.h"
#include "fake_daemon.h"
#include "one_member.h"

// To whom something about them was shown is told to people in their day, and as it happens.
namespace candor::cli::shown_lately_test {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::SizeIs;

constexpr int64_t kFirstOfMarch = 1803859200;  // 2027

// Nothing waits.
class EmptyDay final : public v1::WorkService::Service {
 public:
  grpc::Status GetWorkList(grpc::ServerContext*, const v1::GetWorkListRequest*,
                           v1::GetWorkListResponse* response) override {
    *response->mutable_work_list()->mutable_today() = ToWire(Day(2027, 3, 2));
    return grpc::Status::OK;
  }
};

// Whoever asks supervises nobody.
class EmptyWeek final : public v1::SupervisionService::Service {
 public:
  grpc::Status GetSupervisionWeek(grpc::ServerContext*, const v1::GetSupervisionWeekRequest*,
                                  v1::GetSupervisionWeekResponse*) override {
    return grpc::Status::OK;
  }
};

// Tells of one access, and stops.
class OneAccessWatched final : public v1::WatchService::Service {
 public:
  explicit OneAccessWatched(const FakeAccess& access) : access_(access) {}

  grpc::Status Watch(grpc::ServerContext*, const v1::WatchRequest*,
                     grpc::ServerWriter<v1::WatchResponse>* writer) override {
    v1::WatchResponse response;
    *response.add_changes()->mutable_access() = access_.log.at(0);
    response.set_resume_token("t");
    writer->Write(response);
    return {grpc::StatusCode::UNAVAILABLE, "the daemon is stopping"};
  }

 private:
  const FakeAccess& access_;
};

class ShownLatelyTest : public testing::Test {
 protected:
  Outcome TodayOfMaria(std::vector<std::string> arguments = {}) {
    arguments.insert(arguments.end(), {"--act-for", "members/m_a"});
    return RunVerb(daemon_, "today", std::move(arguments));
  }
  v1::Access& Shown() {
    v1::Access& access = access_.log.emplace_back();
    access.set_record(7);
    access.mutable_happened_at()->set_seconds(kFirstOfMarch);
    access.set_reader("members/s");
    access.set_role(v1::ROLE_DIRECTOR);
    access.set_purpose(v1::PURPOSE_OVERSIGHT);
    access.set_highest(v1::FIELD_CLASS_TRIAGE);
    access.add_of()->set_member("members/m_a");
    return access;
  }
  // As the operator does what is asked here, for Maria.
  void DoneInHerName() {
    v1::Access& access = Shown();
    access.set_reader("members/m_a");
    access.set_acted_for(true);
  }

  FakeAccess access_;
  EmptyDay work_;
  EmptyWeek week_;
  OneMember members_;
  OneAccessWatched watch_{access_};
  FakeDaemon daemon_{{&access_, &work_, &week_, &members_, &watch_}};
};

TEST_F(ShownLatelyTest, TheDaySaysHowOftenWhoLastAndWhereTheRestStands) {
  Shown();
  Shown().set_reader("members/t");

  const Outcome outcome = TodayOfMaria();

  EXPECT_EQ(outcome.code, 0) << outcome.err;
  EXPECT_THAT(Flat(outcome.out),
              HasSubstr("Since Tuesday 23 February 2027 somebody was shown what is about you, or "
                        "acted in your name, 2 times; last members/s (clinical director) on 2027-03-01."));
  EXPECT_THAT(outcome.out, HasSubstr("candor access-log --mine --act-for \"members/m_a\"\n"));
  ASSERT_THAT(access_.listed, SizeIs(1));
  EXPECT_EQ(access_.listed[0].since().day(), 23);
  EXPECT_EQ(access_.listed[0].parent(), "");
}

TEST_F(ShownLatelyTest, OnceAndMoreThanCanBeCounted) {
  Shown();
  EXPECT_THAT(TodayOfMaria().out, HasSubstr("once;"));
  for (int i = 0; i < 150; ++i) Shown();
  EXPECT_THAT(Flat(TodayOfMaria().out), HasSubstr("more than 100 times;"));
}

// Whoever acts for her sees what they did themselves.
TEST_F(ShownLatelyTest, WhoActsForSomebodyIsNotToldOfTheirOwnDoing) {
  DoneInHerName();

  const Outcome outcome = TodayOfMaria();

  EXPECT_THAT(outcome.out, HasSubstr("Nothing waits for you."));
  EXPECT_THAT(outcome.out, Not(HasSubstr("access-log")));
}

// That a status was asked for in her name is a use of it, and touches nothing of hers.
TEST_F(ShownLatelyTest, WhatIsAboutNobodyIsCountedApart) {
  v1::ListAccessesResponse newest;
  for (const char* method : {"DaemonService.GetStatus", "EntryService.CreateEntry", "MemberService.LookupMember"}) {
    v1::Access& access = *newest.add_accesses();
    access.set_reader("members/m_a");
    access.set_acted_for(true);
    access.set_method(method);
    access.mutable_happened_at()->set_seconds(kFirstOfMarch);
  }
  Connection::Options options;
  options.server = daemon_.address();
  Connection connection(options);
  NameBook names(connection);
  const auto both = CountShown(newest, Day(2027, 2, 23), true);
  newest.mutable_accesses()->DeleteSubrange(1, 1);
  const auto lookups = CountShown(newest, Day(2027, 2, 23), true);
  newest.set_next_page_token("more");
  const auto many = CountShown(newest, Day(2027, 2, 23), true);

  ASSERT_TRUE(both && lookups && many);
  EXPECT_EQ(ShownLatelyText(*both, names),
            "Since Tuesday 23 February 2027 somebody was shown what is about you, or acted in your name, once; last "
            "the operator as Maria Lopez on 2027-03-01. Beside that the operator asked in your name, 2 times, for what "
            "is about nobody, such as how the daemon does.");
  EXPECT_EQ(ShownLatelyText(*lookups, names),
            "Since Tuesday 23 February 2027 the operator asked in your name, 2 times, for what is about nobody, such "
            "as how the daemon does.");
  EXPECT_TRUE(ShownLatelyJson(*lookups)["last"].is_null());
  EXPECT_EQ(many->times, 2) << "what lies behind them was not looked at";
  EXPECT_FALSE(CountShown(newest, Day(2027, 2, 23), false));
}

TEST_F(ShownLatelyTest, NobodyIsNoSentenceAndTheOperatorIsNotAsked) {
  EXPECT_THAT(TodayOfMaria().out, Not(HasSubstr("access-log")));
  Shown();
  access_.listed.clear();
  EXPECT_THAT(RunVerb(daemon_, "today", {}).out, Not(HasSubstr("access-log")));
  EXPECT_THAT(access_.listed, IsEmpty());
}

TEST_F(ShownLatelyTest, AsDataItIsARowOfTheWholeDay) {
  Shown();

  const Json rows = Json::parse(TodayOfMaria({"--whole-day", "-o", "json"}).out);

  Json shown;
  for (const Json& row : rows) {
    if (row["section"] == "shown_to_others") shown = row;
  }
  EXPECT_EQ(shown["since"], "2027-02-23");
  EXPECT_EQ(shown["times"], 1);
  EXPECT_EQ(shown["last"]["reader"], "members/s");
  EXPECT_EQ(shown["last"]["role"], "director");
}

TEST_F(ShownLatelyTest, WhoWatchesIsToldAtOnce) {
  Shown();

  const std::string line = RunVerb(daemon_, "watch", {}).out;
  const std::string row = RunVerb(daemon_, "watch", {"-o", "csv"}).out;

  EXPECT_THAT(line, HasSubstr("shown to:  members/s, clinical director, for oversight: dates and kinds\n"));
  EXPECT_THAT(row, HasSubstr("shown,members/s,dates and kinds,oversight,2027-03-01T00:00:00Z,t\r\n"));
}

}  // namespace
}  // namespace candor::cli::shown_lately_test
