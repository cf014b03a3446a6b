#include "plugins/prohibitions/sex_current.h"

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"

namespace candor::prohibitions {

void OpenSexCurrent(const sdk::Event& act, sdk::Subject& subject) {
  Prohibit(act, subject, kSexCurrent, kCurrentNoticeWithin, sdk::Severity::kUrgent);
}

void AskForOtherParty(const sdk::Event& act, sdk::Subject& subject) {
  AskToComplete(act, subject, kSexCurrent, kCurrentRecordWithin, kMissingOtherParty);
}

}  // namespace candor::prohibitions
