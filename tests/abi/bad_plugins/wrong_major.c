/* Was built for another major version of the ABI. */
#define TINY_NAME "wrong_major"
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {.abi_major = CANDOR_POLICY_ABI_MAJOR + 1,
                                            .abi_minor = CANDOR_POLICY_ABI_MINOR,
                                            .struct_size = sizeof(candor_policy),
                                            .vocabulary = CANDOR_VOCABULARY_VERSION,
                                            .rule_count = 1,
                                            .name = TEXT(TINY_NAME),
                                            .version = TEXT("1.0.0"),
                                            .rules = tiny_rules,
                                            .assess = tiny_assess};
