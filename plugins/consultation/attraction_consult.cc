#include "plugins/consultation/attraction_consult.h"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "plugins/consultation/rules.h"
#include "plugins/consultation/runs.h"

namespace candor::consultation {

int32_t ConsultDue(int32_t reported, std::optional<int32_t> planned, int32_t within, int32_t latest) {
  const int32_t due = reported + within;
  return std::max(due, std::min(planned.value_or(due), reported + latest));
}

void OpenAttractionConsult(const sdk::Event& reaction, sdk::Subject& subject, Run& run) {
  const std::optional<int32_t> planned = reaction.Day(CANDOR_HOST_SUPERVISION_PLANNED);
  run.due = INT32_MAX;
  // Of what different profiles give, the earliest date holds.
  for (const sdk::Candidate& given : subject.Candidates(kAttractionConsult, "consult")) {
    run.due = std::min(
        run.due, ConsultDue(reaction.reported(), planned, given.Days(kConsultWithin), given.Days(kConsultLatest)));
  }
  run.first_open = 1;
  subject.Open({.rule = kAttractionConsult, .key = run.first, .due = run.due});
  subject.SetTimer(kAttractionConsult, run.due + subject.Days(kAttractionConsult, kConsultImportantAfter),
                   ImportantToken(run.first));
}

void MeetAttractionConsult(sdk::Subject& subject, Run& run) {
  run.first_open = 0;
  subject.Resolve(kAttractionConsult, run.first);
  subject.CancelTimer(kAttractionConsult, ImportantToken(run.first));
}

void RaiseAttractionConsult(sdk::Subject& subject, const Run& run) {
  const std::optional<sdk::OpenFollowUp> open = subject.FindOpen(kAttractionConsult, run.first);
  if (!open.has_value() || !open->due.has_value()) return;  // without a due date nothing is ever past due
  subject.Open({.rule = kAttractionConsult, .key = run.first, .severity = sdk::Severity::kImportant, .due = run.due});
}

}  // namespace candor::consultation
