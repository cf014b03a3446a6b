#include "plugins/consultation/attraction_persists.h"

#include <algorithm>

#include "plugins/consultation/rules.h"
#include "plugins/consultation/runs.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/slot.h"

namespace candor::consultation {
namespace {

bool MayInterfere(const sdk::Event& reaction) {
  return reaction.IsYes(CANDOR_FIELD_PERSONAL_REACTION_INTERFERES) ||
         reaction.IsUnsure(CANDOR_FIELD_PERSONAL_REACTION_INTERFERES);
}

bool AsksToRefer(const sdk::Subject& subject) {
  return subject.Parameter(kAttractionPersists, kPersistAction) == kPersistRefer;
}

void Say(sdk::Subject& subject, const Run& run, sdk::Severity severity) {
  subject.Open({.rule = kAttractionPersists,
                .key = run.persists,
                .severity = severity,
                .action = AsksToRefer(subject) ? sdk::Action::kRefer : sdk::Action::kTalk,
                .due = run.persists_due,
                .facts = {run.first, run.consultation}});
}

// `known`: from which day on there was ground for it.
void OpenFor(sdk::Subject& subject, Run& run, int32_t known) {
  run.persists_due = known + subject.Days(kAttractionPersists, kDecideWithin);
  run.persisting = Persisting::kOpen;
  Say(subject, run, run.interferes != 0 ? sdk::Severity::kImportant : sdk::Severity::kSoon);
  subject.SetTimer(kAttractionPersists, run.persists_due + subject.Days(kAttractionPersists, kPersistImportantAfter),
                   ImportantToken(run.persists));
}

void Meet(const sdk::Event& event, sdk::Subject& subject, Run& run, Persisting met) {
  subject.Resolve(kAttractionPersists, run.persists);
  if (!run.persists_context.empty()) subject.Resolve(kAttractionPersists, run.persists_context);
  run.persists_context = sdk::Id{};
  subject.CancelTimer(kAttractionPersists, ImportantToken(run.persists));
  run.persisting = met;
  run.wait_from = std::max(run.wait_from, event.day());  // the next one waits again, from here
}

bool PlanMeets(const sdk::Event& plan, const sdk::Subject& subject) {
  if (AsksToRefer(subject) || !sdk::IsConfirmedPlan(plan)) return false;
  return plan.Has(CANDOR_FIELD_CONTINUE_PLAN_SAFEGUARDS) &&
         *plan.Day(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY) <=
             plan.day() + subject.Days(kAttractionPersists, kReviewWithin);
}

void TakeReferral(const sdk::Event& referral, sdk::Subject& subject, Run& run) {
  switch (referral.Number(CANDOR_FIELD_REFERRAL_OUTCOME).value_or(0)) {
    case CANDOR_REFERRAL_OUTCOME_ACCEPTED:
      if (run.persisting == Persisting::kOpen) Meet(referral, subject, run, Persisting::kNone);
      if (run.persisting == Persisting::kMetByOffer) run.persisting = Persisting::kNone;
      break;
    case CANDOR_REFERRAL_OUTCOME_OFFERED:
      if (run.persisting == Persisting::kOpen) Meet(referral, subject, run, Persisting::kMetByOffer);
      break;
    case CANDOR_REFERRAL_OUTCOME_DECLINED:  // what was begun has come to nothing: the question is open again
      if (run.persisting == Persisting::kMetByOffer) OpenFor(subject, run, referral.reported());
      break;
    default:
      break;
  }
}

}  // namespace

void TakePersistingReaction(const sdk::Event& reaction, sdk::Subject& subject, Run& run) {
  const bool interferes = MayInterfere(reaction);
  // One that is open from before the policy stands for no duty: another opens beside it.
  const bool is_open = run.persisting == Persisting::kOpen;
  const bool beside = is_open && sdk::Slot{run.persists, {}}.Takes(reaction, subject, kAttractionPersists);
  if (is_open && !beside) {
    if (interferes && run.interferes == 0) {
      run.interferes = 1;
      Say(subject, run, sdk::Severity::kImportant);
    }
    return;
  }
  const int32_t persist_after = subject.Days(kAttractionPersists, kPersistAfter);
  if (reaction.day() < run.wait_from + persist_after) return;
  // Past the date of the first follow-up no consultation is needed to know that it has lasted.
  const bool by_date = reaction.day() >= run.due + persist_after;
  const int32_t known = by_date ? reaction.reported() : std::max<int32_t>(reaction.reported(), run.wait_written);
  if (beside) {
    run.persists_context = run.persists;
    subject.CancelTimer(kAttractionPersists, ImportantToken(run.persists));
  }
  run.persists = reaction.id();
  run.interferes = interferes ? 1 : 0;
  OpenFor(subject, run, known);
}

void TakeWayOut(const sdk::Event& event, sdk::Subject& subject, Run& run) {
  if (event.kind() == CANDOR_KIND_REFERRAL) {
    TakeReferral(event, subject, run);
  } else if (sdk::BeginsTransfer(event)) {
    if (run.persisting == Persisting::kOpen) Meet(event, subject, run, Persisting::kNone);
    if (run.persisting == Persisting::kMetByOffer) run.persisting = Persisting::kNone;
  } else if (run.persisting == Persisting::kOpen && run.therapist == event.therapist() && PlanMeets(event, subject)) {
    Meet(event, subject, run, Persisting::kNone);
  }
}

void NameConsultationOfPersists(sdk::Subject& subject, const Run& run) {
  if (run.persisting != Persisting::kOpen) return;
  if (const auto open = subject.FindOpen(kAttractionPersists, run.persists)) Say(subject, run, open->severity);
}

void RaiseAttractionPersists(sdk::Subject& subject, const Run& run) {
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kAttractionPersists, run.persists);
  if (!open.has_value() || !open->due.has_value()) return;  // without a due date nothing is ever past due
  Say(subject, run, sdk::Severity::kImportant);
}

}  // namespace candor::consultation
