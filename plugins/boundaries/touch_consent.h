#ifndef CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONSENT_H_
#define CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONSENT_H_

#include "plugins/boundaries/conduct.h"
#include "plugins/sdk/policy.h"

// R21 touch_consent: a touch to which the client did not agree, or that the client did not take well, is talked over
// with a colleague and with the client. What was not recorded opens nothing.
namespace candor::boundaries {

// A touch that was done, or of which that was not recorded.
void TakeTouchForConsent(const sdk::Event& touch, sdk::Subject& subject, Done done);

}  // namespace candor::boundaries

#endif  // CANDOR_PLUGINS_BOUNDARIES_TOUCH_CONSENT_H_
