#include "tests/bench/load/connection.h"

#include <fcntl.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"

namespace candor::bench {
namespace {

constexpr size_t kFrameHeader = 5;
constexpr uint32_t kWindow = 1U << 24;

absl::Status Gone(std::string_view what) {
  return absl::UnavailableError(absl::StrCat("the connection is gone: ", std::string(what)));
}

nghttp2_nv Field(std::string_view name, std::string_view value) {
  return {reinterpret_cast<uint8_t*>(const_cast<char*>(name.data())),
          reinterpret_cast<uint8_t*>(const_cast<char*>(value.data())), name.size(), value.size(),
          NGHTTP2_NV_FLAG_NO_COPY_NAME};
}

std::string_view View(const uint8_t* data, size_t size) {
  return {reinterpret_cast<const char*>(data), size};
}

int ConnectUnix(const std::string& path) {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (path.size() >= sizeof(address.sun_path)) return -1;
  std::memcpy(address.sun_path, path.data(), path.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (fd >= 0 && ::connect(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

int ConnectTcp(const std::string& host, const std::string& port) {
  addrinfo hints{};
  hints.ai_socktype = SOCK_STREAM;
  addrinfo* found = nullptr;
  if (::getaddrinfo(host.c_str(), port.c_str(), &hints, &found) != 0) return -1;
  int fd = -1;
  for (addrinfo* each = found; each != nullptr && fd < 0; each = each->ai_next) {
    fd = ::socket(each->ai_family, each->ai_socktype | SOCK_CLOEXEC, each->ai_protocol);
    if (fd >= 0 && ::connect(fd, each->ai_addr, each->ai_addrlen) != 0) {
      ::close(fd);
      fd = -1;
    }
  }
  ::freeaddrinfo(found);
  const int on = 1;
  if (fd >= 0) ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  return fd;
}

}  // namespace

std::string Framed(std::string_view message) {
  std::string out(1, '\0');
  for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<char>(message.size() >> shift));
  return out.append(message);
}

// A call that is under way. Reused, because a fresh one per call would be felt at these rates.
struct Connection::Stream {
  Call call;
  size_t sent = 0;
  std::string received;
  Reply reply;
  Done done;
};

absl::StatusOr<std::unique_ptr<Connection>> Connection::Open(const std::string& server, const TlsIdentity* tls) {
  int fd = -1;
  if (server.starts_with("unix:")) {
    fd = ConnectUnix(server.substr(5));
  } else if (const size_t colon = server.rfind(':'); colon != std::string::npos) {
    fd = ConnectTcp(server.substr(0, colon), server.substr(colon + 1));
  }
  if (fd < 0) return absl::UnavailableError(absl::StrCat("nobody answers at ", server, ": ", std::strerror(errno)));
  std::unique_ptr<TlsWire> wire;
  if (tls != nullptr) {
    auto shaken = TlsWire::ShakeHands(fd, *tls);
    if (!shaken.ok()) {
      ::close(fd);
      return shaken.status();
    }
    wire = *std::move(shaken);
  }
  ::fcntl(fd, F_SETFL, ::fcntl(fd, F_GETFL) | O_NONBLOCK);
  std::unique_ptr<Connection> connection(new Connection(fd, std::move(wire)));
  connection->StartSession();
  return connection;
}

Connection::Connection(int fd, std::unique_ptr<TlsWire> tls) : fd_(fd), tls_(std::move(tls)) {}

Connection::~Connection() {
  nghttp2_session_del(session_);
  ::close(fd_);
}

void Connection::StartSession() {
  nghttp2_session_callbacks* callbacks = nullptr;
  nghttp2_session_callbacks_new(&callbacks);
  nghttp2_session_callbacks_set_on_header_callback(callbacks, &OnHeader);
  nghttp2_session_callbacks_set_on_data_chunk_recv_callback(callbacks, &OnData);
  nghttp2_session_callbacks_set_on_stream_close_callback(callbacks, &OnClose);
  nghttp2_session_client_new(&session_, callbacks, this);
  nghttp2_session_callbacks_del(callbacks);
  const nghttp2_settings_entry window{NGHTTP2_SETTINGS_INITIAL_WINDOW_SIZE, kWindow};
  nghttp2_submit_settings(session_, NGHTTP2_FLAG_NONE, &window, 1);
  nghttp2_session_set_local_window_size(session_, NGHTTP2_FLAG_NONE, 0, kWindow);
}

void Connection::Start(Call call, Done done) {
  if (spare_.empty()) {
    streams_.push_back(std::make_unique<Stream>());
    spare_.push_back(streams_.back().get());
  }
  Stream* const stream = spare_.back();
  spare_.pop_back();
  stream->call = std::move(call);
  stream->sent = 0;
  stream->received.clear();
  stream->reply = Reply{};
  stream->done = std::move(done);
  std::array<nghttp2_nv, 8> fields{Field(":method", "POST"),
                                   Field(":scheme", tls_ == nullptr ? "http" : "https"),
                                   Field(":path", stream->call.path),
                                   Field(":authority", "localhost"),
                                   Field("content-type", "application/grpc"),
                                   Field("te", "trailers"),
                                   Field("user-agent", "candor-load"),
                                   Field("candor-act-for", stream->call.act_for)};
  nghttp2_data_provider body{};
  body.source.ptr = stream;
  body.read_callback = &OnRead;
  nghttp2_submit_request(session_, nullptr, fields.data(), fields.size() - (stream->call.act_for.empty() ? 1 : 0),
                         &body, stream);
  ++in_flight_;
}

bool Connection::wants_write() const {
  return !out_.empty() || nghttp2_session_want_write(session_) != 0;
}

absl::Status Connection::Flush() {
  constexpr size_t kEnough = 1 << 18;
  for (;;) {
    while (out_.size() < kEnough) {
      const uint8_t* bytes = nullptr;
      const ssize_t size = nghttp2_session_mem_send(session_, &bytes);
      if (size < 0) return Gone(nghttp2_strerror(static_cast<int>(size)));
      if (size == 0) break;
      out_.append(View(bytes, static_cast<size_t>(size)));
    }
    if (out_.empty()) return absl::OkStatus();
    size_t sent = 0;
    while (sent < out_.size()) {
      const ssize_t written = Send(std::string_view(out_).substr(sent));
      if (written < 0 && errno == EAGAIN) break;
      if (written < 0 && errno != EINTR) return Gone(std::strerror(errno));
      if (written > 0) sent += static_cast<size_t>(written);
    }
    out_.erase(0, sent);
    if (!out_.empty()) return absl::OkStatus();
  }
}

ssize_t Connection::Receive(uint8_t* buffer, size_t size) {
  return tls_ == nullptr ? ::recv(fd_, buffer, size, 0) : tls_->Receive(buffer, size);
}

ssize_t Connection::Send(std::string_view bytes) {
  return tls_ == nullptr ? ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL) : tls_->Send(bytes);
}

absl::Status Connection::Work(bool readable) {
  std::array<uint8_t, 1 << 16> buffer;
  while (readable) {
    const ssize_t got = Receive(buffer.data(), buffer.size());
    if (got == 0) return Gone("closed by the server");
    if (got < 0 && errno == EAGAIN) break;
    if (got < 0 && errno != EINTR) return Gone(std::strerror(errno));
    if (got > 0) {
      const ssize_t taken = nghttp2_session_mem_recv(session_, buffer.data(), static_cast<size_t>(got));
      if (taken < 0) return Gone(nghttp2_strerror(static_cast<int>(taken)));
    }
    // TLS gives one of its records at a time, and poll() does not know of those that it has read already.
    if (tls_ == nullptr && got < static_cast<ssize_t>(buffer.size())) break;
  }
  return Flush();
}

ssize_t Connection::OnRead(nghttp2_session*, int32_t, uint8_t* buffer, size_t size, uint32_t* flags,
                           nghttp2_data_source* source, void*) {
  auto* const stream = static_cast<Stream*>(source->ptr);
  const size_t part = std::min(size, stream->call.body.size() - stream->sent);
  std::memcpy(buffer, stream->call.body.data() + stream->sent, part);
  stream->sent += part;
  if (stream->sent == stream->call.body.size()) *flags |= NGHTTP2_DATA_FLAG_EOF;
  return static_cast<ssize_t>(part);
}

int Connection::OnHeader(nghttp2_session* session, const nghttp2_frame* frame, const uint8_t* name, size_t name_size,
                         const uint8_t* value, size_t value_size, uint8_t, void*) {
  auto* const stream = static_cast<Stream*>(nghttp2_session_get_stream_user_data(session, frame->hd.stream_id));
  if (stream == nullptr) return 0;
  const std::string_view text = View(value, value_size);
  if (View(name, name_size) == "grpc-status") {
    std::from_chars(text.data(), text.data() + text.size(), stream->reply.grpc_status);
  } else if (View(name, name_size) == "grpc-message") {
    stream->reply.grpc_message = text;
  }
  return 0;
}

int Connection::OnData(nghttp2_session* session, uint8_t, int32_t id, const uint8_t* data, size_t size, void*) {
  auto* const stream = static_cast<Stream*>(nghttp2_session_get_stream_user_data(session, id));
  if (stream != nullptr && stream->call.keep_reply) stream->received.append(View(data, size));
  return 0;
}

int Connection::OnClose(nghttp2_session* session, int32_t id, uint32_t, void* self) {
  auto* const connection = static_cast<Connection*>(self);
  auto* const stream = static_cast<Stream*>(nghttp2_session_get_stream_user_data(session, id));
  if (stream == nullptr) return 0;
  nghttp2_session_set_stream_user_data(session, id, nullptr);
  if (stream->received.size() >= kFrameHeader) stream->reply.message = stream->received.substr(kFrameHeader);
  --connection->in_flight_;
  const Done done = std::move(stream->done);
  done(stream->reply);
  connection->spare_.push_back(stream);
  return 0;
}

absl::Status Drive(const std::vector<std::unique_ptr<Connection>>& connections, const std::function<bool()>& until,
                   int longest_wait_ms) {
  std::vector<pollfd> polled(connections.size());
  for (const auto& connection : connections) {
    if (absl::Status status = connection->Work(false); !status.ok()) return status;
  }
  while (!until()) {
    for (size_t i = 0; i < connections.size(); ++i) {
      const int writing = connections[i]->wants_write() ? POLLOUT : 0;
      polled[i] = {connections[i]->fd(), static_cast<int16_t>(POLLIN | writing), 0};
    }
    if (::poll(polled.data(), polled.size(), longest_wait_ms) < 0 && errno != EINTR) return Gone(std::strerror(errno));
    for (size_t i = 0; i < connections.size(); ++i) {
      if (polled[i].revents == 0) continue;
      if (absl::Status status = connections[i]->Work((polled[i].revents & ~POLLOUT) != 0); !status.ok()) return status;
    }
  }
  return absl::OkStatus();
}

}  // namespace candor::bench
