#include "daemon/domain/shadow_counts.h"

#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/rule_tally.h"

namespace candor::domain {
namespace {

constexpr size_t kShadowPage = 256;

struct Tally {
  ShadowCount count;
  RuleTally behind;
  bool confined = false;

  void Add(const FollowUpClear& clear) {
    count.open += clear.state == RuleState::kOpen ? 1 : 0;
    count.important += clear.severity >= Severity::kImportant ? 1 : 0;
    behind.Add(clear);
    confined = confined || IsConfined(clear);
  }
};

absl::StatusOr<std::map<std::string, Tally>> TallyShadow(const View& view) {
  std::map<std::string, Tally> tallies;
  SubjectId after_subject;
  FollowUpId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<FollowUp> page,
                            view.ListShadowFollowUps(after_subject, after, kShadowPage));
    for (const FollowUp& follow_up : page) {
      // Of what is erased nobody knows the rule.
      if (follow_up.sealed) tallies[follow_up.sealed->rule].Add(follow_up.clear);
    }
    if (page.size() < kShadowPage) return tallies;
    after_subject = page.back().clear.subject;
    after = page.back().clear.id;
  }
}

}  // namespace

absl::StatusOr<std::map<std::string, ShadowCount>> CountShadow(const View& view, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const auto tallies, TallyShadow(view));
  CANDOR_ASSIGN_OR_RETURN(const bool few, FewWrote(view, today));
  std::map<std::string, ShadowCount> counts;
  for (const auto& [rule, tally] : tallies) {
    ShadowCount& count = counts[rule];
    if (tally.confined && (few || !MayShow(tally.behind.ToCell()))) {
      count.hidden = true;
      continue;
    }
    count = tally.count;
    count.follow_ups = tally.behind.count();
    count.subjects = tally.behind.subjects();
    count.therapists = tally.behind.therapists();
  }
  return counts;
}

}  // namespace candor::domain
