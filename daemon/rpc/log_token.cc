#include "daemon/rpc/log_token.h"

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

// The salt, the two numbers under a keyed hash of it, and a keyed hash of both: 16 bytes each.
constexpr size_t kPart = sizeof(IdBytes);

std::string Under(const domain::Caller& caller, std::string_view salt, std::string text, const domain::Store& store) {
  const IdBytes pad = store.NameRequested(caller, "log page", salt);
  for (size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char>(static_cast<unsigned char>(text[i]) ^ static_cast<unsigned char>(AsText(pad)[i]));
  }
  return text;
}

}  // namespace

std::string LogToken(const domain::Caller& caller, const LogPlace& place, const domain::Store& store) {
  std::string plain;
  AppendBigEndian(place.before, plain);
  AppendBigEndian(place.seen_to, plain);
  const IdBytes salt = RandomIdBytes();
  std::string token(AsText(salt));
  token += Under(caller, AsText(salt), plain, store);
  const IdBytes mac = store.NameRequested(caller, "log token", token);
  token += AsText(mac);
  return absl::WebSafeBase64Escape(token);
}

absl::StatusOr<LogPlace> ReadLogToken(const domain::Caller& caller, std::string_view token,
                                      const domain::Store& store) {
  std::string bytes;
  const bool read = absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) && bytes.size() == 3 * kPart;
  const std::string_view sealed = std::string_view(bytes).substr(0, read ? 2 * kPart : 0);
  const IdBytes mac = read ? store.NameRequested(caller, "log token", sealed) : IdBytes{};
  if (!read || AsText(mac) != std::string_view(bytes).substr(2 * kPart)) {
    return InvalidField("page_token", "page_token",
                        "not a token that this daemon gave to this caller for this list; start again without one");
  }
  const std::string plain = Under(caller, sealed.substr(0, kPart), std::string(sealed.substr(kPart)), store);
  return LogPlace{ReadBigEndian<uint64_t>(plain), ReadBigEndian<uint64_t>(std::string_view(plain).substr(8))};
}

}  // namespace candor::rpc
