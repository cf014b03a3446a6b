#include "daemon/domain/work_list.h"

#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/escalation.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/member.h"

namespace candor::domain {
namespace {

constexpr size_t kBatch = 256;

bool DueBefore(const FollowUp& a, const FollowUp& b, const Settings& settings) {
  const auto order = [&](const FollowUp& each) {
    const std::optional<Day> due = DueOf(each, settings);
    return std::make_tuple(!due.has_value(), due.value_or(Day()), each.clear.reported_on, each.clear.id);
  };
  return order(a) < order(b);
}

// Sorts what is open into what the reader is told.
class Sorter {
 public:
  Sorter(const View& view, Viewer& viewer, const Settings& settings, Day today)
      : view_(view), viewer_(viewer), settings_(settings), today_(today) {}

  absl::Status Take(FollowUp follow_up) {
    const FollowUpClear& clear = follow_up.clear;
    if (!clear.folded_under.empty() || StatusOf(follow_up, settings_, today_) != FollowUpStatus::kOpen) {
      return absl::OkStatus();
    }
    CANDOR_ASSIGN_OR_RETURN(const std::optional<WorkRole> role, RoleFor(follow_up));
    if (!role) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(const bool told, IsTold(follow_up, *role));
    if (!told) {
      CANDOR_ASSIGN_OR_RETURN(const bool told_that_due, IsToldThatDue(follow_up, *role));
      if (!told_that_due) return absl::OkStatus();
    }
    Add({*role, std::move(follow_up), 0, !told});
    return absl::OkStatus();
  }

  std::vector<WorkItem> Sorted() && {
    std::vector<WorkItem> items;
    items.reserve(items_.size());
    for (auto& [key, item] : items_) items.push_back(std::move(item));
    std::sort(items.begin(), items.end(),
              [&](const WorkItem& a, const WorkItem& b) { return DueBefore(a.follow_up, b.follow_up, settings_); });
    return items;
  }

 private:
  // nullopt: it is not the reader's work.
  absl::StatusOr<std::optional<WorkRole>> RoleFor(const FollowUp& follow_up) {
    const FollowUpClear& clear = follow_up.clear;
    if (viewer_.is_operator()) return std::optional(WorkRole::kDirector);
    if (clear.of_practice) return AsDirector();
    const MemberId& therapist = clear.therapist;
    if (IsForTheClient(clear)) {
      CANDOR_ASSIGN_OR_RETURN(const bool covers, viewer_.CoversFor(therapist, today_));
      if (covers) return std::optional(WorkRole::kCover);
    }
    if (therapist == viewer_.member()) return RoleForOwn(clear);
    auto known = supervised_.find(therapist);
    if (known == supervised_.end()) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> supervisions, view_.SupervisionsOf(therapist));
      const bool supervised = SupervisesOn(supervisions, viewer_.member(), therapist, today_);
      known = supervised_.emplace(therapist, supervised).first;
      if (SupervisorOn(supervisions, therapist, today_).empty()) unsupervised_.insert(therapist);
    }
    if (known->second) return std::optional(WorkRole::kSupervisor);
    if (clear.key_class == KeyClass::kPersonal) {
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer_.OfFollowUp(follow_up));
      if (sight != Sight::kNothing) return std::optional(WorkRole::kReader);
    }
    CANDOR_ASSIGN_OR_RETURN(const std::optional<WorkRole> directs, AsDirector());
    if (directs || clear.key_class != KeyClass::kPersonal || !unsupervised_.contains(therapist)) return directs;
    return AsConsultant();
  }

  absl::StatusOr<std::optional<WorkRole>> AsDirector() {
    CANDOR_ASSIGN_OR_RETURN(const bool directs, viewer_.HasRole(Role::kDirector));
    return directs ? std::optional(WorkRole::kDirector) : std::nullopt;
  }

  // Of the practice: who is from outside hears of it from the author alone.
  absl::StatusOr<std::optional<WorkRole>> AsConsultant() {
    CANDOR_ASSIGN_OR_RETURN(const bool consults, viewer_.HasRole(Role::kConsultant));
    return consults ? std::optional(WorkRole::kConsultant) : std::nullopt;
  }

  // Of a private note of which the reader may know nothing else.
  absl::StatusOr<bool> IsToldThatDue(const FollowUp& follow_up, WorkRole role) const {
    const EscalationTo to = role == WorkRole::kDirector ? EscalationTo::kDirector : EscalationTo::kSupervisor;
    // Of most its date alone says no, and nothing has to be read for that.
    if (!IsToldTo(to, follow_up, settings_, follow_up.clear.reported_on, today_)) return false;
    CANDOR_ASSIGN_OR_RETURN(const Day known_since, KnownSince(view_, follow_up, settings_, today_));
    if (!IsToldTo(to, follow_up, settings_, known_since, today_)) return false;
    switch (role) {
      case WorkRole::kDirector:
        return viewer_.IsToldThatDue({Role::kDirector, Relation::kNone});
      case WorkRole::kSupervisor:
        return viewer_.IsToldThatDue({Role::kSupervisor, Relation::kSupervisesNow});
      case WorkRole::kConsultant:
        return viewer_.IsToldThatDue({Role::kConsultant, Relation::kNone});
      case WorkRole::kOwn:
      case WorkRole::kCover:
      case WorkRole::kReader:
        break;
    }
    return false;
  }

  absl::StatusOr<std::optional<WorkRole>> RoleForOwn(const FollowUpClear& clear) {
    if (!IsForTheClient(clear)) return std::optional(WorkRole::kOwn);
    CANDOR_ASSIGN_OR_RETURN(const bool handed_on, viewer_.HasCover(clear.therapist, today_));
    return handed_on ? std::nullopt : std::optional(WorkRole::kOwn);
  }

  // Whether the reader is told what it is about.
  absl::StatusOr<bool> IsTold(const FollowUp& follow_up, WorkRole role) {
    // Of private notes the operator's list tells nothing, not even while they may read them.
    if (viewer_.is_operator() && follow_up.clear.key_class == KeyClass::kPersonal) return false;
    if (role == WorkRole::kCover) return true;
    CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer_.OfFollowUp(follow_up));
    return sight != Sight::kNothing;
  }

  // Of what is kept from the reader it is one conversation with one person, however many there are to be.
  void Add(WorkItem item) {
    const FollowUpClear& clear = item.follow_up.clear;
    const auto key = item.confidential ? std::make_tuple(SubjectId::Of(clear.therapist), SituationId(), true)
                                       : std::make_tuple(clear.subject, clear.situation, false);
    const auto found = items_.find(key);
    if (found == items_.end()) {
      items_.emplace(key, std::move(item));
      return;
    }
    const uint32_t met = found->second.also_met + 1;
    if (DueBefore(item.follow_up, found->second.follow_up, settings_)) found->second = std::move(item);
    found->second.also_met = met;
  }

  const View& view_;
  Viewer& viewer_;
  const Settings& settings_;
  const Day today_;
  std::map<MemberId, bool> supervised_;
  std::set<MemberId> unsupervised_;  // of those looked up: nobody supervises them today
  std::map<std::tuple<SubjectId, SituationId, bool>, WorkItem> items_;
};

// Whether the reader is who sees to the clients of somebody who has left.
absl::StatusOr<bool> SeesTo(const View& view, Viewer& viewer, const MemberId& left, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const bool directs, viewer.HasRole(Role::kDirector));
  if (directs) return true;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> supervisions, view.SupervisionsOf(left));
  if (SupervisesOn(supervisions, viewer.member(), left, today)) return true;
  return viewer.CoversFor(left, today);
}

// Of the members who have left and whose clients the reader sees to, the first day without them. Every member is looked
// at, since covers follow one another; of most there is one row that is not there. A practice has at most some thousand
// members, and what is open, which the same question reads whole, is more than that.
absl::StatusOr<std::map<MemberId, Day>> LeftFor(const View& view, Viewer& viewer, Day today) {
  std::map<MemberId, Day> left;
  MemberId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Member> members, view.ListMembers(after, kBatch));
    for (const Member& member : members) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(member.id));
      const std::optional<Day> gone = GoneFrom(AwayPeriodsOf(staffing));
      if (!gone || *gone > today) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool sees_to, SeesTo(view, viewer, member.id, today));
      if (sees_to) left.emplace(member.id, *gone);
    }
    if (members.size() < kBatch) return left;
    after = members.back().id;
  }
}

// Whether nobody supervises the member today, who is there, and nothing says since the supervisor left that it ended.
absl::StatusOr<bool> WaitsForSupervisor(const View& view, const MemberId& member, Day since, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(member));
  if (!SupervisorOn(relations, member, today).empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(member));
  if (HasLeft(AwayPeriodsOf(staffing), today)) return false;
  return std::none_of(staffing.begin(), staffing.end(), [&](const EntryHeader& each) {
    const bool ended = each.kind == Kind::kSupervisionChange &&
                       each.facts.Number(fields::kSupervisionChangeEvent) == words::kSupervisionEnded;
    return ended && each.occurred.day >= since - 1;
  });
}

}  // namespace

absl::StatusOr<std::vector<LeftCase>> LeftCasesOf(const View& view, Viewer& viewer, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const auto left, LeftFor(view, viewer, today));
  std::vector<LeftCase> cases;
  for (const auto& [therapist, since] : left) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> held, view.CasesHeldBy(therapist));
    for (const CaseId& id : held) {
      CANDOR_ASSIGN_OR_RETURN(CaseFile file, view.GetCase(id));
      CANDOR_ASSIGN_OR_RETURN(const Sight sight, viewer.OfCase(file, today));
      cases.push_back({id, sight == Sight::kWhole ? std::move(file.code) : "", therapist, since});
    }
  }
  std::sort(cases.begin(), cases.end(), [](const LeftCase& a, const LeftCase& b) {
    return std::tie(a.since, a.code, a.id) < std::tie(b.since, b.code, b.id);
  });
  return cases;
}

absl::StatusOr<std::vector<Unsupervised>> UnsupervisedOf(const View& view, Viewer& viewer, Day today) {
  CANDOR_ASSIGN_OR_RETURN(const bool directs, viewer.HasRole(Role::kDirector));
  if (!directs) return std::vector<Unsupervised>();
  CANDOR_ASSIGN_OR_RETURN(const auto left, LeftFor(view, viewer, today));
  std::map<MemberId, Unsupervised> found;
  for (const auto& [supervisor, since] : left) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(supervisor));
    for (const Supervision& each : relations) {
      if (each.supervisor != supervisor || each.until != since - 1) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool waits, WaitsForSupervisor(view, each.supervisee, since, today));
      if (!waits) continue;
      const auto [known, added] = found.try_emplace(each.supervisee, Unsupervised{each.supervisee, supervisor, since});
      if (!added && known->second.since < since) known->second = {each.supervisee, supervisor, since};
    }
  }
  std::vector<Unsupervised> members;
  members.reserve(found.size());
  for (const auto& [id, each] : found) members.push_back(each);
  std::stable_sort(members.begin(), members.end(),
                   [](const Unsupervised& a, const Unsupervised& b) { return a.since < b.since; });
  return members;
}

absl::StatusOr<std::vector<WorkItem>> WorkOf(const View& view, Viewer& viewer, const Settings& settings, Day today) {
  Sorter sorter(view, viewer, settings, today);
  SubjectId subject;
  FollowUpId id;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<FollowUp> batch, view.ListOpenFollowUps(subject, id, kBatch));
    const bool last = batch.size() < kBatch;
    if (!batch.empty()) {
      subject = batch.back().clear.subject;
      id = batch.back().clear.id;
    }
    for (FollowUp& each : batch) CANDOR_RETURN_IF_ERROR(sorter.Take(std::move(each)));
    if (last) return std::move(sorter).Sorted();
  }
}

}  // namespace candor::domain
