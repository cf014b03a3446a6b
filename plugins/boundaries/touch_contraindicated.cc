#include "plugins/boundaries/touch_contraindicated.h"

#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

bool IsTouch(const sdk::Event& touch, int64_t which) {
  return touch.Is(CANDOR_FIELD_CROSSING_TOUCH, which);
}

uint32_t MissingFrom(const sdk::Event& touch) {
  uint32_t missing = 0;
  if (!touch.Has(CANDOR_FIELD_CROSSING_RESPONSE)) missing |= kMissingTouchResponse;
  if (!touch.Has(CANDOR_FIELD_CROSSING_CONSENT)) missing |= kMissingTouchConsent;
  return missing;
}

}  // namespace

Contraindicated ReadTouch(const sdk::Event& touch, bool covered) {
  if (touch.Is(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_DISCOMFORT) ||
      IsTouch(touch, CANDOR_CROSSING_TOUCH_KISS) || IsTouch(touch, CANDOR_CROSSING_TOUCH_CRADLE) ||
      IsTouch(touch, CANDOR_CROSSING_TOUCH_CARESS)) {
    return Contraindicated::kYes;
  }
  if (!touch.IsYes(CANDOR_FIELD_CROSSING_TRAUMA_HISTORY)) return Contraindicated::kNo;
  const bool refused = touch.Has(CANDOR_FIELD_CROSSING_CONSENT) && !touch.IsYes(CANDOR_FIELD_CROSSING_CONSENT);
  const bool not_well = touch.Has(CANDOR_FIELD_CROSSING_RESPONSE) &&
                        !touch.Is(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_POSITIVE);
  if (!covered || refused || not_well) return Contraindicated::kYes;
  return MissingFrom(touch) == 0 ? Contraindicated::kNo : Contraindicated::kNotRecorded;
}

void TakeTouch(const sdk::Event& touch, sdk::Subject& subject, Done done, bool covered, int32_t known) {
  const Contraindicated read = ReadTouch(touch, covered);
  if (read == Contraindicated::kNotRecorded) {
    subject.Open({.rule = kTouchContraindicated,
                  .key = touch.id(),
                  .severity = sdk::Severity::kLater,
                  .action = sdk::Action::kCompleteRecord,
                  .due = touch.reported() + subject.Days(kTouchContraindicated, kTouchRecordWithin),
                  .missing_fields = MissingFrom(touch)});
  }
  if (read != Contraindicated::kYes) return;
  // What is contraindicated whether or not it was planned was known with the touch.
  const int32_t from = ReadTouch(touch, true) == Contraindicated::kYes ? touch.reported() : known;
  const bool agreed = covered && touch.IsYes(CANDOR_FIELD_CROSSING_CONSENT);
  OpenOwn(touch, subject,
          {.rule = kTouchContraindicated,
           .severity = AtMost(done, agreed ? sdk::Severity::kLater : sdk::Severity::kImportant),
           .due = from + subject.Days(kTouchContraindicated, kStopWithin),
           .missing_fields = kStepConsultation | kStepTalk});
}

}  // namespace candor::boundaries
