#include "plugins/boundaries/crossing_documented.h"

#include "plugins/boundaries/conduct.h"
#include "plugins/boundaries/rules.h"

namespace candor::boundaries {
namespace {

bool NeedsNote(const sdk::Event& crossing) {
  switch (AreaOf(crossing)) {
    case CANDOR_CROSSING_AREA_TOUCH:
    case CANDOR_CROSSING_AREA_PURCHASE:
    case CANDOR_CROSSING_AREA_PLACE:
    case CANDOR_CROSSING_AREA_TRANSPORT:
    case CANDOR_CROSSING_AREA_TASK:
    case CANDOR_CROSSING_AREA_CEREMONY:
    case CANDOR_CROSSING_AREA_FEE:
      return true;
    default:
      return false;
  }
}

}  // namespace

uint32_t MissingFromNote(const sdk::Event& crossing) {
  if (!NeedsNote(crossing)) return 0;
  uint32_t missing = 0;
  if (!crossing.Has(CANDOR_FIELD_CROSSING_RATIONALE)) missing |= kMissingRationale;
  if (!crossing.Has(CANDOR_FIELD_CROSSING_BENEFIT)) missing |= kMissingBenefit;
  if (!crossing.Has(CANDOR_FIELD_CROSSING_CONSEQUENCES)) missing |= kMissingConsequences;
  if (!crossing.Has(CANDOR_FIELD_CROSSING_CONSENT)) missing |= kMissingConsent;
  return missing;
}

void AskForNote(const sdk::Event& crossing, sdk::Subject& subject, int32_t known) {
  const uint32_t missing = MissingFromNote(crossing);
  if (missing == 0) return;
  subject.Open({.rule = kCrossingDocumented,
                .key = crossing.id(),
                .severity = sdk::Severity::kLater,
                .action = sdk::Action::kCompleteRecord,
                .due = known + subject.Days(kCrossingDocumented, kNoteWithin),
                .missing_fields = missing});
}

}  // namespace candor::boundaries
