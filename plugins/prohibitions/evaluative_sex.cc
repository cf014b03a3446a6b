#include "plugins/prohibitions/evaluative_sex.h"

#include <optional>

#include "plugins/prohibitions/answers.h"
#include "plugins/prohibitions/rules.h"
#include "plugins/sdk/calendar.h"

namespace candor::prohibitions {

void JudgeEvaluativeSex(const sdk::Event& act, sdk::Subject& subject) {
  constexpr uint16_t kJudged = CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_UNDER_EVALUATION;
  if (act.IsNo(kJudged)) {
    const int64_t years = subject.Parameter(kEvaluativeSex, kEvaluationYears);
    if (years <= 0) return;
    const std::optional<int32_t> ended = act.Day(CANDOR_FIELD_ROMANTIC_OR_SEXUAL_ACT_EVALUATION_ENDED);
    if (!ended.has_value()) {
      return AskToComplete(act, subject, kEvaluativeSex, kEvaluativeRecordWithin, kMissingEvaluationEnd);
    }
    const bool over = *ended <= act.day() && act.day() > sdk::YearsAfter(*ended, years);
    if (over) return;
  } else if (!act.IsYes(kJudged)) {
    return AskToComplete(act, subject, kEvaluativeSex, kEvaluativeRecordWithin, kMissingEvaluation);
  }
  Prohibit(act, subject, kEvaluativeSex, kEvaluativeNoticeWithin, sdk::Severity::kUrgent);
}

}  // namespace candor::prohibitions
