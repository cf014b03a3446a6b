/* Opens a follow-up, changes its state, and then says that it could not judge. */
#define TINY_NAME "failed_return"
#define MISBEHAVE(call)          \
  do {                           \
    tiny_open(call);             \
    (call)->state_size = 9;      \
    memset((call)->state, 9, 9); \
    return CANDOR_FAILED;        \
  } while (0)
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
