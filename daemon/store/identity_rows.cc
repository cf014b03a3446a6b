#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/enrolment.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

// Rows of enrolments, and what a view reads in them.
namespace candor::store {

std::optional<domain::EnrolmentRow> StoredProjections::GetEnrolment(const EnrolmentId& id) {
  return Decoded(keys::Enrolment(id), DecodeEnrolmentRow);
}

void StoredProjections::PutEnrolment(const EnrolmentId& id, const domain::EnrolmentRow& row) {
  rows_.Put(keys::Enrolment(id), EncodeRow(row));
}

void StoredProjections::MarkEnrolmentRecord(uint64_t number) {
  MarkRow(keys::EnrolmentRecord(number));
}

absl::StatusOr<std::vector<domain::EnrolmentEvent>> StoreView::ListEnrolments() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers,
                          IdsBelow(keys::AllEnrolmentRecords(), keys::ParseEnrolmentRecord));
  std::vector<domain::EnrolmentEvent> events;
  events.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::EnrolmentEvent event, records_.ReadEnrolment(number));
    events.push_back(std::move(event));
  }
  return events;
}

}  // namespace candor::store
