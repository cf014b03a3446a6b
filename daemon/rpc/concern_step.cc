#include "daemon/rpc/concern_step.h"

#include <cstdint>
#include <optional>
#include <set>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "candor/v1/matter_facts.pb.h"
#include "daemon/base/status.h"
#include "daemon/domain/concern.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/new_matter.h"
#include "daemon/domain/subject.h"
#include "daemon/rpc/concern_wire.h"
#include "daemon/rpc/errors.h"

namespace candor::rpc {
namespace {

using domain::ConcernFile;
using domain::EntryHeader;

constexpr std::string_view kStepField = "entry.concern";
constexpr std::string_view kMatterField = "entry.matter";

// Whether it says what has become of a concern.
bool IsStep(const EntryHeader& header) {
  return header.kind == domain::Kind::kConcern && !domain::IsNewMatter(header);
}

bool IsStep(const EntryHeader& header, v1::ConcernEvent event) {
  return header.facts.Number(domain::fields::kConcernEvent) == static_cast<int64_t>(event);
}

// Whether it says nothing unless of a concern; a measure and its review may be about none.
bool IsOfOne(const EntryHeader& step) {
  return IsStep(step, v1::CONCERN_EVENT_ACKNOWLEDGED) || IsStep(step, v1::CONCERN_EVENT_CLOSED);
}

// Whether it may end what is asked for because of a concern, as a disposition does. What limits somebody's work today
// protects a client and ends nothing (colleague_concern), so it does not wait.
bool EndsIt(const EntryHeader& step) {
  if (IsStep(step, v1::CONCERN_EVENT_CLOSED)) return true;
  if (!IsStep(step, v1::CONCERN_EVENT_ACTED)) return false;
  switch (step.facts.Number(domain::fields::kConcernAction).value_or(0)) {
    case v1::EMPLOYER_ACTION_NONE:
    case v1::EMPLOYER_ACTION_SUPPORT:
    case v1::EMPLOYER_ACTION_OTHER:
      return true;
    default:
      return false;
  }
}

// The concern that a step names; NOT_FOUND unless it is there, about the same member, and the caller sees it.
absl::StatusOr<SeenConcern> FindMatter(Question& question, const EntryHeader& step) {
  const absl::Status none = NotFoundField(kMatterField, "no such concern about them; see `candor concern list`");
  auto recorded = question.view->GetEntry(step.matter);
  if (absl::IsNotFound(recorded.status())) return none;
  CANDOR_RETURN_IF_ERROR(recorded.status());
  if (recorded->entry.header.subject != step.subject) return none;
  CANDOR_ASSIGN_OR_RETURN(std::optional<SeenConcern> seen, SeenConcernOf(question, *std::move(recorded)));
  if (!seen) return none;
  return *std::move(seen);
}

// The one that the step names; else every one that stands, as any may be meant. Of several, that one is acknowledged or
// closed says nothing: FAILED_PRECONDITION.
absl::StatusOr<std::vector<SeenConcern>> ConcernsMeant(Question& question, const EntryHeader& step) {
  if (!step.matter.empty()) {
    CANDOR_ASSIGN_OR_RETURN(SeenConcern named, FindMatter(question, step));
    std::vector<SeenConcern> one;
    one.push_back(std::move(named));
    return one;
  }
  CANDOR_ASSIGN_OR_RETURN(std::vector<SeenConcern> meant, ConcernsShown(question, step.therapist));
  std::erase_if(meant, [](const SeenConcern& each) { return each.file.taken_back; });
  if (!IsOfOne(step) || meant.size() < 2) return meant;
  return FailedField(kMatterField, "which",
                     "several concerns about them stand; say which one: --matter with its name from candor concern "
                     "list");
}

absl::Status CheckConcernWasHeard(const Question& question, const ConcernFile& file) {
  const std::optional<Day> from = file.DecideFrom();
  if (file.taken_back || (from && *from <= question.today)) return absl::OkStatus();
  return FailedField(kStepField, "not_heard",
                     "whom it is about has not been heard yet; see when it may be decided: candor concern list. Of "
                     "several, name the one that you mean: --matter. What limits their work can be recorded today");
}

// Adds to `out` that somebody has the concern that the step names, unless that is on record.
absl::Status AddAcknowledgement(Question& question, const domain::Caller& caller, const EntryHeader& step,
                                std::vector<domain::Change>& out) {
  CANDOR_ASSIGN_OR_RETURN(const domain::RecordedEntry named, question.view->GetEntry(step.matter));
  CANDOR_ASSIGN_OR_RETURN(const ConcernFile file, domain::ReadConcern(*question.view, named));
  if (file.acknowledged || file.taken_back) return absl::OkStatus();
  domain::ConcernNotice notice;
  notice.id = RandomIdBytes();
  notice.subject = step.subject;
  notice.about = step.matter.bytes();
  notice.step = domain::ConcernStep::kAcknowledged;
  notice.by = caller.acting_for;
  notice.caller = caller;
  out.emplace_back(std::move(notice));
  return absl::OkStatus();
}

}  // namespace

absl::Status CheckConcernStep(Question& question, const EntryHeader& header) {
  domain::Viewer& viewer = question.viewer;
  if (!header.matter.empty()) CANDOR_RETURN_IF_ERROR(FindMatter(question, header).status());
  // Whosever account it is said to be: that one was closed, the rules take from any.
  if (!IsStep(header) || viewer.sees_everything()) return absl::OkStatus();
  if (viewer.is_operator()) return NoPersonSeesTo(kStepField);
  CANDOR_ASSIGN_OR_RETURN(
      const domain::ConcernBar bar,
      domain::ConcernBarOf(*question.view, header.therapist, MemberId(), viewer.member(), question.today));
  if (bar != domain::ConcernBar::kNone) return BarredFromConcern(bar, kStepField);
  ConcernFile any;
  any.about = header.therapist;
  CANDOR_ASSIGN_OR_RETURN(const bool sees_to, SeesToConcern(question, any));
  if (!sees_to) return BarredFromConcern(bar, kStepField);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<SeenConcern> meant, ConcernsMeant(question, header));
  for (const SeenConcern& each : meant) {
    CANDOR_RETURN_IF_ERROR(CheckSeesToIt(question, each, kStepField));
    if (EndsIt(header)) CANDOR_RETURN_IF_ERROR(CheckConcernWasHeard(question, each.file));
  }
  return absl::OkStatus();
}

absl::StatusOr<EntryId> MatterMeant(Question& question, const EntryHeader& header) {
  if (!IsStep(header) || !header.matter.empty()) return header.matter;
  domain::RecordedEntry unwritten;
  unwritten.entry.header = header;
  unwritten.number = question.view->size();
  // Whatever it is called, it is about the one there is.
  if (IsOfOne(header)) unwritten.entry.header.facts = domain::Facts();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<domain::RecordedEntry> meant,
                          domain::ConcernsMeantBy(*question.view, unwritten));
  const bool one = meant.size() == 1 && domain::IsConcern(meant.front().entry.header);
  return one ? meant.front().entry.header.id : EntryId();
}

absl::Status CheckRaisedApart(const domain::Transaction& transaction) {
  std::set<domain::SubjectId> raised;
  for (const domain::Change& change : transaction.changes) {
    const auto* written = std::get_if<domain::NewEntry>(&change);
    if (written == nullptr || written->entry.header.kind != domain::Kind::kConcern) continue;
    const EntryHeader& header = written->entry.header;
    if (!IsStep(header)) raised.insert(header.subject);
    if (!IsStep(header) || !header.matter.empty() || !raised.contains(header.subject)) continue;
    return FailedField("requests", "raised_here",
                       "raise a concern and say what has become of one; record that in a call of its own");
  }
  return absl::OkStatus();
}

absl::Status AcknowledgeMeant(Question& question, const domain::Caller& caller, domain::Transaction& transaction) {
  std::set<EntryId> named;
  std::vector<domain::Change> notices;
  for (const domain::Change& change : transaction.changes) {
    const auto* written = std::get_if<domain::NewEntry>(&change);
    if (written == nullptr) continue;
    const EntryHeader& header = written->entry.header;
    if (!IsStep(header) || header.matter.empty() || !named.insert(header.matter).second) continue;
    CANDOR_RETURN_IF_ERROR(AddAcknowledgement(question, caller, header, notices));
  }
  for (domain::Change& each : notices) transaction.changes.push_back(std::move(each));
  return absl::OkStatus();
}

}  // namespace candor::rpc
