#ifndef CANDOR_PLUGINS_CONSULTATION_ATTRACTION_CONSULT_H_
#define CANDOR_PLUGINS_CONSULTATION_ATTRACTION_CONSULT_H_

#include <cstdint>
#include <optional>

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// R01 attraction_consult: the first personal reaction of a run calls for a consultation.
namespace candor::consultation {

// `within` days after it was written down, or at the supervision planned then where that is later, but at most `latest`
// days after. Day numbers.
int32_t ConsultDue(int32_t reported, std::optional<int32_t> planned, int32_t within, int32_t latest);

void OpenAttractionConsult(const sdk::Event& reaction, sdk::Subject& subject, Run& run);
// A consultation that counts.
void MeetAttractionConsult(sdk::Subject& subject, Run& run);
// The date passed long ago.
void RaiseAttractionConsult(sdk::Subject& subject, const Run& run);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_ATTRACTION_CONSULT_H_
