#ifndef CANDOR_DAEMON_DOMAIN_POLICY_PREVIEW_H_
#define CANDOR_DAEMON_DOMAIN_POLICY_PREVIEW_H_

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/rule.h"
#include "daemon/domain/subject.h"

// What would differ from what is on record if the policies were otherwise: a profile, a plugin or the mode of rules
// that is tried before it is put in force.
namespace candor::domain {

// A file that an administrator has placed in the candidates folder.
struct Candidate {
  enum class Kind : uint8_t { kProfile = 1, kPlugin = 2 };

  std::string file;  // its bare name
  Kind kind = Kind::kProfile;
  std::string digest;   // hex SHA-256; empty: it cannot be read
  std::string title;    // of a profile "default 1.0.0"; empty: of a plugin, which is not loaded for a list
  std::string problem;  // why it cannot be used, one sentence; empty: nothing is known against it

  bool operator==(const Candidate&) const = default;
};

// How rules are to be run: one of a plugin, all of it, or every one.
struct CandidateMode {
  std::string plugin;  // "-": of every one
  std::string rule;    // slug; empty: all of the plugin
  RuleMode mode = RuleMode::kActive;
};

// Everything may be left out: what is left out is as it is in force. With nothing, what today's policies would say is
// compared with what is on record.
struct PolicyPreviewRequest {
  std::string profile_file;  // bare name in the candidates folder; takes the place of the profile of its name
  std::string plugin_file;   // the same; takes the place of the plugin of its name
  std::vector<CandidateMode> modes;
  std::optional<SubjectId> subject;  // only this case or member
  // What is new holds for entries of this day or later; nullopt: as if it had held since the policies began.
  std::optional<Day> from;
  Day today;
};

// Numbers are on the wire.
enum class DifferenceKind : uint8_t {
  kOpens = 1,      // there would be one more
  kCloses = 2,     // it would be resolved
  kWithdrawn = 3,  // it would not be called for
  kReopens = 4,    // it would be open again
  kChanges = 5,    // as it is, with another date, severity or the like
};

// Why something differs. Numbers are on the wire.
enum class DifferenceCause : uint8_t {
  kValue = 1,          // another value of a parameter, and which profile decides it
  kPlugin = 2,         // another version of the plugin
  kMode = 3,           // the rule is run otherwise, or from another day on
  kOtherFollowUp = 4,  // another one of the same subject differs, and with it what goes under what
  kRecord = 5,         // nothing of the above: today's policies say it too, only the record does not
};

struct DifferenceReason {
  DifferenceCause cause = DifferenceCause::kRecord;
  std::string parameter;  // of a value
  std::string unit;
  std::string before;  // "14", "1.0.0", "shadow"; of several that hold side by side all of them; empty: none
  std::string after;
  std::string before_profile;  // of a value: "default 1.0.0"; empty: the plugin's default
  std::string after_profile;

  bool operator==(const DifferenceReason&) const = default;
};

// One follow-up, as it is and as it would be; either may be missing.
struct FollowUpDifference {
  DifferenceKind kind = DifferenceKind::kChanges;
  std::optional<FollowUp> before;
  std::optional<FollowUp> after;
  std::vector<DifferenceReason> reasons;  // never empty
};

// Of one case or member, without anything of a private note or a restricted matter.
struct SubjectDifference {
  SubjectId subject;
  std::string case_code;  // empty: a member
  std::vector<FollowUpDifference> follow_ups;
};

// How much differs of one rule, by what would become of it.
struct RuleDifferences {
  std::string rule;  // slug
  std::string plugin;
  std::string catalogue_id;
  std::string title;
  int64_t opens = 0;
  int64_t closes = 0;
  int64_t withdrawn = 0;
  int64_t reopens = 0;
  int64_t changes = 0;
  int64_t subjects = 0;
  int64_t therapists = 0;

  bool operator==(const RuleDifferences&) const = default;
};

struct PolicyPreviewSummary {
  int64_t subjects = 0;                // cases and members that were compared
  int64_t differing = 0;               // of them, those of which a difference was listed
  std::vector<RuleDifferences> rules;  // by catalogue id, then slug
  // Rules about private notes and restricted matters of which no count is told: because too few people stand behind it,
  // or because nothing differs; which of the two is not told.
  int64_t rules_not_told = 0;
  // Follow-ups that nobody would see differ, but that would be put on record anew: with another version or other texts.
  int64_t restated = 0;
  int64_t waiting = 0;  // cases and members left out: what came in is not assessed yet
  // Entries that a policy would say it cannot judge, and that it judges today.
  int64_t not_assessed = 0;
  int64_t not_judged = 0;    // cases and members left out: the policies did not come to the end in time
  int64_t erased = 0;        // cases left out: nobody can read them any more, and they stay as they were
  std::string refused = {};  // why it could not be put in force as things stand, one sentence; empty: it could
};

struct PolicyPreviewProgress {
  uint64_t done = 0;  // cases and members
  uint64_t all = 0;
};

// Whoever waits for a preview. Called from one thread at a time.
class PolicyPreviewListener {
 public:
  virtual ~PolicyPreviewListener() = default;

  // False: nobody waits any more, and what is under way is to end.
  virtual bool Listening() = 0;
  // False: so much waits to be taken away that nothing more is to be said for now.
  virtual bool HasRoom() = 0;
  virtual void Take(const PolicyPreviewProgress& progress) = 0;
  virtual void Take(const SubjectDifference& difference) = 0;
  // Once, last.
  virtual void End(absl::StatusOr<PolicyPreviewSummary> summary) = 0;
};

// The seam to whoever tries out policies that are not in force (daemon/policy/candidate). Thread-safe.
class PolicyPreviewer {
 public:
  virtual ~PolicyPreviewer() = default;

  // Replays the history by the policies as they would be, in a worker of its own that yields to everything else, and
  // tells `listener` what differs from what is on record. Rules about members are told of the follow-ups of cases as
  // they are on record. Nothing is written or counted, and of what it reads nothing is logged. Ends with
  // INVALID_ARGUMENT "FILE:LINE: reason" or about a field, NOT_FOUND (file, rule), FAILED_PRECONDITION (a candidate
  // that cannot be loaded or ends its worker, a re-assessment under way), RESOURCE_EXHAUSTED (too many ask at once),
  // CANCELLED (nobody listens), UNAVAILABLE (stopping, no worker).
  virtual void Preview(PolicyPreviewRequest request, std::shared_ptr<PolicyPreviewListener> listener) = 0;

  // The files in the candidates folder that may be one, by name; none where there is no such folder.
  virtual absl::StatusOr<std::vector<Candidate>> Candidates() const = 0;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_POLICY_PREVIEW_H_
