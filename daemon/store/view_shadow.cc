#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/view.h"

// What rules in shadow say: an index of its own, which nothing else reads.
namespace candor::store {

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ShadowsFrom(const std::string& begin,
                                                                     const std::string& prefix, size_t limit) const {
  std::vector<domain::FollowUpRow> rows;
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(source_.rows->Scan(Family::kProjections, begin, PrefixEnd(prefix), limit,
                                            [&](std::string_view, std::string_view value) {
                                              auto row = DecodeFollowUpRow(value);
                                              bad.Update(row.status());
                                              if (row.ok()) rows.push_back(*std::move(row));
                                              return bad.ok();
                                            }));
  CANDOR_RETURN_IF_ERROR(bad);
  std::vector<domain::FollowUp> follow_ups;
  follow_ups.reserve(rows.size());
  for (const domain::FollowUpRow& row : rows) {
    CANDOR_ASSIGN_OR_RETURN(domain::FollowUp follow_up, Whole(row));
    follow_ups.push_back(std::move(follow_up));
  }
  return follow_ups;
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ShadowFollowUpsOf(const domain::SubjectId& subject) const {
  const std::string prefix = keys::ShadowsOf(subject);
  return ShadowsFrom(prefix, prefix, std::numeric_limits<size_t>::max());
}

absl::StatusOr<std::vector<domain::FollowUp>> StoreView::ListShadowFollowUps(const domain::SubjectId& after_subject,
                                                                             const FollowUpId& after,
                                                                             size_t limit) const {
  std::string begin = keys::Shadow(after_subject, after);
  begin.push_back('\0');
  return ShadowsFrom(begin, keys::AllShadows(), limit);
}

}  // namespace candor::store
