#include "cli/wire/first_contact.h"

#include <netdb.h>
#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// As TLS counts it: each name after its length. gRPC's servers end a handshake that offers nothing else.
constexpr unsigned char kHttp2[] = {2, 'h', '2'};
constexpr size_t kReadBytes = 16 * 1024;

struct TlsDeleter {
  void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  void operator()(SSL* ssl) const { SSL_free(ssl); }
};

// Leaves nothing in the thread's queue of OpenSSL's errors: gRPC would take them for its own.
struct QuietErrors {
  QuietErrors() = default;
  QuietErrors(const QuietErrors&) = delete;
  QuietErrors& operator=(const QuietErrors&) = delete;
  ~QuietErrors() { ERR_clear_error(); }
};

absl::Status NobodyAnswers(const ServerAddress& address) {
  return absl::UnavailableError(absl::StrCat("no daemon answers on tls:", address.target,
                                             ". Look at the address again, and whether this machine can reach it"));
}

absl::Status SpeaksNoTls(const ServerAddress& address) {
  return absl::UnavailableError(absl::StrCat("what answers on tls:", address.target,
                                             " does not speak TLS as candord does. Look at the address again"));
}

// A connection of TCP, closed with this. Moves only. Thread-compatible.
class TcpConnection final {
 public:
  // To the first of the host's addresses that takes it.
  static absl::StatusOr<TcpConnection> Open(const ServerAddress& address, absl::Time deadline) {
    addrinfo hints{};
    hints.ai_socktype = SOCK_STREAM;
    addrinfo* found = nullptr;
    if (getaddrinfo(address.host.c_str(), address.port.c_str(), &hints, &found) != 0) return NobodyAnswers(address);
    const std::unique_ptr<addrinfo, void (*)(addrinfo*)> all(found, freeaddrinfo);
    for (const addrinfo* each = all.get(); each != nullptr; each = each->ai_next) {
      TcpConnection connection(
          socket(each->ai_family, each->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, each->ai_protocol));
      if (connection.ConnectTo(*each, deadline)) return connection;
    }
    return NobodyAnswers(address);
  }

  TcpConnection(TcpConnection&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
  TcpConnection& operator=(TcpConnection&&) = delete;
  ~TcpConnection() {
    if (descriptor_ >= 0) close(descriptor_);
  }

  // Whether all of it went out in time.
  bool Send(std::string_view bytes, absl::Time deadline) {
    while (!bytes.empty()) {
      const ssize_t sent = send(descriptor_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent > 0) {
        bytes.remove_prefix(static_cast<size_t>(sent));
      } else if (!IsToWait() || !Await(POLLOUT, deadline)) {
        return false;
      }
    }
    return true;
  }

  // The next bytes; none: the other side has ended, or the time is over.
  std::string Receive(absl::Time deadline) {
    std::array<char, kReadBytes> bytes{};
    while (true) {
      const ssize_t got = recv(descriptor_, bytes.data(), bytes.size(), 0);
      if (got > 0) return {bytes.data(), static_cast<size_t>(got)};
      if (got == 0 || !IsToWait() || !Await(POLLIN, deadline)) return {};
    }
  }

 private:
  explicit TcpConnection(int descriptor) : descriptor_(descriptor) {}

  static bool IsToWait() { return errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR; }

  bool ConnectTo(const addrinfo& to, absl::Time deadline) {
    if (descriptor_ < 0) return false;
    if (connect(descriptor_, to.ai_addr, to.ai_addrlen) == 0) return true;
    if (errno != EINPROGRESS || !Await(POLLOUT, deadline)) return false;
    int error = 0;
    socklen_t size = sizeof(error);
    return getsockopt(descriptor_, SOL_SOCKET, SO_ERROR, &error, &size) == 0 && error == 0;
  }

  bool Await(short what, absl::Time deadline) {
    pollfd waiting{descriptor_, what, 0};
    while (true) {
      const int64_t left_ms = absl::ToInt64Milliseconds(deadline - absl::Now());
      if (left_ms <= 0) return false;
      const int ready = poll(&waiting, 1, static_cast<int>(std::min<int64_t>(left_ms, 1000)));
      if (ready > 0) return true;
      if (ready < 0 && errno != EINTR) return false;
    }
  }

  int descriptor_;
};

// What OpenSSL wants to have sent.
std::string TakeWritten(BIO* written) {
  std::string bytes;
  std::array<char, kReadBytes> part{};
  for (int got = 0; (got = BIO_read(written, part.data(), static_cast<int>(part.size()))) > 0;) {
    bytes.append(part.data(), static_cast<size_t>(got));
  }
  return bytes;
}

// OpenSSL sees memory only: it would write to a connection that has ended in a way that ends the process.
absl::Status ShakeHands(SSL& ssl, TcpConnection& connection, const ServerAddress& address, absl::Time deadline) {
  BIO* const received = BIO_new(BIO_s_mem());
  BIO* const written = BIO_new(BIO_s_mem());
  SSL_set_bio(&ssl, received, written);  // which owns them from here on
  if (received == nullptr || written == nullptr) return absl::ResourceExhaustedError("there is no memory left");
  while (true) {
    const int done = SSL_connect(&ssl);
    const int error = SSL_get_error(&ssl, done);
    if (!connection.Send(TakeWritten(written), deadline)) return SpeaksNoTls(address);
    if (done == 1) return absl::OkStatus();
    if (error != SSL_ERROR_WANT_READ) return SpeaksNoTls(address);
    const std::string bytes = connection.Receive(deadline);
    if (bytes.empty()) return SpeaksNoTls(address);
    BIO_write(received, bytes.data(), static_cast<int>(bytes.size()));
  }
}

// The certificates that were shown, the server's own first, in DER.
std::vector<std::string> ShownBy(const SSL& ssl) {
  std::vector<std::string> shown;
  STACK_OF(X509)* const chain = SSL_get_peer_cert_chain(&ssl);  // not owned
  for (int i = 0; chain != nullptr && i < sk_X509_num(chain); ++i) {
    unsigned char* der = nullptr;
    const int size = i2d_X509(sk_X509_value(chain, i), &der);
    if (size > 0) shown.emplace_back(reinterpret_cast<const char*>(der), static_cast<size_t>(size));
    OPENSSL_free(der);
  }
  return shown;
}

absl::StatusOr<std::vector<std::string>> AskForCertificates(const ServerAddress& address, absl::Time deadline) {
  CANDOR_ASSIGN_OR_RETURN(TcpConnection connection, TcpConnection::Open(address, deadline));
  const QuietErrors quiet;
  const std::unique_ptr<SSL_CTX, TlsDeleter> context(SSL_CTX_new(TLS_client_method()));
  if (context == nullptr) return absl::InternalError("OpenSSL cannot speak TLS here");
  // Who it is shows from the code, once the certificates are here.
  SSL_CTX_set_verify(context.get(), SSL_VERIFY_NONE, nullptr);
  SSL_CTX_set_min_proto_version(context.get(), TLS1_2_VERSION);
  SSL_CTX_set_alpn_protos(context.get(), kHttp2, sizeof(kHttp2));
  const std::unique_ptr<SSL, TlsDeleter> ssl(SSL_new(context.get()));
  if (ssl == nullptr) return absl::ResourceExhaustedError("there is no memory left");
  if (!crypto::IsAddress(address.host)) SSL_set_tlsext_host_name(ssl.get(), address.host.c_str());
  CANDOR_RETURN_IF_ERROR(ShakeHands(*ssl, connection, address, deadline));
  return ShownBy(*ssl);
}

}  // namespace

absl::StatusOr<crypto::Certificate> FetchAuthority(const ServerAddress& address, const crypto::EnrolmentCode& code,
                                                   absl::Duration timeout) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<std::string> shown, AskForCertificates(address, absl::Now() + timeout));
  for (const std::string& der : shown) {
    const absl::StatusOr<crypto::Certificate> authority = crypto::ReadCertificate(der);
    if (!authority.ok() || !crypto::IsOfAuthority(code, authority->fingerprint)) continue;
    CANDOR_ASSIGN_OR_RETURN(const crypto::Certificate server, crypto::ReadCertificate(shown.front()));
    const absl::Status issued = crypto::CheckIssued(server, *authority, crypto::CertificateUse::kServer, absl::Now());
    if (issued.ok()) return *authority;
    return absl::FailedPreconditionError(absl::StrCat(
        "nothing of the code was sent, since the certificate of tls:", address.target, " is not taken: ",
        issued.message(), ". Look whether this machine's clock is right, and ask whoever runs the daemon"));
  }
  return absl::FailedPreconditionError(
      absl::StrCat("what answers on tls:", address.target,
                   " is not what this code was made for, and nothing of the code was sent to it. Look at the address "
                   "again, and ask whoever handed you the code"));
}

}  // namespace candor::cli
