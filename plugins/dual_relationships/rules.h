#ifndef CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RULES_H_
#define CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::dual_relationships {

enum RuleIndex : uint16_t {
  kDualAssess = 0,
  kUnavoidableReview = 1,
  kPreexistingRelation = 2,
  kDualHarmful = 3,
  kEntanglement = 4,
  kRoleAfterEnding = 5,
  kSequential = 6,
  kRelatedClient = 7,
  kUnusualRequest = 8,
  kRoleChange = 9,
};

enum DualAssessParameter : uint16_t { kAssessWithin = 0, kAssessRecordWithin = 1, kIndependent = 2 };
enum UnavoidableReviewParameter : uint16_t { kReviewEvery = 0 };
enum PreexistingRelationParameter : uint16_t { kReferWithin = 0, kPrecautionsWithin = 1 };
enum DualHarmfulParameter : uint16_t { kResolveWithin = 0 };
enum EntanglementParameter : uint16_t { kReviewWithin = 0, kExemptMinorUnits = 1, kTieRecordWithin = 2 };
enum RoleAfterEndingParameter : uint16_t {
  kWindow = 0,  // years
  kLookahead = 1,
  kBeforeEnding = 2,
  kRoleAssessWithin = 3,
  kRoleRecordWithin = 4
};
enum SequentialParameter : uint16_t {
  kWait = 0,           // years
  kTherapyLength = 1,  // years
  kSequentialAssessWithin = 2,
  kSequentialRecordWithin = 3
};
enum RelatedClientParameter : uint16_t { kConflictWithin = 0, kConflictRecordWithin = 1 };
enum UnusualRequestParameter : uint16_t { kTalkWithin = 0 };
enum RoleChangeParameter : uint16_t { kNoteWithin = 0 };

// Bits of what a follow-up still asks for, in the order of its rule's asked fields.

namespace assess {
inline constexpr uint32_t kRatings = 0x3f;  // Gottlieb's three, of the therapy and of the other relation
inline constexpr uint32_t kNecessary = 1u << 6;
inline constexpr uint32_t kCouldHarm = 1u << 7;
inline constexpr uint32_t kWouldBenefit = 1u << 8;
inline constexpr uint32_t kCouldDisrupt = 1u << 9;
inline constexpr uint32_t kObjectively = 1u << 10;
inline constexpr uint32_t kFactors = 0xfu << 11;  // the four harm factors
inline constexpr uint32_t kConsent = 1u << 15;
inline constexpr uint32_t kOutcome = 1u << 16;  // it does not harm
inline constexpr uint32_t kTalk = 1u << 17;
inline constexpr uint32_t kChoice = 1u << 18;  // whether it could be avoided: the record is completed first
inline constexpr uint32_t kAll = (1u << 18) - 1;
}  // namespace assess

namespace review {
inline constexpr uint32_t kReviewed = 1u << 0;
inline constexpr uint32_t kPrecautions = 1u << 1;
}  // namespace review

namespace prior {
inline constexpr uint32_t kReferral = 1u << 0;
inline constexpr uint32_t kConsent = 1u << 1;
inline constexpr uint32_t kPrecautions = 1u << 2;
inline constexpr uint32_t kTalk = 1u << 3;
inline constexpr uint32_t kCloseness = 1u << 4;  // asked for, and nothing waits for it
}  // namespace prior

namespace harm {
inline constexpr uint32_t kTransfer = 1u << 0;
inline constexpr uint32_t kEnded = 1u << 1;
inline constexpr uint32_t kConfirmed = 1u << 2;
}  // namespace harm

namespace tie {
inline constexpr uint32_t kEnded = 1u << 0;
inline constexpr uint32_t kTransfer = 1u << 1;
inline constexpr uint32_t kEvent = 1u << 2;
inline constexpr uint32_t kValue = 1u << 3;
inline constexpr uint32_t kNote = 1u << 4;
}  // namespace tie

namespace role {
inline constexpr uint32_t kExploitative = 1u << 0;
inline constexpr uint32_t kContext = 1u << 1;
}  // namespace role

namespace sequel {
inline constexpr uint32_t kExploitative = 1u << 0;
inline constexpr uint32_t kContext = 1u << 1;
inline constexpr uint32_t kGifts = 1u << 2;
inline constexpr uint32_t kIntimacy = 1u << 3;
inline constexpr uint32_t kDependence = 1u << 4;
inline constexpr uint32_t kMoney = 1u << 5;
}  // namespace sequel

namespace conflict {
inline constexpr uint32_t kNote = 1u << 0;
inline constexpr uint32_t kTalk = 1u << 1;
inline constexpr uint32_t kLinked = 1u << 2;
}  // namespace conflict

namespace request {
inline constexpr uint32_t kDiscussed = 1u << 0;
inline constexpr uint32_t kTalk = 1u << 1;
}  // namespace request

namespace change {
inline constexpr uint32_t kConsent = 1u << 0;
inline constexpr uint32_t kConsequences = 1u << 1;
inline constexpr uint32_t kConfidentiality = 1u << 2;
}  // namespace change

}  // namespace candor::dual_relationships

#endif  // CANDOR_PLUGINS_DUAL_RELATIONSHIPS_RULES_H_
