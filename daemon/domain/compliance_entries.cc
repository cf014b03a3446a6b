#include <algorithm>
#include <cstdint>
#include <optional>
#include <vector>

#include "daemon/domain/compliance.h"
#include "daemon/domain/fields.h"
#include "daemon/domain/new_matter.h"

// What single entries add to the figures, apart from the course of a case.
namespace candor::domain {
namespace {

// The report's own definition (section 7), no parameter of a rule.
constexpr int kWrittenSoonDays = 7;

std::optional<MatterKind> ConcernOf(const EntryHeader& header) {
  if (!IsNewMatter(header)) return std::nullopt;
  const bool sexual = header.facts.Number(fields::kConcernAbout) == words::kAboutSexualConduct;
  return sexual ? MatterKind::kSexualConcern : MatterKind::kConcern;
}

std::optional<MatterKind> MatterOf(const EntryHeader& header) {
  switch (header.kind) {
    case Kind::kRomanticOrSexualAct:
    case Kind::kAdvanceOrPromise:
      return header.author == header.therapist ? MatterKind::kOwnAct : MatterKind::kActToldByOthers;
    case Kind::kConcern:
      return ConcernOf(header);
    case Kind::kComplaint:
      if (!IsNewMatter(header)) return std::nullopt;
      return MatterKind::kComplaint;
    case Kind::kPriorTherapistAllegation:
      return MatterKind::kEarlierTherapist;
    default:
      return std::nullopt;
  }
}

bool IsAct(Kind kind) {
  return kind == Kind::kRomanticOrSexualAct || kind == Kind::kAdvanceOrPromise;
}

bool IsBoundary(Kind kind) {
  return kind == Kind::kCrossing || kind == Kind::kBarter || kind == Kind::kDualRelationship;
}

bool IsNewBoundaryMatter(const EntryHeader& header) {
  return IsBoundary(header.kind) && IsNewMatter(header);
}

// What a peer group and guidance outside a session have in common: no format among the facts, and either the note of
// somebody else or nobody's supervision. An entry that a therapist wrote may simply not say how it was held.
bool IsSupervisionSession(const EntryHeader& header, const EntryHeader& first) {
  if (header.facts.Number(fields::kSupervisionFormat)) return true;
  const std::optional<IdBytes> supervisor = header.facts.IdOf(fields::kSupervisionSupervisor);
  return first.author == first.therapist && (!supervisor || MemberId(*supervisor) != header.therapist);
}

// Only the supervisee says so: nobody signed it.
bool IsOwnAccount(const EntryHeader& first) {
  return first.author == first.therapist && first.batch.empty();
}

// A supervisor writes the note, and the supervisee answers it by a revision that changes nothing else.
bool IsAnswer(const EntryHeader& header, const EntryHeader& first) {
  return header.kind == Kind::kSupervision && !header.revises.empty() && header.author == header.therapist &&
         first.author != first.therapist;
}

}  // namespace

std::vector<Contribution> ContributionsOfEntry(const EntryHeader& header, const EntryHeader& first) {
  std::vector<Contribution> contributions;
  if (header.retracts) return contributions;
  const CaseId about = header.subject.kind == SubjectKind::kCase ? header.subject.case_id() : CaseId();
  const auto add = [&](CountBasis basis, Figure figure, const CaseId& case_id, uint16_t bucket = 0) {
    const Day day = basis == CountBasis::kOccurred ? header.occurred.day : header.reported.day;
    contributions.push_back({basis, figure, day, bucket, header.partition, header.therapist, case_id});
  };
  const bool choosable = header.personal || IsBoundary(header.kind) || header.kind == Kind::kConsultation;
  if (choosable && header.author == header.therapist) {
    add(CountBasis::kOccurred, Figure::kTherapistByChoice, CaseId());
  }
  if (header.personal) return contributions;
  if (header.kind == Kind::kTraining) {
    const bool welcome = header.facts.Number(fields::kTrainingTopic) == words::kTopicWelcome;
    add(CountBasis::kOccurred, welcome ? Figure::kTherapistWelcomed : Figure::kTherapistTrained, CaseId());
  }
  if (header.kind == Kind::kSupervision && IsSupervisionSession(header, first)) {
    add(CountBasis::kOccurred, Figure::kSupervisionHeld, about);
    if (!IsOwnAccount(first) && first.reported.day - header.occurred.day <= kWrittenSoonDays) {
      add(CountBasis::kOccurred, Figure::kSupervisionWrittenSoon, about);
    }
  }
  const bool signed_note = header.kind == Kind::kSupervision && first.author != first.therapist;
  if (signed_note || header.kind == Kind::kWeekHours) add(CountBasis::kOccurred, Figure::kSupervisionFile, CaseId());
  if (IsNewBoundaryMatter(header)) add(CountBasis::kOpened, Figure::kBoundaryMatter, about);
  if (const auto matter = MatterOf(header)) {
    add(CountBasis::kOpened, Figure::kMatter, about, static_cast<uint16_t>(*matter));
  }
  if (IsAct(header.kind)) {
    const auto days = std::clamp<int64_t>(first.reported.day - header.occurred.day, 0, kLongestActWait);
    add(CountBasis::kOpened, Figure::kActWritten, about);
    add(CountBasis::kOpened, Figure::kActWritten, about, static_cast<uint16_t>(days + 1));
  }
  return contributions;
}

std::optional<Contribution> CorrectionOf(const EntryHeader& header, const EntryHeader& first) {
  if (header.revises.empty() || header.personal || IsAnswer(header, first)) return std::nullopt;
  const CaseId about = header.subject.kind == SubjectKind::kCase ? header.subject.case_id() : CaseId();
  return Contribution{
      CountBasis::kOpened, Figure::kCorrection, header.reported.day, 0, header.partition, header.therapist, about};
}

}  // namespace candor::domain
