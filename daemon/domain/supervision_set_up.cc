#include "daemon/domain/supervision_set_up.h"

#include <algorithm>
#include <cstddef>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/host_facts.h"
#include "daemon/domain/supervision_units.h"

namespace candor::domain {
namespace {

constexpr size_t kMembersAPage = 1000;

// Whom the law speaks of.
bool IsAssociateOn(const Member& member, Day day) {
  return RuleOf(ProfileFor(LicenceOn(member, day))).by_hours();
}

struct SignedAgreement {
  MemberId supervisor;
  Day signed_on;
  std::optional<Day> until;  // the earlier of its own end and that of the agreement with the site
};

std::optional<Day> DayOfFact(const EntryHeader& header, FieldId field) {
  const std::optional<int64_t> number = header.facts.Number(field);
  return number ? std::optional(DayFromNumber(static_cast<int32_t>(*number))) : std::nullopt;
}

std::optional<Day> EarlierOf(std::optional<Day> a, std::optional<Day> b) {
  if (!a || !b) return a ? a : b;
  return std::min(*a, *b);
}

// Whom a change of supervision is about: the next one, where there is one.
std::optional<IdBytes> SupervisorToldIn(const EntryHeader& change) {
  const std::optional<IdBytes> next = change.facts.IdOf(fields::kSupervisionChangeNextSupervisor);
  return next ? next : change.facts.IdOf(fields::kSupervisionChangeSupervisor);
}

// It may be told by the entry that supervision has begun, too.
std::vector<SignedAgreement> AgreementsIn(const std::vector<EntryHeader>& staffing) {
  std::vector<SignedAgreement> agreements;
  for (const EntryHeader& header : staffing) {
    if (header.kind != Kind::kSupervisionChange) continue;
    const std::optional<Day> signed_on = DayOfFact(header, fields::kSupervisionChangeAgreementSignedOn);
    const bool says_so = header.facts.Number(fields::kSupervisionChangeEvent) == words::kAgreementSigned;
    if (!says_so && !signed_on) continue;
    const std::optional<IdBytes> supervisor = SupervisorToldIn(header);
    if (!supervisor) continue;
    agreements.push_back({MemberId(*supervisor), signed_on.value_or(header.occurred.day),
                          EarlierOf(DayOfFact(header, fields::kSupervisionChangeAgreementUntil),
                                    DayOfFact(header, fields::kSupervisionChangeSiteAgreementUntil))});
  }
  return agreements;
}

// On `last`, and begun on `from`.
bool IsAgreed(const MemberId& supervisor, Day from, Day last, const std::vector<SignedAgreement>& agreements) {
  bool in_time = false;
  std::optional<SignedAgreement> newest;
  for (const SignedAgreement& each : agreements) {
    if (each.supervisor != supervisor || each.signed_on > last) continue;
    in_time = in_time || each.signed_on <= from + kAgreementWithinDays;
    if (!newest || newest->signed_on <= each.signed_on) newest = each;
  }
  return in_time && newest && (!newest->until || *newest->until >= last);
}

void AddAgreement(const SupervisedMember& supervisee, const MemberId& supervisor, Day last, SupervisionSetUp& set_up) {
  Day from = last;
  for (const Supervision& each : supervisee.supervisions) {
    const bool in_force = each.from <= last && (!each.until || *each.until >= last);
    if (each.supervisee != supervisee.member.id || each.supervisor != supervisor || !in_force) continue;
    from = std::min(from, each.from);
  }
  if (last <= from + kAgreementWithinDays) return;
  ++set_up.supervisions;
  if (IsAgreed(supervisor, from, last, AgreementsIn(supervisee.staffing))) ++set_up.agreed;
}

// As the newest change of supervision tells that tells of it by the last day.
void CountLicence(const SupervisedMember& supervisee, const MemberId& supervisor, Day last, SupervisionSetUp& set_up) {
  std::optional<Day> until;
  for (const EntryHeader& change : supervisee.staffing) {
    if (change.kind != Kind::kSupervisionChange || change.occurred.day > last) continue;
    const std::optional<IdBytes> told_of = SupervisorToldIn(change);
    if (!told_of || MemberId(*told_of) != supervisor) continue;
    if (const auto told = DayOfFact(change, fields::kSupervisionChangeLicenceUntil)) until = told;
  }
  if (!until) return;
  ++set_up.licences;
  if (*until >= last) ++set_up.licences_in_order;
}

bool LearnsOn(const Member& member, Day day) {
  const LicenceClass* const licence = LicenceOn(member, day);
  return licence != nullptr && licence->in_training;
}

// The day, and those after it on which somebody may come to count among people in training, or no longer.
std::set<Day> TurnsFrom(Day from, const Member& member, const std::vector<Supervision>& relations,
                        const std::optional<Day>& gone) {
  std::set<Day> turns = {from};
  const auto add = [&](Day day) {
    if (day > from) turns.insert(day);
  };
  for (const Supervision& relation : relations) {
    if (relation.supervisee != member.id) continue;
    add(relation.from);
    if (relation.until) add(*relation.until + 1);
  }
  for (const LicencePeriod& period : member.licences) {
    if (period.from) add(*period.from);
  }
  if (gone) add(*gone);
  return turns;
}

}  // namespace

SupervisionSetUp SupervisionSetUpOf(const std::vector<SupervisedMember>& members, const SupervisionWindow& window) {
  SupervisionSetUp set_up;
  const Day last = std::min(window.to, window.as_of_day);
  std::map<MemberId, int> span;
  for (const SupervisedMember& each : members) {
    if (!IsAssociateOn(each.member, last)) continue;
    const MemberId supervisor = SupervisorOn(each.supervisions, each.member.id, last);
    if (supervisor.empty()) continue;
    AddAgreement(each, supervisor, last, set_up);
    CountLicence(each, supervisor, last, set_up);
    ++span[supervisor];
  }
  for (const auto& [supervisor, supervisees] : span) {
    ++set_up.supervisors;
    if (supervisees <= kLargestSpan) ++set_up.within_span;
  }
  return set_up;
}

absl::StatusOr<SupervisionSetUp> ReadSupervisionSetUp(const View& view, const SupervisionWindow& window) {
  std::vector<SupervisedMember> supervised;
  MemberId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<Member> page, view.ListMembers(after, kMembersAPage));
    const bool last_page = page.size() < kMembersAPage;
    if (!page.empty()) after = page.back().id;
    for (Member& member : page) {
      CANDOR_ASSIGN_OR_RETURN(std::vector<Supervision> supervisions, view.SupervisionsOf(member.id));
      if (supervisions.empty()) continue;
      CANDOR_ASSIGN_OR_RETURN(std::vector<EntryHeader> staffing, view.StaffingOf(member.id));
      supervised.push_back({std::move(member), std::move(supervisions), std::move(staffing)});
    }
    if (last_page) break;
  }
  return SupervisionSetUpOf(supervised, window);
}

void SuperviseeCount::Add(const Member& member, const std::vector<Supervision>& relations,
                          const std::optional<Day>& gone) {
  bool counted = false;
  for (const Day day : TurnsFrom(begins_.from, member, relations, gone)) {
    const bool theirs = (day == begins_.from && member.id == supervisee_) ||
                        SupervisesOn(relations, begins_.supervisor, member.id, day);
    const bool counts = theirs && (!gone || day < *gone) && LearnsOn(member, day);
    if (counts != counted) turns_[day] += counts ? 1 : -1;
    counted = counts;
  }
}

Supervisees SuperviseeCount::Sum() const {
  Supervisees sum;
  int32_t now = 0;
  int32_t least = 0;
  for (const auto& [day, change] : turns_) {
    now += change;
    if (day == begins_.from) sum.count = least = now;
    for (; least > now; --least) sum.until.push_back(DayNumber(day) - 1);
  }
  return sum;
}

absl::StatusOr<std::optional<Supervisees>> SuperviseesAfter(const View& view, const Entry& change) {
  const std::optional<SupervisedFrom> begins = SupervisedFromOf(change);
  if (!begins) return std::optional<Supervisees>();
  const MemberId& supervisee = change.header.therapist;
  CANDOR_ASSIGN_OR_RETURN(const Member bound, view.GetMember(supervisee));
  if (!LearnsOn(bound, begins->from)) return std::optional<Supervisees>();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(begins->supervisor));
  std::set<MemberId> team = {supervisee};
  for (const Supervision& each : relations) {
    if (each.supervisor == begins->supervisor) team.insert(each.supervisee);
  }
  SuperviseeCount count(*begins, supervisee);
  for (const MemberId& each : team) {
    CANDOR_ASSIGN_OR_RETURN(const Member member, view.GetMember(each));
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> theirs, view.SupervisionsOf(each));
    std::optional<Day> gone;
    if (each != supervisee) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(each));
      gone = GoneFrom(AwayPeriodsOf(staffing));
    }
    count.Add(member, theirs, gone);
  }
  return std::optional<Supervisees>(count.Sum());
}

}  // namespace candor::domain
