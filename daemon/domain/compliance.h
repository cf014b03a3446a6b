#ifndef CANDOR_DAEMON_DOMAIN_COMPLIANCE_H_
#define CANDOR_DAEMON_DOMAIN_COMPLIANCE_H_

#include <compare>
#include <cstdint>
#include <optional>
#include <tuple>
#include <vector>

#include "daemon/base/civil.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/settings.h"

// The figures of the compliance report (design: compliance report, sections 3, 5, 6) as sums of contributions. A case
// contributes what a pure function says of it; the fold keeps the sums by taking the old contributions away and adding
// the new ones whenever the case changes. Nothing here reads all entries.
namespace candor::domain {

// Which date puts a contribution into a period. Numbers are stored.
enum class CountBasis : uint8_t { kOccurred = 1, kOpened = 2, kDue = 3, kCohort = 4 };

// What is counted. Numbers are stored; new figures get new numbers. `bucket` is figure-specific (an action, days).
// Where it says "and the whole", every contribution also stands under bucket 0, so that the cases behind a whole can be
// counted without adding up parts that share them. "Nobody's": counted without a therapist, because there are days
// enough already; who stands behind it is judged by the figure that it is a part of.
enum class Figure : uint16_t {
  kTherapistActive = 1,          // basis occurred: marks a therapist-month, never taken away
  kTherapistByChoice = 2,        // basis occurred, nobody's case: written about oneself though no rule asked for it
  kTherapistTrained = 3,         // basis occurred, nobody's case: a training, other than in what Candor is
  kTherapistWelcomed = 4,        // basis occurred, nobody's case: shown what Candor is
  kSituationOpened = 10,         // basis opened, bucket = Action, and the whole
  kSituationDue = 11,            // basis due, bucket = Action, and the whole
  kSituationInTime = 12,         // basis due
  kSituationLate = 13,           // basis due, bucket = LateBand, and the whole
  kSituationExcluded = 14,       // basis due, bucket = ExcludedReason
  kSituationStillOpen = 15,      // basis due: not all of it is closed
  kSituationByItself = 16,       // basis due: after its date, and nothing anybody did closed it
  kBoundarySituation = 17,       // basis opened, also one opened: a boundary or a second relationship opened some of it
  kConversationHeld = 20,        // basis opened, bucket = days from reported to consultation; nobody's
  kConversationAsked = 21,       // basis opened
  kConversationEnded = 22,       // basis opened: closed without a conversation, bucket = days until then; nobody's
  kConsultationWithMember = 30,  // basis occurred
  kConsultationConfirmed = 31,   // basis occurred; numbered for later, a consultant does not confirm yet
  kConsultationOutside = 32,     // basis occurred
  kCohortDecision = 40,          // basis cohort: decisions to refer
  kCohortStep = 41,              // basis cohort, bucket = CohortStep
  kCohortStepDays = 42,          // basis cohort, bucket = CohortStep × kDaysPerStep + days; nobody's
  kCohortSettled = 43,           // basis cohort: accepted, declined or two attempts within 60 days of the decision
  kEnding = 50,                  // basis occurred, bucket = EndingClass, and the whole
  kEndingPrepared = 51,          // basis occurred
  kForcedEnding = 52,            // basis occurred, also an ending: a court, a payer or an agency ordered it
  kForcedEndingAttempted = 53,   // basis occurred: of these, with a referral or a transfer tried
  kPlanReviewDue = 54,           // basis due: a standing plan was to be looked at again
  kPlanReviewInTime = 55,        // basis due: of these, by the day
  // What an entry or a decision adds by itself, whatever case it is about. 62 is not given out again: whether a note
  // was answered soon is read from the notes.
  kSupervisionHeld = 60,         // basis occurred: a session, once for each supervisee
  kSupervisionWrittenSoon = 61,  // basis occurred: signed, or in the practice's own log, within seven days
  kBoundaryMatter = 63,          // basis opened: a crossing, a barter or a dual relationship, not what became of one
  kMatter = 64,                  // basis opened, bucket = MatterKind: as it came in, not what became of it
  kCorrection = 65,              // basis opened, for good
  kDecisionMade = 66,            // basis opened, bucket = DecisionKind, for good; not about personal reactions
  kReadByOthers = 67,            // basis opened, nobody's case, for good: a personal entry was shown to one not named
  kSupervisionFile = 68,         // basis occurred, nobody's case: a note that a supervisor signed, or a week's hours
  kActWritten = 69,              // basis opened, bucket = 1 and the days from the act to its report, and the whole
  kWaiverEnding = 70,            // basis due, for good: its last day; not about personal reactions
  kPolicyInForce = 71,           // basis opened, nobody's case, for good: policies or parameters came into force
  kCaseKnown = 72,               // basis opened on kUndated, nobody's: a case, unless it was merged into another
  kErasureMade = 73,             // basis opened, nobody's, bucket = ErasureWhy, for good
  kHoldInForce = 74,             // basis opened on kUndated, nobody's
  kEmergencyBegun = 75,          // basis opened, nobody's, for good: something was opened in an emergency
  kEmergencyReviewed = 76,       // basis opened, nobody's, for good: and somebody has looked at it afterwards
  kWordsRead = 77,               // basis opened, nobody's, bucket = ReaderBucket(), and the whole, for good
  kDisclosureMade = 78,          // basis opened, nobody's, for good: something left the daemon for somebody
  kLogReviewed = 79,             // basis opened, nobody's, for good: somebody looked through the log of accesses
};

// Of what is counted whenever it was.
inline constexpr Day kUndated(1970, 1, 1);

// The longest wait that is counted by the day: a longer one has the bucket after it.
inline constexpr int kLongestConversationWait = 30;
inline constexpr int kLongestStepWait = 90;
inline constexpr int kLongestActWait = 3650;
// The bucket of a step's days holds both: step × this + days.
inline constexpr uint16_t kDaysPerStep = 512;

// Days between the due date and the closing entry.
enum class LateBand : uint16_t { kUpTo14Days = 1, k15To30Days = 2, kOver30Days = 3 };

enum class ExcludedReason : uint16_t {
  kWithdrawn = 1,
  kWaived = 2,
  kBeforePolicy = 3,
  kMissingField = 4,
  kErased = 5,  // open when what it speaks of was erased
  kDisposed = 6,
  kClosedByItself = 7,  // before its date
  kPaused = 8           // open, and without a date until its person is back, which nobody knows when
};
enum class CohortStep : uint16_t {
  kOffered = 1,
  kAccepted = 2,
  kDeclined = 3,
  kUnreachable = 4,
  kJointSession = 5,
  kReceiverAccepted = 6,
  kFirstSoloHeld = 7
};
enum class EndingClass : uint16_t {
  kNeedsCare = 1,
  kMutual = 2,
  kClientChoice = 3,
  kNoShow = 4,  // numbered for later: the reason of an ending is sealed
  kExempt = 5,
  kNotRecorded = 6,
  kNotAssessed = 7  // care still needed, and some policy has not judged it: nobody knows whether it was prepared
};

enum class MatterKind : uint16_t {
  kOwnAct = 1,  // told by the person concerned
  kActToldByOthers = 2,
  kConcern = 3,  // about anything else than sexual conduct
  kComplaint = 4,
  kEarlierTherapist = 5,  // of somebody who treated the client before
  kSexualConcern = 6      // a concern about sexual conduct
};

struct Contribution {
  CountBasis basis = CountBasis::kOccurred;
  Figure figure = Figure::kTherapistActive;
  Day day;
  uint16_t bucket = 0;
  uint32_t partition = 0;
  MemberId therapist;
  CaseId case_id;  // or UnitOf() the member alone whom it is about

  bool operator==(const Contribution&) const = default;
  // By hand, because civil days have no <=>.
  friend std::strong_ordering operator<=>(const Contribution& a, const Contribution& b) {
    const auto key = [](const Contribution& c) {
      return std::tuple(c.basis, c.figure, DayNumber(c.day), c.bucket, c.partition, c.therapist, c.case_id);
    };
    return key(a) <=> key(b);
  }
};

// What one case adds to all figures. `course` are the headers of the entries that make up the case's course
// (IsCourseKind), corrections applied, in timeline order; `follow_ups` all of the case's; `not_assessed` the entries of
// the course that some policy has not judged. Pure; sorted.
std::vector<Contribution> ContributionsOf(const CaseId& case_id, const std::vector<EntryHeader>& course,
                                          const std::vector<FollowUp>& follow_ups,
                                          const std::vector<EntryId>& not_assessed, const Settings& settings);

// Whether a follow-up that stands asks for a conversation about a personal reaction, and nobody has decided otherwise;
// see Figure::kConversationAsked. Pure.
bool AsksForConversation(const FollowUp& follow_up);

// What stands for a member where figures count cases, so that a member's own follow-ups are one unit among the others:
// the ids of both are random, and the same of nobody else.
inline CaseId UnitOf(const MemberId& member) {
  return CaseId(member.bytes());
}

// What an entry adds by itself while it stands. `first`: as it was first written, itself where it revises nothing.
// Pure; unlike the contributions of a case not sorted, and of a retraction none.
std::vector<Contribution> ContributionsOfEntry(const EntryHeader& header, const EntryHeader& first);
// What a revision adds for being one; nullopt where it corrects nothing, as a supervisee's answer to a note does, and
// for what is personal. Pure.
std::optional<Contribution> CorrectionOf(const EntryHeader& header, const EntryHeader& first);

// Kinds whose headers the fold keeps with the case: intake, consultation, decision, referral, transfer step,
// termination, declined by the client, continue plan, standing plan.
bool IsCourseKind(Kind kind);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_COMPLIANCE_H_
