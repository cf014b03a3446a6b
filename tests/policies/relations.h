#ifndef CANDOR_TESTS_POLICIES_RELATIONS_H_
#define CANDOR_TESTS_POLICIES_RELATIONS_H_

#include <string_view>

#include "tests/policies/endings.h"

// Entries about other relations with a client, in the words that scenarios use. Dates are civil, YYYY-MM-DD.
namespace candor::sdk::testing {

inline Entry Relation(std::string_view name, std::string_view date, int64_t event) {
  return Entry(name, date, CANDOR_KIND_DUAL_RELATIONSHIP).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, event);
}

// New, takes place, and social.
inline Entry Begun(std::string_view name, std::string_view date) {
  return Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_SOCIAL);
}

// It could have been avoided.
inline Entry Befriended(std::string_view name, std::string_view date) {
  return Begun(name, date).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_AVOIDABLE);
}

inline Entry Unavoidable(std::string_view name, std::string_view date) {
  return Begun(name, date).Set(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_UNAVOIDABLE);
}

// Every question answered, with the client's consent, and no harm in it.
inline Entry Assessed(std::string_view name, std::string_view date) {
  Entry entry = Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED);
  for (uint16_t field = CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER;
       field <= CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END; ++field) {
    entry.Set(field, CANDOR_DUAL_RELATIONSHIP_THERAPY_POWER_LOW);
  }
  for (uint16_t field = CANDOR_FIELD_DUAL_RELATIONSHIP_NECESSARY; field <= CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE;
       ++field) {
    entry.No(field);
  }
  return entry.Yes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT);
}

inline Entry Reviewed(std::string_view name, std::string_view date) {
  return Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_REVIEWED);
}

inline Entry RelationEnded(std::string_view name, std::string_view date) {
  return Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_ENDED);
}

inline Entry Tied(std::string_view name, std::string_view date, int64_t tie) {
  return Relation(name, date, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE, tie);
}

inline Entry Advised(std::string_view name, std::string_view date, int64_t recommendation) {
  return Consultation(name, date).Set(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, recommendation);
}

inline Entry TalkAbout(std::string_view name, std::string_view date, int64_t topic) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, topic);
}

}  // namespace candor::sdk::testing

#endif  // CANDOR_TESTS_POLICIES_RELATIONS_H_
