#include <algorithm>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/role.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/access_settings.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/emergency.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission_table.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

// Who sees what of a member, by the permission table: one line for each of its cells and each person who wears the hat
// toward that member. What a single private note says about its reader is left out: it would tell that there is one.
namespace candor::rpc {
namespace {

using domain::Hat;
using domain::Relation;
using domain::Role;
using domain::SightCell;
using domain::Thing;

// The roles that are given to members, as they are told of.
constexpr Role kGivenRoles[] = {
    Role::kDirector, Role::kOwner,         Role::kIndependentReviewer, Role::kPolicyManager,
    Role::kAuditor,  Role::kAdministrator, Role::kConsultant,          Role::kOutsideConsultant};

// Somebody who wears a hat, and what was written when they see by it.
struct Wearer {
  MemberId member;  // empty: nobody in particular
  std::optional<Day> from;
  std::optional<Day> until;
  bool deputy = false;  // wears it only while whoever they stand in for is away, who is there today
};

// Of one member, in one case or in general.
struct AccessQuestion {
  MemberId member;
  std::optional<domain::CaseFile> file;
  bool in_training = false;                    // today
  std::vector<domain::Supervision> relations;  // in which they are supervised
  // Who has each of the roles that are given, in force today.
  std::vector<std::pair<Role, MemberId>> given;
  // Who would have them in somebody's place. Whose matters a reviewer's deputy would see hangs on who is away, so these
  // are told of once they stand in.
  std::vector<std::pair<Role, MemberId>> deputies;
};

std::string WhyOfDue(int32_t days) {
  return absl::StrCat("only that a conversation is due, when it is still open ", days,
                      " days after its date: not what about. The author is told a week before");
}

std::string WhyOfRole(Role role) {
  switch (role) {
    case Role::kDirector:
      return "directs the practice: that it is there, whose it is and its dates";
    case Role::kOwner:
      return "owns the practice, and is shown nothing of it by that";
    case Role::kIndependentReviewer:
      return "reviews what is raised about who directs or owns the practice, or about anybody";
    case Role::kPolicyManager:
      return "tries out rules, and sees what these would ask for";
    case Role::kAuditor:
      return "looks through the ledger and the log of who read what, and is shown nothing of it by that";
    case Role::kAdministrator:
      return "looks after members and keys, and is shown nothing of it by that";
    case Role::kConsultant:
    case Role::kOutsideConsultant:
      return "can be turned to, and is shown what they are named to read";
    case Role::kTherapist:
    case Role::kSupervisor:
      break;
  }
  return "";
}

// A sentence without names.
std::string WhyOf(const SightCell& cell, int32_t escalate_after_days) {
  if (cell.thing == Thing::kConversationDue) {
    return WhyOfDue(cell.hat.role == Role::kDirector ? 2 * escalate_after_days : escalate_after_days);
  }
  switch (cell.hat.relation) {
    case Relation::kSelf:
      return "it is their own";
    case Relation::kSupervisesNow:
      return cell.thing == Thing::kPrivateNoteInTraining ? "supervised them when it was saved, and does now, while "
                                                           "they are in training"
                                                         : "supervises them now";
    case Relation::kSupervisedThen:
      return "supervised them on its day";
    case Relation::kNamedReader:
      return cell.thing == Thing::kEntry || cell.thing == Thing::kConcern
                 ? "wrote what it answers"
                 : "the one person whom its author names for it, and nobody else";
    case Relation::kSubject:
      return cell.thing == Thing::kConcern
                 ? "it is about them: from the day on which they are told, without who said it"
                 : "somebody else wrote it about them";
    case Relation::kParty:
      return "has a part in the case, or acts for whoever holds it; who had one, of their own time";
    case Relation::kEmergency:
      return "only in an emergency, when two people open it for some hours; those whom it is about are told";
    case Relation::kNone:
      if (cell.thing == Thing::kConcern && cell.hat.role == Role::kIndependentReviewer) {
        return "reviews what is raised about them, and is told who raised it";
      }
      return WhyOfRole(cell.hat.role);
  }
  return "";
}

// Whoever supervises them by now, or did on any day: on each the one who counts.
std::vector<Wearer> Supervisors(const AccessQuestion& question, bool now, Day today) {
  std::vector<Wearer> wearers;
  for (const domain::Supervision& each : domain::SupervisionsThatCount(question.relations, question.member)) {
    if (now && !domain::IsInForce(each, today)) continue;
    wearers.push_back({each.supervisor, each.from, each.until});
  }
  return wearers;
}

absl::StatusOr<std::vector<Wearer>> Parties(const domain::View& view, const AccessQuestion& question, Day today) {
  // In general it is nobody in particular.
  if (!question.file) return std::vector<Wearer>(1);
  std::vector<Wearer> wearers;
  const auto add = [&](const MemberId& who) {
    const bool known =
        who.empty() || who == question.member ||
        std::any_of(wearers.begin(), wearers.end(), [&](const Wearer& each) { return each.member == who; });
    if (!known) wearers.push_back({who, std::nullopt, std::nullopt});
  };
  for (const domain::Part& part : question.file->parts) add(part.therapist);
  if (question.file->parts.empty()) return wearers;
  std::map<MemberId, std::vector<domain::AwayPeriod>> away;
  const auto away_of = [&](const MemberId& each) -> absl::StatusOr<const std::vector<domain::AwayPeriod>*> {
    const auto [found, added] = away.try_emplace(each);
    if (added) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::EntryHeader> staffing, view.StaffingOf(each));
      found->second = domain::AwayPeriodsOf(staffing);
    }
    return &found->second;
  };
  CANDOR_ASSIGN_OR_RETURN(const MemberId cover, domain::CoverOn(question.file->parts.back().therapist, today, away_of));
  add(cover);
  return wearers;
}

std::vector<Wearer> Given(const AccessQuestion& question, Role role) {
  std::vector<Wearer> wearers;
  for (const auto& [given, member] : question.given) {
    if (given == role) wearers.push_back({member, std::nullopt, std::nullopt});
  }
  // So that it is seen what the role would show, before anybody has it.
  if (wearers.empty()) wearers.emplace_back();
  return wearers;
}

// Of those who have the role, who sees this of the member by it: nobody has to be told that they see their own, and
// what is raised about somebody is for others.
absl::StatusOr<std::vector<Wearer>> GivenToward(const domain::View& view, const AccessQuestion& question,
                                                const SightCell& cell, Day today) {
  std::vector<Wearer> wearers;
  for (const Wearer& each : Given(question, cell.hat.role)) {
    if (each.member == question.member) continue;
    if (!each.member.empty() && cell.hat.role == Role::kIndependentReviewer) {
      CANDOR_ASSIGN_OR_RETURN(const bool reviews, domain::ReviewsMatterOf(view, each.member, question.member, today));
      if (!reviews) continue;
    }
    wearers.push_back(each);
  }
  for (const auto& [role, member] : question.deputies) {
    if (role == cell.hat.role && member != question.member) {
      wearers.push_back({member, std::nullopt, std::nullopt, /*deputy=*/true});
    }
  }
  return wearers;
}

// To whom it is opened at that moment; else nobody in particular, so that it is known that it can be.
absl::StatusOr<std::vector<Wearer>> OpenedNowTo(const domain::View& view, const AccessQuestion& question,
                                                absl::Time now) {
  std::vector<Wearer> wearers;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Emergency> all, view.ListEmergencies());
  for (const domain::Emergency& each : all) {
    const bool is_it = each.subject == domain::SubjectId::Of(question.member) ||
                       (question.file && each.subject == domain::SubjectId::Of(question.file->id));
    if (is_it && domain::IsInForce(each, now)) wearers.push_back({each.asker, std::nullopt, std::nullopt});
  }
  if (wearers.empty()) wearers.emplace_back();
  return wearers;
}

// Who wears the hat toward the member; empty: nobody can.
absl::StatusOr<std::vector<Wearer>> WearersOf(const domain::View& view, const AccessQuestion& question,
                                              const SightCell& cell, Day today, absl::Time now) {
  if (cell.thing == Thing::kPrivateNoteInTraining && !question.in_training) return std::vector<Wearer>();
  // Consultants are told of those whom nobody supervises.
  const bool supervised = !domain::SupervisorOn(question.relations, question.member, today).empty();
  if (cell.hat.role == Role::kConsultant && cell.thing == Thing::kConversationDue && supervised) {
    return std::vector<Wearer>();
  }
  switch (cell.hat.relation) {
    case Relation::kSelf:
    case Relation::kSubject:
      return std::vector<Wearer>{{question.member, std::nullopt, std::nullopt}};
    case Relation::kSupervisesNow:
      return Supervisors(question, true, today);
    case Relation::kSupervisedThen:
      return Supervisors(question, false, today);
    case Relation::kNamedReader:
      return std::vector<Wearer>(1);
    case Relation::kParty:
      return Parties(view, question, today);
    case Relation::kEmergency:
      return OpenedNowTo(view, question, now);
    case Relation::kNone:
      return GivenToward(view, question, cell, today);
  }
  return std::vector<Wearer>();
}

void WriteClasses(domain::Classes classes, v1::AccessLine* out) {
  for (int number = v1::FIELD_CLASS_TRIAGE; number <= v1::FIELD_CLASS_PERSONAL; ++number) {
    if ((classes & (1U << static_cast<unsigned>(number - 1))) != 0) {
      out->add_classes(static_cast<v1::FieldClass>(number));
    }
  }
}

void WriteAccessLine(const Wearer& wearer, const Hat& hat, std::string why, v1::AccessLine* out) {
  out->set_reader(MemberName(wearer.member));
  out->set_role(static_cast<v1::Role>(hat.role));
  out->set_relation(static_cast<v1::Relation>(hat.relation));
  if (wearer.from) rpc::ToWire(*wearer.from, out->mutable_from());
  if (wearer.until) rpc::ToWire(*wearer.until, out->mutable_until());
  out->set_deputy(wearer.deputy);
  out->set_why(wearer.deputy ? absl::StrCat("only while whoever they stand in for is away: ", why) : std::move(why));
}

absl::Status WriteCells(const Question& question, const AccessQuestion& asked, v1::ExplainAccessResponse& response) {
  const domain::AccessSettings& access = question.settings.access;
  for (const SightCell& cell : domain::SightCells()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Wearer> wearers,
                            WearersOf(*question.view, asked, cell, question.today, question.at));
    const domain::Classes classes = domain::Tightened(cell.classes, access.tightened, cell.hat);
    // A private note is shown as such or not at all, as Viewer has it.
    if ((cell.classes & ~classes & domain::kPersonalBit) != 0) continue;
    for (const Wearer& wearer : wearers) {
      v1::AccessLine* const line = response.add_lines();
      WriteAccessLine(wearer, cell.hat, WhyOf(cell, access.escalate_after_days), line);
      line->set_thing(static_cast<v1::AccessThing>(cell.thing));
      WriteClasses(classes, line);
    }
  }
  return absl::OkStatus();
}

// Roles that show nothing of what is written: that is worth knowing too.
void WriteRolesWithoutSight(const AccessQuestion& asked, v1::ExplainAccessResponse& response) {
  for (const Role role : kGivenRoles) {
    const auto cells = domain::SightCells();
    const bool shows = std::any_of(cells.begin(), cells.end(), [role](const SightCell& cell) {
      return cell.hat == Hat{role, Relation::kNone};
    });
    if (shows) continue;
    for (const Wearer& wearer : Given(asked, role)) {
      WriteAccessLine(wearer, {role, Relation::kNone}, WhyOfRole(role), response.add_lines());
    }
  }
}

// Who is on record as supervising them today beside the one who counts: whoever asks knows of both.
void WriteOtherSupervisors(const AccessQuestion& asked, Day today, v1::ExplainAccessResponse& response) {
  const MemberId counts = domain::SupervisorOn(asked.relations, asked.member, today);
  std::set<MemberId> told = {counts};
  for (const domain::Supervision& each : asked.relations) {
    if (!domain::IsInForce(each, today) || !told.insert(each.supervisor).second) continue;
    WriteAccessLine({each.supervisor, each.from, each.until}, {Role::kSupervisor, Relation::kSupervisedThen},
                    "supervises them too, on record: while somebody who began later does, that one counts, and nothing "
                    "of these days is shown by this",
                    response.add_lines());
  }
}

// Whoever opens the daemon's socket.
void WriteOperator(bool bounded, v1::ExplainAccessResponse& response) {
  v1::AccessLine* const line = response.add_lines();
  line->set_relation(v1::RELATION_NONE);
  line->set_why(bounded ? "can export everything, private notes too, which is on record and told to those whom it is "
                          "of, and is else shown what a director is shown; whoever has the daemon's machine and its "
                          "keys can read all of it"
                        : "until somebody has enrolled, whoever can open the daemon's socket on its machine reads all "
                          "of it");
  WriteClasses(domain::kEveryClass, line);
}

// Oneself, and others for whoever answers for who sees what.
absl::Status CheckMayExplain(Question& question, const MemberId& member) {
  if (question.viewer.is_operator() || question.viewer.IsTheirs(member)) return absl::OkStatus();
  for (const Role role : {Role::kDirector, Role::kAuditor}) {
    CANDOR_ASSIGN_OR_RETURN(const bool has, question.viewer.HasRole(role));
    if (has) return absl::OkStatus();
  }
  return WithDetail(absl::PermissionDeniedError("everybody can ask who sees what of themselves; for somebody else the "
                                                "director or an auditor asks"),
                    {"member", "others_access"});
}

// NOT_FOUND for a case that the caller is not shown, as for none. Whose cases are looked at stands in the log, so that
// an auditor, who goes through it, may ask of each.
absl::StatusOr<domain::CaseFile> FileShown(Question& question, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const CaseId id, ParseCase(name, "case"));
  const absl::Status none = NotFoundField("case", "no such case; see `candor case list`");
  auto file = question.view->GetCase(id);
  if (absl::IsNotFound(file.status())) return none;
  CANDOR_RETURN_IF_ERROR(file.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfCase(*file, question.today));
  if (sight != domain::Sight::kNothing) return file;
  CANDOR_ASSIGN_OR_RETURN(const bool audits, question.viewer.HasRole(Role::kAuditor));
  if (!audits) return none;
  return file;
}

bool Has(const std::vector<std::pair<Role, MemberId>>& people, const std::pair<Role, MemberId>& one) {
  return std::find(people.begin(), people.end(), one) != people.end();
}

absl::Status LookUpPeople(const Question& question, AccessQuestion& asked) {
  const domain::View& view = *question.view;
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, view.GetMember(asked.member));
  const domain::LicenceClass* const licence = domain::LicenceOn(member, question.today);
  asked.in_training = licence != nullptr && licence->in_training;
  CANDOR_ASSIGN_OR_RETURN(asked.relations, view.SupervisionsOf(asked.member));
  std::erase_if(asked.relations, [&](const domain::Supervision& each) { return each.supervisee != asked.member; });
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RoleChange> changes, view.ListRoles());
  const std::vector<domain::RoleChange> grants = domain::GrantsOn(changes, question.today);
  std::set<MemberId> looked_up;
  for (const domain::RoleChange& grant : grants) {
    if (!looked_up.insert(grant.member).second) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(view, grant.member, question.today));
    if (left) continue;
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Role> roles, domain::RolesInForce(view, grant.member, question.today));
    for (const Role role : roles) asked.given.emplace_back(role, grant.member);
    for (const domain::RoleChange& each : grants) {
      const bool waits = each.deputy && each.member == grant.member && each.role != Role::kIndependentReviewer;
      const std::pair<Role, MemberId> known(each.role, each.member);
      if (!waits || Has(asked.given, known) || Has(asked.deputies, known)) continue;
      asked.deputies.push_back(known);
    }
  }
  return absl::OkStatus();
}

absl::Status ExplainAccess(const Rooms& rooms, const Call& call, const v1::ExplainAccessRequest& request,
                           v1::ExplainAccessResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  AccessQuestion asked;
  asked.member = call.caller.acting_for;
  if (!request.member().empty()) {
    CANDOR_ASSIGN_OR_RETURN(asked.member, KnownMember(*question.view, request.member(), "member"));
  }
  if (asked.member.empty()) return MissingField("member", "say whose it is that somebody sees");
  CANDOR_RETURN_IF_ERROR(CheckMayExplain(question, asked.member));
  if (!request.case_().empty()) {
    CANDOR_ASSIGN_OR_RETURN(asked.file, FileShown(question, request.case_()));
  }
  CANDOR_RETURN_IF_ERROR(LookUpPeople(question, asked));
  CANDOR_RETURN_IF_ERROR(WriteCells(question, asked, response));
  WriteRolesWithoutSight(asked, response);
  WriteOtherSupervisors(asked, question.today, response);
  WriteOperator(rooms.identity.AnyoneEnrolled(), response);
  // Who has to do with whose cases is about them too.
  if (!question.viewer.IsTheirs(asked.member)) call.reads->NoteScope("access explain", response.SerializeAsString());
  return absl::OkStatus();
}

}  // namespace

void AddAccessExplanation(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.RoleService.ExplainAccess", rooms, ExplainAccess);
}

}  // namespace candor::rpc
