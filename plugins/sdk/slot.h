#ifndef CANDOR_PLUGINS_SDK_SLOT_H_
#define CANDOR_PLUGINS_SDK_SLOT_H_

#include <cstdint>
#include <optional>
#include <type_traits>

#include "plugins/sdk/event.h"
#include "plugins/sdk/subject.h"

namespace candor::sdk {

// Whether what the entry opens of the rule is a duty: neither the policy nor the rule began later.
inline bool MakesDuty(const Event& entry, const Subject& subject, uint16_t rule) {
  return entry.opens_duties() && entry.reported() >= subject.DutiesFrom(rule);
}

// Whether the open follow-up is about the therapist of the entry: two on one case each have their own.
inline bool IsOfTherapist(const OpenFollowUp& open, const Event& entry) {
  return open.therapist.empty() || open.therapist == entry.therapist();
}

// The open follow-up of a rule that has one at a time on a subject. One from before the policy, or from before the rule
// was active, has no due date and stands for no duty: the first entry that makes one opens beside it, and what meets
// the one meets the other. Part of a policy's state: trivially copyable.
struct Slot {
  Id key;      // of the open one; empty: none
  Id context;  // of the one from before the policy beside it; empty: none

  bool empty() const { return key.empty(); }

  // Whether a follow-up that the event calls for is to be opened, rather than met by the one that is open.
  bool Takes(const Event& event, const Subject& subject, uint16_t rule) const {
    if (key.empty()) return true;
    if (!MakesDuty(event, subject, rule)) return false;
    const std::optional<OpenFollowUp> open = subject.FindOpen(rule, key);
    return open.has_value() && !open->due.has_value();
  }

  // REQUIRES: Takes(). The caller opens the follow-up.
  void Take(const Id& opened) {
    context = key;
    key = opened;
  }

  // Resolves what is open, and forgets it.
  void Resolve(Subject& subject, uint16_t rule, Cause cause = Cause::kEntry) {
    if (!key.empty()) subject.Resolve(rule, key, cause);
    if (!context.empty()) subject.Resolve(rule, context, cause);
    *this = Slot{};
  }

  bool operator==(const Slot&) const = default;
};
static_assert(std::is_trivially_copyable_v<Slot> && std::has_unique_object_representations_v<Slot>);

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_SLOT_H_
