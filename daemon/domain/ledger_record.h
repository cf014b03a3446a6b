#ifndef CANDOR_DAEMON_DOMAIN_LEDGER_RECORD_H_
#define CANDOR_DAEMON_DOMAIN_LEDGER_RECORD_H_

#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/change.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/erasure.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/key_custody.h"
#include "daemon/domain/member.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/role.h"
#include "daemon/domain/settings.h"

// What was put on record, whole. Values, thread-compatible.
namespace candor::domain {

// A ledger record with all that it says, what the store itself has given out included: what an export carries away and
// an import puts back. The digests are keyed, 16 bytes each; zeros or empty: none.
struct KeptMember {
  Member member;
  IdBytes request{};
};
struct KeptCase {
  NewCase opened;
  IdBytes request{};
};
struct KeptEntry {
  Entry entry;
  IdBytes content{};
  std::string import_digest;
};
struct KeptDecision {
  Decision decision;
  IdBytes request{};
};
struct KeptErasure {
  Erasure erasure;
  IdBytes request{};
};
struct KeptHold {
  LegalHold hold;
  IdBytes request{};
};
// `follow_ups` as they stood then, without decisions; `sealed` is nullopt where it is erased.
struct KeptAssessment {
  uint64_t answers_to = 0;
  std::vector<SubjectProgress> progress;
  std::vector<FollowUp> follow_ups;
  std::optional<Reassessment> reassessment = {};
};
struct LedgerRecord {
  // In the order of the record types (FORMAT.md).
  using What = std::variant<KeptMember, Supervision, KeptCase, KeptEntry, KeptDecision, KeptAssessment, Activation,
                            Batch, Settings, LossAccepted, FirstRead, CaseMerged, ReportSigned, Restored, KeptErasure,
                            KeptHold, KeyEvent, BackupTaken, EnrolmentRecorded, RoleChange, Access, NonUseAccepted,
                            LogReviewed, Disclosed, Emergency, ConcernNotice>;

  uint64_t number = 0;
  absl::Time recorded_at;
  std::string commitment;  // 32 bytes
  bool erased = false;     // its key is gone: only what stands in clear is there
  What what;
};

// What names, lookups and the order of timelines are made with; 32 bytes each. A ledger that has taken over another
// one's records goes on with them, so that the same thing gets the same name there.
struct NamingKeys {
  Sensitive<std::string> order;
  Sensitive<std::string> names;
  Sensitive<std::string> lookup;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_LEDGER_RECORD_H_
