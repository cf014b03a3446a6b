#include "daemon/domain/readiness.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/non_use.h"
#include "daemon/domain/view.h"

namespace candor::domain {
namespace {

using enum ReadinessGapKind;

constexpr std::array kLeadingRoles = {Role::kDirector, Role::kOwner};
constexpr std::array kConsultingRoles = {Role::kConsultant, Role::kOutsideConsultant};
constexpr size_t kConsultantsNeeded = 2;

// Services for the work itself. All of a service waits or nothing of it.
constexpr std::string_view kServicesOfTheWork[] = {"candor.v1.CaseService.",     "candor.v1.ConcernService.",
                                                   "candor.v1.DecisionService.", "candor.v1.EntryService.",
                                                   "candor.v1.FollowUpService.", "candor.v1.ImportService.",
                                                   "candor.v1.ReportService.",   "candor.v1.SupervisionService.",
                                                   "candor.v1.WatchService.",    "candor.v1.WorkService."};

// Who has been named for what: of one day, or ever.
class NamedPeople {
 public:
  // `facts`: not owned, and outlive it; nullptr: nobody is asked whether they are independent, as things may have
  // changed since they were named.
  NamedPeople(std::vector<RoleChange> grants, const ReadinessFacts* facts, Day day)
      : grants_(std::move(grants)), facts_(facts), day_(day) {}

  // In their own right, in the order in which they were named, each once.
  std::vector<MemberId> In(Role role) const {
    std::vector<MemberId> members;
    for (const RoleChange& grant : grants_) {
      if (grant.role != role || grant.deputy) continue;
      if (std::find(members.begin(), members.end(), grant.member) == members.end()) members.push_back(grant.member);
    }
    return members;
  }

  // Empty `who`: whoever comes to have the role.
  bool HasDeputy(Role role, const MemberId& who) const {
    return std::any_of(grants_.begin(), grants_.end(), [&](const RoleChange& grant) {
      return grant.role == role && grant.deputy && IsFor(grant, who) && grant.member != who;
    });
  }
  bool HasReviewer(const MemberId& who) const { return !ReviewersOf(who).empty(); }
  // Of those who may review what is about `who`; empty: nobody is named.
  std::vector<MemberId> ReviewersOf(const MemberId& who) const {
    std::vector<MemberId> members;
    for (const RoleChange& grant : grants_) {
      if (grant.role != Role::kIndependentReviewer || grant.deputy || !IsFor(grant, who)) continue;
      if (IsIndependentOf(grant.member, who)) members.push_back(grant.member);
    }
    return members;
  }
  // Somebody else, who is as independent; a deputy of one of the reviewers is enough.
  bool HasDeputyOfReviewer(const MemberId& who) const {
    const std::vector<MemberId> reviewers = ReviewersOf(who);
    return std::any_of(grants_.begin(), grants_.end(), [&](const RoleChange& grant) {
      if (grant.role != Role::kIndependentReviewer || !grant.deputy) return false;
      if (!IsIndependentOf(grant.member, who)) return false;
      if (reviewers.empty()) return grant.of.empty();
      return std::any_of(reviewers.begin(), reviewers.end(), [&grant](const MemberId& reviewer) {
        return reviewer != grant.member && IsFor(grant, reviewer);
      });
    });
  }

 private:
  static bool IsFor(const RoleChange& grant, const MemberId& who) { return grant.of.empty() || grant.of == who; }

  bool IsIndependentOf(const MemberId& reviewer, const MemberId& who) const {
    if (reviewer == who) return false;
    if (facts_ == nullptr) return true;
    const bool leads = std::any_of(grants_.begin(), grants_.end(), [&reviewer](const RoleChange& grant) {
      return grant.member == reviewer && (grant.role == Role::kDirector || grant.role == Role::kOwner);
    });
    return !leads && !SupervisesOn(facts_->supervisions, who, reviewer, day_);
  }

  std::vector<RoleChange> grants_;
  const ReadinessFacts* facts_;
  Day day_;
};

void AddGap(ReadinessGap gap, std::vector<ReadinessGap>& gaps) {
  const bool told = std::any_of(gaps.begin(), gaps.end(), [&gap](const ReadinessGap& each) {
    // One person may lead in both roles.
    const bool same_role = each.role == gap.role || (gap.kind == kReviewer && !gap.of.empty());
    return each.kind == gap.kind && each.of == gap.of && same_role;
  });
  if (!told) gaps.push_back(std::move(gap));
}

void AddConsultantGaps(const NamedPeople& named, std::vector<ReadinessGap>& gaps) {
  std::set<MemberId> consultants;
  for (const Role role : kConsultingRoles) {
    for (const MemberId& member : named.In(role)) consultants.insert(member);
  }
  if (consultants.size() < kConsultantsNeeded) AddGap({kConsultants, std::nullopt, {}, false}, gaps);
  if (named.In(Role::kOutsideConsultant).empty()) AddGap({kOutsideConsultant, std::nullopt, {}, false}, gaps);
}

// Whoever leads in that role; where nobody does, nobody in particular, who lacks the rest as well.
std::vector<MemberId> LeadersIn(const NamedPeople& named, Role role) {
  std::vector<MemberId> leaders = named.In(role);
  if (leaders.empty()) leaders.emplace_back();
  return leaders;
}

// `of_one`: one person of each role who lacks nothing is enough.
template <class Has>
void AddGapsOfLeaders(const NamedPeople& named, bool of_one, ReadinessGap gap, Role leading, Has has,
                      std::vector<ReadinessGap>& gaps) {
  const std::vector<MemberId> leaders = LeadersIn(named, leading);
  if (of_one && std::any_of(leaders.begin(), leaders.end(), has)) return;
  for (const MemberId& leader : leaders) {
    if (has(leader)) continue;
    // A deputy of the reviewer stands in for that one.
    const bool of_reviewer = gap.role == Role::kIndependentReviewer;
    const std::vector<MemberId> reviewers = of_reviewer ? named.ReviewersOf(leader) : std::vector<MemberId>{leader};
    gap.of = reviewers.empty() ? MemberId() : reviewers.front();
    AddGap(gap, gaps);
    if (of_one) return;
  }
}

std::vector<ReadinessGap> GapsIn(const NamedPeople& named, bool of_one) {
  std::vector<ReadinessGap> gaps;
  for (const Role role : kLeadingRoles) {
    if (named.In(role).empty()) AddGap({kNobody, role, {}, false}, gaps);
  }
  AddConsultantGaps(named, gaps);
  for (const Role role : kLeadingRoles) {
    AddGapsOfLeaders(
        named, of_one, {kReviewer, role, {}, false}, role,
        [&named](const MemberId& who) { return named.HasReviewer(who); }, gaps);
  }
  for (const Role role : kLeadingRoles) {
    AddGapsOfLeaders(
        named, of_one, {kDeputy, role, {}, false}, role,
        [&named, role](const MemberId& who) { return named.HasDeputy(role, who); }, gaps);
  }
  for (const Role role : kLeadingRoles) {
    AddGapsOfLeaders(
        named, of_one, {kDeputy, Role::kIndependentReviewer, {}, false}, role,
        [&named](const MemberId& who) { return named.HasDeputyOfReviewer(who); }, gaps);
  }
  return gaps;
}

// As the owner, in the words that it has now.
bool IsAccepted(const ReadinessFacts& facts, const NamedPeople& named) {
  if (!facts.non_use || facts.non_use->text_digest != kNonUseDigest) return false;
  if (facts.anyone_enrolled && facts.non_use->caller.is_operator) return false;
  const std::vector<MemberId> owners = named.In(Role::kOwner);
  return std::find(owners.begin(), owners.end(), facts.non_use->owner) != owners.end();
}

std::string_view NameOfLeader(const std::optional<Role>& role) {
  if (role == Role::kOwner) return "the owner";
  return role == Role::kIndependentReviewer ? "the independent reviewer" : "the clinical director";
}

}  // namespace

absl::StatusOr<ReadinessFacts> ReadinessFactsOf(const View& view, Day day) {
  ReadinessFacts facts;
  CANDOR_ASSIGN_OR_RETURN(facts.roles, view.ListRoles());
  CANDOR_ASSIGN_OR_RETURN(facts.non_use, view.NonUse());
  std::set<MemberId> asked;
  for (const RoleChange& grant : GrantsOn(facts.roles, day)) {
    if (!asked.insert(grant.member).second) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool left, HasLeft(view, grant.member, day));
    if (left) facts.gone.insert(grant.member);
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(grant.member));
    facts.supervisions.insert(facts.supervisions.end(), relations.begin(), relations.end());
  }
  return facts;
}

std::vector<ReadinessGap> GapsOn(const ReadinessFacts& facts, Day day) {
  std::vector<RoleChange> grants = GrantsOn(facts.roles, day);
  std::erase_if(grants, [&facts](const RoleChange& grant) { return facts.gone.contains(grant.member); });
  const NamedPeople named(std::move(grants), &facts, day);
  std::vector<ReadinessGap> gaps = GapsIn(named, false);
  if (!IsAccepted(facts, named)) AddGap({kNonUse, std::nullopt, {}, false}, gaps);
  const std::vector<ReadinessGap> never = NeverNamed(facts, day);
  for (ReadinessGap& gap : gaps) {
    gap.vacant = std::none_of(never.begin(), never.end(), [&gap](const ReadinessGap& each) {
      return each.kind == gap.kind && each.role == gap.role;
    });
  }
  return gaps;
}

std::vector<ReadinessGap> NeverNamed(const ReadinessFacts& facts, Day day) {
  std::vector<RoleChange> ever = facts.roles;
  std::erase_if(ever, [day](const RoleChange& change) { return change.from > day; });
  std::vector<ReadinessGap> gaps = GapsIn(NamedPeople(std::move(ever), nullptr, day), true);
  if (!facts.non_use) AddGap({kNonUse, std::nullopt, {}, false}, gaps);
  return gaps;
}

std::string SayGap(const ReadinessGap& gap) {
  switch (gap.kind) {
    case kNobody:
      return gap.role == Role::kOwner ? "an owner" : "a clinical director";
    case kConsultants:
      return "two consultants";
    case kOutsideConsultant:
      return "a consultant from outside the practice";
    case kReviewer:
      return "an independent reviewer for " + std::string(NameOfLeader(gap.role));
    case kDeputy:
      return "a deputy for " + std::string(NameOfLeader(gap.role));
    case kNonUse:
      return "the owner's acceptance of the non-use rule";
  }
  return "";
}

bool WaitsForReadiness(std::string_view method) {
  return std::any_of(std::begin(kServicesOfTheWork), std::end(kServicesOfTheWork),
                     [method](std::string_view service) { return method.starts_with(service); });
}

}  // namespace candor::domain
