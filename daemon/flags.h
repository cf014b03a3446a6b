#ifndef CANDOR_DAEMON_FLAGS_H_
#define CANDOR_DAEMON_FLAGS_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/ask_passphrase.h"
#include "daemon/crypto/master_key_source.h"
#include "daemon/daemon.h"
#include "daemon/init_command.h"

// The command line of candord, and what is made of it.
namespace candor {

// As it was typed; empty: left out. What one of its commands alone has is said beside it.
struct Flags {
  std::string data_dir;
  std::vector<std::string> listen;
  std::string plugins;
  std::string profiles;
  std::string scenarios;
  std::string candidates;
  std::string config;
  std::string master_key;
  std::string passphrase_file;
  bool passphrase = false;                // init
  std::string director;                   // init
  std::vector<std::string> names;         // init
  bool resume = false;                    // init
  std::string reason;                     // accept-loss
  std::string from;                       // import
  std::string backup;                     // restore, drill
  std::vector<std::string> certificates;  // restore
  bool no_later_erasures = false;         // restore
  bool insecure_loopback = false;
  bool allow_missing_policies = false;
  bool verbose = false;
};

// Where the master key is; a passphrase is asked for on the terminal whenever it is needed. INVALID_ARGUMENT for two
// places at once, and as crypto::ParseMasterKeySource().
absl::StatusOr<crypto::MasterKeySource> SourceFrom(const Flags& flags, Typed typed = Typed::kOnce);

// Of a daemon that listens; without `lost` and `version`. A passphrase is asked for here: later nobody could interrupt
// the question. INVALID_ARGUMENT or PERMISSION_DENIED for what does not fit together or is no address; the codes of
// LoadConfig() and of AskPassphrase().
absl::StatusOr<DaemonOptions> OptionsFrom(const Flags& flags);

// Of candord init. The same codes.
absl::StatusOr<InitRequest> InitRequestFrom(const Flags& flags);

}  // namespace candor

#endif  // CANDOR_DAEMON_FLAGS_H_
