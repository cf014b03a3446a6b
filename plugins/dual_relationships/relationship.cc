#include "plugins/dual_relationships/relationship.h"

#include <algorithm>
#include <optional>

#include "plugins/sdk/conduct.h"

namespace candor::dual_relationships {
namespace {

// A word of a choice as the state keeps it; 0: not recorded, or no word of it.
uint8_t WordOf(const sdk::Event& entry, uint16_t field, int64_t last) {
  const int64_t word = entry.Number(field).value_or(0);
  return word >= 1 && word <= last ? static_cast<uint8_t>(word) : uint8_t{0};
}

}  // namespace

bool IsKnown(const sdk::Event& entry) {
  return !sdk::IsHearsay(entry);
}

bool IsRelation(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP;
}

About AboutOf(const sdk::Event& relation) {
  if (!IsRelation(relation)) return About{};
  return {
      .context = WordOf(relation, CANDOR_FIELD_DUAL_RELATIONSHIP_CONTEXT, CANDOR_DUAL_RELATIONSHIP_CONTEXT_COMMUNAL),
      .tie = WordOf(relation, CANDOR_FIELD_DUAL_RELATIONSHIP_MATERIAL_TIE,
                    CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_SUPPORT_FROM_CLIENT),
      .role =
          WordOf(relation, CANDOR_FIELD_DUAL_RELATIONSHIP_CHANGED_ROLE, CANDOR_DUAL_RELATIONSHIP_CHANGED_ROLE_OTHER),
      .request = 0};
}

bool Ends(const sdk::Event& relation) {
  if (!IsRelation(relation)) return false;
  if (relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_ENDED)) return true;
  const std::optional<int32_t> ended = relation.Day(CANDOR_FIELD_DUAL_RELATIONSHIP_ENDED);
  return ended.has_value() && *ended <= relation.day();
}

bool IsOver(const sdk::Event& relation) {
  return IsRelation(relation) && (relation.stage() == CANDOR_STAGE_DECLINED || Ends(relation));
}

bool SaysNew(const sdk::Event& relation) {
  return relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_BEGUN) ||
         relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_CHANGED);
}

bool TellsMore(const sdk::Event& relation, const sdk::Subject& subject, State& state, uint16_t rule,
               const About& about) {
  if (SaysNew(relation)) return false;
  const Matter* open = FindMatter(relation, subject, state, rule, about);
  return open != nullptr && open->action != CANDOR_ACTION_COMPLETE_RECORD;
}

bool Begins(const sdk::Event& relation) {
  if (!IsRelation(relation) || Ends(relation) || !IsKnown(relation)) return false;
  const bool stage =
      relation.stage() == 0 || relation.stage() == CANDOR_STAGE_PROPOSED || relation.stage() == CANDOR_STAGE_DONE;
  return stage && (SaysNew(relation) || !relation.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT));
}

bool TakesPlace(const sdk::Event& relation) {
  return Begins(relation) && relation.stage() != CANDOR_STAGE_PROPOSED;
}

bool IsJudgement(const sdk::Event& relation) {
  return IsRelation(relation) && IsKnown(relation) &&
         (relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_ASSESSED) ||
          relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT, CANDOR_DUAL_RELATIONSHIP_EVENT_REVIEWED));
}

bool IsConcurrent(const sdk::Event& relation) {
  return relation.IsYes(CANDOR_HOST_CURRENT_CLIENT) && !relation.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE) &&
         !relation.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_TIMING, CANDOR_DUAL_RELATIONSHIP_TIMING_SEQUENTIAL);
}

bool IsBeyondWeighing(const sdk::Event& relation) {
  const About about = AboutOf(relation);
  return TakesPlace(relation) && (about.tie != 0 || about.context == CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL);
}

bool CannotBeAvoided(const sdk::Event& relation) {
  switch (relation.Number(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE).value_or(0)) {
    case CANDOR_DUAL_RELATIONSHIP_CHOICE_MANDATED:
    case CANDOR_DUAL_RELATIONSHIP_CHOICE_UNAVOIDABLE:
    case CANDOR_DUAL_RELATIONSHIP_CHOICE_NORMAL:
      return true;
    case CANDOR_DUAL_RELATIONSHIP_CHOICE_AVOIDABLE:
    case CANDOR_DUAL_RELATIONSHIP_CHOICE_UNEXPECTED:
      return false;
    default:
      return relation.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_NORMAL_FOR_SETTING);
  }
}

Answer IsNonProfessional(const About& about) {
  if (about.tie != 0) return Answer::kYes;
  switch (about.context) {
    case 0:
      return about.role != 0 ? Answer::kNo : Answer::kUnknown;
    case CANDOR_DUAL_RELATIONSHIP_CONTEXT_PROFESSIONAL:
    case CANDOR_DUAL_RELATIONSHIP_CONTEXT_INSTITUTIONAL:
    case CANDOR_DUAL_RELATIONSHIP_CONTEXT_FORENSIC:
    case CANDOR_DUAL_RELATIONSHIP_CONTEXT_SUPERVISORY:
    case CANDOR_DUAL_RELATIONSHIP_CONTEXT_SEXUAL:  // no role of any kind; other rules have it
      return Answer::kNo;
    default:
      return Answer::kYes;
  }
}

int32_t BeganOn(const sdk::Event& relation) {
  return std::min(relation.Day(CANDOR_FIELD_DUAL_RELATIONSHIP_STARTED).value_or(relation.day()), relation.day());
}

bool AdvisesAgainst(const sdk::Event& consultation) {
  return consultation.Is(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_STOP) ||
         consultation.Is(CANDOR_FIELD_CONSULTATION_RECOMMENDATION, CANDOR_CONSULTATION_RECOMMENDATION_REFER);
}

bool FindsAcceptable(const sdk::Event& consultation) {
  switch (consultation.Number(CANDOR_FIELD_CONSULTATION_RECOMMENDATION).value_or(0)) {
    case CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE:
    case CANDOR_CONSULTATION_RECOMMENDATION_CONTINUE_MONITOR:
    case CANDOR_CONSULTATION_RECOMMENDATION_ACCEPTABLE_WITH_PRECAUTIONS:
      return true;
    default:
      return false;
  }
}

bool HandsOver(const Reading& reading, const Matter& matter) {
  return reading.handed_over && reading.receiver != matter.therapist;
}

}  // namespace candor::dual_relationships
