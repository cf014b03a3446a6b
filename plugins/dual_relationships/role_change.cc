#include "plugins/dual_relationships/role_change.h"

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

uint32_t ClarifiedBy(const sdk::Event& entry) {
  uint32_t clarified = 0;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)) clarified |= change::kConsent;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSEQUENCES_EXPLAINED)) clarified |= change::kConsequences;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONFIDENTIALITY_EXPLAINED)) clarified |= change::kConfidentiality;
  // Where a court or an institution commands both roles, clarity is owed; there is nothing to agree to.
  if (entry.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE, CANDOR_DUAL_RELATIONSHIP_CHOICE_MANDATED)) {
    clarified |= change::kConsent;
  }
  return clarified;
}

}  // namespace

void JudgeRoleChange(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const About about = AboutOf(entry);
  if (about.role == 0 || !Begins(entry) || !entry.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return;
  if (TellsMore(entry, subject, state, kRoleChange, about)) return;
  constexpr uint32_t kAll = change::kConsent | change::kConsequences | change::kConfidentiality;
  const uint32_t left = kAll & ~ClarifiedBy(entry);
  if (left == 0) return;
  OpenMatter(entry, subject, state,
             {.rule = kRoleChange,
              .about = about,
              .action = sdk::Action::kDocument,
              .due = entry.reported() + subject.Days(kRoleChange, kNoteWithin),
              .left = left});
}

Progress TakeRoleChange(const sdk::Event& entry, Matter& matter) {
  if (!IsRelation(entry) || !IsKnown(entry) || !IsOf(matter, entry, AboutOf(entry))) return Progress::kOpen;
  if (IsOver(entry)) return Progress::kMet;
  Clear(matter, entry, ClarifiedBy(entry));
  return matter.left == 0 ? Progress::kMet : Progress::kOpen;
}

}  // namespace candor::dual_relationships
