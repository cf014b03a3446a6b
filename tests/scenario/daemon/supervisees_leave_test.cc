// A supervisor with more people in training than the law allows (R67), and what others of them make of it by leaving.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <string>
#include <thread>
#include <vector>

#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::supervisees_leave_test {
namespace {

using ::testing::Contains;
using ::testing::IsEmpty;

// Dele Haddad supervises six associates of California, and since ten days ago a seventh, who is the last.
class SuperviseesLeaveTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    supervisor_ = MakeMember("Dele Haddad");
    for (const char* name : {"Ana", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gil"}) team_.push_back(MakeAssociate(name));
    for (size_t i = 0; i + 1 < team_.size(); ++i) MakeSupervision(team_[i], supervisor_, Day(2024, 1, 1));
    Record(Change(team_.back(), v1::SUPERVISION_EVENT_BEGUN, kToday - 10));
  }

  std::string MakeAssociate(const std::string& name) {
    v1::CreateMemberRequest request;
    request.mutable_member()->set_display_name(name);
    v1::Licence* licence = request.mutable_member()->mutable_licence();
    licence->set_profession("mft");
    licence->set_jurisdiction("US-CA");
    licence->set_in_training(true);
    v1::CreateMemberResponse response;
    EXPECT_TRUE(Call(members_, &v1::MemberService::Stub::CreateMember, request, response).ok());
    return response.member().name();
  }
  v1::CreateEntryRequest Change(const std::string& member, v1::SupervisionEvent event, Day day) {
    v1::CreateEntryRequest request = EntryFor(member, member, day);
    request.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
    request.mutable_entry()->mutable_supervision_change()->set_event(event);
    request.mutable_entry()->mutable_supervision_change()->set_supervisor(supervisor_);
    return request;
  }
  v1::FollowUp OfTheLast() {
    WaitForPolicies();
    for (const v1::FollowUp& each : FollowUps()) {
      if (each.rule() == "supervisor_set_up" && each.therapist() == team_.back()) return each;
    }
    return v1::FollowUp();
  }
  // Everybody is looked at again a moment after an entry of somebody else's.
  v1::FollowUp OfTheLastOnce(v1::FollowUpStatus status) {
    for (int i = 0; i < 500 && OfTheLast().status() != status; ++i) {
      std::this_thread::sleep_for(std::chrono::milliseconds(10));
    }
    return OfTheLast();
  }
  std::vector<std::string> FewerAfter(const std::string& follow_up) {
    v1::ExplainFollowUpRequest request;
    request.set_name(follow_up);
    v1::ExplainFollowUpResponse response;
    EXPECT_TRUE(Call(follow_ups_, &v1::FollowUpService::Stub::ExplainFollowUp, request, response).ok());
    std::vector<std::string> days;
    for (const v1::UsedFact& fact : response.explanation().facts()) {
      for (const v1::UsedField& field : fact.fields()) {
        if (field.field() == "one_supervisee_fewer_after") days.push_back(field.value());
      }
    }
    return days;
  }

  std::string supervisor_;
  std::vector<std::string> team_;
};

TEST_F(SuperviseesLeaveTest, ItIsMendedWithTheLastDayOfAnother) {
  const v1::FollowUp open = OfTheLast();
  ASSERT_EQ(open.status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_THAT(FewerAfter(open.name()), IsEmpty());

  Record(Change(team_.front(), v1::SUPERVISION_EVENT_ENDED, kToday - 5));

  const v1::FollowUp mended = OfTheLastOnce(v1::FOLLOW_UP_STATUS_RESOLVED);
  EXPECT_EQ(mended.name(), open.name());
  EXPECT_EQ(mended.status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  EXPECT_EQ(mended.resolved_on().day(), (kToday - 5).day());
  EXPECT_THAT(FewerAfter(open.name()), Contains(FormatDay(kToday - 5)));
}

TEST_F(SuperviseesLeaveTest, WhoIsStillToLeaveMendsNothingYetAndIsNotTold) {
  ASSERT_EQ(OfTheLast().status(), v1::FOLLOW_UP_STATUS_OPEN);
  v1::CreateEntryRequest leaves = EntryFor(team_.front(), team_.front(), kToday);
  leaves.mutable_entry()->set_source(v1::ENTRY_SOURCE_COLLEAGUE);
  SetDate(leaves.mutable_entry()->mutable_departure()->mutable_last_day(), kToday + 2);
  Record(leaves);

  EXPECT_EQ(OfTheLast().status(), v1::FOLLOW_UP_STATUS_OPEN);
  EXPECT_THAT(FewerAfter(OfTheLast().name()), IsEmpty());

  clock_.AdvanceTime(absl::Hours(24 * 3));
  const v1::FollowUp mended = OfTheLastOnce(v1::FOLLOW_UP_STATUS_RESOLVED);
  EXPECT_EQ(mended.status(), v1::FOLLOW_UP_STATUS_RESOLVED);
  EXPECT_EQ(mended.resolved_on().day(), (kToday + 2).day());
}

}  // namespace
}  // namespace candor::supervisees_leave_test
