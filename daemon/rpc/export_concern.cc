#include "daemon/rpc/export_concern.h"

#include <string>
#include <string_view>

#include "daemon/base/id.h"
#include "daemon/base/sensitive.h"
#include "daemon/base/status.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/export_parts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

absl::StatusOr<IdBytes> ConcernId(const std::string& text, std::string_view field) {
  const auto id = DecodeId(text);
  if (!id.ok()) return InvalidField(field, "id", "is no id: 26 letters and digits");
  return *id;
}

}  // namespace

void ConcernToLine(const domain::ConcernNotice& notice, v1::ExportedConcernStep* out) {
  out->set_id(EncodeId(notice.id));
  out->set_subject(SubjectName(notice.subject));
  out->set_about(EncodeId(notice.about));
  out->set_step(static_cast<v1::ConcernStep>(notice.step));
  out->set_by(MemberName(notice.by));
  out->set_second(MemberName(notice.second));
  if (notice.until) rpc::ToWire(*notice.until, out->mutable_until());
  out->set_reason(notice.reason.Reveal());
  if (notice.caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(notice.caller.acting_for));
}

absl::StatusOr<domain::ConcernNotice> ConcernFromLine(const v1::ExportedConcernStep& wire) {
  domain::ConcernNotice notice;
  CANDOR_ASSIGN_OR_RETURN(notice.id, ConcernId(wire.id(), "concern.id"));
  CANDOR_ASSIGN_OR_RETURN(notice.subject, ParseSubject(wire.subject(), "concern.subject"));
  CANDOR_ASSIGN_OR_RETURN(notice.about, ConcernId(wire.about(), "concern.about"));
  CANDOR_ASSIGN_OR_RETURN(notice.step, WordFrom<domain::ConcernStep>(wire.step(), "concern.step"));
  CANDOR_ASSIGN_OR_RETURN(notice.by, MemberOrNone(wire.by(), "concern.by"));
  CANDOR_ASSIGN_OR_RETURN(notice.second, MemberOrNone(wire.second(), "concern.second"));
  if (wire.has_until()) {
    CANDOR_ASSIGN_OR_RETURN(notice.until, DayFromWire(wire.until(), "concern.until"));
  }
  notice.reason = Sensitive<std::string>(wire.reason());
  CANDOR_ASSIGN_OR_RETURN(notice.caller, CallerFrom(wire.principal(), wire.acting_for(), "concern"));
  return notice;
}

}  // namespace candor::rpc
