#include "cli/wire/connection.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iterator>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/time/clock.h"
#include "candor/v1/case.grpc.pb.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/error.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/wire/dates.h"
#include "cli/wire/server_address.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "daemon/crypto/certificate.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"
#include "grpcpp/support/channel_arguments.h"

namespace candor::cli {
namespace {

constexpr char kActFor[] = "candor-act-for";
constexpr char kEmergency[] = "candor-emergency";
// What the daemon takes under an emergency: a look at one thing, or a list.
constexpr std::string_view kLooks[] = {"Explain", "Get", "List", "Lookup"};
constexpr int kMaxMessageBytes = 64 * 1024 * 1024;
constexpr char kEnroll[] = "ask for an enrolment code and run `candor enroll`";
// Why the daemon shows nothing of what others have written: nobody has said what they read for, or that has locked.
constexpr std::string_view kNoSession = "no_session";
constexpr std::string_view kSessionLocked = "session_locked";

// What gRPC says of a handshake that one side ends: OpenSSL's words, or that another name was expected.
bool IsAboutCertificates(const std::string& message) {
  const std::string text = absl::AsciiStrToLower(message);
  return text.find("handshake") != std::string::npos || text.find("certificate") != std::string::npos;
}

// What gRPC says where nothing took the connection.
bool IsOfNobodyThere(const std::string& message) {
  const std::string text = absl::AsciiStrToLower(message);
  constexpr std::string_view kSigns[] = {"connection refused", "unreachable", "no route", "dns", "timed out"};
  return std::any_of(std::begin(kSigns), std::end(kSigns),
                     [&text](std::string_view sign) { return text.find(sign) != std::string::npos; });
}

// Whether it was refused because the daemon does not know what somebody reads for.
bool WantsPurpose(const std::optional<ErrorDetail>& detail) {
  return detail && (detail->reason == kNoSession || detail->reason == kSessionLocked);
}

// What is to be done about a refusal of the daemon's, where this side knows it better.
constexpr char kEmergencyOption[] = "--emergency";

bool IsAboutEmergency(const absl::Status& refused) {
  const std::optional<ErrorDetail> detail = DetailOf(refused);
  return detail && detail->field == kEmergencyOption;
}

// A person has typed an option, and not the header that it travels in.
absl::Status AboutEmergency(const absl::Status& refused, const ErrorDetail& detail) {
  std::string why(ToStd(refused.message()));
  if (absl::IsNotFound(refused)) {
    why =
        "no access of this name is open to you. `candor emergency list` shows those that you are told of, `candor "
        "emergency ask` asks for one";
  }
  if (why.starts_with(absl::StrCat(kEmergency, ": "))) why.erase(0, sizeof kEmergency + 1);
  return WithDetail(absl::Status(refused.code(), absl::StrCat(kEmergencyOption, ": ", why)),
                    {kEmergencyOption, detail.reason});
}

absl::Status WithWhatToDo(const absl::Status& refused) {
  const std::optional<ErrorDetail> detail = DetailOf(refused);
  if (detail && detail->field == kEmergency) return AboutEmergency(refused, *detail);
  if (!WantsPurpose(detail)) return refused;
  constexpr std::string_view kFirst =
      "it is not said yet what you read for, and whoever wrote what is shown here can see that. Say it first: candor "
      "session start --purpose supervision, or whichever it is";
  constexpr std::string_view kAgain =
      "your working session has locked, and what others have written was closed with it. To go on: candor session "
      "unlock, or candor session start for something else";
  return WithDetail(absl::Status(refused.code(), ToAbsl(detail->reason == kNoSession ? kFirst : kAgain)), *detail);
}

}  // namespace

std::string DefaultServer() {
  const char* runtime = std::getenv("XDG_RUNTIME_DIR");
  const std::string folder = runtime != nullptr && *runtime != '\0' ? runtime : absl::StrCat("/run/user/", geteuid());
  return absl::StrCat("unix:", folder, "/candor/candord.sock");
}

std::string RandomUuid() {
  IdBytes bytes = RandomIdBytes();
  bytes[6] = static_cast<uint8_t>((bytes[6] & 0x0FU) | 0x40U);
  bytes[8] = static_cast<uint8_t>((bytes[8] & 0x3FU) | 0x80U);
  std::string text;
  for (size_t i = 0; i < bytes.size(); ++i) {
    if (i == 4 || i == 6 || i == 8 || i == 10) text.push_back('-');
    absl::StrAppend(&text, absl::Hex(bytes[i], absl::kZeroPad2));
  }
  return text;
}

absl::Status FromGrpc(const grpc::Status& status) {
  absl::Status plain(static_cast<absl::StatusCode>(status.error_code()), status.error_message());
  v1::ErrorStatus details;
  v1::ErrorDetail detail;
  if (status.ok() || !details.ParseFromString(status.error_details()) || details.details_size() == 0 ||
      !detail.ParseFromString(details.details(0).value())) {
    return plain;
  }
  return WithDetail(plain, {detail.field(), detail.reason()});
}

Connection::Connection(Options options) : options_(std::move(options)) {
  if (options_.problem.ok()) options_.problem = Open();
}

absl::Status Connection::Open() {
  CANDOR_ASSIGN_OR_RETURN(const ServerAddress address, ParseServer(options_.server));
  tls_ = address.tls;
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A connection that was refused is tried again at once by the next Connection, as `status --wait` needs.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  // A practice's daemon is reached directly; what this machine has for the web has no part in it.
  arguments.SetInt(GRPC_ARG_ENABLE_HTTP_PROXY, 0);
  std::shared_ptr<grpc::ChannelCredentials> proof = grpc::InsecureChannelCredentials();
  if (tls_) {
    CANDOR_ASSIGN_OR_RETURN(proof, TlsCredentials());
  }
  channel_ = grpc::CreateCustomChannel(address.target, proof, arguments);
  return absl::OkStatus();
}

absl::StatusOr<std::shared_ptr<grpc::ChannelCredentials>> Connection::TlsCredentials() const {
  grpc::SslCredentialsOptions ssl;
  ssl.pem_root_certs = options_.trusted;
  if (const crypto::Credentials* own = credentials(); own != nullptr) {
    const absl::Time end = own->certificate.not_after;
    if (absl::Now() > end) {
      return WithDetail(absl::UnauthenticatedError(absl::StrCat("the certificate of this machine held until ",
                                                                absl::FormatTime("%Y-%m-%d", end, absl::UTCTimeZone()),
                                                                "; ", kEnroll)),
                        {"", "certificate_expired"});
    }
    ssl.pem_root_certs = crypto::PemOf(own->authority);
    ssl.pem_cert_chain = crypto::PemOf(own->certificate);
    ssl.pem_private_key = std::string(own->key.ToPem().text());
  }
  if (!ssl.pem_root_certs.empty()) return grpc::SslCredentials(ssl);
  return WithDetail(absl::UnauthenticatedError(
                        absl::StrCat("this machine is not enrolled at ", options_.server,
                                     ", or it is under a context: `candor context list` shows them. Else ", kEnroll)),
                    {"", "not_enrolled"});
}

bool Connection::IsOneself() const {
  return options_.credentials != nullptr && options_.credentials->certificate.common_name == options_.act_for;
}

absl::Status Connection::ResolveActFor() {
  if (options_.act_for.empty()) return absl::OkStatus();
  if (options_.act_for.starts_with("members/")) {
    const std::string& name = options_.act_for;
    // It travels in a header, which takes no other characters.
    if (std::all_of(name.begin(), name.end(), absl::ascii_isgraph)) return absl::OkStatus();
    return InvalidField("--act-for", "name", "this is no name of a member. `candor member list` shows them");
  }
  const std::string name = std::exchange(options_.act_for, "");
  // It was opened to whoever is acted for, not to who looks up the name.
  const std::string emergency = std::exchange(options_.emergency, "");
  auto resolved = ResolveMember(*this, name);
  options_.emergency = emergency;
  options_.act_for = resolved.ok() ? *resolved : name;
  return resolved.status();
}

absl::Status Connection::Prepare(grpc::ClientContext& context, absl::Duration timeout) {
  CANDOR_RETURN_IF_ERROR(options_.problem);
  CANDOR_RETURN_IF_ERROR(ResolveActFor());
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!options_.act_for.empty() && !IsOneself()) context.AddMetadata(kActFor, options_.act_for);
  return absl::OkStatus();
}

absl::Status Connection::NameEmergency(std::string_view request, grpc::ClientContext& context) const {
  const std::string& name = options_.emergency;
  const bool looks = std::any_of(std::begin(kLooks), std::end(kLooks),
                                 [request](std::string_view verb) { return request.starts_with(verb); });
  if (name.empty() || !looks) return absl::OkStatus();
  // It travels in a header, which takes no other characters.
  if (!std::all_of(name.begin(), name.end(), absl::ascii_isgraph)) {
    return InvalidField("--emergency", "name", "this is no name of one. `candor emergency list` shows them");
  }
  context.AddMetadata(kEmergency, name);
  return absl::OkStatus();
}

absl::Status Connection::ExplainUnreached(const grpc::Status& status) const {
  if (!tls_) {
    return absl::UnavailableError(absl::StrCat("no daemon answers on ", options_.server,
                                               ". Start candord, or say where it listens with --server, "
                                               "CANDOR_SERVER or a context"));
  }
  if (IsAboutCertificates(status.error_message())) {
    return absl::UnavailableError(absl::StrCat("what answers on ", options_.server,
                                               " does not prove to be the daemon of this machine's enrolment. Ask "
                                               "under which name it is reached, whether its certificate holds, and "
                                               "whether its authority was changed; after a change of the authority ",
                                               kEnroll));
  }
  if (IsOfNobodyThere(status.error_message())) {
    return absl::UnavailableError(absl::StrCat("no daemon answers on ", options_.server,
                                               ". Look whether it runs, and whether this machine can reach it"));
  }
  return absl::UnavailableError(absl::StrCat("no daemon answers on ", options_.server,
                                             ", or it hung up. It does so for a moment on an address with too many "
                                             "connections: try again in half a minute. It also does not take a "
                                             "certificate from before a change of its authority: then ",
                                             kEnroll));
}

absl::Status Connection::Explain(const grpc::Status& status) const {
  // The daemon itself says UNAVAILABLE too, while it stops, and knows better why.
  const bool connected = channel_->GetState(false) == GRPC_CHANNEL_READY;
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE && !connected) return ExplainUnreached(status);
  // What gRPC says of an answer that is none of its own.
  if (status.error_message().starts_with("Received http2 header with status")) {
    return absl::UnavailableError(absl::StrCat("what answers on ", options_.server,
                                               " is not candord. Say where candord listens with --server, "
                                               "CANDOR_SERVER or a context"));
  }
  if (status.error_code() == grpc::StatusCode::DEADLINE_EXCEEDED) {
    return absl::DeadlineExceededError(absl::StrCat("no answer within ", absl::FormatDuration(options_.timeout),
                                                    ". Try again, or give more --timeout"));
  }
  return WithWhatToDo(FromGrpc(status));
}

bool Connection::SaysWhatFor(const absl::Status& refused) {
  const std::optional<ErrorDetail> detail = DetailOf(refused);
  if (!WantsPurpose(detail) || !options_.ask_what_for || asks_what_for_) return false;
  asks_what_for_ = true;
  const bool said = options_.ask_what_for(*this, detail->reason == kSessionLocked);
  asks_what_for_ = false;
  return said;
}

absl::StatusOr<std::string> ResolveCase(Connection& connection, std::string_view typed, std::string* now_called) {
  if (typed.starts_with("cases/")) return std::string(typed);
  v1::LookupCaseRequest request;
  request.set_code(std::string(typed));
  const auto found = connection.Call<v1::CaseService>(&v1::CaseService::Stub::LookupCase, request);
  if (absl::IsNotFound(found.status()) && !IsAboutEmergency(found.status())) {
    return WithDetail(absl::NotFoundError("there is no case with this code. `candor case list` shows those that there "
                                          "are, `candor case open` opens one"),
                      {"case", "not_found"});
  }
  if (!found.ok()) return found.status();
  const std::string& code = found->case_().code();
  const bool moved_on = !code.empty() && code != ToNfc(ToStd(absl::StripAsciiWhitespace(ToAbsl(typed))));
  if (moved_on && now_called != nullptr) *now_called = code;
  return found->case_().name();
}

absl::StatusOr<std::string> ResolveMember(Connection& connection, std::string_view typed) {
  if (typed.starts_with("members/")) return std::string(typed);
  v1::LookupMemberRequest request;
  request.set_display_name(std::string(typed));
  const auto found = connection.Call<v1::MemberService>(&v1::MemberService::Stub::LookupMember, request);
  if (absl::IsNotFound(found.status()) && !IsAboutEmergency(found.status())) {
    return WithDetail(
        absl::NotFoundError("there is no member of this name. `candor member list` shows those that there "
                            "are, `candor member add` adds one"),
        {"member", "not_found"});
  }
  if (!found.ok()) return found.status();
  return found->member().name();
}

absl::StatusOr<std::optional<google::protobuf::Timestamp>> ResolveAsOf(Connection& connection, std::string_view typed) {
  using Result = std::optional<google::protobuf::Timestamp>;
  if (typed.empty()) return Result();
  absl::TimeZone zone = absl::UTCTimeZone();
  const auto day = ParseDay(typed);
  if (day.ok()) {
    CANDOR_ASSIGN_OR_RETURN(
        const v1::GetStatusResponse status,
        connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest()));
    CANDOR_ASSIGN_OR_RETURN(zone, LoadZone(status.status().time_zone()));
  }
  auto instant = ParseInstant(typed, zone);
  if (!instant.ok()) return InvalidField("--as-of", "date", ToStd(instant.status().message()));
  return Result(*std::move(instant));
}

}  // namespace candor::cli
