#ifndef CANDOR_PLUGINS_SDK_ENTRIES_H_
#define CANDOR_PLUGINS_SDK_ENTRIES_H_

#include <algorithm>
#include <cstdint>
#include <optional>
#include <type_traits>

#include "plugins/sdk/event.h"

// Readings of entries that several policies share. No policy sees another's follow-ups: what two rules have in common
// both compute from the entries, with these.
namespace candor::sdk {

// Whether the consultant stands apart from the therapist and the case. A relation that was not recorded voids nothing.
inline bool ConsultantIsIndependent(const Event& consultation) {
  for (const uint16_t field : {static_cast<uint16_t>(CANDOR_HOST_CONSULTANT_RELATION),
                               static_cast<uint16_t>(CANDOR_FIELD_CONSULTATION_RELATION)}) {
    const std::optional<int64_t> relation = consultation.Number(field);
    if (relation.has_value() && *relation != CANDOR_RELATION_INDEPENDENT) return false;
  }
  return true;
}

// What satisfies "a consultation" in a rule: a consultation with someone independent (unless the practice does not ask
// for that), or supervision that covers the case, which is the only supervision that stands in a case's timeline.
inline bool CountsAsConsultation(const Event& event, bool ask_independent) {
  if (event.kind() == CANDOR_KIND_SUPERVISION) return true;
  return event.kind() == CANDOR_KIND_CONSULTATION && (!ask_independent || ConsultantIsIndependent(event));
}

// A plan to continue that the consultant confirmed and that says when it is looked at again.
inline bool IsConfirmedPlan(const Event& event) {
  return event.kind() == CANDOR_KIND_CONTINUE_PLAN && event.IsYes(CANDOR_FIELD_CONTINUE_PLAN_CONFIRMED_BY_CONSULTANT) &&
         event.Day(CANDOR_FIELD_CONTINUE_PLAN_REVIEW_BY).has_value();
}

// Whether another episode of the case begins with the entry: an intake after its holder ended the one before. An intake
// that was written down after the first contacts begins none. `ended` is part of the policy's state, 0 at the start;
// the policy subscribes to intakes and terminations.
inline bool BeginsAnotherEpisode(const Event& event, uint8_t& ended) {
  if (event.kind() == CANDOR_KIND_TERMINATION && event.IsYes(CANDOR_HOST_HOLDS_CASE)) ended = 1;
  if (event.kind() != CANDOR_KIND_INTAKE || ended == 0) return false;
  ended = 0;
  return true;
}

// Whether the first therapy of the case begins with the entry: an intake, and nothing before it shows that one was
// under way. Who was no client until then was no current one either, though the host takes them for one as long as
// there is no ending. `treated` is part of the policy's state, 0 at the start; the policy subscribes to these kinds.
inline bool BeginsFirstTherapy(const Event& event, uint8_t& treated) {
  switch (event.kind()) {
    case CANDOR_KIND_INTAKE:
    case CANDOR_KIND_SESSION:
    case CANDOR_KIND_DISCUSSION:
    case CANDOR_KIND_TRANSFER_STEP:
    case CANDOR_KIND_TERMINATION:
      break;
    default:
      return false;
  }
  const bool first = event.kind() == CANDOR_KIND_INTAKE && treated == 0;
  treated = 1;
  return first;
}

// The day from which the client is one: of the intake, or the earlier one on which it says that therapy began.
inline int32_t TherapyBeganOn(const Event& intake) {
  return std::min(intake.day(), intake.Day(CANDOR_FIELD_INTAKE_THERAPY_STARTED).value_or(intake.day()));
}

// A transfer step that says that something was done; one that records only a "no", or nothing, begins no transfer.
inline bool BeginsTransfer(const Event& event) {
  if (event.kind() != CANDOR_KIND_TRANSFER_STEP) return false;
  const uint16_t steps[] = {CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION,     CANDOR_FIELD_TRANSFER_STEP_CONSENT,
                            CANDOR_FIELD_TRANSFER_STEP_RELEASE,           CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED,
                            CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED, CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD};
  return std::any_of(std::begin(steps), std::end(steps), [&](uint16_t step) { return event.IsYes(step); });
}

// Stands for whoever takes the client outside the practice: policies are not told who that is.
inline constexpr Id kOutsideReceiver = [] {
  Id id;
  id.bytes.fill(0xff);
  return id;
}();

// To whom the step hands the client over; nullopt: it does not say.
inline std::optional<Id> ReceiverOf(const Event& step) {
  if (std::optional<Id> member = step.IdOf(CANDOR_FIELD_TRANSFER_STEP_RECEIVER)) return member;
  if (step.Has(CANDOR_FIELD_TRANSFER_STEP_OUTSIDE_RECEIVER)) return kOutsideReceiver;
  return std::nullopt;
}

// How far a soft transfer to one receiver has come. Part of a policy's state: trivially copyable. A step counts when it
// was recorded as done; a later "no" takes it back, what is not recorded changes nothing. Another receiver than before
// means another transfer, of which nothing has been done; a step that names none belongs to the one named last.
struct TransferProgress {
  Id receiver;  // empty: not recorded
  uint8_t joint_sessions = 0;
  uint8_t consent = 0;
  uint8_t release = 0;
  uint8_t receiver_accepted = 0;
  uint8_t first_solo_booked = 0;
  uint8_t unused[3] = {};

  // Whether the step is one of another transfer.
  bool IsAnother(const Event& step) const {
    const std::optional<Id> named = ReceiverOf(step);
    return named.has_value() && !receiver.empty() && *named != receiver;
  }

  void Take(const Event& step) {
    if (IsAnother(step)) *this = TransferProgress{};
    receiver = ReceiverOf(step).value_or(receiver);
    if (step.IsYes(CANDOR_FIELD_TRANSFER_STEP_JOINT_SESSION) && joint_sessions < UINT8_MAX) ++joint_sessions;
    Set(step, CANDOR_FIELD_TRANSFER_STEP_CONSENT, consent);
    Set(step, CANDOR_FIELD_TRANSFER_STEP_RELEASE, release);
    Set(step, CANDOR_FIELD_TRANSFER_STEP_RECEIVER_ACCEPTED, receiver_accepted);
    Set(step, CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_BOOKED, first_solo_booked);
    if (step.IsYes(CANDOR_FIELD_TRANSFER_STEP_FIRST_SOLO_HELD)) first_solo_booked = 1;
  }

  // What other rules ask of a transfer: the client met the receiver, who accepted, and a first session alone is booked.
  bool HandedOver() const { return joint_sessions >= 1 && receiver_accepted != 0 && first_solo_booked != 0; }

 private:
  static void Set(const Event& step, uint16_t field, uint8_t& done) {
    if (step.IsYes(field)) done = 1;
    if (step.IsNo(field)) done = 0;
  }
};
static_assert(std::is_trivially_copyable_v<TransferProgress> &&
              std::has_unique_object_representations_v<TransferProgress>);

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_ENTRIES_H_
