#include "daemon/rpc/emergency_wire.h"

#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {

absl::StatusOr<domain::SubjectId> OpenedSubject(const domain::View& view, const EmergencyId& id,
                                                const domain::Caller& caller, absl::Time now) {
  const absl::Status none = NotFoundField(kEmergencyField, "you have no such emergency; see `candor emergency list`");
  const absl::StatusOr<domain::Emergency> emergency = view.GetEmergency(id);
  if (absl::IsNotFound(emergency.status())) return none;
  CANDOR_RETURN_IF_ERROR(emergency.status());
  if (caller.acting_for.empty() || emergency->asker != caller.acting_for) return none;
  if (domain::IsOpenBy(*emergency, now, view.last_recorded_at())) return emergency->subject;
  return FailedField(kEmergencyField, "not_in_force",
                     emergency->begun_at ? "its time is over; ask again if you still need it (candor emergency ask)"
                                         : "nobody has approved it; `candor emergency` says whom you can call");
}

void WriteRecorded(const domain::Emergency& emergency, v1::Emergency* out) {
  out->set_name(EmergencyName(emergency.id));
  out->set_subject(SubjectName(emergency.subject));
  out->set_state(static_cast<v1::EmergencyState>(emergency.state));
  out->set_asker(MemberName(emergency.asker));
  out->set_approver(MemberName(emergency.approver));
  out->set_reviewer(MemberName(emergency.reviewer));
  out->set_notify(MemberName(emergency.notify));
  out->set_minutes(static_cast<int32_t>(emergency.minutes));
  if (emergency.begun_at) ToWire(*emergency.begun_at, out->mutable_begun_at());
  if (emergency.until) ToWire(*emergency.until, out->mutable_expires_at());
  if (emergency.ended_at) ToWire(*emergency.ended_at, out->mutable_ended_at());
  out->set_reason(emergency.reason.Reveal());
  out->set_remark(emergency.remark.Reveal());
}

void ToWire(const domain::Emergency& emergency, absl::Time now, v1::Emergency* out) {
  WriteRecorded(emergency, out);
  ToWire(emergency.asked_at, out->mutable_asked_at());
  if (const auto due = domain::ReviewDueAt(emergency, now)) ToWire(*due, out->mutable_review_due_at());
  out->set_in_force(domain::IsInForce(emergency, now));
}

}  // namespace candor::rpc
