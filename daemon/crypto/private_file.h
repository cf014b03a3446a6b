#ifndef CANDOR_DAEMON_CRYPTO_PRIVATE_FILE_H_
#define CANDOR_DAEMON_CRYPTO_PRIVATE_FILE_H_

#include <cstddef>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "daemon/crypto/unique_fd.h"

// Private to this room: files that hold a secret.
namespace candor::crypto {

// Who may have a right to the file.
enum class PrivateTo {
  kOwner,   // nobody but this user, whose file it is
  kSystem,  // as systemd hands out credentials: root's or this user's, and no right for everybody
};

// Opens the file for reading. `what` begins every message: "the master key". NOT_FOUND when there is none;
// FAILED_PRECONDITION, with what to do, when it is not a plain file (symbolic links included), belongs to somebody else
// or can be reached by others.
absl::StatusOr<UniqueFd> OpenPrivateFile(const std::string& path, std::string_view what,
                                         PrivateTo who = PrivateTo::kOwner);

// The whole file. As above; FAILED_PRECONDITION for one of more than `most` bytes too.
absl::StatusOr<std::string> ReadPrivateFile(const std::string& path, std::string_view what, size_t most,
                                            PrivateTo who = PrivateTo::kOwner);

// "<what> <path> <problem>".
absl::Status RefuseFile(std::string_view what, const std::string& path, std::string_view problem);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_PRIVATE_FILE_H_
