#include "daemon/rpc/export_access.h"

#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/bytes.h"
#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

template <class Wire>
void WriteWho(const domain::Caller& caller, Wire* out) {
  if (caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(caller.acting_for));
}

template <class Wire>
void WriteCall(const IdBytes& request, Wire* out) {
  if (request != IdBytes{}) out->set_request_digest(std::string(AsText(request)));
}

// An id that has no type of its own.
absl::StatusOr<IdBytes> PlainId(const std::string& text, std::string_view field) {
  const auto id = DecodeId(text);
  if (!id.ok()) return InvalidField(field, "id", "is no id: 26 letters and digits");
  return *id;
}

absl::StatusOr<domain::SubjectId> SubjectOrPractice(const std::string& name, std::string_view field) {
  if (name.empty()) return domain::SubjectId::Practice();
  return ParseSubject(name, field);
}

absl::StatusOr<domain::AccessOf> AccessOfFrom(const v1::AccessOf& wire) {
  domain::AccessOf of;
  CANDOR_ASSIGN_OR_RETURN(of.member, MemberOrNone(wire.member(), "access.of.member"));
  CANDOR_ASSIGN_OR_RETURN(of.subject, SubjectOrPractice(wire.subject(), "access.of.subject"));
  CANDOR_ASSIGN_OR_RETURN(of.highest, WordFrom<domain::FieldClass>(wire.highest(), "access.of.highest"));
  if (wire.role() == v1::ROLE_UNSPECIFIED) return of;
  domain::Hat hat;
  CANDOR_ASSIGN_OR_RETURN(hat.role, WordFrom<domain::Role>(wire.role(), "access.of.role"));
  CANDOR_ASSIGN_OR_RETURN(hat.relation, WordFrom<domain::Relation>(wire.relation(), "access.of.relation"));
  of.hat = hat;
  return of;
}

}  // namespace

void RoleToLine(const domain::RoleChange& change, v1::ExportedRole* out) {
  v1::RoleGrant* grant = out->mutable_grant();
  grant->set_name(RoleGrantName(change.member, change.id));
  grant->set_role(static_cast<v1::Role>(change.role));
  grant->set_of(MemberName(change.of));
  grant->set_deputy(change.deputy);
  rpc::ToWire(change.from, grant->mutable_from());
  if (change.until) rpc::ToWire(*change.until, grant->mutable_until());
  grant->set_withdrawn(change.withdrawn);
  WriteWho(change.caller, out);
  WriteCall(change.request, out);
}

absl::StatusOr<domain::RoleChange> RoleFromLine(const v1::ExportedRole& wire) {
  const v1::RoleGrant& grant = wire.grant();
  domain::RoleChange change;
  CANDOR_ASSIGN_OR_RETURN(const RoleGrantRef ref, ParseRoleGrant(grant.name(), "role.grant.name"));
  change.id = ref.grant;
  change.member = ref.member;
  CANDOR_ASSIGN_OR_RETURN(change.role, WordFrom<domain::Role>(grant.role(), "role.grant.role"));
  CANDOR_ASSIGN_OR_RETURN(change.of, MemberOrNone(grant.of(), "role.grant.of"));
  change.deputy = grant.deputy();
  CANDOR_ASSIGN_OR_RETURN(change.from, DayFromWire(grant.from(), "role.grant.from"));
  CANDOR_ASSIGN_OR_RETURN(change.until, DayOrNone(grant.has_until(), grant.until(), "role.grant.until"));
  change.withdrawn = grant.withdrawn();
  CANDOR_ASSIGN_OR_RETURN(change.caller, CallerFrom(wire.principal(), wire.acting_for(), "role"));
  CANDOR_ASSIGN_OR_RETURN(change.request, DigestOrNone(wire.request_digest(), "role.request_digest"));
  return change;
}

void AccessToLine(const domain::Access& access, v1::ExportedAccess* out) {
  out->set_id(EncodeId(access.id));
  WriteWho(access.reader, out);
  if (access.role) out->set_role(static_cast<v1::Role>(*access.role));
  out->set_method(access.method);
  out->set_purpose(static_cast<v1::Purpose>(access.purpose));
  out->set_highest(static_cast<v1::FieldClass>(access.highest));
  for (const domain::AccessOf& each : access.of) {
    v1::AccessOf* of = out->add_of();
    of->set_member(MemberName(each.member));
    of->set_subject(SubjectName(each.subject));
    of->set_highest(static_cast<v1::FieldClass>(each.highest));
    if (!each.hat) continue;
    of->set_role(static_cast<v1::Role>(each.hat->role));
    of->set_relation(static_cast<v1::Relation>(each.hat->relation));
  }
  out->set_scope(access.scope);
  out->set_items(access.items);
  if (access.at) rpc::ToWire(*access.at, out->mutable_happened_at());
  if (!access.emergency.empty()) out->set_emergency(EmergencyName(access.emergency));
  out->set_note_items(access.note_items);
  if (!access.disclosure.empty()) out->set_disclosure(DisclosureName(access.disclosure));
}

absl::StatusOr<domain::Access> AccessFromLine(const v1::ExportedAccess& wire) {
  domain::Access access;
  CANDOR_ASSIGN_OR_RETURN(access.id, PlainId(wire.id(), "access.id"));
  CANDOR_ASSIGN_OR_RETURN(access.reader, CallerFrom(wire.principal(), wire.acting_for(), "access"));
  if (wire.role() != v1::ROLE_UNSPECIFIED) {
    CANDOR_ASSIGN_OR_RETURN(access.role, WordFrom<domain::Role>(wire.role(), "access.role"));
  }
  access.method = wire.method();
  CANDOR_ASSIGN_OR_RETURN(access.purpose, WordOrNone<domain::Purpose>(wire.purpose(), "access.purpose"));
  CANDOR_ASSIGN_OR_RETURN(access.highest, WordFrom<domain::FieldClass>(wire.highest(), "access.highest"));
  for (const v1::AccessOf& each : wire.of()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::AccessOf of, AccessOfFrom(each));
    access.of.push_back(of);
  }
  access.scope = wire.scope();
  access.items = wire.items();
  if (wire.has_happened_at()) {
    CANDOR_ASSIGN_OR_RETURN(access.at, TimeFromWire(wire.happened_at(), "access.happened_at"));
  }
  if (!wire.emergency().empty()) {
    CANDOR_ASSIGN_OR_RETURN(access.emergency, ParseEmergency(wire.emergency(), "access.emergency"));
  }
  access.note_items = wire.note_items();
  if (!wire.disclosure().empty()) {
    CANDOR_ASSIGN_OR_RETURN(access.disclosure, ParseDisclosure(wire.disclosure(), "access.disclosure"));
  }
  return access;
}

void NonUseToLine(const domain::NonUseAccepted& accepted, v1::ExportedNonUse* out) {
  out->set_id(EncodeId(accepted.id));
  out->set_owner(MemberName(accepted.owner));
  out->set_text_digest(std::string(AsText(accepted.text_digest)));
  WriteWho(accepted.caller, out);
}

absl::StatusOr<domain::NonUseAccepted> NonUseFromLine(const v1::ExportedNonUse& wire) {
  domain::NonUseAccepted accepted;
  CANDOR_ASSIGN_OR_RETURN(accepted.id, PlainId(wire.id(), "non_use.id"));
  CANDOR_ASSIGN_OR_RETURN(accepted.owner, ParseMember(wire.owner(), "non_use.owner"));
  if (wire.text_digest().size() != accepted.text_digest.size()) {
    return InvalidField("non_use.text_digest", "wrong_size", "has not 32 bytes");
  }
  std::copy(wire.text_digest().begin(), wire.text_digest().end(), accepted.text_digest.begin());
  CANDOR_ASSIGN_OR_RETURN(accepted.caller, CallerFrom(wire.principal(), wire.acting_for(), "non_use"));
  return accepted;
}

void ReviewToLine(const domain::LogReviewed& review, v1::ExportedReview* out) {
  out->set_id(EncodeId(review.id));
  out->set_from(review.from);
  out->set_to(review.to);
  out->set_remark(review.remark.Reveal());
  WriteWho(review.caller, out);
  WriteCall(review.request, out);
}

absl::StatusOr<domain::LogReviewed> ReviewFromLine(const v1::ExportedReview& wire) {
  domain::LogReviewed review;
  CANDOR_ASSIGN_OR_RETURN(review.id, PlainId(wire.id(), "log_review.id"));
  review.from = wire.from();
  review.to = wire.to();
  review.remark = Sensitive<std::string>(wire.remark());
  CANDOR_ASSIGN_OR_RETURN(review.caller, CallerFrom(wire.principal(), wire.acting_for(), "log_review"));
  CANDOR_ASSIGN_OR_RETURN(review.request, DigestOrNone(wire.request_digest(), "log_review.request_digest"));
  return review;
}

void DisclosureToLine(const domain::Disclosed& disclosed, v1::ExportedDisclosure* out) {
  out->set_id(disclosed.id.ToString());
  out->set_recipient(disclosed.recipient.Reveal());
  out->set_purpose(disclosed.purpose.Reveal());
  out->set_basis(static_cast<v1::LawfulBasis>(disclosed.basis));
  out->set_ledger_size(disclosed.ledger_size);
  for (const domain::SubjectId& subject : disclosed.of) out->add_subjects(SubjectName(subject));
  WriteWho(disclosed.caller, out);
  WriteCall(disclosed.request, out);
}

absl::StatusOr<domain::Disclosed> DisclosureFromLine(const v1::ExportedDisclosure& wire) {
  domain::Disclosed disclosed;
  CANDOR_ASSIGN_OR_RETURN(const IdBytes id, PlainId(wire.id(), "disclosure.id"));
  disclosed.id = DisclosureId(id);
  disclosed.recipient = Sensitive<std::string>(wire.recipient());
  disclosed.purpose = Sensitive<std::string>(wire.purpose());
  CANDOR_ASSIGN_OR_RETURN(disclosed.basis, WordFrom<domain::LawfulBasis>(wire.basis(), "disclosure.basis"));
  disclosed.ledger_size = wire.ledger_size();
  for (const std::string& name : wire.subjects()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::SubjectId subject, ParseSubject(name, "disclosure.subjects"));
    disclosed.of.push_back(subject);
  }
  CANDOR_ASSIGN_OR_RETURN(disclosed.caller, CallerFrom(wire.principal(), wire.acting_for(), "disclosure"));
  CANDOR_ASSIGN_OR_RETURN(disclosed.request, DigestOrNone(wire.request_digest(), "disclosure.request_digest"));
  return disclosed;
}

}  // namespace candor::rpc
