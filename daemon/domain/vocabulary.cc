#include "daemon/domain/vocabulary.h"

#include <algorithm>
#include <array>

#include "daemon/domain/vocabulary_care.h"
#include "daemon/domain/vocabulary_conduct.h"
#include "daemon/domain/vocabulary_matters.h"
#include "daemon/domain/vocabulary_practice.h"

// Sources of the kinds and words: the rule catalogue, sections "Entries the rules need" and 6A-6F.
namespace candor::domain {
namespace {

constexpr KindInfo kKinds[] = {
    {Kind::kIntake, "intake", "Intake", 10, Scope::kCase, false, vocabulary::kIntakeFields},
    {Kind::kSession, "session", "Session", 30, Scope::kCase, false, vocabulary::kSessionFields},
    {Kind::kPersonalReaction, "personal_reaction", "Personal reaction", kPersonalRank, Scope::kCase, true,
     vocabulary::kPersonalReactionFields},
    {Kind::kClientFeelings, "client_feelings", "Client's feelings", 40, Scope::kCase, false,
     vocabulary::kClientFeelingsFields},
    {Kind::kCrossing, "crossing", "Boundary", 60, Scope::kCase, false, vocabulary::kCrossingFields},
    {Kind::kBarter, "barter", "Barter", 60, Scope::kCase, false, vocabulary::kBarterFields},
    {Kind::kDualRelationship, "dual_relationship", "Dual relationship", 60, Scope::kCase, false,
     vocabulary::kDualRelationshipFields},
    {Kind::kConsultation, "consultation", "Consultation", 70, Scope::kCase, false, vocabulary::kConsultationFields},
    {Kind::kSupervision, "supervision", "Supervision", 70, Scope::kEither, false, vocabulary::kSupervisionFields},
    {Kind::kDiscussion, "discussion", "Discussion", 80, Scope::kCase, false, vocabulary::kDiscussionFields},
    {Kind::kDecision, "decision", "Decision", 80, Scope::kEither, false, vocabulary::kDecisionFields},
    {Kind::kContinuePlan, "continue_plan", "Plan to continue", 80, Scope::kEither, false,
     vocabulary::kContinuePlanFields},
    {Kind::kReferral, "referral", "Referral", 90, Scope::kCase, false, vocabulary::kReferralFields},
    {Kind::kTransferStep, "transfer_step", "Transfer step", 100, Scope::kCase, false, vocabulary::kTransferStepFields},
    {Kind::kTermination, "termination", "Ending", 110, Scope::kCase, false, vocabulary::kTerminationFields},
    {Kind::kPostTerminationContact, "post_termination_contact", "Contact after the ending", 120, Scope::kCase, false,
     vocabulary::kPostTerminationContactFields},
    {Kind::kWorkingCapacity, "working_capacity", "Working capacity", kPersonalRank, Scope::kMember, true,
     vocabulary::kWorkingCapacityFields},
    {Kind::kClientDeclined, "client_declined", "Declined by the client", 80, Scope::kCase, false,
     vocabulary::kClientDeclinedFields},
    {Kind::kNothingToNote, "nothing_to_note", "Nothing to note", 30, Scope::kEither, false, {}},
    {Kind::kRetraction, "retraction", "Retraction", 130, Scope::kEither, false, vocabulary::kRetractionFields},
    {Kind::kClarified, "clarified", "Clarified with the client", 80, Scope::kCase, false, vocabulary::kClarifiedFields},
    {Kind::kStandingPlan, "standing_plan", "Standing plan", 20, Scope::kCase, false, vocabulary::kStandingPlanFields},
    {Kind::kRomanticOrSexualAct, "romantic_or_sexual_act", "Romantic or sexual act", 60, Scope::kEither, false,
     vocabulary::kRomanticOrSexualActFields},
    {Kind::kAdvanceOrPromise, "advance_or_promise", "Advance or promise", 60, Scope::kCase, false,
     vocabulary::kAdvanceOrPromiseFields},
    {Kind::kPriorTherapistAllegation, "prior_therapist_allegation", "Told of an earlier therapist", 40, Scope::kCase,
     false, vocabulary::kPriorTherapistAllegationFields},
    {Kind::kBrochureGiven, "brochure_given", "Brochure given", 80, Scope::kCase, false,
     vocabulary::kBrochureGivenFields},
    {Kind::kReportFiled, "report_filed", "Report filed", 90, Scope::kEither, false, vocabulary::kReportFiledFields},
    {Kind::kNoticeGiven, "notice_given", "Notice given", 90, Scope::kEither, false, vocabulary::kNoticeGivenFields},
    {Kind::kLegalAdvice, "legal_advice", "Legal advice", kPersonalRank, Scope::kEither, true, {}},
    {Kind::kOwnTherapy, "own_therapy", "Own therapy", kPersonalRank, Scope::kEither, true, {}},
    {Kind::kPause, "pause", "Pause", 80, Scope::kEither, false, vocabulary::kPauseFields},
    {Kind::kWeekHours, "week_hours", "Hours of the week", 30, Scope::kMember, false, vocabulary::kWeekHoursFields},
    {Kind::kAbsence, "absence", "Absence", 20, Scope::kMember, false, vocabulary::kAbsenceFields},
    {Kind::kDeparture, "departure", "Departure", 20, Scope::kMember, false, vocabulary::kDepartureFields},
    {Kind::kSupervisionChange, "supervision_change", "Change of supervision", 20, Scope::kMember, false,
     vocabulary::kSupervisionChangeFields},
    {Kind::kTraining, "training", "Training", 70, Scope::kMember, false, vocabulary::kTrainingFields},
    {Kind::kConcern, "concern", "Concern", 60, Scope::kMember, false, vocabulary::kConcernFields},
    {Kind::kComplaint, "complaint", "Complaint", 60, Scope::kEither, false, vocabulary::kComplaintFields},
    {Kind::kResponse, "response", "Response", 80, Scope::kEither, false, vocabulary::kResponseFields},
};

}  // namespace

std::span<const KindInfo> AllKinds() {
  return kKinds;
}

const KindInfo* FindKind(Kind kind) {
  const int index = static_cast<int>(kind) - static_cast<int>(Kind::kIntake);
  if (index < 0 || index >= static_cast<int>(std::size(kKinds))) return nullptr;
  return &kKinds[index];
}

const KindInfo* FindKind(std::string_view slug) {
  const auto* found =
      std::find_if(std::begin(kKinds), std::end(kKinds), [&](const KindInfo& info) { return info.slug == slug; });
  return found == std::end(kKinds) ? nullptr : found;
}

const FieldInfo* FindField(FieldId id) {
  const KindInfo* kind = FindKind(KindOfField(id));
  const int index = NumberOfField(id) - 1;
  if (kind == nullptr || index < 0 || index >= static_cast<int>(kind->fields.size())) return nullptr;
  return &kind->fields[static_cast<size_t>(index)];
}

const FieldInfo* FindField(Kind kind, std::string_view name) {
  const KindInfo* info = FindKind(kind);
  if (info == nullptr) return nullptr;
  for (const FieldInfo& field : info->fields) {
    if (field.name == name) return &field;
  }
  return nullptr;
}

}  // namespace candor::domain
