/* Makes no instance. */
#define TINY_NAME "create_fails"
#include "tests/abi/bad_plugins/tiny.inc"

static void* make_nothing(void) {
  return 0;
}

const candor_policy candor_policy_plugin = {.abi_major = CANDOR_POLICY_ABI_MAJOR,
                                            .abi_minor = CANDOR_POLICY_ABI_MINOR,
                                            .struct_size = sizeof(candor_policy),
                                            .vocabulary = CANDOR_VOCABULARY_VERSION,
                                            .rule_count = 1,
                                            .name = TEXT(TINY_NAME),
                                            .version = TEXT("1.0.0"),
                                            .rules = tiny_rules,
                                            .create = make_nothing,
                                            .assess = tiny_assess};
