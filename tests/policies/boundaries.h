#ifndef CANDOR_TESTS_POLICIES_BOUNDARIES_H_
#define CANDOR_TESTS_POLICIES_BOUNDARIES_H_

#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <vector>

#include "plugins/sdk/testing/fake_host.h"
#include "tests/policies/entries.h"

// Entries about boundaries, in the words that scenarios use. What is said of a crossing was done.
namespace candor::sdk::testing {

inline Entry Crossing(std::string_view name, std::string_view date, int64_t area) {
  return Entry(name, date, CANDOR_KIND_CROSSING).Stage(CANDOR_STAGE_DONE).Set(CANDOR_FIELD_CROSSING_AREA, area);
}

// With all that a note of it says: nothing follows from it but in a pattern.
inline Entry Noted(std::string_view name, std::string_view date, int64_t area) {
  return Crossing(name, date, area)
      .Written(CANDOR_FIELD_CROSSING_RATIONALE)
      .Written(CANDOR_FIELD_CROSSING_BENEFIT)
      .Written(CANDOR_FIELD_CROSSING_CONSEQUENCES)
      .Yes(CANDOR_FIELD_CROSSING_CONSENT);
}

// Agreed to, welcome and noted.
inline Entry Touch(std::string_view name, std::string_view date, int64_t touch = CANDOR_CROSSING_TOUCH_HUG) {
  return Noted(name, date, CANDOR_CROSSING_AREA_TOUCH)
      .Set(CANDOR_FIELD_CROSSING_TOUCH, touch)
      .Set(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_POSITIVE);
}

// In whole units of a currency.
inline Entry Gift(std::string_view name, std::string_view date, int64_t value,
                  int64_t area = CANDOR_CROSSING_AREA_GIFT_IN) {
  return Crossing(name, date, area)
      .Set(CANDOR_FIELD_CROSSING_VALUE_MINOR_UNITS, value * 100)
      .Text(CANDOR_FIELD_CROSSING_CURRENCY_CODE, "EUR");
}

// All that a gift of some value asks for but the consultation.
inline Entry Explained(Entry gift) {
  return gift.Written(CANDOR_FIELD_CROSSING_MEANING)
      .Written(CANDOR_FIELD_CROSSING_MOTIVE)
      .Set(CANDOR_FIELD_CROSSING_GIFT_DECISION, CANDOR_CROSSING_GIFT_DECISION_ACCEPTED);
}

// With all its parts.
inline Entry StandingPlan(std::string_view name, std::string_view date, int64_t area, std::string_view review_by) {
  return Entry(name, date, CANDOR_KIND_STANDING_PLAN)
      .Set(CANDOR_FIELD_STANDING_PLAN_EVENT, CANDOR_STANDING_PLAN_EVENT_BEGUN)
      .Set(CANDOR_FIELD_STANDING_PLAN_AREA, area)
      .Written(CANDOR_FIELD_STANDING_PLAN_REASON)
      .Yes(CANDOR_FIELD_STANDING_PLAN_CONSENT)
      .Date(CANDOR_FIELD_STANDING_PLAN_REVIEW_BY, review_by)
      .Person(CANDOR_FIELD_STANDING_PLAN_SECOND_READER, "colleague");
}

inline Entry PlanEvent(std::string_view name, std::string_view date, int64_t event) {
  return Entry(name, date, CANDOR_KIND_STANDING_PLAN).Set(CANDOR_FIELD_STANDING_PLAN_EVENT, event);
}

inline Entry BoundaryTalk(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DISCUSSION).Set(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_BOUNDARY);
}

inline Entry Clarified(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_CLARIFIED)
      .Yes(CANDOR_FIELD_CLARIFIED_OWNED)
      .Yes(CANDOR_FIELD_CLARIFIED_APOLOGISED)
      .Yes(CANDOR_FIELD_CLARIFIED_DECIDED_TOGETHER);
}

inline Entry Stopped(std::string_view name, std::string_view date) {
  return Entry(name, date, CANDOR_KIND_DECISION).Set(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_STOP);
}

// A case, and what the rules about boundaries say of it.
class BoundaryRulesTest : public ::testing::Test {
 protected:
  static std::vector<std::string> LinesOf(const FakeHost& host, std::string_view rule) {
    std::vector<std::string> lines;
    for (const ShownFollowUp& one : host.Of(rule)) lines.push_back(one.Line());
    return lines;
  }
  std::vector<std::string> LinesOf(std::string_view rule) const { return LinesOf(host_, rule); }

  FakeHost host_{candor_policy_plugin};
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_TESTS_POLICIES_BOUNDARIES_H_
