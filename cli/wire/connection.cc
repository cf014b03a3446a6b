#include "cli/wire/connection.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
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
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"
#include "grpcpp/create_channel.h"
#include "grpcpp/security/credentials.h"

namespace candor::cli {
namespace {

constexpr char kActFor[] = "candor-act-for";
constexpr int kMaxMessageBytes = 64 * 1024 * 1024;

std::string TargetOf(const std::string& server) {
  return server.starts_with('/') ? "unix:" + server : server;
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
  grpc::ChannelArguments arguments;
  arguments.SetMaxReceiveMessageSize(kMaxMessageBytes);
  // A connection that was refused is tried again at once by the next Connection, as `status --wait` needs.
  arguments.SetInt(GRPC_ARG_USE_LOCAL_SUBCHANNEL_POOL, 1);
  channel_ = grpc::CreateCustomChannel(TargetOf(options_.server), grpc::InsecureChannelCredentials(), arguments);
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
  auto resolved = ResolveMember(*this, name);
  options_.act_for = resolved.ok() ? *resolved : name;
  return resolved.status();
}

absl::Status Connection::Prepare(grpc::ClientContext& context, absl::Duration timeout) {
  CANDOR_RETURN_IF_ERROR(options_.problem);
  CANDOR_RETURN_IF_ERROR(ResolveActFor());
  context.set_deadline(absl::ToChronoTime(absl::Now() + timeout));
  if (!options_.act_for.empty()) context.AddMetadata(kActFor, options_.act_for);
  return absl::OkStatus();
}

absl::Status Connection::Explain(const grpc::Status& status) const {
  // The daemon itself says UNAVAILABLE too, while it stops, and knows better why.
  const bool connected = channel_->GetState(false) == GRPC_CHANNEL_READY;
  if (status.error_code() == grpc::StatusCode::UNAVAILABLE && !connected) {
    return absl::UnavailableError(absl::StrCat("no daemon answers on ", options_.server,
                                               ". Start candord, or say where it listens with --server, "
                                               "CANDOR_SERVER or a context"));
  }
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
  return FromGrpc(status);
}

absl::StatusOr<std::string> ResolveCase(Connection& connection, std::string_view typed, std::string* now_called) {
  if (typed.starts_with("cases/")) return std::string(typed);
  v1::LookupCaseRequest request;
  request.set_code(std::string(typed));
  const auto found = connection.Call<v1::CaseService>(&v1::CaseService::Stub::LookupCase, request);
  if (absl::IsNotFound(found.status())) {
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
  if (absl::IsNotFound(found.status())) {
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
