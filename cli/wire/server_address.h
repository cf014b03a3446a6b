#ifndef CANDOR_CLI_WIRE_SERVER_ADDRESS_H_
#define CANDOR_CLI_WIRE_SERVER_ADDRESS_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::cli {

// Where candord listens, as `candor` is told it: "unix:PATH" or "/PATH"; "tls:HOST:PORT", where both sides prove who
// they are; "HOST:PORT", in the clear and on this machine alone. A value.
struct ServerAddress {
  std::string target;  // as gRPC takes it: "unix:PATH", "candor.example.org:7443", "[::1]:7443"
  bool tls = false;
  std::string host;  // of tls: a name or an address as crypto::NormalName() writes it, without brackets
  std::string port;  // of tls: a number

  bool operator==(const ServerAddress&) const = default;
};

// INVALID_ARGUMENT, which repeats nothing of the text, for any other text, and in the clear for another machine.
absl::StatusOr<ServerAddress> ParseServer(std::string_view text);

// The same with "tls:" before a HOST:PORT that lacks it: for who can mean nothing else.
std::string AsTlsServer(std::string_view text);
// Whether the text begins as an address of tls does.
bool IsTlsServer(std::string_view text);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_SERVER_ADDRESS_H_
