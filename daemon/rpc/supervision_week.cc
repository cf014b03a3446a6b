#include "daemon/domain/supervision_week.h"

#include <algorithm>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/supervision.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/member.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_missed.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/entry_draft.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/follow_up_wire.h"
#include "daemon/rpc/names.h"
#include "daemon/rpc/question.h"
#include "daemon/rpc/supervision_service.h"
#include "daemon/rpc/supervision_wire.h"

// The supervisor's week, and what sessions count for.
namespace candor::rpc {
namespace {

absl::Status NotTheirs(std::string_view field) {
  return WithDetail(absl::PermissionDeniedError(absl::StrCat(
                        field == "supervisor" ? "supervisor: a supervisor sees their own week"
                                              : "supervisee: is for the supervisee and their supervisors")),
                    {std::string(field), "not_theirs"});
}

absl::StatusOr<MemberId> SupervisorOf(const Question& question, const v1::GetSupervisionWeekRequest& request) {
  const domain::Viewer& viewer = question.viewer;
  if (request.supervisor().empty()) {
    if (!viewer.is_operator()) return viewer.member();
    return MissingField("supervisor", "say whose week");
  }
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisor, KnownMember(*question.view, request.supervisor(), "supervisor"));
  if (!viewer.sees_everything() && viewer.member() != supervisor) return NotTheirs("supervisor");
  return supervisor;
}

class WeekWriter {
 public:
  // `conversations_of`: whose conversations are told; empty: nobody's.
  WeekWriter(const Rooms& rooms, Question& question, const MemberId& conversations_of)
      : question_(question),
        conversations_of_(conversations_of),
        notes_(question),
        follow_ups_(question, rooms.policies) {}

  absl::Status Write(const domain::SuperviseeWeek& line, v1::SuperviseeWeek* out) {
    out->set_supervisee(MemberName(line.supervisee));
    out->set_units_profile(static_cast<v1::UnitsProfile>(line.profile));
    out->set_units_given_hundredths(line.given_hundredths);
    out->set_units_needed_hundredths(line.needed_hundredths);
    out->set_by_month(line.by_month);
    out->set_hours_not_recorded(line.hours_not_recorded);
    out->set_units_short_hundredths(line.short_hundredths);
    out->set_units_unsigned_hundredths(line.unsigned_hundredths);
    for (const domain::LogWeek& each : line.settings) ToWire(each, out->add_settings());
    out->set_wants_to_talk(!line.conversations.empty());
    CANDOR_RETURN_IF_ERROR(WriteConversations(line, out));
    out->set_time_to_ask(line.time_to_ask);
    for (const domain::WorkItem& item : line.work) CANDOR_RETURN_IF_ERROR(WriteWork(item, out));
    for (const domain::OpenDirective& each : line.directives) {
      ToWire(each, line.supervisee, question_.today, out->add_directives());
    }
    for (const domain::SupervisedCase& each : line.cases) {
      CANDOR_RETURN_IF_ERROR(notes_.WriteCase(each, out->add_cases()));
    }
    for (const domain::NoteRecord& each : line.notes) CANDOR_RETURN_IF_ERROR(notes_.Write(each, out->add_notes()));
    for (const domain::CancelledSupervision& each : line.cancelled) ToWire(each, out->add_cancelled());
    for (const domain::MissedSession& each : line.missed) ToWire(each, out->add_missed());
    if (!line.last_session) return absl::OkStatus();
    return notes_.WriteSession(*line.last_session, out->mutable_last_session());
  }

 private:
  // Of a private note that the supervisor may not know of: since when a conversation is due, and nothing else.
  absl::Status WriteWork(const domain::WorkItem& item, v1::SuperviseeWeek* out) {
    v1::FollowUp follow_up;
    if (!item.confidential) {
      CANDOR_ASSIGN_OR_RETURN(const bool seen, follow_ups_.Write(item.follow_up, &follow_up));
      if (seen) *out->add_follow_ups() = std::move(follow_up);
      return absl::OkStatus();
    }
    WriteTalk(item.follow_up, &follow_up);
    follow_up.set_past_due(true);
    *out->add_follow_ups() = std::move(follow_up);
    return absl::OkStatus();
  }

  // Of those that name the supervisor also what they are ticked by: the case is in it, so that whoever asks for it is
  // shown the note. What it is about is said in the conversation.
  absl::Status WriteConversations(const domain::SuperviseeWeek& line, v1::SuperviseeWeek* out) {
    if (line.supervisee != conversations_of_) return absl::OkStatus();
    for (const domain::FollowUp& each : line.conversations) {
      if (each.sealed && !each.sealed->opened_by.empty()) {
        CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry opening, question_.view->GetEntry(each.sealed->opened_by));
        CANDOR_RETURN_IF_ERROR(NoteShown(question_, opening));
      }
      v1::FollowUp* wire = out->add_conversations();
      WriteTalk(each, wire);
      wire->set_name(FollowUpName(each.clear.subject, each.clear.id));
      wire->set_past_due(domain::PastDue(each, question_.settings, question_.today));
      ToWire(each.clear.opened_on, wire->mutable_opened_on());
      ToWire(each.clear.reported_on, wire->mutable_reported_on());
    }
    return absl::OkStatus();
  }

  // Whose conversation it is, and by when it is due.
  void WriteTalk(const domain::FollowUp& follow_up, v1::FollowUp* out) {
    out->set_therapist(MemberName(follow_up.clear.therapist));
    out->set_action(v1::ACTION_TALK);
    out->set_label(std::string(domain::NeutralLabel(domain::Action::kTalk)));
    out->set_status(v1::FOLLOW_UP_STATUS_OPEN);
    if (const auto due = domain::DueOf(follow_up, question_.settings)) ToWire(*due, out->mutable_due());
  }

  Question& question_;
  const MemberId conversations_of_;
  NoteWriter notes_;
  FollowUpWriter follow_ups_;
};

absl::Status GetSupervisionWeek(const Rooms& rooms, const Call& call, const v1::GetSupervisionWeekRequest& request,
                                v1::GetSupervisionWeekResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisor, SupervisorOf(question, request));
  Day day = question.today;
  if (request.has_week()) {
    CANDOR_ASSIGN_OR_RETURN(day, DayFromWire(request.week(), "week"));
  }
  MemberId conversations_of;
  if (!request.conversations_of().empty()) {
    CANDOR_ASSIGN_OR_RETURN(conversations_of,
                            KnownMember(*question.view, request.conversations_of(), "conversations_of"));
  }
  const Day monday = domain::WeekOf(day);
  // As the supervisor sees it, whoever asks: of the past, too, what the author has closed to them since is left out.
  domain::Viewer viewer = question.viewer.AsMember(supervisor);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::SuperviseeWeek> lines,
                          domain::SupervisionWeekOf(*question.view, viewer, question.settings,
                                                    rooms.policies.ForSupervision(), question.today, monday));
  ToWire(monday, response.mutable_week()->mutable_week());
  response.mutable_week()->set_supervisor(MemberName(supervisor));
  WeekWriter writer(rooms, question, conversations_of);
  for (const domain::SuperviseeWeek& line : lines) {
    CANDOR_RETURN_IF_ERROR(writer.Write(line, response.mutable_week()->add_supervisees()));
  }
  return absl::OkStatus();
}

// --- The log

// The supervisee, and whoever supervises them in the period.
absl::StatusOr<bool> MayReadLog(const Question& question, const MemberId& supervisee, Day from, Day to) {
  if (question.viewer.sees_everything() || question.viewer.member() == supervisee) return true;
  CANDOR_ASSIGN_OR_RETURN(const auto relations, question.view->SupervisionsOf(supervisee));
  return std::any_of(relations.begin(), relations.end(), [&](const domain::Supervision& each) {
    return each.supervisee == supervisee && each.supervisor == question.viewer.member() && each.from <= to &&
           (!each.until || *each.until >= from);
  });
}

absl::Status GetSupervisionLog(const Rooms& rooms, const Call& call, const v1::GetSupervisionLogRequest& request,
                               v1::GetSupervisionLogResponse& response) {
  CANDOR_ASSIGN_OR_RETURN(const Question question, AskAsOf(rooms, call, request));
  CANDOR_ASSIGN_OR_RETURN(const MemberId supervisee, KnownMember(*question.view, request.supervisee(), "supervisee"));
  CANDOR_ASSIGN_OR_RETURN(const NotePeriod period, NotePeriodOf(question, request));
  const Day from = period.from;
  const Day to = period.to;
  CANDOR_ASSIGN_OR_RETURN(const bool may, MayReadLog(question, supervisee, from, to));
  if (!may) return NotTheirs("supervisee");
  CANDOR_ASSIGN_OR_RETURN(const domain::Member member, question.view->GetMember(supervisee));
  const auto profile = request.units_profile() == v1::UNITS_PROFILE_UNSPECIFIED
                           ? domain::ProfileFor(domain::LicenceOn(member, to))
                           : static_cast<domain::UnitsProfile>(request.units_profile());
  CANDOR_ASSIGN_OR_RETURN(const domain::SupervisionFile file, ReadSupervisionFile(*question.view, supervisee, from));
  std::vector<domain::LogSession> sessions;
  for (const domain::NoteRecord& note : file.notes) {
    const bool counts = note.state != domain::NoteState::kRetracted && note.held() <= to &&
                        note.session.format != domain::SupervisionFormat::kPeerGroup &&
                        note.session.format != domain::SupervisionFormat::kAdHoc;
    if (counts) sessions.push_back(domain::LogSessionOf(profile, note));
  }
  std::vector<domain::HoursOfWeek> hours = file.hours;
  std::erase_if(hours, [&, first = domain::WeekOf(from)](const domain::HoursOfWeek& each) {
    return each.monday < first || each.monday > to;
  });
  ToWire(domain::MakeLog(profile, sessions, hours), response.mutable_log());
  response.mutable_log()->set_supervisee(MemberName(supervisee));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::MissedSession> missed,
                          ReadMissed(*question.view, supervisee, from));
  for (const domain::MissedSession& each : missed) {
    if (each.day <= to) ToWire(each, response.mutable_log()->add_missed());
  }
  return absl::OkStatus();
}

}  // namespace

void AddSupervisionWeek(const Rooms& rooms, MethodTable& methods) {
  methods.Answer("candor.v1.SupervisionService.GetSupervisionWeek", rooms, GetSupervisionWeek);
  methods.Answer("candor.v1.SupervisionService.GetSupervisionLog", rooms, GetSupervisionLog);
}

}  // namespace candor::rpc
