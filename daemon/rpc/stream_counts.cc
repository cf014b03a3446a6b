#include "daemon/rpc/stream_counts.h"

#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"
#include "grpc/grpc.h"
#include "grpc/support/alloc.h"

// By what gRPC counts for its channelz, which it tells in JSON that it writes itself: keys in quotes, numbers in
// quotes, and no blanks between.
namespace candor::rpc {
namespace {

constexpr std::string_view kNameOfConnection = R"("name":"chttp2 )";

// What is counted of calls of a server, and of streams of a connection.
struct Keys {
  std::string_view started;
  std::string_view succeeded;
  std::string_view failed;
};
constexpr Keys kCallKeys{"callsStarted", "callsSucceeded", "callsFailed"};
constexpr Keys kStreamKeys{"streamsStarted", "streamsSucceeded", "streamsFailed"};

struct FreeText {
  void operator()(char* text) const { gpr_free(text); }
};

// Empty where there is none.
std::string TextOf(char* text) {
  const std::unique_ptr<char, FreeText> owned(text);
  return text == nullptr ? std::string() : std::string(text);
}

// What stands between `before` and the next quotation mark.
std::optional<std::string_view> TextAfter(std::string_view json, std::string_view before) {
  const size_t at = json.find(before);
  if (at == std::string_view::npos) return std::nullopt;
  const std::string_view rest = json.substr(at + before.size());
  return rest.substr(0, rest.find('"'));
}

// A number that is left out is none.
int64_t NumberIn(std::string_view json, std::string_view key) {
  int64_t number = 0;
  const auto text = TextAfter(json, absl::StrCat("\"", ToAbsl(key), "\":\""));
  return text && absl::SimpleAtoi(ToAbsl(*text), &number) ? number : 0;
}

int64_t OpenIn(std::string_view json, const Keys& keys) {
  return NumberIn(json, keys.started) - NumberIn(json, keys.succeeded) - NumberIn(json, keys.failed);
}

// All numbers that stand under that key.
std::vector<intptr_t> NumbersOf(std::string_view json, std::string_view key) {
  std::vector<intptr_t> numbers;
  const std::string before = absl::StrCat("\"", ToAbsl(key), "\":\"");
  for (size_t at = json.find(before); at != std::string_view::npos; at = json.find(before, at + before.size())) {
    int64_t number = 0;
    const std::string_view rest = json.substr(at + before.size());
    if (absl::SimpleAtoi(ToAbsl(rest.substr(0, rest.find('"'))), &number))
      numbers.push_back(static_cast<intptr_t>(number));
  }
  return numbers;
}

void AddConnections(intptr_t server, std::vector<ConnectionStreams>& connections) {
  for (intptr_t next = 0;;) {
    const std::string page = TextOf(grpc_channelz_get_server_sockets(server, next, 0));
    const std::vector<intptr_t> sockets = NumbersOf(page, "socketId");
    for (const intptr_t socket : sockets) {
      const std::string json = TextOf(grpc_channelz_get_socket(socket));
      const int64_t started = NumberIn(json, kStreamKeys.started);
      const auto name = TextAfter(json, kNameOfConnection);
      if (started > 0 && name) connections.push_back({std::string(*name), OpenIn(json, kStreamKeys), started});
    }
    if (sockets.empty() || page.find("\"end\":true") != std::string::npos) return;
    next = sockets.back() + 1;
  }
}

}  // namespace

std::vector<ConnectionStreams> StreamCounts::Look(int64_t enough) {
  std::vector<ConnectionStreams> connections;
  std::map<intptr_t, int64_t> started;
  for (const intptr_t server : NumbersOf(TextOf(grpc_channelz_get_servers(0)), "serverId")) {
    const std::string json = TextOf(grpc_channelz_get_server(server));
    const int64_t all = NumberIn(json, kCallKeys.started);
    started.emplace(server, all);
    const auto before = started_.find(server);
    const int64_t late = all - (before == started_.end() ? 0 : before->second);
    if (late > enough || OpenIn(json, kCallKeys) > enough) AddConnections(server, connections);
  }
  started_ = std::move(started);
  return connections;
}

}  // namespace candor::rpc
