#include "plugins/prohibitions/prior_therapist_allegation.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "plugins/prohibitions/conduct.h"
#include "plugins/prohibitions/rules.h"

namespace candor::prohibitions {
namespace {

constexpr uint32_t kAtTheNextContact = kMissingBrochure | kMissingAdvice;

bool IsToldByClient(const sdk::Event& account) {
  return !account.Is(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_TOLD_BY, CANDOR_PRIOR_THERAPIST_ALLEGATION_TOLD_BY_OTHER);
}

// From the day the practice had it, which no garbled date puts before the client told of it, nor after it was written
// down.
int32_t ReceivedOn(const sdk::Event& account) {
  const int32_t latest = std::max(account.reported(), account.day());
  const int32_t received = account.Day(CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_RECEIVED_ON).value_or(latest);
  return std::clamp(received, account.day(), latest);
}

int32_t DueOf(const Allegation& allegation) {
  const bool talk = (allegation.missing & kAtTheNextContact) != 0;
  const bool report = (allegation.missing & ~kAtTheNextContact) != 0;
  if (talk && report) return std::min(allegation.discuss_due, allegation.report_due);
  return talk ? allegation.discuss_due : allegation.report_due;
}

void Say(sdk::Subject& subject, const Allegation& allegation, int32_t due) {
  subject.Open({.rule = kPriorTherapistAllegation,
                .key = allegation.key,
                .severity = sdk::Severity::kImportant,
                .action = sdk::Action::kDocument,
                .due = due,
                .missing_fields = allegation.missing,
                .facts = allegation.facts.All()});
}

void Add(State& state, const Allegation& allegation) {
  // With no room for more, what is open of the oldest stays open, and a person sees to it.
  auto* const end = std::end(state.allegations);
  auto* place = std::find_if(std::begin(state.allegations), end, [](const Allegation& one) { return one.key.empty(); });
  if (place == end) {
    std::shift_left(std::begin(state.allegations), end, 1);
    place = end - 1;
  }
  *place = allegation;
}

void OpenFor(const sdk::Event& account, sdk::Subject& subject, State& state) {
  const uint32_t missing = StepsAskedFor(account, subject.Flag(kPriorTherapistAllegation, kBrochure),
                                         subject.Parameter(kPriorTherapistAllegation, kReportDuty));
  if (missing == 0) return;
  Allegation allegation;
  allegation.key = account.id();
  allegation.told_day = account.day();
  allegation.told_reported = account.reported();
  allegation.discuss_due = ReceivedOn(account) + subject.Days(kPriorTherapistAllegation, kDiscussWithin);
  allegation.report_due = ReceivedOn(account) + subject.Days(kPriorTherapistAllegation, kReportWithin);
  allegation.missing = static_cast<uint8_t>(missing);
  Say(subject, allegation, DueOf(allegation));
  Add(state, allegation);
}

// A report that was made, or of which somebody wrote down why none is called for.
bool SettlesReport(const sdk::Event& report) {
  const std::optional<int64_t> about = report.Number(CANDOR_FIELD_REPORT_FILED_ABOUT);
  if (about.has_value() && *about != CANDOR_REPORT_FILED_ABOUT_EARLIER_THERAPIST) return false;
  switch (report.Number(CANDOR_FIELD_REPORT_FILED_EVENT).value_or(0)) {
    case CANDOR_REPORT_FILED_EVENT_TELEPHONED:
    case CANDOR_REPORT_FILED_EVENT_WRITTEN:
      return true;
    case CANDOR_REPORT_FILED_EVENT_NOT_CALLED_FOR:
      return report.IsYes(CANDOR_FIELD_REPORT_FILED_COUNSEL_OPINION) || report.Has(CANDOR_FIELD_REPORT_FILED_REASON);
    default:
      return false;
  }
}

uint32_t StepsDoneBy(const sdk::Event& event) {
  switch (event.kind()) {
    case CANDOR_KIND_BROCHURE_GIVEN:
      return event.IsYes(CANDOR_FIELD_BROCHURE_GIVEN_DISCUSSED) ? kMissingBrochure | kMissingAdvice : 0;
    case CANDOR_KIND_DISCUSSION:
      return event.IsYes(CANDOR_FIELD_DISCUSSION_RIGHTS_TOLD) ? kMissingAdvice : 0;
    case CANDOR_KIND_REPORT_FILED:
      return SettlesReport(event) ? kMissingReport | kMissingAgreement : 0;
    default:
      return 0;
  }
}

// The next contact is the day for what is done with the client, once it is known.
void TakeSession(const sdk::Event& session, sdk::Subject& subject, Allegation& allegation) {
  const bool is_next = session.day() > allegation.told_day && session.day() >= allegation.told_reported;
  if (!is_next || allegation.due_is_contact != 0) return;
  allegation.due_is_contact = 1;
  if (session.day() >= allegation.discuss_due) return;
  allegation.discuss_due = session.day();
  if ((allegation.missing & kAtTheNextContact) != 0) Say(subject, allegation, DueOf(allegation));
}

void TakeStep(const sdk::Event& event, sdk::Subject& subject, Allegation& allegation) {
  const uint32_t done = allegation.missing & StepsDoneBy(event);
  if (done == 0) return;
  allegation.missing = static_cast<uint8_t>(allegation.missing & ~done);
  allegation.facts.Add(event.id());
  const int32_t sign_off = event.reported() + subject.Days(kPriorTherapistAllegation, kAllegationSignOffWithin);
  Say(subject, allegation, allegation.missing == 0 ? sign_off : DueOf(allegation));
}

// What is done is followed no further.
void Tidy(State& state) {
  auto* const end = std::end(state.allegations);
  const auto is_done = [](const Allegation& one) { return one.missing == 0; };
  std::fill(std::remove_if(std::begin(state.allegations), end, is_done), end, Allegation{});
}

}  // namespace

uint32_t StepsAskedFor(const sdk::Event& account, bool brochure, int64_t report_duty) {
  constexpr uint16_t kAgrees = CANDOR_FIELD_PRIOR_THERAPIST_ALLEGATION_CLIENT_AGREES_TO_REPORT;
  const bool asked = account.IsYes(kAgrees) || account.IsNo(kAgrees);
  uint32_t missing = brochure ? kMissingBrochure : 0;
  if (report_duty == kAdvise && !asked) missing |= kMissingAdvice;
  if (report_duty == kIfClientAgrees && !asked) missing |= kMissingAgreement;
  if (report_duty == kAlways || (report_duty == kIfClientAgrees && account.IsYes(kAgrees))) missing |= kMissingReport;
  return missing;
}

void TakeForAllegations(const sdk::Event& event, sdk::Subject& subject, State& state) {
  if (event.kind() == CANDOR_KIND_PRIOR_THERAPIST_ALLEGATION) {
    if (!IsHearsay(event) && IsToldByClient(event)) OpenFor(event, subject, state);
    return;
  }
  for (Allegation& allegation : state.allegations) {
    if (allegation.key.empty()) continue;
    if (event.kind() == CANDOR_KIND_SESSION) {
      TakeSession(event, subject, allegation);
    } else {
      TakeStep(event, subject, allegation);
    }
  }
  Tidy(state);
}

}  // namespace candor::prohibitions
