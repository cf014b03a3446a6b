#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_COMPARISON_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_COMPARISON_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/assessment.h"
#include "daemon/domain/policy_engine.h"
#include "daemon/domain/policy_preview.h"
#include "daemon/domain/rule_mode.h"
#include "daemon/domain/store.h"

namespace candor::policy {

// What of one subject would be otherwise.
struct ComparedSubject {
  std::vector<domain::FollowUpDifference> open;      // for whoever manages the policies
  std::vector<domain::FollowUpDifference> confined;  // of private notes and restricted matters: to be counted at most
  int64_t restated = 0;  // on record anew, and nobody would see it; without what is confined
};

// From what would go on record, were the candidates in force, to what people would see differ, and why. Pure but for
// what it reads; what it was given outlives it. Thread-compatible.
class Comparison {
 public:
  // The policies and how rules are run: as they are in force, or as they would be.
  struct Side {
    const domain::PolicyEngine& engine;
    const domain::RuleModes& modes;
  };

  Comparison(const domain::View& view, const Side& now, const Side& then) : view_(view), now_(now), then_(then) {}

  // `sections`: what a re-assessment of the subject by the candidates would put on record, as
  // AssessmentBuilder::Sections() has it. Errors are the view's.
  absl::StatusOr<ComparedSubject> Compare(const domain::SubjectId& subject,
                                          const std::vector<domain::FollowUpSection>& sections) const;

  // Whether a rule, by either side, is about what only a few may read.
  bool IsConfinedRule(const std::string& slug) const;

 private:
  using ById = std::map<FollowUpId, domain::FollowUp>;
  // The follow-ups of a subject, as they are and, of those that would be otherwise, as they would be.
  struct Known {
    ById active;
    ById shadow;
    ById then;  // active ones only
  };

  absl::StatusOr<Known> ReadRows(const domain::SubjectId& subject) const;
  // The sections that people would see differ, sorted by who may be told of them.
  absl::Status CompareEach(const Known& known, const std::vector<domain::FollowUpSection>& sections,
                           ComparedSubject& compared) const;
  // That it is kept quiet under one that only a few may read would tell of that one.
  absl::Status ForgetConfinedFolding(const Known& known, domain::FollowUp& follow_up) const;
  // As people would see it, with what was decided about `row`; nullptr: nothing was.
  absl::StatusOr<domain::FollowUp> AsSeen(const domain::FollowUpSection& section, const domain::FollowUp* row) const;
  absl::StatusOr<bool> IsConfinedHere(const domain::FollowUp& follow_up) const;
  absl::StatusOr<bool> RestsOnPersonal(const domain::FollowUpSealed& sealed) const;
  absl::StatusOr<std::vector<domain::DifferenceReason>> ReasonsFor(const domain::FollowUpDifference& difference) const;
  absl::Status AddValues(const domain::FollowUp& follow_up, const domain::Rule& now, const domain::Rule& then,
                         std::vector<domain::DifferenceReason>& reasons) const;
  // The parameters of the rule as they bind the therapist on the day.
  absl::StatusOr<std::vector<domain::Parameter>> ValuesOf(const domain::PolicyEngine& engine, const domain::Rule& rule,
                                                          const MemberId& therapist, int32_t day) const;

  const domain::View& view_;
  const Side now_;
  const Side then_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_COMPARISON_H_
