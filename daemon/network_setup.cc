#include "daemon/network_setup.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/crypto/certificate.h"

namespace candor {
namespace {

constexpr char kTlsFolder[] = "/tls";
// Names of this machine for itself: no other one reaches it by them.
constexpr std::array<std::string_view, 3> kOwnNames = {"localhost", "127.0.0.1", "::1"};
constexpr size_t kMaxMachineName = 256;

bool IsOwnName(const std::string& name) {
  return std::find(kOwnNames.begin(), kOwnNames.end(), name) != kOwnNames.end();
}

std::vector<std::string> NamesOfThisMachine() {
  std::vector<std::string> names(kOwnNames.begin(), kOwnNames.end());
  std::array<char, kMaxMachineName> text{};
  // One that is cut off has no zero.
  if (gethostname(text.data(), text.size() - 1) != 0) return names;
  // What is no name of a host in DNS, such as one with an underscore, no certificate can have.
  if (auto name = crypto::NormalName(text.data()); name.ok()) names.push_back(*std::move(name));
  return names;
}

// Of the certificate that the daemon has by now; empty: it has none, or none that can be read, which whoever opens it
// says.
absl::StatusOr<std::vector<std::string>> NamesThere(const std::string& tls_folder) {
  const std::string path = tls_folder + "/server/chain.pem";
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> pem, ReadSmallFile(path));
  if (!pem) return std::vector<std::string>();
  auto chain = crypto::ReadCertificates(*pem, path);
  if (!chain.ok()) return std::vector<std::string>();
  return std::move(chain->front().names);
}

absl::StatusOr<std::vector<std::string>> NamesFor(const NetworkConfig& config, const std::string& tls_folder) {
  if (!config.names.empty()) return config.names;
  CANDOR_ASSIGN_OR_RETURN(std::vector<std::string> names, NamesThere(tls_folder));
  if (names.empty()) names = NamesOfThisMachine();
  return names;
}

// For its owner only, whatever the process's mask is.
absl::Status MakeTlsFolder(const std::string& path) {
  if (mkdir(path.c_str(), S_IRWXU) == 0 || errno == EEXIST) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot make the folder ", path, ": ", std::strerror(errno)));
}

// What cannot be looked at is there.
bool IsThere(const std::string& path) {
  std::error_code error;
  return std::filesystem::exists(path, error) || error;
}

bool IsBrought(const NetworkConfig& config) {
  return !config.authority_certificate.empty();
}

}  // namespace

identity::AuthorityFiles AuthorityFilesOf(const std::string& data_dir, const NetworkConfig& config) {
  if (IsBrought(config)) return {config.authority_certificate, config.authority_key};
  return {data_dir + "/authority.pem", data_dir + "/authority.key"};
}

bool HasAuthority(const std::string& data_dir, const NetworkConfig& config) {
  return IsBrought(config) || IsThere(AuthorityFilesOf(data_dir, config).certificate);
}

absl::Status MakeAuthority(const std::string& data_dir, const NetworkConfig& config, absl::Time now) {
  if (HasAuthority(data_dir, config)) return absl::OkStatus();
  return identity::Authority::Create(AuthorityFilesOf(data_dir, config), now).status();
}

absl::StatusOr<NetworkRooms> OpenNetwork(const std::string& data_dir, const NetworkConfig& config, Clock& clock) {
  CANDOR_ASSIGN_OR_RETURN(identity::Authority authority,
                          identity::Authority::Load(AuthorityFilesOf(data_dir, config), clock.Now()));
  NetworkRooms rooms;
  rooms.authority = std::make_unique<const identity::Authority>(std::move(authority));
  identity::ServerCertificateOptions options;
  options.folder = data_dir + kTlsFolder;
  CANDOR_RETURN_IF_ERROR(MakeTlsFolder(options.folder));
  CANDOR_ASSIGN_OR_RETURN(options.names, NamesFor(config, options.folder));
  CANDOR_ASSIGN_OR_RETURN(rooms.server, identity::ServerCertificate::Open(options, *rooms.authority, clock));
  return rooms;
}

std::optional<std::string> WhereToReach(const NetworkConfig& config, const std::vector<std::string>& names) {
  if (!config.listen || names.empty()) return std::nullopt;
  const std::string& target = config.listen->target;
  const size_t colon = target.rfind(':');
  const std::string host = target.substr(0, colon);
  const std::string port = target.substr(colon + 1);
  if (port == "0") return std::nullopt;
  // Where it listens at one address only, it is reached there.
  const auto listens_at = crypto::NormalName(host.starts_with('[') ? host.substr(1, host.size() - 2) : host);
  if (listens_at.ok() && std::find(names.begin(), names.end(), *listens_at) != names.end()) return target;
  const auto other = std::find_if(names.begin(), names.end(), [](const std::string& name) { return !IsOwnName(name); });
  const std::string& name = other == names.end() ? names.front() : *other;
  // An IPv6 address would run into the port.
  if (name.find(':') != std::string::npos) return absl::StrCat("[", name, "]:", port);
  return absl::StrCat(name, ":", port);
}

}  // namespace candor
