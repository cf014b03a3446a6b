#include "plugins/boundaries/boundaries_policy.h"
#include "plugins/boundaries/declare_exchange.h"
#include "plugins/boundaries/declare_patterns.h"
#include "plugins/boundaries/declare_touch.h"
#include "plugins/sdk/policy.h"

// Sources: README.md of this folder.
namespace candor::boundaries {
namespace {

constexpr const candor_rule* kRules[] = {
    &kPairRule,      &kDocumentedRule, &kPlanRule,   &kConsentRule,    &kContraindicatedRule, &kAccumulationRule,
    &kTreatmentRule, &kGiftRule,       &kBarterRule, &kDisclosureRule, &kVirtualRule,         &kOrderedRule};

constexpr sdk::Declaration kDeclaration = {.name = "boundaries", .version = "1.2.0", .rules = kRules};

}  // namespace
}  // namespace candor::boundaries

CANDOR_POLICY_PLUGIN(candor::boundaries::BoundariesPolicy, candor::boundaries::kDeclaration);
