#include "daemon/policy/replaceable_engine.h"

#include <utility>

namespace candor::policy {

ReplaceableEngine::ReplaceableEngine(std::unique_ptr<WorkerEngine> first) : newest_(first.get()) {
  absl::MutexLock lock(&mutex_);
  current_ = Lend(*first);
  all_.push_back(std::move(first));
}

std::shared_ptr<WorkerEngine> ReplaceableEngine::Lend(WorkerEngine& engine) {
  return {&engine, [](WorkerEngine* done) { done->EndWorker(); }};
}

void ReplaceableEngine::GoOverTo(std::unique_ptr<WorkerEngine> next) {
  // Let go after the lock: it may wait for a worker that is being ended.
  std::shared_ptr<WorkerEngine> before = Lend(*next);
  absl::MutexLock lock(&mutex_);
  before.swap(current_);
  newest_.store(next.get());
  all_.push_back(std::move(next));
}

std::shared_ptr<WorkerEngine> ReplaceableEngine::Worker() const {
  absl::MutexLock lock(&mutex_);
  return current_;
}

}  // namespace candor::policy
