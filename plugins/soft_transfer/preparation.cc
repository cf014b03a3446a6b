#include "plugins/soft_transfer/preparation.h"

#include <algorithm>

namespace candor::soft_transfer {
namespace {

void TakeReferral(const sdk::Event& referral, Preparation& preparation) {
  int64_t offered = referral.Number(CANDOR_FIELD_REFERRAL_ALTERNATIVES_OFFERED).value_or(0);
  const bool accepted = referral.Is(CANDOR_FIELD_REFERRAL_OUTCOME, CANDOR_REFERRAL_OUTCOME_ACCEPTED);
  if (accepted) offered = std::max<int64_t>(offered, 1);
  preparation.alternatives = std::max(preparation.alternatives, Narrow(offered));
}

// Someone who declines the talk, or any contact, has been given the chance; so it is with other providers.
void TakeDeclined(const sdk::Event& declined, Preparation& preparation) {
  const bool in_writing = declined.IsYes(CANDOR_FIELD_CLIENT_DECLINED_IN_WRITING);
  switch (declined.Number(CANDOR_FIELD_CLIENT_DECLINED_WHAT).value_or(0)) {
    case CANDOR_CLIENT_DECLINED_WHAT_CONTACT:
      preparation.declined |= kDeclinedTalk | kDeclinedOthers;
      break;
    case CANDOR_CLIENT_DECLINED_WHAT_ENDING_TALK:
      preparation.declined |= kDeclinedTalk;
      break;
    case CANDOR_CLIENT_DECLINED_WHAT_REFERRAL:
      preparation.declined |= kDeclinedOthers;
      break;
    case CANDOR_CLIENT_DECLINED_WHAT_TRANSFER:
    case CANDOR_CLIENT_DECLINED_WHAT_OTHER_THERAPIST:
      preparation.declined |= kDeclinedOthers;
      if (in_writing) preparation.declined |= kDeclinedTransfer;
      break;
    default:
      break;
  }
}

}  // namespace

void TakePreparation(const sdk::Event& event, Preparation& preparation) {
  switch (event.kind()) {
    case CANDOR_KIND_DISCUSSION:
      if (event.Is(CANDOR_FIELD_DISCUSSION_TOPIC, CANDOR_DISCUSSION_TOPIC_ENDING) && preparation.talks < UINT16_MAX) {
        ++preparation.talks;
      }
      break;
    case CANDOR_KIND_REFERRAL:
      TakeReferral(event, preparation);
      break;
    case CANDOR_KIND_CLIENT_DECLINED:
      TakeDeclined(event, preparation);
      break;
    case CANDOR_KIND_TRANSFER_STEP:
      // Who takes part in a transfer after all declines it no longer.
      if (event.IsYes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION) || event.IsYes(CANDOR_FIELD_TRANSFER_STEP_CONSENT)) {
        preparation.declined = preparation.declined & static_cast<uint8_t>(~kDeclinedTransfer);
      }
      break;
    default:
      break;
  }
}

uint16_t Narrow(int64_t count) {
  return static_cast<uint16_t>(std::clamp<int64_t>(count, 0, UINT16_MAX));
}

}  // namespace candor::soft_transfer
