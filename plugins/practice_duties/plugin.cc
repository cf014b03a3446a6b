#include "plugins/practice_duties/declare_care.h"
#include "plugins/practice_duties/declare_matters.h"
#include "plugins/practice_duties/declare_reports.h"
#include "plugins/practice_duties/practice_duties_policy.h"
#include "plugins/sdk/policy.h"

namespace candor::practice_duties {
namespace {

constexpr const candor_rule* kRules[] = {&kConcernRule,           &kHereRule,
                                         &kWrittenAllegationRule, &kWrittenAllegationMemberRule,
                                         &kPeerReviewRule,        &kMandatedRule,
                                         &kCarrierRule,           &kCarrierMemberRule,
                                         &kComplaintRule,         &kComplaintMemberRule,
                                         &kReprisalRule,          &kSetUpRule,
                                         &kClientCareRule};

constexpr sdk::Declaration kDeclaration = {.name = "practice_duties", .version = "1.4.0", .rules = kRules};

}  // namespace
}  // namespace candor::practice_duties

CANDOR_POLICY_PLUGIN(candor::practice_duties::PracticeDutiesPolicy, candor::practice_duties::kDeclaration);
