#include "daemon/rpc/emergency_contacts.h"

#include <algorithm>
#include <array>
#include <iterator>
#include <tuple>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/member.h"
#include "daemon/domain/role.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::Role;

// Those who can open something come first.
constexpr std::array kCalled = {Role::kDirector, Role::kOwner, Role::kIndependentReviewer, Role::kConsultant,
                                Role::kOutsideConsultant};

size_t RankOfCalled(Role role) {
  return static_cast<size_t>(std::distance(kCalled.begin(), std::find(kCalled.begin(), kCalled.end(), role)));
}

}  // namespace

absl::StatusOr<v1::GetEmergencyContactsResponse> ContactsIn(const domain::View& view, Day today) {
  std::vector<v1::EmergencyContact> contacts;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RoleChange> changes, view.ListRoles());
  for (const domain::RoleChange& grant : domain::GrantsOn(changes, today)) {
    if (RankOfCalled(grant.role) == kCalled.size()) continue;
    CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, view.StaffingOf(grant.member));
    const std::vector<domain::AwayPeriod> away = domain::AwayPeriodsOf(staffing);
    if (domain::HasLeft(away, today)) continue;
    CANDOR_ASSIGN_OR_RETURN(const domain::Member member, view.GetMember(grant.member));
    v1::EmergencyContact& contact = contacts.emplace_back();
    contact.set_member(MemberName(grant.member));
    contact.set_display_name(member.display_name);
    contact.set_role(static_cast<v1::Role>(grant.role));
    contact.set_deputy(grant.deputy);
    contact.set_away(domain::AwayOn(away, today) != nullptr);
  }
  std::stable_sort(contacts.begin(), contacts.end(), [](const v1::EmergencyContact& a, const v1::EmergencyContact& b) {
    const auto place = [](const v1::EmergencyContact& each) {
      return std::tuple(each.away(), RankOfCalled(static_cast<Role>(each.role())), each.deputy());
    };
    return place(a) < place(b);
  });
  v1::GetEmergencyContactsResponse response;
  for (v1::EmergencyContact& each : contacts) *response.add_contacts() = std::move(each);
  return response;
}

absl::StatusOr<v1::GetEmergencyContactsResponse> EmergencyContacts::Answer(
    absl::StatusOr<v1::GetEmergencyContactsResponse> read, absl::Time now) {
  absl::MutexLock lock(&mutex_);
  if (read.ok()) {
    known_ = *read;
    known_at_ = now;
    return read;
  }
  if (known_at_ == absl::InfinitePast()) return read.status();
  v1::GetEmergencyContactsResponse response = known_;
  ToWire(known_at_, response.mutable_known_at());
  return response;
}

}  // namespace candor::rpc
