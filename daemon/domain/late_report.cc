#include "daemon/domain/late_report.h"

#include "daemon/domain/entries_about.h"
#include "daemon/domain/vocabulary.h"

namespace candor::domain {
namespace {

bool HasLateness(Kind kind) {
  switch (kind) {
    case Kind::kSession:
    case Kind::kSupervision:
    case Kind::kPostTerminationContact:
    case Kind::kClientFeelings:
    case Kind::kPriorTherapistAllegation:
      return true;
    default:
      return TellsOfConduct(kind);
  }
}

}  // namespace

int32_t DaysLate(const EntryHeader& header, int64_t late_after) {
  if (header.personal || header.retracts || !header.revises.empty() || !HasLateness(header.kind)) return 0;
  const int64_t days = header.reported.day - header.occurred.day;
  return days > late_after ? static_cast<int32_t>(days) : 0;
}

std::vector<Kind> KindsWithLateness() {
  std::vector<Kind> kinds;
  for (const KindInfo& info : AllKinds()) {
    if (HasLateness(info.kind)) kinds.push_back(info.kind);
  }
  return kinds;
}

}  // namespace candor::domain
