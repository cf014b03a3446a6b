#ifndef CANDOR_DAEMON_DOMAIN_ESCALATION_H_
#define CANDOR_DAEMON_DOMAIN_ESCALATION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/settings.h"

// When others come to know that a conversation about somebody's private note is due. Nobody but who may read the note
// is told more than whose conversation it is and since when: not which kind of note, which rule, nor a word of it.
// Pure.
namespace candor::domain {

// Who is told next. Numbers are on the wire.
enum class EscalationTo : uint8_t {
  kSupervisor = 1,  // whoever supervises the author; where nobody does, the consultants
  kDirector = 2,
};

// So many days before each step its author is told of it.
inline constexpr int64_t kAnnouncedDays = 7;

struct EscalationStep {
  EscalationTo to = EscalationTo::kSupervisor;
  Day told_on;       // the first day on which they are told, if it is still open then
  Day announced_on;  // from here on the author is told that this is near

  bool operator==(const EscalationStep&) const = default;
};

// Of a follow-up from a private note that is open and has a date, both steps in order: the first
// `settings.access.escalate_after_days` after its date, the second as many days later. A date that moves, because whose
// it is is away, moves them. Empty: it is no such follow-up.
std::vector<EscalationStep> EscalationOf(const FollowUp& follow_up, const Settings& settings, Day today);

// Whether they are told of it by today.
bool IsToldTo(EscalationTo to, const FollowUp& follow_up, const Settings& settings, Day today);

// The step of which its author is to be told now: announced, and not taken yet. nullopt: none is near.
std::optional<EscalationStep> NearStep(const std::vector<EscalationStep>& steps, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ESCALATION_H_
