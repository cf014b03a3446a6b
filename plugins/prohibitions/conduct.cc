#include "plugins/prohibitions/conduct.h"

namespace candor::prohibitions {
namespace {

constexpr int64_t kClient = CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_CLIENT;
static_assert(kClient == int64_t{CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_CLIENT} &&
              int64_t{CANDOR_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY_STUDENT} ==
                  int64_t{CANDOR_ADVANCE_OR_PROMISE_OTHER_PARTY_STUDENT});

bool WasDone(const sdk::Event& entry) {
  return entry.stage() == CANDOR_STAGE_DONE || entry.stage() == 0;
}

Conduct ReadAct(const sdk::Event& act) {
  const int64_t party = act.Number(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_OTHER_PARTY).value_or(0);
  if (WasDone(act)) return {Step::kAct, party};
  const bool intended = act.stage() == CANDOR_STAGE_ASKED || act.stage() == CANDOR_STAGE_PROPOSED;
  return {intended ? Step::kIntent : Step::kNone, party};
}

Conduct ReadAdvance(const sdk::Event& advance) {
  const int64_t party = advance.Number(CANDOR_FIELD_ADVANCE_OR_PROMISE_OTHER_PARTY).value_or(0);
  const int64_t what =
      advance.Number(CANDOR_FIELD_ADVANCE_OR_PROMISE_WHAT).value_or(CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING);
  return {what == CANDOR_ADVANCE_OR_PROMISE_WHAT_FLIRTING ? Step::kFlirt : Step::kAdvance, party};
}

Conduct ReadCrossing(const sdk::Event& crossing) {
  const bool kiss = crossing.Is(CANDOR_FIELD_CROSSING_AREA, CANDOR_CROSSING_AREA_TOUCH) &&
                    crossing.Is(CANDOR_FIELD_CROSSING_TOUCH, CANDOR_CROSSING_TOUCH_KISS);
  return kiss && WasDone(crossing) ? Conduct{Step::kAct, kClient} : Conduct{};
}

Conduct ReadDualRelationship(const sdk::Event& relationship) {
  const bool sexual = relationship.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL);
  const bool begun = !relationship.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT) ||
                     relationship.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN);
  return sexual && begun && WasDone(relationship) ? Conduct{Step::kAct, kClient} : Conduct{};
}

}  // namespace

Party Conduct::party() const {
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

bool IsRumour(const sdk::Event& entry) {
  return entry.basis() == CANDOR_BASIS_TOLD_BY_OTHER || entry.basis() == CANDOR_BASIS_SUSPICION;
}

Conduct ReadConduct(const sdk::Event& entry) {
  if (IsRumour(entry)) return {};
  switch (entry.kind()) {
    case CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT:
      return ReadAct(entry);
    case CANDOR_KIND_ADVANCE_OR_PROMISE:
      return ReadAdvance(entry);
    case CANDOR_KIND_CROSSING:
      return ReadCrossing(entry);
    case CANDOR_KIND_DUAL_RELATIONSHIP:
      return ReadDualRelationship(entry);
    default:
      return {};
  }
}

}  // namespace candor::prohibitions
