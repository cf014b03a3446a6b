#include "plugins/dual_relationships/dual_policy.h"

#include "plugins/dual_relationships/client_initiated_request.h"
#include "plugins/dual_relationships/dual_assess.h"
#include "plugins/dual_relationships/dual_harmful.h"
#include "plugins/dual_relationships/dual_unavoidable_review.h"
#include "plugins/dual_relationships/end_therapy_to_start_role.h"
#include "plugins/dual_relationships/material_entanglement.h"
#include "plugins/dual_relationships/matters.h"
#include "plugins/dual_relationships/preexisting_relation_intake.h"
#include "plugins/dual_relationships/related_client_conflict.h"
#include "plugins/dual_relationships/role_change.h"
#include "plugins/dual_relationships/rules.h"
#include "plugins/dual_relationships/sequential_nonsexual.h"
#include "plugins/dual_relationships/state.h"
#include "plugins/sdk/entries.h"

namespace candor::dual_relationships {
namespace {

Reading Read(const sdk::Event& entry, const sdk::Subject& subject, State& state) {
  Reading reading;
  reading.consultation = sdk::CountsAsConsultation(entry, subject.Flag(kDualAssess, kIndependent));
  reading.left_therapy = (entry.kind() == CANDOR_KIND_REFERRAL &&
                          entry.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED)) ||
                         sdk::BeginsTransfer(entry);
  if (entry.kind() == CANDOR_KIND_TRANSFER_STEP) {
    const sdk::TransferProgress before = state.transfer;
    state.transfer.Take(entry);
    const bool was = before.HandedOver() && before.receiver == state.transfer.receiver;
    reading.handed_over = !was && state.transfer.HandedOver();
    reading.receiver = state.transfer.receiver;
  }
  return reading;
}

// What was asked at an earlier intake stays open, and nothing of this episode meets it; a relation goes on as it was.
void BeginEpisode(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  state.transfer = sdk::TransferProgress{};
  size_t index = 0;
  while (index < Matters(state).size()) {
    const uint16_t rule = Matters(state)[index].rule;
    if (rule == kPreexistingRelation || rule == kRelatedClient) {
      RemoveMatter(state, index);
    } else {
      ++index;
    }
  }
  JudgeReturnInRole(intake, subject, state);
  JudgeReturnWithTie(intake, subject, state);
  // Of whom the client sees again nothing has ended.
  if (state.endings[1].therapist == intake.therapist()) state.endings[1] = Ending{};
  if (state.endings[0].therapist == intake.therapist()) {
    state.endings[0] = state.endings[1];
    state.endings[1] = Ending{};
  }
}

Progress Take(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter) {
  switch (matter.rule) {
    case kDualAssess:
      return TakeDualAssess(entry, reading, subject, matter);
    case kUnavoidableReview:
      return TakeUnavoidable(entry, reading, subject, matter);
    case kPreexistingRelation:
      return TakePriorRelation(entry, reading, matter);
    case kDualHarmful:
      return TakeHarmful(entry, reading, matter);
    case kEntanglement:
      return TakeEntanglement(entry, reading, subject, matter);
    case kRoleAfterEnding:
      return TakeRoleAfterEnding(entry, subject, matter);
    case kSequential:
      return TakeSequential(entry, matter);
    case kRelatedClient:
      return TakeRelatedClient(entry, reading, matter);
    case kUnusualRequest:
      return TakeRequest(entry, reading, matter);
    case kRoleChange:
      return TakeRoleChange(entry, matter);
    default:
      return Progress::kOpen;
  }
}

// What is open is said again where the entry changed it, and closed where it is done.
void TakeForOpen(const sdk::Event& entry, const Reading& reading, sdk::Subject& subject, State& state) {
  size_t index = 0;
  while (index < Matters(state).size()) {
    Matter& matter = Matters(state)[index];
    const Matter before = matter;
    // What the entry opened it cannot meet: what resolves comes later.
    const Progress progress = matter.key == entry.id() ? Progress::kOpen : Take(entry, reading, subject, matter);
    if (matter != before) Say(subject, matter);
    if (progress == Progress::kMet) {
      subject.Resolve(matter.rule, matter.key);
      NoteTalkedThrough(matter, state);
    }
    if (progress == Progress::kWithdrawn) subject.Withdraw(matter.rule, matter.key);
    if (progress == Progress::kOpen) {
      ++index;
    } else {
      RemoveMatter(state, index);
    }
  }
}

}  // namespace

void DualRelationshipsPolicy::OnEntry(const sdk::Event& entry, sdk::Subject& subject) {
  State state = subject.Load<State>();
  const bool returns = sdk::BeginsAnotherEpisode(entry, state.episode_ended);
  if (returns) BeginEpisode(entry, subject, state);
  const Reading reading = Read(entry, subject, state);
  JudgeHarmful(entry, reading, subject, state);
  TakeForOpen(entry, reading, subject, state);
  JudgeDualAssess(entry, subject, state);
  JudgeUnavoidable(entry, subject, state);
  JudgePriorRelation(entry, subject, state, returns);
  JudgeEntanglement(entry, subject, state);
  JudgeRoleAfterEnding(entry, subject, state);
  JudgeSequential(entry, subject, state);
  JudgeRelatedClient(entry, subject, state);
  JudgeRequest(entry, subject, state);
  JudgeRoleChange(entry, subject, state);
  NoteRole(entry, subject, state);
  NoteEnding(entry, state);
  subject.Save(state);
}

// No rule changes by the mere passing of days; the host knows what is past due.
void DualRelationshipsPolicy::OnTimer(const sdk::Event& timer, sdk::Subject& subject) {
  static_cast<void>(timer);
  static_cast<void>(subject);
}

}  // namespace candor::dual_relationships
