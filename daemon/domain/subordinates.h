#ifndef CANDOR_DAEMON_DOMAIN_SUBORDINATES_H_
#define CANDOR_DAEMON_DOMAIN_SUBORDINATES_H_

#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/view.h"

// Who answers to whom, as far as it is on record: to whoever supervises them, and to whom they stand in for.
// Thread-safe; errors are the view's.
namespace candor::domain {

// Those to whom the member answers on the day: up the lines, however long these are. Each once, never the member.
absl::StatusOr<std::vector<MemberId>> SuperiorsOf(const View& view, const MemberId& who, Day day);
bool IsAmong(const std::vector<MemberId>& members, const MemberId& who);
absl::StatusOr<bool> AnswersTo(const View& view, const MemberId& who, const MemberId& superior, Day day);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUBORDINATES_H_
