#include "daemon/rpc/listen_address.h"

#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <optional>
#include <system_error>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

constexpr std::string_view kUnixPrefix = "unix:";
constexpr std::string_view kTlsPrefix = "tls:";

// "HOST:PORT" with an address of IPv6 in brackets.
struct HostAndPort {
  std::string_view host;
  int port = 0;
};

// nullopt: it is none.
std::optional<HostAndPort> SplitHostAndPort(std::string_view text) {
  const size_t colon = text.rfind(':');
  HostAndPort split;
  if (colon == std::string_view::npos || !absl::SimpleAtoi(ToAbsl(text.substr(colon + 1)), &split.port)) {
    return std::nullopt;
  }
  if (split.port < 0 || split.port > 65535) return std::nullopt;
  split.host = text.substr(0, colon);
  return split;
}

// Which of the names is the machine's own, gRPC finds out when it binds.
absl::StatusOr<ListenAddress> ParseTls(std::string_view text) {
  const std::optional<HostAndPort> split = SplitHostAndPort(text);
  const bool in_brackets = split && split->host.starts_with('[') && split->host.ends_with(']');
  std::string_view inside = split ? split->host : std::string_view();
  if (in_brackets) inside = inside.substr(1, inside.size() - 2);
  const bool has_colon = inside.find(':') != std::string_view::npos;
  if (inside.empty() || has_colon != in_brackets || inside.find_first_of("/[] \t%") != std::string_view::npos) {
    return absl::InvalidArgumentError(
        "the address of the network is tls:HOST:PORT, where HOST is a name or an address of this machine (of IPv6: in "
        "brackets), or 0.0.0.0 for all it has: tls:0.0.0.0:7443");
  }
  return ListenAddress{ListenAddress::Kind::kTls, absl::StrCat(ToAbsl(split->host), ":", split->port)};
}

absl::StatusOr<ListenAddress> ParseUnix(std::string_view path) {
  if (path.starts_with("//")) path.remove_prefix(2);  // unix:///run/…
  if (path.empty()) return absl::InvalidArgumentError("--listen unix: needs the path of a socket");
  std::error_code error;
  const std::filesystem::path absolute = std::filesystem::absolute(path, error).lexically_normal();
  if (error) return absl::InvalidArgumentError("--listen: the path of the socket cannot be made absolute");
  if (absolute.string().size() >= sizeof(sockaddr_un::sun_path)) {
    return absl::InvalidArgumentError(absl::StrCat("--listen: the path of the socket is too long; use at most ",
                                                   sizeof(sockaddr_un::sun_path) - 1, " bytes"));
  }
  return ListenAddress{ListenAddress::Kind::kUnix, absolute.string()};
}

// Creates missing folders on the way as well, all 0700.
absl::Status MakeFolder(const std::filesystem::path& folder) {
  if (std::error_code error; folder.empty() || std::filesystem::exists(folder, error)) return absl::OkStatus();
  absl::Status parent = MakeFolder(folder.parent_path());
  if (!parent.ok()) return parent;
  if (mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folder ", folder.string(), " for the socket cannot be made: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

absl::Status CheckFolder(const std::filesystem::path& folder) {
  struct stat info {};
  if (lstat(folder.c_str(), &info) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folder ", folder.string(), " for the socket cannot be read: ", std::strerror(errno)));
  }
  if (!S_ISDIR(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(folder.string(), " is not a folder; name a folder of your own for the socket"));
  }
  if (info.st_uid != geteuid()) {
    return absl::FailedPreconditionError(
        absl::StrCat("the folder ", folder.string(), " belongs to another user; name one of your own for the socket"));
  }
  if ((info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return absl::FailedPreconditionError(absl::StrCat("others can enter the folder ", folder.string(),
                                                      "; run `chmod 700` on it, or name another one for the socket"));
  }
  return absl::OkStatus();
}

// Whether a program answers at the socket.
bool SomebodyListens(const std::string& path) {
  const int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd < 0) return false;
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  std::memcpy(address.sun_path, path.c_str(), path.size() + 1);
  const bool connected = connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof(address)) == 0;
  close(fd);
  return connected;
}

absl::Status TakeAwayStaleSocket(const std::string& path) {
  struct stat info {};
  if (lstat(path.c_str(), &info) != 0) return absl::OkStatus();
  if (!S_ISSOCK(info.st_mode)) {
    return absl::FailedPreconditionError(
        absl::StrCat(path, " is there and is no socket; name another path, or take it away"));
  }
  if (SomebodyListens(path)) {
    return absl::UnavailableError(
        absl::StrCat("a program listens on ", path, " already; stop it, or name another path"));
  }
  if (unlink(path.c_str()) != 0) {
    return absl::FailedPreconditionError(
        absl::StrCat("the old socket ", path, " cannot be taken away: ", std::strerror(errno)));
  }
  return absl::OkStatus();
}

}  // namespace

absl::StatusOr<ListenAddress> ParseListenAddress(std::string_view text, bool insecure_loopback) {
  if (text.starts_with(kUnixPrefix)) return ParseUnix(text.substr(kUnixPrefix.size()));
  if (text.starts_with(kTlsPrefix)) return ParseTls(text.substr(kTlsPrefix.size()));
  const std::optional<HostAndPort> split = SplitHostAndPort(text);
  if (!split) return absl::InvalidArgumentError("--listen: give unix:PATH, tls:HOST:PORT or HOST:PORT");
  const std::string_view host = split->host;
  if (host != "127.0.0.1" && host != "[::1]" && host != "::1") {
    return absl::InvalidArgumentError(
        "--listen: without TLS, and only with --insecure-loopback, the daemon listens on 127.0.0.1 or ::1; for every "
        "other host give tls:HOST:PORT");
  }
  if (!insecure_loopback) {
    return absl::PermissionDeniedError(
        "--listen: every user of this machine could connect to a loopback address as the operator; use unix:PATH, or "
        "add --insecure-loopback if that is what you want");
  }
  return ListenAddress{ListenAddress::Kind::kLoopback,
                       absl::StrCat(host == "::1" ? absl::string_view("[::1]") : ToAbsl(host), ":", split->port)};
}

absl::Status PrepareListening(const ListenAddress& address) {
  if (!address.is_unix()) return absl::OkStatus();
  const std::filesystem::path folder = std::filesystem::path(address.target).parent_path();
  if (absl::Status status = MakeFolder(folder); !status.ok()) return status;
  if (absl::Status status = CheckFolder(folder); !status.ok()) return status;
  return TakeAwayStaleSocket(address.target);
}

}  // namespace candor::rpc
