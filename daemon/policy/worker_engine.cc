#include "daemon/policy/worker_engine.h"

#include <algorithm>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/protocol.h"

namespace candor::policy {
namespace {

using domain::NotAssessedReason;
using domain::PluginInfo;
using domain::PolicyResult;
using domain::PolicyTask;

// What goes to the worker at once: little enough to be answered well within the budget.
constexpr size_t kEventsAtOnce = 256;
constexpr size_t kJobsAtOnce = 256;
// An exchange that begins just before the deadline gets this long.
constexpr absl::Duration kLeastExchange = absl::Milliseconds(50);
constexpr absl::Duration kMostOverrun = absl::Seconds(2);
constexpr size_t kMostSuspects = 10'000;
// On a machine that is busy with other things a worker gets this many times longer, as long as it is kept waiting
// rather than computing.
constexpr int kPatience = 20;

}  // namespace

struct WorkerEngine::Pending {
  const PolicyTask* task = nullptr;
  PolicyResult* result = nullptr;
  uint16_t plugin = 0;

  SuspectKey key() const { return {plugin, task->subject}; }
};

WorkerEngine::WorkerEngine(WorkerEngineOptions options)
    : options_(std::move(options)), paths_(options_.plugin_paths), back_off_(options_.first_back_off) {}

absl::StatusOr<std::unique_ptr<WorkerEngine>> WorkerEngine::Start(WorkerEngineOptions options) {
  std::unique_ptr<WorkerEngine> engine(new WorkerEngine(std::move(options)));
  CANDOR_RETURN_IF_ERROR(engine->StartFirst());
  return engine;
}

absl::Status WorkerEngine::StartFirst() {
  absl::MutexLock lock(&mutex_);
  shelved_ = Shelve(options_.plugin_paths, options_.shelf);
  ChoosePaths(/*from_shelf=*/true);
  CANDOR_ASSIGN_OR_RETURN(plugins_, LoadFirst());
  // A data directory from which nothing may be run loads none of the copies.
  const auto loaded = [](const PluginInfo& plugin) { return plugin.loaded; };
  if (!options_.shelf.empty() && std::none_of(plugins_.begin(), plugins_.end(), loaded)) {
    ChoosePaths(/*from_shelf=*/false);
    CANDOR_ASSIGN_OR_RETURN(plugins_, LoadFirst());
  }
  for (size_t i = 0; i < plugins_.size(); ++i) {
    const auto remark = options_.remarks.find(options_.plugin_paths[i]);
    if (plugins_[i].loaded && remark != options_.remarks.end()) plugins_[i].problem = remark->second;
  }
  sets_ = std::make_unique<ParameterSets>(plugins_);
  ProfilesGiven given{plugins_,       options_.profiles,    options_.eras,
                      options_.today, options_.plugins_dir, options_.allow_missing_policies,
                      options_.alone};
  CANDOR_ASSIGN_OR_RETURN(ProfilesInForce first, PutInForce(std::move(given)));
  Adopt(std::move(first));
  return SendSets();
}

void WorkerEngine::ChoosePaths(bool from_shelf) {
  for (size_t i = 0; i < paths_.size(); ++i) {
    const std::string& path = options_.plugin_paths[i];
    paths_[i] = options_.held_back.contains(path) ? "" : from_shelf ? shelved_[i].path : path;
  }
}

void WorkerEngine::EndWorker() {
  absl::MutexLock lock(&mutex_);
  worker_.reset();
}

absl::StatusOr<ProfilesInForce> WorkerEngine::Propose(std::vector<Profile> profiles,
                                                      std::optional<int32_t> from) const {
  return PutInForce({plugins_, std::move(profiles), in_force_.load()->eras, from, options_.plugins_dir,
                     options_.allow_missing_policies, options_.alone});
}

void WorkerEngine::Adopt(ProfilesInForce in_force) {
  absl::MutexLock lock(&all_mutex_);
  sets_->SetEras(in_force.eras);
  // The first time, so that the values for whom no law or code binds are set 0.
  sets_->For(domain::Member());
  all_.push_back(std::make_unique<const ProfilesInForce>(std::move(in_force)));
  in_force_.store(all_.back().get());
}

// A plugin that ends the worker while it is loaded is left out for good, and the next worker tried. At the first start
// only: a plugin that has been loaded before is loaded again, whatever a later worker comes to grief over.
absl::StatusOr<std::vector<PluginInfo>> WorkerEngine::LoadFirst() {
  for (size_t attempt = 0; attempt <= options_.plugin_paths.size(); ++attempt) {
    std::optional<size_t> loading;
    absl::StatusOr<std::vector<PluginInfo>> plugins = StartAndLoad(loading);
    if (plugins.ok() || !loading || *loading >= paths_.size() || paths_[*loading].empty()) return plugins;
    paths_[*loading].clear();
  }
  return absl::UnavailableError("no policy worker gets past loading its plugins");
}

absl::StatusOr<std::vector<PluginInfo>> WorkerEngine::StartAndLoad(std::optional<size_t>& loading) {
  CANDOR_ASSIGN_OR_RETURN(worker_, WorkerProcess::Start(options_.worker_program));
  sent_sets_ = 0;
  const absl::Time deadline = absl::Now() + options_.start_limit;
  std::string load;
  EncodeLoad({options_.memory_limit_bytes, paths_}, load);
  CANDOR_RETURN_IF_ERROR(worker_->Send(load, deadline));
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const Frame frame, worker_->Receive(deadline));
    if (frame.type == FrameType::kStep) {
      CANDOR_ASSIGN_OR_RETURN(const policy::Step step, DecodeStep(frame.payload));
      loading = step.number;
      continue;
    }
    if (frame.type != FrameType::kTables) return absl::UnavailableError("the policy worker answered out of turn");
    loading.reset();
    CANDOR_ASSIGN_OR_RETURN(std::vector<PluginInfo> plugins, DecodeTables(frame.payload));
    if (plugins.size() != paths_.size()) return absl::UnavailableError("the policy worker loaded other plugins");
    for (size_t i = 0; i < plugins.size(); ++i) {
      const std::string& path = options_.plugin_paths[i];
      if (!paths_[i].empty()) {
        // Under the name of the file, not of its copy.
        if (!plugins[i].loaded)
          plugins[i] = NotLoaded(path, absl::StrReplaceAll(plugins[i].problem, {{paths_[i], path}}));
        continue;
      }
      const auto held_back = options_.held_back.find(path);
      plugins[i] = NotLoaded(path, held_back != options_.held_back.end()
                                       ? held_back->second
                                       : "the worker ended, or took too long, while it was loaded");
    }
    return plugins;
  }
}

absl::Status WorkerEngine::SendSets() {
  std::vector<NumberedSet> sets;
  for (const size_t all = sets_->size(); sent_sets_ + sets.size() < all;) {
    const size_t number = sent_sets_ + sets.size();
    sets.push_back({static_cast<uint32_t>(number), sets_->ValuesOf(number)});
  }
  if (sets.empty()) return absl::OkStatus();
  std::string frame;
  EncodeValues(sets, frame);
  CANDOR_RETURN_IF_ERROR(worker_->Send(frame, absl::Now() + options_.start_limit));
  sent_sets_ += sets.size();
  return absl::OkStatus();
}

absl::Status WorkerEngine::Restart() {
  ++restarts_;
  std::optional<size_t> loading;
  const absl::StatusOr<std::vector<PluginInfo>> plugins = StartAndLoad(loading);
  if (!plugins.ok()) {
    if (!loading || *loading >= plugins_.size()) return plugins.status();
    return absl::Status(
        plugins.status().code(),
        absl::StrCat(plugins.status().message(), " (it was loading the policy ", plugins_[*loading].name, ")"));
  }
  for (size_t i = 0; i < plugins->size(); ++i) {
    const PluginInfo& again = (*plugins)[i];
    if (again.digest == plugins_[i].digest && again.loaded == plugins_[i].loaded) continue;
    if (!again.loaded) {
      return absl::UnavailableError(
          absl::StrCat("the policy ", plugins_[i].name, " cannot be loaded again: ", again.problem));
    }
    return absl::UnavailableError(
        absl::StrCat("the policy ", plugins_[i].name, " is not the one that was loaded; reload the policies"));
  }
  return SendSets();
}

absl::Status WorkerEngine::EnsureWorker(absl::Time deadline) {
  if (worker_ != nullptr && worker_->HasEnded()) Bury(absl::UnavailableError("the policy worker ended while idle"));
  if (worker_ != nullptr) return absl::OkStatus();
  if (not_before_ >= deadline) return absl::DeadlineExceededError("the next policy worker starts later");
  absl::SleepFor(not_before_ - absl::Now());
  absl::Status started = Restart();
  if (!started.ok()) Bury(started);
  return started;
}

NotAssessedReason WorkerEngine::Bury(const absl::Status& why) {
  const bool memory = worker_ != nullptr && worker_->Kill(options_.memory_limit_bytes).out_of_memory;
  worker_.reset();
  not_before_ = absl::Now() + back_off_;
  log::Warning(absl::StrCat("policy worker lost: ", why.message(), "; the next one starts in ",
                            absl::FormatDuration(back_off_)));
  back_off_ = std::min(back_off_ * 2, options_.last_back_off);
  // A replay that is only long is nobody's trouble.
  if (!absl::IsCancelled(why)) {
    SetTrouble(absl::StrCat("the policies are not running: ", why.message(),
                            "; they are started again as long as something waits to be assessed"));
  }
  if (absl::IsDeadlineExceeded(why)) return NotAssessedReason::kTimeBudget;
  if (absl::IsDataLoss(why)) return NotAssessedReason::kBadAnswer;
  if (memory || absl::IsResourceExhausted(why)) return NotAssessedReason::kMemory;
  return NotAssessedReason::kWorkerDied;
}

void WorkerEngine::Recovered() {
  back_off_ = options_.first_back_off;
  SetTrouble("");
}

void WorkerEngine::SetTrouble(std::string trouble) {
  absl::MutexLock lock(&trouble_mutex_);
  trouble_ = std::move(trouble);
}

std::string WorkerEngine::WhyNotRunning() const {
  absl::MutexLock lock(&trouble_mutex_);
  return trouble_;
}

std::vector<PolicyResult> WorkerEngine::Assess(const std::vector<PolicyTask>& tasks, absl::Time deadline) {
  std::vector<PolicyResult> results(tasks.size());
  std::vector<Pending> all = Sort(tasks, results);
  absl::MutexLock lock(&mutex_);
  std::vector<Pending*> together;
  for (Pending& pending : all) {
    const auto suspect = suspects_.find(pending.key());
    if (suspect == suspects_.end() || !suspect->second.step_by_step) together.push_back(&pending);
  }
  RunTogether(together, deadline);
  for (Pending& pending : all) {
    if (absl::Now() >= deadline) break;
    if (!pending.result->completed) RunAlone(pending, deadline);
  }
  return results;
}

// As WorkerProcess::Receive, but `limit` is time that the worker had the processor; by the clock it may take longer.
absl::StatusOr<Frame> WorkerEngine::ReceiveWithin(absl::Duration limit) {
  // Most results come several at once: of those that are here already nobody asks how long they took.
  CANDOR_ASSIGN_OR_RETURN(std::optional<Frame> here, worker_->TakeReceived());
  if (here) return *std::move(here);
  const absl::Duration computed_before = worker_->CpuTime();
  const absl::Time begin = absl::Now();
  absl::Time until = begin + limit;
  while (true) {
    absl::StatusOr<Frame> frame = worker_->Receive(until);
    if (!absl::IsDeadlineExceeded(frame.status())) return frame;
    const bool computing = worker_->CpuTime() - computed_before >= limit / 2;
    if (computing || absl::Now() - begin >= limit * kPatience) return frame;
    until = absl::Now() + limit / 2;
  }
}

// Tasks for a plugin that is not loaded are answered here: nothing is folded, every event is listed.
std::vector<WorkerEngine::Pending> WorkerEngine::Sort(const std::vector<PolicyTask>& tasks,
                                                      std::vector<PolicyResult>& results) {
  std::vector<Pending> all;
  for (size_t i = 0; i < tasks.size(); ++i) {
    const auto plugin = std::find_if(plugins_.begin(), plugins_.end(),
                                     [&](const PluginInfo& info) { return info.name == tasks[i].plugin; });
    if (plugin != plugins_.end() && plugin->loaded) {
      results[i].completed = false;
      all.push_back({&tasks[i], &results[i], static_cast<uint16_t>(plugin - plugins_.begin())});
      continue;
    }
    results[i].end = tasks[i].start;
    for (const domain::PolicyEvent& event : tasks[i].Events()) {
      results[i].not_assessed.push_back({tasks[i].subject, event.id, tasks[i].plugin, NotAssessedReason::kNotLoaded});
    }
  }
  return all;
}

void WorkerEngine::RunTogether(const std::vector<Pending*>& all, absl::Time deadline) {
  for (size_t begin = 0; begin < all.size();) {
    if (absl::Now() >= deadline || !EnsureWorker(deadline).ok()) return;
    std::vector<Pending*> group;
    const std::vector<domain::PolicyEvent>* list = nullptr;  // that goes with the group last
    for (size_t events = 0; begin < all.size() && group.size() < kJobsAtOnce; ++begin) {
      const PolicyTask& task = *all[begin]->task;
      events += task.Events().size() + 1;
      // A list goes along whole, whatever the task is shown of it.
      if (task.shared_events.get() != list) events += task.first_event;
      if (!group.empty() && events > kEventsAtOnce) break;
      list = task.shared_events.get();
      group.push_back(all[begin]);
    }
    const absl::Status status = Exchange(group, std::max(deadline, absl::Now() + kLeastExchange));
    if (status.ok()) {
      Recovered();
      continue;
    }
    Bury(status);
    for (const Pending* pending : group) {
      if (!pending->result->completed) suspects_[pending->key()].step_by_step = true;
    }
  }
}

absl::Status WorkerEngine::Exchange(const std::vector<Pending*>& group, absl::Time deadline) {
  std::vector<Job> jobs;
  jobs.reserve(group.size());
  for (const Pending* pending : group) {
    const auto suspect = suspects_.find(pending->key());
    jobs.push_back({pending->plugin, false, suspect == suspects_.end() ? std::vector<Skip>() : suspect->second.skips,
                    pending->task});
  }
  CANDOR_RETURN_IF_ERROR(SendSets());
  std::string request;
  EncodeJobs(jobs, plugins_, request);
  CANDOR_RETURN_IF_ERROR(worker_->Send(request, deadline));
  for (Pending* pending : group) {
    if (absl::Now() > deadline + kMostOverrun) return absl::DeadlineExceededError("it did not answer in time");
    CANDOR_ASSIGN_OR_RETURN(const Frame frame, ReceiveWithin(std::max(deadline - absl::Now(), kLeastExchange)));
    if (frame.type == FrameType::kExhausted) return absl::ResourceExhaustedError("it used up its memory");
    if (frame.type != FrameType::kResult) return absl::DataLossError("it answered out of turn");
    CANDOR_RETURN_IF_ERROR(Accept(*pending, frame.payload));
  }
  return absl::OkStatus();
}

absl::Status WorkerEngine::Accept(Pending& pending, const std::string& payload) {
  CANDOR_ASSIGN_OR_RETURN(PolicyResult result, DecodeResult(payload, plugins_[pending.plugin], pending.task->subject));
  const domain::PluginFold& start = pending.task->start;
  if (result.end.place < start.place) return absl::DataLossError("it answered for another task");
  result.end.context = start.context;
  for (domain::PluginFold& snapshot : result.snapshots) snapshot.context = start.context;
  *pending.result = std::move(result);
  return absl::OkStatus();
}

// Every call of the plugin is announced, so what the worker comes to grief over is known; it is left out from then on,
// and the rest is asked again.
void WorkerEngine::RunAlone(Pending& pending, absl::Time deadline) {
  while (absl::Now() < deadline && EnsureWorker(deadline).ok()) {
    std::optional<policy::Step> last;
    const absl::Status status = Step(pending, deadline, last);
    if (status.ok()) {
      Recovered();
      Suspect& suspect = suspects_[pending.key()];
      suspect.step_by_step = false;
      if (suspect.skips.empty()) suspects_.erase(pending.key());
      return;
    }
    const NotAssessedReason reason = Bury(status);
    suspects_[pending.key()].step_by_step = true;
    if (last.has_value() && !absl::IsCancelled(status)) Blame(pending, *last, reason);
  }
}

absl::Status WorkerEngine::Step(Pending& pending, absl::Time deadline, std::optional<policy::Step>& last) {
  const absl::Time give_up = deadline + kMostOverrun;
  CANDOR_RETURN_IF_ERROR(SendSets());
  std::string request;
  EncodeJobs({{pending.plugin, true, suspects_[pending.key()].skips, pending.task}}, plugins_, request);
  CANDOR_RETURN_IF_ERROR(worker_->Send(request, give_up));
  while (absl::Now() < give_up) {
    CANDOR_ASSIGN_OR_RETURN(const Frame frame, ReceiveWithin(options_.step_limit));
    if (frame.type == FrameType::kResult) return Accept(pending, frame.payload);
    if (frame.type == FrameType::kExhausted) return absl::ResourceExhaustedError("it used up its memory");
    if (frame.type != FrameType::kStep) return absl::DataLossError("it answered out of turn");
    CANDOR_ASSIGN_OR_RETURN(last, DecodeStep(frame.payload));
  }
  // It gets on, only not fast enough for this group: nobody's fault.
  return absl::CancelledError("a long replay did not fit into the budget");
}

void WorkerEngine::Blame(const Pending& pending, const policy::Step& step, NotAssessedReason reason) {
  if (suspects_.size() > kMostSuspects) suspects_.erase(suspects_.begin());
  log::Warning(absl::StrCat("policy ", plugins_[pending.plugin].name, " does not get over entry ",
                            step.entry.ToString(), " (ledger number ", step.number, "); it is left out for it"));
  suspects_[pending.key()].skips.push_back({step, reason});
}

}  // namespace candor::policy
