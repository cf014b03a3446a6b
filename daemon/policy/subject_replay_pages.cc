#include <algorithm>
#include <cstdint>
#include <limits>
#include <memory>
#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/host_facts.h"
#include "daemon/domain/new_matter.h"
#include "daemon/policy/subject_replay.h"

// What a subject's replay reads of its timeline, page by page.
namespace candor::policy {
namespace {

using domain::Place;
using domain::PolicyEvent;
using domain::RecordedEntry;
using domain::SubjectKind;

// Of more entries of one subject the kinds are looked up again.
constexpr size_t kMostKinds = 4096;

bool InOrder(const std::shared_ptr<const RecordedEntry>& a, const std::shared_ptr<const RecordedEntry>& b) {
  return domain::PlaceOf(a->entry.header) < domain::PlaceOf(b->entry.header);
}

// Adds what the entries revise or are revised by and what lies on other pages, so that corrections can be applied to
// these alone.
absl::Status AddRelatives(const domain::View& view, std::vector<RecordedEntry>& entries) {
  std::set<EntryId> there;
  for (const RecordedEntry& recorded : entries) there.insert(recorded.entry.header.id);
  for (size_t i = 0; i < entries.size(); ++i) {
    for (const EntryId& relative : {entries[i].entry.header.revises, entries[i].revised_by}) {
      if (relative.empty() || !there.insert(relative).second) continue;
      CANDOR_ASSIGN_OR_RETURN(RecordedEntry found, view.GetEntry(relative));
      entries.push_back(std::move(found));
    }
  }
  return absl::OkStatus();
}

// What the member has reported, as far as it bears on who decides about them: when last, and whether it is about who
// wrote the entry and had been told of it by then. Else what their entry does would tell them that it was reported.
absl::Status TellOfReports(const domain::View& view, const MemberId& member, const RecordedEntry& recorded,
                           const domain::People& people, domain::HostFacts& host) {
  using Relation = domain::HostFacts::Relation;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::OwnReport> reports, view.ReportsBy(member));
  host.last_own_report = domain::LastReportBefore(recorded.number, reports);
  domain::TellAuthor(recorded.entry.header, people, host);
  CANDOR_ASSIGN_OR_RETURN(const domain::Settings settings, view.GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  const absl::Time written_at = recorded.recorded_at;
  const Day written_on = DayAt(written_at, zone);
  for (const domain::OwnReport& report : reports) {
    if (report.number >= recorded.number || host.author_relation != Relation::kIndependent) continue;
    CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const RecordedEntry> told, view.EntryAt(report.number));
    CANDOR_ASSIGN_OR_RETURN(const bool is_told,
                            domain::IsToldOfReport(view, *told, host.author, written_on, written_at));
    if (is_told) host.author_relation = Relation::kParty;
  }
  return absl::OkStatus();
}

// What has become of a concern counts for the one that stood when that was written. Where several did, nobody can say
// which is meant: the entry is told as its own matter, so that no rule takes it for any of them.
absl::StatusOr<EntryId> MatterOf(const domain::View& view, const RecordedEntry& step) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry> meant, domain::ConcernsMeantBy(view, step));
  if (meant.empty()) return EntryId();
  return meant.size() == 1 ? meant.front().entry.header.id : step.entry.header.id;
}

}  // namespace

// A revision stands for the entry first written, and what is erased tells only part of what it was.
void SubjectReplay::NoteKind(const RecordedEntry& recorded) {
  const domain::EntryHeader& header = recorded.entry.header;
  if (recorded.erased || !header.revises.empty() || kinds_.size() >= kMostKinds) return;
  kinds_.insert_or_assign(header.id, KindOfEntry{recorded.entry.kind, header.personal});
}

void SubjectReplay::NoteKinds(const std::vector<RecordedEntry>& entries) {
  for (const RecordedEntry& recorded : entries) NoteKind(recorded);
}

absl::StatusOr<SubjectReplay::Events> SubjectReplay::ReadEvents(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(const Entries entries, ReadPage(sources, limit));
  auto events = std::make_shared<std::vector<PolicyEvent>>();
  events->reserve(entries.size());
  for (const auto& recorded : entries) {
    // Of an erased note not even the kind is known.
    if (recorded->erased && recorded->entry.header.personal) continue;
    CANDOR_ASSIGN_OR_RETURN(PolicyEvent event, EventOf(sources, *recorded));
    CANDOR_RETURN_IF_ERROR(LearnSets(sources, event.therapist));
    events->push_back(std::move(event));
  }
  return Events(std::move(events));
}

// In order, so that every fold goes on from one that has all entries but these: then all that is not folded is what
// waits. A revision among it changes the timeline elsewhere, and has to be looked at with its surroundings.
absl::StatusOr<std::optional<SubjectReplay::Entries>> SubjectReplay::ReadWaiting(const Sources& sources,
                                                                                 size_t limit) const {
  const bool in_order = std::all_of(outcomes_.begin(), outcomes_.end(), [](const PluginOutcome& outcome) {
    return !outcome.loaded || (outcome.complete && outcome.before != nullptr);
  });
  if (!in_order || occasion_.entries.empty() || occasion_.entries.size() > limit) return std::nullopt;
  Entries entries;
  for (const uint64_t number : occasion_.entries) {
    if (number >= sources.view.size()) break;
    CANDOR_ASSIGN_OR_RETURN(std::shared_ptr<const RecordedEntry> entry, sources.view.EntryAt(number));
    if (!entry->entry.header.revises.empty()) return std::nullopt;
    entries.push_back(std::move(entry));
  }
  std::sort(entries.begin(), entries.end(), InOrder);
  return entries;
}

absl::Status SubjectReplay::ReadFromCases(const Sources& sources) {
  from_cases_.emplace();
  if (occasion_.subject.kind != SubjectKind::kMember) return absl::OkStatus();
  const MemberId member = occasion_.subject.member_id();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryId> ids, sources.view.AboutMember(member));
  for (const EntryId& id : ids) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry first, sources.view.GetEntry(id));
    if (first.entry.header.subject.kind != SubjectKind::kCase) continue;
    std::vector<RecordedEntry> history;
    history.push_back(std::move(first));
    CANDOR_RETURN_IF_ERROR(AddRelatives(sources.view, history));
    for (RecordedEntry& stands : domain::EffectiveTimeline(std::move(history))) {
      // Somebody else's answer is found here where the entry was about the member first.
      if (stands.entry.header.therapist != member) continue;
      from_cases_->push_back(std::make_shared<const RecordedEntry>(std::move(stands)));
    }
  }
  return absl::OkStatus();
}

absl::StatusOr<SubjectReplay::Entries> SubjectReplay::ReadPage(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(std::optional<Entries> waiting, ReadWaiting(sources, limit));
  told_after_ = read_to_;
  told_to_ = Place::EndOf(std::numeric_limits<int32_t>::max());
  if (waiting) {
    for (const auto& recorded : *waiting) NoteKind(*recorded);
    done_ = true;
    return *std::move(waiting);
  }
  // Of what is read again, what was said before is looked at anew: an entry may have been taken back meanwhile.
  for (PluginOutcome& outcome : outcomes_) {
    if (!outcome.newest) outcome.before = nullptr;
  }
  if (!from_cases_) CANDOR_RETURN_IF_ERROR(ReadFromCases(sources));
  const Place after = read_to_;
  CANDOR_ASSIGN_OR_RETURN(domain::TimelinePage page, sources.view.Timeline(occasion_.subject, after, limit));
  done_ = !page.next.has_value();
  if (page.next) told_to_ = read_to_ = *page.next;
  NoteKinds(page.entries);
  std::set<uint64_t> on_page;
  for (const RecordedEntry& recorded : page.entries) on_page.insert(recorded.number);
  CANDOR_RETURN_IF_ERROR(AddRelatives(sources.view, page.entries));
  std::vector<RecordedEntry> effective = domain::EffectiveTimeline(std::move(page.entries));
  // What an entry comes to stands at the place of its newest amendment, whose number it carries.
  Entries entries;
  for (RecordedEntry& recorded : effective) {
    if (!on_page.contains(recorded.number)) continue;
    entries.push_back(std::make_shared<const RecordedEntry>(std::move(recorded)));
  }
  for (const auto& recorded : *from_cases_) {
    const Place place = domain::PlaceOf(recorded->entry.header);
    if (after < place && (done_ || place <= read_to_)) entries.push_back(recorded);
  }
  std::sort(entries.begin(), entries.end(), InOrder);
  return entries;
}

absl::StatusOr<PolicyEvent> SubjectReplay::EventOf(const Sources& sources, const RecordedEntry& recorded) const {
  const bool with_plans = recorded.entry.kind == domain::Kind::kPersonalReaction;
  CANDOR_ASSIGN_OR_RETURN(const domain::People* const people,
                          sources.directory.Around(sources.view, recorded.entry.header.therapist, with_plans));
  CANDOR_ASSIGN_OR_RETURN(const bool opens_duties, sources.directory.OpensDuties(sources.view, recorded.entry.header));
  domain::HostFacts host = domain::ResolveHostFacts(recorded.entry, course_, *people);
  if (occasion_.subject.kind == SubjectKind::kMember && domain::IsMeasure(recorded.entry.kind)) {
    CANDOR_RETURN_IF_ERROR(TellOfReports(sources.view, occasion_.subject.member_id(), recorded, *people, host));
  }
  const domain::EntryHeader& header = recorded.entry.header;
  const bool of_a_concern = header.kind == domain::Kind::kConcern && !domain::IsNewMatter(header);
  if (occasion_.subject.kind == SubjectKind::kMember && of_a_concern && host.matter.empty()) {
    CANDOR_ASSIGN_OR_RETURN(host.matter, MatterOf(sources.view, recorded));
  }
  host.from_case =
      occasion_.subject.kind == SubjectKind::kMember && recorded.entry.header.subject.kind == SubjectKind::kCase;
  if (occasion_.subject.kind == SubjectKind::kMember && !host.from_case) {
    CANDOR_ASSIGN_OR_RETURN(host.supervisees, sources.directory.SuperviseesAfter(sources.view, recorded.entry));
  }
  return domain::PolicyEventOf(recorded, host, opens_duties);
}

}  // namespace candor::policy
