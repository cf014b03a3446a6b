#ifndef CANDOR_PLUGINS_SOFT_TRANSFER_RULES_H_
#define CANDOR_PLUGINS_SOFT_TRANSFER_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::soft_transfer {

enum RuleIndex : uint16_t { kTransferComplete = 0, kAbandonment = 1, kDependentEnding = 2 };

enum TransferCompleteParameter : uint16_t { kJointSessions = 0, kCompleteWithin = 1 };
enum AbandonmentParameter : uint16_t {
  kMinSessions = 0,
  kNotice = 1,
  kAlternatives = 2,
  kDocumentWithin = 3,
  kAbandonmentRecordWithin = 4,
  kPursuitWithin = 5
};
enum DependentEndingParameter : uint16_t {
  kLong = 0,
  kTaperDays = 1,
  kTaperSessions = 2,
  kTransferWithin = 3,
  kImportantAfter = 4,
  kEndingRecordWithin = 5
};

// Bits of the steps that a transfer still lacks, in the order of the asked fields of soft_transfer_complete.
inline constexpr uint32_t kMissingJointSession = 1u << 0;
inline constexpr uint32_t kMissingConsent = 1u << 1;
inline constexpr uint32_t kMissingRelease = 1u << 2;
inline constexpr uint32_t kMissingAcceptance = 1u << 3;
inline constexpr uint32_t kMissingFirstSolo = 1u << 4;

// Bits of the fields that the rules about endings ask for, in the order of their asked fields.
inline constexpr uint32_t kMissingInitiator = 1u << 0;
inline constexpr uint32_t kMissingCare = 1u << 1;
inline constexpr uint32_t kMissingProposedOn = 1u << 2;
inline constexpr uint32_t kMissingSessions = 1u << 3;
inline constexpr uint32_t kMissingAlternatives = 1u << 4;
inline constexpr uint32_t kMissingStart = 1u << 5;  // long_or_dependent_ending only

}  // namespace candor::soft_transfer

#endif  // CANDOR_PLUGINS_SOFT_TRANSFER_RULES_H_
