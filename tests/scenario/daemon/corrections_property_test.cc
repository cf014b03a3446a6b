// What was put right is as if it had been right from the start: follow-ups, episodes and every figure, ids apart.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <numeric>
#include <random>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_split.h"
#include "tests/scenario/daemon/corrections_fixture.h"

namespace candor::corrections_property_test {
namespace {

constexpr int kItems = 16;
constexpr uint32_t kSeeds = 5;

enum class What { kReaction, kConsultation, kSession, kFeelings, kDiscussion, kRefer, kReferral, kTransfer, kEnding };

// Something that happens in one of two cases, and is first written down in a wrong one.
struct Item {
  What what;
  Day day;
  size_t place;  // of the right case
  bool misplaced;
  bool at_once;  // put right before the next is written down, or at the end
};

// Days are distinct, so that their order does not hang on the practice's keys.
std::vector<Item> ItemsOf(uint32_t seed) {
  std::mt19937 random(seed);
  std::vector<int> days(180);
  std::iota(days.begin(), days.end(), 1);
  std::shuffle(days.begin(), days.end(), random);
  std::vector<Item> items;
  for (size_t i = 0; i < kItems; ++i) {
    const auto what = static_cast<What>(random() % 9);
    items.push_back({what, Day(2025, 3, 31) + days[i], random() % 2, random() % 3 == 0, random() % 2 == 0});
  }
  return items;
}

class Practice final : public CorrectionsTest {
 public:
  Practice() { SetUp(); }
  void TestBody() override {}

  std::string RecordIn(size_t place, const Item& item) {
    return Record(RequestFor(Cases()[place], item)).entry().name();
  }
  void MoveTo(size_t place, const std::string& name) { Refile(name, Cases()[place]); }

  // A second record of the first case's client.
  void OpenSecondRecord() {
    v1::CreateCaseRequest request;
    request.mutable_case_()->set_code("C-1b");
    v1::CreateCaseResponse response;
    ASSERT_TRUE(Call(cases_, &v1::CaseService::Stub::CreateCase, request, response).ok());
    second_ = response.case_().name();
  }
  void RecordInSecond(const Item& item) { Record(RequestFor(second_, item)); }
  void MergeSecond() { Merge(second_, case_); }

  std::string State() {
    WaitForPolicies();
    ExpectRowsFollowFromRecords();
    return StandingIn(StateOf(case_)) + "--\n" + StandingIn(StateOf(other_)) + "--\n" + FiguresOf(Standing(Report()));
  }

 private:
  // What new evidence withdrew hangs on the order in which entries came, with corrections and without.
  static std::string StandingIn(const std::string& state) {
    const std::string withdrawn = absl::StrCat(" ", v1::FOLLOW_UP_STATUS_WITHDRAWN, " due ");
    std::string standing;
    for (const absl::string_view line : absl::StrSplit(state, '\n')) {
      if (!absl::StrContains(line, withdrawn)) absl::StrAppend(&standing, line, "\n");
    }
    return standing;
  }
  // That something was corrected is a figure of its own, and that whoever did so was shown it.
  static v1::ComplianceReport Standing(v1::ComplianceReport report) {
    for (v1::ReportSection& section : *report.mutable_sections()) {
      auto* rows = section.mutable_rows();
      rows->erase(std::remove_if(rows->begin(), rows->end(),
                                 [](const v1::ReportRow& row) {
                                   return row.figure() == "left_out" || row.figure() == "corrections" ||
                                          row.figure() == "first_readers";
                                 }),
                  rows->end());
    }
    return report;
  }

  std::array<std::string, 2> Cases() const { return {case_, other_}; }

  v1::CreateEntryRequest RequestFor(const std::string& parent, const Item& item) {
    v1::CreateEntryRequest request = EntryFor(parent, ana_, item.day);
    v1::Entry& entry = *request.mutable_entry();
    SetDate(entry.mutable_reported()->mutable_date(), item.day);
    switch (item.what) {
      case What::kReaction:
        entry.mutable_personal_reaction()->set_which(v1::REACTION_KIND_ROMANTIC);
        break;
      case What::kConsultation:
        entry.mutable_consultation()->set_consultant(maria_);
        entry.mutable_consultation()->set_recommendation(v1::RECOMMENDATION_CONTINUE);
        entry.mutable_consultation()->set_decision(v1::CARE_DECISION_CONTINUE);
        entry.mutable_consultation()->set_rationale("agreed");
        entry.mutable_consultation()->set_why_now("asked");
        break;
      case What::kSession:
        entry.mutable_session()->set_minutes(50);
        break;
      case What::kFeelings:
        entry.mutable_client_feelings()->set_event(v1::FEELINGS_EVENT_TOLD);
        break;
      case What::kDiscussion:
        entry.mutable_discussion()->set_topic(v1::DISCUSSION_TOPIC_CLIENT_FEELINGS);
        entry.mutable_discussion()->set_outcome(v1::DISCUSSION_OUTCOME_RESOLVED);
        break;
      case What::kRefer:
        entry.mutable_decision()->set_decision(v1::CARE_DECISION_REFER);
        break;
      case What::kReferral:
        entry.mutable_referral()->set_outcome(v1::REFERRAL_OUTCOME_ACCEPTED);
        break;
      case What::kTransfer:
        entry.mutable_transfer_step()->set_receiver(maria_);
        entry.mutable_transfer_step()->set_joint_session(v1::ANSWER_YES);
        break;
      case What::kEnding:
        entry.mutable_termination()->set_initiator(v1::INITIATOR_THERAPIST);
        entry.mutable_termination()->set_needs_further_care(v1::ANSWER_YES);
        break;
    }
    return request;
  }

  std::string second_;
};

class CorrectedTest : public testing::TestWithParam<uint32_t> {};

TEST_P(CorrectedTest, WhatWasRefiledIsAsIfItHadBeenRightFromTheStart) {
  Practice right, corrected;
  std::vector<std::pair<size_t, std::string>> later;
  for (const Item& item : ItemsOf(GetParam())) {
    right.RecordIn(item.place, item);
    const std::string name = corrected.RecordIn(item.misplaced ? 1 - item.place : item.place, item);
    if (!item.misplaced) continue;
    if (item.at_once) {
      corrected.MoveTo(item.place, name);
    } else {
      later.emplace_back(item.place, name);
    }
  }
  for (const auto& [place, name] : later) corrected.MoveTo(place, name);

  EXPECT_EQ(corrected.State(), right.State());
}

TEST_P(CorrectedTest, WhatWasMergedIsAsIfItHadBeenOneFromTheStart) {
  Practice right, merged;
  merged.OpenSecondRecord();
  for (const Item& item : ItemsOf(GetParam() + 100)) {
    // Which of two records an ending ended is a guess, and such a merge is refused.
    if (item.place == 0 && item.what == What::kEnding) continue;
    right.RecordIn(item.place, item);
    if (item.place == 0 && item.misplaced) {
      merged.RecordInSecond(item);
    } else {
      merged.RecordIn(item.place, item);
    }
  }
  merged.MergeSecond();

  EXPECT_EQ(merged.State(), right.State());
}

INSTANTIATE_TEST_SUITE_P(Seeds, CorrectedTest, testing::Range(1U, kSeeds + 1));

}  // namespace
}  // namespace candor::corrections_property_test
