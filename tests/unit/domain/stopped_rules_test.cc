#include "daemon/domain/stopped_rules.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>

#include "tests/unit/domain/builders.h"
#include "tests/unit/domain/counted_view.h"

namespace candor::domain::stopped_rules_test {
namespace {

using ::testing::HasSubstr;

constexpr Day kToday(2026, 11, 23);

Rule RuleOf(const std::string& catalogue_id, const std::string& slug, Action action, Severity severity) {
  Rule rule;
  rule.catalogue_id = catalogue_id;
  rule.slug = slug;
  rule.action = action;
  rule.severity = severity;
  return rule;
}

class StoppedRulesTest : public ::testing::Test {
 protected:
  FollowUp& AddOpen(const Rule& rule, Severity severity) {
    FollowUp follow_up = OpenFollowUp(++number_, rule.action, kToday - 1, kToday);
    follow_up.clear.severity = severity;
    follow_up.sealed.emplace();
    follow_up.sealed->rule = rule.slug;
    follow_up.sealed->catalogue_id = rule.catalogue_id;
    view_.open_follow_ups.push_back(std::move(follow_up));
    return view_.open_follow_ups.back();
  }
  // Why a rule does not stop; empty: it does.
  std::string WhyNot(const Rule& rule) {
    const auto open = HiddenBy(StoppedOf({rule}), view_, view_.settings, kToday);
    EXPECT_TRUE(open.ok()) << open.status();
    return open.ok() && *open ? WhyNotStopped(**open) : "";
  }

  const Rule act_ = RuleOf("R10", "sex_current", Action::kProhibit, Severity::kUrgent);
  const Rule care_ = RuleOf("R64", "client_care", Action::kDocument, Severity::kUrgent);
  const Rule concern_ = RuleOf("R54", "colleague_concern", Action::kDocument, Severity::kImportant);
  CountedView view_;
  uint16_t number_ = 0;
};

TEST_F(StoppedRulesTest, WhatIsNeverLetWaitOrUrgentStaysInSight) {
  AddOpen(act_, Severity::kUrgent);
  AddOpen(care_, Severity::kUrgent);
  AddOpen(concern_, Severity::kImportant);

  EXPECT_THAT(WhyNot(act_), HasSubstr("R10 (sex_current) has called for something that is open and does not wait"));
  EXPECT_THAT(WhyNot(care_), HasSubstr("R64 (client_care) has called for something that is open and urgent"));
  EXPECT_EQ(WhyNot(concern_), "");
  AddOpen(concern_, Severity::kUrgent);
  EXPECT_THAT(WhyNot(concern_), HasSubstr("R54 (colleague_concern)")) << "the one, not the rule, is urgent";
}

TEST_F(StoppedRulesTest, OfARuleThatNothingWaitsOfTheQuestionForTheRecordCountsToo) {
  AddOpen(act_, Severity::kLater).clear.action = Action::kCompleteRecord;

  EXPECT_THAT(WhyNot(act_), HasSubstr("does not wait"));
}

TEST_F(StoppedRulesTest, WhatCannotBeReadAnyMoreKeepsNoRule) {
  AddOpen(act_, Severity::kUrgent).sealed.reset();

  EXPECT_EQ(WhyNot(act_), "");
}

TEST_F(StoppedRulesTest, WhatDoesNotWaitStopsTodayOrNotAtAll) {
  EXPECT_TRUE(StoppedOf({act_}).only_today);
  EXPECT_TRUE(StoppedOf({care_}).only_today);
  EXPECT_TRUE(StoppedOf({concern_, care_}).only_today);
  EXPECT_FALSE(StoppedOf({concern_}).only_today);
  EXPECT_FALSE(StoppedOf({}).only_today);
}

}  // namespace
}  // namespace candor::domain::stopped_rules_test
