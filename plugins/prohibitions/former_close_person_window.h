#ifndef CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLOSE_PERSON_WINDOW_H_
#define CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLOSE_PERSON_WINDOW_H_

#include "plugins/prohibitions/people.h"
#include "plugins/sdk/policy.h"

// R14 former_close_person_window: a romantic or sexual act with somebody close to a former client, before the wait is
// over. Which people count belongs to the wait: one code means partners and family for five years, another the
// immediate family for seven.
namespace candor::prohibitions {

void JudgeFormerClosePerson(const sdk::Event& act, sdk::Subject& subject, int64_t other_party, const Anchors& anchors);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_FORMER_CLOSE_PERSON_WINDOW_H_
