#include "daemon/policy/members_to_tell.h"

namespace candor::policy {
namespace {

constexpr int kMostTriesToTell = 3;

}  // namespace

std::vector<domain::SubjectId> MembersToTell::NextPage(size_t limit) {
  std::vector<domain::SubjectId> page;
  auto next = waiting_.upper_bound(last_);
  if (next == waiting_.end()) next = waiting_.begin();
  for (; next != waiting_.end() && page.size() < limit; ++next) {
    page.push_back(domain::SubjectId::Of(next->first));
    last_ = next->first;
  }
  return page;
}

void MembersToTell::Finish(const std::vector<domain::SubjectId>& page, const std::set<domain::SubjectId>& finished,
                           bool counts) {
  for (const domain::SubjectId& subject : page) {
    const auto known = waiting_.find(subject.member_id());
    if (known == waiting_.end()) continue;
    if (counts) ++known->second;
    if (finished.contains(subject) || known->second >= kMostTriesToTell) waiting_.erase(known);
  }
}

}  // namespace candor::policy
