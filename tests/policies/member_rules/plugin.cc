#include "tests/policies/member_rules/member_rules.h"

CANDOR_POLICY_PLUGIN(candor::member_rules::MemberRules, candor::member_rules::kDeclaration);
