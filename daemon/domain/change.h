#ifndef CANDOR_DAEMON_DOMAIN_CHANGE_H_
#define CANDOR_DAEMON_DOMAIN_CHANGE_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/member.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/parameter_set.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/role.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/subject.h"

// What is asked to be put on record, and how that is answered: the changes that have no header of their own, the one
// type of all of them, and the transaction in which they stand or fall together. Values, thread-compatible. An empty
// id, text or nullopt: there is none.
namespace candor::domain {

// A file that is being imported. Each imported header names its batch.
struct Batch {
  BatchId id;
  std::string file_digest;  // 32 bytes
  std::string map_digest;   // 32 bytes
  Day policy_from;          // entries reported on or after it may open duties
};

// From when on which policies hold, and how each rule is run. One stands in every ledger from the first start; another
// is put on record with every change of plugins, profiles or modes, and on the day from which a mode was to hold.
struct Activation {
  std::string parameter_set;          // PolicyEngine::ParameterSet()
  std::vector<std::string> plugins;   // "consultation 1.0.0"
  std::vector<std::string> profiles;  // "default 1.0.0"
  Day effective_from;                 // duties arise from entries reported on or after it
  // Since modes are kept; those from before have none of what follows, and all their rules are active.
  ActivationId id = {};
  std::optional<Day> on = {};               // the day for which `settings` are to be read
  std::vector<RuleSetting> settings = {};   // in the order in which they were laid down
  std::map<std::string, Day> awaited = {};  // plugins that could not be loaded so far, and since when
  IdBytes request = {};                     // of the call that asked for it; given out by the store
  // The ledger size at which it was decided; not kept. ABORTED when another one has been put on record since.
  std::optional<uint64_t> decided_at = {};
  // What the profiles say otherwise than before, in a form of the policy room's own; empty: nothing, or that was not
  // kept yet. Entries of `profiles_from` or later are judged by it; nullopt: all there are.
  std::string profiles_kept = {};
  std::optional<Day> profiles_from = {};
  // The profiles in force, without their titles, for when each was reviewed; empty: not kept yet.
  std::vector<ProfileInForce> reviews = {};
  int32_t review_after_days = 0;  // after so many they are to be compared again; 0: not kept yet, or no profile says it
  // Why somebody chose a mode; sealed in the record, and empty in what is read of the newest one.
  std::string reason = {};
};

struct NewCase {
  CaseId id;
  std::string code;
};

struct LossAccepted {
  uint64_t lost_from = 0;  // first ledger number that is gone
  uint64_t lost_to = 0;    // one past the last; the same as `lost_from` when nobody knows how many are gone
  std::string reason;
};

// The ledger goes on from a backup: what was recorded after it was made is not there, and checkpoints are signed under
// another epoch from here on.
struct Restored {
  uint64_t epoch = 0;         // as which it goes on
  uint64_t records = 0;       // that the backup held
  absl::Time made_at;         // the backup
  IdBytes backup{};           // its id
  uint32_t erased_again = 0;  // keys that were erased after it was made, and again before anything was served
  // Entries and amendments that had been moved on when what they had become was erased: they are erased where they
  // stand. Their ledger numbers, ascending, all below `records`.
  std::vector<uint64_t> erased_records = {};

  bool operator==(const Restored&) const = default;
};

// The digests of an import, of its file, its map and each of its rows, are SHA-256.
inline constexpr size_t kImportDigestBytes = 32;

// That somebody other than its author is shown a personal entry: on record before they are, of each reader the first
// time. `entry` is the one first written, whichever version was shown.
struct FirstRead {
  SubjectId subject;
  EntryId entry;
  MemberId reader;  // empty: the operator as such
  // As whoever supervises its author, who is in training: that is on record, and no figure of reads that should not be.
  bool supervises_training = false;

  bool operator==(const FirstRead&) const = default;
};

// Two case records are of one client. What stood in `from` is written into `into` by the same transaction, so that from
// here on `from` is a name that says where it went. Follow-ups keep what was decided about them: each pair names one of
// `from` and the one that the same entries make in `into`.
struct CaseMerged {
  CaseId from;
  CaseId into;
  Caller caller;
  std::vector<std::pair<FollowUpId, FollowUpId>> follow_ups;
  IdBytes request{};  // given out by the store
  // The ledger size at which it was decided what is to be moved; not kept. ABORTED when either case has changed since.
  uint64_t decided_at = 0;
};

// An entry on its way in. `request_id`: empty, or AIP-155 text; the same id by the same caller within seven days with
// the same content is answered with the first entry, with other content it is ALREADY_EXISTS. `import_digest`: empty,
// or SHA-256 of the row's normalised content; the same row is a duplicate for ever. At most one of the two.
// `entry.header.id` is given out by the store when empty.
struct NewEntry {
  Entry entry;
  std::string request_id;
  std::string import_digest;
};

using Change = std::variant<Member, Supervision, NewCase, NewEntry, Decision, Assessment, Activation, Batch, Settings,
                            LossAccepted, FirstRead, CaseMerged, ReportSigned, Restored, Erasure, LegalHold, KeyEvent,
                            BackupTaken, EnrolmentRecorded, RoleChange, Access, NonUseAccepted, LogReviewed, Disclosed,
                            Emergency, ConcernNotice>;

// Changes that stand or fall together, in order. `sent`: empty, or what the call that asks for them said, in a form in
// which equal calls are equal; then the first change is the entry (with the call's request id), member, case or
// decision (or a report's signature, an activation, a role, a review, a disclosure or an emergency) that the call
// makes, under a name that follows from its request id. The same call again is answered with that, whatever has become
// of it; another call under the same name is ALREADY_EXISTS.
struct Transaction {
  std::vector<Change> changes;
  std::string sent = {};
};

struct Appended {
  uint64_t first_number = 0;  // ledger number of the first change; of the earlier thing when duplicate
  absl::Time recorded_at;     // left out when duplicate, but for an entry
  bool duplicate = false;     // nothing was written: what the call makes was there already
  EntryId entry;              // of the last NewEntry among the changes; the earlier one's when duplicate
  SubjectId subject;          // of that entry
  uint64_t records = 0;       // that were written, several for a large assessment; 0 when duplicate
};

using AppendCallback = std::function<void(absl::StatusOr<Appended>)>;

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CHANGE_H_
