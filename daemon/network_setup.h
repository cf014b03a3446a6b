#ifndef CANDOR_DAEMON_NETWORK_SETUP_H_
#define CANDOR_DAEMON_NETWORK_SETUP_H_

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/base/clock.h"
#include "daemon/config.h"
#include "daemon/identity/authority.h"
#include "daemon/identity/server_certificate.h"

// What a practice is reached with from other machines: its certificate authority and the daemon's own certificate. Both
// lie in the data directory (authority.pem, authority.key, tls/), apart from an authority that the practice brings.
namespace candor {

// As OpenNetwork() returns them, neither is nullptr. What goes last is made first.
struct NetworkRooms {
  std::unique_ptr<const identity::Authority> authority;
  std::unique_ptr<identity::ServerCertificate> server;
};

// Where the practice's authority lies.
identity::AuthorityFiles AuthorityFilesOf(const std::string& data_dir, const NetworkConfig& config);

// Whether the practice has an authority: one that it brings, whether or not that is there, or one of its own. A key
// without a certificate is what a candord init has left that was cut short, and none.
bool HasAuthority(const std::string& data_dir, const NetworkConfig& config);

// Makes the practice an authority unless it has one. The codes of Authority::Create().
absl::Status MakeAuthority(const std::string& data_dir, const NetworkConfig& config, absl::Time now);

// Opens both; the daemon's certificate is made where there is none. Its names are those of the configuration; where
// there are none, those of the certificate that is there, so that what candord init was told holds; else the name of
// this machine, "localhost" and the addresses of its loopback interface. The codes of Authority::Load() and
// ServerCertificate::Open(). `clock` is not owned and outlives what is returned.
absl::StatusOr<NetworkRooms> OpenNetwork(const std::string& data_dir, const NetworkConfig& config, Clock& clock);

// How a person's machine reaches the daemon, as HOST:PORT: by the address that is listened on where that is a name of
// the certificate, else by the first name of it that is not this machine's name for itself. nullopt where the daemon
// listens on no network, or on any port that is free.
std::optional<std::string> WhereToReach(const NetworkConfig& config, const std::vector<std::string>& names);

}  // namespace candor

#endif  // CANDOR_DAEMON_NETWORK_SETUP_H_
