#include "plugins/boundaries/touch_consent.h"

#include "plugins/boundaries/open_steps.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {

void TakeTouchForConsent(const sdk::Event& touch, sdk::Subject& subject, Done done) {
  const bool taken_well = !touch.Is(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_NEUTRAL) &&
                          !touch.Is(CANDOR_FIELD_CROSSING_RESPONSE, CANDOR_CROSSING_RESPONSE_DISCOMFORT);
  if (!touch.IsNo(CANDOR_FIELD_CROSSING_CONSENT) && taken_well) return;
  OpenOwn(touch, subject,
          {.rule = kTouchConsent,
           .severity = AtMost(done, sdk::Severity::kSoon),
           .due = touch.reported() + subject.Days(kTouchConsent, kTouchConsultWithin),
           .missing_fields = kStepConsultation | kStepTalk});
}

}  // namespace candor::boundaries
