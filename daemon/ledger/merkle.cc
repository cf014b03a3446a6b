#include "daemon/ledger/merkle.h"

#include <openssl/evp.h>

#include <cstdlib>
#include <initializer_list>
#include <memory>

#include "daemon/base/bytes.h"
#include "daemon/base/log.h"

namespace candor::ledger {
namespace {

constexpr std::string_view kLeafPrefix{"\0", 1};
constexpr std::string_view kNodePrefix{"\1", 1};

// Fetched once: looking an algorithm up costs more than hashing a leaf.
const EVP_MD* Sha256Method() {
  static const EVP_MD* const method = EVP_MD_fetch(nullptr, "SHA256", nullptr);
  return method;
}

Hash Digest(std::initializer_list<std::string_view> parts) {
  thread_local const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(),
                                                                                     &EVP_MD_CTX_free);
  Hash hash;
  bool ok = EVP_DigestInit_ex2(context.get(), Sha256Method(), nullptr) == 1;
  for (std::string_view part : parts) ok = ok && EVP_DigestUpdate(context.get(), part.data(), part.size()) == 1;
  ok = ok && EVP_DigestFinal_ex(context.get(), hash.data(), nullptr) == 1;
  if (!ok) {
    log::Error("OpenSSL cannot compute SHA-256; the daemon cannot go on without it");
    std::abort();
  }
  return hash;
}

}  // namespace

Hash Sha256(std::string_view bytes) {
  return Digest({bytes});
}

Hash LeafHash(std::string_view data) {
  return Digest({kLeafPrefix, data});
}

Hash NodeHash(const Hash& left, const Hash& right) {
  return Digest({kNodePrefix, AsText(left), AsText(right)});
}

Hash EmptyRoot() {
  return Digest({});
}

}  // namespace candor::ledger
