#include "plugins/consultation/consultation_policy.h"

#include <algorithm>

#include "plugins/consultation/attraction_consult.h"
#include "plugins/consultation/attraction_persists.h"
#include "plugins/consultation/attraction_quiet_close.h"
#include "plugins/consultation/client_feelings.h"
#include "plugins/consultation/consultation_complete.h"
#include "plugins/consultation/rules.h"
#include "plugins/consultation/runs.h"
#include "plugins/consultation/trainee_attraction.h"
#include "plugins/sdk/entries.h"
#include "plugins/sdk/written.h"

namespace candor::consultation {
namespace {

void OpenFirst(const sdk::Event& reaction, sdk::Subject& subject, Run& run) {
  run.in_training = reaction.IsYes(CANDOR_HOST_IN_TRAINING) ? 1 : 0;
  if (run.in_training != 0) {
    OpenTraineeAttraction(reaction, subject, run);
  } else {
    OpenAttractionConsult(reaction, subject, run);
  }
}

void BeginRun(const sdk::Event& reaction, sdk::Subject& subject, State& state) {
  Run& run = AddRun(state, reaction);
  OpenFirst(reaction, subject, run);
  run.wait_from = run.due;
  WatchForQuiet(subject, run);
}

// Whether nobody has to talk about the run although the reaction calls for it: it began before the policy.
bool StandsForNoDuty(const sdk::Event& reaction, const sdk::Subject& subject, const Run& run) {
  return run.first_open != 0 && sdk::Slot{run.first, {}}.Takes(reaction, subject, FirstRuleOf(run));
}

// The run goes on, called after the reaction.
void BeginDuty(const sdk::Event& reaction, sdk::Subject& subject, Run& run) {
  subject.CancelTimer(kAttractionConsult, ImportantToken(run.first));
  subject.CancelTimer(kAttractionQuietClose, QuietToken(run));
  run.first_context = run.first;
  run.context_in_training = run.in_training;
  run.first = reaction.id();
  OpenFirst(reaction, subject, run);
}

void TakeReaction(const sdk::Event& reaction, sdk::Subject& subject, State& state) {
  Run* run = FindRun(state, reaction.therapist(), KindOf(reaction));
  if (reaction.Is(CANDOR_FIELD_PERSONAL_REACTION_STATUS, CANDOR_PERSONAL_REACTION_STATUS_RESOLVED)) {
    if (run != nullptr) EndRun(subject, state, *run, sdk::Cause::kQuiet);  // nobody talked: it is over by itself
    return;
  }
  if (!reaction.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return;
  if (run == nullptr) return BeginRun(reaction, subject, state);
  if (StandsForNoDuty(reaction, subject, *run)) BeginDuty(reaction, subject, *run);
  run->last_day = reaction.day();
  TakePersistingReaction(reaction, subject, *run);
  WatchForQuiet(subject, *run);
}

// A consultation that counts satisfies every run of its therapist: it need not be held once for each.
void TakeConsultation(const sdk::Event& event, sdk::Subject& subject, State& state) {
  size_t index = 0;
  while (index < Runs(state).size()) {
    Run& run = Runs(state)[index];
    if (run.therapist == event.therapist()) {
      if (run.consultation.empty()) {
        run.consultation = event.id();
        run.wait_from = std::min(run.wait_from, event.day());
        run.wait_written = std::max(run.wait_written, sdk::DaysBetween(0, event.reported()));
        NameConsultationOfPersists(subject, run);
        NameConsultationOfTrainee(subject, run);
      }
      if (!run.first_context.empty() && (run.context_in_training == 0 || event.kind() == CANDOR_KIND_SUPERVISION)) {
        MeetContext(subject, run);
      }
      if (run.first_open != 0 && run.in_training == 0) MeetAttractionConsult(subject, run);
      if (run.first_open != 0 && event.kind() == CANDOR_KIND_SUPERVISION) MeetTraineeAttraction(subject, run);
      if (CloseIfQuiet(event, subject, state, run)) continue;  // the next run has moved to this index
    }
    ++index;
  }
}

}  // namespace

void ConsultationPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  const bool counts = sdk::CountsAsConsultation(entry, subject.Flag(kConsultationComplete, kIndependent));
  switch (entry.kind()) {
    case CANDOR_KIND_PERSONAL_REACTION:
      TakeReaction(entry, subject, state);
      break;
    case CANDOR_KIND_CONSULTATION:
    case CANDOR_KIND_SUPERVISION:
      if (counts) {
        TakeConsultation(entry, subject, state);
        MeetVoidConsultations(entry, subject);
      }
      if (entry.kind() == CANDOR_KIND_CONSULTATION) AskToComplete(entry, subject);
      break;
    case CANDOR_KIND_DECISION:
      TakeDecisionForNotes(entry, subject);
      break;
    case CANDOR_KIND_REFERRAL:
    case CANDOR_KIND_TRANSFER_STEP:
    case CANDOR_KIND_CONTINUE_PLAN:
      for (Run& run : Runs(state)) TakeWayOut(entry, subject, run);
      break;
    default:
      break;
  }
  // What a client told in an earlier episode stays open; what they tell now is another matter.
  if (sdk::BeginsAnotherEpisode(entry, state.episode_ended)) state.feelings = Feelings{};
  TakeForClientFeelings(entry, subject, state.feelings, counts);
  subject.Save(state);
}

void ConsultationPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  State state = subject.Load<State>();
  for (Run& run : Runs(state)) {
    if (timer.timer_rule() == kAttractionConsult && timer.timer_token() == ImportantToken(run.first)) {
      return RaiseAttractionConsult(subject, run);
    }
    if (timer.timer_rule() == kAttractionPersists && timer.timer_token() == ImportantToken(run.persists)) {
      return RaiseAttractionPersists(subject, run);
    }
    if (timer.timer_rule() == kAttractionQuietClose && timer.timer_token() == QuietToken(run)) {
      CloseIfQuiet(timer, subject, state, run);
      return subject.Save(state);
    }
  }
}

}  // namespace candor::consultation
