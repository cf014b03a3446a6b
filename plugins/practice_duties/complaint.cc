#include "plugins/practice_duties/complaint.h"

#include <cstdint>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

void OpenComplaint(const sdk::Event& complaint, sdk::Subject& subject, State& state, uint16_t rule) {
  const int32_t received = ReceivedOn(complaint, CANDOR_FIELD_COMPLAINT_RECEIVED_ON);
  const sdk::DueDay due = sdk::InBusinessDays(received, subject.Parameter(rule, kComplaintAcknowledgeWithin));
  uint32_t missing = kMissingAcknowledgement | kMissingBoardAddress | kMissingAnswer;
  if (complaint.IsYes(CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN)) missing &= ~kMissingBoardAddress;
  OpenMatter(complaint, subject, state,
             {.rule = rule,
              .severity = sdk::Severity::kSoon,
              .action = sdk::Action::kDocument,
              .due = due.day,
              .counted_from = due.counted_from,
              .missing_fields = missing},
             received, AboutOf(complaint, CANDOR_FIELD_COMPLAINT_ABOUT));
  WatchDue(subject, rule, complaint.id(), due.day);
}

uint32_t DoneForComplaint(const sdk::Event& entry) {
  uint32_t done = entry.IsYes(CANDOR_FIELD_COMPLAINT_BOARD_ADDRESS_GIVEN) ? kMissingBoardAddress : 0;
  switch (entry.Number(CANDOR_FIELD_COMPLAINT_EVENT).value_or(0)) {
    case CANDOR_COMPLAINT_EVENT_ACKNOWLEDGED:
      return done | kMissingAcknowledgement;
    case CANDOR_COMPLAINT_EVENT_ANSWERED: {
      const bool letter = entry.IsYes(CANDOR_FIELD_COMPLAINT_ANSWER_IN_WRITING);
      return done | kMissingAcknowledgement | (letter ? kMissingAnswer : 0);
    }
    case CANDOR_COMPLAINT_EVENT_WITHDRAWN:
      return done | kMissingAnswer;
    default:
      return done;
  }
}

sdk::DueDay DueOfComplaint(const sdk::Subject& subject, uint16_t rule, int32_t received, uint32_t missing) {
  const bool acknowledged = (missing & kMissingAcknowledgement) == 0;
  if (acknowledged) return {received + subject.Days(rule, kAnswerWithin)};
  return sdk::InBusinessDays(received, subject.Parameter(rule, kComplaintAcknowledgeWithin));
}

}  // namespace

void TakeForComplaint(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule) {
  if (entry.kind() != CANDOR_KIND_COMPLAINT || IsOfCase(entry)) return;
  if (OpensComplaint(entry)) return OpenComplaint(entry, subject, state, rule);
  const uint32_t done = DoneForComplaint(entry);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) {
    SettleMatter(entry, subject, state, open,
                 {.done = done,
                  .needed = kMissingAnswer,
                  .about = AboutOf(entry, CANDOR_FIELD_COMPLAINT_ABOUT),
                  .due = DueOfComplaint,
                  .watched = true});
  }
}

}  // namespace candor::practice_duties
