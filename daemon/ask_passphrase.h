#ifndef CANDOR_DAEMON_ASK_PASSPHRASE_H_
#define CANDOR_DAEMON_ASK_PASSPHRASE_H_

#include <string>

#include "absl/status/statusor.h"
#include "daemon/crypto/passphrase.h"

namespace candor {

enum class Typed { kOnce, kTwice };

// Asks for the passphrase on a terminal (the process's own by default), which does not show what is typed. kTwice asks
// again: for one that is new. INVALID_ARGUMENT without a terminal, where nothing is typed, where both differ, and as
// crypto::CheckPassphrase().
absl::StatusOr<crypto::Passphrase> AskPassphrase(Typed typed, const std::string& terminal = "/dev/tty");

}  // namespace candor

#endif  // CANDOR_DAEMON_ASK_PASSPHRASE_H_
