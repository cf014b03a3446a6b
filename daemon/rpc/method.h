#ifndef CANDOR_DAEMON_RPC_METHOD_H_
#define CANDOR_DAEMON_RPC_METHOD_H_

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "daemon/domain/entry.h"
#include "daemon/domain/store.h"
#include "daemon/rpc/lane.h"
#include "daemon/rpc/limits.h"
#include "daemon/rpc/reads.h"
#include "daemon/rpc/rooms.h"
#include "daemon/rpc/shape.h"
#include "google/protobuf/message.h"
#include "grpcpp/support/byte_buffer.h"
#include "grpcpp/support/server_callback.h"

// What a service is made of: methods by full name, each with a handler. WireService serves them.
namespace candor::rpc {

class ReadLog;

// One call that has passed the gate.
struct Call {
  std::string method;  // full name
  domain::Caller caller;
  absl::Time received;
  absl::Time deadline;
  // Whether nobody waits for the answer any more. Not to be called after it was given.
  std::function<bool()> cancelled;
  // Whether the daemon has been stopping for so long that a stream should end before its next message.
  std::function<bool()> must_end;
  // Whether the caller counts as they did when the call came in: OK, as always for the operator as such, or why they do
  // not any more. To be asked before each message of a stream that others may open, on any thread. Never empty.
  std::function<absl::Status()> standing;
  EmergencyId emergency;  // under which the caller reads by this call; empty: none
  // Whether each use of the right to act for the caller is on record, also one that shows nothing: people are enrolled.
  bool use_is_told = false;
  std::string peer_pem;  // the certificate that the caller holds; empty: they have shown none
  std::string who;  // what counts as one caller, for whom others wait no longer than their turn; empty: the operator
  // While a copy of it lives the call is under way, and a daemon that stops waits for it.
  std::shared_ptr<const void> pass = nullptr;
  // What it costs the caller; nullptr: they are not limited.
  std::shared_ptr<Limits::Turn> turn = nullptr;
  // What goes on record because of the answer and cannot be read off it. Never nullptr.
  std::shared_ptr<Reads> reads = std::make_shared<Reads>();
  // Is told how far the fold of a past moment has come. Empty: nobody is.
  std::function<void(const domain::FoldProgress&)> folded = nullptr;
};

// Called once with the response, or with why there is none. Any thread.
template <class Response>
using Reply = std::function<void(absl::StatusOr<Response>)>;

// A handler without its types.
struct Method {
  using Done = std::function<void(const absl::Status&, const google::protobuf::Message* response)>;
  using Reactor = grpc::ServerBidiReactor<grpc::ByteBuffer, grpc::ByteBuffer>;
  using WriteReactor = grpc::ServerWriteReactor<grpc::ByteBuffer>;

  // One of the three is set.
  std::function<void(const Call&, const grpc::ByteBuffer&, Done)> answer;
  std::function<Reactor*(const Call&)> stream;
  std::function<WriteReactor*(const Call&, const grpc::ByteBuffer&)> follow;
  bool leaves_trace = true;  // false: that it was called is told to nobody, the log included
};

// Thread-compatible; complete before the first call is served.
class MethodTable {
 public:
  // Not owned; outlives the table and the calls that it serves.
  explicit MethodTable(ReadLog& read_log) : read_log_(read_log) {}

  // What streams put on record themselves goes here.
  ReadLog& read_log() const { return read_log_; }

  // A handler that answers before it returns. A question about the past waits its turn for it, on a thread of its own:
  // one such question is answered at a time.
  template <class Request, class Response>
  void Answer(const std::string& name, const Rooms& rooms,
              absl::Status (*handler)(const Rooms&, const Call&, const Request&, Response&)) {
    Serve<Request, Response>(name, [rooms, handler](const Call& call, const Request& request, auto reply) {
      Response response;
      absl::Status status = handler(rooms, call, request, response);
      if (status.ok()) return reply(std::move(response));
      reply(std::move(status));
    });
  }

  // As Answer(), for what is asked of something else than the rooms.
  template <class Request, class Response>
  void AnswerHere(const std::string& name,
                  std::function<absl::Status(const Call&, const Request&, Response&)> handler) {
    Serve<Request, Response>(name, [handler](const Call& call, const Request& request, auto reply) {
      Response response;
      absl::Status status = handler(call, request, response);
      if (status.ok()) return reply(std::move(response));
      reply(std::move(status));
    });
  }

  // A handler that answers later, without holding its thread. The request lives until the handler returns; a question
  // about the past has its turn until then.
  template <class Request, class Response>
  void AnswerLater(const std::string& name, const Rooms& rooms,
                   void (*handler)(const Rooms&, const Call&, const Request&, const Reply<Response>&)) {
    Serve<Request, Response>(name,
                             [rooms, handler](const Call& call, const Request& request, const Reply<Response>& reply) {
                               handler(rooms, call, request, reply);
                             });
  }

  // Calls of the method, which must have been added, are not logged.
  void LeaveNoTrace(const std::string& name);

  // `open` gives a reactor that deletes itself in OnDone.
  void Stream(std::string name, std::function<Method::Reactor*(const Call&)> open);
  // The call's work about the past: one such question is answered at a time, and callers take turns.
  void WaitForPast(const Call& call, std::function<void()> work) {
    past_.Post(call.who, [turn = call.turn, work = std::move(work)] {
      const Metered metered(turn);
      work();
    });
  }
  // As Stream(), for one request and many responses.
  void Follow(std::string name, std::function<Method::WriteReactor*(const Call&, const grpc::ByteBuffer&)> open);

  const std::map<std::string, Method, std::less<>>& methods() const { return methods_; }

 private:
  // A call that is to be answered, and what it asked, as Asked() says.
  struct Waiting {
    Call call;
    std::optional<std::string> asked;
    Method::Done done;
  };

  template <class Request, class Response>
  void Serve(const std::string& name,
             std::function<void(const Call&, const Request&, const Reply<Response>&)> handler) {
    CheckTypes(name, *Request::descriptor(), *Response::descriptor());
    Add(name, [this, name, handler](const Call& call, const grpc::ByteBuffer& bytes, Method::Done done) {
      Request request;
      if (absl::Status status = ReadMessage(bytes, request); !status.ok()) return done(status, nullptr);
      // Replies are handed on and copied several times, so that what they stand on is made once and shared.
      const auto waiting = std::make_shared<const Waiting>(Waiting{call, Asked(name, request), std::move(done)});
      const Reply<Response> reply = [this, waiting](absl::StatusOr<Response> response) {
        Send(waiting->call, waiting->asked, std::move(response), waiting->done);
      };
      if (!IsAboutThePast(request)) return handler(call, request, reply);
      WaitForPast(call, [handler, call, request = std::move(request), reply] { handler(call, request, reply); });
    });
  }

  // What it shows of others is on record before it leaves.
  template <class Response>
  void Send(const Call& call, const std::optional<std::string>& asked, absl::StatusOr<Response> response,
            const Method::Done& done) {
    if (!response.ok()) return done(response.status(), nullptr);
    const auto answer = std::make_shared<const Response>(*std::move(response));
    Admit(call, asked, *answer,
          [answer, done](const absl::Status& admitted) { done(admitted, admitted.ok() ? answer.get() : nullptr); });
  }

  // What makes two questions of the method the same; nullopt where the answer is no read: the method writes, and is on
  // record by that, or nothing of it is to be on record.
  std::optional<std::string> Asked(const std::string& name, const google::protobuf::Message& request) const;
  void Admit(const Call& call, const std::optional<std::string>& asked, const google::protobuf::Message& answer,
             const std::function<void(const absl::Status&)>& done);

  template <class Request>
  static bool IsAboutThePast(const Request& request) {
    if constexpr (requires { request.has_as_of(); }) return request.has_as_of();
    return false;
  }

  // Ends the program when the method's types are others: a mistake in the wiring, found by any test that starts it.
  static void CheckTypes(const std::string& name, const google::protobuf::Descriptor& request,
                         const google::protobuf::Descriptor& response);
  void Add(std::string name, std::function<void(const Call&, const grpc::ByteBuffer&, Method::Done)> answer);

  ReadLog& read_log_;
  std::map<std::string, Method, std::less<>> methods_;
  Lane past_;
};

}  // namespace candor::rpc

#endif  // CANDOR_DAEMON_RPC_METHOD_H_
