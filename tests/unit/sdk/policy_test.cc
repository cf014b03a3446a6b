#include "plugins/sdk/policy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>

#include "plugins/sdk/testing/fake_host.h"

namespace candor::sdk::policy_test {
namespace {

using ::testing::ElementsAre;
using testing::Entry;
using testing::FakeHost;
using ::testing::IsEmpty;

constexpr candor_citation kSource = Citation(CANDOR_AUTHORITY_PRACTICE, "This practice has decided", "own");
constexpr const candor_citation* kCitations[] = {&kSource};
constexpr uint16_t kKinds[] = {CANDOR_KIND_SESSION};
constexpr candor_rule kRule = Rule({.slug = "probe",
                                    .catalogue_id = "T01",
                                    .title = "A probe",
                                    .resolved_by = "Nothing.",
                                    .severity = CANDOR_SEVERITY_LATER,
                                    .action = CANDOR_ACTION_DOCUMENT,
                                    .kinds = kKinds,
                                    .citations = kCitations});
constexpr const candor_rule* kRules[] = {&kRule};
constexpr Declaration kDeclaration = {.name = "probe", .version = "1.0.0", .rules = kRules};

// What the probe does is chosen by the minutes of the session.
enum Deed : int64_t {
  kOpens = 1,
  kThrowsFailure,
  kThrowsException,
  kThrowsNumber,
  kOpensUnsoundly,
  kOpensThenThrows,
  kTimerThrows
};

struct ProbeState {
  static constexpr uint8_t kVersion = 1;
  uint8_t version = kVersion;
  uint8_t count = 0;
};

class Probe final : public Policy {
 public:
  void OnEntry(const Event& entry, Subject& subject) override {
    auto state = subject.Load<ProbeState>();
    ++state.count;
    subject.Save(state);
    switch (entry.Number(CANDOR_FIELD_SESSION_MINUTES).value_or(0)) {
      case kOpens:
        return subject.Open({.rule = 0, .key = entry.id()});
      case kThrowsFailure:
        throw Failure("it cannot be judged");
      case kThrowsException:
        throw std::runtime_error("text of an entry");
      case kThrowsNumber:
        throw 7;
      case kOpensUnsoundly:
        return subject.Open({.rule = 9, .key = entry.id()});
      case kOpensThenThrows:
        subject.Open({.rule = 0, .key = entry.id()});
        throw Failure("on second thoughts");
      case kTimerThrows:
        return subject.SetTimer(0, entry.day() + 1, 1);
      default:
        return;
    }
  }
  void OnTimer(const Event&, Subject&) override { throw Failure("the timer cannot be judged"); }
};

class CannotBeMade final : public Policy {
 public:
  CannotBeMade() { throw std::runtime_error("no"); }
  void OnEntry(const Event&, Subject&) override {}
  void OnTimer(const Event&, Subject&) override {}
};

Entry Session(std::string_view name, std::string_view date, int64_t deed) {
  return Entry(name, date, CANDOR_KIND_SESSION).Set(CANDOR_FIELD_SESSION_MINUTES, deed);
}

class PolicyTest : public ::testing::Test {
 protected:
  FakeHost host_{MakePolicy<Probe>(kDeclaration)};
};

TEST_F(PolicyTest, WhatIsThrownEndsInADefinedAnswerWithASentence) {
  EXPECT_FALSE(host_.Feed(Session("s1", "2025-01-01", kThrowsFailure)));
  EXPECT_FALSE(host_.Feed(Session("s2", "2025-01-02", kThrowsException)));
  EXPECT_FALSE(host_.Feed(Session("s3", "2025-01-03", kThrowsNumber)));

  EXPECT_THAT(host_.not_assessed(), ElementsAre("it cannot be judged", "the policy threw an exception",
                                                "the policy threw something that is no exception"));
}

TEST_F(PolicyTest, WhatWasSaidBeforeTheThrowIsDropped) {
  host_.Feed(Session("s1", "2025-01-01", kOpens));
  const std::string before = host_.state();

  EXPECT_FALSE(host_.Feed(Session("s2", "2025-01-02", kOpensThenThrows)));

  EXPECT_EQ(host_.FollowUps().size(), 1u);
  EXPECT_EQ(host_.state(), before);
}

TEST_F(PolicyTest, GoesOnAfterAThrow) {
  host_.Feed(Session("s1", "2025-01-01", kThrowsNumber));

  EXPECT_TRUE(host_.Feed(Session("s2", "2025-01-02", kOpens)));
}

TEST_F(PolicyTest, AHostThatRefusesIsAFailure) {
  EXPECT_FALSE(host_.Feed(Session("s1", "2025-01-01", kOpensUnsoundly)));

  EXPECT_THAT(host_.not_assessed(), ElementsAre("the host refused to open a follow-up"));
}

TEST_F(PolicyTest, TheBarrierHoldsForTimersToo) {
  host_.Feed(Session("s1", "2025-01-01", kTimerThrows));
  host_.PassTo("2025-01-03");

  EXPECT_THAT(host_.not_assessed(), ElementsAre("the timer cannot be judged"));
}

TEST(PolicyBarrierTest, AConstructorThatThrowsMakesNoInstance) {
  EXPECT_EQ(MakePolicy<CannotBeMade>(kDeclaration).create(), nullptr);
}

TEST(PolicyBarrierTest, CallsThatCannotBeAnsweredAreFailures) {
  const candor_policy policy = MakePolicy<Probe>(kDeclaration);
  void* const probe = policy.create();
  candor_call too_short{};
  too_short.struct_size = sizeof(candor_call) - 1;

  EXPECT_EQ(policy.assess(nullptr, &too_short), CANDOR_FAILED);
  EXPECT_EQ(policy.assess(probe, nullptr), CANDOR_FAILED);
  EXPECT_EQ(policy.assess(probe, &too_short), CANDOR_FAILED);

  policy.destroy(probe);
  policy.destroy(nullptr);
}

TEST(PolicyBarrierTest, ATypeOfEventFromALaterVersionIsNoFailure) {
  const candor_policy policy = MakePolicy<Probe>(kDeclaration);
  void* const probe = policy.create();
  candor_event event{};
  event.struct_size = sizeof event;
  event.type = 77;
  candor_call call{};
  call.struct_size = sizeof call;
  call.event = &event;

  EXPECT_EQ(policy.assess(probe, &call), CANDOR_OK);

  policy.destroy(probe);
}

TEST(MakePolicyTest, FillsTheEntryStructFromTheDeclaration) {
  constexpr candor_policy kPolicy = MakePolicy<Probe>(kDeclaration);

  EXPECT_EQ(kPolicy.abi_major, CANDOR_POLICY_ABI_MAJOR);
  EXPECT_EQ(kPolicy.struct_size, sizeof(candor_policy));
  EXPECT_EQ(kPolicy.vocabulary, static_cast<uint32_t>(CANDOR_VOCABULARY_VERSION));
  EXPECT_EQ(std::string_view(kPolicy.name.data, kPolicy.name.size), "probe");
  ASSERT_EQ(kPolicy.rule_count, 1u);
  EXPECT_EQ(kPolicy.rules[0]->struct_size, sizeof(candor_rule));
  EXPECT_EQ(kPolicy.rules[0]->kind_count, 1u);
}

}  // namespace
}  // namespace candor::sdk::policy_test
