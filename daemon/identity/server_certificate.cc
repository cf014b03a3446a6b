#include "daemon/identity/server_certificate.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <system_error>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/id.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/tls_key.h"

namespace candor::identity {
namespace {

constexpr char kLinkName[] = "server";
constexpr char kServedName[] = "served";
constexpr char kServerKey[] = "the key of the daemon's certificate";

absl::Status CannotDo(std::string_view what, const std::string& path, const std::error_code& error) {
  return absl::InternalError(absl::StrCat("cannot ", ToAbsl(what), " ", path, ": ", error.message()));
}

absl::Status RefuseFiles(const std::string& folder, std::string_view problem) {
  return absl::FailedPreconditionError(absl::StrCat("the daemon's certificate in ", folder, " ", ToAbsl(problem),
                                                    "; put the right files there, or take the folder away and another "
                                                    "one is made"));
}

absl::StatusOr<std::vector<std::string>> NormalNames(const std::vector<std::string>& names) {
  if (names.empty()) {
    return absl::InvalidArgumentError(
        "the daemon's certificate needs at least one name or address under which clients reach it");
  }
  std::vector<std::string> out;
  for (const std::string& name : names) {
    CANDOR_ASSIGN_OR_RETURN(std::string normal, crypto::NormalName(name));
    out.push_back(std::move(normal));
  }
  std::sort(out.begin(), out.end());
  out.erase(std::unique(out.begin(), out.end()), out.end());
  return out;
}

}  // namespace

// That were found to be good.
struct ServerCertificate::Files {
  crypto::TlsKey key;
  std::string chain;                // PEM
  crypto::Certificate certificate;  // the first of the chain
};

ServerCertificate::ServerCertificate(ServerCertificateOptions options, const Authority& authority, Clock& clock)
    : options_(std::move(options)),
      link_(absl::StrCat(options_.folder, "/", kLinkName)),
      served_(absl::StrCat(options_.folder, "/", kServedName)),
      authority_(authority),
      clock_(clock) {}

absl::StatusOr<std::unique_ptr<ServerCertificate>> ServerCertificate::Open(const ServerCertificateOptions& options,
                                                                           const Authority& authority, Clock& clock) {
  ServerCertificateOptions normal = options;
  CANDOR_ASSIGN_OR_RETURN(normal.names, NormalNames(options.names));
  std::unique_ptr<ServerCertificate> opened(new ServerCertificate(std::move(normal), authority, clock));
  const absl::Status status = opened->Refresh();
  // A good one that cannot be renewed yet is no reason not to start.
  if (!status.ok() && opened->certificate().der.empty()) return status;
  return opened;
}

absl::Status ServerCertificate::Refresh() {
  absl::MutexLock one_at_a_time(&working_);
  const absl::Status status = TakeOrMake();
  absl::MutexLock lock(&mutex_);
  problem_ = std::string(status.message());
  return status;
}

crypto::Certificate ServerCertificate::certificate() const {
  absl::MutexLock lock(&mutex_);
  return certificate_;
}

std::string ServerCertificate::problem() const {
  absl::MutexLock lock(&mutex_);
  return problem_;
}

absl::Status ServerCertificate::TakeOrMake() {
  const absl::StatusOr<Files> there = ReadFiles();
  if (!there.ok() && !absl::IsNotFound(there.status())) return there.status();
  if (there.ok() && !IsDue(there->certificate)) return Serve(*there);
  const absl::StatusOr<Files> made = MakeFiles();
  if (made.ok()) return Serve(*made);
  const bool holds = there.ok() && crypto::CheckIssued(there->certificate, authority_.certificate(),
                                                       crypto::CertificateUse::kServer, clock_.Now())
                                       .ok();
  // It serves on with what it has.
  if (holds) CANDOR_RETURN_IF_ERROR(Serve(*there));
  return made.status();
}

// NOT_FOUND when there is nothing.
absl::StatusOr<ServerCertificate::Files> ServerCertificate::ReadFiles() const {
  const std::string chain_path = link_ + "/chain.pem";
  CANDOR_ASSIGN_OR_RETURN(std::optional<std::string> pem, ReadSmallFile(chain_path));
  auto key = crypto::TlsKey::Load(link_ + "/key.pem", kServerKey);
  // Somebody is putting files there, and ours in their place would take theirs away.
  if (absl::IsNotFound(key.status()) && pem) return RefuseFiles(link_, "has a chain.pem and no key");
  if (!key.ok()) return key.status();
  if (!pem) return RefuseFiles(link_, "has a key and no chain.pem");
  auto chain = crypto::ReadCertificates(*pem, chain_path);
  if (!chain.ok()) return RefuseFiles(link_, ToStd(chain.status().message()));
  if (chain->front().public_key != key->public_key()) return RefuseFiles(link_, "is not the one of key.pem");
  if (!chain->front().for_servers) return RefuseFiles(link_, "is not one for a server");
  // One of another authority is due, not wrong.
  const crypto::Certificate& authority = authority_.certificate();
  const bool of_ours =
      crypto::CheckIssued(chain->front(), authority, crypto::CertificateUse::kServer, chain->front().not_before).ok();
  if (of_ours && std::find(chain->begin(), chain->end(), authority) == chain->end()) {
    return RefuseFiles(link_, "comes without the authority's in chain.pem, with which a person's code is compared");
  }
  return Files{*std::move(key), *std::move(pem), std::move(chain->front())};
}

bool ServerCertificate::IsDue(const crypto::Certificate& certificate) const {
  const absl::Time now = clock_.Now();
  if (now >= crypto::RenewFrom(certificate.not_before, certificate.not_after)) return true;
  if (certificate.names != options_.names) return true;
  return !crypto::CheckIssued(certificate, authority_.certificate(), crypto::CertificateUse::kServer, now).ok();
}

absl::StatusOr<ServerCertificate::Files> ServerCertificate::MakeFiles() const {
  crypto::TlsKey key = crypto::TlsKey::Make();
  CANDOR_ASSIGN_OR_RETURN(crypto::Certificate made,
                          authority_.IssueToServer(options_.names, key.public_key(), clock_.Now()));
  std::string chain = absl::StrCat(crypto::PemOf(made), crypto::PemOf(authority_.certificate()));
  Files files{std::move(key), std::move(chain), std::move(made)};
  CANDOR_RETURN_IF_ERROR(WriteFolder(kLinkName, files));
  return files;
}

absl::Status ServerCertificate::Serve(const Files& files) {
  if (!IsServed(files)) CANDOR_RETURN_IF_ERROR(WriteFolder(kServedName, files));
  absl::MutexLock lock(&mutex_);
  certificate_ = files.certificate;
  return absl::OkStatus();
}

// What cannot be read there is not.
bool ServerCertificate::IsServed(const Files& files) const {
  const auto key = crypto::TlsKey::Load(key_file(), kServerKey);
  if (!key.ok() || key->public_key() != files.key.public_key()) return false;
  const auto chain = ReadSmallFile(chain_file());
  const auto authority = ReadSmallFile(authority_file());
  return chain.ok() && *chain == files.chain && authority.ok() && *authority == crypto::PemOf(authority_.certificate());
}

absl::Status ServerCertificate::WriteFolder(const std::string& link_name, const Files& files) const {
  const std::string name = absl::StrCat(link_name, ".", EncodeId(RandomIdBytes()));
  const std::string folder = absl::StrCat(options_.folder, "/", name);
  std::error_code error;
  std::filesystem::create_directory(folder, error);
  if (error) return CannotDo("make", folder, error);
  std::filesystem::permissions(folder, std::filesystem::perms::owner_all, error);
  if (error) return CannotDo("close to others", folder, error);
  CANDOR_RETURN_IF_ERROR(files.key.CreateFile(folder + "/key.pem"));
  CANDOR_RETURN_IF_ERROR(ReplaceFile(folder + "/chain.pem", files.chain));
  CANDOR_RETURN_IF_ERROR(ReplaceFile(folder + "/authority.pem", crypto::PemOf(authority_.certificate())));
  CANDOR_RETURN_IF_ERROR(PutInPlace(link_name, name));
  RemoveOthers(link_name, name);
  return absl::OkStatus();
}

absl::Status ServerCertificate::PutInPlace(const std::string& link_name, const std::string& folder_name) const {
  const std::string link = absl::StrCat(options_.folder, "/", link_name);
  const std::string fresh = absl::StrCat(link, ".new");
  std::error_code error;
  std::filesystem::remove(fresh, error);
  std::filesystem::create_directory_symlink(folder_name, fresh, error);
  if (error) return CannotDo("make", fresh, error);
  std::filesystem::rename(fresh, link, error);
  if (!error) return absl::OkStatus();
  return CannotDo("put a link in the place of", link, error);
}

// Those before it, and those of runs that were cut short. What cannot be removed harms nobody.
void ServerCertificate::RemoveOthers(const std::string& link_name, const std::string& folder_name) const {
  const std::string start = absl::StrCat(link_name, ".");
  std::error_code error;
  for (const auto& each : std::filesystem::directory_iterator(options_.folder, error)) {
    const std::string name = each.path().filename().string();
    const bool ours = name.starts_with(start) && DecodeId(std::string_view(name).substr(start.size())).ok();
    if (!ours || name == folder_name) continue;
    std::filesystem::remove_all(each.path(), error);
  }
}

}  // namespace candor::identity
