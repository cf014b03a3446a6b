#include <algorithm>
#include <cstdint>
#include <optional>
#include <utility>
#include <vector>

#include "daemon/base/status.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/member.h"
#include "daemon/domain/original.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/viewer.h"

// How the caller stands to whom and to what.
namespace candor::domain {

absl::StatusOr<bool> Viewer::Supervises(const MemberId& supervisee, Day day) {
  auto found = supervisions_.find(supervisee);
  if (found == supervisions_.end()) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<Supervision> list, view_.SupervisionsOf(supervisee));
    found = supervisions_.emplace(supervisee, std::move(list)).first;
  }
  return SupervisesOn(found->second, member(), supervisee, day);
}

absl::StatusOr<bool> Viewer::HasPart(const CaseId& case_id, Day day) {
  auto found = parts_.find(case_id);
  if (found == parts_.end()) {
    CANDOR_ASSIGN_OR_RETURN(CaseCourse course, view_.GetCourse(case_id));
    std::erase_if(course.parts, [&](const Part& part) { return part.therapist != member(); });
    found = parts_.emplace(case_id, std::move(course.parts)).first;
  }
  return std::any_of(found->second.begin(), found->second.end(),
                     [day](const Part& part) { return !part.until || day <= *part.until; });
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

absl::StatusOr<bool> Viewer::HasRole(Role role) {
  if (caller_.is_nobody()) return false;
  if (is_operator()) {
    return role == Role::kDirector || role == Role::kAdministrator || role == Role::kPolicyManager;
  }
  const std::optional<Day> present = Present();
  if (!present) return false;
  if (!roles_) {
    CANDOR_ASSIGN_OR_RETURN(roles_, RolesInForce(Now(), member(), *present));
  }
  return std::find(roles_->begin(), roles_->end(), role) != roles_->end();
}

// Whatever was recorded since is left out, for whichever days it counts.
absl::StatusOr<std::vector<Supervision>> Viewer::KnownWhenSaved(std::vector<Supervision> relations,
                                                                const RecordedEntry& recorded) const {
  uint64_t saved = recorded.number;
  Origin from = recorded.entry.header.moved_from;
  while (!from.entry.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const RecordedEntry before, Now().GetEntry(from.entry));
    saved = before.number;
    from = before.entry.header.moved_from;
  }
  std::vector<Supervision> known;
  for (Supervision& each : relations) {
    uint64_t number = each.number;
    if (!each.by.empty()) {
      CANDOR_ASSIGN_OR_RETURN(const RecordedEntry change, Now().GetEntry(each.by));
      number = change.number;
    }
    if (number <= saved) known.push_back(std::move(each));
  }
  return known;
}

// By now, whatever moment is asked about: whoever supervised them once does not. And in training, and by them, when it
// was written as well, as that is what its author was told before saving it.
absl::StatusOr<bool> Viewer::SupervisesInTraining(const RecordedEntry& recorded) {
  const EntryHeader& header = recorded.entry.header;
  const std::optional<Day> present = Present();
  if (!present || member().empty() || header.author.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(std::vector<Supervision> relations, Now().SupervisionsOf(header.author));
  if (!SupervisesOn(relations, member(), header.author, *present)) return false;
  CANDOR_ASSIGN_OR_RETURN(relations, KnownWhenSaved(std::move(relations), recorded));
  if (!SupervisesOn(relations, member(), header.author, header.reported.day)) return false;
  CANDOR_ASSIGN_OR_RETURN(const Member author, Now().GetMember(header.author));
  const auto in_training = [&author](Day day) {
    const LicenceClass* licence = LicenceOn(author, day);
    return licence != nullptr && licence->in_training;
  };
  return in_training(header.reported.day) && in_training(*present);
}

absl::StatusOr<bool> Viewer::MayReadNote(const RecordedEntry& recorded) {
  CANDOR_ASSIGN_OR_RETURN(const MemberId reader, ReaderOf(recorded));
  if (IsTheirs(reader)) return true;
  return SupervisesInTraining(recorded);
}

}  // namespace candor::domain
