/* Compiled in every C and C++ that a plugin author may use, with every warning an error. */
#include "plugins/abi/candor_policy.h"

size_t candor_header_size(void);
size_t candor_header_size(void) {
  return sizeof(candor_policy) + sizeof(candor_call);
}
