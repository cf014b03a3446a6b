#ifndef CANDOR_DAEMON_DOMAIN_ASSESSMENT_CONTROL_H_
#define CANDOR_DAEMON_DOMAIN_ASSESSMENT_CONTROL_H_

#include <cstdint>
#include <functional>
#include <memory>

#include "absl/status/status.h"
#include "absl/time/time.h"
#include "daemon/base/id.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/subject.h"

namespace candor::domain {

// The seam to whoever makes the assessments (daemon/policy/assessor.h), as those who take entries in need it.
// Thread-safe.
class AssessmentControl {
 public:
  virtual ~AssessmentControl() = default;

  // Calls `done` once: with true as soon as an assessment that covers the record `number` of `subject` is visible in
  // Store::Latest() (plugin faults included: they stand in the view), with false at `deadline` or when the assessor
  // stops; the deadline is of the machine's clock. May call it before returning, else from a thread of the assessor.
  // `done` must not block.
  virtual void WhenAssessed(const SubjectId& subject, uint64_t number, absl::Time deadline,
                            std::function<void(bool)> done) = 0;

  // While anybody holds, new entries wait: an import is assessed once, sorted. Release() ends one Hold(); a hold ends
  // by itself 30 seconds after its Hold(), so that a forgotten one delays nothing for longer.
  virtual void Hold() = 0;
  virtual void Release() = 0;

  // Other parameter values are in force, or rules are to be run otherwise by the profiles: it goes on record, and every
  // subject is looked at again, in the background. Waits for the disk. Errors are the store's.
  virtual absl::Status ParametersChanged() { return absl::OkStatus(); }

  // The licence, a membership or the supervision of `member` is on record otherwise than before, perhaps for the past:
  // what was said about their cases is looked at again, in the background.
  virtual void DirectoryChanged(const MemberId& /*member*/) {}

  // Something was decided about a follow-up of a case that is about `therapist`, or it was erased: rules about members
  // that are told of it are asked again, in the background.
  virtual void FollowUpDecided(const MemberId& /*therapist*/) {}

  // How rules are run in the assessments that are made now. Never nullptr; does not wait.
  virtual std::shared_ptr<const RuleModes> Modes() const { return std::make_shared<const RuleModes>(); }
};

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_ASSESSMENT_CONTROL_H_
