#include "daemon/domain/member.h"

#include <algorithm>
#include <iterator>

namespace candor::domain {
namespace {

bool InForce(const Supervision& relation, Day day) {
  return relation.from <= day && (!relation.until || *relation.until >= day);
}

}  // namespace

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

MemberId SupervisorOn(const std::vector<Supervision>& supervisions, const MemberId& supervisee, Day day) {
  const Supervision* newest = nullptr;
  for (const Supervision& relation : supervisions) {
    if (relation.supervisee != supervisee || !InForce(relation, day)) continue;
    if (newest == nullptr || relation.from >= newest->from) newest = &relation;
  }
  return newest == nullptr ? MemberId() : newest->supervisor;
}

bool SupervisesOn(const std::vector<Supervision>& supervisions, const MemberId& supervisor, const MemberId& supervisee,
                  Day day) {
  return !supervisor.empty() && SupervisorOn(supervisions, supervisee, day) == supervisor;
}

}  // namespace candor::domain
