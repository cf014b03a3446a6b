#ifndef CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_
#define CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/store.h"
#include "daemon/policy/subject_replay.h"

namespace candor::policy {

// From what the plugins conclude about a subject to the follow-ups that go on record. Pure but for what it reads.
class AssessmentBuilder {
 public:
  // Not owned.
  AssessmentBuilder(const domain::Store& store, const domain::PolicyEngine& engine);

  // The follow-ups of the subject that are other than the view has them, situations and folding included. What a
  // plugin does not say any more is withdrawn; where the rule asks for nothing but what the record lacks and the entry
  // has been amended, the amendment has met it. Empty, without reading any, when no plugin changed its mind.
  absl::StatusOr<std::vector<domain::FollowUpSection>> Sections(const domain::View& view, SubjectReplay& replay) const;

  // `standing` are the faults on record for the subject. Those about entries before the place from which a plugin was
  // replayed stay, the others are what this time showed.
  absl::StatusOr<domain::SubjectProgress> Progress(const domain::View& view, SubjectReplay& replay,
                                                   const std::vector<domain::NotAssessed>& standing) const;

 private:
  domain::FollowUpSection SectionOf(const domain::SubjectId& subject, const domain::Obligation& obligation) const;
  const domain::Rule* FindRule(const std::string& slug) const;

  const domain::Store& store_;
  std::vector<domain::Rule> rules_;
};

// Of several answers about one follow-up, the strictest: open before closed, then the earliest due date, then the
// highest severity. The parameter sets under which a rule was asked give one answer each; today there is one set.
domain::Obligation Strictest(const domain::Obligation& a, const domain::Obligation& b);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_ASSESSMENT_BUILDER_H_
