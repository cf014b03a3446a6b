#include <algorithm>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"

// How the fold keeps the figures, what stands behind them, and who has signed them.
namespace candor::store {

void StoredProjections::PutSignature(Day from, Day to, uint64_t number, const domain::SignatureRow& row) {
  rows_.Put(keys::Signature(from, to, number), EncodeRow(row));
}

std::optional<std::pair<uint64_t, domain::SignatureRow>> StoredProjections::FindSignature(
    Day from, Day to, const domain::SignatureId& id) {
  std::optional<std::pair<uint64_t, domain::SignatureRow>> found;
  const std::string prefix = keys::SignaturesOf(from, to);
  Keep(rows_.Scan(prefix, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    const auto row = DecodeSignatureRow(value);
    Keep(row.status());
    if (!row.ok()) return false;
    if (row->id == id) found.emplace(keys::ParseSignature(key).value_or(0), *row);
    return !found.has_value();
  }));
  return found;
}

void StoredProjections::MarkActive(const MemberId& therapist, Day day, uint32_t partition) {
  std::string key = keys::Sum(
      {domain::CountBasis::kOccurred, keys::MonthOf(day), domain::Figure::kTherapistActive, 0, partition, therapist});
  if (!Has(key)) rows_.Put(std::move(key), EncodeRow(uint64_t{1}));
}

void StoredProjections::Count(const domain::Contribution& contribution, int64_t each) {
  Add(keys::Sum({contribution.basis, keys::MonthOf(contribution.day), contribution.figure, contribution.bucket,
                 contribution.partition, contribution.therapist}),
      each);
  Add(keys::Contribution(contribution), each);
}

std::vector<domain::Contribution> StoredProjections::ContributionsOf(const CaseId& id) {
  return Read(keys::Contributions(id), [&](std::string_view row) { return DecodeContributions(id, row); })
      .value_or(std::vector<domain::Contribution>());
}

void StoredProjections::PutContributions(const CaseId& id, const std::vector<domain::Contribution>& before,
                                         const std::vector<domain::Contribution>& after) {
  std::vector<domain::Contribution> gone;
  std::vector<domain::Contribution> come;
  std::set_difference(before.begin(), before.end(), after.begin(), after.end(), std::back_inserter(gone));
  std::set_difference(after.begin(), after.end(), before.begin(), before.end(), std::back_inserter(come));
  for (const domain::Contribution& contribution : gone) Count(contribution, -1);
  for (const domain::Contribution& contribution : come) Count(contribution, 1);
  if (after.empty()) {
    rows_.Delete(keys::Contributions(id));
  } else {
    rows_.Put(keys::Contributions(id), EncodeContributions(after));
  }
}

void StoredProjections::Add(const std::string& key, int64_t difference) {
  const auto sum = static_cast<int64_t>(Read(key, DecodeNumberRow).value_or(0)) + difference;
  if (sum > 0) {
    rows_.Put(key, EncodeRow(static_cast<uint64_t>(sum)));
  } else {
    rows_.Delete(key);
  }
}

}  // namespace candor::store
