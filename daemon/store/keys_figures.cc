#include "daemon/store/keys.h"

#include "daemon/base/bytes.h"
#include "daemon/store/key_parts.h"

// The keys of the figures, of what stands behind them, and of who has signed them.
namespace candor::store::keys {

std::string Contributions(const CaseId& id) {
  return WithId('J', id.bytes());
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

}  // namespace candor::store::keys
