#include "daemon/domain/situation.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <set>
#include <string>
#include <tuple>
#include <utility>

namespace candor::domain {
namespace {

// How a follow-up is met, as far as that joins it with another: by talking it over, or by handing the case over.
enum class MetBy { kOther, kConversation, kHandover };

MetBy MetByOf(Action action) {
  switch (action) {
    case Action::kTalk:
      return MetBy::kConversation;
    case Action::kRefer:
    case Action::kSoftTransfer:
      return MetBy::kHandover;
    case Action::kDocument:
    case Action::kProhibit:
    case Action::kCompleteRecord:
      break;
  }
  return MetBy::kOther;
}

auto AgeOf(const FollowUpSection& section) {
  return std::make_tuple(section.clear.reported_on, section.clear.opened_on, section.clear.id);
}

// Whether the later of the two was written down while the earlier one was still to be met.
bool MetTogether(const FollowUpSection& a, const FollowUpSection& b) {
  const auto& [earlier, later] = AgeOf(a) < AgeOf(b) ? std::tie(a, b) : std::tie(b, a);
  return !earlier.clear.resolved_on || later.clear.reported_on < *earlier.clear.resolved_on;
}

bool SharesOpening(const FollowUpSection& a, const FollowUpSection& b) {
  return !a.sealed.opened_by.empty() && a.sealed.opened_by == b.sealed.opened_by;
}

// Whether the specific one says at least what the general one says: what only asks for a missing fact is no more than
// that, and what was closed earlier says nothing any more.
bool Holds(const FollowUpSection& specific, const FollowUpSection& general) {
  if (specific.clear.missing_field && !general.clear.missing_field) return false;
  if (specific.clear.state == RuleState::kOpen) return true;
  return general.clear.state != RuleState::kOpen && general.clear.resolved_on <= specific.clear.resolved_on;
}

class Grouping {
 public:
  Grouping(const std::vector<Rule>& rules, std::vector<FollowUpSection>& sections)
      : sections_(sections), leader_(sections.size()) {
    for (const Rule& rule : rules) {
      for (const std::string& specific : rule.folds_under) folds_.emplace(rule.slug, specific);
    }
    std::iota(leader_.begin(), leader_.end(), size_t{0});
  }

  void Run() {
    // Which of several comes first must not depend on the order of the sections.
    by_age_.resize(sections_.size());
    std::iota(by_age_.begin(), by_age_.end(), size_t{0});
    std::sort(by_age_.begin(), by_age_.end(),
              [&](size_t a, size_t b) { return AgeOf(sections_[a]) < AgeOf(sections_[b]); });
    for (size_t i = 0; i < sections_.size(); ++i) {
      Fold(i);
      for (size_t j = 0; j < i; ++j) {
        if (BelongTogether(sections_[i], sections_[j])) Join(i, j);
      }
    }
    NameAll();
  }

 private:
  static bool Withdrawn(const FollowUpSection& section) { return section.clear.state == RuleState::kWithdrawn; }

  static bool MayMeet(const FollowUpSection& a, const FollowUpSection& b) {
    if (Withdrawn(a) || Withdrawn(b) || a.clear.before_policy != b.clear.before_policy) return false;
    // Whoever sees the one may not know of the other, and one message is for one person.
    if (a.clear.restricted != b.clear.restricted || a.clear.of_practice != b.clear.of_practice) return false;
    // What one therapist feels is nothing to another on the same case, and the name of a situation would tell of it.
    const bool personal = a.clear.key_class == KeyClass::kPersonal || b.clear.key_class == KeyClass::kPersonal;
    return !personal || a.clear.therapist == b.clear.therapist;
  }

  static bool BelongTogether(const FollowUpSection& a, const FollowUpSection& b) {
    if (!MayMeet(a, b) || a.clear.key_class != b.clear.key_class) return false;
    if (SharesOpening(a, b)) return true;
    const MetBy met_by = MetByOf(a.clear.action);
    // A conversation is one therapist's; a case is handed over for all who are on it.
    if (met_by == MetBy::kConversation && a.clear.therapist != b.clear.therapist) return false;
    return met_by != MetBy::kOther && met_by == MetByOf(b.clear.action) && MetTogether(a, b);
  }

  bool FoldsUnder(const FollowUpSection& general, const FollowUpSection& specific) const {
    const std::string& rule = general.sealed.rule;
    const std::string& other = specific.sealed.rule;
    // Two rules that each fold under the other would silence both.
    if (!folds_.contains({rule, other}) || folds_.contains({other, rule})) return false;
    // A general follow-up that grows quiet would tell its readers of a personal one.
    if (specific.clear.key_class == KeyClass::kPersonal && general.clear.key_class != KeyClass::kPersonal) return false;
    return MayMeet(general, specific) && Holds(specific, general) &&
           (SharesOpening(general, specific) || MetTogether(general, specific));
  }

  void Fold(size_t i) {
    FollowUpSection& general = sections_[i];
    general.clear.folded_under = FollowUpId();
    for (size_t candidate : by_age_) {
      if (!FoldsUnder(general, sections_[candidate])) continue;
      general.clear.folded_under = sections_[candidate].clear.id;
      if (general.clear.key_class == sections_[candidate].clear.key_class) Join(i, candidate);
      return;
    }
  }

  size_t LeaderOf(size_t i) {
    while (leader_[i] != i) i = leader_[i] = leader_[leader_[i]];
    return i;
  }

  void Join(size_t a, size_t b) { leader_[LeaderOf(a)] = LeaderOf(b); }

  void NameAll() {
    std::map<size_t, SituationId> names;
    for (size_t i : by_age_) names.try_emplace(LeaderOf(i), SituationId(sections_[i].clear.id.bytes()));
    for (size_t i = 0; i < sections_.size(); ++i) sections_[i].clear.situation = names.at(LeaderOf(i));
  }

  std::vector<FollowUpSection>& sections_;
  std::vector<size_t> leader_;  // union-find
  std::vector<size_t> by_age_;
  std::set<std::pair<std::string, std::string>> folds_;  // general, specific
};

}  // namespace

void GroupIntoSituations(const std::vector<Rule>& rules, std::vector<FollowUpSection>& sections) {
  Grouping(rules, sections).Run();
}

}  // namespace candor::domain
