#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_SET_UP_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_SET_UP_H_

#include <cstdint>
#include <map>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/host_facts.h"
#include "daemon/domain/member.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_figures.h"

// Whether supervision is set up as the law asks, for section 7 of the compliance report (rule catalogue, R67: BPC
// 4980.43.4, 16 CCR 1833): of people whose licence asks for units by the hours of a week. All of it stands in the
// registry and in the changes of supervision, in clear.
namespace candor::domain {

// An agreement is to be signed within so many days of the first one.
inline constexpr int kAgreementWithinDays = 60;
// So many supervisees a supervisor may have.
inline constexpr int kLargestSpan = 6;

struct SupervisionSetUp {
  // Supervisions in force on the last day that had gone on for longer than those days.
  int64_t supervisions = 0;
  int64_t agreed = 0;  // of them: signed in time, and the newest agreement has not run out
  // Supervisions in force on that day of whose supervisor a change of supervision tells until when the licence holds.
  int64_t licences = 0;
  int64_t licences_in_order = 0;  // of them: it holds on that day
  // Who supervised anyone of these people on that day.
  int64_t supervisors = 0;
  int64_t within_span = 0;

  bool operator==(const SupervisionSetUp&) const = default;
};

// A supervisee, with what the view says of them.
struct SupervisedMember {
  Member member;
  std::vector<Supervision> supervisions;  // of others too
  std::vector<EntryHeader> staffing;      // that stand, in timeline order
};

// Pure.
SupervisionSetUp SupervisionSetUpOf(const std::vector<SupervisedMember>& members, const SupervisionWindow& window);

// Reads the registry: as long as the practice has members. The view's errors.
absl::StatusOr<SupervisionSetUp> ReadSupervisionSetUp(const View& view, const SupervisionWindow& window);

// Counts the people in training of who supervises from a change of supervision on. Thread-compatible.
class SuperviseeCount {
 public:
  // `supervisee`: whom the change is about. They count on its first day whatever else is on record.
  SuperviseeCount(const SupervisedFrom& begins, const MemberId& supervisee)
      : begins_(begins), supervisee_(supervisee) {}

  // Once for each whom the supervisor has or had, the supervisee among them. `relations`: of others too; `gone`: the
  // first day after the member has left the practice. Of the supervisee no `gone`: a departure of their own ends what
  // is asked about them.
  void Add(const Member& member, const std::vector<Supervision>& relations, const std::optional<Day>& gone);
  Supervisees Sum() const;

 private:
  const SupervisedFrom begins_;
  const MemberId supervisee_;
  std::map<Day, int32_t> turns_;  // by how much the number changes on a day, from the first one on
};

// How many people in training the one has who supervises from a change of supervision on, as a rule reads it
// (HostFacts::supervisees); nullopt: nobody of the practice does, or the supervisee is in no training then. The view's
// errors.
absl::StatusOr<std::optional<Supervisees>> SuperviseesAfter(const View& view, const Entry& change);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_SET_UP_H_
