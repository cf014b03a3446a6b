#include "daemon/store/reserve_file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "daemon/base/bytes.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/crypto/hashing.h"
#include "daemon/crypto/sealing.h"
#include "daemon/store/codec.h"

namespace candor::store {
namespace {

constexpr size_t kPlainBytes = ReserveFile::kPlaceBytes - crypto::kSealedOverhead;
constexpr size_t kLengthBytes = sizeof(uint16_t);
constexpr char kMany[] = "many";

absl::Status FileFailed(int error, absl::string_view action, const std::string& path) {
  const std::string message = absl::StrCat(action, " ", path, ": ", std::strerror(error));
  if (error == ENOSPC || error == EDQUOT) return absl::ResourceExhaustedError(message + "; free some space");
  if (error == EACCES || error == EPERM) return absl::PermissionDeniedError(message);
  return absl::InternalError(message);
}

std::string PlaceName(size_t place) {
  std::string text = "candor reserve 1";
  AppendBigEndian(static_cast<uint32_t>(place), text);
  return text;
}

crypto::Key ReserveKey(const crypto::Key& code_key) {
  crypto::Key key;
  crypto::HkdfSha256(code_key.span(), "", "candor access reserve", key.mutable_span());
  return key;
}

}  // namespace

absl::StatusOr<std::unique_ptr<ReserveFile>> ReserveFile::Open(const std::string& path, const crypto::Key& code_key) {
  const crypto::Key key = ReserveKey(code_key);
  if (path.empty()) return std::unique_ptr<ReserveFile>(new ReserveFile(path, UniqueFd(-1), key));
  UniqueFd file(::open(path.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, S_IRUSR | S_IWUSR));
  if (!file.ok()) return FileFailed(errno, "cannot open", path);
  // Bytes that are there stay as they are.
  if (const int error = ::posix_fallocate(file.get(), 0, kPlaces * kPlaceBytes); error != 0) {
    return FileFailed(error, "cannot make room for", path);
  }
  if (::fsync(file.get()) != 0) return FileFailed(errno, "cannot sync", path);
  std::unique_ptr<ReserveFile> reserve(new ReserveFile(path, std::move(file), key));
  absl::MutexLock lock(&reserve->mutex_);
  CANDOR_RETURN_IF_ERROR(reserve->Load());
  return reserve;
}

absl::Status ReserveFile::Load() {
  std::string bytes(kPlaceBytes, '\0');
  const std::string empty(kPlaceBytes, '\0');
  size_t damaged = 0;
  for (size_t place = 0; place < kPlaces; ++place) {
    const ssize_t got = ::pread(file_.get(), bytes.data(), kPlaceBytes, static_cast<off_t>(place * kPlaceBytes));
    if (got != static_cast<ssize_t>(kPlaceBytes)) return FileFailed(got < 0 ? errno : EIO, "cannot read", path_);
    if (bytes == empty) continue;
    absl::StatusOr<domain::Access> access = Unseal(place, bytes);
    if (access.ok()) {
      held_.push_back({place, *std::move(access)});
    } else {
      ++damaged;
    }
  }
  if (damaged > 0) log::Warning(absl::StrCat(damaged, " places of ", path_, " cannot be read, and are passed over"));
  return absl::OkStatus();
}

std::string ReserveFile::Seal(size_t place, const domain::Access& access) const {
  std::string header = EncodeAccess(access).header;
  if (header.size() + kLengthBytes > kPlainBytes) {
    domain::Access shorter = access;
    shorter.of.clear();
    shorter.scope = kMany;
    header = EncodeAccess(shorter).header;
  }
  std::string plain;
  AppendBigEndian(static_cast<uint16_t>(header.size()), plain);
  plain += header;
  plain.resize(kPlainBytes, '\0');
  std::string sealed;
  crypto::Seal(key_, {PlaceName(place)}, plain, sealed);
  return sealed;
}

absl::StatusOr<domain::Access> ReserveFile::Unseal(size_t place, std::string_view bytes) const {
  std::string plain;
  CANDOR_RETURN_IF_ERROR(crypto::Open(key_, {PlaceName(place)}, bytes, plain));
  const size_t length = ReadBigEndian<uint16_t>(plain);
  if (length > plain.size() - kLengthBytes) return absl::DataLossError("a place of the reserve has no end");
  return DecodeAccess(std::string_view(plain).substr(kLengthBytes, length));
}

absl::Status ReserveFile::Write(size_t place, std::string_view bytes) {
  if (!file_.ok()) return absl::OkStatus();
  size_t done = 0;
  while (done < bytes.size()) {
    const auto at = static_cast<off_t>(place * kPlaceBytes + done);
    const ssize_t wrote = ::pwrite(file_.get(), bytes.data() + done, bytes.size() - done, at);
    if (wrote < 0 && errno == EINTR) continue;
    if (wrote <= 0) return FileFailed(wrote < 0 ? errno : EIO, "cannot write", path_);
    done += static_cast<size_t>(wrote);
  }
  if (::fdatasync(file_.get()) != 0) return FileFailed(errno, "cannot sync", path_);
  return absl::OkStatus();
}

absl::Status ReserveFile::Note(const domain::Access& access) {
  absl::MutexLock lock(&mutex_);
  const size_t place = held_.empty() ? 0 : held_.back().number + 1;
  if (place == kPlaces) {
    return absl::ResourceExhaustedError(
        "the disk is full, and who looks cannot be noted any more, so nothing is shown: free some space");
  }
  CANDOR_RETURN_IF_ERROR(Write(place, Seal(place, access)));
  held_.push_back({place, access});
  return absl::OkStatus();
}

std::vector<domain::Access> ReserveFile::Held() const {
  absl::MutexLock lock(&mutex_);
  std::vector<domain::Access> accesses;
  accesses.reserve(held_.size());
  for (const Place& place : held_) accesses.push_back(place.access);
  return accesses;
}

absl::Status ReserveFile::Clear(size_t count) {
  absl::MutexLock lock(&mutex_);
  const std::string empty(kPlaceBytes, '\0');
  for (; count > 0 && !held_.empty(); --count) {
    CANDOR_RETURN_IF_ERROR(Write(held_.front().number, empty));
    held_.erase(held_.begin());
  }
  return absl::OkStatus();
}

}  // namespace candor::store
