#ifndef CANDOR_PLUGINS_CONSULTATION_RULES_H_
#define CANDOR_PLUGINS_CONSULTATION_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::consultation {

enum RuleIndex : uint16_t {
  kAttractionConsult = 0,
  kAttractionPersists = 1,
  kAttractionQuietClose = 2,
  kTraineeAttraction = 3,
  kConsultationComplete = 4,
  kClientFeelings = 5,
};

enum AttractionConsultParameter : uint16_t { kConsultWithin = 0, kConsultLatest = 1, kConsultImportantAfter = 2 };
enum AttractionPersistsParameter : uint16_t {
  kPersistAfter = 0,
  kPersistAction = 1,  // kPersistDecide or kPersistRefer
  kDecideWithin = 2,
  kReviewWithin = 3,
  kPersistImportantAfter = 4
};
enum AttractionQuietCloseParameter : uint16_t { kQuiet = 0 };
enum TraineeAttractionParameter : uint16_t { kTalkWithin = 0 };
enum ConsultationCompleteParameter : uint16_t { kIndependent = 0, kAskWithin = 1 };
enum ClientFeelingsParameter : uint16_t { kDiscussWithin = 0, kUnresolvedAfter = 1 };

// Words of the choice persist_action.
inline constexpr int64_t kPersistDecide = 1;
inline constexpr int64_t kPersistRefer = 2;

// Bits of the fields that consultation_complete asks for, in the order of its asked fields.
inline constexpr uint32_t kMissingWhyNow = 1u << 0;
inline constexpr uint32_t kMissingConsultant = 1u << 1;
inline constexpr uint32_t kMissingRecommendation = 1u << 2;
inline constexpr uint32_t kMissingDecision = 1u << 3;
inline constexpr uint32_t kMissingRationale = 1u << 4;

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_RULES_H_
