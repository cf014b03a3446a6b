#include "daemon/policy/group_replay.h"

#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/log.h"

namespace candor::policy {
namespace {

// Entries in one call of the engine; the engine itself cuts them to what fits the budget.
constexpr size_t kEntriesPerRound = 4096;

void Warn(const absl::Status& status) {
  log::Warning(absl::StrCat("a subject cannot be assessed: ", status.message()));
}

}  // namespace

std::vector<SubjectReplay> GroupReplay::Run(std::vector<Occasion> occasions) {
  std::vector<SubjectReplay> replays = BeginAll(std::move(occasions));
  std::vector<SubjectReplay*> open;
  for (SubjectReplay& replay : replays) {
    if (!replay.done()) open.push_back(&replay);
  }
  given_up_.clear();
  while (!open.empty() && !stopping_()) AskRound(open);
  std::set<const SubjectReplay*> out(given_up_.begin(), given_up_.end());
  out.insert(open.begin(), open.end());
  std::vector<SubjectReplay> finished;
  for (SubjectReplay& replay : replays) {
    if (!out.contains(&replay)) finished.push_back(std::move(replay));
  }
  return finished;
}

std::vector<SubjectReplay> GroupReplay::BeginAll(std::vector<Occasion> occasions) const {
  std::vector<SubjectReplay> replays;
  replays.reserve(occasions.size());
  for (Occasion& occasion : occasions) {
    absl::StatusOr<SubjectReplay> replay = SubjectReplay::Begin(sources_, std::move(occasion));
    if (!replay.ok()) {
      Warn(replay.status());
    } else if (replay->Needed()) {
      replays.push_back(*std::move(replay));
    }
  }
  return replays;
}

void GroupReplay::AskRound(std::vector<SubjectReplay*>& open) {
  std::vector<domain::PolicyTask> tasks;
  std::vector<std::pair<SubjectReplay*, size_t>> asked;
  std::vector<SubjectReplay*> rest;
  size_t entries = 0;
  for (SubjectReplay* replay : open) {
    if (entries >= kEntriesPerRound) {
      rest.push_back(replay);
      continue;
    }
    auto of_subject = replay->NextTasks(sources_, limits_.page_entries);
    if (!of_subject.ok()) {
      Warn(of_subject.status());
      given_up_.push_back(replay);
      continue;
    }
    asked.emplace_back(replay, of_subject->size());
    for (domain::PolicyTask& task : *of_subject) {
      entries += task.Events().size();
      tasks.push_back(std::move(task));
    }
  }
  std::vector<domain::PolicyResult> results = sources_.engine.Assess(tasks, absl::Now() + limits_.budget);
  auto next = results.begin();
  for (auto& [replay, count] : asked) {
    const auto end = next + static_cast<ptrdiff_t>(count);
    const bool completed = replay->Take({std::make_move_iterator(next), std::make_move_iterator(end)});
    next = end;
    if (!completed) {
      given_up_.push_back(replay);
    } else if (!replay->done()) {
      rest.push_back(replay);
    }
  }
  open = std::move(rest);
}

}  // namespace candor::policy
