#include "daemon/domain/disclosure.h"

#include <algorithm>
#include <optional>

namespace candor::domain {
namespace {

bool Solvable(const std::vector<Cell>& parts, const std::vector<bool>& shown) {
  int64_t hidden = 0;
  int64_t hidden_sum = 0;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (shown[i]) continue;
    ++hidden;
    hidden_sum += parts[i].count;
  }
  return hidden > 0 && (hidden == 1 || hidden_sum <= kFew);
}

std::optional<size_t> SmallestShown(const std::vector<Cell>& parts, const std::vector<bool>& shown) {
  std::optional<size_t> smallest;
  for (size_t i = 0; i < parts.size(); ++i) {
    if (shown[i] && (!smallest || parts[i].count < parts[*smallest].count)) smallest = i;
  }
  return smallest;
}

}  // namespace

bool MayShow(const Cell& cell) {
  return cell.therapists >= kFewestTherapists && cell.cases >= kFewestCases && cell.largest_share * 2 <= cell.count;
}

std::vector<bool> PartsToShow(const std::vector<Cell>& parts) {
  std::vector<bool> shown(parts.size());
  std::transform(parts.begin(), parts.end(), shown.begin(), MayShow);
  while (Solvable(parts, shown)) {
    const std::optional<size_t> next = SmallestShown(parts, shown);
    if (!next) break;
    shown[*next] = false;
  }
  return shown;
}

std::optional<std::vector<bool>> PartsOfKnownSum(const std::vector<Cell>& parts) {
  std::vector<bool> shown = PartsToShow(parts);
  if (Solvable(parts, shown)) return std::nullopt;
  return shown;
}

ShareForm FormOfShare(const Cell& part, const Cell& rest, const Cell& whole) {
  if (!MayShow(whole)) return ShareForm::kHidden;
  if (MayShow(part) && MayShow(rest)) return ShareForm::kExact;
  if (part.count <= kFew) return ShareForm::kFewOf;
  return rest.count <= kFew ? ShareForm::kAllButFewOf : ShareForm::kHidden;
}

}  // namespace candor::domain
