#include "plugins/prohibitions/ex_partner_intake.h"

#include <algorithm>

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/people.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/written.h"

namespace candor::prohibitions {
namespace {

// Whether therapy with this client begins with the entry, for this therapist.
bool BeginsTherapy(const sdk::Event& contact, const Person& person) {
  if (contact.kind() == CANDOR_KIND_INTAKE) return true;
  return contact.IsYes(CANDOR_HOST_CURRENT_CLIENT) && (!person.ended_by.empty() || person.contact.empty());
}

// Within a therapy, of which a contact before it tells or the intake, however late that was written down, an act is one
// with a client. Whoever comes back was a couple with them before, whenever that was.
bool WasBeforeTherapy(const sdk::Event& contact, const State& state, const Person& person) {
  if (!person.ended_by.empty()) return true;
  if ((person.known & kRelatedWithin) != 0) return false;
  if (contact.kind() != CANDOR_KIND_INTAKE || (person.known & kRelatedFirst) == 0) return true;
  return state.related_day < sdk::TherapyBeganOn(contact);
}

// The act by which the timeline knows of it; empty: none is known to be theirs.
sdk::Id RelationOf(const State& state, const Person* person) {
  return person != nullptr && (person->known & kRelatedFirst) != 0 ? state.related : sdk::Id{};
}

}  // namespace

void NoteRelation(const sdk::Event& act, Person& person, State& state) {
  const bool first = (person.known & kRelated) == 0;
  if (first && !person.contact.empty() && person.ended_by.empty()) person.known |= kRelatedWithin;
  person.known |= kRelated;
  if (!first || !state.related.empty()) return;
  person.known |= kRelatedFirst;
  state.related = act.id();
  state.related_day = act.day();
  state.related_late = sdk::DaysLate(act);
}

void JudgeExPartner(const sdk::Event& contact, sdk::Subject& subject, State& state) {
  if (IsHearsay(contact)) return;
  const Person* person = FindPerson(state, contact.therapist());
  const bool said = contact.Is(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_ROMANTIC);
  const bool seen = person != nullptr && (person->known & kRelated) != 0 && BeginsTherapy(contact, *person) &&
                    WasBeforeTherapy(contact, state, *person);
  if (!said && !seen) return;
  const sdk::Id relation = seen ? RelationOf(state, person) : sdk::Id{};
  // What the intake says itself was known with it.
  const int32_t known = said || relation.empty() ? contact.reported() : state.related_day + state.related_late;
  subject.Open({.rule = kExPartnerIntake,
                .key = contact.id(),
                .severity = sdk::Severity::kUrgent,
                .action = sdk::Action::kRefer,
                .due = std::max(contact.reported(), known) + subject.Days(kExPartnerIntake, kReferWithin),
                .missing_fields = kMissingReferral,
                .facts = {relation}});
}

void TakeHandoverOfExPartner(const sdk::Event& event, sdk::Subject& subject, State& state) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kExPartnerIntake)) {
    if (open.missing_fields == 0) continue;
    subject.Open({.rule = kExPartnerIntake,
                  .key = open.key,
                  .severity = sdk::Severity::kUrgent,
                  .action = sdk::Action::kRefer,
                  .due = event.reported() + subject.Days(kExPartnerIntake, kReferralSignOffWithin),
                  .facts = {RelationOf(state, FindPerson(state, open.therapist)), event.id()}});
  }
}

}  // namespace candor::prohibitions
