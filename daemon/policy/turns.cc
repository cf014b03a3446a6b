#include "daemon/policy/turns.h"

#include <utility>

namespace candor::policy {
namespace {

absl::Status DaemonStops() {
  return absl::UnavailableError("the daemon is stopping; ask again when it is back");
}

}  // namespace

Turns::Turns(size_t most_waiting, std::string too_many)
    : most_waiting_(most_waiting), too_many_(std::move(too_many)), thread_([this] { Run(); }) {}

Turns::~Turns() {
  Stop();
}

void Turns::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

bool Turns::stopping() const {
  absl::MutexLock lock(&mutex_);
  return stopping_;
}

void Turns::Ask(Question question) {
  absl::Status refused;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      refused = DaemonStops();
    } else if (waiting_.size() >= most_waiting_) {
      refused = absl::ResourceExhaustedError(too_many_);
    } else {
      waiting_.push_back(std::move(question));
      return;
    }
  }
  question(refused);
}

void Turns::Run() {
  while (true) {
    Question question;
    bool stopping = false;
    {
      absl::MutexLock lock(&mutex_);
      const auto work = [this]() ABSL_EXCLUSIVE_LOCKS_REQUIRED(mutex_) { return stopping_ || !waiting_.empty(); };
      mutex_.Await(absl::Condition(&work));
      if (waiting_.empty()) return;
      question = std::move(waiting_.front());
      waiting_.pop_front();
      stopping = stopping_;
    }
    question(stopping ? DaemonStops() : absl::OkStatus());
  }
}

}  // namespace candor::policy
