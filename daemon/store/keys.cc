#include "daemon/store/keys.h"

#include "daemon/base/bytes.h"
#include "daemon/store/key_parts.h"

// The keys of records, of people and cases, of settings and erasures, and of what stands about the ledger itself.
namespace candor::store::keys {

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
std::string Member(const MemberId& id) {
  return WithId('M', id.bytes());
}
std::string MemberByName(const IdBytes& digest) {
  return WithId('N', digest);
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
std::string AllNamedActivations() {
  return Start('l');
}
std::string AllErased() {
  return Start('m');
}
std::string AllErasedRecords() {
  return Start('s');
}
std::string AllEnrolmentRecords() {
  return Start('t');
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

std::string SupervisionsOf(const MemberId& member) {
  return WithId('V', member.bytes());
}

std::string Supervision(const MemberId& member, int32_t from, uint64_t number) {
  std::string key = SupervisionsOf(member);
  AppendOrdered(from, key);
  AppendBigEndian(number, key);
  return key;
}

uint64_t NumberOfSupervision(std::string_view key) {
  constexpr size_t kBefore = 1 + kIdBytes + sizeof(int32_t);
  if (!Fits(key, 'V', kBefore + sizeof(uint64_t))) return 0;
  return ReadBigEndian<uint64_t>(key.substr(kBefore));
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

std::string EnrolmentRecord(uint64_t number) {
  std::string key = AllEnrolmentRecords();
  AppendBigEndian(number, key);
  return key;
}

std::optional<uint64_t> ParseEnrolmentRecord(std::string_view key) {
  if (!Fits(key, 't', 1 + sizeof(uint64_t))) return std::nullopt;
  return ReadBigEndian<uint64_t>(key.substr(1));
}

std::string Enrolment(const EnrolmentId& id) {
  return WithId('3', id.bytes());
}

bool AskedForAgain(std::string_view key) {
  constexpr std::string_view kSeldom = "TXvwx";
  return !key.empty() && kSeldom.find(key[0]) == std::string_view::npos;
}

}  // namespace candor::store::keys
