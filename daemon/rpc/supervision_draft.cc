#include <algorithm>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/domain/facts.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/original.h"
#include "daemon/domain/permission.h"
#include "daemon/domain/supervision_cells.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/supervision_wire.h"

// From what a request says of a supervision note to the domain's value.
namespace candor::rpc {
namespace {

constexpr int32_t kLongestMinutes = 24 * 60;
constexpr int kMostOfAnything = 100;
constexpr std::string_view kNoDirective = "no such directive; see `candor supervision`";

std::string At(std::string_view path, std::string_view name, int index) {
  return absl::StrCat(Below(path, name), "[", index, "]");
}

absl::StatusOr<MemberId> OptionalMember(const Question& question, const std::string& name, const std::string& field) {
  if (name.empty()) return MemberId();
  return KnownMember(*question.view, name, field);
}

absl::Status CheckMinutes(bool given, int32_t minutes, const std::string& field) {
  if (!given || (minutes > 0 && minutes <= kLongestMinutes)) return absl::OkStatus();
  return InvalidField(field, "out_of_range", "not a length in minutes; use 1 to 1440");
}

absl::Status CheckCount(int size, const std::string& field) {
  if (size <= kMostOfAnything) return absl::OkStatus();
  return InvalidField(field, "too_long", "more than 100; keep what matters");
}

absl::Status ReadAttendees(const Question& question, const v1::SupervisionSession& wire, std::string_view field,
                           domain::SupervisionSession& out) {
  CANDOR_RETURN_IF_ERROR(CheckCount(wire.attendees_size(), Below(field, "attendees")));
  for (int i = 0; i < wire.attendees_size(); ++i) {
    const v1::SupervisionAttendee& each = wire.attendees(i);
    const std::string path = At(field, "attendees", i);
    domain::SupervisionAttendee attendee;
    CANDOR_ASSIGN_OR_RETURN(attendee.member, KnownMember(*question.view, each.member(), Below(path, "member")));
    if (each.attendance() != v1::ATTENDANCE_UNSPECIFIED) {
      attendee.attendance = static_cast<domain::Attendance>(each.attendance());
    }
    CANDOR_RETURN_IF_ERROR(CheckMinutes(each.has_minutes(), each.minutes(), Below(path, "minutes")));
    if (each.has_minutes()) attendee.minutes = each.minutes();
    out.attendees.push_back(attendee);
  }
  return absl::OkStatus();
}

absl::Status ReadCases(const Question& question, const v1::SupervisionPart& wire, std::string_view field,
                       domain::SupervisionPart& out) {
  CANDOR_RETURN_IF_ERROR(CheckCount(wire.cases_size(), Below(field, "cases")));
  for (int i = 0; i < wire.cases_size(); ++i) {
    const std::string path = Below(At(field, "cases", i), "case");
    domain::CaseTalk talk;
    CANDOR_ASSIGN_OR_RETURN(talk.case_id, ParseCase(wire.cases(i).case_(), path));
    CANDOR_ASSIGN_OR_RETURN(const bool known, question.view->HasCase(talk.case_id));
    if (!known) return NotFoundField(path, "no such case; see `candor case list`");
    CANDOR_RETURN_IF_ERROR(CheckCount(wire.cases(i).topics_size(), Below(At(field, "cases", i), "topics")));
    for (const int topic : wire.cases(i).topics()) {
      if (topic != 0) talk.topics.push_back(static_cast<domain::CaseTopic>(topic));
    }
    out.cases.push_back(std::move(talk));
  }
  return absl::OkStatus();
}

absl::Status ReadGuidance(const Question& question, const v1::SupervisionPart& wire, std::string_view field,
                          domain::SupervisionPart& out) {
  CANDOR_RETURN_IF_ERROR(CheckCount(wire.guidance_size(), Below(field, "guidance")));
  for (int i = 0; i < wire.guidance_size(); ++i) {
    const v1::Guidance& each = wire.guidance(i);
    const std::string path = At(field, "guidance", i);
    if (each.form() == v1::GUIDANCE_FORM_UNSPECIFIED) {
      return MissingField(Below(path, "form"), "say recommendation or directive");
    }
    domain::Guidance guidance{static_cast<domain::GuidanceForm>(each.form()), each.text(), {}, {}};
    CANDOR_ASSIGN_OR_RETURN(guidance.owner, OptionalMember(question, each.owner(), Below(path, "owner")));
    CANDOR_ASSIGN_OR_RETURN(guidance.due, DayOrNone(each.has_due(), each.due(), Below(path, "due")));
    out.guidance.push_back(std::move(guidance));
  }
  return absl::OkStatus();
}

bool HasDirective(const domain::RecordedEntry& note, int32_t index) {
  // Of what was erased nothing can be told.
  if (note.erased) return true;
  const auto body = domain::NoteFromCells(note.entry);
  return body && static_cast<size_t>(index) < body->part.guidance.size() &&
         body->part.guidance[static_cast<size_t>(index)].form == domain::GuidanceForm::kDirective;
}

// Somebody gave it, at this session or before: a report of an earlier one would never be read as one.
absl::Status CheckReport(const Question& question, const domain::SupervisionSession& session, const NoteRef& ref,
                         int32_t index, const std::string& path) {
  const auto original = question.view->GetEntry(ref.note);
  if (!original.ok() && !absl::IsNotFound(original.status())) return original.status();
  const bool is_note = original.ok() && original->entry.kind == domain::Kind::kSupervision &&
                       original->entry.header.revises.empty() &&
                       original->entry.header.subject == domain::SubjectId::Of(ref.supervisee);
  if (!is_note || index < 0) return NotFoundField(path, kNoDirective);
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry newest, domain::NewestOf(*question.view, *original));
  if (!HasDirective(newest, index) && !HasDirective(*original, index)) return NotFoundField(path, kNoDirective);
  if (newest.entry.header.occurred.day > session.started.day) {
    return FailedField(path, "after_session",
                       "was given after this session; leave it out, and report on it with the next one");
  }
  return absl::OkStatus();
}

absl::Status ReadReports(const Question& question, const domain::SupervisionSession& session,
                         const MemberId& supervisee, const v1::SupervisionPart& wire, std::string_view field,
                         domain::SupervisionPart& out) {
  CANDOR_RETURN_IF_ERROR(CheckCount(wire.last_directives_size(), Below(field, "last_directives")));
  for (int i = 0; i < wire.last_directives_size(); ++i) {
    const v1::DirectiveReport& each = wire.last_directives(i);
    const std::string path = At(field, "last_directives", i);
    CANDOR_ASSIGN_OR_RETURN(const NoteRef ref, ParseNote(each.note(), Below(path, "note")));
    if (ref.supervisee != supervisee) return NotFoundField(Below(path, "note"), kNoDirective);
    CANDOR_RETURN_IF_ERROR(CheckReport(question, session, ref, each.index(), Below(path, "note")));
    if (each.outcome() == v1::DIRECTIVE_OUTCOME_UNSPECIFIED) {
      return MissingField(Below(path, "outcome"), "say done, moved or dropped");
    }
    domain::DirectiveReport report{ref.note,
                                   static_cast<uint32_t>(each.index()),
                                   static_cast<domain::DirectiveOutcome>(each.outcome()),
                                   each.why(),
                                   {}};
    CANDOR_ASSIGN_OR_RETURN(report.due, DayOrNone(each.has_due(), each.due(), Below(path, "due")));
    out.last_directives.push_back(std::move(report));
  }
  return absl::OkStatus();
}

// Whether everybody who reads the supervisee's part of the note may know of it. Of what is from no private note they
// do.
absl::StatusOr<bool> IsForAllReaders(const Question& question, const domain::SupervisionSession& session,
                                     const MemberId& supervisee, const domain::FollowUp& follow_up) {
  if (follow_up.clear.key_class != domain::KeyClass::kPersonal) return true;
  for (const MemberId& reader : {session.supervisor, session.substitute, supervisee}) {
    if (reader.empty()) continue;
    domain::Viewer viewer(*question.view, domain::Caller{true, reader}, nullptr, question.today);
    CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, viewer.OfFollowUp(follow_up));
    if (sight == domain::Sight::kNothing) return false;
  }
  return true;
}

// `agreed`: that it is seen by all who read the note.
absl::Status CheckTick(const Question& question, const domain::SupervisionSession& session, const MemberId& supervisee,
                       const domain::FollowUp& follow_up, bool agreed, const std::string& path) {
  // The tick would leave it open.
  if (follow_up.clear.opened_on > session.started.day) {
    return FailedField(path, "after_session",
                       "began after this session, so that the talk does not cover it; leave it out, and tick it with "
                       "the next one");
  }
  if (agreed && follow_up.clear.therapist == supervisee) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const bool is_for_all, IsForAllReaders(question, session, supervisee, follow_up));
  if (is_for_all) return absl::OkStatus();
  return FailedField(path, "private",
                     "is from a private note that somebody does not read who reads this one, and would be seen here; "
                     "leave it out, or let its author tick it: candor supervision seen");
}

bool IsAmong(const WireNames& names, const std::string& name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

// nullopt when there is none of which the caller may know.
absl::StatusOr<std::optional<domain::FollowUp>> FollowUpKnown(Question& question, const domain::SubjectId& subject,
                                                              const FollowUpId& id) {
  using Result = std::optional<domain::FollowUp>;
  const auto follow_up = question.view->GetFollowUp(subject, id);
  if (absl::IsNotFound(follow_up.status())) return Result();
  CANDOR_RETURN_IF_ERROR(follow_up.status());
  CANDOR_ASSIGN_OR_RETURN(const domain::Sight sight, question.viewer.OfFollowUp(*follow_up));
  return sight == domain::Sight::kNothing ? Result() : Result(*follow_up);
}

absl::StatusOr<domain::SupervisionPart> ReadPart(Question& question, const domain::SupervisionSession& session,
                                                 const MemberId& supervisee, const v1::SupervisionPart& wire,
                                                 std::string_view field, const WireNames& agreed) {
  domain::SupervisionPart out;
  CANDOR_RETURN_IF_ERROR(ReadCases(question, wire, field, out));
  out.risk_looked_at = static_cast<domain::YesNo>(wire.risk_looked_at());
  out.risk_changed = static_cast<domain::YesNo>(wire.risk_changed());
  CANDOR_RETURN_IF_ERROR(ReadGuidance(question, wire, field, out));
  out.supervisee_view = wire.supervisee_view();
  out.strengths = wire.strengths();
  out.to_develop = wire.to_develop();
  CANDOR_RETURN_IF_ERROR(ReadReports(question, session, supervisee, wire, field, out));
  CANDOR_ASSIGN_OR_RETURN(out.follow_ups, TicksFromWire(question, session, supervisee, wire.follow_ups(),
                                                        Below(field, "follow_ups"), agreed));
  out.hours_confirmed = static_cast<domain::YesNo>(wire.hours_confirmed());
  CANDOR_ASSIGN_OR_RETURN(out.next_planned,
                          DayOrNone(wire.has_next_planned(), wire.next_planned(), Below(field, "next_planned")));
  out.asked_about_reactions = static_cast<domain::YesNo>(wire.asked_about_reactions());
  return out;
}

}  // namespace

absl::StatusOr<domain::SupervisionSession> SessionFromWire(const Question& question, const v1::SupervisionSession& wire,
                                                           std::string_view field) {
  domain::SupervisionSession out;
  const std::string started = Below(field, "started");
  if (!wire.has_started()) return MissingField(started, "give the date on which it was");
  CANDOR_ASSIGN_OR_RETURN(out.started, MomentFromWire(wire.started(), started));
  if (out.started.day > question.today) {
    return InvalidField(started, "future_date", "lies in the future; sign the note once the session has been");
  }
  CANDOR_RETURN_IF_ERROR(CheckMinutes(wire.has_minutes(), wire.minutes(), Below(field, "minutes")));
  if (wire.has_minutes()) out.minutes = wire.minutes();
  out.format = static_cast<domain::SupervisionFormat>(wire.format());
  out.mode = static_cast<domain::SupervisionMode>(wire.mode());
  out.work_setting = static_cast<domain::WorkSetting>(wire.work_setting());
  out.setting = wire.setting();
  out.theme = wire.theme();
  CANDOR_ASSIGN_OR_RETURN(out.supervisor, OptionalMember(question, wire.supervisor(), Below(field, "supervisor")));
  CANDOR_ASSIGN_OR_RETURN(out.substitute, OptionalMember(question, wire.substitute(), Below(field, "substitute")));
  CANDOR_RETURN_IF_ERROR(ReadAttendees(question, wire, field, out));
  return out;
}

absl::StatusOr<domain::SupervisionPart> PartFromWire(Question& question, const domain::SupervisionSession& session,
                                                     const MemberId& supervisee, const v1::SupervisionPart& wire,
                                                     std::string_view field) {
  return ReadPart(question, session, supervisee, wire, field, {});
}

absl::StatusOr<domain::SupervisionPart> NewPartFromWire(Question& question, const domain::SupervisionSession& session,
                                                        const domain::NoteRecord& note, v1::SupervisionPart wire,
                                                        std::string_view field) {
  WireNames standing;
  std::vector<domain::TickedFollowUp> unknown;
  for (const domain::TickedFollowUp& each : note.part.follow_ups) {
    const std::string name = FollowUpName(each.subject, each.id);
    *standing.Add() = name;
    CANDOR_ASSIGN_OR_RETURN(const auto known, FollowUpKnown(question, each.subject, each.id));
    if (known) continue;
    unknown.push_back(each);
    WireNames& names = *wire.mutable_follow_ups();
    names.erase(std::remove(names.begin(), names.end(), name), names.end());
  }
  // To those that stand somebody has agreed before.
  CANDOR_ASSIGN_OR_RETURN(domain::SupervisionPart part,
                          ReadPart(question, session, note.supervisee(), wire, field, standing));
  part.follow_ups.insert(part.follow_ups.end(), unknown.begin(), unknown.end());
  return part;
}

absl::StatusOr<std::vector<domain::TickedFollowUp>> TicksFromWire(Question& question,
                                                                  const domain::SupervisionSession& session,
                                                                  const MemberId& supervisee, const WireNames& names,
                                                                  const std::string& field, const WireNames& agreed) {
  CANDOR_RETURN_IF_ERROR(CheckCount(names.size(), field));
  std::vector<domain::TickedFollowUp> ticks;
  for (int i = 0; i < names.size(); ++i) {
    const std::string path = absl::StrCat(field, "[", i, "]");
    CANDOR_ASSIGN_OR_RETURN(const FollowUpRef ref, ParseFollowUp(names.Get(i), path));
    CANDOR_ASSIGN_OR_RETURN(const auto follow_up, FollowUpKnown(question, ref.subject, ref.follow_up));
    if (!follow_up) return NotFoundField(path, "no such follow-up; see `candor followup list`");
    CANDOR_RETURN_IF_ERROR(CheckTick(question, session, supervisee, *follow_up, IsAmong(agreed, names.Get(i)), path));
    ticks.push_back({ref.subject, ref.follow_up});
  }
  return ticks;
}

}  // namespace candor::rpc
