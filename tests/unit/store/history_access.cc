#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "tests/unit/store/history.h"

// Roles, accesses and what the practice answers for, in a history.
namespace candor::store {
namespace {

constexpr uint8_t kPeople = 4;

std::string Accesses(std::string_view title, const std::vector<domain::NumberedAccess>& accesses) {
  std::string text;
  for (const domain::NumberedAccess& each : accesses) {
    absl::StrAppend(&text, std::string(title), " ", each.number, " ", absl::FormatTime(each.happened_at()), " ",
                    each.access.method, " ", each.access.of.size(), "\n");
  }
  return text;
}

}  // namespace

MemberId History::AnyMember() {
  return MemberOf(static_cast<uint8_t>(1 + Below(kPeople)));
}

// One that is given, or one that was given is taken back, a second time too.
domain::RoleChange History::AnyRole() {
  if (!roles_.empty() && Below(2) == 0) {
    domain::RoleChange back = AnyOf(roles_);
    back.withdrawn = true;
    back.until = back.from + static_cast<int>(Below(9)) - 1;
    return back;
  }
  domain::RoleChange role;
  role.id = RoleChangeId(BytesOf(0x68, static_cast<uint8_t>(roles_.size() + 1)));
  role.member = AnyMember();
  role.role = static_cast<domain::Role>(3 + Below(8));
  if (Below(3) == 0) role.of = AnyMember();
  role.deputy = Below(3) == 0;
  role.from = AnyDay();
  if (Below(3) == 0) role.until = role.from + 30;
  roles_.push_back(role);
  return role;
}

domain::Access History::AnyAccess() {
  domain::Access access;
  access.id = BytesOf(0x69, ++accesses_);
  access.reader = {Below(2) == 0, AnyMember()};
  if (access.reader.is_operator && Below(2) == 0) access.reader.acting_for = MemberId();
  if (!access.reader.has_every_right()) access.role = static_cast<domain::Role>(1 + Below(10));
  access.method = "EntryService.GetEntry";
  access.purpose = static_cast<domain::Purpose>(Below(9));
  const uint32_t many = Below(4);
  for (uint32_t i = 0; i < many; ++i) {
    const MemberId member = AnyMember();
    access.of.push_back({member, SubjectId::Of(member), static_cast<domain::FieldClass>(1 + Below(4))});
  }
  if (many == 0) access.scope = "report 2025-01-01..2025-03-31";
  access.items = many;
  if (Below(5) == 0) access.at = fixture_.clock().Now() - absl::Hours(1);
  return access;
}

domain::Change History::AnyOversight() {
  const IdBytes id = BytesOf(0x6a, ++oversights_);
  const uint64_t size = fixture_.view()->size();
  switch (Below(4)) {
    case 0: {
      domain::NonUseAccepted accepted;
      accepted.id = id;
      accepted.owner = AnyMember();
      accepted.text_digest.fill(oversights_);
      return accepted;
    }
    case 1: {
      domain::LogReviewed review;
      review.id = id;
      review.from = Below(3);
      review.to = size;
      review.remark = Sensitive<std::string>("looked through");
      return review;
    }
    case 2:
      return AnyEmergency(EmergencyId(id));
    default: {
      domain::Disclosed disclosed;
      disclosed.id = DisclosureId(id);
      disclosed.recipient = Sensitive<std::string>("a court");
      disclosed.purpose = Sensitive<std::string>("an order");
      disclosed.basis = static_cast<domain::LawfulBasis>(1 + Below(8));
      disclosed.ledger_size = size;
      if (Below(2) == 0) disclosed.of = {SubjectId::Of(AnyMember())};
      return disclosed;
    }
  }
}

// One that is asked for, or the next step of one that was.
domain::Emergency History::AnyEmergency(const EmergencyId& id) {
  if (!emergencies_.empty() && Below(3) != 0) {
    domain::Emergency next = AnyOf(emergencies_);
    const auto known = fixture_.view()->GetEmergency(next.id);
    if (known.ok() && known->state == domain::EmergencyState::kAsked) {
      next.state = domain::EmergencyState::kInForce;
      next.approver = next.asker == MemberOf(1) ? MemberOf(2) : MemberOf(1);
      next.begun_at = fixture_.clock().Now();
      next.until = *next.begun_at + absl::Minutes(next.minutes);
      next.reason = {};
      return next;
    }
  }
  domain::Emergency asked;
  asked.id = id;
  asked.subject = SubjectId::Of(AnyMember());
  asked.asker = AnyMember();
  asked.minutes = 1 + Below(1440);
  asked.reason = Sensitive<std::string>("somebody may come to harm");
  emergencies_.push_back(asked);
  return asked;
}

std::string RenderAccess(const domain::View& view) {
  std::string text;
  const auto roles = view.ListRoles();
  for (const domain::RoleChange& role : *roles) {
    absl::StrAppend(&text, "role ", role.id.ToString(), " ", static_cast<int>(role.role), " ", FormatDay(role.from),
                    " ", role.until ? FormatDay(*role.until) : "-", " ", role.withdrawn, " ",
                    absl::FormatTime(role.recorded_at), "\n");
  }
  constexpr size_t kMany = 10000;
  absl::StrAppend(&text, Accesses("read", *view.ListAccesses({}, kMany)),
                  Accesses("read by the operator", *view.AccessesBy(MemberId(), {}, kMany)));
  for (uint8_t i = 1; i <= kPeople; ++i) {
    absl::StrAppend(&text, Accesses("read of one", *view.AccessesTo(MemberOf(i), {}, kMany)),
                    Accesses("read by one", *view.AccessesBy(MemberOf(i), {}, kMany)));
    const auto disclosures = view.DisclosuresOf(SubjectId::Of(MemberOf(i)));
    for (const domain::Disclosed& each : *disclosures) absl::StrAppend(&text, "disclosed ", each.number, "\n");
  }
  const auto emergencies = view.ListEmergencies();
  for (const domain::Emergency& each : *emergencies) {
    absl::StrAppend(&text, "emergency ", each.id.ToString(), " ", static_cast<int>(each.state), " ",
                    each.reason.Reveal(), " ", absl::FormatTime(each.asked_at), "\n");
  }
  const auto reviews = view.ListLogReviews();
  for (const domain::LogReviewed& each : *reviews) {
    absl::StrAppend(&text, "reviewed ", each.to, " ", each.remark.Reveal(), "\n");
  }
  if (const auto accepted = view.NonUse(); accepted->has_value()) {
    absl::StrAppend(&text, "accepted by ", (*accepted)->owner.ToString(), "\n");
  }
  return text;
}

}  // namespace candor::store
