#include <benchmark/benchmark.h>

#include <cstdlib>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/time/clock.h"
#include "daemon/policy/plugin_files.h"
#include "daemon/policy/worker_engine.h"

// What one entry costs in all policies, the trip to the worker included: groups of new entries of different cases, each
// case with a little history. CANDOR_BENCH_WORKER and CANDOR_BENCH_PLUGINS say where the worker and the plugins are.
namespace candor::policy {
namespace {

using domain::Kind;
using domain::PolicyEvent;
using domain::PolicyTask;

IdBytes NumberedId(uint64_t number) {
  IdBytes id{};
  for (size_t i = 0; i < 8; ++i) id[15 - i] = static_cast<uint8_t>(number >> (8 * i));
  return id;
}

PolicyEvent EventOn(int32_t day, uint64_t number, Kind kind) {
  PolicyEvent event;
  event.number = number;
  event.id = EntryId(NumberedId(number));
  event.kind = kind;
  event.occurred = event.reported = day;
  event.therapist = MemberId(NumberedId(1));
  event.place = {day, domain::Place::kNoTime, domain::FindKind(kind)->rank, number, NumberedId(number)};
  return event;
}

std::unique_ptr<WorkerEngine> StartEngine() {
  WorkerEngineOptions options;
  const char* worker = std::getenv("CANDOR_BENCH_WORKER");
  const char* plugins = std::getenv("CANDOR_BENCH_PLUGINS");
  if (worker == nullptr || plugins == nullptr) return nullptr;
  options.worker_program = worker;
  options.plugin_paths = ListPluginFiles(plugins).value();
  return WorkerEngine::Start(std::move(options)).value();
}

// One new session in each of `cases` cases, through every plugin.
void AssessGroup(benchmark::State& state) {
  const auto engine = StartEngine();
  if (engine == nullptr) return state.SkipWithError("CANDOR_BENCH_WORKER and CANDOR_BENCH_PLUGINS are not set");
  const auto cases = static_cast<uint64_t>(state.range(0));
  std::vector<PolicyTask> tasks;
  for (uint64_t number = 1; number <= cases; ++number) {
    for (const domain::PluginInfo& plugin : engine->Plugins()) {
      PolicyTask task;
      task.plugin = plugin.name;
      task.subject = domain::SubjectId::Of(CaseId(NumberedId(number)));
      task.events = {EventOn(100, 1, Kind::kIntake), EventOn(120, 2, Kind::kPersonalReaction),
                     EventOn(130, 3, Kind::kConsultation)};
      task.until = 150;
      tasks.push_back(std::move(task));
    }
  }
  auto results = engine->Assess(tasks, absl::InfiniteFuture());
  for (size_t i = 0; i < tasks.size(); ++i) {
    tasks[i].start = results[i].end;
    tasks[i].events = {EventOn(150, 4, Kind::kSession)};
    tasks[i].until = 151;
  }
  for (auto _ : state) benchmark::DoNotOptimize(engine->Assess(tasks, absl::Now() + absl::Seconds(10)));
  state.SetItemsProcessed(state.iterations() * static_cast<int64_t>(cases));
}
BENCHMARK(AssessGroup)->Arg(1)->Arg(16)->Arg(128)->UseRealTime();

// A timeline of 10,000 entries from the start, through one plugin.
void Replay(benchmark::State& state) {
  const auto engine = StartEngine();
  if (engine == nullptr) return state.SkipWithError("CANDOR_BENCH_WORKER and CANDOR_BENCH_PLUGINS are not set");
  constexpr int kEntries = 10'000;
  PolicyTask task;
  task.plugin = engine->Plugins().at(static_cast<size_t>(state.range(0))).name;
  task.subject = domain::SubjectId::Of(CaseId(NumberedId(1)));
  task.want_snapshots = true;
  for (int i = 0; i < kEntries; ++i) {
    task.events.push_back(
        EventOn(i / 3, static_cast<uint64_t>(i) + 1, i % 50 == 0 ? Kind::kConsultation : Kind::kSession));
  }
  for (auto _ : state) benchmark::DoNotOptimize(engine->Assess({task}, absl::Now() + absl::Seconds(10)));
  state.SetItemsProcessed(state.iterations() * kEntries);
}
BENCHMARK(Replay)->DenseRange(0, 2)->UseRealTime();

}  // namespace
}  // namespace candor::policy
