#include "daemon/domain/work_list.h"

#include <gtest/gtest.h>

#include <optional>
#include <utility>
#include <vector>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

// What waits for the operator as such, once people are enrolled.
namespace candor::domain::work_list_test {
namespace {

constexpr Day kToday(2025, 3, 30);
const MemberId kAna = IdNumber<MemberId>(1);

std::vector<WorkItem> OfOperator(const std::vector<Tightening>& tightened) {
  CountedView view;
  FollowUp follow_up = OpenFollowUp(1, Action::kTalk, kToday, kToday + 14);
  follow_up.clear.therapist = kAna;
  follow_up.clear.subject = SubjectId::Of(kAna);
  view.open_follow_ups = {follow_up};
  Viewer viewer(view, Caller{true, {}}, nullptr, kToday, ViewerLimits{true, tightened, std::nullopt});
  auto items = WorkOf(view, viewer, view.settings, kToday);
  EXPECT_TRUE(items.ok()) << items.status();
  return items.ok() ? *std::move(items) : std::vector<WorkItem>();
}

TEST(WorkListTest, TheOperatorIsToldWhatADirectorIs) {
  const std::vector<WorkItem> items = OfOperator({});

  ASSERT_EQ(items.size(), 1U);
  EXPECT_EQ(items[0].role, WorkRole::kDirector);
  EXPECT_FALSE(items[0].confidential);
}

// An empty line would tell that there is one.
TEST(WorkListTest, WhatAPracticeKeepsFromItsDirectorIsNoLineOfTheOperators) {
  const Hat directs{Role::kDirector, Relation::kNone};

  EXPECT_TRUE(OfOperator({{directs, kTriageBit}}).empty());
}

}  // namespace
}  // namespace candor::domain::work_list_test
