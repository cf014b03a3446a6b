#ifndef CANDOR_DAEMON_POLICY_REASSESSMENT_WALK_H_
#define CANDOR_DAEMON_POLICY_REASSESSMENT_WALK_H_

#include <cstddef>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/id.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/store.h"
#include "daemon/domain/subject.h"

namespace candor::policy {

// The first `limit` cases or members after that one, in order of id.
absl::StatusOr<std::vector<domain::SubjectId>> SubjectsAfter(const domain::View& view, domain::SubjectKind kind,
                                                             const IdBytes& after, size_t limit);

// The way through all subjects after a change of the policies, page by page: cases first, then members, each in order
// of id, so that whoever goes on later knows from where. Subjects that come meanwhile are judged by what holds then.
// Thread-compatible.
class ReassessmentWalk {
 public:
  // Goes on from there.
  explicit ReassessmentWalk(const domain::Reassessment& from) : progress_(from) {}

  const domain::Reassessment& progress() const { return progress_; }

  // How many there are to look at, unless that is known.
  absl::Status CountSubjects(const domain::View& view);
  // The subjects that are next, at most `limit`: the same ones until they are finished. None, and it is done, after the
  // last.
  absl::StatusOr<std::vector<domain::SubjectId>> NextPage(const domain::View& view, size_t limit);
  // `left_out`: how many of the page could not be judged. False: it is to be tried again, as often as makes sense.
  bool FinishPage(const std::vector<domain::SubjectId>& page, size_t left_out);

 private:
  domain::Reassessment progress_;
  int attempts_ = 0;  // at the page at hand
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_REASSESSMENT_WALK_H_
