#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <map>
#include <memory>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/domain/append.h"
#include "daemon/policy/assessor.h"

// What of the assessor is put on record and kept: the assessments of a group, what of them stands, and the folds behind
// them under their name.
namespace candor::policy {
namespace {

using domain::SubjectId;
using domain::SubjectKind;

// Another one whenever folds of before are not to be gone on from. 2: what a fold before the newest says of its
// entries.
constexpr char kMark[] = "clean stop 2";
constexpr size_t kSectionsPerRecord = 256;

// Whether the folds say what they said when the subject was last assessed, and when they are next to be asked.
bool HoldsAsItWas(const SubjectReplay::PluginOutcome& outcome) {
  return outcome.loaded && outcome.before && outcome.before->timers == outcome.end().timers;
}

}  // namespace

absl::Status Assessor::NameFolds() {
  CANDOR_ASSIGN_OR_RETURN(const std::shared_ptr<const domain::PluginFold> mark,
                          store_.assessments().NewestFold(SubjectId::Practice(), kMark, kMark));
  const bool clean = mark && !mark->state.empty() && mark->folded_to == store_.Latest()->entries();
  fold_epoch_ = clean ? mark->state : EncodeId(RandomIdBytes()).substr(0, 8);
  fold_set_ = absl::StrCat(judging_->ParameterSet(), "/", fold_epoch_);
  return absl::OkStatus();
}

void Assessor::MarkCleanStop() {
  domain::PluginFold mark;
  mark.state = fold_epoch_;
  mark.folded_to = store_.Latest()->entries();
  store_.assessments().SaveFolds(SubjectId::Practice(), kMark, kMark, domain::Place::First(), {std::move(mark)});
}

absl::Status Assessor::PutOnRecord(std::vector<SubjectReplay>& replays) {
  domain::Assessment assessment;
  std::vector<SubjectReplay*> covered;
  for (SubjectReplay& replay : replays) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<domain::FollowUpSection> sections,
                            builder_->Sections(*view_, replay, directory_.modes()));
    CANDOR_ASSIGN_OR_RETURN(domain::SubjectProgress progress,
                            builder_->Progress(*view_, replay, StandingOf(replay.occasion().subject)));
    const SubjectId& subject = replay.occasion().subject;
    const auto& outcomes = replay.outcomes();
    const bool nothing_stands = !progress.next_timer && progress.not_assessed.empty() && !standing_.contains(subject);
    const bool as_it_was =
        std::all_of(outcomes.begin(), outcomes.end(), HoldsAsItWas) && progress.not_assessed == StandingOf(subject);
    const bool silent = replay.occasion().LooksAtEverything() && sections.empty() && (nothing_stands || as_it_was);
    if (silent) {
      Keep(replay, progress.assessed_to);
      continue;
    }
    if (!covered.empty() && assessment.sections.size() + sections.size() > kSectionsPerRecord) {
      CANDOR_RETURN_IF_ERROR(Commit(std::exchange(assessment, {}), std::exchange(covered, {})));
    }
    assessment.answers_to = view_->size();
    std::move(sections.begin(), sections.end(), std::back_inserter(assessment.sections));
    assessment.progress.push_back(std::move(progress));
    covered.push_back(&replay);
  }
  return covered.empty() ? absl::OkStatus() : Commit(std::move(assessment), covered);
}

// About whom follow-ups of cases are from now on, or were until now: an entry may have been said to be about another.
std::set<std::pair<MemberId, CaseId>> Assessor::TherapistsOf(
    const std::vector<domain::FollowUpSection>& sections) const {
  std::set<std::pair<MemberId, CaseId>> therapists;
  if (!AnyReadsFollowUps(judging_->Plugins())) return therapists;
  for (const domain::FollowUpSection& section : sections) {
    const domain::FollowUpClear& clear = section.clear;
    if (clear.subject.kind != SubjectKind::kCase || clear.shadow) continue;
    therapists.emplace(clear.therapist, clear.subject.case_id());
    const auto before = view_->GetFollowUp(clear.subject, clear.id);
    if (before.ok()) therapists.emplace(before->clear.therapist, clear.subject.case_id());
  }
  return therapists;
}

// First the record, then the folds: a fold that is behind costs time, one that is ahead would hide follow-ups.
absl::Status Assessor::Commit(domain::Assessment assessment, const std::vector<SubjectReplay*>& covered) {
  const std::vector<domain::SubjectProgress> progress = assessment.progress;
  const std::set<std::pair<MemberId, CaseId>> therapists = TherapistsOf(assessment.sections);
  CANDOR_ASSIGN_OR_RETURN(const domain::Appended appended, domain::AppendAndWait(store_, {{std::move(assessment)}}));
  for (const auto& [therapist, id] : therapists) TellAgain(therapist, id);
  own_assessments_ += appended.records;
  std::map<SubjectId, uint64_t> assessed_to;
  for (const domain::SubjectProgress& subject : progress) {
    assessed_to[subject.subject] = subject.assessed_to;
    if (subject.not_assessed.empty()) {
      standing_.erase(subject.subject);
    } else {
      standing_[subject.subject] = subject.not_assessed;
    }
  }
  for (SubjectReplay* replay : covered) Keep(*replay, assessed_to[replay->occasion().subject]);
  waiters_.Settle([&](const SubjectId& subject, uint64_t number) {
    const auto known = assessed_to.find(subject);
    return known != assessed_to.end() && number < known->second;
  });
  return absl::OkStatus();
}

void Assessor::Keep(SubjectReplay& replay, uint64_t folded_to) {
  store_.assessments().SaveAllFolds(replay.occasion().subject, fold_set_, replay.TakeFolds(folded_to));
}

const std::vector<domain::NotAssessed>& Assessor::StandingOf(const SubjectId& subject) const {
  static const auto* const kNone = new std::vector<domain::NotAssessed>();
  const auto found = standing_.find(subject);
  return found == standing_.end() ? *kNone : found->second;
}

}  // namespace candor::policy
