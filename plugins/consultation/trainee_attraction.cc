#include "plugins/consultation/trainee_attraction.h"

#include <algorithm>

#include "plugins/consultation/rules.h"

namespace candor::consultation {

int32_t TraineeDue(int32_t reported, std::optional<int32_t> planned, int32_t within) {
  const int32_t latest = reported + within;
  if (!planned.has_value() || *planned < reported) return latest;
  return std::min(*planned, latest);
}

void OpenTraineeAttraction(const sdk::Event& reaction, sdk::Subject& subject, Run& run) {
  run.due = TraineeDue(reaction.reported(), reaction.Day(CANDOR_HOST_SUPERVISION_PLANNED),
                       subject.Days(kTraineeAttraction, kTalkWithin));
  run.first_open = 1;
  subject.Open({.rule = kTraineeAttraction, .key = run.first, .due = run.due});
}

void NameConsultationOfTrainee(sdk::Subject& subject, const Run& run) {
  if (run.first_open == 0 || run.in_training == 0) return;
  const auto open = subject.FindOpen(kTraineeAttraction, run.first);
  if (!open) return;
  subject.Open({.rule = kTraineeAttraction,
                .key = run.first,
                .severity = open->severity,
                .due = run.due,
                .facts = {run.consultation}});
}

void MeetTraineeAttraction(sdk::Subject& subject, Run& run) {
  run.first_open = 0;
  subject.Resolve(kTraineeAttraction, run.first);
}

}  // namespace candor::consultation
