#include "daemon/policy/scenario/scenario_tests.h"

#include <utility>

#include "absl/time/clock.h"
#include "daemon/base/status.h"

namespace candor::policy {
namespace {

absl::Status NoLonger() {
  return absl::UnavailableError("the daemon is stopping; ask again when it is back");
}

}  // namespace

ScenarioTests::ScenarioTests(ScenarioRooms rooms) : rooms_(std::move(rooms)), thread_([this] { Run(); }) {}

ScenarioTests::~ScenarioTests() {
  Stop();
}

void ScenarioTests::Stop() {
  {
    absl::MutexLock lock(&mutex_);
    stopping_ = true;
  }
  if (thread_.joinable()) thread_.join();
}

void ScenarioTests::Test(std::string file, std::string text, absl::Time deadline, Done done) {
  absl::Status refused;
  {
    absl::MutexLock lock(&mutex_);
    if (stopping_) {
      refused = NoLonger();
    } else if (waiting_.size() >= kMostWaiting) {
      refused = absl::ResourceExhaustedError("too many scenarios are waiting; ask again in a moment");
    } else {
      waiting_.push_back({std::move(file), std::move(text), deadline, std::move(done)});
      return;
    }
  }
  done(refused);
}

void ScenarioTests::Run() {
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
    if (stopping) {
      question.done(NoLonger());
    } else if (absl::Now() >= question.deadline) {
      question.done(absl::DeadlineExceededError("others were being answered until the deadline passed; ask again"));
    } else {
      question.done(RunScenario(question.file, question.text, rooms_, question.deadline));
    }
  }
}

}  // namespace candor::policy
