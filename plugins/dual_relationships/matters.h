#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATTERS_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATTERS_H_

#include <cstdint>
#include <span>

#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/policy.h"

// Open follow-ups of the policy: what all its rules have in common.
namespace candor::dual_relationships {

// What an entry means to the open follow-ups of every rule alike.
struct Reading {
  bool consultation = false;  // it is one that counts
  bool handed_over = false;   // it completes a handover to `receiver`
  sdk::Id receiver;           // empty: not recorded
  bool left_therapy = false;  // the client accepted a referral, or a transfer was begun
};

// What an entry makes of an open follow-up.
enum class Progress : uint8_t {
  kOpen,
  kMet,
  kWithdrawn,
  kOnlyDisposition,  // all is done that the timeline can show; a person ends it
};

// What a rule asks for.
struct Opening {
  uint16_t rule = 0;
  About about = {};
  sdk::Severity severity = sdk::Severity::kSoon;
  sdk::Action action = sdk::Action::kTalk;
  int32_t due = 0;
  uint32_t left = 0;
  uint8_t marks = 0;
  sdk::Id fact = {};  // an entry it rests on besides the opening one
};

std::span<Matter> Matters(State& state);

// Whether both can be the same relation, role or request.
bool Matches(const About& a, const About& b);
// Whether the matter is one of the entry's therapist and of what the entry is about.
bool IsOf(const Matter& matter, const sdk::Event& entry, const About& about);

// The newest open one of the rule that the entry is about, or nullptr. One from before the policy is not what an entry
// that makes a duty is looking for.
Matter* FindMatter(const sdk::Event& entry, const sdk::Subject& subject, State& state, uint16_t rule,
                   const About& about);

// Opens what the entry calls for. Where the same is open already it is asked for again: what was done before the entry
// does not count any more. Where no more can be kept, the oldest is let go of: it stays open until someone disposes of
// it.
void OpenMatter(const sdk::Event& entry, sdk::Subject& subject, State& state, const Opening& opening);

// Says an open one as it stands.
void Say(sdk::Subject& subject, const Matter& matter);
// Forgets it. Moves those behind it one place forward.
void RemoveMatter(State& state, size_t index);
// Meets the open ones of the rule that the entry is about.
void MeetMatters(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule, const About& about);

// Clears bits, and names the entry as a fact where that changed anything.
void Clear(Matter& matter, const sdk::Event& entry, uint32_t bits);

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_MATTERS_H_
