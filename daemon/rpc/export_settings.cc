#include "daemon/rpc/export_settings.h"

#include <cstdint>
#include <utility>

#include "candor/v1/field_class.pb.h"
#include "candor/v1/role.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/access_settings.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"

namespace candor::rpc {
namespace {

// What is as always is left out, as in the record.
void WriteAccessSettings(const domain::AccessSettings& access, v1::ExportedSettings* out) {
  if (access.escalate_after_days != domain::kEscalateAfterDays) {
    out->set_escalate_after_days(access.escalate_after_days);
  }
  if (access.session_minutes != domain::kSessionMinutes) out->set_session_minutes(access.session_minutes);
  if (access.notify_subject_days != domain::kNotifySubjectDays) {
    out->set_notify_subject_days(access.notify_subject_days);
  }
  for (const domain::Tightening& each : access.tightened) {
    v1::ExportedTightening* wire = out->add_tightened();
    wire->set_role(static_cast<v1::Role>(each.hat.role));
    wire->set_relation(static_cast<v1::Relation>(each.hat.relation));
    for (const auto& [bit, word] :
         {std::pair{domain::kTriageBit, v1::FIELD_CLASS_TRIAGE}, std::pair{domain::kDetailBit, v1::FIELD_CLASS_DETAIL},
          std::pair{domain::kNarrativeBit, v1::FIELD_CLASS_NARRATIVE},
          std::pair{domain::kPersonalBit, v1::FIELD_CLASS_PERSONAL}}) {
      if ((each.hidden & bit) != 0) wire->add_hidden(word);
    }
  }
}

absl::StatusOr<domain::Tightening> TighteningFrom(const v1::ExportedTightening& wire) {
  domain::Tightening out{{static_cast<domain::Role>(wire.role()), static_cast<domain::Relation>(wire.relation())}, 0};
  for (const int each : wire.hidden()) {
    if (each < v1::FIELD_CLASS_TRIAGE || each > v1::FIELD_CLASS_PERSONAL) {
      return InvalidField("settings.tightened", "value", "has a class that there is not");
    }
    out.hidden = static_cast<domain::Classes>(out.hidden | (1 << (each - 1)));
  }
  if (!domain::CheckTightens(out).ok()) {
    return InvalidField("settings.tightened", "value", "takes away what is not shown, or from somebody their own");
  }
  return out;
}

absl::StatusOr<domain::AccessSettings> AccessSettingsFrom(const v1::ExportedSettings& wire) {
  domain::AccessSettings access;
  const int32_t days = wire.escalate_after_days();
  if (days != 0 && (days < domain::kEscalateAfterDays || days > domain::kMostEscalateAfterDays)) {
    return InvalidField("settings.escalate_after_days", "out_of_range", "give 14 to 365 days, or nothing");
  }
  if (days != 0) access.escalate_after_days = days;
  const int32_t minutes = wire.session_minutes();
  if (minutes != 0 && (minutes < domain::kLeastSessionMinutes || minutes > domain::kSessionMinutes)) {
    return InvalidField("settings.session_minutes", "out_of_range", "give 1 to 10 minutes, or nothing");
  }
  if (minutes != 0) access.session_minutes = minutes;
  const int32_t notify = wire.notify_subject_days();
  if (notify != 0 && (notify < domain::kLeastNotifySubjectDays || notify > domain::kNotifySubjectDays)) {
    return InvalidField("settings.notify_subject_days", "out_of_range", "give 1 to 5 days, or nothing");
  }
  if (notify != 0) access.notify_subject_days = notify;
  for (const v1::ExportedTightening& each : wire.tightened()) {
    CANDOR_ASSIGN_OR_RETURN(const domain::Tightening tightening, TighteningFrom(each));
    access.tightened.push_back(tightening);
  }
  return access;
}

}  // namespace

void WriteSettings(const domain::Settings& settings, v1::ExportedSettings* out) {
  out->set_practice_name(settings.practice_name);
  out->set_zone(settings.zone);
  out->set_closed_weekends(settings.closed_weekends);
  for (const Day& day : settings.closed_dates) ToWire(day, out->add_closed_dates());
  if (settings.longest_waiver_days != domain::kLongestWaiverDays) {
    out->set_longest_waiver_days(settings.longest_waiver_days);
  }
  WriteAccessSettings(settings.access, out);
}

absl::StatusOr<domain::Settings> SettingsFrom(const v1::ExportedSettings& wire) {
  domain::Settings settings;
  settings.practice_name = wire.practice_name();
  settings.zone = wire.zone();
  settings.closed_weekends = wire.closed_weekends();
  for (const v1::Date& date : wire.closed_dates()) {
    CANDOR_ASSIGN_OR_RETURN(const Day day, DayFromWire(date, "settings.closed_dates"));
    settings.closed_dates.push_back(day);
  }
  if (wire.longest_waiver_days() < 0 || wire.longest_waiver_days() > domain::kMostWaiverDays) {
    return InvalidField("settings.longest_waiver_days", "out_of_range", "give 1 to 730 days, or nothing");
  }
  if (wire.longest_waiver_days() != 0) settings.longest_waiver_days = wire.longest_waiver_days();
  CANDOR_ASSIGN_OR_RETURN(settings.access, AccessSettingsFrom(wire));
  return settings;
}

}  // namespace candor::rpc
