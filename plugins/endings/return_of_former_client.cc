#include "plugins/endings/return_of_former_client.h"

#include "plugins/endings/rules.h"

namespace candor::endings {
namespace {

bool IsChecked(const sdk::Event& intake) {
  return intake.IsYes(CANDOR_FIELD_INTAKE_ASKED_RELATION_SINCE);
}

// What was noted of a relation answers what is asked; who declines needs no answer.
bool Meets(const sdk::Event& event, const Return& state) {
  switch (event.kind()) {
    case CANDOR_KIND_INTAKE:
      return IsChecked(event) && event.therapist() == state.therapist;
    case CANDOR_KIND_DUAL_RELATIONSHIP:
      return event.therapist() == state.therapist;
    case CANDOR_KIND_TERMINATION:
    case CANDOR_KIND_CLIENT_DECLINED:
      return true;
    default:
      return false;
  }
}

}  // namespace

void TakeForReturn(const sdk::Event& event, sdk::Subject& subject, Return& state, bool returns) {
  if (returns) {
    state = Return{};  // what an earlier return left open stays open
    if (IsChecked(event)) return;
    state = {.key = event.id(), .therapist = event.therapist()};
    subject.Open({.rule = kReturn,
                  .key = event.id(),
                  .severity = sdk::Severity::kLater,
                  .action = sdk::Action::kDocument,
                  .due = event.reported() + subject.Days(kReturn, kReturnNoteWithin),
                  .missing_fields = kMissingCheck});
  } else if (!state.key.empty() && Meets(event, state)) {
    subject.Resolve(kReturn, state.key);
    state = Return{};
  }
}

}  // namespace candor::endings
