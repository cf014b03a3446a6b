/* Opens the same follow-up twice; that is one follow-up. */
#define TINY_NAME "opens_twice"
#define MISBEHAVE(call) tiny_open(call)
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
