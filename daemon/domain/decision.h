#ifndef CANDOR_DAEMON_DOMAIN_DECISION_H_
#define CANDOR_DAEMON_DOMAIN_DECISION_H_

#include <optional>
#include <string>

#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/subject.h"

namespace candor::domain {

inline constexpr size_t kMaxReasonBytes = 16 * 1024;

// A person's decision about a follow-up: proposed → in force | refused | expired. Where one person suffices it is in
// force at once. What becomes of a proposal is a record of its own under the same id.
struct Decision {
  DecisionId id;
  DecisionKind kind = DecisionKind::kAcknowledge;
  DecisionState state = DecisionState::kInForce;
  SubjectId subject;  // of the follow-up
  FollowUpId follow_up;
  KeyClass key_class = KeyClass::kGeneral;
  MemberId proposer;  // empty: the operator as such
  MemberId approver;  // who approved or refused what was proposed; empty: none needed, or the operator as such
  Caller caller;
  Sensitive<std::string> reason;
  std::optional<Day> until;          // waivers: the last day
  Finding finding = Finding::kNone;  // dispositions
  absl::Time recorded_at;            // filled in by the store

  bool operator==(const Decision&) const = default;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_DECISION_H_
