#include "daemon/store/keys.h"

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"
#include "daemon/store/key_parts.h"

// The keys of what assessments have said, of what was decided about that, and of what waits for them.
namespace candor::store::keys {
namespace {

uint64_t NameDigest(std::string_view name) {
  const crypto::Digest digest = crypto::Sha256(name);
  return ReadBigEndian<uint64_t>(AsText(digest));
}

}  // namespace

std::string Reassessment() {
  return Start('j');
}
std::string Decision(const DecisionId& id) {
  return WithId('H', id.bytes());
}
std::string Floor() {
  return Start('L');
}
std::string Progress(const domain::SubjectId& subject) {
  return WithSubject('P', subject);
}
std::string Fault(const domain::SubjectId& subject) {
  return WithSubject('R', subject);
}
std::string AllFollowUps() {
  return Start('F');
}
std::string AllOpenFollowUps() {
  return Start('G');
}
std::string AllShadows() {
  return Start('k');
}
std::string AllFaults() {
  return Start('R');
}
std::string AllTimers() {
  return Start('Q');
}
std::string AllWaiting() {
  return Start('U');
}

std::optional<domain::SubjectId> ParseFault(std::string_view key) {
  return ParseWithSubject('R', key);
}

std::string FollowUp(const domain::SubjectId& subject, const FollowUpId& id) {
  return WithSubjectAndId('F', subject, id.bytes());
}

std::string OpenFollowUp(const domain::SubjectId& subject, const FollowUpId& id) {
  return WithSubjectAndId('G', subject, id.bytes());
}

std::string ShadowsOf(const domain::SubjectId& subject) {
  return WithSubject('k', subject, kIdBytes);
}

std::string Shadow(const domain::SubjectId& subject, const FollowUpId& id) {
  return WithSubjectAndId('k', subject, id.bytes());
}

std::optional<std::pair<domain::SubjectId, FollowUpId>> ParseFollowUp(std::string_view key) {
  constexpr size_t kSize = 1 + kSubjectBytes + kIdBytes;
  if (!Fits(key, 'F', kSize) && !Fits(key, 'G', kSize)) return std::nullopt;
  return std::pair(ReadSubject(key.substr(1)), FollowUpId(ReadId(key.substr(1 + kSubjectBytes))));
}

std::string FollowUpsOf(const domain::SubjectId& subject) {
  return WithSubject('F', subject);
}

std::string_view FollowUpPrefix(std::string_view key) {
  constexpr size_t kPrefix = 1 + kSubjectBytes;
  return Fits(key, 'F', kPrefix + kIdBytes) ? key.substr(0, kPrefix) : std::string_view();
}

std::string DecisionsOf(const domain::SubjectId& subject, const FollowUpId& follow_up) {
  std::string key = WithSubject('I', subject, 2 * kIdBytes);
  AppendId(follow_up.bytes(), key);
  return key;
}

std::string DecisionOf(const domain::SubjectId& subject, const FollowUpId& follow_up, const DecisionId& id) {
  std::string key = DecisionsOf(subject, follow_up);
  AppendId(id.bytes(), key);
  return key;
}

std::optional<DecisionId> ParseDecisionOf(std::string_view key) {
  if (!Fits(key, 'I', 1 + kSubjectBytes + 2 * kIdBytes)) return std::nullopt;
  return DecisionId(ReadId(key.substr(1 + kSubjectBytes + kIdBytes)));
}

std::string Carried(const domain::SubjectId& subject, const FollowUpId& id) {
  return WithSubjectAndId('a', subject, id.bytes());
}
std::string DutiesOf(const MemberId& therapist) {
  return WithId('e', therapist.bytes());
}
std::string Duty(const MemberId& therapist, const CaseId& id) {
  return Below(DutiesOf(therapist), id.bytes());
}
std::optional<CaseId> ParseDuty(std::string_view key) {
  return ParseBelow<CaseId>('e', key);
}

std::string Timer(int32_t day, const domain::SubjectId& subject) {
  std::string key = Start('Q', 22);
  AppendOrdered(day, key);
  AppendSubject(subject, key);
  return key;
}

std::optional<std::pair<int32_t, domain::SubjectId>> ParseTimer(std::string_view key) {
  if (!Fits(key, 'Q', 22)) return std::nullopt;
  return std::pair(ReadOrdered(key.substr(1)), ReadSubject(key.substr(5)));
}

std::string Waiting(uint64_t block) {
  std::string key = Start('U', 9);
  AppendBigEndian(block, key);
  return key;
}

std::optional<uint64_t> ParseWaiting(std::string_view key) {
  if (!Fits(key, 'U', 9)) return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1));
}

std::string NewestFolds(const domain::SubjectId& subject) {
  return WithSubject('n', subject);
}

std::string OlderFoldsOf(const domain::SubjectId& subject) {
  return WithSubject('o', subject, 16);
}

std::string OlderFolds(const domain::SubjectId& subject, std::string_view plugin) {
  std::string key = OlderFoldsOf(subject);
  AppendBigEndian(NameDigest(plugin), key);
  return key;
}

std::string OlderFold(const domain::SubjectId& subject, std::string_view plugin, uint64_t ordinal) {
  std::string key = OlderFolds(subject, plugin);
  AppendBigEndian(ordinal, key);
  return key;
}

}  // namespace candor::store::keys
