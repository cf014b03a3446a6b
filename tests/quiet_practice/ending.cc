// How therapies end in a normal practice, and what comes after.

#include <cstdint>

#include "tests/quiet_practice/case_writer.h"
#include "tests/quiet_practice/rates.h"

namespace candor::quiet_practice {

void CaseWriter::Ending() {
  const double share = chance_.Share();
  double below = kEndedByClient;
  Entry& ending = Add(end_, CANDOR_KIND_TERMINATION).No(CANDOR_FIELD_TERMINATION_DEPENDENCY_FOSTERED);
  if (share < below) {
    EndedByClient(ending);
  } else if (share < (below += kEndedTogether)) {
    EndedTogether(ending);
  } else if (share < (below += kEndedByTherapist)) {
    EndedOtherwise(ending, CANDOR_TERMINATION_INITIATOR_THERAPIST);
  } else if (share < below + kEndedByPractice) {
    EndedOtherwise(ending, CANDOR_TERMINATION_INITIATOR_PRACTICE);
  } else {
    EndedOtherwise(ending, CANDOR_TERMINATION_INITIATOR_THIRD_PARTY);
  }
  if (chance_.Happens(kContactAfterwards)) ContactAfterwards();
}

void CaseWriter::EndedByClient(Entry& ending) {
  const bool dropped_out = chance_.Happens(kDroppedOut);
  ending.Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_CLIENT)
      .Set(CANDOR_FIELD_TERMINATION_REASON,
           dropped_out ? CANDOR_TERMINATION_REASON_CLIENT_LEFT : CANDOR_TERMINATION_REASON_GOALS_MET);
}

void CaseWriter::EndedTogether(Entry& ending) {
  ending.Set(CANDOR_FIELD_TERMINATION_INITIATOR, CANDOR_TERMINATION_INITIATOR_MUTUAL)
      .Set(CANDOR_FIELD_TERMINATION_REASON, CANDOR_TERMINATION_REASON_GOALS_MET)
      .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, chance_.Between(2, 5))
      .Yes(CANDOR_FIELD_TERMINATION_AGREED)
      .No(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE);
}

// A move, a contract, a payer: announced early, talked over, others named. Long therapies are given more time.
void CaseWriter::EndedOtherwise(Entry& ending, int64_t initiator) {
  const bool needs_care = chance_.Happens(kCareStillNeeded);
  const bool prepared = chance_.Happens(kEndingPrepared);
  const bool is_long = end_ - first_ >= 730;
  ending.Set(CANDOR_FIELD_TERMINATION_INITIATOR, initiator)
      .Set(CANDOR_FIELD_TERMINATION_REASON, initiator == CANDOR_TERMINATION_INITIATOR_THIRD_PARTY
                                                ? CANDOR_TERMINATION_REASON_PAYER
                                                : CANDOR_TERMINATION_REASON_MOVED);
  if (Recorded()) {
    ending.Set(CANDOR_FIELD_TERMINATION_NEEDS_FURTHER_CARE, needs_care ? CANDOR_ANSWER_YES : CANDOR_ANSWER_NO);
  }
  if (initiator == CANDOR_TERMINATION_INITIATOR_THIRD_PARTY) {
    ending.Set(CANDOR_FIELD_TERMINATION_ORDERED_BY, CANDOR_TERMINATION_ORDERED_BY_PAYER)
        .Set(CANDOR_FIELD_TERMINATION_ORDER_RECEIVED_ON, end_ - 30);
  }
  if (!prepared) return;
  const int32_t notice = is_long ? chance_.Between(70, 110) : chance_.Between(28, 60);
  ending.Set(CANDOR_FIELD_TERMINATION_PROPOSED_ON, end_ - notice)
      .Set(CANDOR_FIELD_TERMINATION_DISCUSSED_SESSIONS, is_long ? chance_.Between(5, 9) : chance_.Between(2, 6))
      .Set(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED, chance_.Between(1, 3))
      .Yes(CANDOR_FIELD_TERMINATION_AGREED);
}

// A letter, a call with a question: the client's.
void CaseWriter::ContactAfterwards() {
  const int32_t contacts = chance_.Between(1, 2);
  for (int32_t i = 0; i < contacts; ++i) {
    const bool has_purpose = Recorded();
    Entry& contact =
        Add(end_ + chance_.Between(10, 60) + 60 * i, CANDOR_KIND_POST_TERMINATION_CONTACT)
            .Yes(CANDOR_FIELD_POST_TERMINATION_CONTACT_PROFESSIONAL)
            .Yes(CANDOR_FIELD_POST_TERMINATION_CONTACT_AGREED_LIMITS)
            .Yes(CANDOR_FIELD_POST_TERMINATION_CONTACT_SECURE_CHANNEL)
            .Set(CANDOR_FIELD_POST_TERMINATION_CONTACT_CHANNEL, CANDOR_POST_TERMINATION_CONTACT_CHANNEL_EMAIL)
            .Set(CANDOR_FIELD_POST_TERMINATION_CONTACT_INITIATOR, CANDOR_POST_TERMINATION_CONTACT_INITIATOR_CLIENT);
    if (has_purpose) contact.Written(CANDOR_FIELD_POST_TERMINATION_CONTACT_PURPOSE);
  }
}

}  // namespace candor::quiet_practice
