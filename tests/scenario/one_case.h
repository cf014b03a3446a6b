#ifndef CANDOR_TESTS_SCENARIO_ONE_CASE_H_
#define CANDOR_TESTS_SCENARIO_ONE_CASE_H_

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/follow_up.h"
#include "tests/scenario/practice.h"

namespace candor::testing {

// A practice with one therapist and one case, on 2026-01-15; every entry is assessed before the next is taken.
class OneCaseTest : public ::testing::Test {
 protected:
  void SetUp() override {
    auto opened = Practice::Open(absl::FromCivil(kToday, absl::UTCTimeZone()));
    ASSERT_TRUE(opened.ok()) << opened.status();
    practice_ = std::move(*opened);
    therapist_ = practice_->AddMember("Therapist");
    case_ = practice_->AddCase("C-1");
  }

  // The id that the entry has got.
  EntryId Take(domain::Entry entry) {
    entry.header.subject = domain::SubjectId::Of(case_);
    entry.header.therapist = therapist_;
    const uint64_t number = practice_->view()->size();
    const absl::Status taken = practice_->Take({std::move(entry)});
    EXPECT_TRUE(taken.ok()) << taken;
    const auto recorded = practice_->view()->EntryAt(number);
    EXPECT_TRUE(recorded.ok()) << recorded.status();
    const absl::Status settled = practice_->Settle();
    EXPECT_TRUE(settled.ok()) << settled;
    return recorded.ok() ? (*recorded)->entry.header.id : EntryId();
  }

  // The one follow-up of a rule.
  domain::FollowUp Only(const std::string& rule) {
    std::vector<domain::FollowUp> found;
    const auto all = practice_->view()->FollowUpsOf(domain::SubjectId::Of(case_));
    EXPECT_TRUE(all.ok()) << all.status();
    for (const domain::FollowUp& each : all.value_or(std::vector<domain::FollowUp>())) {
      if (each.sealed && each.sealed->rule == rule) found.push_back(each);
    }
    EXPECT_EQ(found.size(), 1U) << rule;
    return found.empty() ? domain::FollowUp() : found[0];
  }

  static constexpr Day kToday{2026, 1, 15};

  std::unique_ptr<Practice> practice_;
  MemberId therapist_;
  CaseId case_;
};

}  // namespace candor::testing

#endif  // CANDOR_TESTS_SCENARIO_ONE_CASE_H_
