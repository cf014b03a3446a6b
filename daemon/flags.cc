#include "daemon/flags.h"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/config.h"
#include "daemon/crypto/certificate.h"
#include "daemon/rpc/listen_address.h"

namespace candor {
namespace {

// The folder in which bin/, lib/, libexec/ and share/ lie, for a program that was started from there.
std::filesystem::path Prefix() {
  std::error_code error;
  const std::filesystem::path program = std::filesystem::read_symlink("/proc/self/exe", error);
  return error ? std::filesystem::path("/usr") : program.parent_path().parent_path();
}

absl::StatusOr<std::string> DefaultListen() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  if (runtime == nullptr || *runtime == '\0') {
    return absl::InvalidArgumentError("XDG_RUNTIME_DIR is not set, so say where to listen: --listen unix:PATH");
  }
  return absl::StrCat("unix:", runtime, "/candor/candord.sock");
}

// As SourceFrom(), and a passphrase is asked for once, however often it is needed.
absl::StatusOr<crypto::MasterKeySource> SourceKept(const Flags& flags, Typed typed) {
  CANDOR_ASSIGN_OR_RETURN(crypto::MasterKeySource source, SourceFrom(flags, typed));
  if (source.place != crypto::MasterKeyPlace::kPassphrase) return source;
  const auto kept = std::make_shared<std::optional<crypto::Passphrase>>();
  source.passphrase = [kept, ask = std::move(source.passphrase)]() -> absl::StatusOr<crypto::Passphrase> {
    if (!*kept) {
      CANDOR_ASSIGN_OR_RETURN(crypto::Passphrase asked, ask());
      kept->emplace(std::move(asked));
    }
    return crypto::Passphrase(std::string((*kept)->text()));
  };
  return source;
}

// The same, with the passphrase typed by now: later nobody could interrupt the question.
absl::StatusOr<crypto::MasterKeySource> SourceAsked(const Flags& flags) {
  CANDOR_ASSIGN_OR_RETURN(crypto::MasterKeySource source, SourceKept(flags, Typed::kOnce));
  if (source.place == crypto::MasterKeyPlace::kPassphrase) CANDOR_RETURN_IF_ERROR(source.passphrase().status());
  return source;
}

// What --listen says; nullopt: nothing.
struct Addresses {
  std::optional<rpc::ListenAddress> local;
  std::optional<rpc::ListenAddress> network;
};

absl::StatusOr<Addresses> AddressesFrom(const Flags& flags) {
  Addresses addresses;
  for (const std::string& text : flags.listen) {
    CANDOR_ASSIGN_OR_RETURN(rpc::ListenAddress address, rpc::ParseListenAddress(text, flags.insecure_loopback));
    const bool by_tls = address.kind == rpc::ListenAddress::Kind::kTls;
    std::optional<rpc::ListenAddress>& place = by_tls ? addresses.network : addresses.local;
    if (place) {
      return absl::InvalidArgumentError(
          "--listen: give one address on this machine (unix:PATH) and one of the network (tls:HOST:PORT), or one of "
          "the two");
    }
    place = std::move(address);
  }
  return addresses;
}

absl::StatusOr<Config> ConfigFrom(const Flags& flags, const Addresses& addresses) {
  Config config;
  if (!flags.config.empty()) {
    CANDOR_ASSIGN_OR_RETURN(config, LoadConfig(flags.config));
  }
  if (addresses.network) config.network.listen = addresses.network;
  return config;
}

absl::StatusOr<std::vector<std::string>> NamesFrom(const Flags& flags) {
  std::vector<std::string> names;
  for (const std::string& text : flags.names) {
    auto name = crypto::NormalName(text);
    if (!name.ok()) return Annotate(name.status(), "--name");
    names.push_back(*std::move(name));
  }
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

}  // namespace

absl::StatusOr<crypto::MasterKeySource> SourceFrom(const Flags& flags, Typed typed) {
  if (flags.passphrase && !flags.master_key.empty() && flags.master_key != "passphrase") {
    return absl::InvalidArgumentError(
        "--passphrase and --master-key name two places of the master key; give one of them");
  }
  const std::string place = flags.passphrase ? "passphrase" : flags.master_key;
  return crypto::ParseMasterKeySource(place, flags.passphrase_file, [typed] { return AskPassphrase(typed); });
}

absl::StatusOr<DaemonOptions> OptionsFrom(const Flags& flags) {
  DaemonOptions options;
  options.data_dir = flags.data_dir;
  CANDOR_ASSIGN_OR_RETURN(options.master_key, SourceAsked(flags));
  CANDOR_ASSIGN_OR_RETURN(const Addresses addresses, AddressesFrom(flags));
  options.address = addresses.local;
  if (!options.address) {
    CANDOR_ASSIGN_OR_RETURN(const std::string socket, DefaultListen());
    CANDOR_ASSIGN_OR_RETURN(options.address, rpc::ParseListenAddress(socket, false));
  }
  CANDOR_ASSIGN_OR_RETURN(const Config config, ConfigFrom(flags, addresses));
  if (!flags.config.empty()) options.settings = config.settings;
  options.network = config.network;
  options.metrics_listen = config.metrics_listen;
  const std::filesystem::path prefix = Prefix();
  options.plugins_dir = flags.plugins.empty() ? (prefix / "lib/candor/plugins").string() : flags.plugins;
  options.profiles_dir = flags.profiles.empty() ? (prefix / "share/candor/profiles").string() : flags.profiles;
  options.scenarios_dir = flags.scenarios.empty() ? (prefix / "share/candor/scenarios").string() : flags.scenarios;
  options.candidates_dir = flags.candidates;
  options.worker_program = (prefix / "libexec/candor/candor-policy-worker").string();
  options.allow_missing_policies = flags.allow_missing_policies;
  return options;
}

absl::StatusOr<InitRequest> InitRequestFrom(const Flags& flags) {
  InitRequest request;
  request.data_dir = flags.data_dir;
  CANDOR_ASSIGN_OR_RETURN(request.master_key, SourceKept(flags, flags.resume ? Typed::kOnce : Typed::kTwice));
  CANDOR_ASSIGN_OR_RETURN(const Addresses addresses, AddressesFrom(flags));
  CANDOR_ASSIGN_OR_RETURN(const Config config, ConfigFrom(flags, addresses));
  request.network = config.network;
  CANDOR_ASSIGN_OR_RETURN(std::vector<std::string> names, NamesFrom(flags));
  if (!names.empty()) request.network.names = std::move(names);
  request.director = flags.director;
  request.resume = flags.resume;
  return request;
}

}  // namespace candor
