#include "tests/policies/support/timeline.h"

#include <algorithm>
#include <utility>

namespace candor::policy::testing {

IdBytes NumberedId(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

domain::SubjectId CaseNumber(uint64_t number) {
  return domain::SubjectId::Of(CaseId(NumberedId(number)));
}

domain::PolicyEvent EventOn(int32_t day, uint64_t number, domain::Kind kind) {
  domain::PolicyEvent event;
  event.number = number;
  event.id = EntryId(NumberedId(number));
  event.kind = kind;
  event.occurred = event.reported = day;
  event.therapist = MemberId(NumberedId(1));
  event.place = {day, domain::Place::kNoTime, domain::FindKind(kind)->rank, number, NumberedId(number)};
  return event;
}

domain::PolicyEvent SessionOn(int32_t day, uint64_t number, int64_t minutes) {
  domain::PolicyEvent event = EventOn(day, number, domain::Kind::kSession);
  event.facts.SetNumber(domain::FindField(domain::Kind::kSession, "minutes")->id, minutes);
  return event;
}

domain::PolicyTask TaskFor(const std::string& plugin, std::vector<domain::PolicyEvent> events, int32_t until,
                           uint64_t case_number) {
  domain::PolicyTask task;
  task.plugin = plugin;
  task.subject = CaseNumber(case_number);
  std::sort(events.begin(), events.end(), [](const auto& a, const auto& b) { return a.place < b.place; });
  task.events = std::move(events);
  task.until = until;
  return task;
}

}  // namespace candor::policy::testing
