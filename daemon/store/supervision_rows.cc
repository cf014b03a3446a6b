#include "daemon/store/supervision_rows.h"

#include <string>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"

namespace candor::store {

absl::StatusOr<std::vector<domain::Supervision>> ReadSupervisions(const MemberId& id, const RowScan& scan) {
  const std::string prefix = keys::SupervisionsOf(id);
  std::vector<domain::Supervision> supervisions;
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    auto supervision = DecodeSupervision(value);
    bad.Update(supervision.status());
    if (supervision.ok()) supervisions.push_back(*std::move(supervision));
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  return supervisions;
}

}  // namespace candor::store
