#include "plugins/dual_relationships/dual_assess.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

// Of these any answer counts; in the order of their bits.
constexpr uint16_t kAnswered[] = {
    CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER,      CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_DURATION,
    CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_OPEN_END,   CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_POWER,
    CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_DURATION,     CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END,
    CANDOR_FIELD_DUAL_RELATIONSHIP_NECESSARY,          CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_HARM,
    CANDOR_FIELD_DUAL_RELATIONSHIP_WOULD_BENEFIT,      CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_DISRUPT_THERAPY,
    CANDOR_FIELD_DUAL_RELATIONSHIP_JUDGED_OBJECTIVELY, CANDOR_FIELD_DUAL_RELATIONSHIP_LACKS_OBJECTIVITY,
    CANDOR_FIELD_DUAL_RELATIONSHIP_UNCLEAR_ROLES,      CANDOR_FIELD_DUAL_RELATIONSHIP_NO_GUIDE_FOR_ENDING,
    CANDOR_FIELD_DUAL_RELATIONSHIP_POWER_ENABLES_HARM};
static_assert(1u << std::size(kAnswered) == assess::kConsent);

uint32_t GivenBy(const sdk::Event& entry) {
  uint32_t given = 0;
  for (size_t i = 0; i < std::size(kAnswered); ++i) {
    if (entry.Number(kAnswered[i]).has_value()) given |= 1u << i;
  }
  // What could harm the client need not be asked for its benefit.
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_COULD_HARM)) given |= assess::kWouldBenefit;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_CONSENT)) given |= assess::kConsent;
  if (entry.IsNo(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL)) given |= assess::kOutcome;
  return given;
}

uint8_t MarksOf(const sdk::Event& entry) {
  const bool for_therapist =
      entry.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO, CANDOR_DUAL_RELATIONSHIP_BENEFIT_TO_THERAPIST);
  const int marks = (for_therapist ? kMarkForTherapist : 0) | (TakesPlace(entry) ? 0 : kMarkProposed);
  return static_cast<uint8_t>(marks);
}

void Ask(const sdk::Event& entry, sdk::Subject& subject, State& state, const About& about) {
  OpenMatter(entry, subject, state,
             {.rule = kDualAssess,
              .about = about,
              .severity = sdk::Severity::kLater,
              .action = sdk::Action::kCompleteRecord,
              .due = entry.reported() + subject.Days(kDualAssess, kAssessRecordWithin),
              .left = assess::kChoice,
              .marks = MarksOf(entry)});
}

// The answer to whether it could be avoided has come.
Progress TakeChoice(const sdk::Event& entry, const sdk::Subject& subject, Matter& matter) {
  if (!entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE)) return Progress::kOpen;
  if (CannotBeAvoided(entry)) return Progress::kWithdrawn;
  if (const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kDualAssess, matter.key)) {
    matter.due = open->reported + subject.Days(kDualAssess, kAssessWithin);
  }
  matter.written = std::max(matter.written, entry.reported());
  matter.severity = CANDOR_SEVERITY_SOON;
  matter.action = CANDOR_ACTION_TALK;
  matter.left = assess::kAll;
  Clear(matter, entry, GivenBy(entry));
  return Progress::kOpen;
}

}  // namespace

void JudgeDualAssess(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (!Begins(entry) || !IsConcurrent(entry) || CannotBeAvoided(entry) || IsBeyondWeighing(entry)) return;
  const About about = AboutOf(entry);
  if (TellsMore(entry, subject, state, kDualAssess, about)) return;
  if (FindMatter(entry, subject, state, kDualHarmful, about) != nullptr) return;  // it is known what it does
  if (!entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_CHOICE)) {
    if (about.role == 0) Ask(entry, subject, state, about);
    return;
  }
  OpenMatter(entry, subject, state,
             {.rule = kDualAssess,
              .about = about,
              .due = entry.reported() + subject.Days(kDualAssess, kAssessWithin),
              .left = assess::kAll & ~GivenBy(entry),
              .marks = MarksOf(entry)});
}

void JudgeReturnInRole(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  if (state.role.id.empty() || state.role.therapist != intake.therapist()) return;
  OpenMatter(intake, subject, state,
             {.rule = kDualAssess,
              .about = state.role.about,
              .due = std::max(intake.reported(), state.role.written()) + subject.Days(kDualAssess, kAssessWithin),
              .left = assess::kAll,
              .fact = state.role.id});
}

Progress TakeDualAssess(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject, Matter& matter) {
  if (reading.consultation && entry.therapist() == matter.therapist) {
    if ((matter.left & assess::kChoice) != 0) return Progress::kOpen;
    Clear(matter, entry, assess::kTalk | (FindsAcceptable(entry) ? assess::kOutcome : 0));
  } else if (!IsRelation(entry) || !IsKnown(entry) || !IsOf(matter, entry, AboutOf(entry))) {
    return Progress::kOpen;
  } else if (IsOver(entry)) {
    return Progress::kMet;
  } else if ((matter.left & assess::kChoice) != 0) {
    return TakeChoice(entry, subject, matter);
  } else {
    Clear(matter, entry, GivenBy(entry));
  }
  return matter.left == 0 ? Progress::kMet : Progress::kOpen;
}

}  // namespace candor::dual_relationships
