#ifndef CANDOR_CLI_WIRE_CONNECTION_H_
#define CANDOR_CLI_WIRE_CONNECTION_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/wire/text_check.h"
#include "daemon/crypto/credential_file.h"
#include "google/protobuf/descriptor.h"
#include "google/protobuf/timestamp.pb.h"
#include "grpcpp/channel.h"
#include "grpcpp/client_context.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/status.h"

namespace candor::cli {

// `$XDG_RUNTIME_DIR/candor/candord.sock`, or the same under /run/user/UID.
std::string DefaultServer();

// A version 4 UUID from the operating system's generator: a request id.
std::string RandomUuid();

// An error of the daemon's as ours: same code and message, with the field and reason that it carries.
absl::Status FromGrpc(const grpc::Status& status);

// One daemon, and on whose behalf it is asked. Thread-compatible.
class Connection {
 public:
  struct Options {
    std::string server;  // as ParseServer() takes it
    // "members/{member}" or a display name; empty: as the operator. With credentials it is whom they are for.
    std::string act_for;
    // "emergencies/{emergency}" under which is read; empty: none. It goes with the calls that only read.
    std::string emergency;
    absl::Duration timeout = absl::Seconds(30);  // of one call
    absl::Status problem;                        // why it is not known whom to ask: the answer to every call; OK: none
    // With these this machine proves to a tls: server who calls; nullptr: it has none. The file that they lie in.
    std::shared_ptr<const crypto::Credentials> credentials;
    std::string credentials_file;
    // PEM of the authority that a tls: server is to be of, for who has no credentials yet; empty: nobody is trusted.
    std::string trusted;
    // Asks the person what they read for, and tells the daemon of this connection; `locked`: they had said it, and it
    // has locked since. Whether they have, so that the call is made again. Empty: nobody is there to be asked.
    std::function<bool(Connection&, bool locked)> ask_what_for;
  };

  explicit Connection(Options options);

  // Calls one method. What the daemon refuses comes back with its code, field and reason; UNAVAILABLE says how to reach
  // it; INVALID_ARGUMENT, with nothing sent, names a text of `request` that is no UTF-8. What is refused because nobody
  // has said what they read for is asked again once they have. `Service` is the generated service, as in
  // Call<v1::CaseService>(&v1::CaseService::Stub::GetCase, request).
  template <class Service, class Request, class Response>
  absl::StatusOr<Response> Call(grpc::Status (Service::Stub::*method)(grpc::ClientContext*, const Request&, Response*),
                                const Request& request) {
    if (absl::Status status = CheckTexts(request); !status.ok()) return status;
    while (true) {
      grpc::ClientContext context;
      if (absl::Status status = Prepare(context, timeout()); !status.ok()) return status;
      if (absl::Status status = NameEmergency(Request::descriptor()->name(), context); !status.ok()) return status;
      const auto stub = Service::NewStub(channel_);
      Response response;
      const grpc::Status status = (stub.get()->*method)(&context, request, &response);
      if (status.ok()) return response;
      absl::Status refused = Explain(status);
      if (!SaysWhatFor(refused)) return refused;
    }
  }

  // Sets deadline and metadata of a call that Call() does not make. Looks the member up who is acted for, once.
  absl::Status Prepare(grpc::ClientContext& context, absl::Duration timeout);
  // REQUIRES: !status.ok().
  absl::Status Explain(const grpc::Status& status) const;

  absl::Duration timeout() const { return options_.timeout; }
  const std::string& server() const { return options_.server; }
  bool acts_for_member() const { return !options_.act_for.empty(); }
  // REQUIRES: Prepare() has returned OK.
  const std::shared_ptr<grpc::Channel>& channel() const { return channel_; }
  // With what this machine proves who calls; nullptr: with nothing.
  const crypto::Credentials* credentials() const { return options_.credentials.get(); }
  const std::string& credentials_file() const { return options_.credentials_file; }

 private:
  absl::Status Open();
  // Of a request whose name says that it only reads. INVALID_ARGUMENT where it is no name that could travel.
  absl::Status NameEmergency(std::string_view request, grpc::ClientContext& context) const;
  absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> TlsCredentials() const;
  absl::Status ResolveActFor();
  // Whether the caller is known to be whom they act for: then nobody has to be told.
  bool IsOneself() const;
  absl::Status ExplainUnreached(const grpc::Status& status) const;
  // Whether a call was refused because nobody has said what they read for, and the person has said it now.
  bool SaysWhatFor(const absl::Status& refused);

  Options options_;
  bool tls_ = false;
  bool asks_what_for_ = false;  // the person is being asked: what is called for that is not itself asked about
  std::shared_ptr<grpc::Channel> channel_;  // nullptr while options_.problem says why there is none
};

// Resource names for what people type. `cases/…` and `members/…` are taken as they are; anything else is a case's code
// or a member's display name and is looked up. NOT_FOUND when there is none. The code of a record that was merged into
// another leads to that one, whose code is then put into `now_called`, if that is not nullptr; else it is left alone.
absl::StatusOr<std::string> ResolveCase(Connection& connection, std::string_view typed,
                                        std::string* now_called = nullptr);
absl::StatusOr<std::string> ResolveMember(Connection& connection, std::string_view typed);

// The moment that `--as-of` means, by the practice's clock for a bare day; nullopt for an empty text and for today,
// whose end has not come. INVALID_ARGUMENT names the option and says which forms there are.
absl::StatusOr<std::optional<google::protobuf::Timestamp>> ResolveAsOf(Connection& connection, std::string_view typed);

}  // namespace candor::cli

#endif  // CANDOR_CLI_WIRE_CONNECTION_H_
