#include "daemon/domain/compliance.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "daemon/domain/compliance_course.h"
#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

// The report's own definitions (sections 3 and 5), not parameters of a rule.
constexpr int kSettledWithinDays = 60;
constexpr int kAttemptsThatSettle = 2;

uint16_t DaysBetween(Day from, Day to, int longest) {
  return static_cast<uint16_t>(std::clamp<int64_t>(to - from, 0, longest + 1));
}

// A decision to refer and how far the way from there has come.
struct ReferralPath {
  const EntryHeader* decision = nullptr;
  std::map<CohortStep, Day> reached;  // first time
  int attempts = 0;
  std::optional<Day> settled;

  // Nothing more is expected: a later decision to refer begins a new path.
  bool ended() const { return settled.has_value() || reached.contains(CohortStep::kFirstSoloHeld); }
};

class Contributor {
 public:
  Contributor(const CaseId& case_id, const std::vector<EntryId>& not_assessed, const Settings& settings,
              uint32_t partition)
      : case_id_(case_id), not_assessed_(not_assessed), settings_(settings), partition_(partition) {}

  void TakeCourse(const std::vector<EntryHeader>& course, const std::vector<FollowUp>& follow_ups) {
    for (const EntryHeader& header : course) {
      if (header.kind == Kind::kConsultation) TakeConsultation(header);
      if (header.kind == Kind::kTermination) TakeEnding(header, follow_ups);
      TakeReferral(header);
    }
    FinishPath();
    for (const CourseFigure& each : ForcedEndingsOf(course)) Add(each.basis, each.figure, each.day, each.therapist);
    for (const CourseFigure& each : PlanReviewsOf(course)) Add(each.basis, each.figure, each.day, each.therapist);
  }

  void TakeFollowUps(const std::vector<FollowUp>& follow_ups) {
    std::map<SituationId, std::vector<const FollowUp*>> situations;
    for (const FollowUp& follow_up : follow_ups) {
      if (!follow_up.clear.folded_under.empty()) continue;
      situations[follow_up.clear.situation].push_back(&follow_up);
      TakeConversation(follow_up);
    }
    for (const auto& [id, members] : situations) TakeSituation(members);
  }

  std::vector<Contribution> Finish() && {
    std::sort(contributions_.begin(), contributions_.end());
    return std::move(contributions_);
  }

 private:
  void Add(CountBasis basis, Figure figure, Day day, const MemberId& therapist, uint16_t bucket = 0) {
    contributions_.push_back({basis, figure, day, bucket, partition_, therapist, case_id_});
  }

  void AddPartAndWhole(CountBasis basis, Figure figure, Day day, const MemberId& therapist, uint16_t bucket) {
    Add(basis, figure, day, therapist, bucket);
    Add(basis, figure, day, therapist);
  }

  void TakeConsultation(const EntryHeader& header) {
    const auto kind = header.facts.Number(fields::kConsultationConsultantKind);
    const bool member = header.facts.Has(fields::kConsultationConsultant) || kind == words::kConsultantMember;
    if (!member && !kind) return;
    Add(CountBasis::kOccurred, member ? Figure::kConsultationWithMember : Figure::kConsultationOutside,
        header.occurred.day, header.therapist);
  }

  static EndingClass ClassOf(const EntryHeader& ending) {
    if (const auto exemption = ending.facts.Number(fields::kTerminationExemption)) {
      if (exemption == words::kExemptionClientChoice) return EndingClass::kClientChoice;
      const bool agreed = exemption == words::kExemptionAgreedLength || exemption == words::kExemptionClientAgreed;
      return agreed ? EndingClass::kMutual : EndingClass::kExempt;
    }
    const auto initiator = ending.facts.Number(fields::kTerminationInitiator);
    if (initiator == words::kInitiatorClient) return EndingClass::kClientChoice;
    const bool agreed = ending.facts.Number(fields::kTerminationAgreed) == words::kYes;
    if (initiator == words::kInitiatorMutual || agreed) return EndingClass::kMutual;
    if (!initiator) return EndingClass::kNotRecorded;
    const auto needs_care = ending.facts.Number(fields::kTerminationNeedsFurtherCare);
    if (needs_care == words::kNo) return EndingClass::kMutual;
    return needs_care == words::kYes ? EndingClass::kNeedsCare : EndingClass::kNotRecorded;
  }

  // Prepared as required: the policy in force, which knows what is required, has judged the ending and called for
  // nothing on it.
  void TakeEnding(const EntryHeader& ending, const std::vector<FollowUp>& follow_ups) {
    EndingClass ending_class = ClassOf(ending);
    const bool assessed = std::find(not_assessed_.begin(), not_assessed_.end(), ending.id) == not_assessed_.end();
    if (ending_class == EndingClass::kNeedsCare && !assessed) ending_class = EndingClass::kNotAssessed;
    const Day day = ending.occurred.day;
    AddPartAndWhole(CountBasis::kOccurred, Figure::kEnding, day, ending.therapist, static_cast<uint16_t>(ending_class));
    if (ending_class != EndingClass::kNeedsCare) return;
    const bool called_for = std::any_of(follow_ups.begin(), follow_ups.end(),
                                        [&](const FollowUp& follow_up) { return CalledForOn(ending, follow_up); });
    if (!called_for) Add(CountBasis::kOccurred, Figure::kEndingPrepared, day, ending.therapist);
  }

  static bool CalledForOn(const EntryHeader& ending, const FollowUp& follow_up) {
    const FollowUpClear& clear = follow_up.clear;
    if (clear.opened_on != ending.occurred.day || clear.key_class != KeyClass::kGeneral) return false;
    if (clear.state == RuleState::kWithdrawn) return false;
    // Assessed before kinds were kept, and counted as it was then.
    if (clear.opened_by_kind == Kind::kNone) return clear.action != Action::kTalk;
    return clear.opened_by_kind == Kind::kTermination && clear.therapist == ending.therapist;
  }

  void TakeReferral(const EntryHeader& header) {
    const FieldId decided =
        header.kind == Kind::kConsultation ? fields::kConsultationDecision : fields::kDecisionDecision;
    if (header.facts.Number(decided) == words::kDecisionRefer) {
      if (path_.decision == nullptr || path_.ended()) {
        FinishPath();
        path_.decision = &header;
      }
      return;
    }
    if (path_.decision == nullptr) return;
    if (header.kind == Kind::kReferral) TakeReferralOutcome(header);
    if (header.kind == Kind::kTransferStep) TakeTransferStep(header);
  }

  void TakeReferralOutcome(const EntryHeader& header) {
    const Day day = header.occurred.day;
    const auto outcome = header.facts.Number(fields::kReferralOutcome);
    if (!outcome) return;
    // Whatever came of it, it was offered.
    Reach(CohortStep::kOffered, day);
    if (outcome == words::kReferralAccepted) Reach(CohortStep::kAccepted, day);
    if (outcome == words::kReferralDeclined) Reach(CohortStep::kDeclined, day);
    if (outcome == words::kReferralUnreachable) Reach(CohortStep::kUnreachable, day);
    if (outcome == words::kReferralUnreachable) ++path_.attempts;
    const bool answered = outcome == words::kReferralAccepted || outcome == words::kReferralDeclined ||
                          path_.attempts >= kAttemptsThatSettle;
    if (answered && !path_.settled) path_.settled = day;
  }

  void TakeTransferStep(const EntryHeader& header) {
    const Day day = header.occurred.day;
    if (header.facts.Number(fields::kTransferStepJointSession) == words::kYes) Reach(CohortStep::kJointSession, day);
    if (header.facts.Number(fields::kTransferStepFirstSoloHeld) == words::kYes) Reach(CohortStep::kFirstSoloHeld, day);
    if (header.facts.Number(fields::kTransferStepReceiverAccepted) != words::kYes) return;
    Reach(CohortStep::kReceiverAccepted, day);
    if (!path_.settled) path_.settled = day;
  }

  void Reach(CohortStep step, Day day) { path_.reached.try_emplace(step, day); }

  void FinishPath() {
    if (path_.decision == nullptr) return;
    const Day decided = path_.decision->occurred.day;
    const MemberId& therapist = path_.decision->therapist;
    Add(CountBasis::kCohort, Figure::kCohortDecision, decided, therapist);
    for (const auto& [step, day] : path_.reached) {
      const auto number = static_cast<uint16_t>(step);
      Add(CountBasis::kCohort, Figure::kCohortStep, decided, therapist, number);
      Add(CountBasis::kCohort, Figure::kCohortStepDays, decided, MemberId(),
          static_cast<uint16_t>(number * kDaysPerStep + DaysBetween(decided, day, kLongestStepWait)));
    }
    if (path_.settled && *path_.settled <= decided + kSettledWithinDays) {
      Add(CountBasis::kCohort, Figure::kCohortSettled, decided, therapist);
    }
    path_ = {};
  }

  // A duty that stands: not withdrawn, not context, not an incomplete record.
  static bool Stands(const FollowUp& follow_up) {
    return follow_up.clear.state != RuleState::kWithdrawn && !follow_up.clear.before_policy &&
           !follow_up.clear.missing_field;
  }

  // kNone: assessed before kinds were kept, and counted as it was then.
  static bool MayBeConversation(Kind kind) {
    return kind == Kind::kNone || kind == Kind::kConsultation || kind == Kind::kSupervision;
  }

  // A conversation about a personal reaction: asked for, and after how many days it was held. A referral, a transfer or
  // a plan ends the asking and is no conversation.
  void TakeConversation(const FollowUp& follow_up) {
    const FollowUpClear& clear = follow_up.clear;
    if (!Stands(follow_up) || !AsksForConversation(follow_up)) return;
    Add(CountBasis::kOpened, Figure::kConversationAsked, clear.reported_on, clear.therapist);
    if (clear.state != RuleState::kResolved || !clear.resolved_on) return;
    const bool held = clear.cause == ResolvedCause::kEntry && MayBeConversation(clear.resolved_by_kind);
    Add(CountBasis::kOpened, held ? Figure::kConversationHeld : Figure::kConversationEnded, clear.reported_on,
        MemberId(), DaysBetween(clear.reported_on, *clear.resolved_on, kLongestConversationWait));
  }

  void TakeSituation(const std::vector<const FollowUp*>& members) {
    std::vector<const FollowUp*> standing;
    std::copy_if(members.begin(), members.end(), std::back_inserter(standing),
                 [](const FollowUp* member) { return Stands(*member); });
    if (standing.empty()) return TakeExcluded(*members.front(), WhyNotStanding(members));
    const auto first = std::min_element(standing.begin(), standing.end(), [](const FollowUp* a, const FollowUp* b) {
      return std::pair(a->clear.reported_on, a->clear.id) < std::pair(b->clear.reported_on, b->clear.id);
    });
    const FollowUp* lead = LeadOf(standing);
    const auto action = static_cast<uint16_t>(lead->clear.action);
    AddPartAndWhole(CountBasis::kOpened, Figure::kSituationOpened, (*first)->clear.reported_on, lead->clear.therapist,
                    action);
    if (std::any_of(standing.begin(), standing.end(), [](const FollowUp* each) { return IsAboutBoundaries(*each); })) {
      Add(CountBasis::kOpened, Figure::kBoundarySituation, (*first)->clear.reported_on, lead->clear.therapist);
    }
    TakeDue(*lead, standing);
  }

  // Which rule asks is sealed; what opened it is not, but for what is personal.
  static bool IsAboutBoundaries(const FollowUp& follow_up) {
    if (follow_up.clear.key_class != KeyClass::kGeneral) return false;
    const Kind kind = follow_up.clear.opened_by_kind;
    return kind == Kind::kCrossing || kind == Kind::kBarter || kind == Kind::kDualRelationship;
  }

  // The member whose date comes first speaks for the situation.
  const FollowUp* LeadOf(const std::vector<const FollowUp*>& standing) const {
    return *std::min_element(standing.begin(), standing.end(), [&](const FollowUp* a, const FollowUp* b) {
      const Day a_due = DueOf(*a, settings_).value_or(Day::max());
      const Day b_due = DueOf(*b, settings_).value_or(Day::max());
      return std::tuple(a_due, a->clear.reported_on, a->clear.id) <
             std::tuple(b_due, b->clear.reported_on, b->clear.id);
    });
  }

  // REQUIRES: it has no date that people see.
  static bool IsPaused(const FollowUp& lead) {
    return lead.clear.due && lead.clear.state == RuleState::kOpen && !lead.disposed && !AwayThatMoved(lead).empty();
  }

  void TakeDue(const FollowUp& lead, const std::vector<const FollowUp*>& standing) {
    const std::optional<Day> due = DueOf(lead, settings_);
    if (!due) {
      if (IsPaused(lead)) TakeExcluded(lead, ExcludedReason::kPaused);
      return;
    }
    if (lead.disposed) return TakeExcluded(lead, ExcludedReason::kDisposed);
    if (lead.waived_until && *lead.waived_until >= *due) return TakeExcluded(lead, ExcludedReason::kWaived);
    const MemberId& therapist = lead.clear.therapist;
    const Closing closing = ClosingOf(standing);
    // Nobody can close it any more. What had been closed stays counted as it was.
    if (!closing.all && lead.erased) return TakeExcluded(lead, ExcludedReason::kErased);
    if (closing.all && !closing.quiet_after_date && !closing.days_late) {
      return TakeExcluded(lead, ExcludedReason::kClosedByItself);
    }
    AddPartAndWhole(CountBasis::kDue, Figure::kSituationDue, *due, therapist, static_cast<uint16_t>(lead.clear.action));
    if (!closing.all) {
      Add(CountBasis::kDue, Figure::kSituationStillOpen, *due, therapist);
    } else if (closing.days_late.value_or(0) > 0) {
      AddPartAndWhole(CountBasis::kDue, Figure::kSituationLate, *due, therapist,
                      static_cast<uint16_t>(BandOf(*closing.days_late)));
    } else {
      const bool in_time = !closing.quiet_after_date;
      Add(CountBasis::kDue, in_time ? Figure::kSituationInTime : Figure::kSituationByItself, *due, therapist);
    }
  }

  // How what a situation covers was closed, each member against its own date.
  struct Closing {
    bool all = true;                   // false: something is open
    bool quiet_after_date = false;     // something closed by itself, and its date had passed
    std::optional<int64_t> days_late;  // the latest closed by an entry; nullopt: nothing was
  };

  Closing ClosingOf(const std::vector<const FollowUp*>& standing) const {
    Closing closing;
    for (const FollowUp* member : standing) {
      const FollowUpClear& clear = member->clear;
      const std::optional<Day> due = DueOf(*member, settings_);
      if (!due || member->disposed) continue;
      if (clear.state != RuleState::kResolved || !clear.resolved_on) {
        closing.all = false;
        continue;
      }
      const int64_t days_late = *clear.resolved_on - *due;
      if (clear.cause != ResolvedCause::kQuiet) {
        closing.days_late = std::max(closing.days_late.value_or(0), days_late);
      } else if (days_late > 0) {
        closing.quiet_after_date = true;
      }
    }
    return closing;
  }

  static LateBand BandOf(int64_t days_late) {
    if (days_late <= 14) return LateBand::kUpTo14Days;
    return days_late <= 30 ? LateBand::k15To30Days : LateBand::kOver30Days;
  }

  static ExcludedReason WhyNotStanding(const std::vector<const FollowUp*>& members) {
    const auto any = [&](auto test) { return std::any_of(members.begin(), members.end(), test); };
    if (any([](const FollowUp* m) { return m->clear.before_policy && m->clear.state != RuleState::kWithdrawn; })) {
      return ExcludedReason::kBeforePolicy;
    }
    if (any([](const FollowUp* m) { return m->clear.missing_field && m->clear.state != RuleState::kWithdrawn; })) {
      return ExcludedReason::kMissingField;
    }
    return ExcludedReason::kWithdrawn;
  }

  // What has no due date counts on the day from which it would have run.
  void TakeExcluded(const FollowUp& member, ExcludedReason why) {
    const Day day = DueOf(member, settings_).value_or(member.clear.reported_on);
    Add(CountBasis::kDue, Figure::kSituationExcluded, day, member.clear.therapist, static_cast<uint16_t>(why));
  }

  const CaseId case_id_;
  const std::vector<EntryId>& not_assessed_;
  const Settings& settings_;
  const uint32_t partition_;
  ReferralPath path_;
  std::vector<Contribution> contributions_;
};

}  // namespace

std::vector<Contribution> ContributionsOf(const CaseId& case_id, const std::vector<EntryHeader>& course,
                                          const std::vector<FollowUp>& follow_ups,
                                          const std::vector<EntryId>& not_assessed, const Settings& settings) {
  Contributor contributor(case_id, not_assessed, settings, course.empty() ? 0 : course.front().partition);
  contributor.TakeCourse(course, follow_ups);
  contributor.TakeFollowUps(follow_ups);
  return std::move(contributor).Finish();
}

bool AsksForConversation(const FollowUp& follow_up) {
  const FollowUpClear& clear = follow_up.clear;
  // A reaction is to a client; what asks a member how they can work is none.
  const bool of_a_client = clear.subject.kind != SubjectKind::kMember;
  return of_a_client && clear.key_class == KeyClass::kPersonal && clear.action == Action::kTalk &&
         !follow_up.disposed && !follow_up.waived_until;
}

bool IsCourseKind(Kind kind) {
  switch (kind) {
    case Kind::kIntake:
    case Kind::kConsultation:
    case Kind::kDecision:
    case Kind::kReferral:
    case Kind::kTransferStep:
    case Kind::kTermination:
    case Kind::kClientDeclined:
    case Kind::kContinuePlan:
    case Kind::kStandingPlan:
      return true;
    default:
      return false;
  }
}

}  // namespace candor::domain
