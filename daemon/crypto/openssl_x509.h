#ifndef CANDOR_DAEMON_CRYPTO_OPENSSL_X509_H_
#define CANDOR_DAEMON_CRYPTO_OPENSSL_X509_H_

#include <openssl/bio.h>
#include <openssl/bn.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

// Private to this room: what its sources about certificates share of OpenSSL.
namespace candor::crypto {

struct X509Deleter {
  void operator()(BIO* bio) const { BIO_free_all(bio); }
  void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
  void operator()(EVP_PKEY_CTX* context) const { EVP_PKEY_CTX_free(context); }
  void operator()(X509* certificate) const { X509_free(certificate); }
  void operator()(X509_REQ* request) const { X509_REQ_free(request); }
  void operator()(X509_PUBKEY* key) const { X509_PUBKEY_free(key); }
  void operator()(X509_EXTENSION* extension) const { X509_EXTENSION_free(extension); }
  void operator()(X509_STORE* store) const { X509_STORE_free(store); }
  void operator()(X509_STORE_CTX* context) const { X509_STORE_CTX_free(context); }
  void operator()(GENERAL_NAMES* names) const { GENERAL_NAMES_free(names); }
  void operator()(BIGNUM* number) const { BN_free(number); }
};
template <class T>
using Handle = std::unique_ptr<T, X509Deleter>;

// Leaves nothing in the thread's queue of OpenSSL's errors, whichever way the scope is left: whoever speaks TLS on the
// same thread next would take them for its own.
class NoErrorsLeft final {
 public:
  NoErrorsLeft() = default;
  ~NoErrorsLeft() { ERR_clear_error(); }
  NoErrorsLeft(const NoErrorsLeft&) = delete;
  NoErrorsLeft& operator=(const NoErrorsLeft&) = delete;
};

// Reads the bytes; they must be good as long as the result.
Handle<BIO> BytesToRead(std::string_view bytes);

// What an i2d_ function of OpenSSL writes. REQUIRES: `object` is whole.
template <class T>
std::string DerOf(int (*write)(const T*, unsigned char**), const T* object) {
  unsigned char* der = nullptr;
  const int size = write(object, &der);
  if (size <= 0) return {};
  std::string out(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
  OPENSSL_free(der);
  return out;
}

// What a d2i_ function makes of exactly these bytes; nullptr when they are not one such object, or go on after it.
template <class T>
Handle<T> FromDer(T* (*read)(T**, const unsigned char**, long), std::string_view der) {
  const auto* at = reinterpret_cast<const unsigned char*>(der.data());
  const unsigned char* const end = at + der.size();
  Handle<T> object(read(nullptr, &at, static_cast<long>(der.size())));
  return at == end ? std::move(object) : nullptr;
}

// The kinds of keys that this room takes for certificates.
enum class KeyKind { kP256, kP384, kRsa };
// nullopt for any other, and for RSA of less than 2048 or more than 8192 bits.
std::optional<KeyKind> KindOf(const EVP_PKEY* key);
// What a key of the kind signs with.
const EVP_MD* DigestFor(KeyKind kind);

}  // namespace candor::crypto

#endif  // CANDOR_DAEMON_CRYPTO_OPENSSL_X509_H_
