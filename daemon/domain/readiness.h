#ifndef CANDOR_DAEMON_DOMAIN_READINESS_H_
#define CANDOR_DAEMON_DOMAIN_READINESS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/member.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"

// What a practice names before it works with people: to whom its therapists can turn, who looks at those who lead it,
// who acts when one of these is not there, and that its owner has accepted the non-use rule (ADR 0063). Pure but where
// a view is read; thread-safe.
namespace candor::domain {

class View;

// Numbers of `candor.v1.ReadinessGapKind`.
enum class ReadinessGapKind : uint8_t {
  kNobody = 1,             // nobody is director, or owner
  kConsultants = 2,        // there are fewer than two consultants
  kOutsideConsultant = 3,  // none of them is from outside the practice
  kReviewer = 4,           // a director or owner has no independent reviewer
  kDeputy = 5,             // one of them, or the reviewer of one of them, has no deputy
  kNonUse = 6,             // the owner has not accepted the non-use rule in the words that it has now
};

struct ReadinessGap {
  ReadinessGapKind kind = ReadinessGapKind::kNobody;
  // Which role nobody has, has no deputy, or whose holder is not reviewed; nullopt for the other kinds.
  std::optional<Role> role;
  MemberId of;          // who has it and lacks that; empty: nobody in particular
  bool vacant = false;  // it was named once

  bool operator==(const ReadinessGap&) const = default;
};

// What is on record of it.
struct ReadinessFacts {
  std::vector<RoleChange> roles;          // everybody's, in the order of the ledger
  std::optional<NonUseAccepted> non_use;  // the last; nullopt: none
  // What only GapsOn() asks: members who have left by its day, and who supervises those who have a role.
  std::set<MemberId> gone;
  std::vector<Supervision> supervisions;
  // Somebody has enrolled, and so an owner can accept the rule themself.
  bool anyone_enrolled = false;
};

// All of it as of a day. Errors are the view's.
absl::StatusOr<ReadinessFacts> ReadinessFactsOf(const View& view, Day day);

// What is to be named as of that day: in a fixed order, each once. Somebody counts for a role that they have in their
// own right, or for a deputy's as a deputy, while they have not left.
//   - Two consultants are two people; outside consultants are among them.
//   - The reviewer of somebody, and the deputy of that reviewer, is another person: neither director nor owner, nor a
//     deputy of one, nor supervised by whom they review; the deputy is not the reviewer.
//   - The deputy of a director or owner is another person.
//   - The rule was accepted by whoever is owner now: themself, once anybody is enrolled. What the operator accepted for
//     them before that counts for NeverNamed().
// Where one person leads as director and as owner, one reviewer is asked for them.
std::vector<ReadinessGap> GapsOn(const ReadinessFacts& facts, Day day);

// What has never been named up to that day, whatever has become of it since, for nobody in that role. Once it is empty
// it stays so: nobody's report waits because a deputy has left.
std::vector<ReadinessGap> NeverNamed(const ReadinessFacts& facts, Day day);

// "an independent reviewer for the director"; a part of a sentence, without names.
std::string SayGap(const ReadinessGap& gap);

// Whether the method ("candor.v1.EntryService.CreateEntry") is for the work itself, which waits until everything has
// been named once, and not for setting it up.
bool WaitsForReadiness(std::string_view method);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_READINESS_H_
