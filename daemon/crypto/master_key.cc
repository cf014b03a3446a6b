#include "daemon/crypto/master_key.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>

#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/crypto/append_file.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/private_file.h"
#include "daemon/crypto/unique_fd.h"

namespace candor::crypto {
namespace {

constexpr char kWhat[] = "the master key";

absl::StatusOr<Key> ReadKey(const std::string& path, PrivateTo who) {
  CANDOR_ASSIGN_OR_RETURN(const UniqueFd fd, OpenPrivateFile(path, kWhat, who));
  struct stat file {};
  if (::fstat(fd.get(), &file) != 0) return ErrnoStatus(errno, "cannot look at the master key", path);
  if (file.st_size != static_cast<off_t>(Key::size())) {
    return RefuseFile(kWhat, path, "does not hold exactly 32 bytes; restore it from the copy that the practice keeps");
  }
  Key key;
  const ssize_t got = ::pread(fd.get(), key.data(), Key::size(), 0);
  if (got < 0) return ErrnoStatus(errno, "cannot read the master key", path);
  if (got != static_cast<ssize_t>(Key::size())) {
    return RefuseFile(kWhat, path, "changed while it was read; start the daemon again");
  }
  return key;
}

}  // namespace

absl::StatusOr<Key> LoadMasterKey(const std::string& path) {
  return ReadKey(path, PrivateTo::kOwner);
}

absl::StatusOr<Key> LoadMasterKeyCredential(const std::string& path) {
  return ReadKey(path, PrivateTo::kSystem);
}

absl::StatusOr<Key> CreateMasterKey(const std::string& path) {
  const Key key = RandomKey();
  CANDOR_RETURN_IF_ERROR(CreateDurableFile(path, AsText(key.span())));
  return key;
}

absl::StatusOr<Key> LoadOrCreateMasterKey(const std::string& path) {
  auto key = LoadMasterKey(path);
  if (!absl::IsNotFound(key.status())) return key;
  key = CreateMasterKey(path);
  // Somebody else was faster.
  return absl::IsAlreadyExists(key.status()) ? LoadMasterKey(path) : key;
}

}  // namespace candor::crypto
