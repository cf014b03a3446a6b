/* Ends whoever loads it while the working directory has a file of its name; otherwise as the plugin crash. */
#include <stdlib.h>
#include <unistd.h>

#define TINY_NAME "crash_on_reload"
#define MISBEHAVE(call) *(volatile int*)0 = (int)(call)->state_size
#include "tests/abi/bad_plugins/tiny.inc"

__attribute__((constructor)) static void leave(void) {
  if (access(TINY_NAME, F_OK) == 0) abort();
}

const candor_policy candor_policy_plugin = {TINY_ENTRY};
