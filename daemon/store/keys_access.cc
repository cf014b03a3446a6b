#include <limits>

#include "daemon/base/bytes.h"
#include "daemon/store/key_parts.h"
#include "daemon/store/keys.h"

// The keys of roles, of who was shown what, of how the practice answers for it, and of emergencies.
namespace candor::store::keys {
namespace {

constexpr size_t kNumberBytes = sizeof(uint64_t);

constexpr bool IsAccessLetter(char letter) {
  return letter == 'v' || letter == 'w' || letter == 'x';
}

}  // namespace

std::string AllRoles() {
  return Start('u');
}
std::string RolesOf(const MemberId& member) {
  return WithId('u', member.bytes());
}
std::string Role(const MemberId& member, const RoleChangeId& id) {
  return Below(RolesOf(member), id.bytes());
}

std::string AllAccesses() {
  return Start('x', 1 + kNumberBytes);
}
std::string AccessesTo(const MemberId& member) {
  return WithId('v', member.bytes());
}
std::string AccessesBy(const MemberId& reader) {
  return WithId('w', reader.bytes());
}

std::string AccessBelow(std::string prefix, uint64_t number) {
  AppendBigEndian(std::numeric_limits<uint64_t>::max() - number, prefix);
  return prefix;
}

std::optional<uint64_t> ParseAccess(std::string_view key) {
  if (key.empty() || !IsAccessLetter(key[0])) return std::nullopt;
  const size_t before = key[0] == 'x' ? 1 : 1 + kIdBytes;
  if (key.size() != before + kNumberBytes) return std::nullopt;
  return std::numeric_limits<uint64_t>::max() - ReadBigEndian<uint64_t>(key.substr(before));
}

std::string OversightOf(domain::OversightKind kind) {
  std::string key = Start('y', 2 + kIdBytes);
  key.push_back(static_cast<char>(kind));
  return key;
}

std::string Oversight(domain::OversightKind kind, const IdBytes& id) {
  return Below(OversightOf(kind), id);
}

std::string DisclosuresOf(const domain::SubjectId& subject) {
  return WithSubject('z', subject, kNumberBytes);
}

std::string Disclosed(const domain::SubjectId& subject, uint64_t number) {
  std::string key = DisclosuresOf(subject);
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseDisclosed(std::string_view key) {
  if (!Fits(key, 'z', 1 + kSubjectBytes + kNumberBytes)) return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1 + kSubjectBytes));
}

std::string Emergency(const EmergencyId& id) {
  return WithId('1', id.bytes());
}
std::string AllEmergencies() {
  return Start('1');
}

std::string ConcernNoticesOf(const domain::SubjectId& subject) {
  return WithSubject('2', subject, kNumberBytes);
}

std::string ConcernNotice(const domain::SubjectId& subject, uint64_t number) {
  std::string key = ConcernNoticesOf(subject);
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseConcernNotice(std::string_view key) {
  if (!Fits(key, '2', 1 + kSubjectBytes + kNumberBytes)) return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1 + kSubjectBytes));
}

}  // namespace candor::store::keys
