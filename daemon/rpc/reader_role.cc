#include "daemon/rpc/reader_role.h"

#include <algorithm>
#include <set>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission_table.h"

namespace candor::rpc {
namespace {

using domain::Role;

// Of more people than that it is no single colleague's matter.
constexpr size_t kMostLookedUp = 16;

absl::StatusOr<bool> SupervisesOneOf(const domain::View& view, const MemberId& reader, const Shown& shown) {
  std::set<MemberId> people;
  for (const domain::AccessOf& each : shown.of) {
    if (!each.member.empty() && people.size() < kMostLookedUp) people.insert(each.member);
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> relations, view.SupervisionsOf(reader));
  return std::any_of(relations.begin(), relations.end(), [&](const domain::Supervision& each) {
    return each.supervisor == reader && people.contains(each.supervisee);
  });
}

// Whether who has the role, and nothing else to do with a thing, is shown that much of any.
bool GivesSight(Role role, domain::FieldClass highest) {
  const auto bit = static_cast<domain::Classes>(1U << (static_cast<unsigned>(highest) - 1U));
  const auto cells = domain::SightCells();
  return std::any_of(cells.begin(), cells.end(), [&](const domain::SightCell& cell) {
    return cell.hat == domain::Hat{role, domain::Relation::kNone} && (cell.classes & bit) != 0;
  });
}

}  // namespace

absl::StatusOr<std::optional<Role>> RoleOfReader(const domain::View& view, const domain::Caller& reader,
                                                 const Shown& shown, Day today) {
  if (reader.has_every_right()) return std::optional<Role>();
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, SupervisesOneOf(view, reader.acting_for, shown));
  if (supervises) return std::optional<Role>(Role::kSupervisor);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Role> roles, domain::RolesInForce(view, reader.acting_for, today));
  for (const Role role : roles) {
    // Figures are of nobody, and are shown by a role alone.
    if (shown.empty() || GivesSight(role, shown.highest)) return std::optional<Role>(role);
  }
  return std::optional<Role>(Role::kTherapist);
}

}  // namespace candor::rpc
