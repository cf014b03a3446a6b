/* Ends whoever loads it. */
#include <stdlib.h>

#define TINY_NAME "crash_on_load"
#include "tests/abi/bad_plugins/tiny.inc"

__attribute__((constructor)) static void leave(void) {
  abort();
}

const candor_policy candor_policy_plugin = {TINY_ENTRY};
