#ifndef CANDOR_DAEMON_DOMAIN_ESCALATION_H_
#define CANDOR_DAEMON_DOMAIN_ESCALATION_H_

#include <cstdint>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/view.h"

// When others come to know that a conversation about somebody's private note is due. Nobody but who may read the note
// is told more than whose conversation it is and since when: not which kind of note, which rule, nor a word of it.
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

// The first day on which its author can have known of it: the one on which what opened it was put on record, which of
// an import, or of what is handed in late, is long after it was written down; and where the rule was laid down for days
// gone by, no sooner than it was. Errors are the view's.
absl::StatusOr<Day> KnownSince(const View& view, const FollowUp& follow_up, const Settings& settings, Day today);

// Of a follow-up from a private note that is open and has a date, both steps in order: the first
// `settings.access.escalate_after_days` after its date, and not before its author has known of it for a week; the
// second as many days after the first. A date that moves, because whose it is is away, moves them. Empty: it is no such
// follow-up. Pure.
std::vector<EscalationStep> EscalationOf(const FollowUp& follow_up, const Settings& settings, Day known_since,
                                         Day today);

// Whether they are told of it by today. Pure.
bool IsToldTo(EscalationTo to, const FollowUp& follow_up, const Settings& settings, Day known_since, Day today);

// The step of which its author is to be told now: announced, and not taken yet. nullopt: none is near. Pure.
std::optional<EscalationStep> NearStep(const std::vector<EscalationStep>& steps, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ESCALATION_H_
