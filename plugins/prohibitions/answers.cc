#include "plugins/prohibitions/answers.h"

#include <algorithm>
#include <utility>

namespace candor::prohibitions {

void Prohibit(const sdk::Event& entry, sdk::Subject& subject, uint16_t rule, uint16_t notice_within,
              sdk::Severity severity, std::vector<sdk::Id> facts, int32_t known) {
  subject.Open({.rule = rule,
                .key = entry.id(),
                .severity = severity,
                .action = sdk::Action::kProhibit,
                .due = std::max(entry.reported(), known) + subject.Days(rule, notice_within),
                .facts = std::move(facts)});
}

void AskToComplete(const sdk::Event& entry, sdk::Subject& subject, uint16_t rule, uint16_t record_within,
                   uint32_t missing, std::vector<sdk::Id> facts, int32_t known) {
  subject.Open({.rule = rule,
                .key = entry.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = std::max(entry.reported(), known) + subject.Days(rule, record_within),
                .missing_fields = missing,
                .facts = std::move(facts)});
}

}  // namespace candor::prohibitions
