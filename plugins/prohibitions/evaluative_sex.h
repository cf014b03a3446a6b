#ifndef CANDOR_PLUGINS_PROHIBITIONS_EVALUATIVE_SEX_H_
#define CANDOR_PLUGINS_PROHIBITIONS_EVALUATIVE_SEX_H_

#include "plugins/sdk/policy.h"

// R19 evaluative_sex: a sexual relation with a supervisee, trainee or student whose work the member judges, or judged
// until not long ago where the law has a wait. About a member, not about a case.
namespace candor::prohibitions {

void JudgeEvaluativeSex(const sdk::Event& act, sdk::Subject& subject);

}  // namespace candor::prohibitions

#endif  // CANDOR_PLUGINS_PROHIBITIONS_EVALUATIVE_SEX_H_
