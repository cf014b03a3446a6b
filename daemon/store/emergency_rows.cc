#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/emergency.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

// Rows of what was opened in an emergency, and what a view reads in them.
namespace candor::store {

std::optional<domain::EmergencyRow> StoredProjections::GetEmergency(const EmergencyId& id) {
  return Decoded(keys::Emergency(id), DecodeEmergencyRow);
}

void StoredProjections::PutEmergency(const EmergencyId& id, const domain::EmergencyRow& row) {
  rows_.Put(keys::Emergency(id), EncodeRow(row));
}

absl::StatusOr<domain::Emergency> StoreView::GetEmergency(const EmergencyId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> value, Row(keys::Emergency(id)));
  if (!value) return absl::NotFoundError("there is no such emergency; check its name");
  CANDOR_ASSIGN_OR_RETURN(const domain::EmergencyRow row, DecodeEmergencyRow(*value));
  return records_.ReadEmergency(row.asked, row.number);
}

absl::StatusOr<std::vector<domain::Emergency>> StoreView::ListEmergencies() const {
  std::vector<domain::EmergencyRow> rows;
  absl::Status bad;
  const std::string prefix = keys::AllEmergencies();
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    auto row = DecodeEmergencyRow(value);
    bad.Update(row.status());
    if (row.ok()) rows.push_back(*row);
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  std::sort(rows.begin(), rows.end(),
            [](const domain::EmergencyRow& one, const domain::EmergencyRow& other) { return one.asked < other.asked; });
  std::vector<domain::Emergency> emergencies;
  emergencies.reserve(rows.size());
  for (const domain::EmergencyRow& row : rows) {
    CANDOR_ASSIGN_OR_RETURN(domain::Emergency emergency, records_.ReadEmergency(row.asked, row.number));
    emergencies.push_back(std::move(emergency));
  }
  return emergencies;
}

}  // namespace candor::store
