#include "plugins/dual_relationships/material_entanglement.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/dual_relationships/relationship.h"
#include "plugins/dual_relationships/rules.h"

namespace candor::dual_relationships {
namespace {

enum class Tie : uint8_t { kNone, kExempt, kAskEvent, kAskValue, kAskNote, kHolds };

// Money that changed hands, of which an emergency may explain a little. A roof or a job is never little.
bool IsMoney(const About& about) {
  return about.tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_LOAN ||
         about.tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_PAYMENT ||
         about.tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_SUPPORT_FROM_CLIENT;
}

bool IsNoted(const sdk::Event& entry) {
  return entry.has_note() || entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
}

Tie Exempted(const sdk::Event& entry) {
  return IsNoted(entry) ? Tie::kExempt : Tie::kAskNote;
}

// Whether it took place: the entry says so, or that it began. Otherwise it is asked.
bool IsKnownToTakePlace(const sdk::Event& entry) {
  return entry.stage() == CANDOR_STAGE_DONE || entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_EVENT);
}

Tie JudgeTie(const sdk::Event& entry, const About& about, int64_t exempt_minor_units) {
  if (about.tie == 0 || !TakesPlace(entry)) return Tie::kNone;
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_AGENCY_FUNDS)) return Exempted(entry);
  if (entry.IsYes(CANDOR_FIELD_DUAL_RELATIONSHIP_EMERGENCY) && IsMoney(about)) {
    const std::optional<int64_t> value = entry.Number(CANDOR_FIELD_DUAL_RELATIONSHIP_VALUE_MINOR_UNITS);
    if (!value.has_value()) return Tie::kAskValue;
    if (*value <= exempt_minor_units) return Exempted(entry);
  }
  return IsKnownToTakePlace(entry) ? Tie::kHolds : Tie::kAskEvent;
}

Tie JudgeTie(const sdk::Event& entry, const sdk::Subject& subject) {
  return JudgeTie(entry, AboutOf(entry), subject.Parameter(kEntanglement, kExemptMinorUnits));
}

// A prohibition, about a current client. `known`: the day on which all of it was written down.
void Prohibit(const sdk::Event& entry, sdk::Subject& subject, State& state, const About& about, int32_t known,
              const sdk::Id& fact) {
  const bool employs = about.tie == CANDOR_DUAL_RELATIONSHIP_MATERIAL_TIE_EMPLOYMENT;
  OpenMatter(entry, subject, state,
             {.rule = kEntanglement,
              .about = about,
              .severity = employs ? sdk::Severity::kImportant : sdk::Severity::kUrgent,
              .action = sdk::Action::kProhibit,
              .due = known + subject.Days(kEntanglement, kReviewWithin),
              .left = tie::kEnded | tie::kTransfer,
              .fact = fact});
}

void Ask(const sdk::Event& entry, sdk::Subject& subject, State& state, const About& about, uint32_t missing) {
  OpenMatter(entry, subject, state,
             {.rule = kEntanglement,
              .about = about,
              .severity = sdk::Severity::kLater,
              .action = sdk::Action::kCompleteRecord,
              .due = entry.reported() + subject.Days(kEntanglement, kTieRecordWithin),
              .left = missing});
}

// What was asked to complete the record: the entry answers it with "no", or in part.
Progress TakeAnswer(const sdk::Event& entry, const sdk::Subject& subject, const Matter& matter) {
  const bool came_to_nothing = entry.stage() != 0 && entry.stage() != CANDOR_STAGE_DONE;
  const Tie judged = JudgeTie(entry, subject);
  const bool noted = matter.left == tie::kNote && entry.Has(CANDOR_FIELD_DUAL_RELATIONSHIP_PRECAUTIONS);
  return came_to_nothing || noted || judged == Tie::kExempt ? Progress::kWithdrawn : Progress::kOpen;
}

}  // namespace

void JudgeEntanglement(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (!entry.IsYes(CANDOR_HOST_CURRENT_CLIENT)) return;
  const About about = AboutOf(entry);
  switch (JudgeTie(entry, subject)) {
    case Tie::kNone:
    case Tie::kExempt:
      return;
    case Tie::kAskEvent:
      return Ask(entry, subject, state, about, tie::kEvent);
    case Tie::kAskValue:
      return Ask(entry, subject, state, about, tie::kValue);
    case Tie::kAskNote:
      return Ask(entry, subject, state, about, tie::kNote);
    case Tie::kHolds:
      return Prohibit(entry, subject, state, about, entry.reported(), sdk::Id{});
  }
}

void JudgeReturnWithTie(const sdk::Event& intake, sdk::Subject& subject, State& state) {
  const Role& role = state.role;
  if (role.id.empty() || role.therapist != intake.therapist() || role.about.tie == 0) return;
  Prohibit(intake, subject, state, role.about, std::max(intake.reported(), role.written()), role.id);
}

bool IsExemptTie(const sdk::Event& entry, const sdk::Subject& subject) {
  const Tie judged = JudgeTie(entry, subject);
  return judged == Tie::kExempt || judged == Tie::kAskNote;
}

Progress TakeEntanglement(const sdk::Event& entry, const Reading& reading, const sdk::Subject& subject,
                          Matter& matter) {
  const bool asks = matter.action == CANDOR_ACTION_COMPLETE_RECORD;
  const bool same = IsRelation(entry) && IsKnown(entry) && IsOf(matter, entry, AboutOf(entry));
  if (asks) return same ? TakeAnswer(entry, subject, matter) : Progress::kOpen;
  if (HandsOver(reading, matter)) Clear(matter, entry, tie::kTransfer);
  if (same && Ends(entry)) Clear(matter, entry, tie::kEnded);
  return matter.left == 0 ? Progress::kOnlyDisposition : Progress::kOpen;
}

}  // namespace candor::dual_relationships
