#include "daemon/rpc/watch_token.h"

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

constexpr size_t kPlaceBytes = sizeof(uint64_t) + 8;
constexpr size_t kMacBytes = sizeof(IdBytes);

// The number, and the first bytes of the hash of the record before it.
absl::StatusOr<std::string> PlaceOf(uint64_t next, domain::Store& store) {
  std::string place;
  AppendBigEndian(next, place);
  if (next == 0) return place.append(8, '\0');
  CANDOR_ASSIGN_OR_RETURN(const domain::TreeHash leaf, store.evidence().LeafHash(next - 1));
  return place.append(AsText(leaf).substr(0, 8));
}

std::string MacOf(const domain::Caller& caller, std::string_view place, const domain::Store& store) {
  return std::string(AsText(store.NameRequested(caller, "watch", place)));
}

}  // namespace

absl::StatusOr<std::string> WatchToken(const domain::Caller& caller, uint64_t next, domain::Store& store) {
  CANDOR_ASSIGN_OR_RETURN(std::string bytes, PlaceOf(next, store));
  bytes += MacOf(caller, bytes, store);
  return absl::WebSafeBase64Escape(bytes);
}

absl::StatusOr<uint64_t> ReadWatchToken(const domain::Caller& caller, std::string_view token, uint64_t durable,
                                        domain::Store& store) {
  std::string bytes;
  const bool read = absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) && bytes.size() == kPlaceBytes + kMacBytes;
  const std::string_view place = std::string_view(bytes).substr(0, kPlaceBytes);
  if (!read || MacOf(caller, place, store) != std::string_view(bytes).substr(kPlaceBytes)) {
    return InvalidField("resume_token", "resume_token",
                        "not a token that this daemon gave to this caller; leave it out to begin with what comes next");
  }
  const auto next = ReadBigEndian<uint64_t>(place);
  const absl::Status gone = FailedField(
      "resume_token", "ledger_changed",
      "the ledger has gone on without records that this stream had seen; look at everything anew, and begin "
      "without a token");
  if (next > durable) return gone;
  CANDOR_ASSIGN_OR_RETURN(const std::string now, PlaceOf(next, store));
  if (now != place) return gone;
  return next;
}

}  // namespace candor::rpc
