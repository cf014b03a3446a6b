#include <algorithm>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/member.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/supervision_rows.h"
#include "daemon/store/view.h"

// Who supervises whom, what members' own entries say of that and of being away, and what others have written of them.
namespace candor::store {

absl::StatusOr<std::vector<domain::EntryHeader>> StoreView::StaffingOf(const MemberId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(keys::Staffing(id)));
  if (!row) return std::vector<domain::EntryHeader>();
  return DecodeStaffing(*row);
}

absl::StatusOr<std::vector<EntryId>> StoreView::AboutMember(const MemberId& id) const {
  return IdsBelow(keys::AboutMember(id), keys::ParseAbout);
}

absl::StatusOr<std::vector<domain::OwnReport>> StoreView::ReportsBy(const MemberId& id) const {
  std::vector<domain::OwnReport> reports;
  const std::string prefix = keys::ReportsBy(id);
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view) {
    if (const auto report = keys::ParseReport(key)) reports.push_back(*report);
    return true;
  }));
  return reports;
}

absl::StatusOr<std::vector<MemberId>> StoreView::NamingInStaffing(const MemberId& named) const {
  return IdsBelow(keys::NamingInStaffing(named), keys::ParseNamingInStaffing);
}

absl::StatusOr<std::vector<domain::Supervision>> StoreView::SupervisionsOf(const MemberId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> recorded, RecordedSupervisions(id));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MemberId> naming, NamingInStaffing(id));
  std::set<MemberId> supervisees(naming.begin(), naming.end());
  supervisees.insert(id);
  for (const domain::Supervision& relation : recorded) supervisees.insert(relation.supervisee);
  std::vector<domain::Supervision> supervisions;
  for (const MemberId& supervisee : supervisees) {
    std::vector<domain::Supervision> of_supervisee = recorded;
    if (supervisee != id) {
      // What a change or a departure ended may be another supervisor's.
      CANDOR_ASSIGN_OR_RETURN(of_supervisee, RecordedSupervisions(supervisee));
    }
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> standing,
                            StandingSupervisions(std::move(of_supervisee), supervisee,
                                                 [this](const MemberId& each) { return StaffingOf(each); }));
    for (const domain::Supervision& each : standing) {
      if (each.supervisee == id || each.supervisor == id) supervisions.push_back(each);
    }
  }
  std::stable_sort(supervisions.begin(), supervisions.end(),
                   [](const domain::Supervision& a, const domain::Supervision& b) { return a.from < b.from; });
  return supervisions;
}

absl::StatusOr<std::vector<domain::Supervision>> StoreView::RecordedSupervisions(const MemberId& id) const {
  return ReadSupervisions(id, [this](std::string_view begin, std::string_view end, const KvReader::Visitor& visit) {
    return Scan(begin, end, visit);
  });
}

}  // namespace candor::store
