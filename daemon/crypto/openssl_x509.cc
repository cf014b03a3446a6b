#include "daemon/crypto/openssl_x509.h"

#include <array>

#include "daemon/crypto/openssl.h"

namespace candor::crypto {
namespace {

constexpr int kLeastRsaBits = 2048;
constexpr int kMostRsaBits = 8192;

}  // namespace

Handle<BIO> BytesToRead(std::string_view bytes) {
  Handle<BIO> bio(BIO_new_mem_buf(bytes.data(), static_cast<int>(bytes.size())));
  Require(bio != nullptr, "reading from memory");
  return bio;
}

std::optional<KeyKind> KindOf(const EVP_PKEY* key) {
  if (EVP_PKEY_get_base_id(key) == EVP_PKEY_RSA) {
    const int bits = EVP_PKEY_get_bits(key);
    if (bits < kLeastRsaBits || bits > kMostRsaBits) return std::nullopt;
    return KeyKind::kRsa;
  }
  if (EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) return std::nullopt;
  std::array<char, 64> group{};
  size_t size = 0;
  if (EVP_PKEY_get_group_name(key, group.data(), group.size(), &size) != 1) return std::nullopt;
  const std::string_view name(group.data(), size);
  if (name == "prime256v1" || name == "P-256") return KeyKind::kP256;
  if (name == "secp384r1" || name == "P-384") return KeyKind::kP384;
  return std::nullopt;
}

const EVP_MD* DigestFor(KeyKind kind) {
  return kind == KeyKind::kP384 ? EVP_sha384() : EVP_sha256();
}

}  // namespace candor::crypto
