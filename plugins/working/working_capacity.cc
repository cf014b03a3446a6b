#include "plugins/working/working_capacity.h"

#include <cstdint>

#include "plugins/working/rules.h"

namespace candor::working {
namespace {

bool IsRaised(const sdk::Event& answer) {
  return answer.IsYes(CANDOR_FIELD_WORKING_CAPACITY_ANSWER) || answer.IsUnsure(CANDOR_FIELD_WORKING_CAPACITY_ANSWER) ||
         answer.IsYes(CANDOR_FIELD_WORKING_CAPACITY_PLANS_TO_LEAVE);
}

// Whether somebody else has to be there for the clients.
bool NeedsCover(const sdk::Event& answer) {
  return answer.IsYes(CANDOR_FIELD_WORKING_CAPACITY_PLANS_TO_LEAVE) ||
         answer.Is(CANDOR_FIELD_WORKING_CAPACITY_DECISION, CANDOR_WORKING_CAPACITY_DECISION_SUSPEND) ||
         answer.Is(CANDOR_FIELD_WORKING_CAPACITY_DECISION, CANDOR_WORKING_CAPACITY_DECISION_END);
}

void Say(sdk::Subject& subject, const Capacity& capacity, sdk::Severity severity, const sdk::Id& fact = {}) {
  subject.Open({.rule = kWorkingCapacity,
                .key = capacity.slot.key,
                .severity = severity,
                .action = (capacity.missing & kMissingDecision) != 0 ? sdk::Action::kTalk : sdk::Action::kDocument,
                .due = capacity.due,
                .missing_fields = capacity.missing,
                .facts = {fact}});
}

void End(sdk::Subject& subject, Capacity& capacity) {
  subject.CancelTimer(kWorkingCapacity, CapacityToken(capacity));
  capacity.slot.Resolve(subject, kWorkingCapacity);
  capacity = Capacity{};
}

// What is left to do, said anew; met where nothing is.
void SetMissing(const sdk::Event& entry, sdk::Subject& subject, Capacity& capacity, uint8_t missing) {
  if (missing == capacity.missing) return;
  capacity.missing = missing;
  if (missing == 0) return End(subject, capacity);
  const auto open = subject.FindOpen(kWorkingCapacity, capacity.slot.key);
  Say(subject, capacity, open ? open->severity : sdk::Severity::kSoon, entry.id());
}

void Begin(const sdk::Event& answer, sdk::Subject& subject, Capacity& capacity, uint8_t missing) {
  if (!capacity.slot.empty()) subject.CancelTimer(kWorkingCapacity, CapacityToken(capacity));
  capacity.slot.Take(answer.id());
  capacity.missing = missing;
  capacity.due = answer.reported() + subject.Days(kWorkingCapacity, kDecideWithin);
  Say(subject, capacity, sdk::Severity::kSoon);
  subject.SetTimer(kWorkingCapacity, capacity.due, CapacityToken(capacity));
}

}  // namespace

void TakeWorkingCapacity(const sdk::Event& answer, sdk::Subject& subject, Capacity& capacity) {
  const bool open = !capacity.slot.empty();
  const bool decided = answer.Has(CANDOR_FIELD_WORKING_CAPACITY_DECISION);
  const bool covered = answer.IsYes(CANDOR_FIELD_WORKING_CAPACITY_COVER_PLANNED);
  if (!IsRaised(answer) && answer.IsNo(CANDOR_FIELD_WORKING_CAPACITY_ANSWER) && open) return End(subject, capacity);
  // What is open goes on; told anew, it is a question anew, with the date that it has.
  uint32_t missing = open ? capacity.missing : 0;
  if (IsRaised(answer)) missing |= kMissingDecision;
  if (NeedsCover(answer)) missing |= kMissingCover;
  if (decided) missing &= ~kMissingDecision;
  if (covered) missing &= ~kMissingCover;
  const bool raises = IsRaised(answer) || NeedsCover(answer);
  if (raises && missing != 0 && capacity.slot.Takes(answer, subject, kWorkingCapacity)) {
    return Begin(answer, subject, capacity, static_cast<uint8_t>(missing));
  }
  if (open) SetMissing(answer, subject, capacity, static_cast<uint8_t>(missing));
}

void TakeStepForCapacity(const sdk::Event& entry, sdk::Subject& subject, Capacity& capacity) {
  if (capacity.slot.empty()) return;
  uint32_t missing = capacity.missing;
  if (entry.kind() == CANDOR_KIND_DECISION) {
    const bool decides = entry.Has(CANDOR_FIELD_DECISION_DECISION) &&
                         !entry.Is(CANDOR_FIELD_DECISION_DECISION, CANDOR_DECISION_DECISION_REFER);
    if (decides) missing &= ~kMissingDecision;
  } else if (entry.Has(CANDOR_FIELD_ABSENCE_COVER) || entry.Has(CANDOR_FIELD_ABSENCE_OUTSIDE_COVER)) {
    missing &= ~kMissingCover;
  }
  SetMissing(entry, subject, capacity, static_cast<uint8_t>(missing));
}

void RaiseWorkingCapacity(sdk::Subject& subject, const Capacity& capacity) {
  const auto open = subject.FindOpen(kWorkingCapacity, capacity.slot.key);
  // Without a due date nothing is ever past due. Cover that is still to be found does not weigh more with time.
  if (!open || !open->due || (capacity.missing & kMissingDecision) == 0) return;
  Say(subject, capacity, sdk::Severity::kImportant);
}

uint64_t CapacityToken(const Capacity& capacity) {
  return sdk::TimerToken(capacity.slot.key, 1);
}

}  // namespace candor::working
