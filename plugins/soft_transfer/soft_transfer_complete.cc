#include "plugins/soft_transfer/soft_transfer_complete.h"

#include "plugins/soft_transfer/preparation.h"
#include "plugins/soft_transfer/rules.h"

namespace candor::soft_transfer {
namespace {

uint32_t MissingSteps(const sdk::TransferProgress& progress, int64_t joint_sessions) {
  uint32_t missing = 0;
  if (progress.joint_sessions < joint_sessions) missing |= kMissingJointSession;
  if (progress.consent == 0) missing |= kMissingConsent;
  if (progress.release == 0) missing |= kMissingRelease;
  if (progress.receiver_accepted == 0) missing |= kMissingAcceptance;
  if (progress.first_solo_booked == 0) missing |= kMissingFirstSolo;
  return missing;
}

void Meet(sdk::Subject& subject, Transfer& transfer) {
  transfer.slot.Resolve(subject, kTransferComplete);
  transfer.complete = 1;
}

}  // namespace

void TakeTransferStep(const sdk::Event& step, sdk::Subject& subject, Transfer& transfer) {
  // Where somebody else takes the place of a receiver before the end, the same follow-up asks for their steps.
  const bool another = transfer.progress.IsAnother(step);
  const uint8_t earlier = transfer.earlier != 0 || (another && transfer.progress.HandedOver()) ? 1 : 0;
  if (transfer.complete != 0 && another) transfer = Transfer{};
  transfer.earlier = earlier;
  if (another) transfer.facts = {};
  transfer.facts.Add(step.id());
  transfer.progress.Take(step);
  if (transfer.complete == 0 && sdk::BeginsTransfer(step) && transfer.slot.Takes(step, subject, kTransferComplete)) {
    transfer.slot.Take(step.id());
    transfer.due = step.reported() + subject.Days(kTransferComplete, kCompleteWithin);
  }
  const uint32_t missing = MissingSteps(transfer.progress, subject.Parameter(kTransferComplete, kJointSessions));
  if (!transfer.slot.empty()) {
    subject.Open({.rule = kTransferComplete,
                  .key = transfer.slot.key,
                  .action = sdk::Action::kSoftTransfer,
                  .due = transfer.due,
                  .missing_fields = missing,
                  .facts = transfer.facts.All()});
  }
  if (missing == 0) Meet(subject, transfer);
}

bool HandedOverBy(const sdk::Event& termination, const Transfer& transfer) {
  const bool holds = termination.IsYes(CANDOR_HOST_HOLDS_CASE);
  if (transfer.earlier != 0 && !holds) return true;
  const sdk::Id& receiver = transfer.progress.receiver;
  const bool unnamed = receiver.empty() || receiver == sdk::kOutsideReceiver;
  return transfer.progress.HandedOver() && (unnamed ? holds : receiver != termination.therapist());
}

bool HandsOver(const sdk::TransferProgress& before, const sdk::TransferProgress& after, const sdk::Id& therapist) {
  const bool was = before.HandedOver() && before.receiver == after.receiver;
  return !was && after.HandedOver() && after.receiver != therapist;
}

void TakeTransferDeclined(const sdk::Event& declined, sdk::Subject& subject, Transfer& transfer) {
  Preparation now;
  TakePreparation(declined, now);
  if (!transfer.slot.empty() && (now.declined & kDeclinedTransfer) != 0) Meet(subject, transfer);
}

}  // namespace candor::soft_transfer
