#include "daemon/domain/entries_about.h"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/original.h"

namespace candor::domain {
namespace {

// What somebody raises about somebody else.
bool IsMatter(Kind kind) {
  return kind == Kind::kConcern || kind == Kind::kComplaint;
}

// A matter that came in is open, and conduct is told of and not judged; what has become of a matter may be a judgement.
bool NothingIsConcluded(const EntryHeader& header) {
  return !IsMatter(header.kind) || IsNewMatter(header);
}

// What was written about the member and what answers it, as AboutMember() has them.
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

// The kinds of matter of which an entry about the member tells what has become: not every entry says which matter it
// belongs to, so that any of the kind may be meant.
absl::StatusOr<std::set<Kind>> KindsConcluded(const View& view, const std::vector<RecordedEntry>& about,
                                              Viewer& viewer) {
  std::set<Kind> concluded;
  for (const RecordedEntry& each : about) {
    if (IsResponse(each.entry.header) || each.erased) continue;
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry newest, NewestOf(view, each));
    const EntryHeader& header = newest.entry.header;
    if (header.therapist != viewer.member() || NothingIsConcluded(header)) continue;
    // Of a concern they may not know yet what has become of it.
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer.OfEntry(newest));
    if (sight != Sight::kNothing) concluded.insert(header.kind);
  }
  return concluded;
}

}  // namespace

bool IsResponse(const EntryHeader& header) {
  return !header.responds_to.entry.empty();
}

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

bool IsAboutSomebody(const EntryHeader& header) {
  return !IsResponse(header) && header.author != header.therapist && TellsOfConduct(header.kind);
}

bool IsOwnReport(const EntryHeader& header) {
  if (!header.revises.empty() || !TellsOfConduct(header.kind)) return false;
  if (header.author == header.therapist) return header.source == Source::kSelf && !IsMatter(header.kind);
  const bool own_account = header.source == Source::kColleague || header.source == Source::kSupervisor;
  return own_account && !header.author.empty() && (header.kind != Kind::kConcern || IsNewMatter(header));
}

absl::StatusOr<std::vector<RecordedEntry>> ResponsesTo(const View& view, const RecordedEntry& original) {
  const EntryHeader& header = original.entry.header;
  std::vector<RecordedEntry> responses;
  // A correction may have named somebody else.
  const bool of_another = header.author != header.therapist || !original.revised_by.empty();
  if (!of_another || header.personal || header.kind == Kind::kSupervision) return responses;
  CANDOR_ASSIGN_OR_RETURN(const Origin written, FirstPlaceOf(view, header));
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry first, view.GetEntry(written.entry));
  CANDOR_ASSIGN_OR_RETURN(responses, ReadAbout(view, first.entry.header.therapist));
  std::erase_if(responses, [&](const RecordedEntry& each) { return each.entry.header.responds_to != written; });
  std::sort(responses.begin(), responses.end(),
            [](const RecordedEntry& a, const RecordedEntry& b) { return a.number < b.number; });
  return responses;
}

absl::StatusOr<std::vector<EntryAbout>> EntriesAbout(const View& view, Viewer& viewer) {
  std::vector<EntryAbout> about;
  if (viewer.is_operator()) return about;
  const MemberId& member = viewer.member();
  CANDOR_ASSIGN_OR_RETURN(std::vector<RecordedEntry> all, ReadAbout(view, member));
  CANDOR_ASSIGN_OR_RETURN(const std::set<Kind> concluded, KindsConcluded(view, all, viewer));
  std::vector<Origin> answered;
  for (const RecordedEntry& each : all) {
    // Somebody else's answer stands here where the entry was about the reader first.
    if (each.entry.header.therapist == member) answered.push_back(each.entry.header.responds_to);
  }
  for (RecordedEntry& each : all) {
    if (IsResponse(each.entry.header) || each.erased) continue;
    CANDOR_ASSIGN_OR_RETURN(const Origin written, FirstPlaceOf(view, each.entry.header));
    if (std::find(answered.begin(), answered.end(), written) != answered.end()) continue;
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry newest, NewestOf(view, each));
    const bool nothing_concluded = !concluded.contains(newest.entry.header.kind);
    RecordedEntry& told = each.entry.header.therapist == member ? each : newest;
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer.OfEntry(told));
    if (sight != Sight::kNothing) about.push_back({std::move(told), nothing_concluded});
  }
  std::sort(about.begin(), about.end(), [](const EntryAbout& a, const EntryAbout& b) {
    return std::make_tuple(a.entry.entry.header.reported.day, a.entry.number) <
           std::make_tuple(b.entry.entry.header.reported.day, b.entry.number);
  });
  return about;
}

}  // namespace candor::domain
