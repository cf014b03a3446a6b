#include "cli/wire/server_address.h"

#include <optional>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/certificate.h"

namespace candor::cli {
namespace {

constexpr std::string_view kTlsServer = "tls:";

struct HostAndPort {
  std::string host;  // normal, without brackets
  int port = 0;
};

// nullopt: the text is none. An address of IPv6 stands in brackets.
std::optional<HostAndPort> SplitHostAndPort(std::string_view text) {
  const size_t colon = text.rfind(':');
  if (colon == std::string_view::npos) return std::nullopt;
  std::string_view host = text.substr(0, colon);
  HostAndPort split;
  if (!absl::SimpleAtoi(ToAbsl(text.substr(colon + 1)), &split.port) || split.port < 1 || split.port > 65535) {
    return std::nullopt;
  }
  const bool in_brackets = host.size() > 2 && host.front() == '[' && host.back() == ']';
  if (in_brackets) host = host.substr(1, host.size() - 2);
  if ((host.find(':') != std::string_view::npos) != in_brackets) return std::nullopt;
  absl::StatusOr<std::string> name = crypto::NormalName(host);
  if (!name.ok()) return std::nullopt;
  split.host = *std::move(name);
  return split;
}

std::string TargetFor(const HostAndPort& server) {
  const bool v6 = server.host.find(':') != std::string::npos;
  return absl::StrCat(v6 ? "[" : "", server.host, v6 ? "]:" : ":", server.port);
}

bool IsThisMachine(const std::string& host) {
  return host == "localhost" || host == "::1" || (crypto::IsAddress(host) && host.starts_with("127."));
}

}  // namespace

absl::StatusOr<ServerAddress> ParseServer(std::string_view text) {
  ServerAddress address;
  if (text.starts_with('/')) {
    address.target = absl::StrCat("unix:", ToAbsl(text));
    return address;
  }
  if (text.starts_with("unix:") || text.starts_with("unix-abstract:")) {
    address.target = std::string(text);
    return address;
  }
  address.tls = IsTlsServer(text);
  const auto server = SplitHostAndPort(address.tls ? text.substr(kTlsServer.size()) : text);
  if (!server) {
    return InvalidField("--server", "address",
                        "where candord listens is written unix:PATH or tls:HOST:PORT, as in "
                        "tls:candor.example.org:7443");
  }
  if (!address.tls && !IsThisMachine(server->host)) {
    return InvalidField("--server", "address",
                        "HOST:PORT without tls: is in the clear, and for this machine alone; write tls:HOST:PORT");
  }
  address.target = TargetFor(*server);
  if (address.tls) {
    address.host = server->host;
    address.port = absl::StrCat(server->port);
  }
  return address;
}

std::string AsTlsServer(std::string_view text) {
  return IsTlsServer(text) ? std::string(text) : absl::StrCat(ToAbsl(kTlsServer), ToAbsl(text));
}

bool IsTlsServer(std::string_view text) {
  return text.starts_with(kTlsServer);
}

}  // namespace candor::cli
