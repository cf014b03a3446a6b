#ifndef CANDOR_TESTS_UNIT_LEDGER_SIGNERS_H_
#define CANDOR_TESTS_UNIT_LEDGER_SIGNERS_H_

#include <cstdlib>
#include <span>
#include <string_view>

#include "daemon/base/bytes.h"
#include "daemon/ledger/ed25519.h"

namespace candor::ledger {

// REQUIRES: seed.size() == 32.
inline SigningKey KeyOf(std::string_view seed) {
  if (seed.size() != kSeedBytes) std::abort();
  return SigningKey(AsBytes(seed).first<kSeedBytes>());
}

}  // namespace candor::ledger

#endif  // CANDOR_TESTS_UNIT_LEDGER_SIGNERS_H_
