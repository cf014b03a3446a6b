#include "daemon/store/view.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/store/codec.h"
#include "daemon/store/keys.h"
#include "daemon/store/names.h"

// How rows are read; settings, policies and imports, people, and entries.
namespace candor::store {

absl::Status StoreView::NoSuch(std::string_view what) {
  return absl::NotFoundError(absl::StrCat("there is no such ", ToAbsl(what), "; check its name"));
}

std::string StoreView::KeyAfter(std::string key) {
  key.push_back('\0');
  return key;
}

absl::StatusOr<std::optional<std::string>> StoreView::Row(std::string_view key) const {
  if (source_.cache != nullptr) {
    if (std::optional<RowCache::Row> known = source_.cache->Find(key, source_.size)) return *std::move(known);
  }
  std::string value;
  CANDOR_ASSIGN_OR_RETURN(const bool found, source_.rows->Get(Family::kProjections, key, value));
  std::optional<std::string> row;
  if (found) row = std::move(value);
  if (source_.cache != nullptr) source_.cache->Offer(key, source_.size, row);
  return row;
}

absl::StatusOr<bool> StoreView::Has(std::string_view key) const {
  if (source_.cache != nullptr) {
    if (const std::optional<bool> known = source_.cache->Has(key, source_.size)) return *known;
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> row, Row(key));
  return row.has_value();
}

absl::Status StoreView::Scan(std::string_view begin, std::string_view end, const KvReader::Visitor& visit) const {
  return source_.rows->Scan(Family::kProjections, begin, end, kAll, visit);
}

absl::StatusOr<std::vector<std::string>> StoreView::KeysAfter(const std::string& prefix, const std::string& after,
                                                              size_t limit) const {
  std::vector<std::string> found;
  CANDOR_RETURN_IF_ERROR(source_.rows->Scan(Family::kProjections, after, PrefixEnd(prefix), limit,
                                            [&](std::string_view key, std::string_view) {
                                              found.emplace_back(key);
                                              return true;
                                            }));
  return found;
}

absl::StatusOr<domain::Settings> StoreView::GetSettings() const {
  return Read(keys::Settings(), DecodeSettings, "settings");
}

absl::StatusOr<domain::Activation> StoreView::GetActivation() const {
  return Read(keys::Activation(), DecodeActivation, "activation");
}

absl::StatusOr<std::vector<domain::Activation>> StoreView::ListActivations() const {
  const std::string prefix = keys::AllNamedActivations();
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(prefix, prefix, kAll));
  std::set<uint64_t> numbers;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(const domain::ActivationRow row, Read(key, DecodeActivationRow, "activation"));
    numbers.insert(row.number);
  }
  std::vector<domain::Activation> activations;
  for (const uint64_t number : numbers) {
    CANDOR_ASSIGN_OR_RETURN(domain::Activation activation, records_.ReadActivation(number));
    activations.push_back(std::move(activation));
  }
  return activations;
}

absl::StatusOr<domain::Reassessment> StoreView::GetReassessment() const {
  return Read(keys::Reassessment(), DecodeReassessmentRow, "re-assessment");
}

absl::StatusOr<domain::Batch> StoreView::GetBatch(const BatchId& id) const {
  return Read(keys::Batch(id), DecodeBatch, "import");
}

absl::StatusOr<domain::Member> StoreView::GetMember(const MemberId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::MemberRow row, Read(keys::Member(id), DecodeMemberRow, "member"));
  return records_.ReadMember(row.number);
}

absl::StatusOr<bool> StoreView::HasMember(const MemberId& id) const {
  return Has(keys::Member(id));
}

absl::StatusOr<MemberId> StoreView::FindMember(std::string_view display_name) const {
  const IdBytes digest = NameDigest(keys_->practice_keys(), display_name);
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, Read(keys::MemberByName(digest), DecodeIdRow, "member"));
  return MemberId(id);
}

absl::StatusOr<std::vector<domain::Member>> StoreView::ListMembers(const MemberId& after, size_t limit) const {
  const std::string begin = after.empty() ? keys::AllMembers() : KeyAfter(keys::Member(after));
  CANDOR_ASSIGN_OR_RETURN(const auto found, KeysAfter(keys::AllMembers(), begin, limit));
  std::vector<domain::Member> members;
  for (const std::string& key : found) {
    CANDOR_ASSIGN_OR_RETURN(domain::Member member, GetMember(keys::ParseMember(key).value_or(MemberId())));
    members.push_back(std::move(member));
  }
  return members;
}

absl::StatusOr<domain::RecordedEntry> StoreView::EntryFrom(const domain::TimelineRow& row) const {
  CANDOR_ASSIGN_OR_RETURN(const auto written, records_.ReadEntry(row.number));
  domain::RecordedEntry entry = *written;
  entry.revised_by = row.revised_by;
  entry.retracted = row.retracted;
  entry.take_back = row.take_back;
  // An earlier amendment is told by a later one that it is amended, and every one shares the fate of what it amends:
  // that it was called back elsewhere stands with that one alone.
  if (!row.revises.empty() && !entry.entry.header.retracts) {
    CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry amended, GetEntry(row.revises));
    entry.retracted = amended.retracted;
    entry.take_back = amended.take_back;
  }
  return entry;
}

absl::StatusOr<std::optional<domain::EntryRow>> StoreView::FindEntryRow(const EntryId& id) const {
  auto row = Read(keys::Entry(id), DecodeEntryRow, "entry");
  if (absl::IsNotFound(row.status())) return std::optional<domain::EntryRow>();
  if (!row.ok()) return row.status();
  return std::optional<domain::EntryRow>(*std::move(row));
}

absl::StatusOr<domain::RecordedEntry> StoreView::GetEntry(const EntryId& id) const {
  CANDOR_ASSIGN_OR_RETURN(const domain::EntryRow row, Read(keys::Entry(id), DecodeEntryRow, "entry"));
  CANDOR_ASSIGN_OR_RETURN(const domain::TimelineRow place,
                          Read(keys::Timeline(row.subject, row.place), DecodeTimelineRow, "entry"));
  return EntryFrom(place);
}

absl::StatusOr<bool> StoreView::HasRead(const EntryId& id, const MemberId& reader) const {
  return Has(keys::Read(id, reader));
}

absl::StatusOr<std::shared_ptr<const domain::RecordedEntry>> StoreView::EntryAt(uint64_t number) const {
  if (number >= source_.size) return NoSuch("entry");
  return records_.ReadEntry(number);
}

absl::StatusOr<domain::LedgerRecord> StoreView::RecordAt(uint64_t number) const {
  if (number >= source_.size) return NoSuch("record");
  return records_.ReadWhole(number);
}

absl::StatusOr<EntryId> StoreView::FindImported(std::string_view import_digest) const {
  const EntryId id = EntryIdOfRow(keys_->practice_keys(), import_digest);
  CANDOR_ASSIGN_OR_RETURN(const auto row, FindEntryRow(id));
  if (!row) return NoSuch("imported row");
  return id;
}

absl::StatusOr<domain::TimelinePage> StoreView::Timeline(const domain::SubjectId& subject, const domain::Place& after,
                                                         size_t limit) const {
  const std::string prefix = keys::TimelineOf(subject);
  const std::string begin = after == domain::Place::First() ? prefix : KeyAfter(keys::Timeline(subject, after));
  std::vector<std::pair<domain::Place, domain::TimelineRow>> rows;
  absl::Status bad;
  bool more = false;
  CANDOR_RETURN_IF_ERROR(Scan(begin, PrefixEnd(prefix), [&](std::string_view key, std::string_view value) {
    if (rows.size() == limit) {
      more = true;
      return false;
    }
    auto row = DecodeTimelineRow(value);
    bad.Update(row.status());
    if (row.ok()) rows.emplace_back(keys::ParseTimeline(key).value_or(domain::Place()), *std::move(row));
    return bad.ok();
  }));
  CANDOR_RETURN_IF_ERROR(bad);
  domain::TimelinePage page;
  page.entries.reserve(rows.size());
  for (const auto& [place, row] : rows) {
    CANDOR_ASSIGN_OR_RETURN(domain::RecordedEntry entry, EntryFrom(row));
    page.entries.push_back(std::move(entry));
  }
  if (more && !rows.empty()) page.next = rows.back().first;
  return page;
}

}  // namespace candor::store
