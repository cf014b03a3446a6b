#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R62 mandated_report: the abuse of a minor or a dependent adult is suspected, or a report about it called for: by
// telephone, then in writing. Nothing is kept of it but that, when, and the reference.
namespace candor::practice_duties {

void TakeForMandatedReport(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_
