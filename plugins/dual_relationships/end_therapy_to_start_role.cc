#include "plugins/dual_relationships/end_therapy_to_start_role.h"

#include <algorithm>
#include <optional>

#include "plugins/dual_relationships/material_entanglement.h"
#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"
#include "plugins/sdk/calendar.h"
#include "plugins/sdk/written.h"

namespace candor::dual_relationships {
namespace {

bool EndedByTherapist(const sdk::Event& termination) {
  const int64_t initiator = termination.Number(CANDOR_FIELD_TERMINATION_INITIATOR)
                                .value_or(termination.Number(CANDOR_FIELD_TERMINATION_PROPOSED_BY).value_or(0));
  return initiator == CANDOR_TERMINATION_INITIATOR_THERAPIST;
}
static_assert(int{CANDOR_TERMINATION_INITIATOR_THERAPIST} == int{CANDOR_TERMINATION_PROPOSED_BY_THERAPIST});

// The role began about the time of the ending, or within the window after it. What this forbids, it forbids on the day
// on which the years are over, too; of days the last one is inside.
bool BelongsToEnding(int32_t began, int32_t ended, const sdk::Subject& subject) {
  if (began < ended - subject.Days(kRoleAfterEnding, kBeforeEnding)) return false;
  const int64_t years = subject.Parameter(kRoleAfterEnding, kWindow);
  return began <= ended + subject.Days(kRoleAfterEnding, kLookahead) ||
         (years > 0 && began <= sdk::YearsAfter(ended, years));
}

struct Begun {
  sdk::Id fact;         // the ending, or the role
  int32_t written = 0;  // the day on which that was written down
  About about;
  bool money = false;
  bool is_known = true;  // whether the role is one of the profession is recorded
};

// Housing and money are not for the therapist's own assessment to end.
void Open(const sdk::Event& entry, sdk::Subject& subject, State& state, const Begun& begun) {
  const int32_t known = std::max(entry.reported(), begun.written);
  if (!begun.is_known) {
    return OpenMatter(entry, subject, state,
                      {.rule = kRoleAfterEnding,
                       .about = begun.about,
                       .severity = sdk::Severity::kLater,
                       .action = sdk::Action::kCompleteRecord,
                       .due = known + subject.Days(kRoleAfterEnding, kRoleRecordWithin),
                       .left = role::kContext,
                       .fact = begun.fact});
  }
  const bool prohibited = begun.about.tie != 0 || begun.money;
  OpenMatter(entry, subject, state,
             {.rule = kRoleAfterEnding,
              .about = begun.about,
              .severity = sdk::Severity::kImportant,
              .action = prohibited ? sdk::Action::kProhibit : sdk::Action::kTalk,
              .due = known + subject.Days(kRoleAfterEnding, kRoleAssessWithin),
              .left = role::kExploitative,
              .fact = begun.fact});
}

const Ending* FindEnding(const State& state, const sdk::Id& therapist) {
  const auto* found = std::find_if(std::begin(state.endings), std::end(state.endings), [&](const Ending& ending) {
    return !ending.id.empty() && ending.therapist == therapist;
  });
  return found == std::end(state.endings) ? nullptr : found;
}

void JudgeRole(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const Ending* ending = FindEnding(state, entry.therapist());
  const About about = AboutOf(entry);
  const Answer outside = IsNonProfessional(about);
  if (!TakesPlace(entry) || ending == nullptr || ending->by_therapist == 0 || outside == Answer::kNo) return;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE) || IsExemptTie(entry, subject)) return;
  if (!BelongsToEnding(BeganOn(entry), ending->day, subject)) return;
  if (TellsMore(entry, subject, state, kRoleAfterEnding, about)) return;
  Open(entry, subject, state,
       {.fact = ending->id,
        .written = ending->written(),
        .about = about,
        .money = entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY),
        .is_known = outside == Answer::kYes});
}

void JudgeEnding(const sdk::Event& termination, sdk::Subject& subject, State& state) {
  const Role& role = state.role;
  if (role.id.empty() || role.therapist != termination.therapist() || !EndedByTherapist(termination)) return;
  if (!BelongsToEnding(role.day, termination.day(), subject)) return;
  Open(termination, subject, state,
       {.fact = role.id, .written = role.written(), .about = role.about, .money = role.money != 0});
}

}  // namespace

void JudgeRoleAfterEnding(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (entry.kind() == CANDOR_KIND_TERMINATION) {
    JudgeEnding(entry, subject, state);
  } else if (IsRelation(entry)) {
    JudgeRole(entry, subject, state);
  }
}

Progress TakeRoleAfterEnding(const sdk::Event& entry, const sdk::Subject& subject, Matter& matter) {
  if (!IsRelation(entry) || !IsKnown(entry) || !IsOf(matter, entry, AboutOf(entry))) return Progress::kOpen;
  if ((matter.left & role::kContext) != 0) {
    const Answer outside = IsNonProfessional(AboutOf(entry));
    if (outside == Answer::kNo) return Progress::kWithdrawn;
    if (outside == Answer::kUnknown) return Progress::kOpen;
    // From the same day on as what was asked for the record.
    matter.due += subject.Days(kRoleAfterEnding, kRoleAssessWithin) - subject.Days(kRoleAfterEnding, kRoleRecordWithin);
    matter.severity = CANDOR_SEVERITY_IMPORTANT;
    matter.action = AboutOf(entry).tie != 0 || entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY)
                        ? CANDOR_ACTION_PROHIBIT
                        : CANDOR_ACTION_TALK;
    matter.left = role::kExploitative;
    matter.about = AboutOf(entry);
  }
  if (!IsJudgement(entry) || !entry.IsNo(CANDOR_FIELD_DUAL_RELATIONSHIP_EXPLOITATIVE)) return Progress::kOpen;
  Clear(matter, entry, role::kExploitative);
  return matter.action == CANDOR_ACTION_PROHIBIT ? Progress::kOnlyDisposition : Progress::kMet;
}

void NoteRole(const sdk::Event& entry, const sdk::Subject& subject, State& state) {
  if (!IsRelation(entry) || !IsKnown(entry)) return;
  const bool same = state.role.therapist == entry.therapist() && Matches(state.role.about, AboutOf(entry));
  if (IsOver(entry)) {
    if (same) state.role = Role{};
    return;
  }
  const bool is_none = entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_BY_CHANCE) || IsExemptTie(entry, subject);
  if (!TakesPlace(entry) || is_none || IsNonProfessional(AboutOf(entry)) != Answer::kYes) return;
  if (same && !SaysNew(entry) && !state.role.id.empty()) return;
  state.role = {.id = entry.id(),
                .therapist = entry.therapist(),
                .day = BeganOn(entry),
                .about = AboutOf(entry),
                .money = entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_HAS_MONEY) ? uint8_t{1} : uint8_t{0},
                .late = sdk::DaysLate(entry, BeganOn(entry))};
}

void NoteEnding(const sdk::Event& entry, State& state) {
  if (entry.kind() != CANDOR_KIND_TERMINATION) return;
  const Ending ending = {.id = entry.id(),
                         .therapist = entry.therapist(),
                         .day = entry.day(),
                         .therapy_started = entry.Day(CANDOR_HOST_THERAPY_STARTED).value_or(CANDOR_NO_DAY),
                         .by_therapist = EndedByTherapist(entry) ? uint8_t{1} : uint8_t{0},
                         .late = sdk::DaysLate(entry)};
  if (state.endings[0].therapist != ending.therapist) state.endings[1] = state.endings[0];
  state.endings[0] = ending;
}

}  // namespace candor::dual_relationships
