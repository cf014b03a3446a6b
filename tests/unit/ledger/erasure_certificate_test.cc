#include "daemon/ledger/erasure_certificate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "daemon/ledger/lines.h"
#include "tests/unit/ledger/signers.h"

namespace candor::ledger::erasure_certificate_test {
namespace {

using ::testing::HasSubstr;

constexpr char kOrigin[] = "candor/aaaqeayeaudaocajbifqydiob4/2";
// Written and signed apart from this code.
constexpr char kCertificate[] =
    "candor erasure certificate 1\n"
    "candor/aaaqeayeaudaocajbifqydiob4/2\n"
    "subject case caireeyuculbogazdinryhi6d4\n"
    "class personal\n"
    "record 4711\n"
    "erased 2026-11-23T10:15:00Z\n"
    "backup aaaqeayeaudaocajbifqydiob4 2026-11-20T02:00:00Z\n"
    "\n"
    "\xE2\x80\x94 candor/aaaqeayeaudaocajbifqydiob4/2 "
    "RH6D3WcugUGBuLcrzQ1om7cBuE4eW7Zud/BwiOrRFDEiIFkxtwkS7LbCfCH/LZGf42IED6pJZDy7LSNE9AR0mb/cHww=\n";

SigningKey TheKey() {
  return KeyOf(std::string(kSeedBytes, 'k'));
}

VerifierKey TheVerifier(const std::string& name = kOrigin) {
  return {name, SignatureType::kEd25519, TheKey().public_key()};
}

ErasureCertificate TheCertificate() {
  ErasureCertificate certificate;
  certificate.origin = kOrigin;
  for (uint8_t i = 0; i < 16; ++i) certificate.subject_id[i] = static_cast<uint8_t>(16 + i);
  certificate.key_class = ErasedClass::kPersonal;
  certificate.record = 4711;
  certificate.erased_at = absl::FromCivil(absl::CivilSecond(2026, 11, 23, 10, 15, 0), absl::UTCTimeZone());
  KnownBackup known;
  for (uint8_t i = 0; i < 16; ++i) known.id[i] = i;
  known.made_at = absl::FromCivil(absl::CivilSecond(2026, 11, 20, 2, 0, 0), absl::UTCTimeZone());
  certificate.known.push_back(known);
  return certificate;
}

TEST(ErasureCertificateTest, WritesAndReadsTheTextOfThePage) {
  EXPECT_EQ(WriteNote(SignCertificate(TheCertificate(), TheKey())), kCertificate);

  const auto note = ParseNote(kCertificate);
  ASSERT_TRUE(note.ok()) << note.status();
  const auto opened = OpenCertificate(*note, TheVerifier());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, TheCertificate());
}

TEST(ErasureCertificateTest, MembersAndWholeSubjectsToo) {
  ErasureCertificate other = TheCertificate();
  other.subject_kind = ErasedSubject::kMember;
  other.key_class = ErasedClass::kGeneral;
  other.known.clear();
  const auto read = ParseCertificateText(WriteCertificateText(other));
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, other);
  EXPECT_NE(WriteCertificateText(other), WriteCertificateText(TheCertificate()));
}

ErasureCertificate OneThatNamesRecords() {
  ErasureCertificate certificate = TheCertificate();
  certificate.elsewhere = {{17, LeafHash("one")}, {4710, LeafHash("another")}};
  return certificate;
}

// What stands in those of before has not changed: TheCertificate() names none.
TEST(ErasureCertificateTest, NamesWhatStandsElsewhereBehindTheBackups) {
  const std::string text = WriteCertificateText(OneThatNamesRecords());

  EXPECT_EQ(text, WriteCertificateText(TheCertificate()) + "elsewhere 17 " + Base64(LeafHash("one")) +
                      "\nelsewhere 4710 " + Base64(LeafHash("another")) + "\n");
  const auto read = ParseCertificateText(text);
  ASSERT_TRUE(read.ok()) << read.status();
  EXPECT_EQ(*read, OneThatNamesRecords());
}

TEST(ErasureCertificateTest, RefusesALineAboutARecordThatCannotBeOne) {
  const std::string good = WriteCertificateText(OneThatNamesRecords());
  const std::string hash = Base64(LeafHash("one"));
  for (const auto& [from, to] : std::vector<std::pair<std::string, std::string>>{
           {"elsewhere 17 ", "elsewhere 017 "},
           {"elsewhere 17 ", "elsewhere 4710 "},
           {"elsewhere 4710 ", "elsewhere 4711 "},
           {"elsewhere 17 ", "elsewhere 17"},
           {"elsewhere 17 ", "there 17 "},
           {hash, hash.substr(1)},
           {"elsewhere 4710 ", "backup aaaqeayeaudaocajbifqydiob4 2026-11-20T02:00:00Z\nelsewhere 4710 "}}) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    EXPECT_FALSE(ParseCertificateText(bad).ok()) << bad;
  }
}

TEST(ErasureCertificateTest, TheLongestOneFitsIntoItsNote) {
  ErasureCertificate longest = TheCertificate();
  longest.record = UINT64_MAX;
  longest.known.resize(ErasureCertificate::kMaxBackups, longest.known[0]);
  for (uint64_t i = 0; i < ErasureCertificate::kMaxElsewhere; ++i) {
    longest.elsewhere.push_back({UINT64_MAX - ErasureCertificate::kMaxElsewhere + i, LeafHash("one")});
  }
  const std::string note = WriteNote(SignCertificate(longest, TheKey()));

  EXPECT_FALSE(ParseNote(note).ok()) << "other notes are shorter";
  const auto parsed = ParseNote(note, ErasureCertificate::kMaxBytes);
  ASSERT_TRUE(parsed.ok()) << parsed.status();
  const auto opened = OpenCertificate(*parsed, TheVerifier());
  ASSERT_TRUE(opened.ok()) << opened.status();
  EXPECT_EQ(*opened, longest);
  longest.elsewhere.insert(longest.elsewhere.begin(), {1, LeafHash("one")});
  EXPECT_FALSE(ParseCertificateText(WriteCertificateText(longest)).ok());
}

TEST(ErasureCertificateTest, AKeyOfAnotherEpochIsTheSameKey) {
  const auto note = ParseNote(kCertificate);
  EXPECT_TRUE(OpenCertificate(*note, TheVerifier("candor/aaaqeayeaudaocajbifqydiob4/9")).ok());
  EXPECT_EQ(OpenCertificate(*note, TheVerifier("candor/baaqeayeaudaocajbifqydiob4/2")).status().code(),
            absl::StatusCode::kDataLoss);
  const VerifierKey other{kOrigin, SignatureType::kEd25519, KeyOf(std::string(kSeedBytes, 'o')).public_key()};
  EXPECT_EQ(OpenCertificate(*note, other).status().code(), absl::StatusCode::kNotFound);
}

TEST(ErasureCertificateTest, EveryChangedByteIsRefused) {
  const std::string good = kCertificate;
  for (size_t i = 0; i < good.size(); ++i) {
    std::string bad = good;
    bad[i] = static_cast<char>(bad[i] ^ 1);
    const auto note = ParseNote(bad);
    EXPECT_FALSE(note.ok() && OpenCertificate(*note, TheVerifier()).ok()) << i;
  }
}

TEST(ErasureCertificateTest, SaysWhatIsWrong) {
  const std::string good = WriteCertificateText(TheCertificate());
  const auto with = [&](const std::string& from, const std::string& to) {
    std::string bad = good;
    bad.replace(bad.find(from), from.size(), to);
    return ParseCertificateText(bad).status();
  };
  EXPECT_THAT(std::string(with("certificate 1", "certificate 2").message()), HasSubstr("first line"));
  EXPECT_THAT(std::string(with("subject case", "subject practice").message()), HasSubstr("no case"));
  EXPECT_THAT(std::string(with("class personal", "class all").message()), HasSubstr("class"));
  EXPECT_THAT(std::string(with("record 4711", "record 04711").message()), HasSubstr("record"));
  EXPECT_THAT(std::string(with("10:15:00Z", "10:15Z").message()), HasSubstr("when"));
  EXPECT_THAT(std::string(with("backup ", "back ").message()), HasSubstr("backup"));
  EXPECT_FALSE(ParseCertificateText(good.substr(0, good.size() - 1)).ok());
}

}  // namespace
}  // namespace candor::ledger::erasure_certificate_test
