#include "plugins/practice_duties/written_allegation.h"

#include <cstdint>
#include <optional>

#include "plugins/practice_duties/matters.h"
#include "plugins/practice_duties/rules.h"

namespace candor::practice_duties {
namespace {

// An account that the rule is about, whatever its form.
struct Account {
  uint16_t in_writing = 0;   // field
  uint16_t received_on = 0;  // field
  uint32_t form_missing = 0;
};

std::optional<Account> AccountOf(const sdk::Event& entry) {
  if (entry.kind() == CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION) {
    const bool other =
        entry.Is(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_OTHER);
    if (other) return std::nullopt;
    return Account{CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_IN_WRITING,
                   CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON, kMissingInWriting};
  }
  const bool complaint = OpensComplaint(entry) &&
                         entry.Is(CANDOR_FIELD_COMPLAINT_ABOUT, CANDOR_COMPLAINT_ABOUT_SEXUAL_CONDUCT) &&
                         !entry.Is(CANDOR_FIELD_COMPLAINT_BY, CANDOR_COMPLAINT_BY_OTHER);
  if (complaint) {
    return Account{CANDOR_FIELD_COMPLAINT_IN_WRITING, CANDOR_FIELD_COMPLAINT_RECEIVED_ON, kMissingComplaintForm};
  }
  // Of a colleague's concern nobody says that it is the client's account.
  const bool concern = OpensConcern(entry) && entry.source() == CANDOR_SOURCE_CLIENT &&
                       entry.Is(CANDOR_FIELD_CONCERN_ABOUT, CANDOR_CONCERN_ABOUT_SEXUAL_CONDUCT);
  if (!concern) return std::nullopt;
  return Account{CANDOR_FIELD_CONCERN_IN_WRITING, CANDOR_FIELD_CONCERN_RECEIVED_ON, kMissingInWriting};
}

void OpenReport(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule, uint16_t received_on) {
  const int32_t received = ReceivedOn(entry, received_on);
  OpenMatter(entry, subject, state,
             {.rule = rule,
              .severity = sdk::Severity::kUrgent,
              .action = sdk::Action::kDocument,
              .due = received + subject.Days(rule, kReportWithin),
              .missing_fields = kMissingAgency | kMissingReference},
             received);
}

void AskForForm(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule, uint32_t missing) {
  OpenMatter(entry, subject, state,
             {.rule = rule,
              .severity = sdk::Severity::kLater,
              .action = sdk::Action::kCompleteRecord,
              .due = entry.reported() + subject.Days(rule, kReportRecordWithin),
              .missing_fields = missing},
             entry.reported());
}

}  // namespace

void TakeForAllegation(const sdk::Event& entry, sdk::Subject& subject, State& state, uint16_t rule) {
  if (entry.kind() == CANDOR_KIND_REPORT_FILED) {
    if (!entry.Is(CANDOR_FIELD_REPORT_FILED_ABOUT, CANDOR_REPORT_FILED_ABOUT_WRITTEN_ALLEGATION)) return;
    // Somebody has judged that the law asks for it.
    if (entry.Is(CANDOR_FIELD_REPORT_FILED_EVENT, CANDOR_REPORT_FILED_EVENT_CALLED_FOR)) {
      return OpenReport(entry, subject, state, rule, CANDOR_FIELD_REPORT_FILED_CALLED_FOR_ON);
    }
    return TakeReport(entry, subject, state, rule);
  }
  const std::optional<Account> account = AccountOf(entry);
  if (!account || !subject.Flag(rule, kReportDuty)) return;
  if (entry.IsYes(account->in_writing)) return OpenReport(entry, subject, state, rule, account->received_on);
  if (!entry.Has(account->in_writing)) AskForForm(entry, subject, state, rule, account->form_missing);
}

}  // namespace candor::practice_duties
