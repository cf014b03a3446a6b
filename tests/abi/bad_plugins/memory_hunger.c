/* Takes memory until there is none, and trips over that. */
#include <stdlib.h>

#define TINY_NAME "memory_hunger"
#define MISBEHAVE(call) eat(call)
struct candor_call;
static void eat(const void* call);
#include "tests/abi/bad_plugins/tiny.inc"

static void eat(const void* call) {
  const size_t bite = (size_t)16 << 20;
  (void)call;
  for (;;) memset(malloc(bite), 1, bite);
}

const candor_policy candor_policy_plugin = {TINY_ENTRY};
