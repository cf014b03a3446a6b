#ifndef CANDOR_DAEMON_DOMAIN_FOLD_H_
#define CANDOR_DAEMON_DOMAIN_FOLD_H_

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/access.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/away.h"
#include "daemon/domain/concern_notice.h"
#include "daemon/domain/decision.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/enrolment.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/projections.h"
#include "daemon/domain/report_signature.h"
#include "daemon/domain/role.h"
#include "daemon/domain/store.h"

// How ledger records become projections: the one place. The view of now, views of the past, recovery and rebuild all
// run this over the same records and get the same rows. It sees headers and clear parts only.
namespace candor::domain {

// Raised with every change of the rows that records of earlier days make. Rows of another version are made anew.
// - 1: up to cases and corrections.
// - 2: what single entries and decisions add to the figures.
// - 3: what of supervision is on file, how late acts are written down, and a welcome apart from other training; a
//   session that nobody signed is not one signed soon.
// - 4: standing plans in the course of a case, endings that were ordered, what a boundary opened, waivers that ran out,
//   policies that came into force, and how many cases there are; what has become of a matter is no new one.
// - 5: what others have written about a member's conduct, and the member's answers; who holds which open cases; the
//   reader whom an amendment names is one who was named.
// - 6: what was called back after a move is so at each place where it stood; answers to supervision notes are counted
//   where the notes are read; what was written about a member is kept for whoever it is about as it stands.
// - 7: what is a member's in the figures, who has reported something, which member is looked at for what others wrote
//   in a case, whether a decision is only proposed, and how far the look at everything has come that a change of the
//   policies asks for.
// - 8: whose a client is who comes back on the day of the ending.
// - 9: erasures, holds and backups.
// - 10: the backup that a ledger goes on from is one of those that it knows; nobody holds an erased case, and what was
//   moved into one is erased where it stood.
// - 11: what is done about a matter stands behind its coming in, of one day; what is urgent, and a date of a law's,
//   stand on closed days, and business days are the practice's.
// - 12: enrolments, roles, who was shown what, how the practice answers for it, and what was opened in an emergency.
// - 13: how often words of others were read, by role, what left the daemon, and reviews of the log.
inline constexpr uint8_t kFoldVersion = 13;

struct MemberRecorded {
  MemberId id;
  IdBytes name_digest{};
  IdBytes request{};  // keyed digest of the call that made the member; zeros: none
};

struct CaseRecorded {
  CaseId id;
  IdBytes code_digest{};
  IdBytes request{};
};

struct EntryRecorded {
  EntryHeader header;
  IdBytes content{};
};

struct DecisionRecorded {
  DecisionId id;
  DecisionKind kind = DecisionKind::kAcknowledge;
  DecisionState state = DecisionState::kInForce;
  SubjectId subject;
  FollowUpId follow_up;
  std::optional<Day> until;
  IdBytes request{};
  KeyClass key_class = KeyClass::kGeneral;  // of the follow-up
};

struct ReportSignedRecorded {
  SignatureId id;
  Day from;
  Day to;
  IdBytes request{};
};

struct ErasureRecorded {
  ErasureId id;
  SubjectId subject;
  std::vector<KeyClass> classes;
  DecisionState state = DecisionState::kProposed;
  ErasureWhy why = ErasureWhy::kRequest;
  MemberId proposer;
  MemberId approver;
  std::vector<ErasedKeyCheck> keys;
  IdBytes request{};
};

struct HoldRecorded {
  HoldId id;
  SubjectId subject;
  HoldState state = HoldState::kPlaced;
  MemberId proposer;
  MemberId approver;
  IdBytes request{};
};

struct AssessmentRecorded {
  std::vector<SubjectProgress> progress;
  std::vector<FollowUpClear> sections;  // in the order of the record
  std::optional<Reassessment> reassessment = {};
};

// A ledger record as the fold sees it.
struct FoldRecord {
  uint64_t number = 0;
  absl::Time recorded_at;
  std::variant<MemberRecorded, Supervision, CaseRecorded, EntryRecorded, DecisionRecorded, AssessmentRecorded,
               Activation, Batch, Settings, LossAccepted, FirstRead, CaseMerged, ReportSignedRecorded, Restored,
               ErasureRecorded, HoldRecorded, KeyEvent, BackupTaken, EnrolmentRecorded, RoleChange, Access,
               NonUseAccepted, LogReviewed, Disclosed, Emergency, ConcernNotice>
      what;
};

// The cases that a supervision note covers; empty for every other entry.
std::vector<CaseId> CoversOf(const EntryHeader& header);

// The subjects in whose timelines the entry stands: its own first, then the cases that it covers, each once.
std::vector<SubjectId> SubjectsOf(const EntryHeader& header);
// The subjects whose rules look at it: those, and the member of whose conduct it tells in somebody else's words, or who
// answers such words.
// `first`: as it was first written, itself where it revises nothing.
std::vector<SubjectId> SubjectsJudgedBy(const EntryHeader& header, const EntryHeader& first);
// Puts the header where it belongs in the course of a case.
void InsertInOrder(const EntryHeader& header, std::vector<EntryHeader>& course);

// Folds records, in order of number, into `rows` (not owned; outlives it). Thread-compatible.
class Fold final {
 public:
  explicit Fold(Projections& rows) : rows_(rows) {}

  // What the course of a case becomes with an entry of the case that is not folded yet; writes nothing.
  std::vector<EntryHeader> CourseAfter(const EntryHeader& header, std::vector<EntryHeader> course);

  // DATA_LOSS and the like from `rows`; what was written since the last OK is not to be kept.
  absl::Status Apply(const FoldRecord& record);
  // Brings the figures up to date. To be called after the last record of each group, before the rows are kept; how
  // records are grouped makes no difference to the rows.
  absl::Status Finish();

 private:
  // The entries that a new revision puts out of force.
  struct Revised {
    EntryId id;
    EntryRow row;
    EntryHeader header;
  };

  void Take(const FoldRecord& record, const MemberRecorded& member);
  void Take(const FoldRecord& record, const Supervision& supervision);
  void Take(const FoldRecord& record, const CaseRecorded& recorded);
  void Take(const FoldRecord& record, const EntryRecorded& entry);
  void Take(const FoldRecord& record, const DecisionRecorded& decision);
  void Take(const FoldRecord& record, const AssessmentRecorded& assessment);
  void Take(const FoldRecord& record, const Activation& activation);
  void Take(const FoldRecord& record, const Batch& batch);
  void Take(const FoldRecord& record, const Settings& settings);
  void Take(const FoldRecord& record, const LossAccepted& loss);
  void Take(const FoldRecord& record, const FirstRead& read);
  void Take(const FoldRecord& record, const CaseMerged& merged);
  void Take(const FoldRecord& record, const ReportSignedRecorded& signature);
  void Take(const FoldRecord& record, const Restored& restored);
  void Take(const FoldRecord& record, const ErasureRecorded& erasure);
  void Take(const FoldRecord& record, const HoldRecorded& hold);
  void Take(const FoldRecord& record, const KeyEvent& event);
  void Take(const FoldRecord& record, const BackupTaken& backup);
  void Take(const FoldRecord& record, const EnrolmentRecorded& enrolment);
  void Take(const FoldRecord& record, const RoleChange& change);
  void Take(const FoldRecord& record, const Access& access);
  void Take(const FoldRecord& record, const NonUseAccepted& accepted);
  void Take(const FoldRecord& record, const LogReviewed& review);
  void Take(const FoldRecord& record, const Disclosed& disclosed);
  void Take(const FoldRecord& record, const Emergency& emergency);
  void Take(const FoldRecord& record, const ConcernNotice& notice);

  static void PutIntoCourse(const EntryHeader& header, const std::vector<Revised>& revised,
                            std::vector<EntryHeader>& course);
  std::vector<Revised> RevisedBy(const EntryHeader& header);
  void AddAncestors(const EntryId& id, std::vector<Revised>& revised);
  // What the header or what it revises was first written as.
  static const EntryHeader& FirstOf(const EntryHeader& header, const std::vector<Revised>& revised);
  void MarkRevised(const std::vector<Revised>& revised, const EntryHeader& by);
  // `number`: of the recall; `first`: what it calls back, as first written where it stands.
  void RecallEarlierPlaces(uint64_t number, const EntryHeader& first);
  void LetWait(uint64_t number, const EntryHeader& header, const std::vector<Revised>& revised);
  void CountEntry(const EntryHeader& header, const std::vector<Revised>& revised);
  void CountDecision(const FoldRecord& record, const DecisionRecorded& decision);
  void CountRead(const FoldRecord& record, const FirstRead& read);
  MemberId ReaderOf(const EntryRow& row, const EntryHeader& first);
  Day DayOf(const FoldRecord& record);
  void CountOversight(const FoldRecord& record, Figure figure, uint16_t bucket = 0);
  void UpdateCourse(const EntryHeader& header, const std::vector<Revised>& revised);
  void UpdateStaffing(const EntryHeader& header, const std::vector<Revised>& revised);
  void UpdateAbout(const EntryHeader& header, const std::vector<Revised>& revised);
  void UpdateAnswers(const EntryHeader& header, const EntryHeader& first);
  void TakeProgress(const std::vector<SubjectProgress>& progress);
  std::vector<FollowUp> CountedFollowUps(const SubjectId& subject, std::map<MemberId, std::vector<AwayPeriod>>& away);
  void MarkChanged(const SubjectId& subject);
  // Whatever speaks of what is erased stays as it is.
  void Freeze(const SubjectId& subject, const std::vector<KeyClass>& classes);
  // What was moved into it and stands there is erased wherever it stood before. Reads each timeline once.
  void EraseEarlierPlaces(const SubjectId& subject, const std::vector<KeyClass>& classes);
  void EraseAsItStood(const EntryHeader& moved, std::map<SubjectId, std::set<EntryId>>& earlier);
  void EraseAmendmentsOf(const std::set<EntryId>& entries, const SubjectId& subject);
  void Contribute(const CaseId& unit, const std::vector<Contribution>& now);
  std::vector<EntryId> EndingsNotAssessed(const SubjectId& subject, const std::vector<EntryHeader>& course);

  Projections& rows_;
  std::set<CaseId> changed_cases_;  // whose contributions are to be made again
  std::set<MemberId> changed_members_;
  bool everything_changed_ = false;
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_FOLD_H_
