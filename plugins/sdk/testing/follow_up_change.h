#ifndef CANDOR_PLUGINS_SDK_TESTING_FOLLOW_UP_CHANGE_H_
#define CANDOR_PLUGINS_SDK_TESTING_FOLLOW_UP_CHANGE_H_

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "plugins/abi/candor_policy.h"
#include "plugins/sdk/testing/entry.h"

namespace candor::sdk::testing {

// What has become of a follow-up of a case, as a rule about a member is told of it, written down readably:
//   FollowUpChange::Opened("f1", "2025-01-06", "R23").Severity(CANDOR_SEVERITY_IMPORTANT).Due("2025-01-20")
// Opened by an entry of its own name, as a situation of its own, about the member "therapist", unless said otherwise.
class FollowUpChange {
 public:
  static FollowUpChange Opened(std::string_view name, std::string_view date, std::string_view rule) {
    return {name, DayOf(date), rule, CANDOR_FOLLOW_UP_OPENED};
  }
  static FollowUpChange Ended(std::string_view name, std::string_view date, std::string_view rule) {
    return {name, DayOf(date), rule, CANDOR_FOLLOW_UP_ENDED};
  }
  FollowUpChange(std::string_view name, int32_t day, std::string_view rule, int64_t change) : entry_(name, day, 0) {
    for (const uint16_t fact : {CANDOR_HOST_IN_TRAINING, CANDOR_HOST_CURRENT_CLIENT, CANDOR_HOST_HOLDS_CASE}) {
      entry_.Without(fact);
    }
    entry_.Person(CANDOR_HOST_FOLLOW_UP_ID, name).Person(CANDOR_HOST_FOLLOW_UP_SITUATION, name);
    entry_.Set(CANDOR_HOST_FOLLOW_UP_CHANGE, change).Set(CANDOR_HOST_FOLLOW_UP_SEVERITY, CANDOR_SEVERITY_SOON);
    if (!rule.empty()) entry_.Text(CANDOR_HOST_FOLLOW_UP_RULE, rule);
  }

  FollowUpChange& Severity(int64_t severity) {
    entry_.Set(CANDOR_HOST_FOLLOW_UP_SEVERITY, severity);
    return *this;
  }
  // Of the entry that opened it.
  FollowUpChange& Reported(std::string_view date) {
    entry_.Reported(date);
    return *this;
  }
  FollowUpChange& Due(std::string_view date) { return DueDay(DayOf(date)); }
  FollowUpChange& DueDay(int32_t day) {
    entry_.Set(CANDOR_HOST_FOLLOW_UP_DUE, day);
    return *this;
  }
  FollowUpChange& Situation(std::string_view name) {
    entry_.Person(CANDOR_HOST_FOLLOW_UP_SITUATION, name);
    return *this;
  }
  FollowUpChange& Finding(int64_t finding) {
    entry_.Set(CANDOR_HOST_FOLLOW_UP_FINDING, finding);
    return *this;
  }
  FollowUpChange& BeforePolicy() {
    entry_.BeforePolicy();
    return *this;
  }

  int32_t day() const { return entry_.day(); }
  bool opens_duties() const { return entry_.opens_duties(); }

  // The event as the host shows it: `fields` is filled and has to outlive it.
  candor_event Event(std::vector<candor_field>& fields) const {
    candor_event event = entry_.Event(fields);
    event.type = CANDOR_EVENT_FOLLOW_UP;
    event.source = 0;
    return event;
  }

 private:
  Entry entry_;
};

}  // namespace candor::sdk::testing

#endif  // CANDOR_PLUGINS_SDK_TESTING_FOLLOW_UP_CHANGE_H_
