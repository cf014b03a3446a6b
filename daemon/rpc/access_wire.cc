#include "daemon/rpc/access_wire.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

// Private notes are told to whose they are: to who reviews the log, not that one was read.
bool IsTold(const domain::AccessOf& each, const MemberId* to) {
  return to == nullptr ? !each.is_of_note() : each.member == *to;
}

void WriteAccessOf(const domain::AccessOf& each, v1::AccessOf* out) {
  out->set_member(MemberName(each.member));
  out->set_subject(SubjectName(each.subject));
  out->set_highest(static_cast<v1::FieldClass>(each.highest));
  if (!each.hat) return;
  out->set_role(static_cast<v1::Role>(each.hat->role));
  out->set_relation(static_cast<v1::Relation>(each.hat->relation));
}

}  // namespace

void ToWire(const domain::NumberedAccess& numbered, const MemberId* to, v1::Access* out) {
  const domain::Access& access = numbered.access;
  // By the numbers of a log with lines left out whoever reviews it would see where there is one.
  if (to != nullptr) out->set_record(numbered.number);
  ToWire(numbered.happened_at(), out->mutable_happened_at());
  out->set_reader(MemberName(access.reader.acting_for));
  out->set_acted_for(access.reader.is_acted_for());
  out->set_method(access.method);
  out->set_purpose(static_cast<v1::Purpose>(access.purpose));
  out->set_scope(access.scope);
  if (!access.emergency.empty()) out->set_emergency(EmergencyName(access.emergency));
  if (!access.disclosure.empty()) out->set_disclosure(DisclosureName(access.disclosure));
  if (to == nullptr) out->set_items(static_cast<int32_t>(ItemsBesideNotes(access)));
  // How much else was shown with it, how confined, and in which role is other people's.
  std::optional<domain::Role> role = access.role;
  domain::FieldClass highest = domain::FieldClass::kTriage;
  bool first = true;
  for (const domain::AccessOf& each : access.of) {
    if (!IsTold(each, to)) continue;
    if (each.hat && (first || each.highest > highest)) role = each.hat->role;
    highest = std::max(highest, each.highest);
    first = false;
    WriteAccessOf(each, out->add_of());
  }
  out->set_highest(static_cast<v1::FieldClass>(highest));
  if (role) out->set_role(static_cast<v1::Role>(*role));
}

uint32_t ItemsBesideNotes(const domain::Access& access) {
  const auto is_note = [](const domain::AccessOf& each) { return each.is_of_note(); };
  const auto notes = std::count_if(access.of.begin(), access.of.end(), is_note);
  // How many of them there were was not recorded at first.
  if (notes > 0 && access.note_items == 0) return static_cast<uint32_t>(access.of.size() - static_cast<size_t>(notes));
  return access.items - std::min(access.items, access.note_items);
}

void ToWire(const domain::LogReviewed& review, v1::LogReview* out) {
  out->set_name(absl::StrCat("logReviews/", EncodeId(review.id)));
  out->set_from(review.from);
  out->set_to(review.to);
  out->set_remark(review.remark.Reveal());
  out->set_reviewer(MemberName(review.caller.acting_for));
  ToWire(review.recorded_at, out->mutable_recorded_at());
}

void ToWire(const domain::Disclosed& disclosed, const MemberId* to, const std::set<CaseId>& theirs,
            v1::Disclosure* out) {
  out->set_name(DisclosureName(disclosed.id));
  out->set_recipient(disclosed.recipient.Reveal());
  out->set_purpose(disclosed.purpose.Reveal());
  out->set_basis(static_cast<v1::LawfulBasis>(disclosed.basis));
  for (const domain::SubjectId& subject : disclosed.of) {
    const bool of_theirs = subject.kind == domain::SubjectKind::kCase && theirs.contains(subject.case_id());
    if (to == nullptr || of_theirs || subject == domain::SubjectId::Of(*to)) out->add_subjects(SubjectName(subject));
  }
  out->set_ledger_size(disclosed.ledger_size);
  out->set_discloser(MemberName(disclosed.caller.acting_for));
  ToWire(disclosed.recorded_at, out->mutable_recorded_at());
}

}  // namespace candor::rpc
