#ifndef CANDOR_DAEMON_STORE_SUPERVISION_ROWS_H_
#define CANDOR_DAEMON_STORE_SUPERVISION_ROWS_H_

#include <functional>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/member.h"
#include "daemon/store/kv.h"

namespace candor::store {

// Visits the projections in [begin, end), as KvReader::Scan without limit.
using RowScan = std::function<absl::Status(std::string_view begin, std::string_view end, const KvReader::Visitor&)>;

// The supervisions recorded as such with the member on either side; what changes of supervision make of them is left
// out. The errors of `scan`, and DATA_LOSS for a row that is none.
absl::StatusOr<std::vector<domain::Supervision>> ReadSupervisions(const MemberId& id, const RowScan& scan);

// The entries of a member that stand and tell who is there, View::StaffingOf().
using StaffingLookup = std::function<absl::StatusOr<std::vector<domain::EntryHeader>>(const MemberId&)>;

// Who supervises the supervisee, `recorded` being what ReadSupervisions() says of them, as changes of supervision and
// the departures of supervisors leave it. The errors of `staffing_of`.
absl::StatusOr<std::vector<domain::Supervision>> StandingSupervisions(std::vector<domain::Supervision> recorded,
                                                                      const MemberId& supervisee,
                                                                      const StaffingLookup& staffing_of);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_SUPERVISION_ROWS_H_
