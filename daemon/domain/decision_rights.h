#ifndef CANDOR_DAEMON_DOMAIN_DECISION_RIGHTS_H_
#define CANDOR_DAEMON_DOMAIN_DECISION_RIGHTS_H_

#include <cstdint>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/store.h"

// Who decides about a follow-up, and what is known of what it rests on once they have.
namespace candor::domain {

// Why somebody who sees a follow-up does not decide about it.
enum class DecisionBar : uint8_t {
  kNone = 0,         // they may
  kSubject = 1,      // it is about them
  kSubordinate = 2,  // whom it is about supervises them, or somebody above them
  kParty = 3,        // they have or had a part in the case, or what opened it is their own account of somebody else or
                     // the concern that they raised
  kDirection = 4,    // it is confined and about who directs or owns the practice, and they review nothing of the kind
};

// Whether `decider` may waive, dispose of, approve or refuse; `today` is the day on which they would. The operator as
// such (empty) may. To have seen it may be noted by anybody who sees it: that decides nothing. Errors are the view's.
absl::StatusOr<DecisionBar> DecisionBarOf(const View& view, const FollowUp& follow_up, const MemberId& decider,
                                          Day today);

// Whether it is never let wait: what a rule forbids, and whatever a rule of R10 to R19 has opened, asks for the record
// included. It ends by a disposition, of somebody whom it is not about; with reason, but without waiting. Of an erased
// one nobody knows the rule, and its action tells.
bool IsNeverWaived(const FollowUp& follow_up);
// The same of all that a rule opens, by its number in the catalogue ("R10") and what it asks for.
bool IsNeverWaived(std::string_view catalogue_id, Action action);

// Whether closing it may say what was found of what was told: of what a rule of R10 to R19, R22, R34 or R54 has opened,
// and of what forbids. Any other is a prompt, and nobody is found to have done something by it.
bool TakesFinding(const FollowUp& follow_up);
// Whether it has to: something is told of somebody's conduct that is not to go on.
bool NeedsFinding(const FollowUp& follow_up);

// Whether one person does not suffice: to let something important or urgent wait.
bool NeedsSecondPerson(DecisionKind kind, const FollowUp& follow_up);

// Where the proposal stands on `today`: a waiver that nobody approved expires with its last day.
DecisionState StateOn(const Decision& decision, Day today);

// How sure anybody can be of what is told of somebody's conduct. Numbers are on the wire.
enum class Standing : uint8_t {
  kNone = 0,  // no conduct is told
  kSelfReported = 1,
  kAlleged = 2,
  kSubstantiated = 3,
  kNotSubstantiated = 4,
  kUnfounded = 5,
  kWithdrawn = 6
};

// Of a follow-up that `opened_by` has opened: whose account that is, until a disposition in force has found something;
// the last one counts. `decisions`: all about the follow-up, in order. Pure.
Standing StandingOf(const EntryHeader& opened_by, const std::vector<Decision>& decisions);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_DECISION_RIGHTS_H_
