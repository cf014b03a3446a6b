#include "daemon/domain/order.h"

#include <array>
#include <optional>
#include <span>

#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

// By number of the word, how far along the matter is; the first place is that of an event not recorded, which rules
// read as that it came in.
constexpr std::array kConcernSteps = {0, /*raised*/ 0, /*acknowledged*/ 1, /*reviewed*/ 3, /*acted*/ 2, /*closed*/ 4};
constexpr std::array kComplaintSteps = {0, /*received*/ 0, /*acknowledged*/ 1, /*answered*/ 2, /*withdrawn*/ 3};
constexpr std::array kReportSteps = {0, /*called_for*/ 0, /*telephoned*/ 1, /*written*/ 2, /*not_called_for*/ 3};

int StepAmong(std::span<const int> steps, std::optional<int64_t> word) {
  const int64_t number = word.value_or(0);
  return number > 0 && number < static_cast<int64_t>(steps.size()) ? steps[static_cast<size_t>(number)] : 0;
}

// Of the kinds that tell both that something came in and what was done about it. A measure comes before its review.
int StepOf(const EntryHeader& header) {
  switch (header.kind) {
    case Kind::kConcern:
      return StepAmong(kConcernSteps, header.facts.Number(fields::kConcernEvent));
    case Kind::kComplaint:
      return StepAmong(kComplaintSteps, header.facts.Number(fields::kComplaintEvent));
    case Kind::kReportFiled:
      return StepAmong(kReportSteps, header.facts.Number(fields::kReportFiledEvent));
    default:
      return 0;
  }
}

}  // namespace

Place PlaceOf(const EntryHeader& header) {
  const KindInfo* kind = FindKind(header.kind);
  Place place;
  place.day = DayNumber(header.occurred.day);
  place.minute = header.occurred.minute_of_day.value_or(Place::kNoTime);
  place.rank = header.personal || kind == nullptr ? kPersonalRank : kind->rank + StepOf(header);
  place.digest = header.order_digest;
  place.id = header.id.bytes();
  return place;
}

}  // namespace candor::domain
