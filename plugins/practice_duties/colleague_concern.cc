#include "plugins/practice_duties/colleague_concern.h"

#include <cstdint>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

// Conduct that nobody saw and nobody concerned told of: it is looked into, and nothing else follows from it.
bool IsHearsay(const sdk::Event& entry) {
  const bool conduct = entry.kind() == CANDOR_KIND_CROSSING || entry.kind() == CANDOR_KIND_BARTER ||
                       entry.kind() == CANDOR_KIND_DUAL_RELATIONSHIP ||
                       entry.kind() == CANDOR_KIND_ADVANCE_OR_PROMISE ||
                       entry.kind() == CANDOR_KIND_ROMANTIC_OR_SEXUAL_ACT;
  const bool heard = entry.basis() == CANDOR_BASIS_TOLD_BY_OTHER || entry.basis() == CANDOR_BASIS_SUSPICION;
  return conduct && heard && entry.source() != CANDOR_SOURCE_SELF;
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
  uint32_t missing = kMissingAcknowledgement | kMissingRecords | kMissingAction;
  if (entry.IsYes(CANDOR_FIELD_CONCERN_RECORDS_PRESERVED)) missing &= ~kMissingRecords;
  OpenMatter(entry, subject, state,
             {.rule = kColleagueConcern,
              .severity = urgent ? sdk::Severity::kUrgent : sdk::Severity::kImportant,
              .action = sdk::Action::kDocument,
              .due = received + subject.Days(kColleagueConcern, kAcknowledgeWithin),
              .missing_fields = missing},
             received, about);
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
      return entry.Has(CANDOR_FIELD_CONCERN_ACTION) ? done | kMissingAction : done;
    case CANDOR_CONCERN_EVENT_CLOSED:
      return done | kMissingAcknowledgement | kMissingAction;
    default:
      return done;
  }
}

void TakeStep(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  const uint32_t done = DoneForColleagueConcern(entry);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kColleagueConcern)) {
    const Matter matter = MatterOf(state, open);
    if (!IsAbout(matter, AboutOf(entry, CANDOR_FIELD_CONCERN_ABOUT))) continue;
    const uint32_t missing = open.missing_fields & ~done;
    if (missing == open.missing_fields) continue;
    if ((missing & kMissingAction) == 0) {
      MeetMatter(subject, state, open);
      continue;
    }
    const bool acknowledged = (missing & kMissingAcknowledgement) == 0;
    const uint16_t within = acknowledged ? kActWithin : kAcknowledgeWithin;
    subject.Open({.rule = kColleagueConcern,
                  .key = open.key,
                  .severity = open.severity,
                  .action = sdk::Action::kDocument,
                  .due = matter.received + subject.Days(kColleagueConcern, within),
                  .missing_fields = missing,
                  .facts = {entry.id()}});
  }
}

}  // namespace

void TakeForConcern(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (OpensConcern(entry) || IsHearsay(entry)) {
    OpenConcern(entry, subject, state);
  } else if (entry.kind() == CANDOR_KIND_CONCERN && entry.source() != CANDOR_SOURCE_SELF) {
    TakeStep(entry, subject, state);
  }
}

}  // namespace candor::practice_duties
