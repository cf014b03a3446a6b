#include "cli/wire/licence_words.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace candor::cli::licence_words_test {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;

TEST(LicenceWordsTest, KnownProfessionsAndUnknownOnesAreTaken) {
  for (const char* const fine : {"", "mft", "lpcc", "counselor", "lmft", "lpca", "heilpraktiker", "art therapist"}) {
    EXPECT_EQ(ProfessionAdvice(fine), "") << fine;
  }
  EXPECT_TRUE(IsKnownProfession("lcsw"));
  EXPECT_FALSE(IsKnownProfession("lmft"));
  EXPECT_THAT(KnownProfessions(), HasSubstr("mft, lcsw"));
}

TEST(LicenceWordsTest, ASlipInAProfessionIsToldWithTheWordThatIsNearest) {
  EXPECT_THAT(ProfessionAdvice("MFT"), EndsWith("write mft"));
  EXPECT_THAT(ProfessionAdvice("psycologist"), EndsWith("write psychologist"));
  EXPECT_THAT(ProfessionAdvice("Psychologists"), EndsWith("write psychologist"));
  EXPECT_THAT(ProfessionAdvice("psichiatrist"), EndsWith("write psychiatrist"));
}

TEST(LicenceWordsTest, AJurisdictionIsACountryOrAPartOfOne) {
  for (const char* const fine : {"", "BE", "GB", "GB-SCT", "US-CA", "CA-ON", "AT-9"}) {
    EXPECT_EQ(JurisdictionAdvice(fine), "") << fine;
  }
  for (const char* const slip : {"us-ca", "US_CA", "US-", "US-CALIF", "California", "U", "US-CA-1", "be"}) {
    EXPECT_THAT(JurisdictionAdvice(slip), HasSubstr("US-CA")) << slip;
  }
  EXPECT_THAT(JurisdictionAdvice("UK"), HasSubstr("GB"));
}

}  // namespace
}  // namespace candor::cli::licence_words_test
