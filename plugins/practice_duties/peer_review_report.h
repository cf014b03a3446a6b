#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_PEER_REVIEW_REPORT_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_PEER_REVIEW_REPORT_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R61 peer_review_report: work that a peer review body restricted for long enough, an ending of it, or a resignation
// after notice of an investigation. Where the law asks, the licensing board is told. Restricted.
namespace candor::practice_duties {

void TakeForPeerReview(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_PEER_REVIEW_REPORT_H_
