#include "plugins/prohibitions/ex_partner_intake.h"

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/rules.h"

namespace candor::prohibitions {
namespace {

// Whether therapy with this client begins with the entry, for this therapist.
bool BeginsTherapy(const sdk::Event& contact, const Person& person) {
  if (contact.kind() == CANDOR_KIND_INTAKE) return true;
  return contact.IsYes(CANDOR_HOST_CURRENT_CLIENT) && (!person.ended_by.empty() || person.contact.empty());
}

}  // namespace

void JudgeExPartner(const sdk::Event& contact, sdk::Subject& subject, const Person* person) {
  if (IsHearsay(contact)) return;
  const bool said = contact.Is(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_ROMANTIC);
  const bool seen = person != nullptr && (person->known & kRelated) != 0 && BeginsTherapy(contact, *person);
  if (!said && !seen) return;
  subject.Open({.rule = kExPartnerIntake,
                .key = contact.id(),
                .severity = sdk::Severity::kUrgent,
                .action = sdk::Action::kRefer,
                .due = contact.reported() + subject.Days(kExPartnerIntake, kReferWithin),
                .missing_fields = kMissingReferral});
}

void TakeHandoverOfExPartner(const sdk::Event& event, sdk::Subject& subject) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kExPartnerIntake)) {
    if (open.missing_fields == 0) continue;
    subject.Open({.rule = kExPartnerIntake,
                  .key = open.key,
                  .severity = sdk::Severity::kUrgent,
                  .action = sdk::Action::kRefer,
                  .due = event.reported() + subject.Days(kExPartnerIntake, kReferralSignOffWithin),
                  .facts = {event.id()}});
  }
}

}  // namespace candor::prohibitions
