#include "daemon/store/waiting_list.h"

#include <algorithm>

namespace candor::store {

void WaitingList::Add(const domain::WaitingEntry& entry) {
  absl::MutexLock lock(&mutex_);
  std::vector<Touch>& of_subject = subjects_[entry.subject];
  if (of_subject.empty()) by_age_.emplace(entry.number, entry.subject);
  of_subject.push_back({entry.number, entry.earliest});
  if (entry.number + 1 != last_added_) {
    last_added_ = entry.number + 1;
    ++entries_;
  } else {
    size_t& subjects = shared_[entry.number];
    subjects = std::max<size_t>(subjects, 1) + 1;
  }
}

void WaitingList::Assessed(const domain::SubjectId& subject, uint64_t assessed_to) {
  absl::MutexLock lock(&mutex_);
  const auto found = subjects_.find(subject);
  if (found == subjects_.end()) return;
  std::vector<Touch>& of_subject = found->second;
  const auto rest = std::find_if(of_subject.begin(), of_subject.end(),
                                 [&](const Touch& touch) { return touch.number >= assessed_to; });
  if (rest == of_subject.begin()) return;
  for (auto done = of_subject.begin(); done != rest; ++done) {
    const auto shared = shared_.find(done->number);
    if (shared == shared_.end()) {
      --entries_;
    } else if (--shared->second == 1) {
      shared_.erase(shared);
    }
  }
  by_age_.erase({of_subject.front().number, subject});
  of_subject.erase(of_subject.begin(), rest);
  if (of_subject.empty()) {
    subjects_.erase(found);
  } else {
    by_age_.emplace(of_subject.front().number, subject);
  }
}

uint64_t WaitingList::entries() const {
  absl::MutexLock lock(&mutex_);
  return entries_;
}

domain::AssessmentSource::Waiting WaitingList::WaitingOf(const domain::SubjectId& subject,
                                                         const std::vector<Touch>& touches) {
  domain::AssessmentSource::Waiting waiting{subject, touches.front().number, touches.front().earliest, {}};
  waiting.entries.reserve(touches.size());
  for (const Touch& touch : touches) {
    waiting.earliest = std::min(waiting.earliest, touch.earliest);
    waiting.entries.push_back(touch.number);
  }
  return waiting;
}

std::vector<domain::AssessmentSource::Waiting> WaitingList::Oldest(size_t limit) const {
  absl::MutexLock lock(&mutex_);
  std::vector<domain::AssessmentSource::Waiting> waiting;
  for (const auto& [oldest, subject] : by_age_) {
    if (waiting.size() == limit) break;
    waiting.push_back(WaitingOf(subject, subjects_.at(subject)));
  }
  return waiting;
}

std::vector<domain::AssessmentSource::Waiting> WaitingList::Of(const std::set<domain::SubjectId>& subjects) const {
  absl::MutexLock lock(&mutex_);
  std::vector<domain::AssessmentSource::Waiting> waiting;
  for (const domain::SubjectId& subject : subjects) {
    const auto found = subjects_.find(subject);
    if (found != subjects_.end()) waiting.push_back(WaitingOf(subject, found->second));
  }
  return waiting;
}

}  // namespace candor::store
