/* Knows kinds of entries that this host does not. */
#define TINY_NAME "newer_vocabulary"
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {.abi_major = CANDOR_POLICY_ABI_MAJOR,
                                            .abi_minor = CANDOR_POLICY_ABI_MINOR,
                                            .struct_size = sizeof(candor_policy),
                                            .vocabulary = CANDOR_VOCABULARY_VERSION + 1,
                                            .rule_count = 1,
                                            .name = TEXT(TINY_NAME),
                                            .version = TEXT("1.0.0"),
                                            .rules = tiny_rules,
                                            .assess = tiny_assess};
