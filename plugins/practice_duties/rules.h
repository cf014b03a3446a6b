#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_RULES_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them. What can be
// recorded with a case and with a member has a rule of each scope, under one number of the catalogue.
namespace candor::practice_duties {

enum RuleIndex : uint16_t {
  kColleagueConcern = 0,
  kEarlierTherapistHere = 1,
  kWrittenAllegation = 2,
  kWrittenAllegationMember = 3,
  kPeerReviewReport = 4,
  kMandatedReport = 5,
  kCarrierNotice = 6,
  kCarrierNoticeMember = 7,
  kComplaint = 8,
  kComplaintMember = 9,
  kReprisalGuard = 10,
  kSupervisorSetUp = 11,
  kClientCare = 12,
};

enum ColleagueConcernParameter : uint16_t { kAcknowledgeWithin = 0, kActWithin = 1 };
enum EarlierTherapistHereParameter : uint16_t { kOpenWithin = 0, kHereRecordWithin = 1 };
enum WrittenAllegationParameter : uint16_t { kReportDuty = 0, kReportWithin = 1, kReportRecordWithin = 2 };
enum PeerReviewReportParameter : uint16_t {  // the first two as of a written allegation
  kPeerReviewBody = 2,
  kRestrictionDays = 3,
  kRestrictionWindow = 4
};
enum MandatedReportParameter : uint16_t { kTelephoneWithin = 0, kWrittenWithin = 1 };
enum CarrierNoticeParameter : uint16_t { kNoticeWithin = 0 };
enum ComplaintParameter : uint16_t { kComplaintAcknowledgeWithin = 0, kAnswerWithin = 1 };
enum ReprisalGuardParameter : uint16_t { kReportWindow = 0, kReviewWithin = 1, kMeasureRecordWithin = 2 };
enum SupervisorSetUpParameter : uint16_t {
  kAgreementDuty = 0,
  kAgreementWithin = 1,
  kRemindBefore = 2,
  kMostSupervisees = 3,  // in training, of one supervisor
  kMendWithin = 4
};
enum ClientCareParameter : uint16_t {
  kOffCaseWithin = 0,
  kContactWithin = 1,
  kOfferWithin = 2,
  kCareExemptMinorUnits = 3
};

// Bits of what is still to be done or asked for, in the order of the rules' asked fields.
inline constexpr uint32_t kMissingAcknowledgement = 1u << 0;     // colleague_concern, complaint
inline constexpr uint32_t kMissingRecords = 1u << 1;             // colleague_concern
inline constexpr uint32_t kMissingAction = 1u << 2;              // colleague_concern
inline constexpr uint32_t kMissingBoardAddress = 1u << 1;        // complaint
inline constexpr uint32_t kMissingAnswer = 1u << 2;              // complaint
inline constexpr uint32_t kMissingHere = 1u << 0;                // earlier_therapist_here
inline constexpr uint32_t kMissingAgency = 1u << 0;              // written_allegation, peer_review_report
inline constexpr uint32_t kMissingReference = 1u << 1;           // written_allegation, peer_review_report
inline constexpr uint32_t kMissingInWriting = 1u << 2;           // written_allegation: of an account or a concern
inline constexpr uint32_t kMissingComplaintForm = 1u << 3;       // written_allegation: of a complaint
inline constexpr uint32_t kMissingHearing = 1u << 2;             // peer_review_report
inline constexpr uint32_t kMissingMeasureEvent = 1u << 0;        // reprisal_guard
inline constexpr uint32_t kMissingMeasureAction = 1u << 1;       // reprisal_guard
inline constexpr uint32_t kMissingDepartureReason = 1u << 2;     // reprisal_guard
inline constexpr uint32_t kMissingCall = 1u << 0;                // mandated_report
inline constexpr uint32_t kMissingWritten = 1u << 1;             // mandated_report
inline constexpr uint32_t kMissingAgreement = 1u << 0;           // supervisor_set_up
inline constexpr uint32_t kMissingRenewal = 1u << 1;             // supervisor_set_up
inline constexpr uint32_t kMissingSite = 1u << 2;                // supervisor_set_up
inline constexpr uint32_t kMissingSupervisorTraining = 1u << 3;  // supervisor_set_up
inline constexpr uint32_t kMissingLicence = 1u << 4;             // supervisor_set_up
inline constexpr uint32_t kMissingOtherSupervisor = 1u << 5;     // supervisor_set_up
inline constexpr uint32_t kMissingOffCase = 1u << 0;             // client_care
inline constexpr uint32_t kMissingContact = 1u << 1;             // client_care
inline constexpr uint32_t kMissingRisk = 1u << 2;                // client_care
inline constexpr uint32_t kMissingRights = 1u << 3;              // client_care
inline constexpr uint32_t kMissingOtherTherapist = 1u << 4;      // client_care

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_RULES_H_
