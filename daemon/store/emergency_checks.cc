#include "daemon/store/emergency_checks.h"

#include <optional>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/utf8.h"

namespace candor::store {
namespace {

using domain::EmergencyState;

absl::Status CheckEmergencyWords(std::string_view field, std::string_view text, bool required) {
  if (required && text.empty()) return InvalidField(field, "missing", "say it in a few words");
  if (text.size() > domain::kMaxEmergencyTextBytes) {
    return InvalidField(field, "too_long",
                        absl::StrCat("the text is longer than ", domain::kMaxEmergencyTextBytes, " bytes; shorten it"));
  }
  if (!IsUtf8(text)) return InvalidField(field, "not_utf8", "the text is not UTF-8; save it as UTF-8 and try again");
  return absl::OkStatus();
}

bool HasBegun(EmergencyState state) {
  return state == EmergencyState::kInForce || state == EmergencyState::kEnded || state == EmergencyState::kReviewed;
}

// That there are two, and a third one afterwards, whoever put it on record.
absl::Status CheckPeople(const domain::Emergency& emergency) {
  const bool answered = emergency.state != EmergencyState::kAsked;
  if (answered && (emergency.approver.empty() || emergency.approver == emergency.asker)) {
    return InvalidField("approver", "same_person", "has to be somebody else than who asks");
  }
  if (emergency.state != EmergencyState::kReviewed) return absl::OkStatus();
  const MemberId& reviewer = emergency.reviewer;
  if (!reviewer.empty() && reviewer != emergency.asker && reviewer != emergency.approver) return absl::OkStatus();
  return InvalidField("reviewer", "same_person", "has to be somebody else than who asks and who approves");
}

bool Follows(EmergencyState before, EmergencyState next) {
  switch (next) {
    case EmergencyState::kInForce:
    case EmergencyState::kRefused:
      return before == EmergencyState::kAsked;
    case EmergencyState::kEnded:
      return before == EmergencyState::kInForce;
    case EmergencyState::kReviewed:
      // Its time may be over without a record that says so.
      return before == EmergencyState::kInForce || before == EmergencyState::kEnded;
    case EmergencyState::kAsked:
      return false;
  }
  return false;
}

}  // namespace

absl::Status CheckShape(const domain::Emergency& emergency) {
  if (emergency.id.empty()) return InvalidField("emergency", "missing", "the id is missing");
  if (emergency.subject.kind == domain::SubjectKind::kPractice) {
    return InvalidField("subject", "missing", "has to be a case or a member");
  }
  if (emergency.asker.empty()) return InvalidField("asker", "missing", "say who asks");
  if (emergency.minutes == 0 || absl::Minutes(emergency.minutes) > domain::kLongestEmergency) {
    return InvalidField("minutes", "out_of_range", "use 1 to 1440 minutes");
  }
  const bool has_begun = HasBegun(emergency.state);
  if (emergency.begun_at.has_value() != has_begun || emergency.until.has_value() != has_begun) {
    return InvalidField("until", "state", "is there from the beginning on, and not before");
  }
  if (has_begun && *emergency.until > *emergency.begun_at + domain::kLongestEmergency) {
    return InvalidField("until", "out_of_range", "is at most 24 hours after the beginning");
  }
  CANDOR_RETURN_IF_ERROR(CheckPeople(emergency));
  const bool asks = emergency.state == EmergencyState::kAsked;
  CANDOR_RETURN_IF_ERROR(CheckEmergencyWords("reason", emergency.reason.Reveal(), asks));
  const bool answers = emergency.state == EmergencyState::kRefused || emergency.state == EmergencyState::kReviewed;
  return CheckEmergencyWords("remark", emergency.remark.Reveal(), answers);
}

absl::Status CheckEmergency(const domain::Emergency& emergency, StoredProjections& rows) {
  const std::optional<domain::EmergencyRow> row = rows.GetEmergency(emergency.id);
  CANDOR_RETURN_IF_ERROR(rows.status());
  const bool asks = emergency.state == EmergencyState::kAsked;
  if (!row) {
    if (asks) return absl::OkStatus();
    return WithDetail(absl::NotFoundError("name: nobody has asked for it; see `candor emergency list`"),
                      {"name", "not_found"});
  }
  if (asks || row->subject != emergency.subject) {
    return WithDetail(absl::AlreadyExistsError("emergency: there is one of this name"), {"emergency", "id_taken"});
  }
  if (Follows(row->state, emergency.state)) return absl::OkStatus();
  return FailedField("name", "other_state", "somebody was faster; see `candor emergency list`");
}

}  // namespace candor::store
