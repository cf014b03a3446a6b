#ifndef CANDOR_DAEMON_POLICY_DIRECTORY_H_
#define CANDOR_DAEMON_POLICY_DIRECTORY_H_

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "absl/container/flat_hash_map.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/host_facts.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"

namespace candor::policy {

// By which values entries about somebody are judged, and what a fold's context has of that.
struct JudgedBy {
  std::vector<domain::SetPeriod> periods;
  std::string bytes;   // the periods by name: numbers are others after a restart; empty where there are no names
  std::string digest;  // "/" and a digest of `bytes`; empty with them
};
// As `digest`, of the bytes of several people.
std::string DigestOfSets(const std::string& bytes);

// What the host's facts and duties are taken from besides the case itself: members, supervision, plans for supervision,
// batches, the activation. Remembered between groups of entries. Thread-compatible.
class Directory {
 public:
  // Goes on from `view`. Everything is read again when the ledger has had any record since the last view but entries,
  // assessments and those that say who was shown what; `own_assessments` is how many records of assessments were
  // appended since.
  absl::Status MoveTo(const domain::View& view, uint64_t own_assessments);
  // What entries of a member's own timeline may have changed.
  struct Otherwise {
    bool supervised = false;  // who supervises whom: what was said of earlier entries may not hold
    bool away = false;        // when the member is away, or anything else that entries of staffing kinds tell
  };
  // Entries of the member's own timeline have come, the first of them on `day`. Where they may have changed who
  // supervises whom, all people are read again.
  absl::StatusOr<Otherwise> TakeMemberEntries(const domain::View& view, const MemberId& member, int32_t day);

  // The people around a therapist. The plans are there only when asked for.
  absl::StatusOr<const domain::People*> Around(const domain::View& view, const MemberId& therapist, bool with_plans);
  // A digest of what Around() says of the therapists, plans left out: whether facts taken earlier still hold.
  absl::StatusOr<std::string> Context(const domain::View& view, const std::vector<domain::Part>& parts);
  // The same of whom else the supervisors of a member supervise; empty where they supervise nobody else.
  absl::StatusOr<std::string> TeamContext(const domain::View& view, const MemberId& member);
  // Of a change of supervision: HostFacts::supervisees. What Around() gave before does not outlive it.
  absl::StatusOr<std::optional<domain::Supervisees>> SuperviseesAfter(const domain::View& view,
                                                                      const domain::Entry& change);
  // By which values of the engine the therapist is judged. Remembered as long as the engine, what is in force and what
  // is known of the therapist stay what they are. Never nullptr.
  absl::StatusOr<std::shared_ptr<const JudgedBy>> SetsOf(const domain::View& view, const domain::PolicyEngine& engine,
                                                         const MemberId& therapist);
  // Another engine judges from here on, or by other values.
  void ForgetSets();
  absl::StatusOr<bool> OpensDuties(const domain::View& view, const domain::EntryHeader& header);

  const domain::Settings& settings() const { return settings_; }
  // How rules are run as the newest activation has it.
  const domain::RuleModes& modes() const { return modes_; }
  // Raised whenever everything was read again.
  uint64_t generation() const { return generation_; }

 private:
  struct Known {
    domain::People people;
    bool has_plans = false;
    int32_t plans_from = domain::Place::First().day;                    // plans before this day are known
    std::vector<std::pair<int32_t, domain::PlannedSupervision>> plans;  // by the day of the note
    // What Context() says of this one alone: made once, because it takes a digest and is asked for with every entry.
    std::optional<std::string> bytes;
    std::string digest;
    // What TeamContext() says. It goes over others too: what changes any of these has all people forgotten.
    std::optional<std::string> team;
    std::shared_ptr<const JudgedBy> sets;  // nullptr: not asked yet
  };

  absl::StatusOr<Known*> Find(const domain::View& view, const MemberId& therapist);
  // Everybody whom they supervise or supervised.
  absl::StatusOr<std::set<MemberId>> TeamOf(const domain::View& view, const MemberId& supervisor);
  // Fills in `bytes` and `digest`.
  static void Digest(const MemberId& therapist, Known& known);
  absl::Status ReadPlans(const domain::View& view, const MemberId& therapist, Known& known);

  uint64_t size_ = 0;           // of the last view
  uint64_t other_records_ = 0;  // likewise, all but entries
  bool moved_ = false;
  domain::Settings settings_;
  std::optional<Day> effective_from_;
  domain::RuleModes modes_;
  uint64_t generation_ = 0;
  absl::flat_hash_map<MemberId, Known> members_;
  absl::flat_hash_map<BatchId, Day> batches_;
  // Of whom, and of what in force, the remembered sets are.
  const domain::PolicyEngine* sets_of_ = nullptr;
  std::string sets_in_force_;
  // Of members whose own entries were looked at, those that tell of a change of supervision or a departure.
  absl::flat_hash_map<MemberId, std::vector<EntryId>> changes_;
  // Of members whose own entries were looked at, their staffing entries.
  absl::flat_hash_map<MemberId, std::vector<domain::EntryHeader>> staffing_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_DIRECTORY_H_
