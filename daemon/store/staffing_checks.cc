#include "daemon/store/staffing_checks.h"

#include <algorithm>
#include <cstddef>
#include <set>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/fold.h"
#include "daemon/domain/member.h"

namespace candor::store {
namespace {

using Headers = std::vector<domain::EntryHeader>;

// Days on which another member acts than the day before, by either reading.
std::set<Day> TurnsOf(const std::vector<domain::AwayPeriod>& away) {
  std::set<Day> days;
  for (const domain::AwayPeriod& period : away) {
    days.insert(period.from);
    if (period.until) days.insert(*period.until + 1);
  }
  return days;
}

bool SameCovers(const Headers& one, const Headers& other) {
  const std::vector<domain::AwayPeriod> by_one = domain::AwayPeriodsOf(one);
  const std::vector<domain::AwayPeriod> by_other = domain::AwayPeriodsOf(other);
  const std::set<Day> days = TurnsOf(by_one);  // the same periods in another order have the same days
  return std::all_of(days.begin(), days.end(), [&](Day day) {
    const domain::AwayPeriod* const period = domain::AwayOn(by_one, day);
    const domain::AwayPeriod* const same = domain::AwayOn(by_other, day);
    return period == nullptr || same == nullptr || period->cover == same->cover;
  });
}

// What is on record of one member, and who was recorded as their supervisor apart from that.
struct Staffed {
  MemberId id;
  std::vector<domain::Supervision> recorded;
};

bool SameSupervisors(const Staffed& member, const Headers& one, const Headers& other) {
  const auto by_one = domain::SupervisionsAfter(member.recorded, member.id, one);
  const auto by_other = domain::SupervisionsAfter(member.recorded, member.id, other);
  std::set<Day> days;
  for (const auto& relations : {by_one, by_other}) {
    for (const domain::Supervision& each : relations) {
      days.insert(each.from);
      if (each.until) days.insert(*each.until + 1);
    }
  }
  return std::all_of(days.begin(), days.end(), [&](Day day) {
    return domain::SupervisorOn(by_one, member.id, day) == domain::SupervisorOn(by_other, member.id, day);
  });
}

bool ToldApart(const domain::EntryHeader& one, const domain::EntryHeader& other) {
  if (one.kind != other.kind || one.occurred.day != other.occurred.day) return true;
  const auto& time = one.occurred.minute_of_day;
  const auto& of_other = other.occurred.minute_of_day;
  return time && of_other && *time != *of_other;
}

// The first of `others`, in timeline order, before which the entry says something else than after it; nullptr: none.
const domain::EntryHeader* SaysOtherwise(const Staffed& member, const domain::EntryHeader& header,
                                         const Headers& others) {
  for (size_t i = 0; i < others.size(); ++i) {
    if (ToldApart(header, others[i])) continue;
    Headers before = others;
    before.insert(before.begin() + static_cast<Headers::difference_type>(i), header);
    Headers after = others;
    after.insert(after.begin() + static_cast<Headers::difference_type>(i) + 1, header);
    if (!SameCovers(before, after) || !SameSupervisors(member, before, after)) return &others[i];
  }
  return nullptr;
}

// Whether the two were like this before the amendment, which then puts one of them right.
bool StoodSoBefore(const Staffed& member, const Headers& staffing, const Headers& others) {
  return std::any_of(staffing.begin(), staffing.end(), [&](const domain::EntryHeader& each) {
    const bool stays = std::any_of(others.begin(), others.end(),
                                   [&](const domain::EntryHeader& other) { return other.id == each.id; });
    return !stays && SaysOtherwise(member, each, others) != nullptr;
  });
}

}  // namespace

absl::Status CheckNoneSaysOtherwise(const domain::EntryHeader& header, StoredProjections& rows) {
  const bool of_member = header.subject.kind == domain::SubjectKind::kMember;
  const bool asked = of_member && domain::IsStaffingKind(header.kind) && !header.retracts && header.batch.empty();
  if (!asked) return absl::OkStatus();
  const MemberId id = header.subject.member_id();
  const Headers staffing = rows.GetStaffing(id);
  if (staffing.empty()) return rows.status();
  // None of these kinds is one of the course of a case, so that what the entry revises is taken out and nothing put in.
  const Headers others = domain::Fold(rows).CourseAfter(header, staffing);
  const Staffed member{id, rows.RecordedSupervisions(id)};
  CANDOR_RETURN_IF_ERROR(rows.status());
  const domain::EntryHeader* const standing = SaysOtherwise(member, header, others);
  if (standing == nullptr || StoodSoBefore(member, staffing, others)) return absl::OkStatus();
  const std::string name = absl::StrCat("members/", id.ToString(), "/entries/", standing->id.ToString());
  return FailedField("facts", "stands_already",
                     absl::StrCat(name,
                                  " says otherwise who acts or supervises from that day on, and of two of one day "
                                  "none comes first; amend the one that stands, by `candor entry amend ",
                                  name,
                                  "`, or ask whoever recorded it, or the operator, to do so; or, where one came "
                                  "after the other, give both a time of day, that one by `candor entry amend ",
                                  name, " --time HH:MM`"));
}

}  // namespace candor::store
