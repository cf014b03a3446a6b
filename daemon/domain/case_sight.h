#ifndef CANDOR_DAEMON_DOMAIN_CASE_SIGHT_H_
#define CANDOR_DAEMON_DOMAIN_CASE_SIGHT_H_

#include <set>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/base/id.h"
#include "daemon/domain/store.h"

namespace candor::domain {

// The members who are shown a case on `today`, as Viewer::OfCase() decides it for each of them: who has or had a part
// in it, and who supervises or covers for whoever holds it, or held it last. Empty for a case that nobody has had.
// Errors are the view's.
// Thread-safe.
absl::StatusOr<std::set<MemberId>> WhoSeesCase(const View& view, const CaseId& id, Day today);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_CASE_SIGHT_H_
