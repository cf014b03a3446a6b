#ifndef CANDOR_DAEMON_CONFIG_H_
#define CANDOR_DAEMON_CONFIG_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/domain/settings.h"
#include "daemon/rpc/listen_address.h"

namespace candor {

// How people reach the daemon from their own machines, by a certificate (ADR 0057). A value.
struct NetworkConfig {
  // Of kind kTls; nullopt: no network.
  std::optional<rpc::ListenAddress> listen = rpc::ListenAddress{rpc::ListenAddress::Kind::kTls, "0.0.0.0:7443"};
  // Hosts and addresses of the daemon's certificate, as crypto::NormalName() writes them, sorted. Empty: as
  // OpenNetwork() says.
  std::vector<std::string> names;
  // Absolute paths of the certificate authority that the practice brings. Empty, both: the one in the data directory,
  // which candord init makes.
  std::string authority_certificate;
  std::string authority_key;
  // Whether the operator at the socket may still act for a member once somebody is enrolled.
  bool act_for_after_enrolment = false;
  // As rpc::TlsFiles::looked_at_every; not in the file.
  absl::Duration looked_at_every = absl::Minutes(1);

  bool operator==(const NetworkConfig&) const = default;
};

struct Config {
  domain::Settings settings;
  NetworkConfig network;
  // 127.0.0.1:PORT, where figures about the daemon are read (ADR 0069); empty: nowhere.
  std::string metrics_listen;

  bool operator==(const Config&) const = default;
};

// The practice's configuration file (TOML):
//
//   [practice]
//   name = "Harbour Street Practice"
//   zone = "America/Los_Angeles"
//   longest_waiver = 180                        # days for which a follow-up may be let wait at most; up to 730
//
//   [calendar]
//   closed_weekends = true                      # Saturday and Sunday
//   closed_dates = [2025-12-25, 2026-01-01]
//
//   [network]
//   listen = "tls:0.0.0.0:7443"                 # or "none"
//   names = ["candor.harbour.example"]          # under which people's machines reach this one
//   authority_certificate = "/etc/candor/authority.pem"   # of an authority that the practice brings
//   authority_key = "/etc/candor/authority.key"
//   act_for_after_enrolment = false
//
//   [access]                                    # never more than Candor shows by itself
//   escalate_after = 14                         # days, 14 or more, until others hear that a conversation is due
//   session_minutes = 10                        # 10 or less, until a working session locks
//   notify_subject = 5                          # 5 or fewer open days, until whom a concern is about is told
//   tighten = [{ role = "therapist", relation = "party", hide = "detail" }]
//
//   [metrics]                                   # left out: there are none
//   listen = "127.0.0.1:9464"                   # this machine alone, in the clear
//
// Everything may be left out. INVALID_ARGUMENT "FILE:LINE: reason" for an unknown key, a wrong type, a value out of
// range, a day that does not exist, a zone that this machine does not know, an address that is none, a name that a
// certificate cannot have, or what would loosen who is shown what; NOT_FOUND when the file cannot be read.
absl::StatusOr<Config> LoadConfig(const std::string& path);
// The same for text that stands in `path`.
absl::StatusOr<Config> ParseConfig(std::string_view text, const std::string& path);

}  // namespace candor

#endif  // CANDOR_DAEMON_CONFIG_H_
