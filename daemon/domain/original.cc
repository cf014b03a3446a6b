#include "daemon/domain/original.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <utility>
#include <variant>

#include "daemon/base/status.h"

namespace candor::domain {

absl::StatusOr<RecordedEntry> OriginalOf(const View& view, RecordedEntry seen) {
  while (!seen.entry.header.revises.empty()) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry earlier, view.GetEntry(seen.entry.header.revises));
    seen = std::move(earlier);
  }
  return seen;
}

absl::StatusOr<RecordedEntry> NewestOf(const View& view, const RecordedEntry& original) {
  if (original.revised_by.empty() || original.retracted) return original;
  return view.GetEntry(original.revised_by);
}

// A correction may name the entry first written or an earlier correction of it; places say nothing of which came first.
absl::StatusOr<std::vector<RecordedEntry>> VersionsOf(const View& view, const RecordedEntry& original) {
  constexpr size_t kAtOnce = 256;
  std::vector<RecordedEntry> corrections;
  Place after = Place::First();
  for (bool more = true; more;) {
    CANDOR_ASSIGN_OR_RETURN(TimelinePage page, view.Timeline(original.entry.header.subject, after, kAtOnce));
    for (RecordedEntry& each : page.entries) {
      if (!each.entry.header.revises.empty()) corrections.push_back(std::move(each));
    }
    more = page.next.has_value();
    if (more) after = *page.next;
  }
  std::sort(corrections.begin(), corrections.end(),
            [](const RecordedEntry& a, const RecordedEntry& b) { return a.number < b.number; });
  std::set<EntryId> ids = {original.entry.header.id};
  std::vector<RecordedEntry> versions = {original};
  for (RecordedEntry& each : corrections) {
    if (!ids.contains(each.entry.header.revises)) continue;
    ids.insert(each.entry.header.id);
    versions.push_back(std::move(each));
  }
  return versions;
}

absl::StatusOr<Origin> FirstPlaceOf(const View& view, const EntryHeader& original) {
  Origin first{original.subject, original.id};
  Origin before = original.moved_from;
  while (!before.entry.empty()) {
    first = before;
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry earlier, view.GetEntry(before.entry));
    before = earlier.entry.header.moved_from;
  }
  return first;
}

absl::StatusOr<std::set<SubjectId>> PlacesBefore(const View& view, const EntryHeader& original) {
  std::set<SubjectId> places;
  Origin before = original.moved_from;
  while (!before.entry.empty()) {
    places.insert(before.subject);
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry earlier, view.GetEntry(before.entry));
    before = earlier.entry.header.moved_from;
  }
  return places;
}

// A move is written as two records, one after the other: the entry where it belongs, then that it has left its place.
absl::StatusOr<std::optional<RecordedEntry>> LastPlaceOf(const View& view, RecordedEntry original) {
  while (original.moved()) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry left, view.GetEntry(original.revised_by));
    CANDOR_ASSIGN_OR_RETURN(const LedgerRecord before, view.RecordAt(left.number - 1));
    const auto* moved = std::get_if<KeptEntry>(&before.what);
    if (moved == nullptr || moved->entry.header.moved_from.entry != original.entry.header.id) {
      return std::optional<RecordedEntry>();
    }
    CANDOR_ASSIGN_OR_RETURN(original, view.GetEntry(moved->entry.header.id));
  }
  return std::optional<RecordedEntry>(std::move(original));
}

}  // namespace candor::domain
