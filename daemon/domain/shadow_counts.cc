#include "daemon/domain/shadow_counts.h"

#include <algorithm>
#include <set>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/report_figures.h"

namespace candor::domain {
namespace {

constexpr size_t kShadowPage = 256;

struct Tally {
  ShadowCount count;
  std::set<SubjectId> subjects;
  std::map<MemberId, int64_t> therapists;
  bool confined = false;

  void Add(const FollowUpClear& clear) {
    ++count.follow_ups;
    count.open += clear.state == RuleState::kOpen ? 1 : 0;
    count.important += clear.severity >= Severity::kImportant ? 1 : 0;
    subjects.insert(clear.subject);
    ++therapists[clear.therapist];
    confined = confined || clear.restricted || clear.key_class == KeyClass::kPersonal;
  }

  Cell ToCell() const {
    Cell cell{count.follow_ups, therapists.size(), subjects.size(), 0};
    for (const auto& [therapist, share] : therapists) cell.largest_share = std::max(cell.largest_share, share);
    return cell;
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
  const Day year_from = AddYears(today, -1, LeapRule::kDeadline) + 1;
  CANDOR_ASSIGN_OR_RETURN(const WindowFigures wrote,
                          WindowFigures::Read(view, CountBasis::kOccurred, year_from, today));
  const bool few = wrote.Therapists(Figure::kTherapistActive) < kFewestTherapistsForCounts;
  std::map<std::string, ShadowCount> counts;
  for (const auto& [rule, tally] : tallies) {
    ShadowCount& count = counts[rule];
    if (tally.confined && (few || !MayShow(tally.ToCell()))) {
      count.hidden = true;
      continue;
    }
    count = tally.count;
    count.subjects = static_cast<int64_t>(tally.subjects.size());
    count.therapists = static_cast<int64_t>(tally.therapists.size());
  }
  return counts;
}

}  // namespace candor::domain
