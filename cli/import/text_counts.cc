#include "cli/import/text_counts.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "cli/import/row_mapper.h"
#include "cli/wire/free_text.h"
#include "daemon/base/sensitive.h"

namespace candor::cli {

void TextCounts::Count(const std::string& column, const std::vector<TextNotice>& notices, bool may_name) {
  for (const TextNotice& each : notices) {
    const bool of_name = each.kind == TextNoticeKind::kName || each.kind == TextNoticeKind::kKnownName;
    if (may_name && of_name) continue;
    const TextCount first = {column, each.kind, 0, last_row_};
    ++counts_.try_emplace({column, each.kind}, first).first->second.places;
  }
}

void TextCounts::Add(const v1::ImportRow& row, const RowMapper& mapper) {
  if (row.row_number() <= last_row_) return;
  last_row_ = row.row_number();
  Count(mapper.ColumnOf("client_code"), lint_.Of(Sensitive<std::string>(row.client_code())), /*may_name=*/false);
  for (const v1::ImportedCell& cell : row.entry().imported_cells()) {
    Count(cell.column(), lint_.Of(Sensitive<std::string>(cell.text())), /*may_name=*/false);
  }
  for (const FreeText& each : FreeTextsOf(row.entry())) {
    if (each.path.starts_with("imported_cells")) continue;
    const std::vector<TextNotice> notices = lint_.Of(Sensitive<std::string>(each.text));
    if (notices.empty()) continue;
    const std::string column = mapper.ColumnOf(absl::StrCat("entry.", each.path));
    Count(column.empty() ? each.where : column, notices, each.may_name);
  }
}

std::vector<TextCount> TextCounts::Counts() const {
  std::vector<TextCount> counts;
  counts.reserve(counts_.size());
  for (const auto& [of, count] : counts_) counts.push_back(count);
  std::stable_sort(counts.begin(), counts.end(),
                   [](const TextCount& left, const TextCount& right) { return left.places > right.places; });
  return counts;
}

}  // namespace candor::cli
