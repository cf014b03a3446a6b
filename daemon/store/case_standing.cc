#include "daemon/store/case_standing.h"

#include <algorithm>
#include <cstdint>
#include <limits>
#include <map>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/member.h"
#include "daemon/domain/order.h"

namespace candor::store {
namespace {

// As the cover, as whoever covers for a cover who is away, or as who keeps the records of whom has left.
absl::StatusOr<bool> ActsFor(const MemberId& writer, const MemberId& whom, Day day, StoredProjections& rows) {
  std::map<MemberId, std::vector<domain::AwayPeriod>> known;
  const auto away_of = [&](const MemberId& each) -> absl::StatusOr<const std::vector<domain::AwayPeriod>*> {
    const auto [found, added] = known.try_emplace(each);
    if (added) found->second = domain::AwayPeriodsOf(rows.GetStaffing(each));
    return &found->second;
  };
  CANDOR_ASSIGN_OR_RETURN(const MemberId acting, domain::CoverOn(whom, day, away_of));
  return acting == writer;
}

// Ledger number of an entry of the course; the one that is asked about comes after all that are there.
uint64_t NumberOf(const domain::EntryHeader& header, StoredProjections& rows) {
  const auto row = rows.GetEntry(header.id);
  return row ? row->number : std::numeric_limits<uint64_t>::max();
}

// The course as far as it was known at a place.
domain::CaseCourse KnownAt(const domain::CaseCourse& course, const domain::Place& place) {
  domain::CaseCourse known = course;
  std::erase_if(known.parts, [&](const domain::Part& part) { return place < part.taken_at; });
  return known;
}

// Whether it says that the work goes on as it is, in the words of somebody whose case it was by then: what a bystander
// writes, or who had the client before, takes nothing back.
absl::StatusOr<bool> CallsOff(const domain::EntryHeader& header, const domain::CaseCourse& course,
                              StoredProjections& rows) {
  const bool says_so = header.kind == domain::Kind::kDecision &&
                       header.facts.Number(domain::fields::kDecisionDecision) == domain::words::kDecisionContinue;
  if (!says_so) return false;
  const MemberId& writer = header.caller.acting_for;
  const auto row = rows.GetEntry(header.id);
  if (header.caller.has_every_right() || !row) return true;
  const domain::CaseCourse known = KnownAt(course, domain::PlaceOf(header));
  if (known.parts.empty()) return false;
  CANDOR_ASSIGN_OR_RETURN(const CaseStanding standing, StandingOf(writer, known, DayIn(rows, row->recorded_at), rows));
  return standing == CaseStanding::kCurrent;
}

// Whether what has been decided since calls off the transfer that the step is of. Of one day without times the kinds
// give the order, and a decision stands before a step; then that is later which was written down later.
absl::StatusOr<bool> IsCalledOffTheSameDay(const domain::EntryHeader& step,
                                           const std::vector<domain::EntryHeader>& entries,
                                           const domain::CaseCourse& course, StoredProjections& rows) {
  for (const domain::EntryHeader& other : entries) {
    const bool ordered = other.occurred.minute_of_day && step.occurred.minute_of_day;
    if (other.occurred.day != step.occurred.day || ordered) continue;
    if (NumberOf(other, rows) < NumberOf(step, rows)) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool called_off, CallsOff(other, course, rows));
    if (called_off) return true;
  }
  return false;
}

// Of several that name the same receiver on one day without times the one that was written down last. `step`: one that
// does. Which of two receivers counts is the course's to say, by the places of the steps.
const domain::EntryHeader& LastToNameThem(const domain::EntryHeader& step,
                                          const std::vector<domain::EntryHeader>& entries, StoredProjections& rows) {
  const domain::EntryHeader* last = &step;
  for (const domain::EntryHeader& other : entries) {
    const bool untimed = !other.occurred.minute_of_day && !step.occurred.minute_of_day;
    if (!untimed || other.occurred.day != step.occurred.day || ReceiverNamedBy(other) != ReceiverNamedBy(step))
      continue;
    if (NumberOf(other, rows) > NumberOf(*last, rows)) last = &other;
  }
  return *last;
}

}  // namespace

bool TookPart(const domain::CaseCourse& course, const MemberId& member) {
  return std::any_of(course.parts.begin(), course.parts.end(),
                     [&](const domain::Part& part) { return part.therapist == member; });
}

MemberId ReceiverNamedBy(const domain::EntryHeader& header) {
  if (header.kind != domain::Kind::kTransferStep || header.retracts) return MemberId();
  const auto receiver = header.facts.IdOf(domain::fields::kTransferStepReceiver);
  return receiver ? MemberId(*receiver) : MemberId();
}

Day DayIn(StoredProjections& rows, absl::Time instant) {
  const absl::StatusOr<absl::TimeZone> zone = LoadZone(rows.GetSettings().zone);
  return DayAt(instant, zone.value_or(absl::UTCTimeZone()));
}

std::optional<Day> GoneSince(const MemberId& member, Day day, StoredProjections& rows) {
  const std::optional<Day> gone = domain::GoneFrom(domain::AwayPeriodsOf(rows.GetStaffing(member)));
  return gone && *gone <= day ? gone : std::nullopt;
}

absl::StatusOr<bool> SpeaksFor(const MemberId& writer, const MemberId& whom, Day day, StoredProjections& rows) {
  if (domain::SupervisesOn(rows.SupervisionsOf(whom), writer, whom, day)) return true;
  return ActsFor(writer, whom, day, rows);
}

absl::StatusOr<bool> SpeaksForAny(const MemberId& writer, const domain::CaseCourse& course, Day day,
                                  StoredProjections& rows) {
  for (const domain::Part& part : course.parts) {
    CANDOR_ASSIGN_OR_RETURN(const bool speaks, SpeaksFor(writer, part.therapist, day, rows));
    if (speaks) return true;
  }
  return false;
}

absl::StatusOr<CaseStanding> StandingOf(const MemberId& writer, const domain::CaseCourse& course, Day day,
                                        StoredProjections& rows) {
  const MemberId& last = course.parts.back().therapist;
  if (writer == last) return GoneSince(writer, day, rows) ? CaseStanding::kFormer : CaseStanding::kCurrent;
  CANDOR_ASSIGN_OR_RETURN(const bool speaks, SpeaksFor(writer, last, day, rows));
  if (speaks) return CaseStanding::kCurrent;
  return TookPart(course, writer) ? CaseStanding::kFormer : CaseStanding::kNone;
}

absl::StatusOr<MemberId> ReceiverIn(const std::vector<domain::EntryHeader>& entries, const domain::CaseCourse& course,
                                    StoredProjections& rows) {
  for (auto entry = entries.rbegin(); entry != entries.rend(); ++entry) {
    const bool ended = std::any_of(course.episodes.begin(), course.episodes.end(),
                                   [&](const domain::Episode& each) { return each.closed_by == entry->id; });
    if (ended) return MemberId();
    CANDOR_ASSIGN_OR_RETURN(const bool called_off, CallsOff(*entry, course, rows));
    if (called_off) return MemberId();
    if (ReceiverNamedBy(*entry).empty()) continue;
    const domain::EntryHeader& step = LastToNameThem(*entry, entries, rows);
    CANDOR_ASSIGN_OR_RETURN(const bool the_same_day, IsCalledOffTheSameDay(step, entries, course, rows));
    return the_same_day ? MemberId() : ReceiverNamedBy(step);
  }
  return MemberId();
}

}  // namespace candor::store
