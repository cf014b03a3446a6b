#include "daemon/store/keys.h"

#include <algorithm>
#include <cstring>
#include <limits>

#include "daemon/base/bytes.h"
#include "daemon/crypto/hashing.h"

namespace candor::store::keys {
namespace {

constexpr size_t kIdBytes = 16;

void AppendId(const IdBytes& id, std::string& out) {
  out.append(AsText(id));
}

IdBytes ReadId(std::string_view bytes) {
  IdBytes id;
  std::memcpy(id.data(), bytes.data(), id.size());
  return id;
}

std::string Start(char letter, size_t size = 1) {
  std::string key;
  key.reserve(size);
  key.push_back(letter);
  return key;
}

std::string WithId(char letter, const IdBytes& id) {
  std::string key = Start(letter, 1 + kIdBytes);
  AppendId(id, key);
  return key;
}

std::string WithSubject(char letter, const domain::SubjectId& subject, size_t more = 0) {
  std::string key = Start(letter, 1 + kSubjectBytes + more);
  AppendSubject(subject, key);
  return key;
}

std::string WithSubjectAndId(char letter, const domain::SubjectId& subject, const IdBytes& id) {
  std::string key = WithSubject(letter, subject, kIdBytes);
  AppendId(id, key);
  return key;
}

// What stands below `key`, which is a letter and an id.
std::string Below(std::string key, const IdBytes& id) {
  AppendId(id, key);
  return key;
}

bool Fits(std::string_view key, char letter, size_t size) {
  return key.size() == size && key[0] == letter;
}

std::optional<IdBytes> ParseWithId(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + kIdBytes)) return std::nullopt;
  return ReadId(key.substr(1));
}

// The id below a letter and another id.
template <class AnyId>
std::optional<AnyId> ParseBelow(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + 2 * kIdBytes)) return std::nullopt;
  return AnyId(ReadId(key.substr(1 + kIdBytes)));
}

std::optional<domain::SubjectId> ParseWithSubject(char letter, std::string_view key) {
  if (!Fits(key, letter, 1 + kSubjectBytes)) return std::nullopt;
  return ReadSubject(key.substr(1));
}

// Ranks and minutes of places that stand for "the end" are larger than any real one.
uint16_t Clamp16(int32_t value) {
  return static_cast<uint16_t>(std::clamp<int32_t>(value, 0, std::numeric_limits<uint16_t>::max()));
}

void AppendOrdered(int32_t value, std::string& out) {
  AppendBigEndian(OrderedBits(value), out);
}
int32_t ReadOrdered(std::string_view bytes) {
  return FromOrderedBits(ReadBigEndian<uint32_t>(bytes));
}

uint64_t NameDigest(std::string_view name) {
  const crypto::Digest digest = crypto::Sha256(name);
  return ReadBigEndian<uint64_t>(AsText(digest));
}

}  // namespace

void AppendSubject(const domain::SubjectId& subject, std::string& out) {
  out.push_back(static_cast<char>(subject.kind));
  AppendId(subject.id, out);
}

domain::SubjectId ReadSubject(std::string_view bytes) {
  return {static_cast<domain::SubjectKind>(static_cast<uint8_t>(bytes[0])), ReadId(bytes.substr(1))};
}

void AppendPlace(const domain::Place& place, std::string& out) {
  AppendOrdered(place.day, out);
  AppendBigEndian(Clamp16(place.minute), out);
  AppendBigEndian(Clamp16(place.rank), out);
  AppendBigEndian(place.digest, out);
  AppendId(place.id, out);
}

domain::Place ReadPlace(std::string_view bytes) {
  domain::Place place;
  place.day = ReadOrdered(bytes);
  place.minute = ReadBigEndian<uint16_t>(bytes.substr(4));
  place.rank = ReadBigEndian<uint16_t>(bytes.substr(6));
  place.digest = ReadBigEndian<uint64_t>(bytes.substr(8));
  place.id = ReadId(bytes.substr(16));
  return place;
}

std::string Ledger(uint64_t number) {
  std::string key;
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseLedger(std::string_view key) {
  if (key.size() != sizeof(uint64_t)) return std::nullopt;
  return ReadBigEndian<uint64_t>(key);
}

std::string Activation() {
  return Start('A');
}
std::string NamedActivation(const ActivationId& id) {
  return WithId('l', id.bytes());
}
std::string Reassessment() {
  return Start('j');
}
std::string Batch(const BatchId& id) {
  return WithId('B', id.bytes());
}
std::string Case(const CaseId& id) {
  return WithId('C', id.bytes());
}
std::string CaseByCode(const IdBytes& digest) {
  return WithId('D', digest);
}
std::string Entry(const EntryId& id) {
  return WithId('E', id.bytes());
}
std::string Decision(const DecisionId& id) {
  return WithId('H', id.bytes());
}
std::string Contributions(const CaseId& id) {
  return WithId('J', id.bytes());
}
std::string Floor() {
  return Start('L');
}
std::string Member(const MemberId& id) {
  return WithId('M', id.bytes());
}
std::string MemberByName(const IdBytes& digest) {
  return WithId('N', digest);
}
std::string Progress(const domain::SubjectId& subject) {
  return WithSubject('P', subject);
}
std::string Fault(const domain::SubjectId& subject) {
  return WithSubject('R', subject);
}
std::string Settings() {
  return Start('S');
}
std::string Watermark() {
  return Start('W');
}

std::string NodePage(const ledger::PageId& page) {
  std::string key = Start('Y', 10);
  key.push_back(static_cast<char>(page.level));
  AppendBigEndian(page.index, key);
  return key;
}

std::optional<ledger::PageId> ParseNodePage(std::string_view key) {
  if (!Fits(key, 'Y', 10)) return std::nullopt;
  return ledger::PageId{static_cast<uint8_t>(key[1]), ReadBigEndian<uint64_t>(key.substr(2))};
}

std::string AllMembers() {
  return Start('M');
}
std::string AllCases() {
  return Start('C');
}
std::string AllMerged() {
  return Start('b');
}
std::string AllFollowUps() {
  return Start('F');
}
std::string AllOpenFollowUps() {
  return Start('G');
}
std::string AllNamedActivations() {
  return Start('l');
}
std::string AllShadows() {
  return Start('k');
}
std::string AllErased() {
  return Start('m');
}
std::string AllErasedRecords() {
  return Start('s');
}
std::string AllErasures() {
  return Start('p');
}
std::string AllHolds() {
  return Start('q');
}
std::string AllBackupsTaken() {
  return Start('r');
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

std::optional<CaseId> ParseCase(std::string_view key) {
  const auto id = ParseWithId('C', key);
  return id ? std::optional<CaseId>(*id) : std::nullopt;
}

std::optional<CaseId> ParseMerged(std::string_view key) {
  const auto id = ParseWithId('b', key);
  return id ? std::optional<CaseId>(*id) : std::nullopt;
}

std::optional<MemberId> ParseMember(std::string_view key) {
  const auto id = ParseWithId('M', key);
  return id ? std::optional<MemberId>(*id) : std::nullopt;
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

int32_t MonthOf(Day day) {
  return static_cast<int32_t>(12 * day.year() + day.month() - 1);
}

std::string SumsOfMonth(domain::CountBasis basis, int32_t month) {
  std::string key = Start('K', 30);
  key.push_back(static_cast<char>(basis));
  AppendOrdered(month, key);
  return key;
}

std::string Sum(const SumKey& sum) {
  std::string key = SumsOfMonth(sum.basis, sum.month);
  AppendBigEndian(static_cast<uint16_t>(sum.figure), key);
  AppendBigEndian(sum.bucket, key);
  AppendBigEndian(sum.partition, key);
  AppendId(sum.therapist.bytes(), key);
  return key;
}

std::optional<SumKey> ParseSum(std::string_view key) {
  if (!Fits(key, 'K', 30)) return std::nullopt;
  SumKey sum;
  sum.basis = static_cast<domain::CountBasis>(static_cast<uint8_t>(key[1]));
  sum.month = ReadOrdered(key.substr(2));
  sum.figure = static_cast<domain::Figure>(ReadBigEndian<uint16_t>(key.substr(6)));
  sum.bucket = ReadBigEndian<uint16_t>(key.substr(8));
  sum.partition = ReadBigEndian<uint32_t>(key.substr(10));
  sum.therapist = MemberId(ReadId(key.substr(14)));
  return sum;
}

std::string EverOnCase(const CaseId& id) {
  return WithId('O', id.bytes());
}
std::string OnCase(const CaseId& id, const MemberId& member) {
  return Below(EverOnCase(id), member.bytes());
}
std::optional<MemberId> ParseOnCase(std::string_view key) {
  return ParseBelow<MemberId>('O', key);
}

std::string Read(const EntryId& id, const MemberId& reader) {
  return Below(ReadsOf(id), reader.bytes());
}
std::string ReadsOf(const EntryId& id) {
  return WithId('Z', id.bytes());
}
std::string Merged(const CaseId& id) {
  return WithId('b', id.bytes());
}
std::string Carried(const domain::SubjectId& subject, const FollowUpId& id) {
  return WithSubjectAndId('a', subject, id.bytes());
}

std::string Staffing(const MemberId& id) {
  return WithId('c', id.bytes());
}
std::string NamingInStaffing(const MemberId& named) {
  return WithId('d', named.bytes());
}
std::string NamedInStaffing(const MemberId& named, const MemberId& of) {
  return Below(NamingInStaffing(named), of.bytes());
}
std::optional<MemberId> ParseNamingInStaffing(std::string_view key) {
  return ParseBelow<MemberId>('d', key);
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
std::string AboutMember(const MemberId& member) {
  return WithId('g', member.bytes());
}
std::string About(const MemberId& member, const EntryId& id) {
  return Below(AboutMember(member), id.bytes());
}
std::optional<EntryId> ParseAbout(std::string_view key) {
  return ParseBelow<EntryId>('g', key);
}
std::string HeldBy(const MemberId& therapist) {
  return WithId('h', therapist.bytes());
}
std::string Held(const MemberId& therapist, const CaseId& id) {
  return Below(HeldBy(therapist), id.bytes());
}
std::optional<CaseId> ParseHeld(std::string_view key) {
  return ParseBelow<CaseId>('h', key);
}

std::string ReportsBy(const MemberId& author) {
  return WithId('i', author.bytes());
}
std::string Report(const MemberId& author, const domain::OwnReport& report) {
  std::string key = ReportsBy(author);
  AppendBigEndian(report.number, key);
  AppendOrdered(DayNumber(report.reported), key);
  return key;
}
std::optional<domain::OwnReport> ParseReport(std::string_view key) {
  constexpr size_t kNumber = 1 + kIdBytes;
  constexpr size_t kDay = kNumber + sizeof(uint64_t);
  if (!Fits(key, 'i', kDay + sizeof(int32_t))) return std::nullopt;
  return domain::OwnReport{ReadBigEndian<uint64_t>(key.substr(kNumber)), DayFromNumber(ReadOrdered(key.substr(kDay)))};
}

std::string SignaturesOf(Day from, Day to) {
  std::string key = Start('f', 17);
  AppendOrdered(DayNumber(from), key);
  AppendOrdered(DayNumber(to), key);
  return key;
}
std::string Signature(Day from, Day to, uint64_t number) {
  std::string key = SignaturesOf(from, to);
  AppendBigEndian(number, key);
  return key;
}
std::optional<uint64_t> ParseSignature(std::string_view key) {
  if (!Fits(key, 'f', 17)) return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(9));
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

std::string TimelineOf(const domain::SubjectId& subject) {
  return WithSubject('T', subject, kPlaceBytes);
}

std::string Timeline(const domain::SubjectId& subject, const domain::Place& place) {
  std::string key = TimelineOf(subject);
  AppendPlace(place, key);
  return key;
}

std::optional<domain::Place> ParseTimeline(std::string_view key) {
  if (!Fits(key, 'T', 1 + kSubjectBytes + kPlaceBytes)) return std::nullopt;
  return ReadPlace(key.substr(1 + kSubjectBytes));
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

std::string SupervisionsOf(const MemberId& member) {
  return WithId('V', member.bytes());
}

std::string Supervision(const MemberId& member, int32_t from, uint64_t number) {
  std::string key = SupervisionsOf(member);
  AppendOrdered(from, key);
  AppendBigEndian(number, key);
  return key;
}

std::string ContributionsOfBasis(domain::CountBasis basis) {
  std::string key = Start('X', 46);
  key.push_back(static_cast<char>(basis));
  return key;
}

std::string ContributionsFrom(domain::CountBasis basis, domain::Figure figure, uint16_t bucket, int32_t day) {
  std::string key = ContributionsOfBasis(basis);
  AppendBigEndian(static_cast<uint16_t>(figure), key);
  AppendBigEndian(bucket, key);
  AppendOrdered(day, key);
  return key;
}

std::string Contribution(const domain::Contribution& contribution) {
  std::string key =
      ContributionsFrom(contribution.basis, contribution.figure, contribution.bucket, DayNumber(contribution.day));
  AppendId(contribution.case_id.bytes(), key);
  AppendId(contribution.therapist.bytes(), key);
  AppendBigEndian(contribution.partition, key);
  return key;
}

std::optional<domain::Contribution> ParseContribution(std::string_view key) {
  if (!Fits(key, 'X', 46)) return std::nullopt;
  domain::Contribution contribution;
  contribution.basis = static_cast<domain::CountBasis>(static_cast<uint8_t>(key[1]));
  contribution.figure = static_cast<domain::Figure>(ReadBigEndian<uint16_t>(key.substr(2)));
  contribution.bucket = ReadBigEndian<uint16_t>(key.substr(4));
  contribution.day = DayFromNumber(ReadOrdered(key.substr(6)));
  contribution.case_id = CaseId(ReadId(key.substr(10)));
  contribution.therapist = MemberId(ReadId(key.substr(26)));
  contribution.partition = ReadBigEndian<uint32_t>(key.substr(42));
  return contribution;
}

std::string Erased(const domain::SubjectId& subject, domain::KeyClass key_class) {
  std::string key = WithSubject('m', subject, 1);
  key.push_back(static_cast<char>(key_class));
  return key;
}

std::optional<std::pair<domain::SubjectId, domain::KeyClass>> ParseErased(std::string_view key) {
  if (key.size() != 1 + kSubjectBytes + 1 || key[0] != 'm') return std::nullopt;
  return std::pair(ReadSubject(key.substr(1)), static_cast<domain::KeyClass>(static_cast<uint8_t>(key.back())));
}

std::string Erasure(const ErasureId& id) {
  return WithId('p', id.bytes());
}

std::string HoldsOf(const domain::SubjectId& subject) {
  return WithSubject('q', subject, kIdBytes);
}

std::string Hold(const domain::SubjectId& subject, const HoldId& id) {
  std::string key = HoldsOf(subject);
  AppendId(id.bytes(), key);
  return key;
}

std::string BackupTaken(uint64_t number) {
  std::string key = AllBackupsTaken();
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseBackupTaken(std::string_view key) {
  if (key.size() != 1 + sizeof(uint64_t) || key[0] != 'r') return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1));
}

std::string ErasedRecord(uint64_t number) {
  std::string key = AllErasedRecords();
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseErasedRecord(std::string_view key) {
  if (key.size() != 1 + sizeof(uint64_t) || key[0] != 's') return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1));
}

bool AskedForAgain(std::string_view key) {
  return !key.empty() && key[0] != 'T' && key[0] != 'X';
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
