#include "daemon/rpc/log_token.h"

#include <optional>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/id.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

// A salt, the numbers under a keyed hash of it, and a keyed hash of both. Salt and hashes have 16 bytes, each number 8.
constexpr size_t kPart = sizeof(IdBytes);
constexpr size_t kNumber = sizeof(uint64_t);

// What the two hashes are of, so that a token of one kind is none of another.
struct TokenKind {
  std::string_view under;
  std::string_view sealed;
};
constexpr TokenKind kPlaces{"log page", "log token"};
constexpr TokenKind kSeen{"log seen", "log seen token"};

// `text` is no longer than a hash.
std::string Under(const domain::Caller& caller, const TokenKind& kind, std::string_view salt, std::string text,
                  const domain::Store& store) {
  const IdBytes pad = store.NameRequested(caller, kind.under, salt);
  for (size_t i = 0; i < text.size(); ++i) {
    text[i] = static_cast<char>(static_cast<unsigned char>(text[i]) ^ static_cast<unsigned char>(AsText(pad)[i]));
  }
  return text;
}

std::string Seal(const domain::Caller& caller, const TokenKind& kind, const std::string& plain,
                 const domain::Store& store) {
  const IdBytes salt = RandomIdBytes();
  std::string token(AsText(salt));
  token += Under(caller, kind, AsText(salt), plain, store);
  const IdBytes mac = store.NameRequested(caller, kind.sealed, token);
  token += AsText(mac);
  return absl::WebSafeBase64Escape(token);
}

// What Seal() was given, of so many bytes; nullopt: it has not made that.
std::optional<std::string> Unseal(const domain::Caller& caller, const TokenKind& kind, std::string_view token,
                                  size_t plain_bytes, const domain::Store& store) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) || bytes.size() != 2 * kPart + plain_bytes) {
    return std::nullopt;
  }
  const std::string_view sealed = std::string_view(bytes).substr(0, kPart + plain_bytes);
  const IdBytes mac = store.NameRequested(caller, kind.sealed, sealed);
  if (AsText(mac) != std::string_view(bytes).substr(sealed.size())) return std::nullopt;
  return Under(caller, kind, sealed.substr(0, kPart), std::string(sealed.substr(kPart)), store);
}

}  // namespace

std::string LogToken(const domain::Caller& caller, const LogPlace& place, const domain::Store& store) {
  std::string plain;
  AppendBigEndian(place.before, plain);
  AppendBigEndian(place.seen_to, plain);
  return Seal(caller, kPlaces, plain, store);
}

absl::StatusOr<LogPlace> ReadLogToken(const domain::Caller& caller, std::string_view token,
                                      const domain::Store& store) {
  const std::optional<std::string> plain = Unseal(caller, kPlaces, token, 2 * kNumber, store);
  if (!plain) {
    return InvalidField("page_token", "page_token",
                        "not a token that this daemon gave to this caller for this list; start again without one");
  }
  return LogPlace{ReadBigEndian<uint64_t>(*plain), ReadBigEndian<uint64_t>(std::string_view(*plain).substr(kNumber))};
}

std::string SeenToken(const domain::Caller& caller, uint64_t seen_to, const domain::Store& store) {
  std::string plain;
  AppendBigEndian(seen_to, plain);
  return Seal(caller, kSeen, plain, store);
}

absl::StatusOr<uint64_t> ReadSeenToken(const domain::Caller& caller, std::string_view token,
                                       const domain::Store& store) {
  const std::optional<std::string> plain = Unseal(caller, kSeen, token, kNumber, store);
  if (!plain) {
    return InvalidField("seen_token", "seen_token",
                        "not a token that this daemon gave to this caller with the log; list it again and give the one "
                        "that comes with it");
  }
  return ReadBigEndian<uint64_t>(*plain);
}

}  // namespace candor::rpc
