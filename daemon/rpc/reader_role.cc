#include "daemon/rpc/reader_role.h"

#include <algorithm>
#include <map>

#include "daemon/base/status.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission_table.h"

namespace candor::rpc {
namespace {

using domain::Hat;
using domain::Relation;
using domain::Role;

// Whether who has the role, and nothing else to do with a thing, is shown that much of any.
bool GivesSight(Role role, domain::FieldClass highest) {
  const auto bit = static_cast<domain::Classes>(1U << (static_cast<unsigned>(highest) - 1U));
  const auto cells = domain::SightCells();
  return std::any_of(cells.begin(), cells.end(), [&](const domain::SightCell& cell) {
    return cell.hat == Hat{role, Relation::kNone} && (cell.classes & bit) != 0;
  });
}

// Whether who has the role looks into concerns, as the table has it.
bool SeesConcerns(Role role) {
  return domain::ClassesOf(domain::Thing::kConcern, {role, Relation::kNone}) != 0;
}

// Looks up what it needs once.
class HatFinder {
 public:
  HatFinder(const domain::View& view, const MemberId& reader, Day today)
      : view_(view), reader_(reader), today_(today) {}

  absl::Status Begin() {
    CANDOR_ASSIGN_OR_RETURN(supervisions_, view_.SupervisionsOf(reader_));
    CANDOR_ASSIGN_OR_RETURN(roles_, domain::RolesInForce(view_, reader_, today_));
    return absl::OkStatus();
  }

  absl::StatusOr<Hat> Of(const domain::AccessOf& each) {
    if (each.member == reader_) return Hat{Role::kTherapist, Relation::kSelf};
    if (each.is_of_note()) return OfNote(each.member);
    if (SupervisesNow(each.member)) return Hat{Role::kSupervisor, Relation::kSupervisesNow};
    if (each.subject == domain::SubjectId::Of(reader_)) return Hat{Role::kTherapist, Relation::kSubject};
    CANDOR_ASSIGN_OR_RETURN(const bool party, HasPart(each.subject));
    if (party) return Hat{Role::kTherapist, Relation::kParty};
    for (const Role role : roles_) {
      if (GivesSight(role, each.highest)) return Hat{role, Relation::kNone};
    }
    // Why a concern is sealed is told to whoever may agree to it, a director too, of whose role no cell has words.
    for (const Role role : roles_) {
      if (each.member.empty() && SeesConcerns(role)) return Hat{role, Relation::kNone};
    }
    const bool once = std::any_of(supervisions_.begin(), supervisions_.end(), [&](const domain::Supervision& relation) {
      return relation.supervisor == reader_ && relation.supervisee == each.member;
    });
    if (once) return Hat{Role::kSupervisor, Relation::kSupervisedThen};
    return Hat{Role::kTherapist, Relation::kNone};
  }

 private:
  bool SupervisesNow(const MemberId& member) const {
    return !member.empty() && domain::SupervisesOn(supervisions_, reader_, member, today_);
  }

  absl::StatusOr<Hat> OfNote(const MemberId& author) {
    if (SupervisesNow(author)) {
      CANDOR_ASSIGN_OR_RETURN(const domain::Member member, view_.GetMember(author));
      const domain::LicenceClass* licence = domain::LicenceOn(member, today_);
      if (licence != nullptr && licence->in_training) return Hat{Role::kSupervisor, Relation::kSupervisesNow};
    }
    return Hat{Role::kConsultant, Relation::kNamedReader};
  }

  absl::StatusOr<bool> HasPart(const domain::SubjectId& subject) {
    if (subject.kind != domain::SubjectKind::kCase) return false;
    const auto found = parts_.find(subject.case_id());
    if (found != parts_.end()) return found->second;
    CANDOR_ASSIGN_OR_RETURN(const bool has, view_.EverOnCase(subject.case_id(), reader_));
    parts_.emplace(subject.case_id(), has);
    return has;
  }

  const domain::View& view_;
  const MemberId& reader_;
  const Day today_;
  std::vector<domain::Supervision> supervisions_;
  std::vector<Role> roles_;
  std::map<CaseId, bool> parts_;
};

}  // namespace

absl::Status PutHats(const domain::View& view, const domain::Caller& reader, Day today,
                     std::vector<domain::AccessOf>& of) {
  if (reader.has_every_right() || of.empty()) return absl::OkStatus();
  HatFinder finder(view, reader.acting_for, today);
  CANDOR_RETURN_IF_ERROR(finder.Begin());
  for (domain::AccessOf& each : of) {
    CANDOR_ASSIGN_OR_RETURN(each.hat, finder.Of(each));
  }
  return absl::OkStatus();
}

absl::StatusOr<std::optional<Role>> RoleOfReader(const domain::View& view, const domain::Caller& reader,
                                                 const std::vector<domain::AccessOf>& of, Day today) {
  if (reader.has_every_right()) return std::optional<Role>();
  const domain::AccessOf* most = nullptr;
  for (const domain::AccessOf& each : of) {
    const bool more = most == nullptr || (most->is_of_note() && !each.is_of_note()) ||
                      (!each.is_of_note() && each.highest > most->highest);
    if (more && each.hat) most = &each;
  }
  if (most != nullptr) return std::optional<Role>(most->hat->role);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Role> roles, domain::RolesInForce(view, reader.acting_for, today));
  return std::optional<Role>(roles.empty() ? Role::kTherapist : roles.front());
}

}  // namespace candor::rpc
