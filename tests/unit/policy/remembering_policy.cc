#include "remembering_policy.h"

#include <cstdint>
#include <cstring>
#include <string_view>
#include <vector>

#include "plugins/sdk/policy.h"

namespace candor::policy::testing {
namespace {

constexpr candor_citation kSource = sdk::Citation(CANDOR_AUTHORITY_PRACTICE, "a test", "own");
constexpr const candor_citation* kSources[] = {&kSource};
constexpr uint16_t kCaseKinds[] = {CANDOR_KIND_SESSION, CANDOR_KIND_CROSSING, CANDOR_KIND_DISCUSSION,
                                   CANDOR_KIND_PERSONAL_REACTION};
constexpr uint16_t kMemberKinds[] = {CANDOR_KIND_TRAINING};

constexpr candor_rule OfCase(std::string_view slug, uint32_t confined = CANDOR_CONFINED_GENERAL) {
  return sdk::Rule({.slug = slug,
                    .catalogue_id = "T1",
                    .title = "Talk it over",
                    .resolved_by = "A discussion.",
                    .severity = CANDOR_SEVERITY_SOON,
                    .action = CANDOR_ACTION_TALK,
                    .kinds = kCaseKinds,
                    .citations = kSources,
                    .confined = confined});
}

constexpr candor_rule OfMember(std::string_view slug, bool reads_follow_ups) {
  return sdk::Rule({.slug = slug,
                    .catalogue_id = "T2",
                    .title = "Look at what is open",
                    .resolved_by = "What was open has ended.",
                    .severity = CANDOR_SEVERITY_SOON,
                    .action = CANDOR_ACTION_TALK,
                    .kinds = kMemberKinds,
                    .citations = kSources,
                    .scope = CANDOR_SCOPE_MEMBER,
                    .horizon_days = 3650,
                    .reads_follow_ups = reads_follow_ups});
}

enum : uint16_t { kSeventh, kGift, kLater, kOwn, kTried, kTrained, kTold };
static_assert(kTried == kRememberingTried);
constexpr candor_rule kSeventhRule = OfCase("seventh");
constexpr candor_rule kGiftRule = OfCase("gift");
constexpr candor_rule kLaterRule = OfCase("later");
constexpr candor_rule kOwnRule = OfCase("own", CANDOR_CONFINED_PERSONAL);
constexpr candor_rule kTriedRule = OfCase("tried");
constexpr candor_rule kTrainedRule = OfMember("trained", false);
constexpr candor_rule kToldRule = OfMember("told", true);
constexpr const candor_rule* kRules[] = {&kSeventhRule, &kGiftRule,    &kLaterRule, &kOwnRule,
                                         &kTriedRule,   &kTrainedRule, &kToldRule};
constexpr sdk::Declaration kDeclaration = {.name = "remembering", .version = "1.0.0", .rules = kRules};

// Of everything so far, in its order.
struct State {
  static constexpr uint8_t kVersion = 1;

  uint8_t version = kVersion;
  uint8_t unused[3] = {};
  uint32_t counted = 0;  // sessions or trainings
  uint32_t digest = 0;

  void Mix(uint32_t value) { digest = (digest ^ value) * 16'777'619U + 1; }
  void Mix(const sdk::Id& id) {
    uint32_t part = 0;
    std::memcpy(&part, id.bytes.data(), sizeof part);
    Mix(part);
  }
  int32_t Days() const { return static_cast<int32_t>((digest >> 8) % 30); }
};

// What it says hangs on all events of the subject and on their order.
class Remembering final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override {
    auto state = subject.Load<State>();
    state.Mix(entry.id());
    state.Mix(static_cast<uint32_t>(entry.day()));
    switch (entry.kind()) {
      case CANDOR_KIND_TRAINING:
        TakeRegular(entry, kTrained, kTrained, subject, state);
        break;
      case CANDOR_KIND_SESSION:
        TakeRegular(entry, kSeventh, kLater, subject, state);
        if (state.counted % 5 == 0) Open(kTried, entry.id(), entry.day(), subject, state);
        break;
      case CANDOR_KIND_CROSSING:
        if (entry.Number(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS).value_or(0) == 0) break;
        Open(kGift, entry.id(), entry.day(), subject, state);
        break;
      case CANDOR_KIND_PERSONAL_REACTION:
        Open(kOwn, entry.id(), entry.day(), subject, state);
        break;
      default:
        for (const uint16_t rule : {kGift, kLater, kOwn, kTried}) ResolveOldest(rule, subject);
        if (state.digest % 2 == 0) ResolveOldest(kSeventh, subject);
    }
    subject.Save(state);
  }

  void OnTimer(const sdk::Event& timer, sdk::Subject& subject) override {
    auto state = subject.Load<State>();
    state.Mix(timer.id());
    const bool known = subject.FindOpen(timer.timer_rule(), timer.id()).has_value();
    if (known || state.digest % 3 == 0) Open(timer.timer_rule(), timer.id(), timer.day(), subject, state);
    subject.Save(state);
  }

  void OnFollowUp(const sdk::Event& change, sdk::Subject& subject) override {
    auto state = subject.Load<State>();
    const sdk::Id key = change.IdOf(CANDOR_HOST_FOLLOW_UP_ID).value_or(sdk::Id{});
    state.Mix(key);
    if (change.Is(CANDOR_HOST_FOLLOW_UP_CHANGE, CANDOR_FOLLOW_UP_ENDED)) {
      subject.Resolve(kTold, key);
    } else {
      Open(kTold, key, change.day(), subject, state);
    }
    subject.Save(state);
  }

 private:
  static void Open(uint16_t rule, const sdk::Id& key, int32_t day, sdk::Subject& subject, const State& state) {
    subject.Open({.rule = rule, .key = key, .due = day + state.Days()});
  }
  static void ResolveOldest(uint16_t rule, sdk::Subject& subject) {
    const std::vector<sdk::OpenFollowUp> open = subject.OpenOf(rule);
    if (!open.empty()) subject.Resolve(rule, open.front().key);
  }
  // Every seventh opens something, and each asks to be looked at after 20 days.
  static void TakeRegular(const sdk::Event& entry, uint16_t seventh, uint16_t later, sdk::Subject& subject,
                          State& state) {
    if (++state.counted % 7 == 0) Open(seventh, entry.id(), entry.day(), subject, state);
    subject.SetTimer(later, entry.day() + 20, sdk::TimerToken(entry.id(), 0));
  }
};

}  // namespace

const candor_policy& RememberingPolicy() {
  static const candor_policy kPolicy = sdk::MakePolicy<Remembering>(kDeclaration);
  return kPolicy;
}

}  // namespace candor::policy::testing
