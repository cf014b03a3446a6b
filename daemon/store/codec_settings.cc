#include <cstdint>
#include <string_view>

#include "daemon/domain/access_settings.h"
#include "daemon/domain/settings.h"
#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// The practice's settings. What is as always leaves no trace, and so it is with records from before it could be set.
namespace candor::store {
namespace {

void WriteAccessSettings(const domain::AccessSettings& access, SettingsHeader& header) {
  if (access.escalate_after_days != domain::kEscalateAfterDays) {
    header.set_escalate_after_days(static_cast<uint32_t>(access.escalate_after_days));
  }
  if (access.session_minutes != domain::kSessionMinutes) {
    header.set_session_minutes(static_cast<uint32_t>(access.session_minutes));
  }
  if (access.notify_subject_days != domain::kNotifySubjectDays) {
    header.set_notify_subject_days(static_cast<uint32_t>(access.notify_subject_days));
  }
  for (const domain::Tightening& each : access.tightened) {
    AccessTightening& tightening = *header.add_tightened();
    tightening.set_role(static_cast<uint32_t>(each.hat.role));
    tightening.set_relation(static_cast<uint32_t>(each.hat.relation));
    tightening.set_hidden(each.hidden);
  }
}

domain::AccessSettings ReadAccessSettings(const SettingsHeader& header) {
  domain::AccessSettings access;
  if (header.escalate_after_days() != 0) {
    access.escalate_after_days = static_cast<int32_t>(header.escalate_after_days());
  }
  if (header.session_minutes() != 0) access.session_minutes = static_cast<int32_t>(header.session_minutes());
  if (header.notify_subject_days() != 0) {
    access.notify_subject_days = static_cast<int32_t>(header.notify_subject_days());
  }
  for (const AccessTightening& each : header.tightened()) {
    access.tightened.push_back(
        {{static_cast<domain::Role>(each.role()), static_cast<domain::Relation>(each.relation())},
         static_cast<domain::Classes>(each.hidden())});
  }
  return access;
}

}  // namespace

PlainRecord EncodeSettings(const domain::Settings& settings) {
  SettingsHeader header;
  SetCommon(domain::SubjectId::Practice(), domain::KeyClass::kGeneral, {}, header);
  header.set_practice_name(settings.practice_name);
  header.set_zone(settings.zone);
  header.set_closed_weekends(settings.closed_weekends);
  for (const Day& day : settings.closed_dates) header.add_closed_dates(DayNumber(day));
  if (settings.longest_waiver_days != domain::kLongestWaiverDays) {
    header.set_longest_waiver_days(static_cast<uint32_t>(settings.longest_waiver_days));
  }
  WriteAccessSettings(settings.access, header);
  PlainRecord record;
  record.type = RecordType::kSettings;
  record.subject = domain::SubjectId::Practice();
  record.header = header.SerializeAsString();
  return record;
}

absl::StatusOr<domain::Settings> DecodeSettings(std::string_view header) {
  SettingsHeader message;
  if (!Parse(header, message)) return UnreadablePart();
  domain::Settings settings;
  settings.practice_name = message.practice_name();
  settings.zone = message.zone();
  settings.closed_weekends = message.closed_weekends();
  for (const int32_t day : message.closed_dates()) settings.closed_dates.push_back(DayFromNumber(day));
  if (message.longest_waiver_days() != 0) {
    settings.longest_waiver_days = static_cast<int32_t>(message.longest_waiver_days());
  }
  settings.access = ReadAccessSettings(message);
  return settings;
}

}  // namespace candor::store
