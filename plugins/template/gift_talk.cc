// A whole policy in one file: a gift that the client gave is talked about with the client, and that is noted.

#include "plugins/sdk/policy.h"

namespace {

namespace sdk = candor::sdk;

// --- What the policy declares. All of it is constant, so that nothing of ours runs before the host knows our versions.

constexpr candor_parameter kTalkWithin = sdk::Within("talk_within", 14);
constexpr const candor_parameter* kParameters[] = {&kTalkWithin};
constexpr candor_citation kCode =
    sdk::Citation(CANDOR_AUTHORITY_CODE,
                  "ACA A.10.f: weigh relationship, value, the client's motive and one's own before accepting", "KH");
constexpr const candor_citation* kCitations[] = {&kCode};
constexpr uint16_t kKinds[] = {CANDOR_KIND_CROSSING, CANDOR_KIND_DISCUSSION};
constexpr uint16_t kDone[] = {CANDOR_KIND_DISCUSSION};

constexpr candor_rule kGiftTalkRule = sdk::Rule({.slug = "gift_talk",
                                                 .catalogue_id = "EXAMPLE",
                                                 .title = "Talk with the client about the gift, and note that you did",
                                                 .resolved_by = "A discussion about the gift, after it was given.",
                                                 .severity = CANDOR_SEVERITY_LATER,
                                                 .action = CANDOR_ACTION_DOCUMENT,
                                                 .kinds = kKinds,
                                                 .citations = kCitations,
                                                 .parameters = kParameters,
                                                 .done_kinds = kDone,
                                                 .trigger = "A gift that the client gave."});
constexpr const candor_rule* kRules[] = {&kGiftTalkRule};
constexpr sdk::Declaration kDeclaration = {.name = "gift_talk", .version = "1.0.0", .rules = kRules};

// Indexes into the tables above.
constexpr uint16_t kGiftTalk = 0;
constexpr uint16_t kTalkWithinDays = 0;

// --- What it remembers of a case between two events: plain bytes, no pointers, no padding, at most 1 KiB.

struct State {
  static constexpr uint8_t kVersion = 1;

  uint8_t version = kVersion;
  sdk::Id gift;  // the entry whose follow-up is open; empty: none
};

// --- What it does.

class GiftTalk final : public sdk::Policy {
 public:
  void OnEntry(const sdk::Event& entry, sdk::Subject& subject) override {
    State state = subject.Load<State>();
    if (entry.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_GIFT_IN)) {
      Open(entry, subject, state);
    } else if (entry.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_GIFT)) {
      Resolve(subject, state);
    }
    subject.Save(state);
  }

  // This policy asks for no timer: the host itself knows what is past due.
  void OnTimer(const sdk::Event&, sdk::Subject&) override {}

 private:
  // One talk may cover several gifts, so one follow-up is open at a time. A duty runs from the day it was written down.
  static void Open(const sdk::Event& gift, sdk::Subject& subject, State& state) {
    if (!state.gift.empty()) return;
    state.gift = gift.id();
    subject.Open({.rule = kGiftTalk,
                  .key = gift.id(),
                  .severity = sdk::Severity::kLater,
                  .action = sdk::Action::kDocument,
                  .due = gift.reported() + subject.Days(kGiftTalk, kTalkWithinDays)});
  }

  static void Resolve(sdk::Subject& subject, State& state) {
    if (state.gift.empty()) return;
    subject.Resolve(kGiftTalk, state.gift);
    state.gift = sdk::Id{};
  }
};

}  // namespace

CANDOR_POLICY_PLUGIN(GiftTalk, kDeclaration);
