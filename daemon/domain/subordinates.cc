#include "daemon/domain/subordinates.h"

#include <algorithm>

#include "daemon/base/status.h"
#include "daemon/domain/member.h"
#include "daemon/domain/role.h"

namespace candor::domain {

bool IsAmong(const std::vector<MemberId>& members, const MemberId& who) {
  return std::find(members.begin(), members.end(), who) != members.end();
}

absl::StatusOr<std::vector<MemberId>> SuperiorsOf(const View& view, const MemberId& who, Day day) {
  std::vector<MemberId> found;
  const auto add = [&](const MemberId& superior) {
    if (!superior.empty() && superior != who && !IsAmong(found, superior)) found.push_back(superior);
  };
  // Those found are asked in their turn.
  for (size_t i = 0; i <= found.size(); ++i) {
    const MemberId next = i == 0 ? who : found[i - 1];
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> supervisions, view.SupervisionsOf(next));
    add(SupervisorOn(supervisions, next, day));
    CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.RolesOf(next));
    for (const RoleChange& grant : GrantsOn(changes, day)) {
      if (grant.member == next && grant.deputy) add(grant.of);
    }
  }
  return found;
}

absl::StatusOr<bool> AnswersTo(const View& view, const MemberId& who, const MemberId& superior, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<MemberId> superiors, SuperiorsOf(view, who, day));
  return IsAmong(superiors, superior);
}

}  // namespace candor::domain
