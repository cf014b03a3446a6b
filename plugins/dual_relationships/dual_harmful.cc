#include "plugins/dual_relationships/dual_harmful.h"

#include <algorithm>
#include <cstdint>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"
#include "plugins/sdk/entries.h"

namespace candor::dual_relationships {
namespace {

// High power, long and without a clear end, in the therapy and in the other relation: not to be gone on with.
bool RatedHighThroughout(const sdk::Event& entry) {
  constexpr uint16_t kRatings[] = {
      CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_POWER,    CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_DURATION,
      CANDOR_FIELD_DUAL_RELATIONSHIP_THERAPY_OPEN_END, CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_POWER,
      CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_DURATION,   CANDOR_FIELD_DUAL_RELATIONSHIP_OTHER_OPEN_END};
  for (const uint16_t rating : kRatings) {
    if (!entry.Is(rating, CANDOR_DUAL_RELATIONSHIP_THERAPY_POWER_HIGH)) return false;
  }
  return true;
}

// The open assessment of the relation, or nullptr.
const Matter* FindAssessment(State& state, const sdk::Event& entry, const About& about) {
  const Matter* found = nullptr;
  for (const Matter& matter : Matters(state)) {
    if (matter.rule == kDualAssess && IsOf(matter, entry, about)) found = &matter;
  }
  return found;
}

bool IsUnacceptable(const sdk::Event& judgement, const Matter* assessment) {
  const bool for_therapist =
      judgement.Is(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO, CANDOR_DUAL_RELATIONSHIP_BENEFIT_TO_THERAPIST) ||
      (!judgement.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_BENEFIT_TO) && assessment != nullptr &&
       (assessment->marks & kMarkForTherapist) != 0);
  return for_therapist || judgement.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE) ||
         RatedHighThroughout(judgement);
}

bool TellsOfHarm(const sdk::Event& entry, const Matter* assessment) {
  if (!IsRelation(entry) || !IsKnown(entry) || !entry.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return false;
  if (entry.stage() == CANDOR_STAGE_DECLINED || entry.stage() == CANDOR_STAGE_PROPOSED) return false;  // nothing yet
  return entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARMFUL) ||
         entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HARM_REPORTED) ||
         (IsJudgement(entry) && IsUnacceptable(entry, assessment));
}

// A consultation has no subject of its own: it is about the relation only where that is being assessed.
bool IsAdvisedAgainst(const sdk::Event& entry, const Reading& reading, const Matter* assessment) {
  return reading.consultation && AdvisesAgainst(entry) && assessment != nullptr &&
         (assessment->left & assess::kChoice) == 0;
}

// From which day on it was known: where only the assessment that is open says so, not before that was written down.
int32_t KnownOn(const sdk::Event& entry, const Matter* assessment) {
  if (assessment == nullptr || TellsOfHarm(entry, nullptr)) return entry.reported();
  return std::max(entry.reported(), assessment->written);
}

}  // namespace

void JudgeHarmful(const sdk::Event& entry, const Reading& reading, sdk::Subject& subject, State& state) {
  About about = AboutOf(entry);
  const Matter* assessment = FindAssessment(state, entry, about);
  const bool advised_against = IsAdvisedAgainst(entry, reading, assessment);
  if (!advised_against && !TellsOfHarm(entry, assessment)) return;
  // What was only proposed has nothing to hand over for: the assessment stays open until it is let go of.
  if (assessment != nullptr && (assessment->marks & kMarkProposed) != 0 && !TakesPlace(entry)) return;
  const int32_t known = KnownOn(entry, assessment);
  sdk::Id fact;
  if (assessment != nullptr) {
    fact = assessment->key;
    if (advised_against) about = assessment->about;
  }
  MeetMatters(entry, subject, state, kDualAssess, about);
  OpenMatter(entry, subject, state,
             {.rule = kDualHarmful,
              .about = about,
              .severity = sdk::Severity::kImportant,
              .action = sdk::Action::kSoftTransfer,
              .due = known + subject.Days(kDualHarmful, kResolveWithin),
              .left = Ends(entry) ? harm::kConfirmed : harm::kTransfer | harm::kEnded | harm::kConfirmed,
              .fact = fact});
}

Progress TakeHarmful(const sdk::Event& entry, const Reading& reading, Matter& matter) {
  if (HandsOver(reading, matter)) return Progress::kMet;
  if (entry.therapist() != matter.therapist) return Progress::kOpen;
  const bool ended = (matter.left & harm::kEnded) == 0;
  const bool confirms = (reading.consultation && !AdvisesAgainst(entry)) || sdk::IsConfirmedPlan(entry);
  if (confirms && ended) return Progress::kMet;
  if (IsOver(entry) && IsOf(matter, entry, AboutOf(entry))) Clear(matter, entry, harm::kEnded | harm::kTransfer);
  // What was tried is named, enough or not.
  if (confirms || entry.kind() == CANDOR_KIND_CLARIFIED || sdk::BeginsTransfer(entry)) matter.facts.Add(entry.id());
  return Progress::kOpen;
}

}  // namespace candor::dual_relationships
