// Random timelines through a policy, sensible or not; compiled once for each shipped policy. The seed of a timeline is
// its number, printed with whatever does not hold.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"

namespace candor::sdk::testing::random_timelines_test {
namespace {

constexpr int kTimelines = 300;
constexpr int32_t kFirstDay = 19723;  // 2024-01-01

using Random = std::mt19937;

int64_t Pick(Random& random, int64_t least, int64_t most) {
  return std::uniform_int_distribution<int64_t>(least, most)(random);
}

bool Often(Random& random, int percent) {
  return Pick(random, 1, 100) <= percent;
}

// Kinds that any shipped rule looks at.
constexpr uint16_t kKinds[] = {CANDOR_KIND_INTAKE,
                               CANDOR_KIND_SESSION,
                               CANDOR_KIND_PERSONAL_REACTION,
                               CANDOR_KIND_PERSONAL_REACTION,
                               CANDOR_KIND_PERSONAL_REACTION,
                               CANDOR_KIND_CLIENT_FEELINGS,
                               CANDOR_KIND_CONSULTATION,
                               CANDOR_KIND_SUPERVISION,
                               CANDOR_KIND_DISCUSSION,
                               CANDOR_KIND_DECISION,
                               CANDOR_KIND_CONTINUE_PLAN,
                               CANDOR_KIND_REFERRAL,
                               CANDOR_KIND_TRANSFER_STEP,
                               CANDOR_KIND_TRANSFER_STEP,
                               CANDOR_KIND_TERMINATION,
                               CANDOR_KIND_CLIENT_DECLINED,
                               CANDOR_KIND_ADVANCE_OR_PROMISE,
                               CANDOR_KIND_CROSSING,
                               CANDOR_KIND_CROSSING,
                               CANDOR_KIND_CROSSING,
                               CANDOR_KIND_CROSSING,
                               CANDOR_KIND_BARTER,
                               CANDOR_KIND_STANDING_PLAN,
                               CANDOR_KIND_CLARIFIED,
                               CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                               CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT,
                               CANDOR_KIND_POST_TERMINATION_CONTACT,
                               CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION,
                               CANDOR_KIND_BROCHURE_GIVEN,
                               CANDOR_KIND_REPORT_FILED,
                               CANDOR_KIND_DUAL_RELATIONSHIP,
                               CANDOR_KIND_DUAL_RELATIONSHIP,
                               CANDOR_KIND_DUAL_RELATIONSHIP,
                               CANDOR_KIND_NOTICE_GIVEN,
                               CANDOR_KIND_REPORT_FILED,
                               CANDOR_KIND_NOTICE_GIVEN,
                               CANDOR_KIND_WEEK_HOURS,
                               CANDOR_KIND_ABSENCE,
                               CANDOR_KIND_DEPARTURE,
                               CANDOR_KIND_SUPERVISION_CHANGE,
                               CANDOR_KIND_TRAINING,
                               CANDOR_KIND_CONCERN,
                               CANDOR_KIND_CONCERN,
                               CANDOR_KIND_COMPLAINT,
                               CANDOR_KIND_WORKING_CAPACITY};

// Any field of the kind, recorded or not, with values that belong there, that do not, and of the wrong type.
void Fill(Random& random, Entry& entry) {
  const uint16_t fields = entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP ? 42 : 18;
  for (uint16_t number = 1; number <= fields; ++number) {
    const auto field = static_cast<uint16_t>(entry.kind() * 64 + number);
    if (!Often(random, 50)) continue;
    if (Often(random, 70)) {
      entry.Set(field, Pick(random, 1, Often(random, 20) ? 19 : 4));
    } else if (Often(random, 50)) {
      entry.Set(field, entry.day() + Pick(random, -800, 100));
    } else if (Often(random, 30)) {
      const int64_t odd[] = {INT64_MIN, INT64_MAX, -1, 0, INT32_MAX, CANDOR_NO_DAY};
      entry.Set(field, odd[Pick(random, 0, 5)]);
    } else if (Often(random, 50)) {
      entry.Person(field, "p" + std::to_string(Pick(random, 1, 3)));
    } else {
      entry.Written(field);
    }
  }
}

Entry RandomEntry(Random& random, const std::string& name, int32_t day) {
  Entry entry(name, day, kKinds[Pick(random, 0, std::size(kKinds) - 1)]);
  Fill(random, entry);
  entry.By("t" + std::to_string(Pick(random, 1, 2)));
  if (Often(random, 40)) entry.ReportedDay(day + static_cast<int32_t>(Pick(random, 0, 60)));
  if (Often(random, 70))
    entry.Stage(static_cast<uint16_t>(Often(random, 60) ? int64_t{CANDOR_STAGE_DONE} : Pick(random, 0, 6)));
  if (Often(random, 30)) entry.Basis(static_cast<uint16_t>(Pick(random, 0, 7)));
  if (Often(random, 20)) entry.InTraining();
  if (Often(random, 5)) entry.NotACurrentClient();
  if (Often(random, 20)) entry.No(CANDOR_HOST_HOLDS_CASE);
  if (Often(random, 10)) entry.BeforePolicy();
  if (Often(random, 20)) entry.Set(CANDOR_HOST_SUPERVISION_PLANNED, day + Pick(random, -20, 60));
  if (Often(random, 20)) entry.Set(CANDOR_HOST_THERAPY_STARTED, day - Pick(random, 0, 2000));
  if (Often(random, 10)) entry.Set(CANDOR_HOST_CONSULTANT_RELATION, Pick(random, 0, 6));
  return entry;
}

std::vector<Entry> RandomTimeline(unsigned seed) {
  Random random(seed);
  std::vector<Entry> timeline;
  int32_t day = kFirstDay;
  const int64_t length = Pick(random, 1, 60);
  for (int64_t i = 0; i < length; ++i) {
    day += static_cast<int32_t>(Often(random, 10) ? Pick(random, 60, 200) : Pick(random, 0, 20));
    timeline.push_back(RandomEntry(random, "e" + std::to_string(i), day));
  }
  return timeline;
}

bool StartsUrgent(const std::string& slug) {
  const auto* const end = candor_policy_plugin.rules + candor_policy_plugin.rule_count;
  return std::any_of(candor_policy_plugin.rules, end, [&](const candor_rule* rule) {
    return std::string_view(rule->slug.data, rule->slug.size) == slug && rule->severity == CANDOR_SEVERITY_URGENT;
  });
}

// The scopes of the rules in turn: a policy may have rules about cases and about members.
uint32_t ScopeOf(int seed) {
  return candor_policy_plugin.rules[static_cast<uint32_t>(seed) % candor_policy_plugin.rule_count]->scope;
}

class RandomTimelinesTest : public ::testing::Test {
 protected:
  static void Run(FakeHost& host, const std::vector<Entry>& timeline) {
    for (const Entry& entry : timeline) {
      host.Feed(entry);
      ASSERT_LE(host.state().size(), static_cast<size_t>(CANDOR_MAX_STATE_BYTES));
    }
    host.PassToDay(timeline.back().day() + 400);
  }
};

TEST_F(RandomTimelinesTest, EveryEventIsJudged) {
  for (int seed = 0; seed < kTimelines; ++seed) {
    FakeHost host(candor_policy_plugin, ScopeOf(seed));
    Run(host, RandomTimeline(static_cast<unsigned>(seed)));
    EXPECT_THAT(host.not_assessed(), ::testing::IsEmpty()) << "seed " << seed;
  }
}

TEST_F(RandomTimelinesTest, TheSameTimelineGivesTheSameBytes) {
  for (int seed = 0; seed < kTimelines; ++seed) {
    const std::vector<Entry> timeline = RandomTimeline(static_cast<unsigned>(seed));
    FakeHost once(candor_policy_plugin, ScopeOf(seed));
    FakeHost again(candor_policy_plugin, ScopeOf(seed));
    Run(once, timeline);
    Run(again, timeline);
    ASSERT_EQ(once.state(), again.state()) << "seed " << seed;
    ASSERT_EQ(once.Lines(), again.Lines()) << "seed " << seed;
  }
}

TEST_F(RandomTimelinesTest, FollowUpsKeepTheHousesPromises) {
  for (int seed = 0; seed < kTimelines; ++seed) {
    const std::vector<Entry> timeline = RandomTimeline(static_cast<unsigned>(seed));
    FakeHost host(candor_policy_plugin, ScopeOf(seed));
    Run(host, timeline);
    for (const ShownFollowUp& one : host.FollowUps()) {
      SCOPED_TRACE("seed " + std::to_string(seed) + ": " + one.Line());
      EXPECT_TRUE(one.severity != "urgent" || StartsUrgent(one.rule) || one.rule == "post_window" ||
                  one.rule == "colleague_concern");
      EXPECT_TRUE(one.before_policy || !one.due.empty());
      EXPECT_TRUE(one.due.empty() || one.episode > 1 || one.due >= one.opened);
      EXPECT_TRUE(one.state == "open" || one.ended >= one.opened);
      EXPECT_TRUE(one.action != "complete_record" || !one.missing.empty());
      EXPECT_TRUE(one.action != "complete_record" || one.severity == "later");
    }
  }
}

// What is not open any more leaves nothing behind that grows: a policy's state does not lengthen with the history.
TEST_F(RandomTimelinesTest, TimersDoNotPileUp) {
  for (int seed = 0; seed < kTimelines; ++seed) {
    FakeHost host(candor_policy_plugin, ScopeOf(seed));
    for (const Entry& entry : RandomTimeline(static_cast<unsigned>(seed))) {
      host.Feed(entry);
      ASSERT_LE(host.timer_count(), 40u) << "seed " << seed;
    }
  }
}

}  // namespace
}  // namespace candor::sdk::testing::random_timelines_test
