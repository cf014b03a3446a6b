#include "tests/bench/load/tls_wire.h"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>

#include <cerrno>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"

namespace candor::bench {
namespace {

// HTTP/2, with its length before it (RFC 7301).
constexpr unsigned char kHttp2[] = {2, 'h', '2'};

template <class T, void (*Free)(T*)>
struct Freer {
  void operator()(T* held) const { Free(held); }
};
using Context = std::unique_ptr<SSL_CTX, Freer<SSL_CTX, SSL_CTX_free>>;
using Certificate = std::unique_ptr<X509, Freer<X509, X509_free>>;
using PrivateKey = std::unique_ptr<EVP_PKEY, Freer<EVP_PKEY, EVP_PKEY_free>>;
using Text = std::unique_ptr<BIO, Freer<BIO, BIO_free_all>>;

Text TextOf(const std::string& pem) {
  return Text(BIO_new_mem_buf(pem.data(), static_cast<int>(pem.size())));
}

absl::Status LastError(absl::StatusCode code, const char* what) {
  return absl::Status(code, absl::StrCat(what, ": ", ERR_reason_error_string(ERR_get_error())));
}

absl::Status Trust(SSL_CTX* context, const std::string& pem) {
  const Certificate authority(PEM_read_bio_X509(TextOf(pem).get(), nullptr, nullptr, nullptr));
  if (authority == nullptr || X509_STORE_add_cert(SSL_CTX_get_cert_store(context), authority.get()) != 1) {
    return LastError(absl::StatusCode::kInvalidArgument, "the authority's certificate cannot be read");
  }
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, nullptr);
  return absl::OkStatus();
}

absl::Status Show(SSL_CTX* context, const TlsIdentity& identity) {
  if (identity.key.empty()) return absl::OkStatus();
  const Certificate certificate(PEM_read_bio_X509(TextOf(identity.certificate).get(), nullptr, nullptr, nullptr));
  const PrivateKey key(PEM_read_bio_PrivateKey(TextOf(identity.key).get(), nullptr, nullptr, nullptr));
  if (certificate != nullptr && key != nullptr && SSL_CTX_use_certificate(context, certificate.get()) == 1 &&
      SSL_CTX_use_PrivateKey(context, key.get()) == 1) {
    return absl::OkStatus();
  }
  return LastError(absl::StatusCode::kInvalidArgument, "a machine's key and certificate cannot be used");
}

}  // namespace

absl::StatusOr<std::unique_ptr<TlsWire>> TlsWire::ShakeHands(int fd, const TlsIdentity& identity) {
  ERR_clear_error();
  const Context context(SSL_CTX_new(TLS_client_method()));
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_mode(context.get(), SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
  SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof kHttp2);
  CANDOR_RETURN_IF_ERROR(Trust(context.get(), identity.authority));
  CANDOR_RETURN_IF_ERROR(Show(context.get(), identity));
  // It has a share in the context.
  std::unique_ptr<TlsWire> wire(new TlsWire(SSL_new(context.get())));
  SSL_set_fd(wire->ssl_, fd);
  if (SSL_connect(wire->ssl_) != 1) return LastError(absl::StatusCode::kUnavailable, "TLS came to nothing");
  return wire;
}

TlsWire::~TlsWire() {
  SSL_free(ssl_);
}

ssize_t TlsWire::Failed(int result) const {
  switch (SSL_get_error(ssl_, result)) {
    case SSL_ERROR_WANT_READ:
    case SSL_ERROR_WANT_WRITE:
      errno = EAGAIN;
      return -1;
    case SSL_ERROR_ZERO_RETURN:
      return 0;
    case SSL_ERROR_SYSCALL:
      if (errno == 0 || errno == EAGAIN) errno = ECONNRESET;
      return -1;
    default:
      errno = EPROTO;
      return -1;
  }
}

ssize_t TlsWire::Receive(uint8_t* buffer, size_t size) {
  ERR_clear_error();
  size_t got = 0;
  const int result = SSL_read_ex(ssl_, buffer, size, &got);
  return result == 1 ? static_cast<ssize_t>(got) : Failed(result);
}

ssize_t TlsWire::Send(std::string_view bytes) {
  ERR_clear_error();
  size_t written = 0;
  const int result = SSL_write_ex(ssl_, bytes.data(), bytes.size(), &written);
  return result == 1 ? static_cast<ssize_t>(written) : Failed(result);
}

}  // namespace candor::bench
