/* Never comes back. */
#define TINY_NAME "endless_loop"
#define MISBEHAVE(call)                                        \
  for (volatile uint32_t turn = (call)->state_size;; ++turn) { \
  }
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
