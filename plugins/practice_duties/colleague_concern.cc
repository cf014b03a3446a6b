#include "plugins/practice_duties/colleague_concern.h"

#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"
#include "plugins/sdk/conduct.h"

namespace candor::practice_duties {
namespace {

// Conduct that nobody saw and nobody concerned told of: it is looked into, and nothing else follows from it.
bool IsHeardConduct(const sdk::Event& entry) {
  const bool conduct = entry.kind() == CANDOR_KIND_CROSSING || entry.kind() == CANDOR_KIND_BARTER ||
                       entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP ||
                       entry.kind() == CANDOR_KIND_ADVANCE_OR_PROMISE ||
                       entry.kind() == CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT;
  return conduct && sdk::IsHearsay(entry) && entry.source() != CANDOR_SOURCE_SELF;
}

uint8_t SubjectOf(const sdk::Event& entry) {
  if (entry.kind() == CANDOR_KIND_CONCERN) return AboutOf(entry, CANDOR_FIELD_CONCERN_ABOUT);
  const bool sexual =
      entry.kind() == CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT || entry.kind() == CANDOR_KIND_ADVANCE_OR_PROMISE;
  if (sexual) return CANDOR_CONCERN_ABOUT_SEXUAL_CONDUCT;
  return entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP ? CANDOR_CONCERN_ABOUT_DUAL_RELATIONSHIP
                                                       : CANDOR_CONCERN_ABOUT_BOUNDARY;
}

void OpenConcern(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const uint8_t about = SubjectOf(entry);
  const bool at_risk = entry.IsYes(CANDOR_FIELD_CONCERN_CLIENT_AT_RISK);
  const bool urgent = at_risk || about == CANDOR_CONCERN_ABOUT_SEXUAL_CONDUCT;
  const int32_t received = ReceivedOn(entry, CANDOR_FIELD_CONCERN_RECEIVED_ON);
  const sdk::DueDay due = sdk::InBusinessDays(received, subject.Parameter(kColleagueConcern, kAcknowledgeWithin));
  uint32_t missing = kMissingAcknowledgement | kMissingRecords | kMissingAction;
  if (entry.IsYes(CANDOR_FIELD_CONCERN_RECORDS_PRESERVED)) missing &= ~kMissingRecords;
  OpenMatter(entry, subject, state,
             {.rule = kColleagueConcern,
              .severity = urgent ? sdk::Severity::kUrgent : sdk::Severity::kImportant,
              .action = sdk::Action::kDocument,
              .due = due.day,
              .counted_from = due.counted_from,
              .missing_fields = missing},
             received, about);
}

// Whether somebody's work is limited, as a client may need it at once. Whom the concern is about may not have been
// heard by then, so that this was done is not yet what becomes of it.
bool LimitsWork(const sdk::Event& entry) {
  const int64_t action = entry.Number(CANDOR_FIELD_CONCERN_ACTION).value_or(0);
  return action == CANDOR_CONCERN_ACTION_CLOSER_SUPERVISION || action == CANDOR_CONCERN_ACTION_RESTRICTION ||
         action == CANDOR_CONCERN_ACTION_SUSPENSION || action == CANDOR_CONCERN_ACTION_ENDED;
}

// What an entry about an open concern says was done.
uint32_t DoneForColleagueConcern(const sdk::Event& entry) {
  uint32_t done = entry.IsYes(CANDOR_FIELD_CONCERN_RECORDS_PRESERVED) ? kMissingRecords : 0;
  switch (entry.Number(CANDOR_FIELD_CONCERN_EVENT).value_or(0)) {
    case CANDOR_CONCERN_EVENT_ACKNOWLEDGED:
    case CANDOR_CONCERN_EVENT_REVIEWED:
      return done | kMissingAcknowledgement;
    case CANDOR_CONCERN_EVENT_ACTED:
      done |= kMissingAcknowledgement;
      return entry.Has(CANDOR_FIELD_CONCERN_ACTION) && !LimitsWork(entry) ? done | kMissingAction : done;
    case CANDOR_CONCERN_EVENT_CLOSED:
      return done | kMissingAcknowledgement | kMissingAction;
    default:
      return done;
  }
}

sdk::DueDay DueOfConcern(const sdk::Subject& subject, uint16_t rule, int32_t received, uint32_t missing) {
  const bool acknowledged = (missing & kMissingAcknowledgement) == 0;
  if (acknowledged) return {received + subject.Days(rule, kActWithin)};
  return sdk::InBusinessDays(received, subject.Parameter(rule, kAcknowledgeWithin));
}

// Whether the step names this one, or names none and may be about it. What an import tells is about what it brought;
// and no step is about all that one follow-up had to stand for.
bool MayBeAbout(const sdk::Event& step, const Matter& concern) {
  if (concern.joined != 0) return false;
  if (const std::optional<sdk::Id> named = step.IdOf(CANDOR_HOST_MATTER)) return concern.key == *named;
  const bool from_elsewhere = step.source() == CANDOR_SOURCE_IMPORT && concern.imported == 0;
  return !from_elsewhere && IsAbout(concern, AboutOf(step, CANDOR_FIELD_CONCERN_ABOUT)) && WasThere(step, concern);
}

// The open one that the step names, or the only one that it may be about: of several nobody knows which is meant, and
// what was done about one leaves the others as they are.
std::optional<sdk::OpenFollowUp> MeantBy(const sdk::Event& step, const sdk::Subject& subject, const State& state) {
  std::optional<sdk::OpenFollowUp> meant;
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kColleagueConcern)) {
    if (!MayBeAbout(step, MatterOf(state, open))) continue;
    if (meant) return std::nullopt;
    meant = open;
  }
  return meant;
}

void TakeStep(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const std::optional<sdk::OpenFollowUp> open = MeantBy(entry, subject, state);
  if (!open) return;
  SettleMatter(entry, subject, state, *open,
               {.done = DoneForColleagueConcern(entry), .needed = kMissingAction, .due = DueOfConcern});
}

}  // namespace

void TakeForConcern(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (OpensConcern(entry) || IsHeardConduct(entry)) {
    OpenConcern(entry, subject, state);
  } else if (entry.kind() == CANDOR_KIND_CONCERN && entry.source() != CANDOR_SOURCE_SELF) {
    TakeStep(entry, subject, state);
  }
}

}  // namespace candor::practice_duties
