/* Ends the process it is in. */
#include <unistd.h>

#define TINY_NAME "leave"
#define MISBEHAVE(call) _exit((int)(call)->state_size & 1)
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
