#include "daemon/rpc/export_emergency.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "daemon/base/bytes.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/emergency_wire.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

absl::Status ReadEmergencyMoment(bool present, const google::protobuf::Timestamp& wire, std::string_view field,
                                 std::optional<absl::Time>& out) {
  if (!present) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(out, TimeFromWire(wire, field));
  return absl::OkStatus();
}

absl::Status ReadEmergencyMoments(const v1::Emergency& from, domain::Emergency& out) {
  CANDOR_RETURN_IF_ERROR(
      ReadEmergencyMoment(from.has_begun_at(), from.begun_at(), "emergency.emergency.begun_at", out.begun_at));
  CANDOR_RETURN_IF_ERROR(
      ReadEmergencyMoment(from.has_expires_at(), from.expires_at(), "emergency.emergency.expires_at", out.until));
  return ReadEmergencyMoment(from.has_ended_at(), from.ended_at(), "emergency.emergency.ended_at", out.ended_at);
}

}  // namespace

void EmergencyToLine(const domain::Emergency& emergency, v1::ExportedEmergency* out) {
  WriteRecorded(emergency, out->mutable_emergency());
  if (emergency.caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(emergency.caller.acting_for));
  if (emergency.request != IdBytes{}) out->set_request_digest(std::string(AsText(emergency.request)));
}

absl::StatusOr<domain::Emergency> EmergencyFromLine(const v1::ExportedEmergency& wire) {
  const v1::Emergency& from = wire.emergency();
  domain::Emergency out;
  CANDOR_ASSIGN_OR_RETURN(out.id, ParseEmergency(from.name(), "emergency.emergency.name"));
  CANDOR_ASSIGN_OR_RETURN(out.subject, ParseSubject(from.subject(), "emergency.emergency.subject"));
  CANDOR_ASSIGN_OR_RETURN(out.state, WordFrom<domain::EmergencyState>(from.state(), "emergency.emergency.state"));
  CANDOR_ASSIGN_OR_RETURN(out.asker, ParseMember(from.asker(), "emergency.emergency.asker"));
  CANDOR_ASSIGN_OR_RETURN(out.approver, MemberOrNone(from.approver(), "emergency.emergency.approver"));
  CANDOR_ASSIGN_OR_RETURN(out.reviewer, MemberOrNone(from.reviewer(), "emergency.emergency.reviewer"));
  CANDOR_ASSIGN_OR_RETURN(out.notify, MemberOrNone(from.notify(), "emergency.emergency.notify"));
  if (from.minutes() < 1) return InvalidField("emergency.emergency.minutes", "out_of_range", "has to be 1 or more");
  out.minutes = static_cast<uint32_t>(from.minutes());
  CANDOR_RETURN_IF_ERROR(ReadEmergencyMoments(from, out));
  out.reason = Sensitive<std::string>(from.reason());
  out.remark = Sensitive<std::string>(from.remark());
  CANDOR_ASSIGN_OR_RETURN(out.caller, CallerFrom(wire.principal(), wire.acting_for(), "emergency"));
  CANDOR_ASSIGN_OR_RETURN(out.request, DigestOrNone(wire.request_digest(), "emergency.request_digest"));
  return out;
}

}  // namespace candor::rpc
