#include "daemon/domain/access_settings.h"

#include <algorithm>

namespace candor::domain {

Classes Tightened(Classes classes, std::span<const Tightening> tightened, const Hat& hat) {
  const auto found =
      std::find_if(tightened.begin(), tightened.end(), [&hat](const Tightening& each) { return each.hat == hat; });
  return found == tightened.end() ? classes : static_cast<Classes>(classes & ~found->hidden);
}

absl::Status CheckTightens(const Tightening& tightening) {
  const Relation relation = tightening.hat.relation;
  if (relation == Relation::kSelf || relation == Relation::kNamedReader) {
    return absl::InvalidArgumentError("nobody is kept from their own, nor from what its author gave them to read");
  }
  unsigned shown = 0;
  for (const SightCell& cell : SightCells()) {
    if (cell.hat == tightening.hat) shown |= cell.classes;
  }
  if (shown == 0) {
    return absl::InvalidArgumentError("by that role and relation nothing is shown that could be taken away");
  }
  if (tightening.hidden == 0 || (tightening.hidden & ~shown) != 0) {
    return absl::InvalidArgumentError("by that role and relation that class is not shown anyway");
  }
  return absl::OkStatus();
}

}  // namespace candor::domain
