#ifndef CANDOR_DAEMON_RESTORE_COMMAND_H_
#define CANDOR_DAEMON_RESTORE_COMMAND_H_

#include <istream>
#include <ostream>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "daemon/base/clock.h"
#include "daemon/crypto/master_key_source.h"

// candord restore and candord drill: what they ask and what they say.
namespace candor {

// Where words come from and go. Nothing is owned.
struct Console {
  std::istream& in;
  std::ostream& out;
  std::ostream& err;
  bool asks = false;   // a person answers
  bool shows = false;  // `err` is a terminal
};

struct RestoreRequest {
  std::string file;
  std::string data_dir;  // of a drill: the folder in which the one of its own is made
  crypto::MasterKeySource master_key;
  std::vector<std::string> certificates;  // files; of a restore
  bool no_later_erasures = false;         // of a restore: it is known that there are none
};

// Says what the backup is, asks for the certificates of what was erased after it was made unless the request says, and
// makes the data directory. Codes: INVALID_ARGUMENT (nobody says what was erased, or that nothing was; a certificate is
// none, or of another ledger), CANCELLED (SIGINT or SIGTERM came; nothing is left), and those of
// store::RestoreBackup().
absl::Status RestoreFromBackup(const RestoreRequest& request, Clock& clock, Console& console);

// Codes: CANCELLED, and those of store::DrillBackup().
absl::Status TryBackup(const RestoreRequest& request, Clock& clock, Console& console);

}  // namespace candor

#endif  // CANDOR_DAEMON_RESTORE_COMMAND_H_
