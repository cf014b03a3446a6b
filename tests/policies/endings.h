#ifndef CANDOR_TESTS_POLICIES_ENDINGS_H_
#define CANDOR_TESTS_POLICIES_ENDINGS_H_

#include <string_view>

#include "tests/policies/entries.h"

// Entries of transfers and endings, in the words that scenarios use. Dates are civil, YYYY-MM-DD.
namespace candor::sdk::testing {

inline Entry Step(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TRANSFER_STEP);
}

inline Entry Joint(std::string_view name, std::string_view date) {
  return Step(name, date).Yes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION);
}

inline Entry With(Entry step, std::string_view receiver) {
  return step.Person(CANDOR_FIELD_TRANSFER_STEP_RECEIVER, receiver);
}

inline Entry HandedOver(std::string_view name, std::string_view date) {
  return Joint(name, date)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED)
      .Yes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED);
}

inline Entry AllSteps(std::string_view name, std::string_view date) {
  return HandedOver(name, date).Yes(CANDOR_FIELD_TRANSFER_STEP_CONSENT).Yes(CANDOR_FIELD_TRANSFER_STEP_RELEASE);
}

// Ended by the therapist on the day it was proposed, with care needed and nobody else named, half a year after the
// therapy began.
inline Entry Ending(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TERMINATION)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_THERAPIST)
      .Date(CANDOR_FIELD_TERMINATION_PROPOSED_ON, date)
      .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, 0)
      .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, 0)
      .Yes(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE)
      .Set(CANDOR_HOST_THERAPY_STARTED, DayOf(date) - 180);
}

inline Entry LongEnding(std::string_view name, std::string_view date) {
  return Ending(name, date).Date(CANDOR_HOST_THERAPY_STARTED, "2019-01-01");
}

inline Entry EndingTalk(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_ENDING);
}

inline Entry DeclinedInWriting(std::string_view name, std::string_view date, int64_t what) {
  return Entry(name, date, CANDOR_KIND_CLIENT_DECLINED)
      .Set(CANDOR_FIELD_CLIENT_DECLINED_WHAT, what)
      .Yes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING);
}

inline Entry Declined(std::string_view name, std::string_view date, int64_t what) {
  return Entry(name, date, CANDOR_KIND_CLIENT_DECLINED).Set(CANDOR_FIELD_CLIENT_DECLINED_WHAT, what);
}

}  // namespace candor::sdk::testing

#endif  // CANDOR_TESTS_POLICIES_ENDINGS_H_
