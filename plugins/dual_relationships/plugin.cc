#include "plugins/dual_relationships/declare_around.h"
#include "plugins/dual_relationships/declare_beside.h"
#include "plugins/dual_relationships/dual_policy.h"
#include "plugins/sdk/policy.h"

// Sources: README.md of this folder.
namespace candor::dual_relationships {
namespace {

constexpr const candor_rule* kRules[] = {
    &kDualAssessRule,      &kUnavoidableRule, &kPriorRelationRule, &kHarmfulRule, &kEntanglementRule,
    &kRoleAfterEndingRule, &kSequentialRule,  &kRelatedClientRule, &kRequestRule, &kRoleChangeRule};

constexpr sdk::Declaration kDeclaration = {.name = "dual_relationships", .version = "1.2.0", .rules = kRules};

}  // namespace
}  // namespace candor::dual_relationships

CANDOR_POLICY_PLUGIN(candor::dual_relationships::DualRelationshipsPolicy, candor::dual_relationships::kDeclaration);
