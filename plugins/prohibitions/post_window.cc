#include "plugins/prohibitions/post_window.h"

#include <algorithm>
#include <vector>

#include "plugins/prohibitions/rules.h"

namespace candor::prohibitions {
namespace {

// In the order of the rule's asked fields.
constexpr uint16_t kFactors[] = {
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_TIME,          CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_THERAPY,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_ENDING,        CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_HISTORY,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_STATE,         CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EFFECT,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EARLIER_WORDS, CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EXPLOITATIVE,
    CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY};

bool IsAssessed(const Person* person) {
  return person != nullptr && !person->assessment.empty();
}

// The last contact says something only where it came after the ending.
std::vector<sdk::Id> FactsOf(const Person& person, const sdk::Id& done) {
  const bool since = person.contact_day >= person.ended_day;
  return {person.ended_by, since ? person.contact : sdk::Id{}, person.advance, person.assessment, done};
}

uint32_t StillMissing(const Person* person, uint32_t factors) {
  uint32_t missing = IsAssessed(person) ? 0 : factors;
  if (person == nullptr || (person->assessed & kTalkedOver) == 0) missing |= kMissingConsultation;
  return missing;
}

// Takes bits off what is open of the therapist; with the last of them it waits for nobody but who signs it off.
void Meet(const sdk::Event& event, sdk::Subject& subject, const Person& person, uint32_t done) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kPostWindow)) {
    if (open.therapist != event.therapist() || (open.missing_fields & done) == 0) continue;
    const uint32_t left = open.missing_fields & ~done;
    subject.Open({.rule = kPostWindow,
                  .key = open.key,
                  .severity = open.severity,
                  .action = sdk::Action::kProhibit,
                  .due = left == 0 ? event.reported() + subject.Days(kPostWindow, kPostWindowSignOffWithin) : open.due,
                  .missing_fields = left,
                  .facts = FactsOf(person, event.id())});
  }
}

}  // namespace

uint32_t MissingFactors(const sdk::Event& entry, bool advance_on_record) {
  uint32_t missing = 0;
  uint32_t bit = 1;
  for (const uint16_t factor : kFactors) {
    if (!entry.IsYes(factor) && !entry.IsNo(factor)) missing |= bit;
    bit <<= 1;
  }
  if (advance_on_record && !entry.IsYes(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_FACTOR_EARLIER_WORDS)) {
    missing |= kMissingEarlierWords;
  }
  return missing;
}

bool IsThoughtThrough(const Person* person) {
  constexpr uint8_t kBoth = kFavourable | kTalkedOver;
  return IsAssessed(person) && (person->assessed & kBoth) == kBoth;
}

void NoteAssessment(const sdk::Event& intent, Person& person) {
  person.assessed |= kIntended;
  if (MissingFactors(intent, !person.advance.empty()) != 0) return;
  const bool favourable = intent.IsNo(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EXPLOITATIVE) &&
                          intent.IsNo(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_HARM_LIKELY);
  person.assessment = intent.id();
  person.assessed = static_cast<uint8_t>(favourable ? person.assessed | kFavourable : person.assessed & ~kFavourable);
}

void OpenPostWindow(const sdk::Event& entry, sdk::Subject& subject, const Conduct& conduct, const Anchors& anchors,
                    const Person* person) {
  const bool done = conduct.step == Step::kAct;
  const bool urgent = done && !IsThoughtThrough(person);
  const bool advance = person != nullptr && !person->advance.empty();
  const uint32_t missing = StillMissing(person, MissingFactors(entry, advance));
  std::vector<sdk::Id> facts = {anchors.ended_by, anchors.contact};
  if (person != nullptr) facts.insert(facts.end(), {person->advance, person->assessment});
  const uint16_t within = done ? kPostWindowNoticeWithin : missing == 0 ? kPostWindowSignOffWithin : kAssessWithin;
  subject.Open({.rule = kPostWindow,
                .key = entry.id(),
                .severity = urgent ? sdk::Severity::kUrgent : sdk::Severity::kImportant,
                .action = sdk::Action::kProhibit,
                .due = std::max(entry.reported(), anchors.written) + subject.Days(kPostWindow, within),
                .missing_fields = missing,
                .facts = facts});
}

void TakeAssessmentForPostWindow(const sdk::Event& intent, sdk::Subject& subject, const Person& person) {
  if (person.assessment == intent.id()) Meet(intent, subject, person, kMissingFactors);
}

void TakeConsultationForPostWindow(const sdk::Event& consultation, sdk::Subject& subject, Person& person) {
  if ((person.assessed & kIntended) != 0) person.assessed |= kTalkedOver;
  Meet(consultation, subject, person, kMissingConsultation);
}

}  // namespace candor::prohibitions
