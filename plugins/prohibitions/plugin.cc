#include "plugins/prohibitions/declare_current.h"
#include "plugins/prohibitions/declare_former.h"
#include "plugins/prohibitions/prohibitions_policy.h"
#include "plugins/sdk/policy.h"

namespace candor::prohibitions {
namespace {

constexpr const candor_rule* kRules[] = {&kSexCurrentRule,   &kSexClosePersonRule,    &kExPartnerIntakeRule,
                                         &kFormerClientRule, &kFormerClosePersonRule, &kPostWindowRule,
                                         &kCircumventRule,   &kCircumventPrivateRule, &kAdvanceRule,
                                         &kAllegationRule,   &kEvaluativeRule,        &kEndingRule};

constexpr sdk::Declaration kDeclaration = {.name = "prohibitions", .version = "1.2.0", .rules = kRules};

}  // namespace
}  // namespace candor::prohibitions

CANDOR_POLICY_PLUGIN(candor::prohibitions::ProhibitionsPolicy, candor::prohibitions::kDeclaration);
