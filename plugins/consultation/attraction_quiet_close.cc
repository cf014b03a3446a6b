#include "plugins/consultation/attraction_quiet_close.h"

#include "plugins/consultation/rules.h"
#include "plugins/consultation/runs.h"

namespace candor::consultation {

bool HasGoneQuiet(const Run& run, int32_t day, int32_t quiet) {
  return day > run.last_day + quiet;
}

void WatchForQuiet(sdk::Subject& subject, const Run& run) {
  subject.SetTimer(kAttractionQuietClose, run.last_day + subject.Days(kAttractionQuietClose, kQuiet), QuietToken(run));
}

bool CloseIfQuiet(const sdk::Event& event, sdk::Subject& subject, State& state, Run& run) {
  // A timer speaks at the end of its day, an entry within it.
  const int32_t day = event.IsTimer() ? event.day() + 1 : event.day();
  if (run.consultation.empty() || !HasGoneQuiet(run, day, subject.Days(kAttractionQuietClose, kQuiet))) return false;
  EndRun(subject, state, run, sdk::Cause::kQuiet);
  return true;
}

}  // namespace candor::consultation
