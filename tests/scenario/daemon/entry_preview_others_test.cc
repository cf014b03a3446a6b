#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "candor/v1/role.grpc.pb.h"
#include "tests/scenario/daemon/daemon_fixture.h"

namespace candor::entry_preview_others_test {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::Not;

// What a dry run tells of what stands by the words of somebody else, when the entry would change it. Nothing of a dry
// run goes on record, and no working session is asked for: so it may not be a way to read.
class EntryPreviewOthersTest : public DaemonTest {
 protected:
  void SetUp() override {
    DaemonTest::SetUp();
    if (HasFatalFailure()) return;
    roles_ = v1::RoleService::NewStub(daemon_->InProcessChannel());
    therapist_ = MakeMember("Ana Nguyen");
    supervisor_ = MakeMember("Sue Park");
    director_ = MakeMember("Dora Quinn");
    MakeSupervision(therapist_, supervisor_, Day(2024, 1, 1));
    v1::GrantRoleRequest request;
    request.set_parent(director_);
    request.set_role(v1::ROLE_DIRECTOR);
    v1::GrantRoleResponse granted;
    ASSERT_TRUE(Call(roles_, &v1::RoleService::Stub::GrantRole, request, granted).ok());
    case_ = OpenCase("C-1042", therapist_);
  }

  v1::CreateEntryRequest Crossing(v1::BoundaryArea area, Day day) {
    v1::CreateEntryRequest request = EntryFor(case_, therapist_, day);
    request.mutable_entry()->set_basis(v1::ENTRY_BASIS_OWN);
    request.mutable_entry()->set_stage(v1::ENTRY_STAGE_DONE);
    request.mutable_entry()->mutable_crossing()->set_area(area);
    return request;
  }

  // Two of the therapist's, and an earlier one that somebody else has witnessed: by then the therapist's last one is
  // the third, and it is that entry which opens the follow-up.
  v1::CreateEntryRequest EarlierOf(v1::EntrySource source) {
    v1::CreateEntryRequest third = Crossing(v1::BOUNDARY_AREA_TASK, Day(2025, 3, 20));
    third.mutable_entry()->set_source(source);
    third.mutable_entry()->set_basis(v1::ENTRY_BASIS_WITNESSED);
    return third;
  }
  void RecordTwo() {
    Record(Crossing(v1::BOUNDARY_AREA_CEREMONY, Day(2025, 3, 24)), therapist_);
    Record(Crossing(v1::BOUNDARY_AREA_TRANSPORT, Day(2025, 3, 25)), therapist_);
    WaitForPolicies();
  }

  v1::EntryPreview Preview(const v1::CreateEntryRequest& create, const std::string& act_for) {
    v1::PreviewEntryRequest request;
    request.set_parent(create.parent());
    *request.mutable_entry() = create.entry();
    v1::PreviewEntryResponse response;
    const grpc::Status status = Call(entries_, &v1::EntryService::Stub::PreviewEntry, request, response, act_for);
    EXPECT_TRUE(status.ok()) << status.error_message();
    return response.preview();
  }

  // A label, what is to be done, by when, and that it is open: of each that says no reason.
  static std::vector<v1::FollowUp> ToldWithoutReasons(const v1::EntryPreview& preview) {
    std::vector<v1::FollowUp> told;
    for (const v1::ExpectedFollowUp& each : preview.opened()) {
      if (!each.explanation().title().empty()) continue;
      v1::Explanation rest = each.explanation();
      v1::FollowUp follow_up = rest.follow_up();
      rest.clear_follow_up();
      EXPECT_EQ(rest.ShortDebugString(), "") << "no reason at all";
      told.push_back(follow_up);
    }
    return told;
  }

  static v1::FollowUp WithoutWhatMayBeTold(v1::FollowUp follow_up) {
    follow_up.clear_label();
    follow_up.clear_action();
    follow_up.clear_due();
    follow_up.clear_status();
    return follow_up;
  }

  std::unique_ptr<v1::RoleService::Stub> roles_;
  std::string therapist_, supervisor_, director_, case_;
};

TEST_F(EntryPreviewOthersTest, WhoseItIsIsToldWhy) {
  RecordTwo();

  const v1::EntryPreview own = Preview(Crossing(v1::BOUNDARY_AREA_TASK, Day(2025, 3, 20)), therapist_);

  EXPECT_THAT(own.opened(), Contains(::testing::Truly([](const v1::ExpectedFollowUp& each) {
                return each.explanation().follow_up().rule() == "crossing_accumulation" &&
                       !each.explanation().title().empty() && !each.explanation().cleared_by().empty();
              })))
      << own.ShortDebugString();
}

TEST_F(EntryPreviewOthersTest, WhatOfSomebodyElsesWouldBeAskedForIsALabelAndADate) {
  RecordTwo();

  const v1::EntryPreview preview = Preview(EarlierOf(v1::ENTRY_SOURCE_SUPERVISOR), supervisor_);

  EXPECT_THAT(preview.ShortDebugString(), Not(HasSubstr("crossing_accumulation")));
  const std::vector<v1::FollowUp> told = ToldWithoutReasons(preview);
  ASSERT_FALSE(told.empty()) << "that something would be asked for is told: " << preview.ShortDebugString();
  for (const v1::FollowUp& each : told) {
    EXPECT_NE(each.label(), "");
    EXPECT_EQ(each.status(), v1::FOLLOW_UP_STATUS_OPEN);
    EXPECT_EQ(WithoutWhatMayBeTold(each).ShortDebugString(), "");
  }
}

// To a director it is there, and when; why is never theirs, be it by their own words.
TEST_F(EntryPreviewOthersTest, WhoIsShownNoFactsIsToldNoReasons) {
  RecordTwo();

  const v1::EntryPreview preview = Preview(EarlierOf(v1::ENTRY_SOURCE_COLLEAGUE), director_);

  ASSERT_GT(preview.opened_size(), 0) << preview.ShortDebugString();
  for (const v1::ExpectedFollowUp& each : preview.opened()) {
    const v1::Explanation& why = each.explanation();
    EXPECT_NE(why.follow_up().rule(), "crossing_accumulation");
    if (!why.follow_up().rule().empty()) continue;
    EXPECT_EQ(why.title() + why.cleared_by() + why.policy_version(), "") << why.ShortDebugString();
    EXPECT_EQ(why.sources_size() + why.thresholds_size() + why.facts_size(), 0) << why.ShortDebugString();
  }
}

// Who keeps the machine is nobody's author.
TEST_F(EntryPreviewOthersTest, TheOperatorAsSuchIsToldNoMore) {
  RecordTwo();

  const v1::EntryPreview preview = Preview(Crossing(v1::BOUNDARY_AREA_TASK, Day(2025, 3, 20)), "");

  EXPECT_THAT(preview.ShortDebugString(), Not(HasSubstr("crossing_accumulation")));
  EXPECT_FALSE(ToldWithoutReasons(preview).empty()) << preview.ShortDebugString();
}

}  // namespace
}  // namespace candor::entry_preview_others_test
