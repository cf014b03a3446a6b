/* Behaves. */
#define TINY_NAME "good"
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
