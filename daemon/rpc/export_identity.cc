#include "daemon/rpc/export_identity.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using WholeDigest = std::array<uint8_t, 32>;

absl::Status ReadWholeDigest(const std::string& bytes, std::string_view field, WholeDigest& out) {
  if (bytes.size() != out.size()) return InvalidField(field, "wrong_size", "has not 32 bytes");
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return absl::OkStatus();
}

void WriteEnrolmentCaller(const domain::Caller& caller, v1::ExportedEnrolment& out) {
  if (caller.is_operator) out.set_principal("operator");
  out.set_acting_for(MemberName(caller.acting_for));
}

struct EnrolmentLine {
  v1::ExportedEnrolment& out;

  void operator()(const domain::EnrolmentCodeIssued& code) const {
    out.set_step(v1::ENROLMENT_STEP_CODE);
    out.set_member(MemberName(code.member));
    out.set_locator(code.locator);
    out.set_check(std::string(AsText(code.check)));
    rpc::ToWire(code.expires_at, out.mutable_code_expires_at());
    WriteEnrolmentCaller(code.caller, out);
  }
  void operator()(const domain::CertificateIssued& certificate) const {
    out.set_step(v1::ENROLMENT_STEP_CERTIFICATE);
    out.set_member(MemberName(certificate.member));
    out.set_fingerprint(std::string(AsText(certificate.fingerprint)));
    out.set_serial(certificate.serial);
    out.set_key_digest(std::string(AsText(certificate.key_digest)));
    rpc::ToWire(certificate.not_before, out.mutable_holds_from_at());
    rpc::ToWire(certificate.not_after, out.mutable_expires_at());
    if (certificate.renews) out.set_renews(std::string(AsText(*certificate.renews)));
  }
  void operator()(const domain::EnrolmentRevoked& revoked) const {
    out.set_step(v1::ENROLMENT_STEP_REVOKED);
    out.set_reason(static_cast<v1::RevocationReason>(revoked.why));
    WriteEnrolmentCaller(revoked.caller, out);
  }
};

absl::StatusOr<domain::EnrolmentEvent> CodeFromLine(const EnrolmentId& id, const v1::ExportedEnrolment& wire) {
  domain::EnrolmentCodeIssued code;
  code.id = id;
  CANDOR_ASSIGN_OR_RETURN(code.member, ParseMember(wire.member(), "enrolment.member"));
  code.locator = wire.locator();
  CANDOR_RETURN_IF_ERROR(ReadWholeDigest(wire.check(), "enrolment.check", code.check));
  CANDOR_ASSIGN_OR_RETURN(code.expires_at, TimeFromWire(wire.code_expires_at(), "enrolment.code_expires_at"));
  CANDOR_ASSIGN_OR_RETURN(code.caller, CallerFrom(wire.principal(), wire.acting_for(), "enrolment"));
  return domain::EnrolmentEvent(std::move(code));
}

absl::StatusOr<domain::EnrolmentEvent> CertificateFromLine(const EnrolmentId& id, const v1::ExportedEnrolment& wire) {
  domain::CertificateIssued certificate;
  certificate.enrolment = id;
  CANDOR_ASSIGN_OR_RETURN(certificate.member, ParseMember(wire.member(), "enrolment.member"));
  CANDOR_RETURN_IF_ERROR(ReadWholeDigest(wire.fingerprint(), "enrolment.fingerprint", certificate.fingerprint));
  certificate.serial = wire.serial();
  CANDOR_RETURN_IF_ERROR(ReadWholeDigest(wire.key_digest(), "enrolment.key_digest", certificate.key_digest));
  CANDOR_ASSIGN_OR_RETURN(certificate.not_before, TimeFromWire(wire.holds_from_at(), "enrolment.holds_from_at"));
  CANDOR_ASSIGN_OR_RETURN(certificate.not_after, TimeFromWire(wire.expires_at(), "enrolment.expires_at"));
  if (!wire.renews().empty()) {
    CANDOR_RETURN_IF_ERROR(ReadWholeDigest(wire.renews(), "enrolment.renews", certificate.renews.emplace()));
  }
  return domain::EnrolmentEvent(std::move(certificate));
}

absl::StatusOr<domain::EnrolmentEvent> EndFromLine(const EnrolmentId& id, const v1::ExportedEnrolment& wire) {
  domain::EnrolmentRevoked revoked;
  revoked.enrolment = id;
  CANDOR_ASSIGN_OR_RETURN(revoked.why, WordFrom<domain::RevocationWhy>(wire.reason(), "enrolment.reason"));
  CANDOR_ASSIGN_OR_RETURN(revoked.caller, CallerFrom(wire.principal(), wire.acting_for(), "enrolment"));
  return domain::EnrolmentEvent(std::move(revoked));
}

}  // namespace

void EnrolmentToLine(const domain::EnrolmentEvent& event, v1::ExportedEnrolment* out) {
  out->set_id(domain::EnrolmentOf(event).ToString());
  std::visit(EnrolmentLine{*out}, event);
}

absl::StatusOr<domain::EnrolmentEvent> EnrolmentFromLine(const v1::ExportedEnrolment& wire) {
  CANDOR_ASSIGN_OR_RETURN(const EnrolmentId id, IdOrNone<EnrolmentId>(wire.id(), "enrolment.id"));
  if (id.empty()) return InvalidField("enrolment.id", "missing", "the id is missing");
  switch (wire.step()) {
    case v1::ENROLMENT_STEP_CODE:
      return CodeFromLine(id, wire);
    case v1::ENROLMENT_STEP_CERTIFICATE:
      return CertificateFromLine(id, wire);
    case v1::ENROLMENT_STEP_REVOKED:
      return EndFromLine(id, wire);
    default:
      return InvalidField("enrolment.step", "word", "is missing, or no word that belongs here");
  }
}

}  // namespace candor::rpc
