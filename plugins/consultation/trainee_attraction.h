#ifndef CANDOR_PLUGINS_CONSULTATION_TRAINEE_ATTRACTION_H_
#define CANDOR_PLUGINS_CONSULTATION_TRAINEE_ATTRACTION_H_

#include <cstdint>
#include <optional>

#include "plugins/consultation/state.h"
#include "plugins/sdk/policy.h"

// R06 trainee_attraction: a personal reaction of a person in training is talked about at the next supervision. It opens
// instead of attraction_consult, and only supervision that covers the case meets it.
namespace candor::consultation {

// The supervision planned when it was written down, but at most `within` days after. Day numbers.
int32_t TraineeDue(int32_t reported, std::optional<int32_t> planned, int32_t within);

void OpenTraineeAttraction(const sdk::Event& reaction, sdk::Subject& subject, Run& run);
// The therapist has talked it over elsewhere, so that silence may close what stays open: it is among its facts.
void NameConsultationOfTrainee(sdk::Subject& subject, const Run& run);
// A supervision that covers the case.
void MeetTraineeAttraction(sdk::Subject& subject, Run& run);

}  // namespace candor::consultation

#endif  // CANDOR_PLUGINS_CONSULTATION_TRAINEE_ATTRACTION_H_
