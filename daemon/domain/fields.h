#ifndef CANDOR_DAEMON_DOMAIN_FIELDS_H_
#define CANDOR_DAEMON_DOMAIN_FIELDS_H_

#include <cstdint>

#include "daemon/domain/vocabulary.h"

// Names for the fields and words of the vocabulary that the domain itself reads. The table in vocabulary.cc is what
// they mean; a test compares every one of them with it.
namespace candor::domain::fields {

inline constexpr FieldId kIntakeTherapyStarted = MakeFieldId(Kind::kIntake, 1);
inline constexpr FieldId kIntakeOfAgeIn = MakeFieldId(Kind::kIntake, 18);
inline constexpr FieldId kDualRelationshipEvent = MakeFieldId(Kind::kDualRelationship, 10);
inline constexpr FieldId kConsultationConsultant = MakeFieldId(Kind::kConsultation, 1);
inline constexpr FieldId kConsultationConsultantKind = MakeFieldId(Kind::kConsultation, 2);
inline constexpr FieldId kConsultationOutsideConsultant = MakeFieldId(Kind::kConsultation, 3);
inline constexpr FieldId kConsultationRelation = MakeFieldId(Kind::kConsultation, 4);
inline constexpr FieldId kConsultationDecision = MakeFieldId(Kind::kConsultation, 7);
inline constexpr FieldId kSupervisionSupervisor = MakeFieldId(Kind::kSupervision, 1);
inline constexpr FieldId kSupervisionFormat = MakeFieldId(Kind::kSupervision, 2);
inline constexpr FieldId kSupervisionCovers = MakeFieldId(Kind::kSupervision, 5);
inline constexpr FieldId kSupervisionNextPlanned = MakeFieldId(Kind::kSupervision, 6);
inline constexpr FieldId kDecisionDecision = MakeFieldId(Kind::kDecision, 1);
inline constexpr FieldId kContinuePlanConsultant = MakeFieldId(Kind::kContinuePlan, 4);
inline constexpr FieldId kReferralOutcome = MakeFieldId(Kind::kReferral, 1);
inline constexpr FieldId kTransferStepJointSession = MakeFieldId(Kind::kTransferStep, 1);
inline constexpr FieldId kTransferStepReceiverAccepted = MakeFieldId(Kind::kTransferStep, 4);
inline constexpr FieldId kTransferStepFirstSoloBooked = MakeFieldId(Kind::kTransferStep, 5);
inline constexpr FieldId kTransferStepFirstSoloHeld = MakeFieldId(Kind::kTransferStep, 6);
inline constexpr FieldId kTransferStepReceiver = MakeFieldId(Kind::kTransferStep, 7);
inline constexpr FieldId kAbsenceFrom = MakeFieldId(Kind::kAbsence, 1);
inline constexpr FieldId kAbsenceTo = MakeFieldId(Kind::kAbsence, 2);
inline constexpr FieldId kAbsenceCover = MakeFieldId(Kind::kAbsence, 4);
inline constexpr FieldId kDepartureLastDay = MakeFieldId(Kind::kDeparture, 1);
inline constexpr FieldId kDepartureCustodian = MakeFieldId(Kind::kDeparture, 3);
inline constexpr FieldId kSupervisionChangeEvent = MakeFieldId(Kind::kSupervisionChange, 1);
inline constexpr FieldId kSupervisionChangeSupervisor = MakeFieldId(Kind::kSupervisionChange, 2);
inline constexpr FieldId kSupervisionChangeNextSupervisor = MakeFieldId(Kind::kSupervisionChange, 3);
inline constexpr FieldId kSupervisionChangeAgreementSignedOn = MakeFieldId(Kind::kSupervisionChange, 6);
inline constexpr FieldId kSupervisionChangeAgreementUntil = MakeFieldId(Kind::kSupervisionChange, 7);
inline constexpr FieldId kSupervisionChangeSiteAgreementUntil = MakeFieldId(Kind::kSupervisionChange, 8);
inline constexpr FieldId kSupervisionChangeLicenceUntil = MakeFieldId(Kind::kSupervisionChange, 9);
inline constexpr FieldId kTrainingTopic = MakeFieldId(Kind::kTraining, 1);
inline constexpr FieldId kTerminationInitiator = MakeFieldId(Kind::kTermination, 1);
inline constexpr FieldId kTerminationAgreed = MakeFieldId(Kind::kTermination, 5);
inline constexpr FieldId kTerminationNeedsFurtherCare = MakeFieldId(Kind::kTermination, 7);
inline constexpr FieldId kTerminationExemption = MakeFieldId(Kind::kTermination, 10);
inline constexpr FieldId kTerminationOrderedBy = MakeFieldId(Kind::kTermination, 12);
inline constexpr FieldId kStandingPlanEvent = MakeFieldId(Kind::kStandingPlan, 1);
inline constexpr FieldId kStandingPlanArea = MakeFieldId(Kind::kStandingPlan, 2);
inline constexpr FieldId kStandingPlanReviewBy = MakeFieldId(Kind::kStandingPlan, 6);
inline constexpr FieldId kConcernEvent = MakeFieldId(Kind::kConcern, 1);
inline constexpr FieldId kConcernAbout = MakeFieldId(Kind::kConcern, 2);
inline constexpr FieldId kConcernAction = MakeFieldId(Kind::kConcern, 7);
inline constexpr FieldId kComplaintEvent = MakeFieldId(Kind::kComplaint, 1);
inline constexpr FieldId kReportFiledEvent = MakeFieldId(Kind::kReportFiled, 1);

}  // namespace candor::domain::fields

namespace candor::domain::words {

inline constexpr int64_t kYes = 1;
inline constexpr int64_t kNo = 2;
inline constexpr int64_t kDecisionRefer = 1;
inline constexpr int64_t kDecisionContinue = 2;
inline constexpr int64_t kConsultantMember = 1;
inline constexpr int64_t kReferralAccepted = 2;
inline constexpr int64_t kReferralDeclined = 3;
inline constexpr int64_t kReferralUnreachable = 4;
inline constexpr int64_t kInitiatorClient = 2;
inline constexpr int64_t kInitiatorMutual = 3;
inline constexpr int64_t kSupervisionBegun = 1;
inline constexpr int64_t kSupervisionEnded = 2;
inline constexpr int64_t kSupervisionSubstituted = 3;
inline constexpr int64_t kAgreementSigned = 4;
inline constexpr int64_t kExemptionClientChoice = 1;
inline constexpr int64_t kExemptionAgreedLength = 2;
inline constexpr int64_t kExemptionClientAgreed = 3;
inline constexpr int64_t kTopicWelcome = 5;
inline constexpr int64_t kOrderedByCourt = 1;
inline constexpr int64_t kOrderedByPayer = 2;
inline constexpr int64_t kOrderedByAgency = 3;
inline constexpr int64_t kPlanEnded = 4;
inline constexpr int64_t kRelationBegun = 1;
inline constexpr int64_t kConcernRaised = 1;
inline constexpr int64_t kAboutSexualConduct = 1;
inline constexpr int64_t kComplaintReceived = 1;

}  // namespace candor::domain::words

#endif  // CANDOR_DAEMON_DOMAIN_FIELDS_H_
