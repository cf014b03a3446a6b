#include "plugins/practice_duties/carrier_notice.h"

#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

// The field with the day on which the matter came to the practice; nullopt: the entry opens none.
std::optional<uint16_t> OpensWithDayIn(const sdk::Event& entry) {
  if (OpensComplaint(entry)) return CANDOR_FIELD_COMPLAINT_RECEIVED_ON;
  if (OpensConcern(entry)) return CANDOR_FIELD_CONCERN_RECEIVED_ON;
  const bool here = entry.kind() == CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION &&
                    entry.IsYes(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE);
  if (here) return CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON;
  return std::nullopt;
}

bool MeetsNotice(const sdk::Event& notice) {
  if (!notice.Is(CANDOR_FIELD_NOTICE_GIVEN_TO, CANDOR_NOTICE_GIVEN_TO_CARRIER)) return false;
  if (notice.Is(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_GIVEN)) return true;
  return notice.Is(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_NOT_CALLED_FOR) &&
         notice.Has(CANDOR_FIELD_NOTICE_GIVEN_REASON);
}

}  // namespace

void TakeForCarrier(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule) {
  if (entry.kind() == CANDOR_KIND_NOTICE_GIVEN) {
    if (!MeetsNotice(entry)) return;
    for (const sdk::OpenFollowUp& open : subject.OpenOf(rule)) MeetMatter(subject, state, open);
    return;
  }
  const std::optional<uint16_t> received_on = OpensWithDayIn(entry);
  if (!received_on) return;
  const int32_t received = ReceivedOn(entry, *received_on);
  const sdk::DueDay due = sdk::InBusinessDays(received, subject.Parameter(rule, kNoticeWithin));
  OpenMatter(entry, subject, state,
             {.rule = rule,
              .severity = sdk::Severity::kSoon,
              .action = sdk::Action::kDocument,
              .due = due.day,
              .counted_from = due.counted_from},
             received);
  WatchDue(subject, rule, entry.id(), due.day);
}

}  // namespace candor::practice_duties
