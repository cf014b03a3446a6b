#include "plugins/prohibitions/advance_or_promise.h"

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/written.h"

namespace candor::prohibitions {

void OpenAdvance(const sdk::Event& advance, sdk::Subject& subject, const Conduct& conduct) {
  const sdk::Severity severity = conduct.step == Step::kFlirt ? sdk::Severity::kImportant : sdk::Severity::kUrgent;
  Prohibit(advance, subject, kAdvanceOrPromise, kAdvanceNoticeWithin, severity);
}

void AskToWhom(const sdk::Event& advance, sdk::Subject& subject) {
  AskToComplete(advance, subject, kAdvanceOrPromise, kAdvanceRecordWithin, kMissingOtherParty);
}

void NoteAdvance(const sdk::Event& advance, Person& person) {
  person.advance = advance.id();
  person.advance_day = advance.day();
  person.advance_late = sdk::DaysLate(advance);
}

}  // namespace candor::prohibitions
