#include "daemon/rpc/page.h"

#include <algorithm>

#include "absl/strings/escaping.h"
#include "daemon/base/bytes.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::rpc {
namespace {

// The first byte of a token says what it is after.
constexpr char kId = 'i';
constexpr char kSubjectItem = 's';
constexpr char kPlace = 'p';
constexpr char kCount = 'n';

constexpr size_t kIdBytes = sizeof(IdBytes);

std::string Encode(const std::string& bytes) {
  return absl::WebSafeBase64Escape(bytes);
}

// The bytes behind the tag.
absl::StatusOr<std::string> Decode(std::string_view token, char tag, size_t size) {
  std::string bytes;
  if (!absl::WebSafeBase64Unescape(ToAbsl(token), &bytes) || bytes.size() != size + 1 || bytes[0] != tag) {
    return InvalidField("page_token", "page_token", "not a token of this list; start again without one");
  }
  return bytes.substr(1);
}

void AppendId(const IdBytes& id, std::string& out) {
  out.append(AsText(id));
}

IdBytes ReadId(std::string_view bytes) {
  IdBytes id{};
  std::copy_n(bytes.begin(), id.size(), id.begin());
  return id;
}

}  // namespace

absl::StatusOr<size_t> PageSize(int32_t requested) {
  if (requested < 0) return InvalidField("page_size", "out_of_range", "negative; use 1 to 1000, or 0 for 100");
  if (requested == 0) return kDefaultPage;
  return std::min(static_cast<size_t>(requested), kMaxPage);
}

std::string TokenAfter(const IdBytes& id) {
  std::string bytes(1, kId);
  AppendId(id, bytes);
  return Encode(bytes);
}

std::string TokenAfter(const domain::SubjectId& subject, const IdBytes& id) {
  std::string bytes(1, kSubjectItem);
  AppendBigEndian(static_cast<uint8_t>(subject.kind), bytes);
  AppendId(subject.id, bytes);
  AppendId(id, bytes);
  return Encode(bytes);
}

std::string TokenAfter(const domain::Place& place) {
  std::string bytes(1, kPlace);
  AppendBigEndian(OrderedBits(place.day), bytes);
  AppendBigEndian(OrderedBits(place.minute), bytes);
  AppendBigEndian(OrderedBits(place.rank), bytes);
  AppendBigEndian(place.digest, bytes);
  AppendId(place.id, bytes);
  return Encode(bytes);
}

std::string TokenAfterCount(size_t count) {
  std::string bytes(1, kCount);
  AppendBigEndian(static_cast<uint64_t>(count), bytes);
  return Encode(bytes);
}

absl::StatusOr<size_t> CountBefore(std::string_view token) {
  if (token.empty()) return 0;
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, Decode(token, kCount, sizeof(uint64_t)));
  return static_cast<size_t>(ReadBigEndian<uint64_t>(bytes));
}

absl::StatusOr<IdBytes> IdAfter(std::string_view token) {
  if (token.empty()) return IdBytes{};
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, Decode(token, kId, kIdBytes));
  return ReadId(bytes);
}

absl::StatusOr<SubjectItem> SubjectItemAfter(std::string_view token) {
  if (token.empty()) return SubjectItem{};
  CANDOR_ASSIGN_OR_RETURN(const std::string bytes, Decode(token, kSubjectItem, 1 + 2 * kIdBytes));
  SubjectItem item;
  item.subject.kind = static_cast<domain::SubjectKind>(bytes[0]);
  item.subject.id = ReadId(std::string_view(bytes).substr(1));
  item.id = ReadId(std::string_view(bytes).substr(1 + kIdBytes));
  return item;
}

absl::StatusOr<domain::Place> PlaceAfter(std::string_view token) {
  if (token.empty()) return domain::Place::First();
  CANDOR_ASSIGN_OR_RETURN(const std::string decoded, Decode(token, kPlace, 3 * 4 + 8 + kIdBytes));
  const std::string_view bytes = decoded;
  domain::Place place;
  place.day = FromOrderedBits(ReadBigEndian<uint32_t>(bytes));
  place.minute = FromOrderedBits(ReadBigEndian<uint32_t>(bytes.substr(4)));
  place.rank = FromOrderedBits(ReadBigEndian<uint32_t>(bytes.substr(8)));
  place.digest = ReadBigEndian<uint64_t>(bytes.substr(12));
  place.id = ReadId(bytes.substr(20));
  return place;
}

}  // namespace candor::rpc
