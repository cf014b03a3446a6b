/* Writes into the conversation between host and worker. */
#include <unistd.h>

#define TINY_NAME "babble"
#define MISBEHAVE(call) babble((call)->state, (call)->state_size)
static void babble(const void* bytes, unsigned size);
#include "tests/abi/bad_plugins/tiny.inc"

static void babble(const void* bytes, unsigned size) {
  static const char nonsense[64] = "\377\377\377\377\377 no frame begins like this";
  (void)bytes;
  (void)size;
  if (write(3, nonsense, sizeof(nonsense)) < 0) _exit(1);
}

const candor_policy candor_policy_plugin = {TINY_ENTRY};
