#include <algorithm>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/access.h"
#include "daemon/domain/oversight.h"
#include "daemon/domain/role.h"
#include "daemon/store/keys.h"
#include "daemon/store/rows.h"
#include "daemon/store/stored_projections.h"
#include "daemon/store/view.h"

// Rows of roles, of who was shown what and of how the practice answers for it, and what a view reads in them.
namespace candor::store {

std::optional<domain::RoleRow> StoredProjections::GetRole(const MemberId& member, const RoleChangeId& id) {
  return Decoded(keys::Role(member, id), DecodeRoleRow);
}

void StoredProjections::PutRole(const domain::RoleRow& row) {
  rows_.Put(keys::Role(row.change.member, row.change.id), EncodeRow(row));
}

// Each number comes once, so nothing is looked up first.
void StoredProjections::MarkAccess(const domain::Access& access, uint64_t number) {
  std::set<MemberId> read;
  for (const domain::AccessOf& each : access.of) {
    if (!each.member.empty()) read.insert(each.member);
  }
  if (access.reader.is_acted_for()) read.insert(access.reader.acting_for);
  for (const MemberId& member : read) rows_.Put(keys::AccessBelow(keys::AccessesTo(member), number), {});
  rows_.Put(keys::AccessBelow(keys::AccessesBy(access.reader.acting_for), number), {});
  rows_.Put(keys::AccessBelow(keys::AllAccesses(), number), {});
}

std::optional<domain::OversightRow> StoredProjections::GetOversight(domain::OversightKind kind, const IdBytes& id) {
  return Decoded(keys::Oversight(kind, id), DecodeOversightRow);
}

void StoredProjections::PutOversight(domain::OversightKind kind, const IdBytes& id, const domain::OversightRow& row) {
  rows_.Put(keys::Oversight(kind, id), EncodeRow(row));
}

void StoredProjections::MarkDisclosed(const domain::SubjectId& subject, uint64_t number) {
  rows_.Put(keys::Disclosed(subject, number), {});
}

absl::StatusOr<std::vector<domain::RoleChange>> StoreView::RolesBelow(const std::string& prefix) const {
  std::vector<domain::RoleRow> rows;
  absl::Status bad;
  CANDOR_RETURN_IF_ERROR(Scan(prefix, PrefixEnd(prefix), [&](std::string_view, std::string_view value) {
    auto row = DecodeRoleRow(value);
    bad.Update(row.status());
    if (row.ok()) rows.push_back(*std::move(row));
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  std::sort(rows.begin(), rows.end(),
            [](const domain::RoleRow& one, const domain::RoleRow& other) { return one.number < other.number; });
  std::vector<domain::RoleChange> roles;
  roles.reserve(rows.size());
  for (domain::RoleRow& row : rows) roles.push_back(std::move(row.change));
  return roles;
}

absl::StatusOr<std::vector<domain::RoleChange>> StoreView::RolesOf(const MemberId& id) const {
  return RolesBelow(keys::RolesOf(id));
}

absl::StatusOr<std::vector<domain::RoleChange>> StoreView::ListRoles() const {
  return RolesBelow(keys::AllRoles());
}

absl::StatusOr<std::vector<domain::NumberedAccess>> StoreView::AccessesBelow(const std::string& prefix,
                                                                             const domain::NumberRange& range,
                                                                             size_t limit) const {
  std::vector<domain::NumberedAccess> accesses;
  const uint64_t to = std::min(range.to, size());
  if (range.from >= to || limit == 0) return accesses;
  std::vector<uint64_t> numbers;
  // The newest comes first.
  const std::string begin = keys::AccessBelow(prefix, to - 1);
  const std::string end = KeyAfter(keys::AccessBelow(prefix, range.from));
  CANDOR_RETURN_IF_ERROR(Scan(begin, end, [&](std::string_view key, std::string_view) {
    if (const std::optional<uint64_t> number = keys::ParseAccess(key)) numbers.push_back(*number);
    return numbers.size() < limit;
  }));
  accesses.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::NumberedAccess access, records_.ReadAccess(number));
    accesses.push_back(std::move(access));
  }
  return accesses;
}

absl::StatusOr<std::vector<domain::NumberedAccess>> StoreView::AccessesTo(const MemberId& member,
                                                                          const domain::NumberRange& range,
                                                                          size_t limit) const {
  return AccessesBelow(keys::AccessesTo(member), range, limit);
}

absl::StatusOr<std::vector<domain::NumberedAccess>> StoreView::AccessesBy(const MemberId& reader,
                                                                          const domain::NumberRange& range,
                                                                          size_t limit) const {
  return AccessesBelow(keys::AccessesBy(reader), range, limit);
}

absl::StatusOr<std::vector<domain::NumberedAccess>> StoreView::ListAccesses(const domain::NumberRange& range,
                                                                            size_t limit) const {
  return AccessesBelow(keys::AllAccesses(), range, limit);
}

// No record is older than the one before it.
absl::StatusOr<uint64_t> StoreView::FirstSince(absl::Time time) const {
  uint64_t first = 0;
  uint64_t end = size();
  while (first < end) {
    const uint64_t middle = first + (end - first) / 2;
    CANDOR_ASSIGN_OR_RETURN(const absl::Time moment, records_.ReadMoment(middle));
    if (moment < time) {
      first = middle + 1;
    } else {
      end = middle;
    }
  }
  return first;
}

absl::StatusOr<std::vector<uint64_t>> StoreView::OversightNumbers(domain::OversightKind kind) const {
  CANDOR_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers, NumbersIn(keys::OversightOf(kind)));
  std::sort(numbers.begin(), numbers.end());
  return numbers;
}

absl::StatusOr<std::optional<domain::NonUseAccepted>> StoreView::NonUse() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, OversightNumbers(domain::OversightKind::kNonUse));
  if (numbers.empty()) return std::optional<domain::NonUseAccepted>();
  CANDOR_ASSIGN_OR_RETURN(domain::NonUseAccepted accepted, records_.ReadNonUse(numbers.back()));
  return std::optional<domain::NonUseAccepted>(std::move(accepted));
}

absl::StatusOr<std::vector<domain::LogReviewed>> StoreView::ListLogReviews() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, OversightNumbers(domain::OversightKind::kLogReview));
  std::vector<domain::LogReviewed> reviews;
  reviews.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::LogReviewed review, records_.ReadLogReview(number));
    reviews.push_back(std::move(review));
  }
  return reviews;
}

absl::StatusOr<std::vector<domain::Disclosed>> StoreView::DisclosuresAt(const std::vector<uint64_t>& numbers) const {
  std::vector<domain::Disclosed> disclosures;
  disclosures.reserve(numbers.size());
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::Disclosed disclosed, records_.ReadDisclosure(number));
    disclosures.push_back(std::move(disclosed));
  }
  return disclosures;
}

absl::StatusOr<std::vector<domain::Disclosed>> StoreView::ListDisclosures() const {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> numbers, OversightNumbers(domain::OversightKind::kDisclosure));
  return DisclosuresAt(numbers);
}

absl::StatusOr<std::vector<domain::Disclosed>> StoreView::DisclosuresOf(const domain::SubjectId& subject) const {
  CANDOR_ASSIGN_OR_RETURN(std::vector<uint64_t> numbers,
                          IdsBelow(keys::DisclosuresOf(domain::SubjectId::Practice()), keys::ParseDisclosed));
  if (subject != domain::SubjectId::Practice()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<uint64_t> own,
                            IdsBelow(keys::DisclosuresOf(subject), keys::ParseDisclosed));
    numbers.insert(numbers.end(), own.begin(), own.end());
    std::sort(numbers.begin(), numbers.end());
  }
  return DisclosuresAt(numbers);
}

}  // namespace candor::store
