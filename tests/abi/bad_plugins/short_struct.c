/* Says that its entry struct ends before the last function. */
#define TINY_NAME "short_struct"
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {.abi_major = CANDOR_POLICY_ABI_MAJOR,
                                            .abi_minor = CANDOR_POLICY_ABI_MINOR,
                                            .struct_size = offsetof(candor_policy, assess),
                                            .vocabulary = CANDOR_VOCABULARY_VERSION,
                                            .rule_count = 1,
                                            .name = TEXT(TINY_NAME),
                                            .version = TEXT("1.0.0"),
                                            .rules = tiny_rules,
                                            .assess = tiny_assess};
