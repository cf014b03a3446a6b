#ifndef CANDOR_PLUGINS_WORKING_RULES_H_
#define CANDOR_PLUGINS_WORKING_RULES_H_

#include <cstdint>
#include <string_view>

// The rules of this policy and their parameters, numbered in the order in which plugin.cc declares them.
namespace candor::working {

enum RuleIndex : uint16_t {
  kWorkingCapacity = 0,
  kSupervisionFrequency = 1,
  kLateReport = 2,
  kTraining = 3,
  kTherapistSupport = 4,
};

// How often supervision is asked for and how it counts means something only together: a profile sets all or none.
inline constexpr std::string_view kFrequencyGroup = "frequency";

enum WorkingCapacityParameter : uint16_t { kDecideWithin = 0 };
enum SupervisionFrequencyParameter : uint16_t {
  kPeriod = 0,             // kNoPeriod, kEachWeek or kEachMonth
  kNeededHundredths = 1,   // of a unit, in a period with hours
  kIndividualMinutes = 2,  // of individual or triadic supervision in one unit
  kGroupMinutes = 3,       // of group supervision in one unit; 0: the time is shared among those who were there
  kLargestGroup = 4,       // a larger one counts for nothing; 0: no bound
  kHalfUpTo = 5,           // where the time is shared: in a group of so many half of it counts
  kMoreAfterMinutes = 6,   // with clients, above which one unit more is asked for; 0: never
  kMinutesAUnit = 7,       // with clients, for which one unit is asked for; 0: not by these
  kMakeUpWithin = 8,
  kAskWithin = 9,
  kLongestGap = 10  // days between two sessions; 0: not judged. Of the group, as those above kMakeUpWithin
};
enum LateReportParameter : uint16_t { kLateAfter = 0 };
enum TherapistSupportParameter : uint16_t {
  kSituations = 0,  // more than Support::kMaxLeft are as many as that
  kWithin = 1,
  kLeftAfter = 2,
  kOfferWithin = 3
};
enum TrainingParameter : uint16_t { kRenewAfter = 0, kTrainWithin = 1 };

// Words of the choice period.
inline constexpr int64_t kNoPeriod = 0;
inline constexpr int64_t kEachWeek = 1;
inline constexpr int64_t kEachMonth = 2;

// Bits of what is still to be done or asked for, in the order of the rules' asked fields.
inline constexpr uint32_t kMissingDecision = 1u << 0;      // working_capacity
inline constexpr uint32_t kMissingCover = 1u << 1;         // working_capacity
inline constexpr uint32_t kMissingMinutes = 1u << 0;       // supervision_frequency
inline constexpr uint32_t kMissingFormat = 1u << 1;        // supervision_frequency
inline constexpr uint32_t kMissingGroupSize = 1u << 2;     // supervision_frequency
inline constexpr uint32_t kMissingDirectTime = 1u << 3;    // supervision_frequency
inline constexpr uint32_t kMissingPracticeCase = 1u << 0;  // training
inline constexpr uint32_t kMissingWelcome = 1u << 1;       // training

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_RULES_H_
