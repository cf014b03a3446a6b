#include "daemon/rpc/call_counts.h"

#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "daemon/base/status.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/server.h"
#include "google/protobuf/descriptor.h"

namespace candor::rpc::call_counts_test {
namespace {

constexpr char kWorkList[] = "candor.v1.WorkService.GetWorkList";
constexpr char kShown[] = "WorkService.GetWorkList";

void Answer(CallCounts& counts, int times, const absl::Status& status = absl::OkStatus()) {
  for (int i = 0; i < times; ++i) counts.NoteAnswer(kWorkList, status, absl::Milliseconds(2));
}

TEST(CallCountsTest, WhatWentWellIsToldByTens) {
  CallCounts counts;
  Answer(counts, 9);
  EXPECT_TRUE(counts.Read().methods.empty());
  EXPECT_EQ(counts.Read().by_code[absl::StatusCode::kOk], 0U);

  Answer(counts, 1);
  EXPECT_EQ(counts.Read().methods.at(kShown).by_code.at(absl::StatusCode::kOk), 10U);
  EXPECT_EQ(counts.Read().methods.at(kShown).took_us.count(), 10U);
  EXPECT_EQ(counts.Read().methods.at(kShown).took_us.sum(), 20'000);
  EXPECT_EQ(counts.Read().by_code.at(absl::StatusCode::kOk), 10U);

  Answer(counts, 9);
  EXPECT_EQ(counts.Read().methods.at(kShown).took_us.count(), 10U);
  EXPECT_EQ(counts.Read().by_code.at(absl::StatusCode::kOk), 10U);
}

TEST(CallCountsTest, WhatDidNotIsToldAtOnceAndOfNoMethod) {
  CallCounts counts;
  Answer(counts, 1, absl::InternalError("broken"));

  EXPECT_EQ(counts.Read().by_code.at(absl::StatusCode::kInternal), 1U);
  EXPECT_TRUE(counts.Read().methods.empty());
}

TEST(CallCountsTest, RefusalsForALimitAreToldByTheLimit) {
  CallCounts counts;
  Answer(counts, 2, WithDetail(absl::ResourceExhaustedError("wait"), {"", "rate"}));
  counts.NoteRefusedStream(WithDetail(absl::ResourceExhaustedError("wait"), {"", "too_many_streams"}));
  Answer(counts, 1, absl::ResourceExhaustedError("the disk is full"));
  Answer(counts, 3, AtHungUpConnection());

  EXPECT_EQ(counts.Read().refused_by_limit,
            (std::map<std::string, uint64_t>{{"hung_up", 3}, {"rate", 2}, {"too_many_streams", 1}}))
      << "a flood is mostly what is hung up on";
  EXPECT_EQ(counts.Read().by_code.at(absl::StatusCode::kResourceExhausted), 7U);
}

TEST(CallCountsTest, AStreamIsOpenUntilNobodyHoldsIt) {
  auto counts = std::make_unique<CallCounts>();
  auto pass = std::make_shared<int>(1);
  std::shared_ptr<const void> open = counts->NoteStream(pass);
  EXPECT_EQ(pass.use_count(), 2);
  EXPECT_EQ(counts->Read().open_streams, 1);
  open.reset();
  EXPECT_EQ(pass.use_count(), 1);
  EXPECT_EQ(counts->Read().open_streams, 0);
  EXPECT_EQ(counts->Read().streams, 1U);

  open = counts->NoteStream(pass);
  counts.reset();
  open.reset();
  EXPECT_EQ(pass.use_count(), 1);
}

// Whoever adds a method that tells of somebody need not remember this.
TEST(CallCountsTest, WhatTellsOfSomebodyHasNoName) {
  for (const char* method :
       {"ConcernService.GetConcern", "EmergencyService.AskEmergency", "DecisionService.CreateDecision",
        "EntryService.PreviewEntry", "EntryService.RecallEntry", "RetentionService.ProposeErasure",
        "RoleService.GrantRole", "IdentityService.RevokeEnrolment", "SupervisionService.AnswerSupervisionNote",
        "AccessService.ListAccesses", "TomorrowService.AskSomething"}) {
    EXPECT_EQ(CallCounts::ShownName(std::string("candor.v1.") + method), CallCounts::kOther) << method;
  }
  EXPECT_EQ(CallCounts::ShownName(kWorkList), kShown);
}

// A name of a method that is not there any more would hide that it is told as others are.
TEST(CallCountsTest, EveryNameIsOneOfAMethod) {
  size_t shown = 0;
  for (const std::string& name : ServiceNames()) {
    const auto* service = google::protobuf::DescriptorPool::generated_pool()->FindServiceByName(name);
    ASSERT_NE(service, nullptr) << name;
    for (int i = 0; i < service->method_count(); ++i) {
      shown += CallCounts::ShownName(service->method(i)->full_name()) == CallCounts::kOther ? 0 : 1;
    }
  }
  EXPECT_EQ(shown, CallCounts::kShownNames);
}

}  // namespace
}  // namespace candor::rpc::call_counts_test
