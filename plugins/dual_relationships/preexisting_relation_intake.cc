#include "plugins/dual_relationships/preexisting_relation_intake.h"

#include <optional>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

enum class Bond : uint8_t { kNone, kPrecautions, kClose };

// A relation of family is never past; a friend is close where that is recorded.
Bond BondOf(const sdk::Event& intake, bool returns) {
  const int64_t relation = intake.Number(CANDOR_FIELD_INTAKE_PRIOR_RELATION).value_or(0);
  const bool close =
      intake.Is(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS, CANDOR_INTAKE_PRIOR_RELATION_CLOSENESS_CLOSE);
  const std::optional<int32_t> until = intake.Day(CANDOR_FIELD_INTAKE_PRIOR_RELATION_TO);
  const bool past = until.has_value() && *until <= intake.day();
  switch (relation) {
    case CANDOR_INTAKE_PRIOR_RELATION_FAMILY:
      return close || !intake.Has(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS) ? Bond::kClose : Bond::kPrecautions;
    case CANDOR_INTAKE_PRIOR_RELATION_FRIEND:
    case CANDOR_INTAKE_PRIOR_RELATION_SOCIAL:
    case CANDOR_INTAKE_PRIOR_RELATION_BUSINESS:
      return close && !past ? Bond::kClose : Bond::kPrecautions;
    case CANDOR_INTAKE_PRIOR_RELATION_PROFESSIONAL:
      return returns ? Bond::kNone : Bond::kPrecautions;  // of who comes back, the therapy itself
    default:
      return Bond::kNone;
  }
}

bool IsFriendOfUnknownCloseness(const sdk::Event& intake) {
  return intake.Is(CANDOR_FIELD_INTAKE_PRIOR_RELATION, CANDOR_INTAKE_PRIOR_RELATION_FRIEND) &&
         !intake.Has(CANDOR_FIELD_INTAKE_PRIOR_RELATION_CLOSENESS);
}

// Ended, with somebody else named.
bool DeclinesWithReferral(const sdk::Event& entry) {
  return entry.kind() == CANDOR_KIND_TERMINATION &&
         entry.Number(CANDOR_FIELD_TERMINATION_ALTERNATIVES_OFFERED).value_or(0) >= 1;
}

}  // namespace

void JudgePriorRelation(const sdk::Event& intake, sdk::Subject& subject, State& state, bool returns) {
  if (intake.kind() != CANDOR_KIND_INTAKE) return;
  const Bond bond = BondOf(intake, returns);
  if (bond == Bond::kClose) {
    OpenMatter(intake, subject, state,
               {.rule = kPreexistingRelation,
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kRefer,
                .due = intake.reported() + subject.Days(kPreexistingRelation, kReferWithin),
                .left = prior::kReferral});
  } else if (bond == Bond::kPrecautions) {
    OpenMatter(intake, subject, state,
               {.rule = kPreexistingRelation,
                .action = sdk::Action::kDocument,
                .due = intake.reported() + subject.Days(kPreexistingRelation, kPrecautionsWithin),
                .left = prior::kConsent | prior::kPrecautions | prior::kTalk |
                        (IsFriendOfUnknownCloseness(intake) ? prior::kCloseness : 0)});
  }
}

Progress TakePriorRelation(const sdk::Event& entry, const Reading& reading, Matter& matter) {
  if (reading.left_therapy) return Progress::kMet;
  if (entry.therapist() != matter.therapist) return Progress::kOpen;
  if (DeclinesWithReferral(entry)) return Progress::kMet;
  if (reading.consultation) Clear(matter, entry, prior::kTalk);
  if (IsRelation(entry) && IsKnown(entry)) {
    if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)) Clear(matter, entry, prior::kConsent);
    if (entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS)) Clear(matter, entry, prior::kPrecautions);
  }
  return (matter.left & ~prior::kCloseness) == 0 ? Progress::kMet : Progress::kOpen;
}

}  // namespace candor::dual_relationships
