#ifndef CANDOR_DAEMON_POLICY_PRACTICE_DAY_H_
#define CANDOR_DAEMON_POLICY_PRACTICE_DAY_H_

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/civil.h"
#include "daemon/domain/store.h"

namespace candor::policy {

// The civil day of the practice at that moment; UTC where no settings are on record. Errors are the view's.
absl::StatusOr<Day> PracticeDay(const domain::View& view, absl::Time now);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_PRACTICE_DAY_H_
