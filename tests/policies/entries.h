#ifndef CANDOR_TESTS_POLICIES_ENTRIES_H_
#define CANDOR_TESTS_POLICIES_ENTRIES_H_

#include <string_view>

#include "plugins/sdk/testing/entry.h"

// Entries that the scenarios of several policies begin with.
namespace candor::sdk::testing {

inline Entry Reaction(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_PERSONAL_REACTION)
      .Set(CANDOR_FIELD_PERSONAL_REACTION_WHICH, CANDOR_PERSONAL_REACTION_WHICH_ROMANTIC);
}

inline Entry Intake(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_INTAKE);
}

// By the client, who needs no more of it: nothing follows from it but the end of the episode.
inline Entry Left(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_TERMINATION)
      .Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT);
}

inline Entry Resolved(std::string_view name, std::string_view date) {
  return Reaction(name, date).Set(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_RESOLVED);
}

// Complete and with someone independent.
inline Entry Consultation(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_CONSULTATION)
      .Person(CANDOR_FIELD_CONSULTATION_CONSULTANT, "colleague")
      .Set(CANDOR_HOST_CONSULTANT_RELATION, CANDOR_RELATION_INDEPENDENT)
      .Written(CANDOR_FIELD_CONSULTATION_WHY_NOW)
      .Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE)
      .Set(CANDOR_FIELD_CONSULTATION_DECISION, CANDOR_CONSULTATION_DECISION_CONTINUE)
      .Written(CANDOR_FIELD_CONSULTATION_RATIONALE);
}

inline Entry Supervision(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_SUPERVISION);
}

inline Entry Referral(std::string_view name, std::string_view date, int64_t outcome) {
  return Entry(name, date, CANDOR_KIND_REFERRAL).Set(CANDOR_FIELD_REFERRAL_OUTCOME, outcome);
}

inline Entry Plan(std::string_view name, std::string_view date, std::string_view review_by) {
  return Entry(name, date, CANDOR_KIND_CONTINUE_PLAN)
      .Written(CANDOR_FIELD_CONTINUE_PLAN_SAFEGUARDS)
      .Date(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY, review_by)
      .Yes(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT);
}

inline Entry Told(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_CLIENT_FEELINGS)
      .Set(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_TOLD);
}

inline Entry Discussed(std::string_view name, std::string_view date, int64_t outcome) {
  return Entry(name, date, CANDOR_KIND_CLIENT_FEELINGS)
      .Set(CANDOR_FIELD_CLIENT_FEELINGS_EVENT, CANDOR_CLIENT_FEELINGS_EVENT_DISCUSSED)
      .Set(CANDOR_FIELD_CLIENT_FEELINGS_OUTCOME, outcome);
}

}  // namespace candor::sdk::testing

#endif  // CANDOR_TESTS_POLICIES_ENTRIES_H_
