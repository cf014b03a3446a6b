#include "daemon/rpc/enrolment_wire.h"

#include "daemon/rpc/convert.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

void ToWire(const domain::MachineEnrolled& machine, v1::Enrolment* out) {
  out->set_name(EnrolmentName(machine.member, machine.enrolment));
  ToWire(machine.since, out->mutable_begun_at());
  if (machine.not_after) ToWire(*machine.not_after, out->mutable_expires_at());
  if (machine.revoked_at) ToWire(*machine.revoked_at, out->mutable_revoked_at());
  if (machine.why) out->set_reason(static_cast<v1::RevocationReason>(*machine.why));
  if (machine.revoked_by) {
    out->set_revoked_by(MemberName(machine.revoked_by->acting_for));
    out->set_acted_for(machine.revoked_by->is_acted_for());
  }
  out->set_code_open(machine.code_open);
  out->set_code_replaced(machine.code_replaced);
  ToWire(machine.code_made_at, out->mutable_code_made_at());
  ToWire(machine.code_expires_at, out->mutable_code_expires_at());
}

}  // namespace candor::rpc
