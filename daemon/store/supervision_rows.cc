#include "daemon/store/supervision_rows.h"

#include <map>
#include <optional>
#include <string>
#include <utility>

#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"

namespace candor::store {

absl::StatusOr<std::vector<domain::Supervision>> ReadSupervisions(const MemberId& id, const RowScan& scan) {
  const std::string prefix = keys::SupervisionsOf(id);
  std::vector<domain::Supervision> supervisions;
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    auto supervision = DecodeSupervision(value);
    bad.Update(supervision.status());
    if (!supervision.ok()) return false;
    supervision->number = keys::NumberOfSupervision(key);
    supervisions.push_back(*std::move(supervision));
    return true;
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  return supervisions;
}

absl::StatusOr<std::vector<domain::Supervision>> StandingSupervisions(std::vector<domain::Supervision> recorded,
                                                                      const MemberId& supervisee,
                                                                      const StaffingLookup& staffing_of) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, staffing_of(supervisee));
  std::vector<domain::Supervision> relations = domain::SupervisionsAfter(std::move(recorded), supervisee, staffing);
  std::map<MemberId, Day> gone;
  for (const domain::Supervision& relation : relations) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> of_supervisor, staffing_of(relation.supervisor));
    const std::optional<Day> from = domain::GoneFrom(domain::AwayPeriodsOf(of_supervisor));
    if (from) gone.emplace(relation.supervisor, *from);
  }
  return domain::WithoutWhoLeft(std::move(relations), gone);
}

}  // namespace candor::store
