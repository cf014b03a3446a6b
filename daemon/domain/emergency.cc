#include "daemon/domain/emergency.h"

#include <algorithm>
#include <array>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/order.h"
#include "daemon/domain/role.h"
#include "daemon/domain/subordinates.h"
#include "daemon/domain/view.h"

namespace candor::domain {
namespace {

constexpr std::array kDeciders = {Role::kDirector, Role::kOwner, Role::kIndependentReviewer};
// So far a clock may go back by itself.
constexpr absl::Duration kClockStep = absl::Minutes(1);

bool IsDecider(const RoleChange& grant, const MemberId& member) {
  return grant.member == member && std::find(kDeciders.begin(), kDeciders.end(), grant.role) != kDeciders.end();
}

// Not what nobody is shown in an emergency: a private note, what is confined, and what stands elsewhere by now.
absl::StatusOr<bool> IsOpenedWithTheRest(const View& view, const RecordedEntry& recorded) {
  if (recorded.entry.header.personal || recorded.moved()) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RecordedEntry> confined, RaisedConcern(view, recorded));
  return !confined;
}

// Reads the whole of what stands under `subject`, a member, unless an early one is theirs: emergencies are few.
absl::StatusOr<bool> WroteUnder(const View& view, const SubjectId& subject, const MemberId& member) {
  constexpr size_t kAtOnce = 256;
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const TimelinePage page, view.Timeline(subject, after, kAtOnce));
    for (const RecordedEntry& each : page.entries) {
      if (each.entry.header.author != member) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool opened, IsOpenedWithTheRest(view, each));
      if (opened) return true;
    }
    if (!page.next) return false;
    after = *page.next;
  }
}

// Of those whom it is about, and whoever wrote about it without a part in it: it is their report that is read, also
// where the case has gone into another since.
absl::StatusOr<bool> IsOfTheirs(const View& view, const SubjectId& subject, const MemberId& member) {
  CANDOR_ASSIGN_OR_RETURN(const bool about_them, IsItAbout(view, subject, member));
  if (about_them || member.empty()) return about_them;
  if (subject.kind == SubjectKind::kMember) return WroteUnder(view, subject, member);
  return view.EverOnCase(subject.case_id(), member);
}

}  // namespace

bool IsInForce(const Emergency& emergency, absl::Time now) {
  return emergency.state == EmergencyState::kInForce && emergency.until && now < *emergency.until;
}

bool IsOpenBy(const Emergency& emergency, absl::Time clock, absl::Time last_recorded) {
  if (!IsInForce(emergency, clock) || !emergency.begun_at) return false;
  return clock >= *emergency.begun_at - kClockStep &&
         last_recorded - emergency.recorded_at < *emergency.until - *emergency.begun_at;
}

bool WaitsForAnswer(const Emergency& emergency, absl::Time now) {
  return emergency.state == EmergencyState::kAsked && now < emergency.asked_at + kEmergencyWaits;
}

std::optional<absl::Time> EndOf(const Emergency& emergency) {
  if (!emergency.until) return std::nullopt;
  return emergency.ended_at ? std::min(*emergency.ended_at, *emergency.until) : *emergency.until;
}

std::optional<absl::Time> ReviewDueAt(const Emergency& emergency, absl::Time now) {
  const std::optional<absl::Time> end = EndOf(emergency);
  if (!end || emergency.state == EmergencyState::kReviewed || IsInForce(emergency, now)) return std::nullopt;
  return *end + kEmergencyReviewWithin;
}

absl::StatusOr<bool> DecidesInEmergency(const View& view, const MemberId& member, Day day) {
  if (member.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RoleChange> changes, view.RolesOf(member));
  const std::vector<RoleChange> grants = GrantsOn(changes, day);
  const bool decides = std::any_of(grants.begin(), grants.end(),
                                   [&member](const RoleChange& grant) { return IsDecider(grant, member); });
  if (!decides) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool left, HasLeft(view, member, day));
  return !left;
}

absl::StatusOr<bool> IsItAbout(const View& view, const SubjectId& subject, const MemberId& member) {
  if (member.empty()) return false;
  if (subject.kind != SubjectKind::kCase) return subject == SubjectId::Of(member);
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(subject.case_id()));
  return std::any_of(course.parts.begin(), course.parts.end(),
                     [&member](const Part& part) { return part.therapist == member; });
}

absl::StatusOr<EmergencyBar> BarOfAnswer(const View& view, const Emergency& emergency, const MemberId& member,
                                         Day day) {
  CANDOR_ASSIGN_OR_RETURN(const bool decides, DecidesInEmergency(view, member, day));
  if (!decides) return EmergencyBar::kNotTheirs;
  if (member == emergency.asker) return EmergencyBar::kOwn;
  CANDOR_ASSIGN_OR_RETURN(const bool about_them, IsItAbout(view, emergency.subject, member));
  if (about_them) return EmergencyBar::kAboutThem;
  CANDOR_ASSIGN_OR_RETURN(const bool subordinate, AnswersTo(view, member, emergency.asker, day));
  return subordinate ? EmergencyBar::kSubordinate : EmergencyBar::kNone;
}

absl::StatusOr<EmergencyBar> BarOfReview(const View& view, const Emergency& emergency, const MemberId& member,
                                         Day day) {
  CANDOR_ASSIGN_OR_RETURN(const bool decides, DecidesInEmergency(view, member, day));
  if (!decides) return EmergencyBar::kNotTheirs;
  if (member == emergency.asker || member == emergency.approver) return EmergencyBar::kOwn;
  CANDOR_ASSIGN_OR_RETURN(const bool subordinate, AnswersTo(view, member, emergency.asker, day));
  return subordinate ? EmergencyBar::kSubordinate : EmergencyBar::kNone;
}

absl::StatusOr<std::vector<Emergency>> EmergenciesWaitingFor(const View& view, const MemberId& member, Day day,
                                                             absl::Time now) {
  std::vector<Emergency> waiting;
  CANDOR_ASSIGN_OR_RETURN(const bool decides, DecidesInEmergency(view, member, day));
  if (!decides) return waiting;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Emergency> all, view.ListEmergencies());
  for (const Emergency& each : all) {
    const bool to_answer = WaitsForAnswer(each, now);
    if (!to_answer && !ReviewDueAt(each, now)) continue;
    CANDOR_ASSIGN_OR_RETURN(const EmergencyBar bar,
                            to_answer ? BarOfAnswer(view, each, member, day) : BarOfReview(view, each, member, day));
    if (bar == EmergencyBar::kNone) waiting.push_back(each);
  }
  return waiting;
}

absl::StatusOr<std::vector<Emergency>> OpenedSince(const View& view, const MemberId& member, absl::Time since) {
  std::vector<Emergency> opened;
  if (member.empty()) return opened;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Emergency> all, view.ListEmergencies());
  for (const Emergency& each : all) {
    if (!each.begun_at || *each.begun_at < since || each.asker == member) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool theirs, IsOfTheirs(view, each.subject, member));
    if (theirs || each.notify == member) opened.push_back(each);
  }
  return opened;
}

absl::StatusOr<bool> IsToldOfEmergency(const View& view, const Emergency& emergency, const MemberId& member, Day day) {
  if (member.empty()) return false;
  if (member == emergency.asker) return true;
  if (emergency.begun_at && member == emergency.notify) return true;
  CANDOR_ASSIGN_OR_RETURN(const bool decides, DecidesInEmergency(view, member, day));
  if (decides) return true;
  if (!emergency.begun_at) return false;
  return IsOfTheirs(view, emergency.subject, member);
}

}  // namespace candor::domain
