#ifndef CANDOR_PLUGINS_PROHIBITIONS_RULES_H_
#define CANDOR_PLUGINS_PROHIBITIONS_RULES_H_

#include <cstdint>
#include <string_view>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::prohibitions {

enum RuleIndex : uint16_t {
  kSexCurrent = 0,
  kSexClosePerson = 1,
  kExPartnerIntake = 2,
  kFormerClientWindow = 3,
  kFormerClosePersonWindow = 4,
  kPostWindow = 5,
  kTerminateToCircumvent = 6,
  kTerminateToCircumventPrivate = 7,
  kAdvanceOrPromise = 8,
  kPriorTherapistAllegation = 9,
  kEvaluativeSex = 10,
  kEndingAfterAttraction = 11
};

// Parameters of a window stand together: a profile sets all of them or none, and the latest end of all profiles holds.
inline constexpr std::string_view kWindowGroup = "window";

// Words of the choice anchor.
inline constexpr int64_t kFromTermination = 1;
inline constexpr int64_t kFromLastContact = 2;  // a professional one, the ending included

enum SexCurrentParameter : uint16_t { kCurrentNoticeWithin = 0, kCurrentRecordWithin = 1 };
// Which relations of the other person to the client count; the first six as in the window of former clients' people.
enum SexClosePersonParameter : uint16_t {
  kPartner = 0,
  kImmediateFamily = 1,
  kRelative = 2,
  kGuardian = 3,
  kHousehold = 4,
  kCloseFriend = 5,
  kClosePersonNoticeWithin = 6
};
enum ExPartnerIntakeParameter : uint16_t { kReferWithin = 0, kReferralSignOffWithin = 1 };
enum FormerClientWindowParameter : uint16_t {
  kFormerYears = 0,
  kFormerAnchor = 1,
  kFormerException = 2,  // an assessment and a consultation before it lift this window: "extraordinary circumstances"
  kFormerNoticeWithin = 3
};
enum FormerClosePersonWindowParameter : uint16_t {  // kPartner … kCloseFriend come first
  kClosePersonYears = 6,
  kClosePersonAnchor = 7,
  kFormerCloseNoticeWithin = 8
};
enum PostWindowParameter : uint16_t {
  kAssessWithin = 0,
  kPostWindowNoticeWithin = 1,
  kPostWindowSignOffWithin = 2,
  kPostWindowIndependent = 3
};
// Of both rules about an ending that circumvents.
enum TerminateToCircumventParameter : uint16_t {
  kLookback = 0,
  kLookahead = 1,  // at least; as long as the window of former clients where that is longer
  kCircumventNoticeWithin = 2,
  kCircumventRecordWithin = 3
};
enum AdvanceOrPromiseParameter : uint16_t { kAdvanceNoticeWithin = 0, kAdvanceRecordWithin = 1 };
enum PriorTherapistAllegationParameter : uint16_t {
  kBrochure = 0,
  kDiscussWithin = 1,
  kReportDuty = 2,
  kReportWithin = 3,
  kAllegationSignOffWithin = 4
};
enum EvaluativeSexParameter : uint16_t {
  kEvaluationYears = 0,
  kEvaluativeNoticeWithin = 1,
  kEvaluativeRecordWithin = 2
};
enum EndingAfterAttractionParameter : uint16_t {
  kReactionWindow = 0,
  kEndingConsultWithin = 1,
  kEndingImportantAfter = 2,
  kEndingRecordWithin = 3,
  kEndingIndependent = 4
};

// Words of the choice report_duty; the higher the stricter.
inline constexpr int64_t kNoReport = 0;
inline constexpr int64_t kAdvise = 1;          // tell the client that they can report it
inline constexpr int64_t kIfClientAgrees = 2;  // ask, and report where they agree
inline constexpr int64_t kAlways = 3;

// Bits of what is asked for or still to be done, in the order of the rules' asked fields.
inline constexpr uint32_t kMissingOtherParty = 1u << 0;     // sex_current, advance_or_promise
inline constexpr uint32_t kMissingReferral = 1u << 0;       // ex_partner_intake
inline constexpr uint32_t kMissingFactors = (1u << 9) - 1;  // post_window: seven factors, exploitation, harm
inline constexpr uint32_t kMissingEarlierWords = 1u << 6;   // post_window: the last of the seven
inline constexpr uint32_t kMissingConsultation = 1u << 9;   // post_window
inline constexpr uint32_t kMissingInitiator = 1u << 0;      // endings
inline constexpr uint32_t kMissingTalk = 1u << 1;           // ending_after_attraction
inline constexpr uint32_t kMissingHandover = 1u << 2;       // ending_after_attraction
inline constexpr uint32_t kMissingBrochure = 1u << 0;       // prior_therapist_allegation
inline constexpr uint32_t kMissingAgreement = 1u << 1;      // prior_therapist_allegation
inline constexpr uint32_t kMissingAdvice = 1u << 2;         // prior_therapist_allegation
inline constexpr uint32_t kMissingReport = 1u << 3;         // prior_therapist_allegation
inline constexpr uint32_t kMissingEvaluation = 1u << 0;     // evaluative_sex
inline constexpr uint32_t kMissingEvaluationEnd = 1u << 1;  // evaluative_sex

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_RULES_H_
