#include "daemon/rpc/supervision_wire.h"

#include <algorithm>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/domain/supervision_note_entry.h"
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

void WriteNews(const domain::DirectiveNews& news, const MemberId& supervisee, v1::DirectiveStatus* out) {
  out->set_outcome(Cast<v1::DirectiveOutcome>(news.report.outcome));
  out->set_why(news.report.why);
  if (news.report.due) ToWire(*news.report.due, out->mutable_due());
  out->set_note(NoteName(supervisee, news.note));
  ToWire(news.held, out->mutable_reported());
}

void WriteGuidance(const domain::Guidance& guidance, v1::Guidance* out) {
  out->set_form(Cast<v1::GuidanceForm>(guidance.form));
  out->set_text(guidance.text);
  out->set_owner(MemberName(guidance.owner));
  if (guidance.due) ToWire(*guidance.due, out->mutable_due());
}

// The note as it stands; nullopt: there is none, or the caller does not read it.
absl::StatusOr<std::optional<domain::RecordedEntry>> NewestReadable(Question& question, const EntryId& note) {
  auto newest = question.view->GetEntry(note);
  if (newest.ok() && !newest->revised_by.empty()) newest = question.view->GetEntry(newest->revised_by);
  if (absl::IsNotFound(newest.status())) return std::optional<domain::RecordedEntry>();
  CANDOR_RETURN_IF_ERROR(newest.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfEntry(*newest));
  if (sight == domain::Sight::kNothing) return std::optional<domain::RecordedEntry>();
  return std::optional<domain::RecordedEntry>(*std::move(newest));
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

absl::StatusOr<bool> IsSupervisedBy(const Question& question, const MemberId& supervisee, const MemberId& supervisor,
                                    Day day) {
  CANDOR_ASSIGN_OR_RETURN(const auto relations, question.view->SupervisionsOf(supervisee));
  return std::any_of(relations.begin(), relations.end(), [&](const domain::Supervision& each) {
    return each.supervisee == supervisee && each.supervisor == supervisor && each.from <= day &&
           (!each.until || *each.until >= day);
  });
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
  out->set_work_setting(Cast<v1::WorkSetting>(session.work_setting));
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
  for (const domain::Guidance& each : part.guidance) {
    v1::Guidance* guidance = out->add_guidance();
    WriteGuidance(each, guidance);
    const auto news = note.news.find(static_cast<uint32_t>(out->guidance_size() - 1));
    if (news == note.news.end() || each.form != domain::GuidanceForm::kDirective) continue;
    CANDOR_ASSIGN_OR_RETURN(const auto source, NewestReadable(question_, news->second.note));
    if (source) WriteNews(news->second, note.supervisee(), guidance->mutable_status());
  }
  out->set_supervisee_view(part.supervisee_view);
  out->set_strengths(part.strengths);
  out->set_to_develop(part.to_develop);
  for (const domain::DirectiveReport& each : part.last_directives) {
    CANDOR_RETURN_IF_ERROR(WriteReport(each, note.supervisee(), out->add_last_directives()));
  }
  for (const domain::TickedFollowUp& each : part.follow_ups) {
    out->add_follow_ups(FollowUpName(each.subject, each.id));
    CANDOR_RETURN_IF_ERROR(WriteCovered(each, out));
  }
  out->set_hours_confirmed(Cast<v1::YesNo>(part.hours_confirmed));
  if (part.next_planned) ToWire(*part.next_planned, out->mutable_next_planned());
  out->set_asked_about_reactions(Cast<v1::YesNo>(part.asked_about_reactions));
  return absl::OkStatus();
}

absl::Status NoteWriter::WriteReport(const domain::DirectiveReport& report, const MemberId& supervisee,
                                     v1::DirectiveReport* out) {
  out->set_note(NoteName(supervisee, report.note));
  out->set_index(static_cast<int32_t>(report.index));
  out->set_outcome(Cast<v1::DirectiveOutcome>(report.outcome));
  out->set_why(report.why);
  if (report.due) ToWire(*report.due, out->mutable_due());
  CANDOR_ASSIGN_OR_RETURN(const auto source, NewestReadable(question_, report.note));
  if (!source) return absl::OkStatus();
  const auto body = domain::NoteFromCells(source->entry);
  if (!body || report.index >= body->part.guidance.size()) return absl::OkStatus();
  out->set_text(body->part.guidance[report.index].text);
  ToWire(source->entry.header.occurred.day, out->mutable_given());
  return absl::OkStatus();
}

absl::Status NoteWriter::WriteCovered(const domain::TickedFollowUp& tick, v1::SupervisionPart* out) {
  const auto follow_up = question_.view->GetFollowUp(tick.subject, tick.id);
  if (absl::IsNotFound(follow_up.status())) return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(follow_up.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question_.viewer.OfFollowUp(*follow_up));
  if (sight == domain::Sight::kNothing) return absl::OkStatus();
  v1::CoveredFollowUp* covered = out->add_covered();
  covered->set_follow_up(FollowUpName(tick.subject, tick.id));
  covered->set_label(std::string(domain::NeutralLabel(follow_up->clear.action)));
  if (tick.subject.kind == domain::SubjectKind::kCase) {
    CANDOR_ASSIGN_OR_RETURN(const domain::CaseFile file, question_.view->GetCase(tick.subject.case_id()));
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight of_case, question_.viewer.OfCase(file, question_.today));
    if (of_case == domain::Sight::kWhole) covered->set_case_code(file.code);
  }
  ToWire(follow_up->clear.reported_on, covered->mutable_reported_on());
  if (const auto due = domain::DueOf(*follow_up, question_.settings)) ToWire(*due, covered->mutable_due());
  const domain::FollowUpStatus status = domain::StatusOf(*follow_up, question_.settings, question_.today);
  covered->set_open(status == domain::FollowUpStatus::kOpen || status == domain::FollowUpStatus::kWaived);
  return absl::OkStatus();
}

// What was said to every version, and every version where there are several.
absl::Status NoteWriter::WriteHistory(const domain::NoteRecord& note, v1::SupervisionNote* out) {
  for (const domain::AnswerOnRecord& each : note.answers) {
    v1::SupervisionNoteAnswer* answer = out->add_answers();
    answer->set_version(each.version);
    ToWire(each.answered, answer->mutable_answered());
    ToWire(each.recorded_at, answer->mutable_recorded_at());
    answer->set_refused(each.answer.refused);
    answer->set_comment(each.answer.comment);
    answer->set_answered_by(MemberName(each.by));
  }
  domain::NoteRecord before;
  for (const domain::RecordedEntry& each : note.history) {
    domain::NoteRecord version = domain::NoteOf(note.original, each, each);
    v1::SupervisionNoteVersion* wire = out->add_versions();
    wire->set_version(out->versions_size());
    ToWire(each.entry.header.reported.day, wire->mutable_written());
    ToWire(each.recorded_at, wire->mutable_recorded_at());
    wire->set_signed_by(MemberName(each.entry.header.author));
    CANDOR_RETURN_IF_ERROR(WriteSession(version.session, wire->mutable_session()));
    CANDOR_RETURN_IF_ERROR(WritePart(version, wire->mutable_part()));
    if (const auto body = domain::NoteFromCells(each.entry)) wire->set_why(body->why);
    if (wire->version() > 1 && !each.erased) {
      for (const std::string& field :
           domain::ChangedFields(before.session, before.part, version.session, version.part)) {
        wire->add_changed(field);
      }
    }
    before = std::move(version);
  }
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
  return WriteHistory(note, out);
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
  ToWire(directive.given, out->mutable_given());
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
    week->set_work_setting(Cast<v1::WorkSetting>(each.work_setting));
    if (each.direct_minutes) week->set_direct_minutes(*each.direct_minutes);
    if (each.other_minutes) week->set_other_minutes(*each.other_minutes);
    week->set_needed_hundredths(each.needed);
    week->set_met(each.met());
    for (const domain::NoUnits reason : each.no_units) week->add_no_units_reasons(Cast<v1::NoUnitsReason>(reason));
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
  out->set_unsigned_hundredths(log.totals.unsigned_hundredths);
}

void ToWire(const domain::LogWeek& setting, v1::SettingUnits* out) {
  out->set_work_setting(Cast<v1::WorkSetting>(setting.work_setting));
  out->set_setting(setting.setting);
  out->set_given_hundredths(setting.units());
  out->set_needed_hundredths(setting.needed);
  if (setting.direct_minutes) out->set_direct_minutes(*setting.direct_minutes);
  if (setting.other_minutes) out->set_other_minutes(*setting.other_minutes);
}

void ToWire(const domain::CancelledSupervision& cancelled, v1::CancelledSupervision* out) {
  ToWire(cancelled.cancellation.day, out->mutable_day());
  out->set_cancelled_by(MemberName(cancelled.cancellation.by));
  out->set_reason(Cast<v1::CancellationReason>(cancelled.cancellation.reason));
  out->set_supervisor(MemberName(cancelled.supervisor));
  out->set_entry(EntryName(domain::SubjectId::Of(cancelled.supervisee), cancelled.entry));
  out->set_noted_by(MemberName(cancelled.noted_by));
}

void ToWire(const domain::MissedSession& missed, v1::MissedSupervision* out) {
  ToWire(missed.day, out->mutable_day());
  out->set_format(Cast<v1::SupervisionNoteFormat>(missed.format));
  out->set_supervisor(MemberName(missed.supervisor));
  out->set_session(missed.session.ToString());
}

}  // namespace candor::rpc
