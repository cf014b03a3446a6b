#include "daemon/policy/subject_replay.h"

#include <algorithm>
#include <iterator>
#include <limits>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/policy/fold_runner.h"

namespace candor::policy {
namespace {

using domain::Place;
using domain::PluginFold;
using domain::PolicyEvent;
using domain::PolicyTask;
using domain::SubjectKind;

// Before the digest of what a fold was told of follow-ups, in its context.
constexpr std::string_view kToldMark = "/f";

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
bool Concern(std::span<const PolicyEvent> events, int32_t until, const SubjectReplay::PluginOutcome& outcome) {
  if (events.size() >= FoldRunner::kSnapshotSpacing) return true;
  const std::vector<domain::Timer>& timers = outcome.end().timers;
  for (const PolicyEvent& event : events) until = std::max(until, event.occurred);
  const bool fires =
      std::any_of(timers.begin(), timers.end(), [&](const domain::Timer& timer) { return timer.day < until; });
  return fires || std::any_of(events.begin(), events.end(),
                              [&](const PolicyEvent& event) { return Reads(*outcome.info, event); });
}

// What FoldRunner makes of events that do not concern the plugin: its fold holds further, and is not copied.
void PassOver(std::span<const PolicyEvent> events, SubjectReplay::PluginOutcome& outcome) {
  for (const PolicyEvent& event : events) {
    outcome.to = std::max(outcome.to, event.place);
    outcome.folded_to = std::max(outcome.folded_to, event.number + 1);
  }
}

// Takes `prefix` off, where the text begins with it.
bool TakeOff(std::string_view prefix, std::string_view& text) {
  if (!text.starts_with(prefix)) return false;
  text.remove_prefix(prefix.size());
  return true;
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
  }
  replay.context_ += replay.SetsContext();
  const std::vector<domain::PluginInfo>& plugins = sources.engine.Plugins();
  std::vector<domain::KeptFold> newest(plugins.size());
  if (sources.folds != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(newest, sources.folds->NewestFolds(subject, plugins, sources.fold_set));
  }
  CANDOR_RETURN_IF_ERROR(replay.LearnTold(sources, newest));
  replay.outcomes_.reserve(plugins.size());
  for (size_t i = 0; i < plugins.size(); ++i) {
    if (!plugins[i].loaded || Reads(plugins[i], subject.kind)) {
      CANDOR_RETURN_IF_ERROR(replay.ChooseStart(sources, plugins[i], std::move(newest[i])));
    }
  }
  replay.done_ = replay.outcomes_.empty();
  replay.read_to_ = Place::EndOf(std::numeric_limits<int32_t>::max());
  for (const PluginOutcome& outcome : replay.outcomes_) replay.read_to_ = std::min(replay.read_to_, outcome.from);
  return replay;
}

absl::Status SubjectReplay::LearnTold(const Sources& sources, const std::vector<domain::KeptFold>& newest) {
  const std::vector<domain::PluginInfo>& plugins = sources.engine.Plugins();
  if (occasion_.subject.kind != SubjectKind::kMember || sources.follow_ups == nullptr || !AnyReadsFollowUps(plugins)) {
    return absl::OkStatus();
  }
  tells_ = true;
  if (!occasion_.Tells()) {
    // What has changed in cases since comes with a look of its own, once for many changes; until then a rule goes on
    // from what it was told last.
    bool all_go_on = true;
    for (size_t i = 0; i < plugins.size() && all_go_on; ++i) {
      if (!plugins[i].loaded || !ReadsFollowUps(plugins[i])) continue;
      CANDOR_ASSIGN_OR_RETURN(all_go_on, GoesOnUntold(sources, plugins[i].name, newest[i]));
    }
    if (all_go_on) return absl::OkStatus();
  }
  CANDOR_ASSIGN_OR_RETURN(
      told_, sources.follow_ups->Of(sources.view, occasion_.subject.member_id(), sources.directory.settings()));
  return absl::OkStatus();
}

absl::StatusOr<bool> SubjectReplay::GoesOnUntold(const Sources& sources, const std::string& plugin,
                                                 const domain::KeptFold& newest) {
  if (newest.fold == nullptr) return false;
  const auto told = ToldPart(newest.fold->context, DutiesOf(sources, plugin));
  if (!told) return false;
  told_before_[plugin] = std::string(*told);
  if (ComesAfter(newest.place)) return true;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::KeptFold> folds,
                          sources.folds->KeptFolds(occasion_.subject, plugin, sources.fold_set));
  return std::any_of(folds.begin(), folds.end(), [&](const domain::KeptFold& kept) {
    return ComesAfter(kept.place) && ToldPart(kept.fold->context, DutiesOf(sources, plugin)) == told;
  });
}

std::optional<std::string_view> SubjectReplay::ToldPart(std::string_view context, const DutiesFrom& duties) const {
  if (!TakeOff(context_, context) || !TakeOff(duties.name, context)) return std::nullopt;
  return context.empty() || context.starts_with(kToldMark) ? std::optional(context) : std::nullopt;
}

bool SubjectReplay::ComesAfter(const Place& place) const {
  if (!occasion_.earliest) return true;
  // An amended entry stands under the id first written, so ids are left out of the comparison.
  Place changed = *occasion_.earliest;
  changed.id = {};
  return place < changed;
}

const DutiesFrom& SubjectReplay::DutiesOf(const Sources& sources, const std::string& plugin) {
  static const auto* const kNone = new DutiesFrom();
  return sources.duties == nullptr ? *kNone : sources.duties->Of(plugin);
}

absl::Status SubjectReplay::ChooseStart(const Sources& sources, const domain::PluginInfo& plugin,
                                        domain::KeptFold newest) {
  static const auto* const kNothing = new std::shared_ptr<const PluginFold>(std::make_shared<const PluginFold>());
  PluginOutcome& outcome = outcomes_.emplace_back();
  outcome.info = &plugin;
  outcome.loaded = plugin.loaded;
  outcome.duties = &DutiesOf(sources, plugin.name);
  outcome.told = plugin.loaded && tells_ && ReadsFollowUps(plugin);
  if (!plugin.loaded) {
    // It is asked nothing; its newest entries are listed.
    outcome.from = outcome.to =
        occasion_.earliest ? *occasion_.earliest : Place::EndOf(std::numeric_limits<int32_t>::max());
    outcome.from.id = outcome.to.id = {};
    return absl::OkStatus();
  }
  outcome.start.fold = *kNothing;
  // A fold that is kept may be ahead of what is on record (the record rides on a later sync), so what it says was said
  // before is believed only where nothing speaks against it.
  const bool holds = newest.fold != nullptr && IsContextTo(outcome, newest.place, newest.fold->context);
  const std::shared_ptr<const PluginFold> before = newest.fold;
  if (holds && ComesAfter(newest.place)) {
    outcome.newest = outcome.complete = true;
    outcome.start = std::move(newest);
  } else if (newest.fold != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::KeptFold> folds,
                            sources.folds->KeptFolds(occasion_.subject, plugin.name, sources.fold_set));
    const auto found = std::find_if(folds.rbegin(), folds.rend(), [&](const domain::KeptFold& kept) {
      return IsContextTo(outcome, kept.place, kept.fold->context) && ComesAfter(kept.place);
    });
    if (found != folds.rend()) {
      outcome.complete = holds && found->folded_to == newest.folded_to;
      outcome.start = std::move(*found);
    }
  }
  if (outcome.complete && occasion_.why != Occasion::Why::kTimers) outcome.before = before;
  outcome.from = outcome.to = outcome.start.place;
  outcome.folded_to = outcome.start.folded_to;
  return absl::OkStatus();
}

std::string SubjectReplay::ContextTo(const PluginOutcome& outcome, const Place& place) const {
  std::string context = context_ + outcome.duties->name;
  if (!outcome.told) return context;
  // All that it was told lies before where it went on from.
  if (told_ == nullptr) return context.append(told_before_.at(outcome.plugin()));
  const std::string digest = told_->DigestTo(place);
  return digest.empty() ? context : context.append(kToldMark).append(digest);
}

bool SubjectReplay::IsContextTo(const PluginOutcome& outcome, const Place& place, std::string_view context) const {
  if (!outcome.told) return TakeOff(context_, context) && TakeOff(outcome.duties->name, context) && context.empty();
  std::optional<std::string_view> told = ToldPart(context, *outcome.duties);
  if (!told) return false;
  if (told_ == nullptr) return *told == told_before_.at(outcome.plugin());
  const std::string digest = told_->DigestTo(place);
  return digest.empty() ? told->empty() : TakeOff(kToldMark, *told) && *told == digest;
}

std::vector<domain::AssessmentSource::NewFolds> SubjectReplay::TakeFolds(uint64_t folded_to) {
  std::vector<domain::AssessmentSource::NewFolds> all;
  all.reserve(outcomes_.size());
  for (PluginOutcome& outcome : outcomes_) {
    if (!outcome.loaded) continue;
    // Kept as it is it can go on from nothing but the newest.
    if (outcome.folds.empty() && !outcome.newest) outcome.folds.push_back(*outcome.start.fold);
    domain::AssessmentSource::NewFolds& each = all.emplace_back();
    each.plugin = outcome.plugin();
    each.from = outcome.from;
    each.to = outcome.to;
    each.folded_to = folded_to;
    if (outcome.folds.empty()) continue;
    PluginFold& end = outcome.folds.back();
    end.place = outcome.to;
    end.folded_to = folded_to;
    if (outcome.before_timers) outcome.folds[*outcome.before_timers].folded_to = folded_to;
    end.context = ContextTo(outcome, end.place);
    each.folds = std::move(outcome.folds);
    outcome.folds.clear();
  }
  return all;
}

const SubjectReplay::KindOfEntry* SubjectReplay::KindOf(const EntryId& id) const {
  const auto found = kinds_.find(id);
  return found == kinds_.end() ? nullptr : &found->second;
}

const std::vector<domain::SetPeriod>* SubjectReplay::SetsOf(const MemberId& therapist) const {
  const auto found = sets_.find(therapist);
  return found == sets_.end() ? nullptr : &found->second->periods;
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

SubjectReplay::Events SubjectReplay::WithChanges(const Events& entries) const {
  const auto belongs = [&](const PolicyEvent& change) {
    return told_after_ < change.place && change.place <= told_to_;
  };
  if (told_ == nullptr || std::none_of(told_->changes.begin(), told_->changes.end(), belongs)) return entries;
  auto all = std::make_shared<std::vector<PolicyEvent>>(*entries);
  std::copy_if(told_->changes.begin(), told_->changes.end(), std::back_inserter(*all), belongs);
  std::sort(all->begin(), all->end(), [](const PolicyEvent& a, const PolicyEvent& b) { return a.place < b.place; });
  return all;
}

PolicyTask SubjectReplay::TaskOf(const PluginOutcome& outcome, const Events& shown, size_t first, int32_t until) const {
  PolicyTask task;
  task.plugin = outcome.plugin();
  task.subject = occasion_.subject;
  task.start = outcome.end();
  task.start.place = outcome.to;
  task.start.folded_to = outcome.folded_to;
  task.until = until;
  task.duties_from = outcome.duties->days;
  task.want_snapshots = shown->size() > 1;
  task.shared_events = shown;
  task.first_event = first;
  return task;
}

void SubjectReplay::ListNotLoaded(const std::vector<PolicyEvent>& events, PluginOutcome& outcome) const {
  for (const PolicyEvent& event : events) {
    const bool waits = !occasion_.entries.empty() && event.number >= occasion_.entries.front();
    if (!waits || event.place <= outcome.from) continue;
    outcome.not_assessed.push_back(
        {occasion_.subject, event.id, outcome.plugin(), domain::NotAssessedReason::kNotLoaded});
  }
}

absl::StatusOr<std::vector<PolicyTask>> SubjectReplay::NextTasks(const Sources& sources, size_t limit) {
  CANDOR_ASSIGN_OR_RETURN(const Events events, ReadEvents(sources, limit));
  for (const PluginOutcome& outcome : outcomes_) {
    if (!outcome.loaded) continue;
    for (const domain::Timer& timer : outcome.end().timers) {
      CANDOR_RETURN_IF_ERROR(LearnSets(sources, timer.therapist));
    }
  }
  const bool any_told = std::any_of(outcomes_.begin(), outcomes_.end(), [](const auto& each) { return each.told; });
  const Events with_changes = any_told ? WithChanges(events) : events;
  const int32_t until = done_ ? sources.today : std::numeric_limits<int32_t>::min();
  std::vector<PolicyTask> tasks;
  asked_.clear();
  for (PluginOutcome& outcome : outcomes_) {
    asked_.push_back(false);
    if (!outcome.loaded) {
      ListNotLoaded(*events, outcome);
      continue;
    }
    const Events& shown = outcome.told ? with_changes : events;
    const auto after = std::partition_point(shown->begin(), shown->end(),
                                            [&](const PolicyEvent& event) { return event.place <= outcome.to; });
    const std::span<const PolicyEvent> new_ones(after, shown->end());
    if (!Concern(new_ones, until, outcome)) {
      PassOver(new_ones, outcome);
      continue;
    }
    asked_.back() = true;
    outcome.last_event = new_ones.empty() ? outcome.to : new_ones.back().place;
    tasks.push_back(TaskOf(outcome, shown, static_cast<size_t>(after - shown->begin()), until));
  }
  const std::vector<domain::SetSpan> spans = tasks.empty() ? std::vector<domain::SetSpan>() : Spans();
  for (PolicyTask& task : tasks) task.sets = spans;
  return tasks;
}

absl::Status SubjectReplay::LearnSets(const Sources& sources, const MemberId& therapist) {
  if (sets_.contains(therapist)) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(std::shared_ptr<const JudgedBy> judged_by,
                          sources.directory.SetsOf(sources.view, sources.engine, therapist));
  sets_.emplace(therapist, std::move(judged_by));
  return absl::OkStatus();
}

std::vector<domain::SetSpan> SubjectReplay::Spans() const {
  std::vector<domain::SetSpan> spans;
  for (const auto& [therapist, judged_by] : sets_) {
    const std::vector<domain::SetPeriod>& periods = judged_by->periods;
    if (periods.size() == 1 && periods.front().set == 0) continue;
    for (const domain::SetPeriod& period : periods) spans.push_back({therapist, period.from, period.set});
  }
  return spans;
}

std::string SubjectReplay::SetsContext() const {
  if (sets_.size() == 1) return sets_.begin()->second->digest;
  std::string bytes;
  for (const auto& [therapist, judged_by] : sets_) bytes += judged_by->bytes;
  return DigestOfSets(bytes);
}

bool SubjectReplay::Take(std::vector<domain::PolicyResult> results) {
  size_t next = 0;
  for (size_t i = 0; i < outcomes_.size(); ++i) {
    PluginOutcome& outcome = outcomes_[i];
    if (!asked_[i]) continue;
    domain::PolicyResult& result = results[next++];
    if (!result.completed) return false;
    outcome.folds.reserve(outcome.folds.size() + result.snapshots.size() + 1);
    for (PluginFold& snapshot : result.snapshots) {
      snapshot.context = ContextTo(outcome, snapshot.place);
      // What comes after its place is not in it, whatever its number: that says what is only of one that has all.
      snapshot.folded_to = 0;
      if (done_ && snapshot.place >= outcome.last_event) outcome.before_timers = outcome.folds.size();
      outcome.folds.push_back(std::move(snapshot));
    }
    outcome.to = result.end.place;
    outcome.folded_to = result.end.folded_to;
    result.end.context = ContextTo(outcome, result.end.place);
    outcome.folds.push_back(std::move(result.end));
    for (domain::NotAssessed& missed : result.not_assessed) outcome.not_assessed.push_back(std::move(missed));
  }
  return true;
}

}  // namespace candor::policy
