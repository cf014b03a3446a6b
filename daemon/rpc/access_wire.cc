#include "daemon/rpc/access_wire.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

// That there is a private note is told to whose it is; to who reviews the log it is words like others.
v1::FieldClass ClassToldTo(const MemberId* to, domain::FieldClass shown) {
  const bool is_hidden = to == nullptr && shown == domain::FieldClass::kPersonal;
  return static_cast<v1::FieldClass>(is_hidden ? domain::FieldClass::kNarrative : shown);
}

}  // namespace

void ToWire(const domain::NumberedAccess& numbered, const MemberId* to, v1::Access* out) {
  const domain::Access& access = numbered.access;
  out->set_record(numbered.number);
  ToWire(numbered.happened_at(), out->mutable_happened_at());
  out->set_reader(MemberName(access.reader.acting_for));
  out->set_acted_for(access.reader.is_acted_for());
  if (access.role) out->set_role(static_cast<v1::Role>(*access.role));
  out->set_method(access.method);
  out->set_purpose(static_cast<v1::Purpose>(access.purpose));
  out->set_scope(access.scope);
  if (!access.emergency.empty()) out->set_emergency(EmergencyName(access.emergency));
  if (to == nullptr) {
    out->set_highest(ClassToldTo(to, access.highest));
    out->set_items(static_cast<int32_t>(access.items));
  }
  domain::FieldClass highest = domain::FieldClass::kTriage;
  for (const domain::AccessOf& each : access.of) {
    if (to != nullptr && each.member != *to) continue;
    highest = std::max(highest, each.highest);
    v1::AccessOf* of = out->add_of();
    of->set_member(MemberName(each.member));
    of->set_subject(SubjectName(each.subject));
    of->set_highest(ClassToldTo(to, each.highest));
  }
  // How much else was shown with it, and how confined, is other people's.
  if (to != nullptr) out->set_highest(ClassToldTo(to, highest));
}

void ToWire(const domain::LogReviewed& review, v1::LogReview* out) {
  out->set_name(absl::StrCat("logReviews/", EncodeId(review.id)));
  out->set_from(review.from);
  out->set_to(review.to);
  out->set_remark(review.remark.Reveal());
  out->set_reviewer(MemberName(review.caller.acting_for));
  ToWire(review.recorded_at, out->mutable_recorded_at());
}

void ToWire(const domain::Disclosed& disclosed, const MemberId* to, v1::Disclosure* out) {
  out->set_name(absl::StrCat("disclosures/", disclosed.id.ToString()));
  out->set_recipient(disclosed.recipient.Reveal());
  out->set_purpose(disclosed.purpose.Reveal());
  out->set_basis(static_cast<v1::LawfulBasis>(disclosed.basis));
  for (const domain::SubjectId& subject : disclosed.of) {
    if (to == nullptr || subject == domain::SubjectId::Of(*to)) out->add_subjects(SubjectName(subject));
  }
  out->set_ledger_size(disclosed.ledger_size);
  out->set_discloser(MemberName(disclosed.caller.acting_for));
  ToWire(disclosed.recorded_at, out->mutable_recorded_at());
}

}  // namespace candor::rpc
