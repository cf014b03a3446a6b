/* Behaves, and is a later version of good that asks within another number of days. */
#define TINY_NAME "good"
#define TINY_VERSION "1.1.0"
#define TINY_DAYS 7
#include "tests/abi/bad_plugins/tiny.inc"

const candor_policy candor_policy_plugin = {TINY_ENTRY};
