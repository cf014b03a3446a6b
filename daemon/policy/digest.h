#ifndef CANDOR_DAEMON_POLICY_DIGEST_H_
#define CANDOR_DAEMON_POLICY_DIGEST_H_

#include <string>
#include <string_view>

#include "absl/status/statusor.h"

namespace candor::policy {

// SHA-256 as 64 lower-case hexadecimal digits.
std::string HexDigest(std::string_view bytes);
// Of a file's content. NOT_FOUND when it cannot be read.
absl::StatusOr<std::string> HexDigestOfFile(const std::string& path);

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_DIGEST_H_
