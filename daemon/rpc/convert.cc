#include "daemon/rpc/convert.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/domain/away.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/facts.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

constexpr int kMaxOffsetMinutes = 18 * 60;
constexpr size_t kMaxLicenceBytes = 64;

absl::StatusOr<std::string> WordFromWire(std::string_view text, std::string_view field) {
  if (text.size() > kMaxLicenceBytes) return InvalidField(field, "too_long", "too long; use at most 64 bytes");
  if (std::any_of(text.begin(), text.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return InvalidField(field, "control_character", "has a control character; leave it out");
  }
  return std::string(text);
}

bool IsAnswerToNote(const domain::Entry& entry) {
  if (entry.kind != domain::Kind::kSupervision) return false;
  const auto note = domain::NoteFromCells(entry);
  return note && note->answer.has_value();
}

void WordsToWire(const domain::Entry& entry, v1::Entry* out) {
  FactsToWire(entry.kind, entry.facts, out);
  out->set_supervision_cancelled(domain::CancellationFromCells(entry).has_value());
  out->set_supervision_answer(IsAnswerToNote(entry));
  out->set_note(entry.narrative.Reveal().note);
  for (const domain::ImportedCell& cell : entry.narrative.Reveal().imported_cells) {
    // A supervision note is read whole through its own service.
    if (domain::IsSupervisionCell(cell.column)) continue;
    v1::ImportedCell* wire = out->add_imported_cells();
    wire->set_column(cell.column);
    wire->set_text(cell.text);
  }
}

void PartToWire(const domain::Entry& entry, domain::Sight sight, v1::Entry* out) {
  out->set_partial(true);
  const domain::Facts triage = entry.facts.OfClass(domain::FieldClass::kTriage);
  if (sight == domain::Sight::kFacts) {
    FactsToWire(entry.kind, domain::Facts::Merge(triage, entry.facts.OfClass(domain::FieldClass::kDetail)), out);
  } else if (domain::IsStaffingKind(entry.kind)) {
    // Dates and people, and nothing else is in these. Of every other kind a choice from a list tells what happened.
    FactsToWire(entry.kind, triage, out);
  }
}

}  // namespace

void ToWire(Day day, v1::Date* out) {
  out->set_year(static_cast<int32_t>(day.year()));
  out->set_month(day.month());
  out->set_day(day.day());
}

void ToWire(const CivilMoment& moment, v1::CivilMoment* out) {
  ToWire(moment.day, out->mutable_date());
  if (!moment.minute_of_day) return;
  out->mutable_time()->set_hours(*moment.minute_of_day / 60);
  out->mutable_time()->set_minutes(*moment.minute_of_day % 60);
  if (moment.utc_offset_minutes) out->set_utc_offset_minutes(*moment.utc_offset_minutes);
}

void ToWire(absl::Time time, google::protobuf::Timestamp* out) {
  const int64_t micros = absl::ToUnixMicros(time);
  int64_t seconds = micros / 1000000;
  int64_t rest = micros % 1000000;
  if (rest < 0) {
    rest += 1000000;
    --seconds;
  }
  out->set_seconds(seconds);
  out->set_nanos(static_cast<int32_t>(rest) * 1000);
}

absl::StatusOr<Day> DayFromWire(const v1::Date& date, std::string_view field) {
  if (date.year() == 0 && date.month() == 0 && date.day() == 0) {
    return MissingField(field, "give year, month and day");
  }
  const Day day(date.year(), date.month(), date.day());
  const bool exists = day.year() == date.year() && day.month() == date.month() && day.day() == date.day();
  if (!exists || date.year() < 1900 || date.year() > 9999) {
    return InvalidField(field, "date", "not a day that exists between 1900 and 9999; check year, month and day");
  }
  return day;
}

absl::StatusOr<std::optional<Day>> DayOrNone(bool present, const v1::Date& date, std::string_view field) {
  if (!present) return std::optional<Day>();
  CANDOR_ASSIGN_OR_RETURN(const Day day, DayFromWire(date, field));
  return std::optional<Day>(day);
}

absl::StatusOr<CivilMoment> MomentFromWire(const v1::CivilMoment& moment, std::string_view field) {
  CivilMoment out;
  CANDOR_ASSIGN_OR_RETURN(out.day, DayFromWire(moment.date(), Below(field, "date")));
  if (moment.has_time()) {
    const v1::LocalTime& time = moment.time();
    if (time.hours() < 0 || time.hours() > 23 || time.minutes() < 0 || time.minutes() > 59) {
      return InvalidField(Below(field, "time"), "out_of_range", "not a time of day; use 0:00 to 23:59");
    }
    out.minute_of_day = time.hours() * 60 + time.minutes();
  }
  if (moment.has_utc_offset_minutes()) {
    const int32_t offset = moment.utc_offset_minutes();
    if (!moment.has_time() || offset < -kMaxOffsetMinutes || offset > kMaxOffsetMinutes) {
      return InvalidField(Below(field, "utc_offset_minutes"), "out_of_range",
                          "give it together with a time, between -1080 and 1080");
    }
    out.utc_offset_minutes = offset;
  }
  return out;
}

absl::StatusOr<absl::Time> TimeFromWire(const google::protobuf::Timestamp& timestamp, std::string_view field) {
  // As google/protobuf/timestamp.proto bounds it: years 1 to 9999.
  constexpr int64_t kFirst = -62135596800;
  constexpr int64_t kLast = 253402300799;
  if (timestamp.seconds() < kFirst || timestamp.seconds() > kLast || timestamp.nanos() < 0 ||
      timestamp.nanos() > 999999999) {
    return InvalidField(field, "out_of_range", "not an instant between the years 1 and 9999");
  }
  return absl::FromUnixSeconds(timestamp.seconds()) + absl::Nanoseconds(timestamp.nanos());
}

void ToWire(const domain::Member& member, v1::Member* out) {
  out->set_name(MemberName(member.id));
  out->set_display_name(member.display_name);
  for (const domain::LicencePeriod& period : member.licences) {
    v1::LicencePeriod& wire = *out->add_licences();
    if (period.from) ToWire(*period.from, wire.mutable_from());
    wire.mutable_licence()->set_profession(period.licence.profession);
    wire.mutable_licence()->set_jurisdiction(period.licence.jurisdiction);
    wire.mutable_licence()->set_in_training(period.licence.in_training);
    wire.mutable_licence()->set_trainee(period.licence.trainee);
  }
  if (!out->licences().empty()) *out->mutable_licence() = out->licences().rbegin()->licence();
  for (const domain::Membership& membership : member.memberships) {
    v1::Membership& wire = *out->add_memberships();
    wire.set_body(membership.body);
    if (membership.from) ToWire(*membership.from, wire.mutable_from());
    if (membership.until) ToWire(*membership.until, wire.mutable_until());
  }
}

void ToWire(const domain::Supervision& supervision, v1::Supervision* out) {
  out->set_name(SupervisionName(supervision.supervisee, supervision.supervisor, supervision.from));
  out->set_supervisee(MemberName(supervision.supervisee));
  out->set_supervisor(MemberName(supervision.supervisor));
  ToWire(supervision.from, out->mutable_from());
  if (supervision.until) ToWire(*supervision.until, out->mutable_until());
}

absl::StatusOr<domain::LicenceClass> LicenceFromWire(const v1::Licence& licence, std::string_view field) {
  domain::LicenceClass out;
  if (licence.profession().empty()) return MissingField(Below(field, "profession"), "name the profession");
  CANDOR_ASSIGN_OR_RETURN(out.profession, WordFromWire(licence.profession(), Below(field, "profession")));
  CANDOR_ASSIGN_OR_RETURN(out.jurisdiction, WordFromWire(licence.jurisdiction(), Below(field, "jurisdiction")));
  // Who has no degree yet is in training, whether it was said or not.
  out.trainee = licence.trainee();
  out.in_training = licence.in_training() || licence.trainee();
  return out;
}

absl::StatusOr<domain::Membership> MembershipFromWire(const v1::Membership& membership, std::string_view field) {
  domain::Membership out;
  CANDOR_ASSIGN_OR_RETURN(out.body, NameFromWire(membership.body(), Below(field, "body"), domain::kMaxBodyBytes));
  const bool is_word = std::all_of(out.body.begin(), out.body.end(), [](char c) {
    const auto letter = static_cast<unsigned char>(c);
    return absl::ascii_islower(letter) || absl::ascii_isdigit(letter) || c == '-' || c == '_';
  });
  if (!is_word) {
    return InvalidField(Below(field, "body"), "body", "not a word as the profiles have it, like aca or bacp");
  }
  if (membership.has_from()) {
    CANDOR_ASSIGN_OR_RETURN(out.from, DayFromWire(membership.from(), Below(field, "from")));
  }
  if (membership.has_until()) {
    CANDOR_ASSIGN_OR_RETURN(out.until, DayFromWire(membership.until(), Below(field, "until")));
  }
  if (out.from && out.until && *out.until < *out.from) {
    return InvalidField(Below(field, "until"), "before_from", "lies before `from`; give the last day or none");
  }
  return out;
}

absl::StatusOr<std::string> NameFromWire(std::string_view text, std::string_view field, size_t max_bytes) {
  const absl::string_view trimmed = absl::StripAsciiWhitespace(ToAbsl(text));
  if (trimmed.empty()) return MissingField(field, "give a name");
  if (trimmed.size() > max_bytes) {
    return InvalidField(field, "too_long", absl::StrCat("too long; use at most ", max_bytes, " bytes"));
  }
  if (std::any_of(trimmed.begin(), trimmed.end(),
                  [](char c) { return absl::ascii_iscntrl(static_cast<unsigned char>(c)); })) {
    return InvalidField(field, "control_character", "has a control character; leave it out");
  }
  return ToNfc(ToStd(trimmed));
}

absl::StatusOr<std::string> PersonFromWire(std::string_view text, std::string_view field) {
  CANDOR_ASSIGN_OR_RETURN(std::string name, NameFromWire(text, field, domain::kMaxDisplayNameBytes));
  const auto both_blank = [](char one, char next) { return one == ' ' && next == ' '; };
  name.erase(std::unique(name.begin(), name.end(), both_blank), name.end());
  return name;
}

void ToWire(const domain::CaseFile& file, domain::Sight sight, v1::Case* out) {
  out->set_name(CaseName(file.id));
  if (sight == domain::Sight::kWhole) out->set_code(file.code);
  out->set_open(file.open());
  if (!file.erased) out->set_therapist(MemberName(file.holder()));
  out->set_erased(file.erased);
  out->set_merged_into(CaseName(file.merged_into));
  const domain::SubjectId subject = domain::SubjectId::Of(file.id);
  for (const domain::Episode& episode : file.episodes) {
    v1::Episode* wire = out->add_episodes();
    if (episode.opened) ToWire(*episode.opened, wire->mutable_opened());
    if (episode.closed) ToWire(*episode.closed, wire->mutable_closed());
    wire->set_opened_by(EntryName(subject, episode.opened_by));
    wire->set_closed_by(EntryName(subject, episode.closed_by));
  }
  for (const domain::Part& part : file.parts) {
    v1::CasePart* wire = out->add_parts();
    wire->set_therapist(MemberName(part.therapist));
    ToWire(part.from, wire->mutable_from());
    if (part.until) ToWire(*part.until, wire->mutable_until());
  }
}

void ToWire(const domain::RecordedEntry& recorded, domain::Sight sight, v1::Entry* out) {
  const domain::Entry& entry = recorded.entry;
  const domain::EntryHeader& header = entry.header;
  out->set_name(EntryName(header.subject, header.id));
  if (recorded.recalled()) {
    out->set_author(MemberName(header.author));
    ToWire(recorded.recorded_at, out->mutable_recorded_at());
    out->set_ledger_number(recorded.number);
    out->set_retracted(true);
    out->set_recalled(true);
    return;
  }
  out->set_kind(static_cast<v1::EntryKind>(entry.kind));
  out->set_therapist(MemberName(header.therapist));
  out->set_author(MemberName(header.author));
  out->set_first_reader(MemberName(header.first_reader));
  out->set_source(static_cast<v1::EntrySource>(header.source));
  if (sight >= domain::Sight::kFacts) {
    out->set_basis(static_cast<v1::EntryBasis>(header.basis));
    out->set_stage(static_cast<v1::EntryStage>(header.stage));
  }
  ToWire(header.occurred, out->mutable_occurred());
  ToWire(header.reported, out->mutable_reported());
  ToWire(recorded.recorded_at, out->mutable_recorded_at());
  out->set_ledger_number(recorded.number);
  out->set_revises(EntryName(header.subject, header.revises));
  out->set_revised_by(EntryName(header.subject, recorded.revised_by));
  out->set_retracted(recorded.retracted);
  out->set_refiled(recorded.moved());
  out->set_responds_to(EntryName(header.responds_to.subject, header.responds_to.entry));
  out->set_matter(EntryName(header.subject, header.matter));
  out->set_refiled_from(EntryName(header.moved_from.subject, header.moved_from.entry));
  out->set_erased(recorded.erased);
  out->set_import(ImportName(header.batch));
  if (header.caller.is_operator) out->set_principal("operator");
  out->set_acting_for(MemberName(header.caller.acting_for));
  if (sight == domain::Sight::kWhole) return WordsToWire(entry, out);
  PartToWire(entry, sight, out);
}

}  // namespace candor::rpc
