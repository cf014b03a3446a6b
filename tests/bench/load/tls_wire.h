#ifndef CANDOR_TESTS_BENCH_LOAD_TLS_WIRE_H_
#define CANDOR_TESTS_BENCH_LOAD_TLS_WIRE_H_

#include <sys/types.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"

// OpenSSL's, so that whoever includes this need not.
struct ssl_st;

namespace candor::bench {

// Whom a client trusts and what it shows, in PEM.
struct TlsIdentity {
  std::string authority;
  std::string key;  // empty, as `certificate`: it has none
  std::string certificate;
};

// TLS (1.2 or 1.3) with HTTP/2 in it over a socket that somebody else owns, which outlives this. Thread-compatible.
class TlsWire final {
 public:
  // Over a socket that blocks; afterwards it may be one that does not. UNAVAILABLE when it comes to nothing, and when
  // the server shows no certificate of the authority; whose name it is on is not looked at. INVALID_ARGUMENT for an
  // identity that cannot be read.
  static absl::StatusOr<std::unique_ptr<TlsWire>> ShakeHands(int fd, const TlsIdentity& identity);
  ~TlsWire();
  TlsWire(const TlsWire&) = delete;
  TlsWire& operator=(const TlsWire&) = delete;

  // As recv() and send(): how many bytes, 0 when the other side has ended, -1 with errno, which is EAGAIN where the
  // socket has to be waited for.
  ssize_t Receive(uint8_t* buffer, size_t size);
  ssize_t Send(std::string_view bytes);

 private:
  explicit TlsWire(ssl_st* ssl) : ssl_(ssl) {}
  ssize_t Failed(int result) const;

  ssl_st* const ssl_;
};

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_TLS_WIRE_H_
