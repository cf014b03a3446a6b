#include <gtest/gtest.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "daemon/domain/host_facts.h"
#include "daemon/domain/order.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/policy/fold_runner.h"
#include "daemon/policy/runnable_policy.h"
#include "plugins/abi/candor_policy.h"
#include "tests/policies/random/random_ledger.h"

// What a policy concludes about a case follows from that case and its clients alone: whatever it is shown of other
// cases meanwhile, and whatever stands in the timeline about somebody who is no client. Over random timelines, for each
// shipped policy; the seed is printed with what does not hold.
namespace candor::policy::folded_equals_replayed_test {
namespace {

#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
constexpr uint64_t kOtherTimelines = 300;
#else
constexpr uint64_t kOtherTimelines = 2000;
#endif
constexpr int32_t kUntil = kFirstDay + kDaysSpanned + 400;

domain::SubjectId OtherCase() {
  return domain::SubjectId::Of(CaseId(NumberedId(2)));
}

domain::PolicyTask TaskOf(const std::string& policy, const domain::SubjectId& subject,
                          const std::vector<RecordedEntry>& ledger) {
  const std::vector<RecordedEntry> effective = domain::EffectiveTimeline(ledger);
  std::vector<domain::EntryHeader> headers;
  for (const RecordedEntry& recorded : effective) headers.push_back(recorded.entry.header);
  const domain::CaseCourse course = domain::CourseOf(headers);
  domain::PolicyTask task;
  task.plugin = policy;
  task.subject = subject;
  task.until = kUntil;
  for (const RecordedEntry& recorded : effective) {
    const domain::HostFacts host = domain::ResolveHostFacts(recorded.entry, course, domain::People());
    const bool opens = domain::OpensDuties(recorded.entry.header, std::nullopt, DayFromNumber(kPolicyFrom));
    task.events.push_back(domain::PolicyEventOf(recorded, host, opens));
  }
  return task;
}

// The entries as they would have been written into another case, by the same people and under other names.
std::vector<RecordedEntry> InOtherCase(std::vector<RecordedEntry> ledger) {
  const auto renamed = [](const EntryId& id) {
    IdBytes bytes = id.bytes();
    bytes[0] = 1;
    return EntryId(bytes);
  };
  for (RecordedEntry& recorded : ledger) {
    domain::EntryHeader& header = recorded.entry.header;
    header.subject = OtherCase();
    header.id = renamed(header.id);
    if (!header.revises.empty()) header.revises = renamed(header.revises);
  }
  return ledger;
}

// Event by event, each going on from where the one before ended, and between any two the next one of the other case.
domain::PolicyResult InTurns(FoldRunner& runner, const domain::PolicyTask& task, const domain::PolicyTask& other) {
  domain::PolicyResult result;
  result.end = task.start;
  domain::PluginFold elsewhere = other.start;
  const auto step = [&runner](const domain::PolicyTask& whole, const domain::PluginFold& start, size_t next) {
    domain::PolicyTask one = whole;
    one.start = start;
    one.events.clear();
    if (next < whole.events.size()) one.events.push_back(whole.events[next]);
    one.until = next < whole.events.size() ? std::numeric_limits<int32_t>::min() : whole.until;
    return runner.Run(one);
  };
  for (size_t next = 0; next <= task.events.size(); ++next) {
    if (next <= other.events.size()) elsewhere = step(other, elsewhere, next).end;
    domain::PolicyResult one = step(task, result.end, next);
    result.end = std::move(one.end);
    result.not_assessed.insert(result.not_assessed.end(), one.not_assessed.begin(), one.not_assessed.end());
  }
  return result;
}

std::unique_ptr<RunnablePolicy> Made(const candor_policy& policy) {
  auto made = RunnablePolicy::Make(&policy);
  EXPECT_TRUE(made.ok()) << made.status();
  return made.ok() ? *std::move(made) : nullptr;
}

// Whether another case changes what the policy says of the one of this seed.
bool TellsCasesApart(const RunnablePolicy& alone, const RunnablePolicy& both, uint64_t seed) {
  const std::vector<RecordedEntry> ledger = Writer(seed, domain::SubjectKind::kCase).Write();
  const std::vector<RecordedEntry> other = InOtherCase(Writer(seed + 1'000'000, domain::SubjectKind::kCase).Write());
  FoldRunner runner(alone);
  const domain::PolicyResult expected = runner.Run(TaskOf(alone.info().name, TheCase(), ledger));
  FoldRunner shared(both);
  const domain::PolicyResult came =
      InTurns(shared, TaskOf(both.info().name, TheCase(), ledger), TaskOf(both.info().name, OtherCase(), other));
  return came.end.obligations == expected.end.obligations && came.end.timers == expected.end.timers &&
         came.end.state == expected.end.state && came.not_assessed == expected.not_assessed;
}

// The same policy, had it a memory of its own: it fails where what it was asked last, of whatever case, was later.
int32_t JudgeRemembering(void* instance, candor_call* call) {
  static int32_t last = std::numeric_limits<int32_t>::min();
  const bool earlier = call->event->occurred_day < last;
  last = call->event->occurred_day;
  return earlier ? int32_t{CANDOR_FAILED} : candor_policy_plugin.assess(instance, call);
}

bool HasRuleAboutCases(const RunnablePolicy& policy) {
  const auto& rules = policy.info().rules;
  return std::any_of(rules.begin(), rules.end(),
                     [](const domain::Rule& rule) { return rule.scope == domain::Scope::kCase; });
}

TEST(OtherCaseTest, AnEntryAboutAnotherCaseChangesNothing) {
  const auto alone = Made(candor_policy_plugin);
  const auto both = Made(candor_policy_plugin);
  ASSERT_TRUE(alone != nullptr && both != nullptr);
  if (!HasRuleAboutCases(*alone)) GTEST_SKIP() << "it has no rule about cases";
  for (uint64_t seed = 1; seed <= kOtherTimelines; ++seed) {
    ASSERT_TRUE(TellsCasesApart(*alone, *both, seed)) << "seed " << seed;
  }
}

TEST(OtherCaseTest, APolicyThatRemembersWhatItWasLastAskedIsFoundOut) {
  static const candor_policy* const kRemembering = [] {
    auto* const policy = new candor_policy(candor_policy_plugin);
    policy->assess = &JudgeRemembering;
    return policy;
  }();
  const auto alone = Made(candor_policy_plugin);
  const auto both = Made(*kRemembering);
  ASSERT_TRUE(alone != nullptr && both != nullptr);
  if (!HasRuleAboutCases(*alone)) GTEST_SKIP() << "it has no rule about cases";
  size_t found_out = 0;
  for (uint64_t seed = 1; seed <= 50; ++seed) {
    if (!TellsCasesApart(*alone, *both, seed)) ++found_out;
  }
  EXPECT_GT(found_out, size_t{10});
}

// What was done, or proposed, with somebody of the kind.
RecordedEntry ConductWith(int64_t other_party, bool act, const RecordedEntry& beside, uint64_t number) {
  RecordedEntry recorded;
  recorded.number = number;
  Entry& entry = recorded.entry;
  entry.kind = act ? Kind::kRomanticOrSexualAct : Kind::kAdvanceOrPromise;
  const uint16_t field = act ? uint16_t{CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY}
                             : uint16_t{CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY};
  entry.facts.SetNumber(field, other_party);
  entry.header = beside.entry.header;
  entry.header.id = EntryId(NumberedId(900 + number));
  entry.header.revises = EntryId();
  entry.header.kind = entry.kind;
  entry.header.basis = domain::Basis::kNotRecorded;
  entry.header.stage = domain::Stage::kDone;
  entry.header.facts = entry.facts.OfClass(domain::FieldClass::kTriage);
  return recorded;
}

std::string FollowUpsOf(const domain::PluginFold& fold) {
  std::string text;
  for (const domain::Obligation& each : fold.obligations) {
    text += each.rule + " of " + std::to_string(each.opened_by.bytes()[15]) + " state " +
            std::to_string(static_cast<int>(each.state)) + " severity " +
            std::to_string(static_cast<int>(each.severity)) + " due " +
            (each.due ? std::to_string(*each.due - kFirstDay) : "none") + "\n";
  }
  return text;
}

// In how many timelines entries about somebody of that kind, put into it here and there, change a follow-up.
size_t ChangedBy(const RunnablePolicy& policy, const std::vector<int64_t>& parties, bool stop_at_first) {
  FoldRunner runner(policy);
  size_t changed = 0;
  for (uint64_t seed = 1; seed <= kOtherTimelines; ++seed) {
    Writer writer(seed, domain::SubjectKind::kCase);
    std::vector<RecordedEntry> ledger = writer.Write();
    const domain::PolicyResult without = runner.Run(TaskOf(policy.info().name, TheCase(), ledger));
    const auto written = static_cast<uint32_t>(ledger.size());
    for (uint32_t i = 0; i < 4; ++i) {
      const RecordedEntry& beside = ledger[writer.Below(written)];
      const int64_t party = parties[writer.Below(static_cast<uint32_t>(parties.size()))];
      ledger.push_back(ConductWith(party, writer.OneIn(2), beside, written + i));
    }
    const domain::PolicyResult with = runner.Run(TaskOf(policy.info().name, TheCase(), ledger));
    if (FollowUpsOf(with.end) == FollowUpsOf(without.end)) continue;
    ++changed;
    if (!stop_at_first) continue;
    ADD_FAILURE() << "seed " << seed << "\nwithout\n" << FollowUpsOf(without.end) << "with\n" << FollowUpsOf(with.end);
    break;
  }
  return changed;
}

// Whom the practice evaluates is nobody's client: rules about members are told of them, and no case is.
TEST(NoClientTest, WhatWasDoneWithSomebodyWhoIsNoClientOfTheCaseChangesNoFollowUp) {
  const auto policy = Made(candor_policy_plugin);
  ASSERT_NE(policy, nullptr);
  if (!HasRuleAboutCases(*policy)) GTEST_SKIP() << "it has no rule about cases";

  EXPECT_EQ(
      ChangedBy(*policy,
                {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_SUPERVISEE,
                 CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_TRAINEE, CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_STUDENT},
                true),
      0U);
}

TEST(NoClientTest, TheSameWithAClientIsFoundByThePoliciesThatLookForIt) {
  const auto policy = Made(candor_policy_plugin);
  ASSERT_NE(policy, nullptr);
  const std::string& name = policy->info().name;
  if (name != "prohibitions" && name != "practice_duties") GTEST_SKIP() << "it does not look for it in cases";

  EXPECT_GT(ChangedBy(*policy, {CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT}, false),
            static_cast<size_t>(kOtherTimelines / 10));
}

}  // namespace
}  // namespace candor::policy::folded_equals_replayed_test
