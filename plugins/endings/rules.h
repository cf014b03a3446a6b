#ifndef CANDOR_PLUGINS_ENDINGS_RULES_H_
#define CANDOR_PLUGINS_ENDINGS_RULES_H_

#include <cstdint>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::endings {

enum RuleIndex : uint16_t {
  kForcedEnding = 0,
  kReturn = 1,
  kContact = 2,
  kLongTherapy = 3,
  kClearStart = 4,
};

enum ForcedEndingParameter : uint16_t { kAttemptWithin = 0, kOrderRecordWithin = 1 };
enum ReturnParameter : uint16_t { kReturnNoteWithin = 0 };
enum ContactParameter : uint16_t { kContacts = 0, kContactWindow = 1, kContactNoteWithin = 2, kIndependent = 3 };
enum LongTherapyParameter : uint16_t { kLongAfter = 0, kAgainAfter = 1, kReviewWithin = 2 };
enum ClearStartParameter : uint16_t { kSessions = 0, kTickWithin = 1 };

// Bits of what is asked for or still to be done, in the order of the rules' asked fields.
inline constexpr uint32_t kMissingAttempt = 1u << 0;    // forced_ending
inline constexpr uint32_t kMissingAdvocacy = 1u << 1;   // forced_ending
inline constexpr uint32_t kMissingOrderedBy = 1u << 2;  // forced_ending
inline constexpr uint32_t kMissingCheck = 1u << 0;      // return_of_former_client
inline constexpr uint32_t kMissingPurpose = 1u << 0;    // post_termination_contact
inline constexpr uint32_t kMissingReview = 1u << 0;     // long_therapy_review
inline constexpr uint32_t kAllTicks = (1u << 7) - 1;    // clear_start

}  // namespace candor::endings

#endif  // CANDOR_PLUGINS_ENDINGS_RULES_H_
