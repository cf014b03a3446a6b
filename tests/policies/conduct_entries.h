#ifndef CANDOR_TESTS_POLICIES_CONDUCT_ENTRIES_H_
#define CANDOR_TESTS_POLICIES_CONDUCT_ENTRIES_H_

#include <cstdint>
#include <string_view>

#include "tests/policies/endings.h"
#include "tests/policies/entries.h"

// Entries about acts, advances and what was told of them, in the words that scenarios use. Dates are civil, YYYY-MM-DD.
namespace candor::sdk::testing {

// With the client unless said otherwise, done, and told by whoever it is about.
inline Entry Act(std::string_view name, std::string_view date,
                 int64_t other_party = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT) {
  return Entry(name, date, CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT)
      .Basis(CANDOR_BASIS_OWN)
      .Stage(CANDOR_STAGE_DONE)
      .Set(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY, other_party);
}

inline Entry ActAfter(std::string_view name, std::string_view date,
                      int64_t other_party = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT) {
  return Act(name, date, other_party).NotACurrentClient();
}

// The therapist thinks of a relation with a former client, and says so before anything is done.
inline Entry Intent(std::string_view name, std::string_view date) {
  return ActAfter(name, date).Stage(CANDOR_STAGE_PROPOSED);
}

// The seven factors answered, and nothing that speaks against it.
inline Entry Assessed(Entry intent) {
  for (uint16_t field = CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_TIME;
       field <= CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY; ++field) {
    intent.No(field);
  }
  return intent;
}

inline Entry Advance(std::string_view name, std::string_view date,
                     int64_t what = CANDOR_ADVANCE_OR_PROMISE_WHAT_PROMISE_OF_LATER) {
  return Entry(name, date, CANDOR_KIND_ADVANCE_OR_PROMISE)
      .Basis(CANDOR_BASIS_CLIENT_ACCOUNT)
      .Set(CANDOR_FIELD_ADVANCE_OR_PROMISE_WHAT, what)
      .Set(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY, CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_CLIENT);
}

inline Entry Session(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_SESSION);
}

inline Entry Contact(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_POST_TERMINATION_CONTACT)
      .NotACurrentClient()
      .Yes(CANDOR_FIELD_POST_TERMINATION_CONTACT_PROFESSIONAL);
}

inline Entry EndedBy(std::string_view name, std::string_view date, int64_t initiator) {
  return Entry(name, date, CANDOR_KIND_TERMINATION).Set(CANDOR_FIELD_TERMINATION_INITIATOR, initiator);
}

inline Entry EndedByTherapist(std::string_view name, std::string_view date) {
  return EndedBy(name, date, CANDOR_TERMINATION_INITIATOR_THERAPIST);
}

}  // namespace candor::sdk::testing

#endif  // CANDOR_TESTS_POLICIES_CONDUCT_ENTRIES_H_
