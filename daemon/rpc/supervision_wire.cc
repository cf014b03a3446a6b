#include "daemon/rpc/supervision_wire.h"

#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/member.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kNoNote = "no such note; see `candor supervision list`";

template <class Wire, class Enum>
Wire Cast(Enum value) {
  return static_cast<Wire>(static_cast<int>(value));
}

// Whether the caller reads what the session counts for all who were there, and not for themselves alone.
bool SeesAll(const Question& question, const domain::SupervisionSession& session) {
  const MemberId& member = question.viewer.member();
  return question.viewer.is_operator() || member == session.supervisor || member == session.substitute;
}

void WriteGuidance(const domain::Guidance& guidance, v1::Guidance* out) {
  out->set_form(Cast<v1::GuidanceForm>(guidance.form));
  out->set_text(guidance.text);
  out->set_owner(MemberName(guidance.owner));
  if (guidance.due) ToWire(*guidance.due, out->mutable_due());
}

void WriteReport(const domain::DirectiveReport& report, const MemberId& supervisee, v1::DirectiveReport* out) {
  out->set_note(NoteName(supervisee, report.note));
  out->set_index(static_cast<int32_t>(report.index));
  out->set_outcome(Cast<v1::DirectiveOutcome>(report.outcome));
  out->set_why(report.why);
  if (report.due) ToWire(*report.due, out->mutable_due());
}

}  // namespace

std::string NoteName(const MemberId& supervisee, const EntryId& note) {
  return note.empty() ? "" : absl::StrCat(MemberName(supervisee), "/supervisionNotes/", note.ToString());
}

absl::StatusOr<NoteRef> ParseNote(std::string_view name, std::string_view field) {
  constexpr char kForm[] = "members/{member}/supervisionNotes/{note}";
  const std::vector<std::string> parts = absl::StrSplit(ToAbsl(name), '/');
  if (parts.size() == 4 && parts[0] == "members" && parts[2] == "supervisionNotes") {
    const auto supervisee = MemberId::Parse(parts[1]);
    const auto note = EntryId::Parse(parts[3]);
    if (supervisee.ok() && note.ok() && !supervisee->empty() && !note->empty()) return NoteRef{*supervisee, *note};
  }
  if (name.empty()) return MissingField(field, absl::StrCat("give a name of the form ", kForm));
  return InvalidField(field, "name", absl::StrCat("not a name of the form ", kForm));
}

absl::StatusOr<domain::UnitsProfile> NoteWriter::ProfileOf(const MemberId& member, Day day) {
  auto known = members_.find(member);
  if (known == members_.end()) {
    CANDOR_ASSIGN_OR_RETURN(domain::Member read, question_.view->GetMember(member));
    known = members_.emplace(member, std::move(read)).first;
  }
  return domain::ProfileFor(domain::LicenceOn(known->second, day));
}

absl::StatusOr<std::string> NoteWriter::CodeOf(const CaseId& id) {
  auto known = codes_.find(id);
  if (known == codes_.end()) {
    CANDOR_ASSIGN_OR_RETURN(domain::CaseFile file, question_.view->GetCase(id));
    known = codes_.emplace(id, std::move(file.code)).first;
  }
  return known->second;
}

absl::Status NoteWriter::WriteSession(const domain::SupervisionSession& session, v1::SupervisionSession* out) {
  if (!session.id.empty()) out->set_session(session.id.ToString());
  ToWire(session.started, out->mutable_started());
  if (session.minutes) out->set_minutes(*session.minutes);
  out->set_format(Cast<v1::SupervisionNoteFormat>(session.format));
  out->set_mode(Cast<v1::SupervisionMode>(session.mode));
  out->set_setting(session.setting);
  out->set_supervisor(MemberName(session.supervisor));
  out->set_substitute(MemberName(session.substitute));
  out->set_theme(session.theme);
  const bool all = SeesAll(question_, session);
  for (const domain::SupervisionAttendee& each : session.attendees) {
    v1::SupervisionAttendee* wire = out->add_attendees();
    wire->set_member(MemberName(each.member));
    wire->set_attendance(Cast<v1::Attendance>(each.attendance));
    if (each.minutes) wire->set_minutes(*each.minutes);
    if (!all && each.member != question_.viewer.member()) continue;
    CANDOR_ASSIGN_OR_RETURN(const domain::UnitsProfile profile, ProfileOf(each.member, session.started.day));
    const domain::Credit credit = domain::CreditFor(profile, session, each.member);
    wire->set_units_hundredths(credit.hundredths);
    wire->set_no_units_reason(Cast<v1::NoUnitsReason>(credit.reason));
  }
  return absl::OkStatus();
}

absl::Status NoteWriter::WritePart(const domain::NoteRecord& note, v1::SupervisionPart* out) {
  const domain::SupervisionPart& part = note.part;
  for (const domain::CaseTalk& each : part.cases) {
    v1::SupervisionCaseTalk* talk = out->add_cases();
    talk->set_case_(CaseName(each.case_id));
    CANDOR_ASSIGN_OR_RETURN(const std::string code, CodeOf(each.case_id));
    talk->set_case_code(code);
    for (const domain::CaseTopic topic : each.topics) talk->add_topics(Cast<v1::SupervisionTopic>(topic));
  }
  out->set_risk_looked_at(Cast<v1::YesNo>(part.risk_looked_at));
  out->set_risk_changed(Cast<v1::YesNo>(part.risk_changed));
  for (const domain::Guidance& each : part.guidance) WriteGuidance(each, out->add_guidance());
  out->set_supervisee_view(part.supervisee_view);
  out->set_strengths(part.strengths);
  out->set_to_develop(part.to_develop);
  for (const domain::DirectiveReport& each : part.last_directives) {
    WriteReport(each, note.supervisee(), out->add_last_directives());
  }
  for (const domain::TickedFollowUp& each : part.follow_ups) out->add_follow_ups(FollowUpName(each.subject, each.id));
  out->set_hours_confirmed(Cast<v1::YesNo>(part.hours_confirmed));
  if (part.next_planned) ToWire(*part.next_planned, out->mutable_next_planned());
  out->set_asked_about_reactions(Cast<v1::YesNo>(part.asked_about_reactions));
  return absl::OkStatus();
}

absl::Status NoteWriter::Write(const domain::NoteRecord& note, v1::SupervisionNote* out) {
  const domain::EntryHeader& header = note.version.entry.header;
  out->set_name(NoteName(note.supervisee(), note.original.entry.header.id));
  out->set_supervisee(MemberName(note.supervisee()));
  CANDOR_RETURN_IF_ERROR(WriteSession(note.session, out->mutable_session()));
  CANDOR_RETURN_IF_ERROR(WritePart(note, out->mutable_part()));
  out->set_state(Cast<v1::SupervisionNoteState>(note.state));
  out->set_version(note.versions);
  out->set_signed_by(MemberName(header.author));
  ToWire(header.reported.day, out->mutable_written());
  ToWire(note.version.recorded_at, out->mutable_recorded_at());
  const Day first_written = note.original.entry.header.reported.day;
  if (const auto later = domain::WrittenDaysLater(note.held(), first_written)) out->set_written_days_later(*later);
  CANDOR_ASSIGN_OR_RETURN(const domain::UnitsProfile profile, ProfileOf(note.supervisee(), note.held()));
  const domain::Credit credit = domain::CreditOf(profile, note);
  out->set_units_profile(Cast<v1::UnitsProfile>(profile));
  out->set_units_hundredths(credit.hundredths);
  out->set_no_units_reason(Cast<v1::NoUnitsReason>(credit.reason));
  if (note.answer) {
    ToWire(note.answered(), out->mutable_answered());
    out->set_comment(note.answer->comment);
  }
  out->set_plain(note.plain && !note.newest.erased);
  out->set_erased(note.newest.erased);
  return absl::OkStatus();
}

absl::Status NoteWriter::WriteCase(const domain::SupervisedCase& each, v1::SupervisedCase* out) {
  out->set_case_(CaseName(each.id));
  out->set_case_code(each.code);
  if (each.last_discussed) ToWire(*each.last_discussed, out->mutable_last_discussed());
  out->set_not_discussed(each.not_discussed);
  return absl::OkStatus();
}

absl::StatusOr<domain::NoteRecord> FindReadable(Question& question, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const NoteRef ref, ParseNote(name, "name"));
  auto note = domain::FindNote(*question.view, ref.supervisee, ref.note);
  if (absl::IsNotFound(note.status())) return NotFoundField("name", kNoNote);
  CANDOR_RETURN_IF_ERROR(note.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(note->newest));
  if (sight == domain::Sight::kNothing) return NotFoundField("name", kNoNote);
  return note;
}

void ToWire(const domain::OpenDirective& directive, const MemberId& supervisee, Day today, v1::OpenDirective* out) {
  out->set_note(NoteName(supervisee, directive.note));
  out->set_index(static_cast<int32_t>(directive.index));
  out->set_text(directive.guidance.text);
  out->set_owner(MemberName(directive.guidance.owner));
  if (!directive.guidance.due) return;
  ToWire(*directive.guidance.due, out->mutable_due());
  out->set_past_due(*directive.guidance.due < today);
}

void ToWire(const domain::SupervisionLog& log, v1::SupervisionLog* out) {
  out->set_units_profile(Cast<v1::UnitsProfile>(log.profile));
  for (const domain::LogWeek& each : log.weeks) {
    v1::SupervisionLogWeek* week = out->add_weeks();
    ToWire(each.monday, week->mutable_week());
    week->set_setting(each.setting);
    week->set_individual_hundredths(each.individual);
    week->set_triadic_hundredths(each.triadic);
    week->set_group_hundredths(each.group);
    week->set_minutes(each.minutes);
  }
  for (const domain::LogMonth& each : log.months) {
    v1::SupervisionLogMonth* month = out->add_months();
    ToWire(each.first, month->mutable_month());
    month->set_sessions(each.sessions);
    month->set_minutes(each.minutes);
    month->set_units_hundredths(each.hundredths);
    month->set_needed_hundredths(each.needed);
  }
  out->set_total_weeks(log.totals.weeks);
  out->set_individual_weeks(log.totals.individual_weeks);
  out->set_total_hundredths(log.totals.hundredths);
  out->set_total_minutes(log.totals.minutes);
  out->set_not_recorded(log.totals.not_recorded);
}

}  // namespace candor::rpc
