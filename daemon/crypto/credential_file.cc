#include "daemon/crypto/credential_file.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <filesystem>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/crypto/private_file.h"
#include "daemon/crypto/secret_text.h"
#include "daemon/crypto/unique_fd.h"

namespace candor::crypto {
namespace {

constexpr char kCredentials[] = "the file with your key";
constexpr char kAnew[] = "; ask for an enrolment code and run `candor enroll` again";

std::string FolderFor(const std::string& path) {
  const std::string folder = std::filesystem::path(path).parent_path().string();
  return folder.empty() ? "." : folder;
}

// Whoever can write in the folder can put another file there.
absl::Status CheckCredentialFolder(const std::string& folder) {
  struct stat about {};
  if (::stat(folder.c_str(), &about) != 0) return ErrnoStatus(errno, "cannot look at the folder", folder);
  const bool ours = S_ISDIR(about.st_mode) && about.st_uid == ::geteuid() && (about.st_mode & (S_IWGRP | S_IWOTH)) == 0;
  if (ours) return absl::OkStatus();
  return RefuseFile("the folder", folder, "is not yours alone to write in; make it so with chmod 700, as its owner");
}

}  // namespace

absl::StatusOr<Credentials> ReadCredentials(const std::string& path) {
  CANDOR_RETURN_IF_ERROR(CheckCredentialFolder(FolderFor(path)));
  CANDOR_ASSIGN_OR_RETURN(std::string text, ReadPrivateFile(path, kCredentials, kMaxKeyFileBytes));
  const SecretText pem(std::move(text));
  CANDOR_ASSIGN_OR_RETURN(TlsKey key, TlsKey::FromPem(pem.text(), absl::StrCat(kCredentials, " ", path)));
  const auto certificates = ReadCertificates(pem.text(), path);
  if (!certificates.ok() || certificates->size() != 2) {
    return RefuseFile(kCredentials, path, absl::StrCat("does not hold a certificate and its authority", kAnew));
  }
  Credentials out{std::move(key), certificates->front(), certificates->back()};
  if (out.certificate.public_key != out.key.public_key()) {
    return RefuseFile(kCredentials, path, absl::StrCat("holds a certificate for another key", kAnew));
  }
  const absl::Status issued =
      CheckIssued(out.certificate, out.authority, CertificateUse::kClient, out.certificate.not_before);
  if (!issued.ok()) return Annotate(issued, absl::StrCat(kCredentials, " ", path));
  return out;
}

absl::Status WriteCredentials(const std::string& path, const Credentials& credentials) {
  const std::string folder = FolderFor(path);
  if (::mkdir(folder.c_str(), S_IRWXU) != 0 && errno != EEXIST) return ErrnoStatus(errno, "cannot make", folder);
  CANDOR_RETURN_IF_ERROR(CheckCredentialFolder(folder));
  const SecretText key = credentials.key.ToPem();
  const SecretText all(absl::StrCat(ToAbsl(key.text()), PemOf(credentials.certificate), PemOf(credentials.authority)));
  return ReplaceFile(path, all.text());
}

}  // namespace candor::crypto
