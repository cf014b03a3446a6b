#include <algorithm>
#include <limits>
#include <map>
#include <set>
#include <tuple>

#include "daemon/base/status.h"
#include "daemon/store/keys.h"
#include "daemon/store/view.h"

// The figures: month sums, and days at the edges of a period; and who has signed them.
namespace candor::store {
namespace {

using CountKey = std::tuple<domain::Figure, uint16_t, uint32_t, MemberId>;

}  // namespace

absl::StatusOr<std::vector<domain::View::CountRow>> StoreView::Counts(domain::CountBasis basis, Day from,
                                                                      Day to) const {
  std::map<CountKey, uint64_t> sums;
  absl::Status bad;
  const auto add_month = [&](int32_t month, bool whole) {
    const std::string prefix = keys::SumsOfMonth(basis, month);
    return Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
      const auto sum = keys::ParseSum(key);
      const auto count = DecodeNumberRow(value);
      bad.Update(count.status());
      // A therapist's month counts as soon as it touches the period.
      if (sum && count.ok() && (whole || sum->figure == domain::Figure::kTherapistActive)) {
        sums[{sum->figure, sum->bucket, sum->partition, sum->therapist}] += *count;
      }
      return bad.ok();
    });
  };
  std::vector<CountRow> edges;
  for (absl::CivilMonth month(from); Day(month) <= to; ++month) {
    const Day first = std::max(from, Day(month));
    const Day last = std::min(to, Day(month + 1) - 1);
    const bool whole = first == Day(month) && last == Day(month + 1) - 1;
    CANDOR_RETURN_IF_ERROR(add_month(keys::MonthOf(first), whole));
    if (!whole) CANDOR_RETURN_IF_ERROR(AddDays(basis, first, last, edges));
  }
  CANDOR_RETURN_IF_ERROR(bad);
  for (const CountRow& row : edges) sums[{row.figure, row.bucket, row.partition, row.therapist}] += row.count;
  std::vector<CountRow> rows;
  rows.reserve(sums.size());
  for (const auto& [key, count] : sums) {
    const auto& [figure, bucket, partition, therapist] = key;
    rows.push_back({figure, bucket, partition, therapist, count});
  }
  return rows;
}

// Goes from cell to cell, and reads of each the days asked for only.
absl::Status StoreView::AddDays(domain::CountBasis basis, Day from, Day to, std::vector<CountRow>& rows) const {
  std::string begin = keys::ContributionsOfBasis(basis);
  const std::string end = PrefixEnd(begin);
  while (true) {
    std::optional<domain::Contribution> cell;
    CANDOR_RETURN_IF_ERROR(
        source_.rows->Scan(Family::kProjections, begin, end, 1, [&](std::string_view key, std::string_view) {
          cell = keys::ParseContribution(key);
          return false;
        }));
    if (!cell) return absl::OkStatus();
    const auto of_day = [&](int32_t day) { return keys::ContributionsFrom(basis, cell->figure, cell->bucket, day); };
    absl::Status bad;
    CANDOR_RETURN_IF_ERROR(
        Scan(of_day(DayNumber(from)), of_day(DayNumber(to) + 1), [&](std::string_view key, std::string_view value) {
          const auto contribution = keys::ParseContribution(key);
          const auto count = DecodeNumberRow(value);
          bad.Update(count.status());
          if (contribution && count.ok()) {
            rows.push_back(
                {contribution->figure, contribution->bucket, contribution->partition, contribution->therapist, *count});
          }
          return bad.ok();
        }));
    CANDOR_RETURN_IF_ERROR(bad);
    begin = PrefixEnd(keys::ContributionsFrom(basis, cell->figure, cell->bucket, std::numeric_limits<int32_t>::max()));
  }
}

absl::StatusOr<size_t> StoreView::CasesBehind(domain::CountBasis basis, domain::Figure figure, uint16_t bucket,
                                              Day from, Day to, size_t at_most,
                                              const domain::PartitionSet& without) const {
  std::set<CaseId> cases;
  if (at_most == 0) return size_t{0};
  CANDOR_RETURN_IF_ERROR(Scan(keys::ContributionsFrom(basis, figure, bucket, DayNumber(from)),
                              keys::ContributionsFrom(basis, figure, bucket, DayNumber(to) + 1),
                              [&](std::string_view key, std::string_view) {
                                const auto contribution = keys::ParseContribution(key);
                                if (contribution && !without.contains(contribution->partition)) {
                                  cases.insert(contribution->case_id);
                                }
                                return cases.size() < at_most;
                              }));
  return cases.size();
}

absl::StatusOr<std::vector<domain::ReportSigned>> StoreView::SignaturesOf(Day from, Day to) const {
  const std::string prefix = keys::SignaturesOf(from, to);
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(prefix, prefix, std::numeric_limits<size_t>::max()));
  std::vector<domain::ReportSigned> signatures;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::ReportSigned signature,
                            records_.ReadReportSigned(keys::ParseSignature(key).value_or(0)));
    signatures.push_back(std::move(signature));
  }
  return signatures;
}

}  // namespace candor::store
