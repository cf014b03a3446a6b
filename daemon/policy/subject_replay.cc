#include "daemon/policy/subject_replay.h"

#include <algorithm>
#include <limits>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/host_facts.h"
#include "daemon/policy/codec.h"
#include "daemon/policy/digest.h"
#include "daemon/policy/fold_runner.h"

namespace candor::policy {
namespace {

using domain::Place;
using domain::PluginFold;
using domain::PolicyEvent;
using domain::PolicyTask;
using domain::RecordedEntry;
using domain::SubjectKind;

bool Reads(const domain::PluginInfo& plugin, SubjectKind subject) {
  const domain::Scope scope = subject == SubjectKind::kMember ? domain::Scope::kMember : domain::Scope::kCase;
  return std::any_of(plugin.rules.begin(), plugin.rules.end(),
                     [&](const domain::Rule& rule) { return rule.scope == scope; });
}

bool Reads(const domain::PluginInfo& plugin, const PolicyEvent& event) {
  return event.follow_up.has_value() ||
         std::any_of(plugin.rules.begin(), plugin.rules.end(), [&](const domain::Rule& rule) {
           return std::find(rule.kinds.begin(), rule.kinds.end(), event.kind) != rule.kinds.end();
         });
}

// Whether the plugin is to be asked: a rule of it reads one of the events, or a timer of it fires. A long page is
// handed over in any case, for the folds to go back to that come of it.
bool Concern(const std::vector<PolicyEvent>& events, int32_t until, const SubjectReplay::PluginOutcome& outcome) {
  if (events.size() >= FoldRunner::kSnapshotSpacing) return true;
  const PluginFold& start = outcome.folds.back();
  for (const PolicyEvent& event : events) {
    if (start.place < event.place) until = std::max(until, event.occurred);
  }
  const bool fires = std::any_of(start.timers.begin(), start.timers.end(),
                                 [&](const domain::Timer& timer) { return timer.day < until; });
  return fires || std::any_of(events.begin(), events.end(),
                              [&](const PolicyEvent& event) { return Reads(*outcome.info, event); });
}

// What FoldRunner makes of events that do not concern the plugin.
void PassOver(const std::vector<PolicyEvent>& events, SubjectReplay::PluginOutcome& outcome) {
  PluginFold end = outcome.folds.back();
  for (const PolicyEvent& event : events) {
    if (event.place <= end.place) continue;
    end.place = event.place;
    end.folded_to = std::max(end.folded_to, event.number + 1);
  }
  outcome.folds.push_back(std::move(end));
}

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
// wrote the entry.
absl::Status TellOfReports(const domain::View& view, const MemberId& member, const RecordedEntry& recorded,
                           const domain::People& people, domain::HostFacts& host) {
  using Relation = domain::HostFacts::Relation;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::OwnReport> reports, view.ReportsBy(member));
  host.last_own_report = domain::LastReportBefore(recorded.number, reports);
  domain::TellAuthor(recorded.entry.header, people, host);
  for (const domain::OwnReport& report : reports) {
    if (report.number >= recorded.number || host.author_relation != Relation::kIndependent) continue;
    CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const RecordedEntry> told, view.EntryAt(report.number));
    if (told->entry.header.therapist == host.author) host.author_relation = Relation::kParty;
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<SubjectReplay> SubjectReplay::Begin(const Sources& sources, Occasion occasion) {
  SubjectReplay replay(std::move(occasion));
  const domain::SubjectId& subject = replay.occasion_.subject;
  if (subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(replay.course_, sources.view.GetCourse(subject.case_id()));
    CANDOR_ASSIGN_OR_RETURN(replay.context_, sources.directory.Context(sources.view, replay.course_.parts));
    for (const domain::Part& part : replay.course_.parts) {
      CANDOR_RETURN_IF_ERROR(replay.LearnSets(sources, part.therapist));
    }
  } else if (subject.kind == SubjectKind::kMember) {
    domain::Part self;
    self.therapist = subject.member_id();
    CANDOR_ASSIGN_OR_RETURN(replay.context_, sources.directory.Context(sources.view, {self}));
    CANDOR_ASSIGN_OR_RETURN(const std::string team, sources.directory.TeamContext(sources.view, self.therapist));
    replay.context_ += team;
    CANDOR_RETURN_IF_ERROR(replay.LearnSets(sources, self.therapist));
    if (sources.follow_ups != nullptr && AnyReadsFollowUps(sources.engine.Plugins())) {
      CANDOR_ASSIGN_OR_RETURN(replay.told_,
                              sources.follow_ups->Of(sources.view, subject.member_id(), sources.directory.settings()));
    }
  }
  replay.context_ += replay.SetsContext();
  for (const domain::PluginInfo& plugin : sources.engine.Plugins()) {
    if (!plugin.loaded || Reads(plugin, subject.kind)) {
      CANDOR_RETURN_IF_ERROR(replay.ChooseStart(sources, plugin));
    }
  }
  replay.done_ = replay.outcomes_.empty();
  replay.read_to_ = Place::EndOf(std::numeric_limits<int32_t>::max());
  for (const PluginOutcome& outcome : replay.outcomes_) replay.read_to_ = std::min(replay.read_to_, outcome.from);
  return replay;
}

const DutiesFrom& SubjectReplay::DutiesOf(const Sources& sources, const std::string& plugin) {
  static const auto* const kNone = new DutiesFrom();
  return sources.duties == nullptr ? *kNone : sources.duties->Of(plugin);
}

absl::Status SubjectReplay::ChooseStart(const Sources& sources, const domain::PluginInfo& plugin) {
  PluginOutcome outcome;
  outcome.plugin = plugin.name;
  outcome.info = &plugin;
  outcome.loaded = plugin.loaded;
  outcome.context = context_ + DutiesOf(sources, plugin.name).name;
  outcome.told = plugin.loaded && told_ != nullptr && ReadsFollowUps(plugin);
  // An amended entry stands under the id first written, so ids are left out of the comparison.
  std::optional<Place> changed = occasion_.earliest;
  if (changed) changed->id = {};
  const auto fits = [&](const PluginFold& fold) {
    return fold.context == ContextTo(outcome, fold.place) && (!changed || fold.place < *changed);
  };
  if (!plugin.loaded) {
    // It is asked nothing; its newest entries are listed.
    outcome.from = changed ? *changed : Place::EndOf(std::numeric_limits<int32_t>::max());
    outcomes_.push_back(std::move(outcome));
    return absl::OkStatus();
  }
  std::shared_ptr<const PluginFold> newest;
  if (sources.folds != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(newest, sources.folds->NewestFold(occasion_.subject, plugin.name, sources.fold_set));
  }
  PluginFold start;
  start.context = ContextTo(outcome, start.place);
  if (newest) {
    // A fold that is kept may be ahead of what is on record (the record rides on a later sync), so what it says was
    // said before is believed only where nothing speaks against it.
    if (fits(*newest)) {
      if (occasion_.why != Occasion::Why::kTimers) outcome.before = newest;
      start = *newest;
    } else {
      CANDOR_ASSIGN_OR_RETURN(std::vector<PluginFold> folds,
                              sources.folds->Folds(occasion_.subject, plugin.name, sources.fold_set));
      const auto found = std::find_if(folds.rbegin(), folds.rend(), fits);
      if (found != folds.rend()) start = std::move(*found);
    }
  }
  outcome.from = start.place;
  outcome.folds.push_back(std::move(start));
  outcomes_.push_back(std::move(outcome));
  return absl::OkStatus();
}

std::string SubjectReplay::ContextTo(const PluginOutcome& outcome, const Place& place) const {
  if (!outcome.told) return outcome.context;
  const std::string digest = told_->DigestTo(place);
  return digest.empty() ? outcome.context : outcome.context + "/f" + digest;
}

bool SubjectReplay::Needed() const {
  if (occasion_.why != Occasion::Why::kSweep) return true;
  // What it was told before the newest fold is in the fold's context; what came after is still to be told.
  const auto untold = [this](const PluginOutcome& outcome) {
    return outcome.told && !told_->changes.empty() && outcome.from < told_->changes.back().place;
  };
  return std::any_of(outcomes_.begin(), outcomes_.end(), [&](const PluginOutcome& outcome) {
    return outcome.loaded && (!outcome.before || untold(outcome));
  });
}

std::vector<PolicyEvent> SubjectReplay::WithChanges(std::vector<PolicyEvent> entries) const {
  if (told_ == nullptr) return entries;
  for (const PolicyEvent& change : told_->changes) {
    if (told_after_ < change.place && change.place <= told_to_) entries.push_back(change);
  }
  std::sort(entries.begin(), entries.end(),
            [](const PolicyEvent& a, const PolicyEvent& b) { return a.place < b.place; });
  return entries;
}

absl::StatusOr<std::vector<PolicyTask>> SubjectReplay::NextTasks(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(const Entries entries, ReadPage(sources, limit));
  std::vector<PolicyEvent> events;
  events.reserve(entries.size());
  for (const auto& recorded : entries) {
    // Of an erased note not even the kind is known.
    if (recorded->erased && recorded->entry.header.personal) continue;
    CANDOR_ASSIGN_OR_RETURN(PolicyEvent event, EventOf(sources, *recorded));
    CANDOR_RETURN_IF_ERROR(LearnSets(sources, event.therapist));
    events.push_back(std::move(event));
  }
  for (const PluginOutcome& outcome : outcomes_) {
    if (!outcome.loaded) continue;
    for (const domain::Timer& timer : outcome.folds.back().timers) {
      CANDOR_RETURN_IF_ERROR(LearnSets(sources, timer.therapist));
    }
  }
  const std::vector<domain::SetSpan> spans = Spans();
  const bool any_told = std::any_of(outcomes_.begin(), outcomes_.end(), [](const auto& each) { return each.told; });
  const std::vector<PolicyEvent> with_changes = any_told ? WithChanges(events) : std::vector<PolicyEvent>();
  const int32_t until = done_ ? sources.today : std::numeric_limits<int32_t>::min();
  std::vector<PolicyTask> tasks;
  asked_.clear();
  for (PluginOutcome& outcome : outcomes_) {
    const std::vector<PolicyEvent>& shown = outcome.told ? with_changes : events;
    asked_.push_back(outcome.loaded && Concern(shown, until, outcome));
    if (!outcome.loaded) {
      for (const PolicyEvent& event : events) {
        if (occasion_.entries.empty() || event.number < occasion_.entries.front() || event.place <= outcome.from)
          continue;
        outcome.not_assessed.push_back(
            {occasion_.subject, event.id, outcome.plugin, domain::NotAssessedReason::kNotLoaded});
      }
      continue;
    }
    if (!asked_.back()) {
      PassOver(shown, outcome);
      continue;
    }
    PolicyTask& task = tasks.emplace_back();
    task.plugin = outcome.plugin;
    task.subject = occasion_.subject;
    task.start = outcome.folds.back();
    task.until = until;
    task.duties_from = DutiesOf(sources, outcome.plugin).days;
    task.want_snapshots = shown.size() > 1;
    task.sets = spans;
    for (const PolicyEvent& event : shown) {
      if (task.start.place < event.place) task.events.push_back(event);
    }
  }
  return tasks;
}

// In order, so that every fold goes on from its newest: then all that is not folded is what waits. A revision among it
// changes the timeline elsewhere, and has to be looked at with its surroundings.
absl::StatusOr<std::optional<SubjectReplay::Entries>> SubjectReplay::ReadWaiting(const Sources& sources,
                                                                                 size_t limit) const {
  const bool in_order = std::all_of(outcomes_.begin(), outcomes_.end(), [](const PluginOutcome& outcome) {
    return !outcome.loaded || outcome.before != nullptr;
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
    done_ = true;
    return *std::move(waiting);
  }
  if (!from_cases_) CANDOR_RETURN_IF_ERROR(ReadFromCases(sources));
  const Place after = read_to_;
  CANDOR_ASSIGN_OR_RETURN(domain::TimelinePage page, sources.view.Timeline(occasion_.subject, after, limit));
  done_ = !page.next.has_value();
  if (page.next) told_to_ = read_to_ = *page.next;
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
  host.from_case =
      occasion_.subject.kind == SubjectKind::kMember && recorded.entry.header.subject.kind == SubjectKind::kCase;
  if (occasion_.subject.kind == SubjectKind::kMember && !host.from_case) {
    CANDOR_ASSIGN_OR_RETURN(host.supervisees, sources.directory.SuperviseesAfter(sources.view, recorded.entry));
  }
  return domain::PolicyEventOf(recorded, host, opens_duties);
}

absl::Status SubjectReplay::LearnSets(const Sources& sources, const MemberId& therapist) {
  if (sets_.contains(therapist)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const domain::People* const people,
                          sources.directory.Around(sources.view, therapist, /*with_plans=*/false));
  const auto& members = people->members;
  sets_.emplace(therapist, sources.engine.SetsFor(members.empty() ? domain::Member() : members.front()));
  return absl::OkStatus();
}

std::vector<domain::SetSpan> SubjectReplay::Spans() const {
  std::vector<domain::SetSpan> spans;
  for (const auto& [therapist, periods] : sets_) {
    if (periods.size() == 1 && periods.front().set == 0) continue;
    for (const domain::SetPeriod& period : periods) spans.push_back({therapist, period.from, period.set});
  }
  return spans;
}

std::string SubjectReplay::SetsContext() const {
  std::string bytes;
  Encoder out(bytes);
  for (const auto& [therapist, periods] : sets_) {
    if (periods.size() == 1 && periods.front().name.empty()) continue;
    out.PutId(therapist.bytes());
    for (const domain::SetPeriod& period : periods) {
      out.PutSigned32(period.from);
      out.PutText(period.name);
    }
  }
  return bytes.empty() ? std::string() : "/" + HexDigest(bytes).substr(0, 16);
}

bool SubjectReplay::Take(std::vector<domain::PolicyResult> results) {
  size_t next = 0;
  for (size_t i = 0; i < outcomes_.size(); ++i) {
    PluginOutcome& outcome = outcomes_[i];
    if (!asked_[i]) continue;
    domain::PolicyResult& result = results[next++];
    if (!result.completed) return false;
    for (PluginFold& snapshot : result.snapshots) outcome.folds.push_back(std::move(snapshot));
    outcome.folds.push_back(std::move(result.end));
    for (PluginFold& fold : outcome.folds) fold.context = ContextTo(outcome, fold.place);
    for (domain::NotAssessed& missed : result.not_assessed) outcome.not_assessed.push_back(std::move(missed));
  }
  return true;
}

}  // namespace candor::policy
