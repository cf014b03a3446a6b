#include "daemon/domain/permission.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/member.h"
#include "daemon/domain/original.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/supervision_cells.h"

namespace candor::domain {
namespace {

// Whether a supervision note, or what is about one, is the reader's own: of the supervisee, the supervisor or whoever
// held the session in their place.
bool IsPartyTo(const Entry& entry, const MemberId& reader) {
  if (entry.header.therapist == reader || entry.header.facts.IdOf(fields::kSupervisionSupervisor) == reader.bytes()) {
    return true;
  }
  const auto note = NoteFromCells(entry);
  const auto cancelled = CancellationFromCells(entry);
  return (note && note->session.substitute == reader) || (cancelled && cancelled->supervisor == reader);
}

// A change of supervision that a member writes; `supervises`: the one concerned, today.
StaffingBar BarOfChange(const Entry& entry, const MemberId& writer, bool supervises, Day today) {
  const std::optional<int64_t> event = entry.facts.Number(fields::kSupervisionChangeEvent);
  const bool own = entry.header.therapist == writer;
  if (event == words::kAgreementSigned && (own || supervises)) return StaffingBar::kNone;
  if (!supervises) return StaffingBar::kSupervisionOfOthers;
  if (entry.header.occurred.day != today) return StaffingBar::kSupervisionBefore;
  const std::optional<IdBytes> named = entry.facts.IdOf(fields::kSupervisionChangeSupervisor);
  const std::optional<FieldId> begins = WhoBeginsBy(entry.facts);
  if (begins && entry.facts.IdOf(*begins) == writer.bytes()) return StaffingBar::kSupervisionTaken;
  const bool ends_anothers = event == words::kSupervisionEnded && named && named != writer.bytes();
  return ends_anothers ? StaffingBar::kSupervisionOfOthers : StaffingBar::kNone;
}

}  // namespace

StaffingBar StaffingBarOf(const Entry& entry, const Caller& caller, const MemberId& supervisor, Day today) {
  const MemberId& writer = caller.acting_for;
  if (!IsStaffingKind(entry.kind) || caller.has_every_right()) return StaffingBar::kNone;
  const bool supervises = writer == supervisor;
  if (entry.kind == Kind::kSupervisionChange) return BarOfChange(entry, writer, supervises, today);
  if (supervises || entry.header.therapist == writer) return StaffingBar::kNone;
  if (entry.kind == Kind::kDeparture) return StaffingBar::kDepartureOfOthers;
  return entry.facts.IdOf(fields::kAbsenceCover) ? StaffingBar::kCoverOfOthers : StaffingBar::kNone;
}

absl::StatusOr<bool> Viewer::Supervises(const MemberId& supervisee, Day day) {
  auto found = supervisions_.find(supervisee);
  if (found == supervisions_.end()) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<Supervision> list, view_.SupervisionsOf(supervisee));
    found = supervisions_.emplace(supervisee, std::move(list)).first;
  }
  return SupervisesOn(found->second, member(), supervisee, day);
}

absl::StatusOr<bool> Viewer::HasPart(const CaseId& case_id) {
  auto found = parts_.find(case_id);
  if (found == parts_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view_.GetCourse(case_id));
    const bool has = std::any_of(course.parts.begin(), course.parts.end(),
                                 [&](const Part& part) { return part.therapist == member(); });
    found = parts_.emplace(case_id, has).first;
  }
  return found->second;
}

absl::StatusOr<const std::vector<AwayPeriod>*> Viewer::AwayOf(const MemberId& who) {
  auto found = away_.find(who);
  if (found == away_.end()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view_.StaffingOf(who));
    found = away_.emplace(who, AwayPeriodsOf(staffing)).first;
  }
  return &found->second;
}

absl::StatusOr<bool> Viewer::IsSinceTheyLeft(const RecordedEntry& recorded) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Day> gone, GoneOf());
  if (!gone) return false;
  CANDOR_ASSIGN_OR_RETURN(const Settings settings, Now().GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  return DayAt(recorded.recorded_at, zone) >= *gone;
}

absl::StatusOr<std::optional<Day>> Viewer::GoneOf() {
  if (!gone_) {
    // Who has left has left, whenever it is asked about.
    CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, Now().StaffingOf(member()));
    gone_.emplace(GoneFrom(AwayPeriodsOf(staffing)));
  }
  return *gone_;
}

absl::StatusOr<MemberId> Viewer::ActingFor(const MemberId& who, Day day) {
  return CoverOn(who, day, [this](const MemberId& each) { return AwayOf(each); });
}

absl::StatusOr<bool> Viewer::CoversFor(const MemberId& who, Day day) {
  if (is_operator() || who == member()) return false;
  CANDOR_ASSIGN_OR_RETURN(const MemberId acting, ActingFor(who, day));
  return acting == member();
}

absl::StatusOr<bool> Viewer::HasCover(const MemberId& who, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const MemberId acting, ActingFor(who, day));
  return !acting.empty();
}

absl::StatusOr<bool> Viewer::CoversHolder(const CaseId& case_id) {
  if (!today_) return false;
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view_.GetCourse(case_id));
  const MemberId holder = HolderOn(course, *today_);
  if (holder.empty()) return false;
  return CoversFor(holder, *today_);
}

// What is still to be done passes to who supervises now, and a client's part of it to the cover.
absl::StatusOr<bool> Viewer::OfOpenFollowUp(const FollowUpClear& clear) {
  if (!today_ || clear.state != RuleState::kOpen) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool supervises, Supervises(clear.therapist, *today_));
  if (supervises) return true;
  if (!IsForTheClient(clear)) return false;
  return CoversFor(clear.therapist, *today_);
}

bool Viewer::IsSecondPerson(const EntryHeader& header) const {
  const bool author = !member().empty() && member() == header.author;
  // Who moved an entry need not have written any of it.
  const bool handed_in = header.moved_from.entry.empty() && caller_ == header.caller;
  return !author && !handed_in;
}

absl::StatusOr<bool> Viewer::IsSecondPersonTo(const RecordedEntry& recorded) const {
  const EntryHeader& header = recorded.entry.header;
  const bool by_header = IsSecondPerson(header);
  if (!by_header || header.moved_from.entry.empty() || caller_ != header.caller) return by_header;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry before, view_.GetEntry(header.moved_from.entry));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry> versions, VersionsOf(view_, before));
  for (const RecordedEntry& each : versions) {
    if (each.entry.header.retracts) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool of_another, IsSecondPersonTo(each));
    if (of_another) return true;
  }
  return false;
}

absl::StatusOr<bool> Viewer::IsAnswerToTheirs(const RecordedEntry& recorded) const {
  const EntryHeader& header = recorded.entry.header;
  if (header.personal || (header.kind != Kind::kResponse && !header.retracts)) return false;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry first, OriginalOf(view_, recorded));
  const Origin& answered = first.entry.header.responds_to;
  if (answered.entry.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry written, view_.GetEntry(answered.entry));
  return written.entry.header.author == member();
}

// Of the entry first written, wherever it stands by now; its amendments go with it, and so does that it was moved.
absl::StatusOr<bool> Viewer::CalledBackSince(const RecordedEntry& recorded) const {
  if (latest_ == nullptr) return false;
  const EntryHeader& header = recorded.entry.header;
  const auto now = latest_->GetEntry(header.retracts ? header.revises : header.id);
  CANDOR_RETURN_IF_ERROR(now.status());
  return now->recalled();
}

absl::StatusOr<MemberId> Viewer::ReaderOf(const RecordedEntry& recorded) const {
  CANDOR_ASSIGN_OR_RETURN(RecordedEntry original, OriginalOf(view_, recorded));
  // Who was named once is not any more, whenever it is asked about.
  const View& now = Now();
  if (latest_ != nullptr) {
    CANDOR_ASSIGN_OR_RETURN(original, now.GetEntry(original.entry.header.id));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RecordedEntry> standing, LastPlaceOf(now, std::move(original)));
  if (!standing) return MemberId();
  if (standing->revised_by.empty()) return standing->entry.header.first_reader;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry newest, now.GetEntry(standing->revised_by));
  return newest.entry.header.first_reader;
}

absl::StatusOr<Sight> Viewer::OfEntry(const RecordedEntry& recorded) {
  // Else whatever names nobody would be theirs.
  if (caller_.is_nobody()) return Sight::kNothing;
  const EntryHeader& header = recorded.entry.header;
  // That an entry was called back is told where it stood last, and once.
  if (header.retracts && header.take_back == TakeBack::kRecalled) return Sight::kNothing;
  if (header.retracts && header.take_back == TakeBack::kMoved && header.personal) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry left, view_.GetEntry(header.revises));
    if (left.recalled()) return Sight::kNothing;
  }
  if (header.personal) {
    CANDOR_ASSIGN_OR_RETURN(bool called_back, IsSecondPersonTo(recorded));
    if (called_back) {
      CANDOR_ASSIGN_OR_RETURN(called_back, CalledBackSince(recorded));
    }
    if (called_back) return Sight::kNothing;
  }
  if (is_operator()) return Sight::kWhole;
  if (header.author == member()) return Sight::kWhole;
  // It belongs elsewhere, and those who read this timeline may not be those who read that one.
  if (recorded.moved()) return Sight::kNothing;
  if (header.personal) {
    CANDOR_ASSIGN_OR_RETURN(const MemberId reader, ReaderOf(recorded));
    return reader == member() ? Sight::kWhole : Sight::kNothing;
  }
  // A supervision note is for that supervisee and that supervisor, whoever else supervises them.
  if (HasSupervisionCells(recorded.entry)) {
    return IsPartyTo(recorded.entry, member()) ? Sight::kWhole : Sight::kNothing;
  }
  CANDOR_ASSIGN_OR_RETURN(const bool since_they_left, IsSinceTheyLeft(recorded));
  CANDOR_ASSIGN_OR_RETURN(bool supervises, Supervises(header.therapist, header.occurred.day));
  if (supervises && !since_they_left) return Sight::kWhole;
  CANDOR_ASSIGN_OR_RETURN(const bool answers_theirs, IsAnswerToTheirs(recorded));
  if (answers_theirs) return Sight::kWhole;
  // Whoever supervises by now says when somebody is back, whenever that absence was written down.
  if (header.kind == Kind::kAbsence && today_) {
    CANDOR_ASSIGN_OR_RETURN(const bool by_now, Supervises(header.therapist, *today_));
    if (by_now) return Sight::kFacts;
  }
  if (header.therapist == member()) return Sight::kFacts;
  if (header.subject.kind != SubjectKind::kCase || since_they_left) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(bool has_part, HasPart(header.subject.case_id()));
  if (has_part) return Sight::kFacts;
  CANDOR_ASSIGN_OR_RETURN(const bool covers, CoversHolder(header.subject.case_id()));
  return covers ? Sight::kFacts : Sight::kNothing;
}

absl::StatusOr<Sight> Viewer::OfFollowUp(const FollowUp& follow_up) {
  const FollowUpClear& clear = follow_up.clear;
  if (clear.undone || caller_.is_nobody()) return Sight::kNothing;
  if (clear.restricted && !is_operator()) return Sight::kNothing;
  if (is_operator() && clear.key_class != KeyClass::kPersonal) return Sight::kWhole;
  if (clear.key_class == KeyClass::kPersonal) {
    if (!follow_up.sealed) return is_operator() || clear.therapist == member() ? Sight::kFacts : Sight::kNothing;
    auto opening = view_.GetEntry(follow_up.sealed->opened_by);
    if (!opening.ok()) return opening.status();
    // Not judged again yet.
    if (opening->recalled()) return Sight::kNothing;
    return OfEntry(*opening);
  }
  if (clear.therapist == member()) return Sight::kWhole;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<Day> gone, GoneOf());
  if (gone && clear.reported_on >= *gone) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(bool supervises, Supervises(clear.therapist, clear.opened_on));
  if (supervises) return Sight::kWhole;
  CANDOR_ASSIGN_OR_RETURN(const bool now, OfOpenFollowUp(clear));
  if (now) return Sight::kWhole;
  if (clear.subject.kind != SubjectKind::kCase) return Sight::kNothing;
  CANDOR_ASSIGN_OR_RETURN(bool has_part, HasPart(clear.subject.case_id()));
  return has_part ? Sight::kWhole : Sight::kNothing;
}

absl::StatusOr<Sight> Viewer::OfCase(const CaseFile& file, Day today) {
  if (caller_.is_nobody()) return Sight::kNothing;
  if (is_operator()) return Sight::kWhole;
  for (const Part& part : file.parts) {
    if (part.therapist == member()) return Sight::kWhole;
  }
  if (file.parts.empty()) return Sight::kNothing;
  const MemberId& last = file.parts.back().therapist;
  CANDOR_ASSIGN_OR_RETURN(bool supervises, Supervises(last, today));
  if (supervises) return Sight::kWhole;
  CANDOR_ASSIGN_OR_RETURN(const bool covers, CoversFor(last, today));
  return covers ? Sight::kWhole : Sight::kNothing;
}

bool Viewer::ShowsSeverity(const FollowUp& follow_up) const {
  return is_operator() || follow_up.clear.therapist != member();
}

std::string_view NeutralLabel(Action action) {
  switch (action) {
    case Action::kTalk:
      return "A conversation";
    case Action::kRefer:
      return "A referral";
    case Action::kSoftTransfer:
      return "A handover";
    case Action::kDocument:
      return "Something to write down";
    case Action::kProhibit:
      return "A conversation with the director";
    case Action::kCompleteRecord:
      return "Something to add to the record";
  }
  return "A follow-up";
}

}  // namespace candor::domain
