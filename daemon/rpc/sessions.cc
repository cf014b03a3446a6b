#include "daemon/rpc/sessions.h"

#include <algorithm>

namespace candor::rpc {

WorkingSession Sessions::Open(const IdBytes& who, domain::Purpose purpose, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (!sessions_.contains(who) && sessions_.size() == kMost) ForgetOldest();
  return sessions_[who] = WorkingSession{++opened_, purpose, now, false};
}

std::optional<WorkingSession> Sessions::Find(const IdBytes& who, absl::Duration idle, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const WorkingSession* session = Look(who, idle, now);
  if (session == nullptr) return std::nullopt;
  return *session;
}

void Sessions::Use(const IdBytes& who, absl::Duration idle, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  WorkingSession* session = Look(who, idle, now);
  if (session != nullptr && !session->locked) session->last = std::max(session->last, now);
}

std::optional<WorkingSession> Sessions::Unlock(const IdBytes& who, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  const auto found = sessions_.find(who);
  if (found == sessions_.end()) return std::nullopt;
  found->second.locked = false;
  found->second.last = now;
  return found->second;
}

void Sessions::Lock(const IdBytes& who) {
  absl::MutexLock lock(&mutex_);
  if (const auto found = sessions_.find(who); found != sessions_.end()) found->second.locked = true;
}

WorkingSession* Sessions::Look(const IdBytes& who, absl::Duration idle, absl::Time now) {
  const auto found = sessions_.find(who);
  if (found == sessions_.end()) return nullptr;
  // Once locked it stays so, also where the clock is set back.
  if (now - found->second.last >= idle) found->second.locked = true;
  return &found->second;
}

void Sessions::ForgetOldest() {
  const auto oldest = std::min_element(sessions_.begin(), sessions_.end(),
                                       [](const auto& a, const auto& b) { return a.second.last < b.second.last; });
  sessions_.erase(oldest);
}

}  // namespace candor::rpc
