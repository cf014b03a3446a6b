/* Writes to nowhere. */
#define TINY_NAME "crash"
#define MISBEHAVE(call) *(volatile int*)0 = (int)(call)->state_size
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
