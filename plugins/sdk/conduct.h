#ifndef CANDOR_PLUGINS_SDK_CONDUCT_H_
#define CANDOR_PLUGINS_SDK_CONDUCT_H_

#include <cstdint>

#include "plugins/sdk/event.h"

// What an entry says was done, and towards whom, as every policy reads it. Who began and who agreed change nothing and
// are not read. Hearsay and suspicion say nothing here: they are matters of their own.
namespace candor::sdk {

enum class Step : uint8_t {
  kNone,     // nothing that is romantic or sexual
  kIntent,   // a romantic or sexual relation asked for or proposed, and not begun
  kFlirt,    // an advance of the lighter kind, or one that nobody said more about
  kAdvance,  // any other advance, or a promise
  kAct
};

enum class Party : uint8_t { kNotRecorded, kClient, kClosePerson, kUnderEvaluation };

struct Conduct {
  Step step = Step::kNone;
  int64_t other_party = 0;  // CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_*; 0: not recorded

  Party party() const;
  bool IsAdvance() const { return step == Step::kFlirt || step == Step::kAdvance; }
};

namespace internal {

inline constexpr int64_t kClientAsOtherParty = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT;
static_assert(kClientAsOtherParty == int64_t{CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_CLIENT} &&
              int64_t{CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_STUDENT} ==
                  int64_t{CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_STUDENT});

inline bool ReadsAsDone(const Event& entry) {
  return entry.stage() == CANDOR_STAGE_DONE || entry.stage() == 0;
}

inline Conduct ReadAct(const Event& act) {
  const int64_t party = act.Number(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY).value_or(0);
  if (ReadsAsDone(act)) return {Step::kAct, party};
  const bool intended = act.stage() == CANDOR_STAGE_ASKED || act.stage() == CANDOR_STAGE_PROPOSED;
  return {intended ? Step::kIntent : Step::kNone, party};
}

inline Conduct ReadAdvance(const Event& advance) {
  const int64_t party = advance.Number(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY).value_or(0);
  const int64_t what =
      advance.Number(CANDOR_FIELD_ADVANCE_OR_PROMISE_WHAT).value_or(CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING);
  return {what == CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING ? Step::kFlirt : Step::kAdvance, party};
}

inline Conduct ReadCrossing(const Event& crossing) {
  const bool kiss = crossing.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH) &&
                    crossing.Is(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_KISS);
  return kiss && ReadsAsDone(crossing) ? Conduct{Step::kAct, kClientAsOtherParty} : Conduct{};
}

inline Conduct ReadDualRelationship(const Event& relationship) {
  const bool sexual = relationship.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL);
  const bool begun = !relationship.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT) ||
                     relationship.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN);
  return sexual && begun && ReadsAsDone(relationship) ? Conduct{Step::kAct, kClientAsOtherParty} : Conduct{};
}

}  // namespace internal

inline Party Conduct::party() const {
  switch (other_party) {
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT:
      return Party::kClient;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_PARTNER:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_IMMEDIATE_FAMILY:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_RELATIVE:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_GUARDIAN:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_HOUSEHOLD:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLOSE_FRIEND:
      return Party::kClosePerson;
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_SUPERVISEE:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_TRAINEE:
    case CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_STUDENT:
      return Party::kUnderEvaluation;
    default:
      return Party::kNotRecorded;
  }
}

// Whether the entry is hearsay or suspicion.
inline bool IsHearsay(const Event& entry) {
  return entry.basis() == CANDOR_BASIS_TOLD_BY_OTHER || entry.basis() == CANDOR_BASIS_SUSPICION;
}

// An act whose stage was not recorded was done. A kiss is an act, and so is a relation that was recorded as a dual one
// of the sexual kind.
inline Conduct ReadConduct(const Event& entry) {
  if (IsHearsay(entry)) return {};
  switch (entry.kind()) {
    case CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT:
      return internal::ReadAct(entry);
    case CANDOR_KIND_ADVANCE_OR_PROMISE:
      return internal::ReadAdvance(entry);
    case CANDOR_KIND_CROSSING:
      return internal::ReadCrossing(entry);
    case CANDOR_KIND_DUAL_RELATIONSHIP:
      return internal::ReadDualRelationship(entry);
    default:
      return {};
  }
}

}  // namespace candor::sdk

#endif  // CANDOR_PLUGINS_SDK_CONDUCT_H_
