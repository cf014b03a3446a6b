#include "plugins/practice_duties/earlier_therapist_here.h"

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

void TakeAccount(const sdk::Event& account, sdk::Subject& subject, State& state) {
  constexpr uint16_t kHere = CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_PREVIOUS_THERAPIST_HERE;
  if (account.IsNo(kHere)) return;
  const int32_t received = ReceivedOn(account, CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON);
  const bool recorded = account.Has(kHere);  // "unsure" is for somebody to find out
  const sdk::DueDay due =
      recorded ? sdk::InBusinessDays(received, subject.Parameter(kEarlierTherapistHere, kOpenWithin))
               : sdk::DueDay{account.reported() + subject.Days(kEarlierTherapistHere, kHereRecordWithin)};
  OpenMatter(account, subject, state,
             {.rule = kEarlierTherapistHere,
              .severity = recorded ? sdk::Severity::kImportant : sdk::Severity::kLater,
              .action = recorded ? sdk::Action::kDocument : sdk::Action::kCompleteRecord,
              .due = due.day,
              .counted_from = due.counted_from,
              .missing_fields = recorded ? 0 : kMissingHere},
             received);
}

bool OpensMatterElsewhere(const sdk::Event& notice) {
  const bool about = notice.Is(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_MATTER_OPENED) ||
                     notice.Is(CANDOR_FIELD_NOTICE_GIVEN_ABOUT, CANDOR_NOTICE_GIVEN_ABOUT_INVESTIGATION);
  return about && notice.Is(CANDOR_FIELD_NOTICE_GIVEN_EVENT, CANDOR_NOTICE_GIVEN_EVENT_GIVEN);
}

}  // namespace

void TakeForEarlierTherapist(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.kind() == CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION) return TakeAccount(entry, subject, state);
  if (entry.kind() != CANDOR_KIND_NOTICE_GIVEN || !OpensMatterElsewhere(entry)) return;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kEarlierTherapistHere)) {
    if (open.missing_fields == 0) MeetMatter(subject, state, open);
  }
}

}  // namespace candor::practice_duties
