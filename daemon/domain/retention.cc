#include "daemon/domain/retention.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"

namespace candor::domain {
namespace {

constexpr size_t kRetentionPage = 256;
// More is forever.
constexpr int64_t kMostYears = 1000;

// The end of a term that nobody reaches.
constexpr Day kNever{9999, 12, 31};

Day YearsAfter(Day day, int64_t years) {
  if (years > kMostYears) return kNever;
  return AddYears(day, static_cast<int>(years), LeapRule::kProhibition);
}

// A day that the month does not have is one of the next month: never earlier.
Day MonthsAfter(Day day, int64_t months) {
  if (months > kMostYears * 12) return kNever;
  return Day(day.year(), day.month() + static_cast<int>(months), day.day());
}

void TakeLonger(Day due, const RetentionValue& value, std::optional<DueErasure>& longest) {
  if (longest && longest->due >= due) return;
  if (!longest) longest.emplace();
  longest->due = due;
  longest->by = value;
}

// From when the schedule of a case runs: nothing that is on file may be younger.
std::optional<Day> EndOfCase(const RetentionFacts& facts) {
  if (!facts.ended) return std::nullopt;
  return std::max(*facts.ended, facts.last_contact.value_or(*facts.ended));
}

// Kinds beside which a private note is kept as long as the case: what was done or told of somebody, and what came of
// it.
bool IsActOrMatter(Kind kind) {
  switch (kind) {
    case Kind::kPriorTherapistAllegation:
    case Kind::kReportFiled:
    case Kind::kNoticeGiven:
    case Kind::kLegalAdvice:
    case Kind::kResponse:
      return true;
    default:
      return TellsOfConduct(kind);
  }
}

void TakeEntry(const RecordedEntry& recorded, RetentionFacts& facts, std::optional<Day>& last_note) {
  const EntryHeader& header = recorded.entry.header;
  // What only covers the case stands elsewhere, and goes with that: supervision alone does, which is no act or matter.
  if (header.subject != facts.subject) return;
  const Day written = std::max(header.occurred.day, header.reported.day);
  facts.last_contact = std::max(facts.last_contact.value_or(written), written);
  if (header.personal) {
    if (recorded.erased) return;
    facts.has_personal = true;
    last_note = std::max(last_note.value_or(written), written);
    return;
  }
  if (!recorded.retracted && IsActOrMatter(header.kind)) facts.matter = true;
  if (recorded.retracted || header.kind != Kind::kIntake || recorded.erased) return;
  // Of several intakes the latest year counts.
  const std::optional<int64_t> year = recorded.entry.facts.Number(fields::kIntakeOfAgeIn);
  if (year) facts.of_age_in = std::max(facts.of_age_in.value_or(*year), *year);
}

// Where entries of a record stood before they were moved there. They are erased there too, so a hold there holds them.
struct StoodBefore {
  std::set<SubjectId> notes;  // private ones
  std::set<SubjectId> others;

  absl::Status Take(const View& view, const SubjectId& subject, const RecordedEntry& recorded) {
    const EntryHeader& header = recorded.entry.header;
    // An amendment names the same place as what it amends; what was moved on is looked at where it stands.
    if (header.subject != subject || !header.revises.empty() || recorded.moved()) return absl::OkStatus();
    CANDOR_ASSIGN_OR_RETURN(std::set<SubjectId> places, PlacesBefore(view, header));
    (header.personal ? notes : others).merge(places);
    return absl::OkStatus();
  }
};

absl::StatusOr<bool> IsAnyHeld(const View& view, const std::set<SubjectId>& subjects) {
  for (const SubjectId& each : subjects) {
    CANDOR_ASSIGN_OR_RETURN(const bool held, IsHeld(view, each));
    if (held) return true;
  }
  return false;
}

absl::Status TakeTimeline(const View& view, RetentionFacts& facts, std::optional<Day>& last_note, StoodBefore& before) {
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const TimelinePage page, view.Timeline(facts.subject, after, kRetentionPage));
    for (const RecordedEntry& recorded : page.entries) {
      TakeEntry(recorded, facts, last_note);
      CANDOR_RETURN_IF_ERROR(before.Take(view, facts.subject, recorded));
    }
    if (!page.next) return absl::OkStatus();
    after = *page.next;
  }
}

// Whatever a decision closed has no day here: then the end of the case counts.
absl::Status TakeFollowUps(const View& view, const std::optional<Day>& last_note, RetentionFacts& facts) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<FollowUp> follow_ups, view.FollowUpsOf(facts.subject));
  bool all_resolved = true;
  std::optional<Day> resolved;
  for (const FollowUp& follow_up : follow_ups) {
    const FollowUpClear& clear = follow_up.clear;
    if (follow_up.erased || clear.state == RuleState::kWithdrawn) continue;
    // From before the policy, and without a date: nobody is asked for it.
    if (clear.before_policy && clear.state == RuleState::kOpen) continue;
    const bool open = clear.state == RuleState::kOpen && !follow_up.disposed;
    facts.open_follow_ups |= open;
    if (clear.key_class != KeyClass::kPersonal) continue;
    facts.open_personal |= open;
    if (clear.state == RuleState::kResolved && clear.resolved_on) {
      resolved = std::max(resolved.value_or(*clear.resolved_on), *clear.resolved_on);
    } else {
      all_resolved = false;
    }
  }
  if (resolved && all_resolved) facts.personal_resolved = std::max(*resolved, last_note.value_or(*resolved));
  return absl::OkStatus();
}

absl::StatusOr<RetentionFacts> FactsOf(const View& view, const SubjectId& subject) {
  RetentionFacts facts;
  facts.subject = subject;
  std::optional<Day> last_note;
  StoodBefore before;
  CANDOR_RETURN_IF_ERROR(TakeTimeline(view, facts, last_note, before));
  CANDOR_RETURN_IF_ERROR(TakeFollowUps(view, last_note, facts));
  CANDOR_ASSIGN_OR_RETURN(facts.held, IsHeld(view, subject));
  CANDOR_ASSIGN_OR_RETURN(const bool notes_held, IsAnyHeld(view, before.notes));
  facts.held |= notes_held;
  CANDOR_ASSIGN_OR_RETURN(facts.held_before, IsAnyHeld(view, before.others));
  return facts;
}

// Whoever's profiles say how long the record is kept.
absl::StatusOr<std::vector<Member>> BoundBy(const View& view, const SubjectId& subject) {
  std::vector<Member> members;
  if (subject.kind == SubjectKind::kMember) {
    CANDOR_ASSIGN_OR_RETURN(Member member, view.GetMember(subject.member_id()));
    members.push_back(std::move(member));
    return members;
  }
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(subject.case_id()));
  for (const Part& part : course.parts) {
    const auto known = [&](const Member& member) { return member.id == part.therapist; };
    if (std::any_of(members.begin(), members.end(), known)) continue;
    CANDOR_ASSIGN_OR_RETURN(Member member, view.GetMember(part.therapist));
    members.push_back(std::move(member));
  }
  // What binds everyone holds for nobody in particular too.
  if (members.empty()) members.emplace_back();
  return members;
}

// What went into a case that is named itself, with no less of it, is not named beside it: they are erased together.
void LeaveOutMerged(const std::map<SubjectId, SubjectId>& went_into, std::vector<DueErasure>& all) {
  std::map<SubjectId, std::vector<KeyClass>> named;
  for (const DueErasure& each : all) named[each.subject] = each.classes;
  std::erase_if(all, [&](const DueErasure& each) {
    auto into = went_into.find(each.subject);
    if (into == went_into.end()) return false;
    for (auto next = into; next != went_into.end(); next = went_into.find(into->second)) into = next;
    const auto whole = named.find(into->second);
    return whole != named.end() &&
           std::includes(whole->second.begin(), whole->second.end(), each.classes.begin(), each.classes.end());
  });
}

absl::Status AddDue(const View& view, const PolicyEngine& engine, const RetentionFacts& facts, Day today, Day by,
                    std::vector<DueErasure>& all) {
  if (!facts.has_general && !facts.has_personal) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RetentionValue> schedule, ScheduleOf(view, engine, facts.subject, today));
  std::optional<DueErasure> due = CaseDue(facts, schedule);
  if (!due || due->due > by) due = PersonalDue(facts, schedule);
  if (due && due->due <= by) all.push_back(*std::move(due));
  return absl::OkStatus();
}

}  // namespace

std::optional<DueErasure> CaseDue(const RetentionFacts& facts, const std::vector<RetentionValue>& schedule) {
  const std::optional<Day> end = EndOfCase(facts);
  if (!facts.has_general || facts.open || !end) return std::nullopt;
  std::optional<DueErasure> due;
  bool by_contact = false;
  for (const RetentionValue& value : schedule) {
    if (value.parameter != kKeepCase) continue;
    by_contact = true;
    TakeLonger(YearsAfter(*end, value.value), value, due);
  }
  // A term for minors alone does not say how long everybody else's record is kept.
  if (!by_contact) return std::nullopt;
  for (const RetentionValue& value : schedule) {
    if (value.parameter != kKeepMinor) continue;
    due->age_not_recorded = !facts.of_age_in;
    // Nobody who came once can have been younger than not born yet.
    const Day of_age = facts.of_age_in ? Day(*facts.of_age_in, 12, 31) : YearsAfter(*end, kOfAge);
    TakeLonger(YearsAfter(of_age, value.value), value, due);
  }
  due->subject = facts.subject;
  due->classes = {KeyClass::kGeneral, KeyClass::kPersonal};
  if (facts.held || facts.held_before) due->blocks.push_back(RetentionBlock::kHold);
  if (facts.open_follow_ups) due->blocks.push_back(RetentionBlock::kOpen);
  return due;
}

std::optional<DueErasure> PersonalDue(const RetentionFacts& facts, const std::vector<RetentionValue>& schedule) {
  if (!facts.has_personal) return std::nullopt;
  const std::optional<Day> from = facts.personal_resolved ? facts.personal_resolved : EndOfCase(facts);
  if (!from) return std::nullopt;
  std::optional<DueErasure> due;
  for (const RetentionValue& value : schedule) {
    if (value.parameter == kKeepPersonal) TakeLonger(MonthsAfter(*from, value.value), value, due);
  }
  if (!due) return std::nullopt;
  due->subject = facts.subject;
  due->classes = {KeyClass::kPersonal};
  if (facts.held) due->blocks.push_back(RetentionBlock::kHold);
  if (facts.open_personal) due->blocks.push_back(RetentionBlock::kOpen);
  if (facts.matter) due->blocks.push_back(RetentionBlock::kAct);
  return due;
}

absl::StatusOr<RetentionFacts> CaseRetention(const View& view, const CaseId& id) {
  CANDOR_ASSIGN_OR_RETURN(RetentionFacts facts, FactsOf(view, SubjectId::Of(id)));
  CANDOR_ASSIGN_OR_RETURN(const CaseFile file, view.GetCase(id));
  facts.has_general = !file.erased;
  if (!file.merged_into.empty()) {
    // What was merged ends with the record that it went into.
    CANDOR_ASSIGN_OR_RETURN(const RetentionFacts into, CaseRetention(view, file.merged_into));
    facts.open = into.open;
    facts.ended = into.ended;
    facts.last_contact = into.last_contact;
    facts.of_age_in = into.of_age_in;
    facts.held |= into.held;
    facts.held_before |= into.held_before;
    facts.matter |= into.matter;
    return facts;
  }
  facts.open = file.open();
  if (!facts.open && !file.episodes.empty()) facts.ended = file.episodes.back().closed;
  // What was erased while it was open has ended with its last contact, for whatever had gone into it.
  if (file.erased && !facts.ended) facts.ended = facts.last_contact;
  return facts;
}

absl::StatusOr<RetentionFacts> MemberRetention(const View& view, const MemberId& id) {
  CANDOR_ASSIGN_OR_RETURN(RetentionFacts facts, FactsOf(view, SubjectId::Of(id)));
  // Who is or was a member stays known by name: every other record speaks of them.
  facts.open = true;
  return facts;
}

absl::StatusOr<std::vector<RetentionValue>> ScheduleOf(const View& view, const PolicyEngine& engine,
                                                       const SubjectId& subject, Day today) {
  std::vector<RetentionValue> schedule;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Member> members, BoundBy(view, subject));
  for (const Member& member : members) {
    for (RetentionValue& value : engine.RetentionFor(member, today)) {
      if (std::find(schedule.begin(), schedule.end(), value) == schedule.end()) schedule.push_back(std::move(value));
    }
  }
  return schedule;
}

absl::StatusOr<bool> IsHeld(const View& view, const SubjectId& subject) {
  CANDOR_ASSIGN_OR_RETURN(bool held, view.HasHold(subject));
  if (held || subject.kind != SubjectKind::kCase) return held;
  CANDOR_ASSIGN_OR_RETURN(const CaseFile file, view.GetCase(subject.case_id()));
  // What was merged is held with the record that it went into.
  if (!file.merged_into.empty()) return IsHeld(view, SubjectId::Of(file.merged_into));
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(subject.case_id()));
  for (const Part& part : course.parts) {
    CANDOR_ASSIGN_OR_RETURN(held, view.HasHold(SubjectId::Of(part.therapist)));
    if (held) return true;
  }
  // What had gone into it goes with it.
  CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> merged, view.CasesMergedInto(file.id));
  for (const CaseId& each : merged) {
    CANDOR_ASSIGN_OR_RETURN(held, view.HasHold(SubjectId::Of(each)));
    if (held) return true;
  }
  return false;
}

absl::StatusOr<bool> ConcernsThemselves(const View& view, const SubjectId& subject, const MemberId& who) {
  if (who.empty()) return false;
  if (subject.kind != SubjectKind::kCase) return subject == SubjectId::Of(who);
  CANDOR_ASSIGN_OR_RETURN(const CaseCourse course, view.GetCourse(subject.case_id()));
  return std::any_of(course.parts.begin(), course.parts.end(), [&](const Part& part) { return part.therapist == who; });
}

absl::StatusOr<std::vector<DueErasure>> ListDue(const View& view, const PolicyEngine& engine, Day today, Day by) {
  std::vector<DueErasure> all;
  std::map<SubjectId, SubjectId> went_into;
  CaseId last_case;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseFile> cases, view.ListCases(last_case, kRetentionPage));
    if (cases.empty()) break;
    for (const CaseFile& file : cases) {
      if (!file.merged_into.empty()) went_into.emplace(SubjectId::Of(file.id), SubjectId::Of(file.merged_into));
      CANDOR_ASSIGN_OR_RETURN(const RetentionFacts facts, CaseRetention(view, file.id));
      CANDOR_RETURN_IF_ERROR(AddDue(view, engine, facts, today, by, all));
    }
    last_case = cases.back().id;
  }
  LeaveOutMerged(went_into, all);
  MemberId last_member;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<Member> members, view.ListMembers(last_member, kRetentionPage));
    if (members.empty()) break;
    for (const Member& member : members) {
      CANDOR_ASSIGN_OR_RETURN(const RetentionFacts facts, MemberRetention(view, member.id));
      CANDOR_RETURN_IF_ERROR(AddDue(view, engine, facts, today, by, all));
    }
    last_member = members.back().id;
  }
  std::stable_sort(all.begin(), all.end(), [](const DueErasure& a, const DueErasure& b) {
    return a.classes.size() != b.classes.size() ? a.classes.size() > b.classes.size() : a.due < b.due;
  });
  return all;
}

}  // namespace candor::domain
