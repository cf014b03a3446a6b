#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "daemon/domain/case_file.h"
#include "daemon/domain/fields.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/testing/entry.h"

// When a client has been handed over, the host reads from the steps of a transfer to know who holds the case, and the
// policies read it to know what is complete. Both have to find the same step and the same receiver. A first session
// alone that was held is left out: it hands the case over whatever else was recorded, which is the host's own.
namespace candor::handover_test {
namespace {

constexpr int kTimelines = 5000;
constexpr int kFirstDay = 20000;
constexpr const char* kReceivers[] = {"", "ben", "cai"};
constexpr uint16_t kSteps[] = {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION, CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED,
                               CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED};

MemberId MemberOf(const sdk::Id& id) {
  IdBytes bytes{};
  std::copy(id.bytes.begin(), id.bytes.end(), bytes.begin());
  return MemberId(bytes);
}

struct Step {
  int32_t day = 0;
  std::string receiver;  // empty: not recorded
  std::vector<std::pair<uint16_t, int64_t>> answers;

  sdk::testing::Entry ForPolicies() const {
    sdk::testing::Entry entry("t", day, CANDOR_KIND_TRANSFER_STEP);
    for (const auto& [field, answer] : answers) entry.Set(field, answer);
    if (!receiver.empty()) entry.Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, receiver);
    return entry;
  }

  domain::EntryHeader ForHost() const {
    domain::EntryHeader header;
    header.kind = domain::Kind::kTransferStep;
    header.therapist = MemberOf(sdk::testing::NamedId("therapist"));
    header.occurred.day = DayFromNumber(day);
    for (const auto& [field, answer] : answers) header.facts.SetNumber(field, answer);
    if (!receiver.empty()) {
      header.facts.SetId(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, MemberOf(sdk::testing::NamedId(receiver)).bytes());
    }
    return header;
  }
};

std::vector<Step> RandomSteps(uint64_t seed) {
  std::mt19937_64 random(seed);
  std::vector<Step> steps(2 + random() % 8);
  for (size_t i = 0; i < steps.size(); ++i) {
    steps[i].day = kFirstDay + static_cast<int32_t>(i);
    steps[i].receiver = kReceivers[random() % std::size(kReceivers)];
    for (const uint16_t field : kSteps) {
      if (random() % 2 == 0)
        steps[i].answers.emplace_back(field, random() % 5 == 0 ? CANDOR_ANSWER_NO : CANDOR_ANSWER_YES);
    }
  }
  return steps;
}

// Who holds the case after the steps, as the host has it.
MemberId HolderAfter(const std::vector<Step>& steps, size_t count) {
  std::vector<domain::EntryHeader> timeline;
  for (size_t i = 0; i < count; ++i) timeline.push_back(steps[i].ForHost());
  const domain::CaseCourse course = domain::CourseOf(timeline);
  return course.parts.back().therapist;
}

TEST(HandoverTest, PoliciesAndHostFindTheSameStepAndReceiver) {
  int handed_over = 0;
  int taken_up_by_another = 0;
  for (uint64_t seed = 1; seed <= kTimelines; ++seed) {
    const std::vector<Step> steps = RandomSteps(seed);
    sdk::TransferProgress progress;
    MemberId holder = MemberOf(sdk::testing::NamedId("therapist"));
    for (size_t i = 0; i < steps.size(); ++i) {
      std::vector<candor_field> fields;
      const sdk::testing::Entry entry = steps[i].ForPolicies();
      const candor_event event = entry.Event(fields);
      progress.Take(sdk::Event(event));
      // Someone who was never named takes nothing from whoever holds it.
      if (progress.HandedOver() && !progress.receiver.empty() && holder != MemberOf(progress.receiver)) {
        if (++handed_over > 0 && holder != MemberOf(sdk::testing::NamedId("therapist"))) ++taken_up_by_another;
        holder = MemberOf(progress.receiver);
      }
      ASSERT_EQ(HolderAfter(steps, i + 1), holder) << "seed " << seed << " step " << i;
    }
  }
  EXPECT_GT(handed_over, kTimelines / 10);
  EXPECT_GT(taken_up_by_another, kTimelines / 100);
}

}  // namespace
}  // namespace candor::handover_test
