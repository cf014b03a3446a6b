#include "daemon/policy/subject_replay.h"

#include <algorithm>
#include <limits>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/host_facts.h"

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

}  // namespace

absl::StatusOr<SubjectReplay> SubjectReplay::Begin(const Sources& sources, Occasion occasion) {
  SubjectReplay replay(std::move(occasion));
  const domain::SubjectId& subject = replay.occasion_.subject;
  if (subject.kind == SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(domain::CaseFile file, sources.view.GetCase(subject.case_id()));
    replay.course_ = {std::move(file.episodes), std::move(file.parts)};
    CANDOR_ASSIGN_OR_RETURN(replay.context_, sources.directory.Context(sources.view, replay.course_.parts));
  }
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

absl::Status SubjectReplay::ChooseStart(const Sources& sources, const domain::PluginInfo& plugin) {
  PluginOutcome outcome;
  outcome.plugin = plugin.name;
  outcome.loaded = plugin.loaded;
  // An amended entry stands under the id first written, so ids are left out of the comparison.
  std::optional<Place> changed = occasion_.earliest;
  if (changed) changed->id = {};
  const auto fits = [&](const PluginFold& fold) {
    return fold.context == context_ && (!changed || fold.place < *changed);
  };
  if (!plugin.loaded) {
    // It is asked nothing; its newest entries are listed.
    outcome.from = changed ? *changed : Place::EndOf(std::numeric_limits<int32_t>::max());
    outcomes_.push_back(std::move(outcome));
    return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(std::optional<PluginFold> newest,
                          sources.folds.NewestFold(occasion_.subject, plugin.name, sources.fold_set));
  PluginFold start;
  start.context = context_;
  if (newest) {
    // A fold that is kept may be ahead of what is on record (the record rides on a later sync), so what it says was
    // said before is believed only where nothing speaks against it.
    if (fits(*newest)) {
      if (occasion_.why != Occasion::Why::kTimers) outcome.before = newest->obligations;
      start = *std::move(newest);
    } else {
      CANDOR_ASSIGN_OR_RETURN(std::vector<PluginFold> folds,
                              sources.folds.Folds(occasion_.subject, plugin.name, sources.fold_set));
      const auto found = std::find_if(folds.rbegin(), folds.rend(), fits);
      if (found != folds.rend()) start = std::move(*found);
    }
  }
  outcome.from = start.place;
  outcome.folds.push_back(std::move(start));
  outcomes_.push_back(std::move(outcome));
  return absl::OkStatus();
}

bool SubjectReplay::Needed() const {
  if (occasion_.why != Occasion::Why::kSweep) return true;
  return std::any_of(outcomes_.begin(), outcomes_.end(),
                     [](const PluginOutcome& outcome) { return outcome.loaded && !outcome.before; });
}

absl::StatusOr<std::vector<PolicyTask>> SubjectReplay::NextTasks(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry> entries, ReadPage(sources, limit));
  std::vector<PolicyEvent> events;
  events.reserve(entries.size());
  for (const RecordedEntry& recorded : entries) {
    CANDOR_ASSIGN_OR_RETURN(PolicyEvent event, EventOf(sources, recorded));
    events.push_back(std::move(event));
  }
  std::vector<PolicyTask> tasks;
  for (PluginOutcome& outcome : outcomes_) {
    if (!outcome.loaded) {
      for (const PolicyEvent& event : events) {
        if (event.number < occasion_.oldest || event.place <= outcome.from) continue;
        outcome.not_assessed.push_back(
            {occasion_.subject, event.id, outcome.plugin, domain::NotAssessedReason::kNotLoaded});
      }
      continue;
    }
    PolicyTask& task = tasks.emplace_back();
    task.plugin = outcome.plugin;
    task.subject = occasion_.subject;
    task.start = outcome.folds.back();
    task.until = done_ ? sources.today : std::numeric_limits<int32_t>::min();
    task.want_snapshots = events.size() > 1;
    for (const PolicyEvent& event : events) {
      if (task.start.place < event.place) task.events.push_back(event);
    }
  }
  return tasks;
}

absl::StatusOr<std::vector<RecordedEntry>> SubjectReplay::ReadPage(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(domain::TimelinePage page, sources.view.Timeline(occasion_.subject, read_to_, limit));
  done_ = !page.next.has_value();
  if (page.next) read_to_ = *page.next;
  std::set<uint64_t> on_page;
  for (const RecordedEntry& recorded : page.entries) on_page.insert(recorded.number);
  CANDOR_RETURN_IF_ERROR(AddRelatives(sources.view, page.entries));
  std::vector<RecordedEntry> effective = domain::EffectiveTimeline(std::move(page.entries));
  // What an entry comes to stands at the place of its newest amendment, whose number it carries.
  std::erase_if(effective, [&](const RecordedEntry& recorded) { return !on_page.contains(recorded.number); });
  return effective;
}

absl::StatusOr<PolicyEvent> SubjectReplay::EventOf(const Sources& sources, const RecordedEntry& recorded) const {
  const bool with_plans = recorded.entry.kind == domain::Kind::kPersonalReaction;
  CANDOR_ASSIGN_OR_RETURN(const domain::People* const people,
                          sources.directory.Around(sources.view, recorded.entry.header.therapist, with_plans));
  CANDOR_ASSIGN_OR_RETURN(const bool opens_duties, sources.directory.OpensDuties(sources.view, recorded.entry.header));
  return domain::PolicyEventOf(recorded, domain::ResolveHostFacts(recorded.entry, course_, *people), opens_duties);
}

bool SubjectReplay::Take(std::vector<domain::PolicyResult> results) {
  size_t next = 0;
  for (PluginOutcome& outcome : outcomes_) {
    if (!outcome.loaded) continue;
    domain::PolicyResult& result = results[next++];
    if (!result.completed) return false;
    for (PluginFold& snapshot : result.snapshots) outcome.folds.push_back(std::move(snapshot));
    outcome.folds.push_back(std::move(result.end));
    for (PluginFold& fold : outcome.folds) fold.context = context_;
    for (domain::NotAssessed& missed : result.not_assessed) outcome.not_assessed.push_back(std::move(missed));
  }
  return true;
}

}  // namespace candor::policy
