#ifndef CANDOR_PLUGINS_BOUNDARIES_RULES_H_
#define CANDOR_PLUGINS_BOUNDARIES_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::boundaries {

enum RuleIndex : uint16_t {
  kAttractionCrossing = 0,
  kCrossingDocumented = 1,
  kStandingPlan = 2,
  kTouchConsent = 3,
  kTouchContraindicated = 4,
  kCrossingAccumulation = 5,
  kSpecialTreatment = 6,
  kGiftSignificant = 7,
  kBarter = 8,
  kSelfDisclosure = 9,
  kPersonalVirtual = 10,
  kOrderedCrossing = 11,
};

enum AttractionCrossingParameter : uint16_t { kPairWindow = 0, kPairConsultWithin = 1, kIndependent = 2 };
enum CrossingDocumentedParameter : uint16_t { kNoteWithin = 0 };
enum StandingPlanParameter : uint16_t { kReviewWithin = 0, kPlanRecordWithin = 1 };
enum TouchConsentParameter : uint16_t { kTouchConsultWithin = 0 };
enum TouchContraindicatedParameter : uint16_t { kStopWithin = 0, kTouchRecordWithin = 1 };
enum CrossingAccumulationParameter : uint16_t {
  kCrossings = 0,
  kAreas = 1,
  kAccumulationWindow = 2,
  kOncePer = 3,
  kAccumulationConsultWithin = 4,
  kAccumulationImportantAfter = 5
};
enum SpecialTreatmentParameter : uint16_t { kSigns = 0, kTreatmentWindow = 1, kTreatmentConsultWithin = 2 };
enum GiftSignificantParameter : uint16_t {
  kReceivedValue = 0,
  kGivenValue = 1,
  kRepeat = 2,
  kRepeatWindow = 3,
  kGiftConsultWithin = 4,
  kGiftRecordWithin = 5
};
enum BarterParameter : uint16_t { kBarterDocumentWithin = 0, kConsultBefore = 1 };
enum SelfDisclosureParameter : uint16_t { kProblems = 0, kProblemsWindow = 1, kClarifyWithin = 2 };
enum PersonalVirtualParameter : uint16_t { kMessages = 0, kMessagesWindow = 1, kVirtualClarifyWithin = 2 };
enum OrderedCrossingParameter : uint16_t { kAnswerWithin = 0 };

// Bits of what the rules ask for, in the order of their asked fields. Where a rule asks for steps, the first is always
// the consultation, so that one reading meets them all; personal_virtual asks for none.
inline constexpr uint32_t kStepConsultation = 1u << 0;
inline constexpr uint32_t kStepTalk = 1u << 1;  // touch_consent, touch_contraindicated, personal_virtual

inline constexpr uint32_t kMissingRationale = 1u << 0;  // crossing_documented
inline constexpr uint32_t kMissingBenefit = 1u << 1;
inline constexpr uint32_t kMissingConsequences = 1u << 2;
inline constexpr uint32_t kMissingConsent = 1u << 3;

inline constexpr uint32_t kMissingPlanArea = 1u << 0;  // standing_plan
inline constexpr uint32_t kMissingPlanReason = 1u << 1;
inline constexpr uint32_t kMissingPlanConsent = 1u << 2;
inline constexpr uint32_t kMissingPlanReview = 1u << 3;
inline constexpr uint32_t kMissingPlanReader = 1u << 4;

inline constexpr uint32_t kMissingTouchResponse = 1u << 2;  // touch_contraindicated
inline constexpr uint32_t kMissingTouchConsent = 1u << 3;

inline constexpr uint32_t kMissingMeaning = 1u << 1;  // gift_significant
inline constexpr uint32_t kMissingMotive = 1u << 2;
inline constexpr uint32_t kMissingGiftDecision = 1u << 3;
inline constexpr uint32_t kMissingValue = 1u << 4;

inline constexpr uint32_t kStepNotContraindicated = 1u << 1;  // barter
inline constexpr uint32_t kStepNotExploitative = 1u << 2;
inline constexpr uint32_t kStepClientAsked = 1u << 3;
inline constexpr uint32_t kStepWritten = 1u << 4;
inline constexpr uint32_t kAllBarterSteps =
    kStepConsultation | kStepNotContraindicated | kStepNotExploitative | kStepClientAsked | kStepWritten;

inline constexpr uint32_t kStepOwned = 1u << 1;  // self_disclosure
inline constexpr uint32_t kStepApologised = 1u << 2;
inline constexpr uint32_t kStepDecidedTogether = 1u << 3;

inline constexpr uint32_t kStepLinkRemoved = 1u << 0;  // personal_virtual

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_RULES_H_
