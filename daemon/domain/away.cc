#include "daemon/domain/away.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/member.h"
#include "daemon/domain/view.h"

namespace candor::domain {
namespace {

std::optional<Day> DayFact(const EntryHeader& header, FieldId field) {
  const std::optional<int64_t> number = header.facts.Number(field);
  if (!number) return std::nullopt;
  return DayFromNumber(static_cast<int32_t>(*number));
}

// Nobody acts for themselves: whom an import or an older record names so is as good as nobody.
MemberId SomebodyElse(const EntryHeader& header, FieldId field) {
  const std::optional<IdBytes> id = header.facts.IdOf(field);
  return id && MemberId(*id) != header.therapist ? MemberId(*id) : MemberId();
}

AwayPeriod PeriodOfAbsence(const EntryHeader& header) {
  AwayPeriod period;
  period.from = DayFact(header, fields::kAbsenceFrom).value_or(header.occurred.day);
  period.until = DayFact(header, fields::kAbsenceTo);
  period.cover = SomebodyElse(header, fields::kAbsenceCover);
  return period;
}

AwayPeriod PeriodOfDeparture(const EntryHeader& header) {
  AwayPeriod period;
  period.from = DayFact(header, fields::kDepartureLastDay).value_or(header.occurred.day) + 1;
  period.cover = SomebodyElse(header, fields::kDepartureCustodian);
  period.left = true;
  return period;
}

bool LastsOver(const AwayPeriod& period, Day day) {
  return period.from <= day && (!period.until || *period.until >= day);
}

// Who was named acts, and whoever has left is not back with the end of an absence.
bool SpeaksBefore(const AwayPeriod& earlier, const AwayPeriod& later) {
  const auto weight = [](const AwayPeriod& each) { return std::pair(!each.cover.empty(), each.left); };
  return weight(earlier) > weight(later);
}

}  // namespace

bool IsStaffingKind(Kind kind) {
  return kind == Kind::kAbsence || kind == Kind::kDeparture || kind == Kind::kSupervisionChange;
}

std::vector<AwayPeriod> AwayPeriodsOf(const std::vector<EntryHeader>& staffing) {
  std::vector<AwayPeriod> away;
  for (const EntryHeader& header : staffing) {
    if (header.kind == Kind::kAbsence) away.push_back(PeriodOfAbsence(header));
    if (header.kind == Kind::kDeparture) away.push_back(PeriodOfDeparture(header));
  }
  std::erase_if(away, [](const AwayPeriod& period) { return period.until && *period.until < period.from; });
  std::stable_sort(away.begin(), away.end(), [](const AwayPeriod& a, const AwayPeriod& b) { return a.from < b.from; });
  return away;
}

const AwayPeriod* AwayOn(const std::vector<AwayPeriod>& away, Day day) {
  const AwayPeriod* found = nullptr;
  for (const AwayPeriod& period : away) {
    if (!LastsOver(period, day)) continue;
    if (found == nullptr || !SpeaksBefore(*found, period)) found = &period;
  }
  return found;
}

std::optional<Day> GoneFrom(const std::vector<AwayPeriod>& away) {
  const auto left = std::find_if(away.begin(), away.end(), [](const AwayPeriod& period) { return period.left; });
  return left == away.end() ? std::nullopt : std::optional(left->from);
}

bool HasLeft(const std::vector<AwayPeriod>& away, Day day) {
  const std::optional<Day> gone = GoneFrom(away);
  return gone && *gone <= day;
}

absl::StatusOr<bool> HasLeft(const View& view, const MemberId& member, Day day) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(member));
  return HasLeft(AwayPeriodsOf(staffing), day);
}

std::optional<Successor> SuccessorOf(const Entry& entry) {
  const auto named = [&](FieldId field, Day from) -> std::optional<Successor> {
    const std::optional<IdBytes> id = entry.facts.IdOf(field);
    if (!id) return std::nullopt;
    return Successor{field, MemberId(*id), from};
  };
  const EntryHeader& header = entry.header;
  switch (entry.kind) {
    case Kind::kAbsence:
      return named(fields::kAbsenceCover, PeriodOfAbsence(header).from);
    case Kind::kDeparture:
      return named(fields::kDepartureCustodian, PeriodOfDeparture(header).from);
    case Kind::kTransferStep:
      return named(fields::kTransferStepReceiver, header.occurred.day);
    case Kind::kSupervisionChange:
      if (const std::optional<FieldId> begins = WhoBeginsBy(entry.facts)) return named(*begins, header.occurred.day);
      return std::nullopt;
    default:
      return std::nullopt;
  }
}

absl::StatusOr<MemberId> CoverOn(const MemberId& who, Day day, const AwayLookup& away_of) {
  std::vector<MemberId> asked;  // all of them away, each after the one for whom they cover
  MemberId named;               // the first of the covers who has not left
  MemberId next = who;
  while (!next.empty() && std::find(asked.begin(), asked.end(), next) == asked.end()) {
    CANDOR_ASSIGN_OR_RETURN(const std::vector<AwayPeriod>* const away, away_of(next));
    const AwayPeriod* const period = AwayOn(*away, day);
    if (period == nullptr) return next == who ? MemberId() : next;
    if (named.empty() && next != who && !HasLeft(*away, day)) named = next;
    asked.push_back(next);
    next = period->cover;
  }
  return named;
}

std::vector<AwayPeriod> AwayBetween(Day since, Day due, const std::vector<AwayPeriod>& away) {
  std::vector<AwayPeriod> moving;
  Day counted = since;  // the days up to here have been looked at
  Day moved = due;
  for (const AwayPeriod& period : away) {
    AwayPeriod part = period;
    part.from = std::max(period.from, counted + 1);
    if (part.from > moved) continue;
    if (part.until && *part.until < part.from) continue;
    moving.push_back(part);
    if (!part.until) break;
    moved += *part.until - part.from + 1;
    counted = *part.until;
  }
  return moving;
}

std::optional<Day> DueAfterAway(Day since, Day due, const std::vector<AwayPeriod>& away) {
  Day moved = due;
  for (const AwayPeriod& part : AwayBetween(since, due, away)) {
    if (!part.until) return std::nullopt;
    moved += *part.until - part.from + 1;
  }
  return moved;
}

}  // namespace candor::domain
