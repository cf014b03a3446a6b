#include "plugins/practice_duties/mandated_report.h"

#include <cstdint>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

sdk::DueDay DueOfMandatedReport(const sdk::Subject& subject, uint16_t rule, int32_t received, uint32_t missing) {
  return {received + subject.Days(rule, (missing & kMissingCall) != 0 ? kTelephoneWithin : kWrittenWithin)};
}

uint32_t DoneForMandatedReport(const sdk::Event& report) {
  const int64_t event = report.Number(CANDOR_FIELD_REPORT_FILED_EVENT).value_or(0);
  if (event == CANDOR_REPORT_FILED_EVENT_TELEPHONED) return kMissingCall;
  const bool filed = event == CANDOR_REPORT_FILED_EVENT_WRITTEN && report.Has(CANDOR_FIELD_REPORT_FILED_REFERENCE);
  if (filed) return kMissingWritten;
  const bool not_called_for =
      event == CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR && report.IsYes(CANDOR_FIELD_REPORT_FILED_COUNSEL_OPINION);
  return not_called_for ? kMissingCall | kMissingWritten : 0;
}

// Whoever writes it suspects something new; of whom is said nowhere. Not recorded, and not sure, is none.
bool TellsOfSuspicion(const sdk::Event& entry) {
  switch (entry.kind()) {
    case CANDOR_KIND_SESSION:
      return entry.IsYes(CANDOR_FIELD_SESSION_ABUSE_SUSPECTED);
    case CANDOR_KIND_CLIENT_FEELINGS:
      return entry.IsYes(CANDOR_FIELD_CLIENT_FEELINGS_ABUSE_SUSPECTED);
    case CANDOR_KIND_DISCUSSION:
      return entry.IsYes(CANDOR_FIELD_DISCUSSION_ABUSE_SUSPECTED);
    case CANDOR_KIND_COMPLAINT:
      return entry.IsYes(CANDOR_FIELD_COMPLAINT_ABUSE_SUSPECTED);
    default:
      return false;
  }
}

void OpenMandatedReport(const sdk::Event& entry, sdk::Subject& subject, State& state, uint8_t about) {
  const int32_t received = ReceivedOn(entry, CANDOR_FIELD_REPORT_FILED_CALLED_FOR_ON);
  OpenMatter(entry, subject, state,
             {.rule = kMandatedReport,
              .severity = sdk::Severity::kUrgent,
              .action = sdk::Action::kDocument,
              .due = received + subject.Days(kMandatedReport, kTelephoneWithin),
              .missing_fields = kMissingCall | kMissingWritten},
             received, about);
}

// A report that is called for because of what was suspected is that one, and not a second, as long as nothing was done
// about it. Of what is not kept any more nobody knows.
bool NamesSuspicion(const sdk::Subject& subject, State& state, uint8_t about) {
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kMandatedReport)) {
    if (open.missing_fields != (kMissingCall | kMissingWritten)) continue;
    for (Matter& one : state.matters) {
      if (one.rule != kMandatedReport || one.key != open.key || one.about != 0) continue;
      one.about = about;
      return true;
    }
  }
  return false;
}

}  // namespace

void TakeForMandatedReport(const sdk::Event& entry, sdk::Subject& subject, State& state) {
  if (TellsOfSuspicion(entry)) return OpenMandatedReport(entry, subject, state, 0);
  if (entry.kind() != CANDOR_KIND_REPORT_FILED) return;
  const uint8_t about = AboutOf(entry, CANDOR_FIELD_REPORT_FILED_ABOUT);
  if (about != CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_MINOR && about != CANDOR_REPORT_FILED_ABOUT_ABUSE_OF_ADULT) return;
  if (entry.Is(CANDOR_FIELD_REPORT_FILED_EVENT, CANDOR_REPORT_FILED_EVENT_CALLED_FOR)) {
    if (!NamesSuspicion(subject, state, about)) OpenMandatedReport(entry, subject, state, about);
    return;
  }
  const uint32_t done = DoneForMandatedReport(entry);
  for (const sdk::OpenFollowUp& open : subject.OpenOf(kMandatedReport)) {
    SettleMatter(entry, subject, state, open, {.done = done, .about = about, .due = DueOfMandatedReport});
  }
}

}  // namespace candor::practice_duties
