/* Has no function to judge with. */
#define TINY_NAME "null_assess"
#include "tests/abi/bad_plugins/tiny.inc"

int32_t (*tiny_unused)(void*, candor_call*) = tiny_assess;

const candor_policy candor_policy_plugin = {.abi_major = CANDOR_POLICY_ABI_MAJOR,
                                            .abi_minor = CANDOR_POLICY_ABI_MINOR,
                                            .struct_size = sizeof(candor_policy),
                                            .vocabulary = CANDOR_VOCABULARY_VERSION,
                                            .rule_count = 1,
                                            .name = TEXT(TINY_NAME),
                                            .version = TEXT("1.0.0"),
                                            .rules = tiny_rules,
                                            .assess = 0};
