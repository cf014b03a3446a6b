#include "daemon/domain/concern.h"

#include <algorithm>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/entries_about.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/order.h"
#include "daemon/domain/original.h"
#include "daemon/domain/subordinates.h"

namespace candor::domain {
namespace {

Day AfterOpenDays(Day day, int32_t count, const Settings& settings) {
  for (int32_t i = 0; i < count; ++i) day = NextOpenDay(day + 1, settings);
  return day;
}

// A seal counts from the day on which a second person agreed.
void TakeNotice(const ConcernNotice& notice, Day on, ConcernFile& file) {
  switch (notice.step) {
    case ConcernStep::kAcknowledged:
      if (file.acknowledged) return;
      file.acknowledged = on;
      file.acknowledged_by = notice.by;
      return;
    case ConcernStep::kSealProposed:
      file.proposal = notice;
      return;
    case ConcernStep::kSealed:
      if (file.proposal) file.sealed_reason = file.proposal->reason;
      file.proposal.reset();
      file.sealed_until = notice.until;
      file.sealed_by = notice.second;
      file.sealed_second = notice.by;
      return;
    case ConcernStep::kSealRefused:
      file.proposal.reset();
      return;
    case ConcernStep::kMeasureReviewed:
      return;
  }
}

// The day on which an answer that stands was written down first.
absl::StatusOr<std::optional<Day>> AnsweredOn(const View& view, const RecordedEntry& original) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<RecordedEntry> responses, ResponsesTo(view, original));
  std::optional<Day> first;
  for (const RecordedEntry& each : responses) {
    const Day day = each.entry.header.reported.day;
    if (!each.retracted) first = std::min(first.value_or(day), day);
  }
  return first;
}

// Also of the operator's making, who is nobody in particular; what somebody says of themselves is no concern.
bool RaisesConcern(const EntryHeader& header) {
  return header.kind == Kind::kConcern && header.source != Source::kSelf && header.revises.empty() &&
         IsNewMatter(header);
}

bool IsOfOneTopic(const EntryHeader& a, const EntryHeader& b) {
  const auto of_a = a.facts.Number(fields::kConcernAbout);
  const auto of_b = b.facts.Number(fields::kConcernAbout);
  return !of_a || !of_b || *of_a == *of_b;
}

// The number under which the entry was recorded first; its own where the view does not have it yet.
absl::StatusOr<uint64_t> FirstNumberOf(const View& view, const RecordedEntry& recorded) {
  if (recorded.entry.header.id.empty()) return recorded.number;
  const absl::StatusOr<RecordedEntry> first = view.GetEntry(recorded.entry.header.id);
  if (absl::IsNotFound(first.status())) return recorded.number;
  CANDOR_RETURN_IF_ERROR(first.status());
  return first->number;
}

// Whether the concern, as first written, stood when the record of that number was written.
absl::StatusOr<bool> StoodAt(const View& view, const RecordedEntry& concern, uint64_t number) {
  if (concern.number >= number) return false;
  if (!concern.retracted) return true;
  CANDOR_ASSIGN_OR_RETURN(const RecordedEntry taken_back, view.GetEntry(concern.revised_by));
  return taken_back.number > number;
}

}  // namespace

bool IsConcern(const EntryHeader& header) {
  return header.kind == Kind::kConcern && header.author != header.therapist;
}

absl::StatusOr<std::optional<RecordedEntry>> RaisedConcern(const View& view, const RecordedEntry& recorded) {
  const EntryHeader& header = recorded.entry.header;
  const bool may_be =
      header.kind == Kind::kConcern || header.kind == Kind::kRetraction || header.kind == Kind::kResponse;
  if (!may_be || header.subject.kind != SubjectKind::kMember) return std::optional<RecordedEntry>();
  CANDOR_ASSIGN_OR_RETURN(RecordedEntry original, OriginalOf(view, recorded));
  const EntryId answered = original.entry.header.responds_to.entry;
  if (!answered.empty()) {
    CANDOR_ASSIGN_OR_RETURN(original, view.GetEntry(answered));
  }
  if (!IsConcern(original.entry.header)) return std::optional<RecordedEntry>();
  return std::optional<RecordedEntry>(std::move(original));
}

std::optional<Day> ConcernFile::DecideFrom() const {
  if (!told_on) return std::nullopt;
  const Day waited = *told_on + kAnswerDays;
  return answered ? std::min(std::max(*answered, *told_on), waited) : waited;
}

ConcernFile FileOf(const RecordedEntry& original, std::span<const ConcernNotice> notices, const Settings& settings,
                   const absl::TimeZone& zone) {
  const EntryHeader& header = original.entry.header;
  ConcernFile file;
  file.about = header.subject.member_id();
  file.entry = header.id;
  file.number = original.number;
  file.partition = header.partition;
  file.reporter = header.author;
  file.received = header.reported.day;
  file.taken_back = original.retracted;
  for (const ConcernNotice& notice : notices) {
    if (notice.about == header.id.bytes()) TakeNotice(notice, DayAt(notice.recorded_at, zone), file);
  }
  if (!file.acknowledged) return file;
  const Day unsealed = AfterOpenDays(*file.acknowledged, settings.access.notify_subject_days, settings);
  file.seal_limit = unsealed + kLongestSealDays - 1;
  file.told_on = file.sealed_until ? std::max(unsealed, *file.sealed_until + 1) : unsealed;
  return file;
}

absl::StatusOr<ConcernFile> ReadConcern(const View& view, const RecordedEntry& original) {
  CANDOR_ASSIGN_OR_RETURN(const Settings settings, view.GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<ConcernNotice> notices,
                          view.ConcernNoticesOf(original.entry.header.subject));
  ConcernFile file = FileOf(original, notices, settings, zone);
  CANDOR_ASSIGN_OR_RETURN(file.answered, AnsweredOn(view, original));
  return file;
}

// Who takes one back unmarks it among what is about the member, and the timeline has it still.
absl::StatusOr<std::vector<RecordedEntry>> ConfinedAbout(const View& view, const MemberId& member) {
  constexpr size_t kAtOnce = 256;
  std::vector<RecordedEntry> confined;
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(TimelinePage page, view.Timeline(SubjectId::Of(member), after, kAtOnce));
    for (RecordedEntry& each : page.entries) {
      const EntryHeader& header = each.entry.header;
      if (header.revises.empty() && IsConcern(header)) confined.push_back(std::move(each));
    }
    if (!page.next) return confined;
    after = *page.next;
  }
}

absl::StatusOr<std::vector<RecordedEntry>> ConcernsMeantBy(const View& view, const RecordedEntry& recorded) {
  constexpr size_t kAtOnce = 256;
  const EntryHeader& step = recorded.entry.header;
  CANDOR_ASSIGN_OR_RETURN(const uint64_t number, FirstNumberOf(view, recorded));
  std::vector<RecordedEntry> meant;
  Place after = Place::First();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(TimelinePage page, view.Timeline(step.subject, after, kAtOnce));
    for (RecordedEntry& each : page.entries) {
      const EntryHeader& header = each.entry.header;
      const bool from_elsewhere = step.source == Source::kImport && header.source != Source::kImport;
      const bool may_be = RaisesConcern(header) && !from_elsewhere && IsOfOneTopic(step, header) &&
                          header.reported.day <= step.reported.day;
      if (!may_be) continue;
      CANDOR_ASSIGN_OR_RETURN(const bool stood, StoodAt(view, each, number));
      if (stood) meant.push_back(std::move(each));
    }
    if (!page.next) return meant;
    after = *page.next;
  }
}

absl::StatusOr<bool> IsToldOfReport(const View& view, const RecordedEntry& report, const MemberId& who, Day day,
                                    absl::Time at) {
  if (report.entry.header.therapist != who) return false;
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RecordedEntry> concern, RaisedConcern(view, report));
  if (!concern) return true;
  CANDOR_ASSIGN_OR_RETURN(const Settings settings, view.GetSettings());
  CANDOR_ASSIGN_OR_RETURN(const absl::TimeZone zone, LoadZone(settings.zone));
  CANDOR_ASSIGN_OR_RETURN(std::vector<ConcernNotice> notices, view.ConcernNoticesOf(concern->entry.header.subject));
  std::erase_if(notices, [&](const ConcernNotice& notice) { return notice.recorded_at > at; });
  return FileOf(*concern, notices, settings, zone).IsTold(day);
}

absl::StatusOr<ConcernBar> ConcernBarOf(const View& view, const MemberId& about, const MemberId& reporter,
                                        const MemberId& who, Day day) {
  if (who == about) return ConcernBar::kSubject;
  CANDOR_ASSIGN_OR_RETURN(const bool below, AnswersTo(view, who, about, day));
  if (below) return ConcernBar::kSubordinate;
  if (!reporter.empty() && who == reporter) return ConcernBar::kReporter;
  CANDOR_ASSIGN_OR_RETURN(const bool of_direction, LeadsPractice(view, about, day));
  if (!of_direction) return ConcernBar::kNone;
  CANDOR_ASSIGN_OR_RETURN(const bool reviews, ReviewsMatterOf(view, who, about, day));
  return reviews ? ConcernBar::kNone : ConcernBar::kDirection;
}

}  // namespace candor::domain
