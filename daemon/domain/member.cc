#include "daemon/domain/member.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <set>
#include <tuple>
#include <utility>

#include "daemon/domain/entry.h"
#include "daemon/domain/fields.h"

namespace candor::domain {
namespace {

MemberId NamedIn(const EntryHeader& change, std::optional<FieldId> field) {
  const std::optional<IdBytes> id = field ? change.facts.IdOf(*field) : std::nullopt;
  return id ? MemberId(*id) : MemberId();
}

void EndSupervision(const MemberId& supervisor, Day last_day, std::vector<Supervision>& relations) {
  for (Supervision& relation : relations) {
    const bool meant = supervisor.empty() || relation.supervisor == supervisor;
    if (meant && IsInForce(relation, last_day)) relation.until = last_day;
  }
}

void EndAfter(Day last_day, Supervision& relation) {
  relation.until = std::min(relation.until.value_or(last_day), last_day);
}

void BeginSupervision(const MemberId& supervisee, const MemberId& supervisor, Day from, const EntryId& by,
                      std::vector<Supervision>& relations) {
  if (supervisor.empty() || supervisor == supervisee) return;
  relations.push_back({supervisee, supervisor, from, std::nullopt, 0, by});
}

}  // namespace

std::optional<FieldId> WhoBeginsBy(const Facts& change) {
  if (change.IdOf(fields::kSupervisionChangeNextSupervisor)) return fields::kSupervisionChangeNextSupervisor;
  const bool begins = change.Number(fields::kSupervisionChangeEvent) == words::kSupervisionBegun;
  const bool named = change.IdOf(fields::kSupervisionChangeSupervisor).has_value();
  return begins && named ? std::optional(fields::kSupervisionChangeSupervisor) : std::nullopt;
}

std::vector<Supervision> SupervisionsAfter(std::vector<Supervision> recorded, const MemberId& supervisee,
                                           const std::vector<EntryHeader>& staffing) {
  std::vector<Supervision> relations = std::move(recorded);
  std::erase_if(relations, [&](const Supervision& relation) { return relation.supervisee != supervisee; });
  for (const EntryHeader& change : staffing) {
    if (change.kind != Kind::kSupervisionChange) continue;
    const Day day = change.occurred.day;
    const MemberId supervisor = NamedIn(change, fields::kSupervisionChangeSupervisor);
    const MemberId begins = NamedIn(change, WhoBeginsBy(change.facts));
    const std::optional<int64_t> event = change.facts.Number(fields::kSupervisionChangeEvent);
    if (event == words::kSupervisionBegun || event == words::kSupervisionSubstituted) {
      BeginSupervision(supervisee, begins, day, change.id, relations);
    }
    if (event != words::kSupervisionEnded) continue;
    EndSupervision(supervisor.empty() ? SupervisorOn(relations, supervisee, day) : supervisor, day, relations);
    BeginSupervision(supervisee, begins, day + 1, change.id, relations);
  }
  return relations;
}

std::vector<Supervision> WithoutWhoLeft(std::vector<Supervision> relations, const std::map<MemberId, Day>& gone) {
  const std::vector<Supervision> told = relations;
  for (size_t i = 0; i < told.size(); ++i) {
    const auto left = gone.find(told[i].supervisor);
    if (left == gone.end()) continue;
    EndAfter(left->second - 1, relations[i]);
    if (told[i].until) continue;
    // Whom they followed was replaced for good: nobody is given a view of others by a departure.
    const Day last_day = std::max(left->second, told[i].from) - 1;
    for (size_t j = 0; j < told.size(); ++j) {
      if (std::pair(told[j].from, j) < std::pair(told[i].from, i)) EndAfter(last_day, relations[j]);
    }
  }
  std::erase_if(relations, [](const Supervision& each) { return each.until && *each.until < each.from; });
  return relations;
}

const LicenceClass* LicenceOn(const Member& member, Day day) {
  if (member.licences.empty()) return nullptr;
  const auto after = std::find_if(member.licences.begin(), member.licences.end(), [&](const LicencePeriod& period) {
    return period.from.has_value() && *period.from > day;
  });
  return after == member.licences.begin() ? &after->licence : &std::prev(after)->licence;
}

bool AddLicence(Member& member, Day day, const LicenceClass& licence) {
  if (const LicenceClass* known = LicenceOn(member, day); known != nullptr && *known == licence) return false;
  std::vector<LicencePeriod>& periods = member.licences;
  auto place = std::find_if(periods.begin(), periods.end(), [&](const LicencePeriod& period) {
    return period.from.has_value() && *period.from >= day;
  });
  if (place != periods.end() && *place->from == day) {
    place->licence = licence;
  } else {
    place = periods.insert(place, {day, licence});
  }
  const auto next = std::next(place);
  if (next != periods.end() && next->licence == licence) periods.erase(next);
  return true;
}

bool AddMembership(Member& member, const Membership& membership) {
  std::vector<Membership>& all = member.memberships;
  const auto same = std::find_if(all.begin(), all.end(), [&](const Membership& each) {
    return each.body == membership.body && each.from == membership.from;
  });
  if (same != all.end()) {
    if (*same == membership) return false;
    *same = membership;
    return true;
  }
  const auto after = std::find_if(all.begin(), all.end(), [&](const Membership& each) {
    return std::tie(membership.body, membership.from) < std::tie(each.body, each.from);
  });
  all.insert(after, membership);
  return true;
}

bool BelongsTo(const Member& member, std::string_view body, Day day) {
  return std::any_of(member.memberships.begin(), member.memberships.end(), [&](const Membership& each) {
    return each.body == body && (!each.from || *each.from <= day) && (!each.until || *each.until >= day);
  });
}

bool IsInForce(const Supervision& relation, Day day) {
  return relation.from <= day && (!relation.until || *relation.until >= day);
}

MemberId SupervisorOn(const std::vector<Supervision>& supervisions, const MemberId& supervisee, Day day) {
  const Supervision* newest = nullptr;
  for (const Supervision& relation : supervisions) {
    if (relation.supervisee != supervisee || !IsInForce(relation, day)) continue;
    if (newest == nullptr || relation.from >= newest->from) newest = &relation;
  }
  return newest == nullptr ? MemberId() : newest->supervisor;
}

std::vector<Supervision> SupervisionsThatCount(const std::vector<Supervision>& supervisions,
                                               const MemberId& supervisee) {
  // The days on which it may become another one.
  std::set<Day> turns;
  for (const Supervision& relation : supervisions) {
    if (relation.supervisee != supervisee) continue;
    turns.insert(relation.from);
    if (relation.until) turns.insert(*relation.until + 1);
  }
  std::vector<Supervision> counting;
  for (auto turn = turns.begin(); turn != turns.end(); ++turn) {
    const MemberId who = SupervisorOn(supervisions, supervisee, *turn);
    if (who.empty()) continue;
    const auto next = std::next(turn);
    const std::optional<Day> until = next == turns.end() ? std::nullopt : std::optional<Day>(*next - 1);
    const bool goes_on = !counting.empty() && counting.back().supervisor == who &&
                         counting.back().until == std::optional<Day>(*turn - 1);
    if (!goes_on) counting.push_back({supervisee, who, *turn, until});
    counting.back().until = until;
  }
  return counting;
}

bool SupervisesOn(const std::vector<Supervision>& supervisions, const MemberId& supervisor, const MemberId& supervisee,
                  Day day) {
  return !supervisor.empty() && SupervisorOn(supervisions, supervisee, day) == supervisor;
}

}  // namespace candor::domain
