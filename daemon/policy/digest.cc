#include "daemon/policy/digest.h"

#include <openssl/sha.h>

#include <array>
#include <fstream>
#include <iterator>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"

namespace candor::policy {

std::string HexDigest(std::string_view bytes) {
  std::array<uint8_t, SHA256_DIGEST_LENGTH> digest{};
  SHA256(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size(), digest.data());
  return absl::BytesToHexString(ToAbsl(AsText(digest)));
}

absl::StatusOr<std::string> HexDigestOfFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return absl::NotFoundError(absl::StrCat("cannot read ", path));
  const std::string content{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
  return HexDigest(content);
}

}  // namespace candor::policy
