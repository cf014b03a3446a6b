#ifndef CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_
#define CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_

#include "plugins/practice_duties/state.h"
#include "plugins/sdk/policy.h"

// R62 mandated_report: a report about the abuse of a minor or a dependent adult is called for: by telephone, then in
// writing. Nothing is kept of it but when, and the reference.
namespace candor::practice_duties {

void TakeForMandatedReport(const sdk::Event& entry, sdk::Subject& subject, State& state);

}  // namespace candor::practice_duties

#endif  // CANDOR_PLUGINS_PRACTICE_DUTIES_MANDATED_REPORT_H_
