#include "daemon/domain/member.h"

namespace candor::domain {
namespace {

bool InForce(const Supervision& relation, Day day) {
  return relation.from <= day && (!relation.until || *relation.until >= day);
}

}  // namespace

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
