#ifndef CANDOR_DAEMON_DOMAIN_WORK_LIST_H_
#define CANDOR_DAEMON_DOMAIN_WORK_LIST_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"

// What waits for somebody today.
namespace candor::domain {

// As whom somebody sees a piece of work. Numbers are on the wire.
enum class WorkRole : uint8_t { kOwn = 1, kSupervisor = 2, kDirector = 3, kCover = 4, kConsultant = 5, kReader = 6 };

// One step, however many follow-ups it meets.
struct WorkItem {
  WorkRole role = WorkRole::kOwn;
  FollowUp follow_up;         // of the situation, the one that is due first
  uint32_t also_met = 0;      // more follow-ups of the same situation
  bool confidential = false;  // of it no more is told than whose it is, and that a conversation was due on a date
};

// The work of the reader, in order of due date; what has none comes last. Reads what is open, and nothing else.
//   - A member's own: what is open, each situation once. While they are away and a member covers, what their clients
//     need is not theirs but the cover's; what is theirs alone stays, with its date moved.
//   - Of those whom a member supervises today: what the member may know of; of a private note that the member may not
//     know of, from the first step of its escalation on (escalation.h), that a conversation is due.
//   - The practice's, for a director and for the operator as such: everything, as far as they are shown it; of private
//     notes of others, from the second step on, that a conversation is due. What is the practice's to see to, or of a
//     restricted matter, is nobody else's work.
//   - For a consultant: of whoever has no supervisor, from the first step on, that a conversation is due.
//   - For whom the author of a private note has named to read it: what comes of that note, at once.
absl::StatusOr<std::vector<WorkItem>> WorkOf(const View& view, Viewer& viewer, const Settings& settings, Day today);

// A case that is open and whose therapist has left.
struct LeftCase {
  CaseId id;
  std::string code;  // narrative class; empty: the reader is not shown it
  MemberId therapist;
  Day since;  // the first day without them

  bool operator==(const LeftCase&) const = default;
};

// Those that wait for the reader, longest since first, then in order of code: for a director and the operator as such
// all, for a member those of whom they supervise or act for today. Reads no other case.
absl::StatusOr<std::vector<LeftCase>> LeftCasesOf(const View& view, Viewer& viewer, Day today);

// Somebody whose supervisor has left without a next one.
struct Unsupervised {
  MemberId member;
  MemberId left;  // who supervised last
  Day since;      // the first day without them

  bool operator==(const Unsupervised&) const = default;
};

// Those who are there and whom nobody supervises today because their supervisor has left, longest since first; nobody
// of whom it is on record since that supervision ended. For the operator as such, who records who is next (ADR 0030),
// and for a director; none for another member.
absl::StatusOr<std::vector<Unsupervised>> UnsupervisedOf(const View& view, Viewer& viewer, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_WORK_LIST_H_
