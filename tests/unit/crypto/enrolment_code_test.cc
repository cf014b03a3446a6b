#include "daemon/crypto/enrolment_code.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <string>
#include <string_view>
#include <utility>

#include "daemon/base/bytes.h"

namespace candor::crypto::enrolment_code_test {
namespace {

using testing::HasSubstr;

constexpr std::string_view kAlphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kGroup = 6;  // with its hyphen

Digest Fingerprint() {
  return Sha256("authority");
}

EnrolmentCode KnownCodeOf() {
  EnrolmentCode code = NewEnrolmentCode(0x12345, Fingerprint());
  for (size_t i = 0; i < kEnrolmentSecretSymbols; ++i) code.secret.data()[i] = static_cast<uint8_t>(19 + i);
  return code;
}

// Worked out by hand from the definition in the header, by another program.
constexpr char kKnown[] = "28T5M-KMNP0-QRSTD-VWXYD-HXVFM-TM0V1-PT7FZ-E7TEX-4XNWG";

std::string SomeCode() {
  return std::string(FormatEnrolmentCode(NewEnrolmentCode(77, Fingerprint())).text());
}

void ExpectMistake(const std::string& text, const std::string& what) {
  const auto code = ParseEnrolmentCode(text);
  EXPECT_TRUE(absl::IsInvalidArgument(code.status())) << code.status();
  EXPECT_THAT(std::string(code.status().message()), HasSubstr(what)) << text;
}

TEST(EnrolmentCodeTest, IsWrittenAsDefined) {
  EXPECT_EQ(FormatEnrolmentCode(KnownCodeOf()).text(), kKnown);
}

TEST(EnrolmentCodeTest, IsReadAsDefined) {
  const auto code = ParseEnrolmentCode(kKnown);

  ASSERT_TRUE(code.ok()) << code.status();
  EXPECT_EQ(code->locator, 0x12345u);
  EXPECT_EQ(AsText(code->secret.span()), AsText(KnownCodeOf().secret.span()));
  EXPECT_EQ(code->authority, KnownCodeOf().authority);
}

TEST(EnrolmentCodeTest, HasASecretOfItsOwnEachTime) {
  EXPECT_NE(SomeCode(), SomeCode());
}

TEST(EnrolmentCodeTest, KnowsItsAuthority) {
  const auto code = ParseEnrolmentCode(kKnown);
  ASSERT_TRUE(code.ok());
  EXPECT_TRUE(IsOfAuthority(*code, Fingerprint()));
  EXPECT_FALSE(IsOfAuthority(*code, Sha256("another")));
  // The hundredth bit counts, the next one does not stand in the code.
  Digest near = Fingerprint();
  near[12] = static_cast<uint8_t>(near[12] ^ 0x10U);
  EXPECT_FALSE(IsOfAuthority(*code, near));
}

TEST(EnrolmentCodeTest, MayBeTypedAsPeopleType) {
  std::string small = kKnown;
  std::ranges::transform(small, small.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  std::string joined = kKnown;
  std::erase(joined, '-');
  std::string alike = kKnown;
  std::ranges::replace(alike, '0', 'O');
  std::ranges::replace(alike, '1', 'l');
  for (const std::string& text : {small, joined, alike, "  " + joined + "\n"}) {
    const auto code = ParseEnrolmentCode(text);
    ASSERT_TRUE(code.ok()) << text << ": " << code.status();
    EXPECT_EQ(FormatEnrolmentCode(*code).text(), kKnown);
  }
}

TEST(EnrolmentCodeTest, EveryWrongCharacterIsToldWithItsGroup) {
  for (size_t at = 0; at < sizeof(kKnown) - 1; ++at) {
    if (kKnown[at] == '-') continue;
    for (const char c : kAlphabet) {
      if (c == kKnown[at]) continue;
      std::string text = kKnown;
      text[at] = c;
      ExpectMistake(text, "group " + std::to_string(at / kGroup + 1) + " of the code is not as it was printed");
    }
  }
}

TEST(EnrolmentCodeTest, TwoCharactersOfAGroupThatChangedPlacesAreTold) {
  for (size_t group = 0; group < 9; ++group) {
    for (size_t a = 0; a < 5; ++a) {
      for (size_t b = a + 1; b < 5; ++b) {
        std::string text = kKnown;
        std::swap(text[group * kGroup + a], text[group * kGroup + b]);
        if (text == kKnown) continue;
        ExpectMistake(text, "group " + std::to_string(group + 1));
      }
    }
  }
}

TEST(EnrolmentCodeTest, TwoGroupsThatChangedPlacesAreTold) {
  const std::string text = kKnown;
  const std::string swapped = text.substr(kGroup, kGroup) + text.substr(0, kGroup) + text.substr(2 * kGroup);
  ExpectMistake(swapped, "group 1");
}

TEST(EnrolmentCodeTest, SaysWhereSomethingIsMissingOrTooMuch) {
  const std::string text = kKnown;
  ExpectMistake(text.substr(0, 8) + text.substr(9), "group 2 of the code has 4 characters instead of five");
  ExpectMistake(text.substr(0, 8) + "7" + text.substr(8), "group 2 of the code has 6 characters instead of five");
  ExpectMistake(text.substr(kGroup), "nine groups");
  ExpectMistake(text + "-" + text.substr(0, 5), "nine groups");
  ExpectMistake("", "nine groups");
  std::string odd = text;
  odd[14] = 'U';
  ExpectMistake(odd, "group 3 of the code has a character that no code has");
}

TEST(EnrolmentCodeTest, AMistakeIsToldWithoutTheCode) {
  std::string text = SomeCode();
  text[7] = text[7] == 'A' ? 'B' : 'A';
  const auto code = ParseEnrolmentCode(text);
  for (size_t group = 0; group < 9; ++group) {
    EXPECT_EQ(code.status().message().find(text.substr(group * kGroup, 5)), std::string::npos);
  }
}

}  // namespace
}  // namespace candor::crypto::enrolment_code_test
