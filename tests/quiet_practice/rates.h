#ifndef CANDOR_TESTS_QUIET_PRACTICE_RATES_H_
#define CANDOR_TESTS_QUIET_PRACTICE_RATES_H_

#include <cstdint>

// How often what happens in a normal, honest practice. Where each number comes from: README.md of this folder. They
// were written down before any rule was run on them; whoever changes one changes what "quiet" means.
namespace candor::quiet_practice {

// The practice
inline constexpr int32_t kYear = 365;  // days
inline constexpr int kTherapists = 40;
inline constexpr int kInTraining = 4;
inline constexpr int kWeeklyClients = 18;  // places of a therapist's week
inline constexpr double kMissedSession = 0.08;
inline constexpr int kAbsencesAYear = 3;        // of a therapist
inline constexpr int32_t kShortestAbsence = 5;  // days
inline constexpr int32_t kLongestAbsence = 19;
// About so many sessions a therapist has in a year: 18 places, less absences, missed sessions and empty places.
inline constexpr double kSessionsAYear = 750;

// Of a therapist in a year
inline constexpr double kAttraction = 0.3;
inline constexpr double kStrainOrAttachment = 0.6;
inline constexpr double kClientFeelings = 0.15;
inline constexpr double kGiftReceived = 3.0;
inline constexpr double kGiftGiven = 0.3;
inline constexpr double kTouch = 4.0;
inline constexpr double kTimeOverrun = 8.0;
inline constexpr double kLogisticMessage = 12.0;
inline constexpr double kPersonalMessage = 0.3;
inline constexpr double kSocialMediaLink = 0.03;
inline constexpr double kOrdinarySelfDisclosure = 6.0;
inline constexpr double kOwnProblemsDisclosed = 0.1;
inline constexpr double kLateSlot = 1.0;
inline constexpr double kFeeChanged = 0.5;
inline constexpr double kOtherPlace = 0.6;
inline constexpr double kLift = 0.1;
inline constexpr double kFoodOrDrink = 0.4;
inline constexpr double kCeremony = 0.15;
inline constexpr double kPurchase = 0.05;
inline constexpr double kPlannedCrossings = 0.1;
inline constexpr double kBarter = 0.02;
inline constexpr double kMetByChance = 1.5;
inline constexpr double kUnavoidableOverlap = 0.3;
inline constexpr double kAvoidableOverlap = 0.05;
inline constexpr double kUnusualRequest = 0.05;
inline constexpr double kRoleChange = 0.05;
inline constexpr double kEarlierTherapist = 0.1;
inline constexpr double kAbuseReported = 0.15;
inline constexpr double kReferralForOtherCare = 1.0;
inline constexpr double kHandover = 0.25;
inline constexpr double kConsultationOfItsOwn = 1.5;
inline constexpr double kComplaint = 0.02;
inline constexpr double kConcern = 0.01;

// Of an intake
inline constexpr double kKnownBefore = 0.03;
inline constexpr double kKnownClosely = 0.002;
inline constexpr double kLinkedToAnotherClient = 0.02;
inline constexpr double kClearStartTicked = 0.9;

// Of an ending
inline constexpr double kEndedByClient = 0.50;
inline constexpr double kEndedTogether = 0.40;
inline constexpr double kEndedByTherapist = 0.07;
inline constexpr double kEndedByPractice = 0.02;  // the rest: by a third party
inline constexpr double kDroppedOut = 0.4;        // of those that the client ended
inline constexpr double kCareStillNeeded = 0.5;   // of those that the client did not end
inline constexpr double kEndingPrepared = 0.95;   // of these
inline constexpr double kContactAfterwards = 0.08;
inline constexpr double kReturns = 0.08;

// How people keep dates and notes
inline constexpr double kConsultedInTwoWeeks = 0.85;
inline constexpr double kConsultedInFourWeeks = 0.12;  // the rest: within seven
inline constexpr double kReactionGoesOn = 0.25;
inline constexpr double kNoteComplete = 0.85;  // of a consultation
inline constexpr double kCrossingNoteComplete = 0.6;
inline constexpr double kStepRecorded = 0.95;  // of what an act or an ending is asked for when it is entered
inline constexpr double kWrittenSameDay = 0.7;
inline constexpr double kWrittenInThreeDays = 0.25;  // the rest: within three weeks
inline constexpr double kSupervisionCovers = 0.2;    // a case that is open
inline constexpr double kCapacityRaised = 0.02;      // of the monthly answers
inline constexpr double kTrainingInTime = 0.9;

}  // namespace candor::quiet_practice

#endif  // CANDOR_TESTS_QUIET_PRACTICE_RATES_H_
