#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "candor/v1/member.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/page.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/services.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoMember = "no such member; see `candor member list`";

// What the store says about the member, about the field as the request has it.
absl::Status MemberAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  return detail && detail->field == "display_name" ? AboutField(status, "member.display_name") : status;
}

void CreateMember(const Rooms& rooms, const Call& call, const v1::CreateMemberRequest& request,
                  const Reply<v1::CreateMemberResponse>& reply) {
  domain::Member member;
  auto id = IdToMake(rooms, call, "member", request.request_id());
  if (!id.ok()) return reply(id.status());
  member.id = MemberId(*id);
  auto name = PersonFromWire(request.member().display_name(), "member.display_name");
  if (!name.ok()) return reply(name.status());
  member.display_name = *std::move(name);
  if (request.member().has_licence()) {
    auto licence = LicenceFromWire(request.member().licence(), "member.licence");
    if (!licence.ok()) return reply(licence.status());
    member.licences = {{std::nullopt, *std::move(licence)}};
  }
  for (const v1::Membership& each : request.member().memberships()) {
    auto membership = MembershipFromWire(each, "member.memberships");
    if (!membership.ok()) return reply(membership.status());
    domain::AddMembership(member, *membership);
  }
  domain::Transaction transaction{{member}, SentBy(request)};
  rooms.store.Append(std::move(transaction),
                     [rooms, id = member.id, reply](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(MemberAsSent(appended.status()));
                       const auto made = rooms.store.Latest()->GetMember(id);
                       if (!made.ok()) return reply(made.status());
                       v1::CreateMemberResponse response;
                       ToWire(*made, response.mutable_member());
                       reply(std::move(response));
                     });
}

absl::Status GetMember(const Rooms& rooms, const Call& call, const v1::GetMemberRequest& request,
                       v1::GetMemberResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const MemberId id, KnownMember(*question.view, request.name(), "name"));
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, question.view->GetMember(id));
  ToWire(member, response.mutable_member());
  return absl::OkStatus();
}

absl::Status LookupMember(const Rooms& rooms, const Call& call, const v1::LookupMemberRequest& request,
                          v1::LookupMemberResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const std::string name, PersonFromWire(request.display_name(), "display_name"));
  auto id = question.view->FindMember(name);
  if (absl::IsNotFound(id.status())) return NotFoundField("display_name", kNoMember);
  CANDOR_RETURN_IF_ERROR(id.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, question.view->GetMember(*id));
  ToWire(member, response.mutable_member());
  return absl::OkStatus();
}

absl::Status ListMembers(const Rooms& rooms, const Call& call, const v1::ListMembersRequest& request,
                         v1::ListMembersResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const IdBytes after, IdAfter(request.page_token()));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Member> members,
                          question.view->ListMembers(MemberId(after), limit + 1));
  for (size_t i = 0; i < std::min(limit, members.size()); ++i) ToWire(members[i], response.add_members());
  if (members.size() > limit) response.set_next_page_token(TokenAfter(members[limit - 1].id.bytes()));
  return absl::OkStatus();
}

void CreateMembership(const Rooms& rooms, const Call&, const v1::CreateMembershipRequest& request,
                      const Reply<v1::CreateMembershipResponse>& reply) {
  if (auto id = IdFromRequest(request.request_id()); !id.ok()) return reply(id.status());
  const auto view = rooms.store.Latest();
  const auto id = KnownMember(*view, request.parent(), "parent");
  if (!id.ok()) return reply(id.status());
  auto member = view->GetMember(*id);
  if (!member.ok()) return reply(member.status());
  const auto membership = MembershipFromWire(request.membership(), "membership");
  if (!membership.ok()) return reply(membership.status());
  const bool says_more = domain::AddMembership(*member, *membership);
  v1::CreateMembershipResponse response;
  ToWire(*member, response.mutable_member());
  if (!says_more) return reply(std::move(response));
  rooms.store.Append({{*std::move(member)}},
                     [rooms, id = *id, reply, response](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(appended.status());
                       rooms.assessments.DirectoryChanged(id);
                       reply(response);
                     });
}

absl::StatusOr<domain::Supervision> ReadSupervision(const domain::View& view,
                                                    const v1::CreateSupervisionRequest& request) {
  domain::Supervision out;
  CANDOR_ASSIGN_OR_RETURN(out.supervisee, KnownMember(view, request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(out.supervisor,
                          KnownMember(view, request.supervision().supervisor(), "supervision.supervisor"));
  if (out.supervisee == out.supervisor) {
    return InvalidField("supervision.supervisor", "self", "nobody supervises themselves; name another member");
  }
  CANDOR_ASSIGN_OR_RETURN(out.from, DayFromWire(request.supervision().from(), "supervision.from"));
  if (request.supervision().has_until()) {
    CANDOR_ASSIGN_OR_RETURN(const Day until, DayFromWire(request.supervision().until(), "supervision.until"));
    if (until < out.from) {
      return InvalidField("supervision.until", "before_from", "lies before `from`; give the last day or none");
    }
    out.until = until;
  }
  CANDOR_ASSIGN_OR_RETURN(const bool left, domain::HasLeft(view, out.supervisor, out.from));
  if (left) {
    return InvalidField("supervision.supervisor", "left", "is somebody who has left by then; name somebody else");
  }
  return out;
}

// What the store says about the relation, about the field as the request has it.
absl::Status SupervisionAsSent(const absl::Status& status) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail || detail->field == "parent") return status;
  return AboutField(status, detail->field == "supervisee" ? "parent" : Below("supervision", detail->field));
}

// Whoever keeps the members' register does not make themselves a reader of what somebody writes.
absl::Status CheckGivesNoSight(const Call& call, const domain::Supervision& supervision) {
  if (call.caller.has_every_right() || call.caller.acting_for != supervision.supervisor) return absl::OkStatus();
  return WithDetail(
      absl::PermissionDeniedError("supervision.supervisor: nobody makes themselves a supervisor, who reads "
                                  "what their supervisees write; ask another administrator"),
      {"supervision.supervisor", "own_supervision"});
}

// Of days gone by, what was written then would be read by somebody whom nobody told of: a director may say so.
absl::Status CheckOpensNoPast(const Rooms& rooms, const Call& call, const domain::Supervision& supervision) {
  if (call.caller.has_every_right()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(Question question, Ask(rooms, call, nullptr));
  if (supervision.from >= question.today) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool directs, question.viewer.HasRole(domain::Role::kDirector));
  if (directs) return absl::OkStatus();
  return WithDetail(
      absl::PermissionDeniedError(
          "supervision.from: lies before today, so that the supervisor would read what was written since; "
          "give today, or ask the director"),
      {"supervision.from", "supervision_before"});
}

void CreateSupervision(const Rooms& rooms, const Call& call, const v1::CreateSupervisionRequest& request,
                       const Reply<v1::CreateSupervisionResponse>& reply) {
  if (auto id = IdFromRequest(request.request_id()); !id.ok()) return reply(id.status());
  const auto view = rooms.store.Latest();
  auto supervision = ReadSupervision(*view, request);
  if (!supervision.ok()) return reply(supervision.status());
  if (absl::Status status = CheckGivesNoSight(call, *supervision); !status.ok()) return reply(status);
  if (absl::Status status = CheckOpensNoPast(rooms, call, *supervision); !status.ok()) return reply(status);
  auto known = view->SupervisionsOf(supervision->supervisee);
  if (!known.ok()) return reply(known.status());
  v1::CreateSupervisionResponse response;
  ToWire(*supervision, response.mutable_supervision());
  if (std::find(known->begin(), known->end(), *supervision) != known->end()) return reply(std::move(response));
  const MemberId supervisee = supervision->supervisee;
  rooms.store.Append({{*std::move(supervision)}},
                     [rooms, supervisee, reply, response](const absl::StatusOr<domain::Appended>& appended) {
                       if (!appended.ok()) return reply(SupervisionAsSent(appended.status()));
                       rooms.assessments.DirectoryChanged(supervisee);
                       reply(response);
                     });
}

absl::Status ListSupervisions(const Rooms& rooms, const Call& call, const v1::ListSupervisionsRequest& request,
                              v1::ListSupervisionsResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const size_t limit, PageSize(request.page_size()));
  CANDOR_ASSIGN_OR_RETURN(const MemberId member, KnownMember(*question.view, request.parent(), "parent"));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Supervision> all, question.view->SupervisionsOf(member));
  // A member's supervisions are few: the token is how many have been shown.
  CANDOR_ASSIGN_OR_RETURN(const size_t begin, CountBefore(request.page_token()));
  const size_t end = begin < all.size() ? std::min(all.size(), begin + limit) : all.size();
  std::map<MemberId, bool> left;
  for (size_t i = begin; i < end; ++i) {
    v1::Supervision* const wire = response.add_supervisions();
    ToWire(all[i], wire);
    const auto [known, added] = left.try_emplace(all[i].supervisor);
    if (added) {
      CANDOR_ASSIGN_OR_RETURN(known->second, domain::HasLeft(*question.view, all[i].supervisor, question.today));
    }
    wire->set_supervisor_left(known->second);
  }
  if (end < all.size()) response.set_next_page_token(TokenAfterCount(end));
  return absl::OkStatus();
}

}  // namespace

void AddMemberService(const Rooms& rooms, MethodTable& methods) {
  methods.AnswerLater("candor.v1.MemberService.CreateMember", rooms, CreateMember);
  methods.Answer("candor.v1.MemberService.GetMember", rooms, GetMember);
  methods.Answer("candor.v1.MemberService.LookupMember", rooms, LookupMember);
  methods.Answer("candor.v1.MemberService.ListMembers", rooms, ListMembers);
  methods.AnswerLater("candor.v1.MemberService.CreateMembership", rooms, CreateMembership);
  methods.AnswerLater("candor.v1.MemberService.CreateSupervision", rooms, CreateSupervision);
  methods.Answer("candor.v1.MemberService.ListSupervisions", rooms, ListSupervisions);
}

}  // namespace candor::rpc
