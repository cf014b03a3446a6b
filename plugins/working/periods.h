#ifndef CANDOR_PLUGINS_WORKING_PERIODS_H_
#define CANDOR_PLUGINS_WORKING_PERIODS_H_

#include <cstdint>
#include <span>

#include "plugins/sdk/policy.h"
#include "plugins/working/state.h"

// Weeks and months, and how supervision adds up in them.
namespace candor::working {

int32_t MondayOf(int32_t day);
int32_t FirstOfMonth(int32_t day);
// The Sunday, or the last of the month.
int32_t LastDayOf(const Period& period);

std::span<Period> Periods(Frequency& frequency);
// The one that starts then, made where there is none. Where there is no room the earliest is forgotten, and its timer.
Period& PeriodAt(sdk::Subject& subject, Frequency& frequency, int32_t start, bool is_month, uint8_t setting);
// By the timer that was set for it; nullptr: it has been forgotten.
const Period* PeriodOf(Frequency& frequency, uint64_t token);
uint64_t TokenOf(const Period& period);

// Adds supervision to the period: minutes, or what is not known of it. `counts`: the values by which groups count.
void AddSupervision(const sdk::Event& supervision, const sdk::Candidate& counts, Period& period);

// All that was given for the period: what stands in it, and what was recorded without a setting where the hours of the
// week are in one setting only.
Period Given(Frequency& frequency, const Period& period);

// Hundredths of a unit.
int32_t UnitsOf(const Period& given, const sdk::Candidate& counts);
int32_t NeededOf(const Period& period, const sdk::Candidate& counts);

}  // namespace candor::working

#endif  // CANDOR_PLUGINS_WORKING_PERIODS_H_
