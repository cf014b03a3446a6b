#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/store/codec.h"
#include "daemon/store/codec_parts.h"

// What has become of a concern about a member: its records. They stand under the member's key.
namespace candor::store {

PlainRecord EncodeConcernNotice(const domain::ConcernNotice& notice) {
  ConcernHeader header;
  SetCommon(notice.subject, domain::KeyClass::kGeneral, IdToBytes(notice.id), header);
  header.set_step(static_cast<uint32_t>(notice.step));
  header.set_about(IdToBytes(notice.about));
  header.set_by(IdToBytes(notice.by));
  header.set_second(IdToBytes(notice.second));
  if (notice.until) header.set_until(DayNumber(*notice.until));
  header.set_by_operator(notice.caller.is_operator);
  header.set_acting_for(IdToBytes(notice.caller.acting_for));
  TextBody body;
  body.set_text(notice.reason.Reveal());
  PlainRecord record;
  record.type = RecordType::kConcern;
  record.subject = notice.subject;
  record.header = header.SerializeAsString();
  record.body = body.SerializeAsString();
  return record;
}

absl::StatusOr<domain::ConcernNotice> DecodeConcernNotice(std::string_view bytes,
                                                          const std::optional<std::string>& body) {
  ConcernHeader header;
  if (!Parse(bytes, header)) return UnreadablePart();
  auto reason = DecodeText(body);
  if (!reason.ok()) return reason.status();
  domain::ConcernNotice notice;
  notice.id = IdFromBytes(header.record_id());
  notice.subject = SubjectFrom(header);
  notice.about = IdFromBytes(header.about());
  notice.step = static_cast<domain::ConcernStep>(header.step());
  notice.by = MemberId(IdFromBytes(header.by()));
  notice.second = MemberId(IdFromBytes(header.second()));
  notice.until = DayFrom(header.has_until(), header.until());
  notice.reason = Sensitive<std::string>(*std::move(reason));
  notice.caller = {header.by_operator(), MemberId(IdFromBytes(header.acting_for()))};
  return notice;
}

}  // namespace candor::store
