#include "daemon/rpc/concern_wire.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/follow_up.h"
#include "daemon/domain/hats.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/original.h"
#include "daemon/rpc/convert.h"
#include "daemon/rpc/errors.h"
#include "daemon/rpc/names.h"

namespace candor::rpc {
namespace {

using domain::ConcernFile;
using domain::RecordedEntry;
using domain::Sight;

constexpr size_t kMembersAtOnce = 256;

void WriteConcernDay(const std::optional<Day>& day, v1::Date* (v1::Concern::*field)(), v1::Concern* out) {
  if (day) ToWire(*day, (out->*field)());
}

absl::StatusOr<bool> IsToldWhoRaisedIt(Question& question, const ConcernFile& file) {
  domain::Viewer& viewer = question.viewer;
  if (viewer.sees_everything() || viewer.IsTheirs(file.reporter)) return true;
  if (viewer.is_operator()) return false;
  // Also once they are told: nobody reviews for themselves, nor for whom they answer to.
  CANDOR_ASSIGN_OR_RETURN(const bool kept, viewer.IsKeptFrom(file.about));
  if (kept) return false;
  return domain::ReviewsMatterOf(*question.view, viewer.member(), file.about, question.today);
}

// Whether something that a rule asks for because of it is open.
absl::StatusOr<bool> AsksForDecision(const Question& question, const ConcernFile& file) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::FollowUp> all,
                          question.view->FollowUpsOf(domain::SubjectId::Of(file.about)));
  return std::any_of(all.begin(), all.end(), [&](const domain::FollowUp& each) {
    const bool of_it = each.clear.restricted && each.sealed && each.sealed->opened_by == file.entry;
    return of_it && domain::StatusOf(each, question.settings, question.today) == domain::FollowUpStatus::kOpen;
  });
}

absl::StatusOr<v1::ConcernTask> TaskOf(const Question& question, const SeenConcern& seen) {
  const ConcernFile& file = seen.file;
  if (file.taken_back) return v1::CONCERN_TASK_UNSPECIFIED;
  const bool told = file.IsTold(question.today);
  if (question.viewer.IsTheirs(file.about)) {
    return told && !file.answered ? v1::CONCERN_TASK_RESPOND : v1::CONCERN_TASK_UNSPECIFIED;
  }
  if (!seen.theirs_to_see_to) return v1::CONCERN_TASK_UNSPECIFIED;
  if (!file.acknowledged) return v1::CONCERN_TASK_ACKNOWLEDGE;
  const bool asks_second = file.proposal && file.proposal->by != question.viewer.member();
  if (asks_second && !told) return v1::CONCERN_TASK_ANSWER_SEAL;
  const std::optional<Day> from = file.DecideFrom();
  if (!from || *from > question.today) return v1::CONCERN_TASK_UNSPECIFIED;
  CANDOR_ASSIGN_OR_RETURN(const bool asks, AsksForDecision(question, file));
  return asks ? v1::CONCERN_TASK_DECIDE : v1::CONCERN_TASK_UNSPECIFIED;
}

// Why they were told later, and who wanted it, is for those who look into it, for as long as there is a record of it.
void WriteSeals(const ConcernFile& file, v1::Concern* out) {
  WriteConcernDay(file.sealed_until, &v1::Concern::mutable_sealed_until, out);
  WriteConcernDay(file.seal_limit, &v1::Concern::mutable_seal_limit, out);
  if (file.sealed_until) {
    out->set_sealed_by(MemberName(file.sealed_by));
    out->set_sealed_second(MemberName(file.sealed_second));
    out->set_sealed_reason(file.sealed_reason.Reveal());
  }
  if (!file.proposal) return;
  WriteConcernDay(file.proposal->until, &v1::Concern::mutable_seal_until, out);
  out->set_seal_proposer(MemberName(file.proposal->by));
  out->set_seal_reason(file.proposal->reason.Reveal());
}

absl::Status AddConcernsAbout(Question& question, const MemberId& member, std::vector<SeenConcern>& out) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryId> ids, question.view->AboutMember(member));
  for (const EntryId& id : ids) {
    CANDOR_ASSIGN_OR_RETURN(RecordedEntry original, question.view->GetEntry(id));
    CANDOR_ASSIGN_OR_RETURN(std::optional<SeenConcern> seen, SeenConcernOf(question, std::move(original)));
    if (seen) out.push_back(*std::move(seen));
  }
  return absl::OkStatus();
}

absl::StatusOr<bool> HasToDoWithConcerns(Question& question) {
  for (const domain::Role role : {domain::Role::kDirector, domain::Role::kIndependentReviewer}) {
    CANDOR_ASSIGN_OR_RETURN(const bool has, question.viewer.HasRole(role));
    if (has) return true;
  }
  return false;
}

absl::Status WriteWaitingMeasures(Question& question, v1::WorkList* out) {
  const MemberId& member = question.viewer.member();
  CANDOR_ASSIGN_OR_RETURN(const bool reviews, question.viewer.HasRole(domain::Role::kIndependentReviewer));
  if (!reviews) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::MeasureTaken> measures,
                          domain::MeasuresAfterReports(*question.view));
  for (const domain::MeasureTaken& each : measures) {
    if (each.reviewed) continue;
    CANDOR_ASSIGN_OR_RETURN(const bool may, domain::MayReview(*question.view, each, member, question.today));
    if (may) WriteMeasure(each, question.zone, out->add_measures());
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<bool> SeesToConcern(Question& question, const ConcernFile& file) {
  domain::Viewer& viewer = question.viewer;
  if (viewer.is_operator()) return viewer.sees_everything();
  CANDOR_ASSIGN_OR_RETURN(const domain::ConcernBar bar, domain::ConcernBarOf(*question.view, file.about, file.reporter,
                                                                             viewer.member(), question.today));
  if (bar != domain::ConcernBar::kNone) return false;
  CANDOR_ASSIGN_OR_RETURN(const bool directs, viewer.HasRole(domain::Role::kDirector));
  if (directs) return true;
  return domain::ReviewsMatterOf(*question.view, viewer.member(), file.about, question.today);
}

absl::StatusOr<std::optional<SeenConcern>> SeenConcernOf(Question& question, RecordedEntry original) {
  const domain::EntryHeader& header = original.entry.header;
  if (!domain::IsConcern(header) || !domain::IsNewMatter(header) || !header.revises.empty()) {
    return std::optional<SeenConcern>();
  }
  CANDOR_ASSIGN_OR_RETURN(const Sight sight, question.viewer.OfEntry(original));
  if (sight == Sight::kNothing) return std::optional<SeenConcern>();
  SeenConcern seen;
  CANDOR_ASSIGN_OR_RETURN(seen.file, domain::ReadConcern(*question.view, original));
  CANDOR_ASSIGN_OR_RETURN(seen.theirs_to_see_to, SeesToConcern(question, seen.file));
  seen.original = std::move(original);
  return std::optional<SeenConcern>(std::move(seen));
}

absl::Status BarredFromConcern(domain::ConcernBar bar, std::string_view field) {
  const auto barred = [field](const char* reason, const char* message) {
    return WithDetail(absl::PermissionDeniedError(message), {std::string(field), reason});
  };
  switch (bar) {
    case domain::ConcernBar::kSubject:
      return barred("subject", "it is about you, so somebody else sees to it");
    case domain::ConcernBar::kSubordinate:
      return barred("subordinate", "you answer to whom it is about; somebody sees to it who does not answer to them");
    case domain::ConcernBar::kReporter:
      return barred("party", "you raised it, so somebody else sees to it");
    case domain::ConcernBar::kDirection:
      return barred("direction",
                    "it is about who directs or owns the practice, and is seen to by their independent reviewer: "
                    "candor member role list");
    case domain::ConcernBar::kNone:
      break;
  }
  return barred("role", "this is done by the practice's director or independent reviewer");
}

absl::Status NoPersonSeesTo(std::string_view field) {
  return WithDetail(absl::PermissionDeniedError("this is seen to by a person, with a certificate of their own: the "
                                                "director or the independent reviewer"),
                    {std::string(field), "a_person"});
}

absl::Status CheckSeesToIt(Question& question, const SeenConcern& seen, std::string_view field) {
  if (seen.theirs_to_see_to) return absl::OkStatus();
  if (question.viewer.is_operator()) return NoPersonSeesTo(field);
  CANDOR_ASSIGN_OR_RETURN(const domain::ConcernBar bar,
                          domain::ConcernBarOf(*question.view, seen.file.about, seen.file.reporter,
                                               question.viewer.member(), question.today));
  return BarredFromConcern(bar, field);
}

absl::Status ConfineEntry(Question& question, const RecordedEntry& recorded, v1::Entry* out) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<RecordedEntry> concern, domain::RaisedConcern(*question.view, recorded));
  if (!concern) return absl::OkStatus();
  out->set_restricted(true);
  const domain::EntryHeader& header = recorded.entry.header;
  const bool by_whom_it_is_about = header.author == header.therapist;
  const domain::Viewer& viewer = question.viewer;
  if (by_whom_it_is_about || viewer.sees_everything() || viewer.IsTheirs(header.author)) return absl::OkStatus();
  out->clear_author();
  out->clear_source();
  out->clear_first_reader();
  out->clear_principal();
  out->clear_acting_for();
  out->clear_corrected_by();
  return absl::OkStatus();
}

absl::StatusOr<SeenConcern> FindConcern(Question& question, std::string_view name) {
  CANDOR_ASSIGN_OR_RETURN(const EntryRef ref, ParseEntry(name, "name", kMemberEntryForm));
  const absl::Status none = NotFoundField("name", "no such concern; see `candor concern list`");
  auto recorded = question.view->GetEntry(ref.entry);
  if (absl::IsNotFound(recorded.status())) return none;
  CANDOR_RETURN_IF_ERROR(recorded.status());
  if (recorded->entry.header.subject != ref.subject) return none;
  CANDOR_ASSIGN_OR_RETURN(RecordedEntry original, domain::OriginalOf(*question.view, *std::move(recorded)));
  CANDOR_ASSIGN_OR_RETURN(std::optional<SeenConcern> seen, SeenConcernOf(question, std::move(original)));
  if (!seen) return none;
  return *std::move(seen);
}

absl::StatusOr<std::vector<SeenConcern>> ConcernsShown(Question& question, const MemberId& member) {
  std::vector<SeenConcern> seen;
  if (!member.empty()) {
    CANDOR_RETURN_IF_ERROR(AddConcernsAbout(question, member, seen));
  } else {
    MemberId after;
    while (true) {
      CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::Member> page,
                              question.view->ListMembers(after, kMembersAtOnce));
      for (const domain::Member& each : page) CANDOR_RETURN_IF_ERROR(AddConcernsAbout(question, each.id, seen));
      if (page.size() < kMembersAtOnce) break;
      after = page.back().id;
    }
  }
  std::sort(seen.begin(), seen.end(),
            [](const SeenConcern& a, const SeenConcern& b) { return a.file.number < b.file.number; });
  return seen;
}

absl::Status WriteConcern(Question& question, const SeenConcern& seen, v1::Concern* out) {
  const ConcernFile& file = seen.file;
  out->set_name(EntryName(domain::SubjectId::Of(file.about), file.entry));
  out->set_member(MemberName(file.about));
  out->set_restricted(true);
  ToWire(file.received, out->mutable_received());
  out->set_taken_back(file.taken_back);
  CANDOR_ASSIGN_OR_RETURN(const bool told_who, IsToldWhoRaisedIt(question, file));
  if (told_who) {
    out->set_reporter(MemberName(file.reporter));
    out->set_anonymous(file.reporter.empty());
  }
  WriteConcernDay(file.acknowledged, &v1::Concern::mutable_acknowledged, out);
  out->set_acknowledged_by(MemberName(file.acknowledged_by));
  WriteConcernDay(file.told_on, &v1::Concern::mutable_told_from, out);
  out->set_told(file.IsTold(question.today));
  if (seen.theirs_to_see_to) WriteSeals(file, out);
  // That they were told later whom it is about may know, once they are; not from whom, nor why.
  const bool told_themselves = file.IsTold(question.today) && question.viewer.IsTheirs(file.about);
  if (told_themselves) WriteConcernDay(file.sealed_until, &v1::Concern::mutable_sealed_until, out);
  WriteConcernDay(file.answered, &v1::Concern::mutable_answered, out);
  WriteConcernDay(file.DecideFrom(), &v1::Concern::mutable_decide_from, out);
  CANDOR_ASSIGN_OR_RETURN(const v1::ConcernTask task, TaskOf(question, seen));
  out->set_task(task);
  return absl::OkStatus();
}

void WriteMeasure(const domain::MeasureTaken& measure, const absl::TimeZone& zone, v1::Measure* out) {
  const bool role = measure.kind == domain::MeasureKind::kRoleWithdrawn;
  out->set_name(role ? RoleGrantName(measure.member, RoleChangeId(measure.what))
                     : EnrolmentName(measure.member, EnrolmentId(measure.what)));
  out->set_member(MemberName(measure.member));
  out->set_restricted(true);
  out->set_kind(static_cast<v1::MeasureKind>(measure.kind));
  ToWire(measure.taken, out->mutable_taken());
  out->set_taken_by(MemberName(measure.by));
  if (!measure.reviewed) return;
  ToWire(DayAt(measure.reviewed->recorded_at, zone), out->mutable_reviewed());
  out->set_reviewed_by(MemberName(measure.reviewed->by));
  out->set_reason(measure.reviewed->reason.Reveal());
}

absl::Status WriteWaitingConcerns(Question& question, v1::WorkList* out) {
  CANDOR_ASSIGN_OR_RETURN(const bool has_to, HasToDoWithConcerns(question));
  const MemberId& member = question.viewer.member();
  // To whom one is about it is told among what was written about them.
  if (!has_to) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SeenConcern> shown, ConcernsShown(question, MemberId()));
  for (const SeenConcern& each : shown) {
    if (!member.empty() && each.file.about == member) continue;
    v1::Concern wire;
    CANDOR_RETURN_IF_ERROR(WriteConcern(question, each, &wire));
    // For words one says first what one reads for; what waits is told without.
    wire.clear_seal_reason();
    wire.clear_sealed_reason();
    if (wire.task() != v1::CONCERN_TASK_UNSPECIFIED) *out->add_concerns() = std::move(wire);
  }
  return WriteWaitingMeasures(question, out);
}

}  // namespace candor::rpc
