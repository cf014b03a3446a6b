#ifndef CANDOR_TESTS_BENCH_LOAD_CONNECTION_H_
#define CANDOR_TESTS_BENCH_LOAD_CONNECTION_H_

#include <nghttp2/nghttp2.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "tests/bench/load/tls_wire.h"

namespace candor::bench {

// What came back for one call.
struct Reply {
  int grpc_status = -1;  // from the trailer; -1: there was none
  std::string grpc_message;
  std::string message;  // serialised, without gRPC's five bytes; empty unless asked for
};

// One unary call.
struct Call {
  std::string_view path;     // "/candor.v1.EntryService/CreateEntry"; outlives the call
  std::string_view act_for;  // value of candor-act-for, or empty; outlives the call
  std::string body;          // gRPC's five bytes and the serialised message
  bool keep_reply = false;   // whether Reply::message is wanted
};

// gRPC's five bytes in front of a serialised message.
std::string Framed(std::string_view message);

// An HTTP/2 connection that carries unary gRPC calls, many at a time. The program that drives several of them waits in
// poll() for all. Thread-compatible.
class Connection final {
 public:
  using Done = std::function<void(const Reply&)>;

  // "unix:PATH" or "HOST:PORT"; with `tls` over TLS, else in the clear. UNAVAILABLE when nobody answers, and when the
  // server is not one of the authority.
  static absl::StatusOr<std::unique_ptr<Connection>> Open(const std::string& server, const TlsIdentity* tls = nullptr);
  ~Connection();
  Connection(const Connection&) = delete;
  Connection& operator=(const Connection&) = delete;

  // Queues the call; `done` is called once, from Work().
  void Start(Call call, Done done);
  size_t in_flight() const { return in_flight_; }

  int fd() const { return fd_; }
  bool wants_write() const;
  // Reads and writes what can be read and written now. UNAVAILABLE when the connection is gone.
  absl::Status Work(bool readable);

 private:
  struct Stream;

  Connection(int fd, std::unique_ptr<TlsWire> tls);
  void StartSession();
  absl::Status Flush();
  // As recv() and send() on a socket that does not block.
  ssize_t Receive(uint8_t* buffer, size_t size);
  ssize_t Send(std::string_view bytes);
  static ssize_t OnRead(nghttp2_session* session, int32_t id, uint8_t* buffer, size_t size, uint32_t* flags,
                        nghttp2_data_source* source, void* self);
  static int OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                      const uint8_t* value, size_t value_size, uint8_t flags, void* self);
  static int OnData(nghttp2_session* session, uint8_t flags, int32_t id, const uint8_t* data, size_t size, void* self);
  static int OnClose(nghttp2_session* session, int32_t id, uint32_t error, void* self);

  const int fd_;
  const std::unique_ptr<TlsWire> tls_;  // nullptr: in the clear
  nghttp2_session* session_ = nullptr;
  std::string out_;  // bytes that the socket did not take yet
  size_t in_flight_ = 0;
  std::vector<std::unique_ptr<Stream>> streams_;
  std::vector<Stream*> spare_;  // those of them that carry no call
};

// Runs until `until` holds, with whatever is started meanwhile. The first error of any connection ends it. `until` is
// asked after whatever comes, and at the latest after so many milliseconds of nothing.
absl::Status Drive(const std::vector<std::unique_ptr<Connection>>& connections, const std::function<bool()>& until,
                   int longest_wait_ms = 1000);

}  // namespace candor::bench

#endif  // CANDOR_TESTS_BENCH_LOAD_CONNECTION_H_
