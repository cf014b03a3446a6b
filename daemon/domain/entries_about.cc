#include "daemon/domain/entries_about.h"

#include <algorithm>
#include <tuple>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/original.h"

namespace candor::domain {
namespace {

// Whether an entry of the kind tells of somebody's conduct, so that whoever it is about is to hear of it.
bool TellsOfConduct(Kind kind) {
  switch (kind) {
    case Kind::kCrossing:
    case Kind::kBarter:
    case Kind::kDualRelationship:
    case Kind::kRomanticOrSexualAct:
    case Kind::kAdvanceOrPromise:
    case Kind::kConcern:
    case Kind::kComplaint:
      return true;
    default:
      return false;
  }
}

bool IsResponse(const EntryHeader& header) {
  return !header.responds_to.entry.empty();
}

// Those that IsAboutSomebody() of the member, as the ledger has them.
absl::StatusOr<std::vector<RecordedEntry>> ReadAbout(const View& view, const MemberId& member) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryId> ids, view.AboutMember(member));
  std::vector<RecordedEntry> entries;
  entries.reserve(ids.size());
  for (const EntryId& id : ids) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry entry, view.GetEntry(id));
    entries.push_back(std::move(entry));
  }
  return entries;
}

}  // namespace

bool IsAboutSomebody(const EntryHeader& header) {
  if (!header.revises.empty()) return false;
  return IsResponse(header) || (header.author != header.therapist && TellsOfConduct(header.kind));
}

absl::StatusOr<std::vector<RecordedEntry>> ResponsesTo(const View& view, const RecordedEntry& original) {
  const EntryHeader& header = original.entry.header;
  std::vector<RecordedEntry> responses;
  const bool answerable = header.author != header.therapist && !header.personal && header.kind != Kind::kSupervision;
  if (!answerable) return responses;
  CANDOR_ASSIGN_OR_RETURN(const Origin written, FirstPlaceOf(view, header));
  CANDOR_ASSIGN_OR_RETURN(responses, ReadAbout(view, header.therapist));
  std::erase_if(responses, [&](const RecordedEntry& each) { return each.entry.header.responds_to != written; });
  std::sort(responses.begin(), responses.end(),
            [](const RecordedEntry& a, const RecordedEntry& b) { return a.number < b.number; });
  return responses;
}

absl::StatusOr<std::vector<RecordedEntry>> EntriesAbout(const View& view, Viewer& viewer) {
  std::vector<RecordedEntry> about;
  if (viewer.is_operator()) return about;
  CANDOR_ASSIGN_OR_RETURN(std::vector<RecordedEntry> all, ReadAbout(view, viewer.member()));
  std::vector<Origin> answered;
  for (const RecordedEntry& each : all) answered.push_back(each.entry.header.responds_to);
  for (RecordedEntry& each : all) {
    if (IsResponse(each.entry.header) || each.erased) continue;
    CANDOR_ASSIGN_OR_RETURN(const Origin written, FirstPlaceOf(view, each.entry.header));
    if (std::find(answered.begin(), answered.end(), written) != answered.end()) continue;
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer.OfEntry(each));
    if (sight != Sight::kNothing) about.push_back(std::move(each));
  }
  std::sort(about.begin(), about.end(), [](const RecordedEntry& a, const RecordedEntry& b) {
    return std::make_tuple(a.entry.header.reported.day, a.number) <
           std::make_tuple(b.entry.header.reported.day, b.number);
  });
  return about;
}

}  // namespace candor::domain
