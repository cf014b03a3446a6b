#ifndef CANDOR_DAEMON_POLICY_MEMBERS_TO_TELL_H_
#define CANDOR_DAEMON_POLICY_MEMBERS_TO_TELL_H_

#include <cstddef>
#include <map>
#include <set>
#include <vector>

#include "daemon/base/id.h"
#include "daemon/domain/subject.h"

namespace candor::policy {

// The members whose rules have to be told again of the follow-ups of cases, each once however much has changed.
// Nothing of it is kept: after a start every member is looked at. Thread-compatible.
class MembersToTell {
 public:
  void Add(const MemberId& member) { waiting_[member] = 0; }
  // The next of them, at most `limit`; whoever was among the last comes again after all others.
  std::vector<domain::SubjectId> NextPage(size_t limit);
  // Those of a page have been looked at. Whoever is not among `finished` is tried again, three times in all; a try that
  // was nobody's fault is not counted.
  void Finish(const std::vector<domain::SubjectId>& page, const std::set<domain::SubjectId>& finished, bool counts);
  bool empty() const { return waiting_.empty(); }

 private:
  std::map<MemberId, int> waiting_;  // and how often it was tried
  MemberId last_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_MEMBERS_TO_TELL_H_
