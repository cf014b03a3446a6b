#include "daemon/domain/facts.h"

#include <gtest/gtest.h>

#include <string>

#include "daemon/base/status.h"
#include "tests/unit/domain/builders.h"

namespace candor::domain::facts_test {
namespace {

constexpr FieldId kMinutes = MakeFieldId(Kind::kSession, 1);
constexpr FieldId kSetting = MakeFieldId(Kind::kSession, 2);
constexpr FieldId kWhyNow = MakeFieldId(Kind::kConsultation, 5);
constexpr FieldId kCovers = MakeFieldId(Kind::kSupervision, 5);

TEST(FactsTest, KeepsFieldsInOrderAndTheLastValue) {
  Facts facts;
  facts.SetNumber(kSetting, 2);
  facts.SetNumber(kMinutes, 50);
  facts.SetNumber(kMinutes, 60);

  ASSERT_EQ(facts.all().size(), 2U);
  EXPECT_EQ(facts.all()[0].field, kMinutes);
  EXPECT_EQ(facts.Number(kMinutes), 60);
  EXPECT_EQ(facts.Number(kSetting), 2);
}

TEST(FactsTest, ARepeatedFieldKeepsEveryValueInTheOrderGiven) {
  Facts facts;
  facts.SetId(kCovers, IdNumber<CaseId>(7).bytes());
  facts.SetId(kCovers, IdNumber<CaseId>(3).bytes());

  ASSERT_EQ(facts.all().size(), 2U);
  EXPECT_EQ(facts.IdOf(kCovers), IdNumber<CaseId>(7).bytes());
}

TEST(FactsTest, WhatWasNotRecordedIsAbsentAndOtherTypesAreNotConverted) {
  Facts facts;
  facts.SetText(kWhyNow, "");

  EXPECT_TRUE(facts.Has(kWhyNow));
  EXPECT_EQ(facts.Number(kWhyNow), std::nullopt);
  EXPECT_EQ(facts.IdOf(kWhyNow), std::nullopt);
  EXPECT_EQ(facts.Text(kMinutes), nullptr);
}

TEST(FactsTest, SplitsByClassAndMergesBack) {
  const Entry entry = EntryOf(Kind::kConsultation, Day(2025, 3, 30))
                          .Word("recommendation", "refer")
                          .Word("relation", "independent")
                          .Text("why_now", "dreams")
                          .Build();

  const Facts triage = entry.facts.OfClass(FieldClass::kTriage);
  const Facts detail = entry.facts.OfClass(FieldClass::kDetail);
  const Facts narrative = entry.facts.OfClass(FieldClass::kNarrative);

  EXPECT_EQ(triage.all().size(), 1U);
  EXPECT_EQ(Facts::Merge(Facts::Merge(narrative, triage), detail), entry.facts);
}

std::string ReasonOf(Kind kind, const Facts& facts) {
  const auto detail = DetailOf(CheckFacts(kind, facts));
  return detail ? detail->reason : "";
}

TEST(CheckFactsTest, NamesTheFieldAndTheReason) {
  Facts negative;
  negative.SetNumber(kMinutes, -1);
  EXPECT_EQ(DetailOf(CheckFacts(Kind::kSession, negative)), (ErrorDetail{"facts.minutes", "out_of_range"}));

  Facts unknown_word;
  unknown_word.SetNumber(kSetting, 99);
  EXPECT_EQ(ReasonOf(Kind::kSession, unknown_word), "unknown_value");

  Facts long_text;
  long_text.SetText(kWhyNow, std::string(16 * 1024 + 1, 'x'));
  EXPECT_EQ(ReasonOf(Kind::kConsultation, long_text), "too_long");

  Facts latin1;
  latin1.SetText(kWhyNow, "\xE9t\xE9");
  EXPECT_EQ(ReasonOf(Kind::kConsultation, latin1), "not_utf8");

  Facts wrong_type;
  wrong_type.SetText(kMinutes, "50");
  EXPECT_EQ(ReasonOf(Kind::kSession, wrong_type), "wrong_type");

  Facts other_kind;
  other_kind.SetNumber(kMinutes, 50);
  EXPECT_EQ(ReasonOf(Kind::kConsultation, other_kind), "unknown_field");
}

TEST(CheckFactsTest, ACurrencyIsThreeCapitalLetters) {
  constexpr FieldId kCurrency = MakeFieldId(Kind::kCrossing, 8);
  Facts facts;
  facts.SetText(kCurrency, "EUR");
  EXPECT_TRUE(CheckFacts(Kind::kCrossing, facts).ok());
  for (const char* bad : {"", "eur", "EURO", "E R"}) {
    facts.SetText(kCurrency, bad);
    EXPECT_EQ(DetailOf(CheckFacts(Kind::kCrossing, facts)), (ErrorDetail{"facts.currency_code", "unknown_value"}));
  }
}

TEST(CheckPastTest, WhatHasHappenedIsNotAfterTodayAndAPlanMayBe) {
  const Day today(2025, 4, 1);
  Facts ending;
  ending.SetNumber(MakeFieldId(Kind::kTermination, 2), DayNumber(today));
  EXPECT_TRUE(CheckPast(ending, today).ok());
  ending.SetNumber(MakeFieldId(Kind::kTermination, 2), DayNumber(today) + 1);
  EXPECT_EQ(DetailOf(CheckPast(ending, today)), (ErrorDetail{"facts.proposed_on", "future_date"}));

  Facts note;
  note.SetNumber(MakeFieldId(Kind::kSupervision, 6), DayNumber(today) + 14);
  EXPECT_TRUE(CheckPast(note, today).ok());
}

TEST(CheckFactsTest, TakesTheLimitsThemselves) {
  Facts facts;
  facts.SetText(kWhyNow, std::string(16 * 1024, 'x'));
  EXPECT_TRUE(CheckFacts(Kind::kConsultation, facts).ok());

  Facts zero;
  zero.SetNumber(kMinutes, 0);
  EXPECT_TRUE(CheckFacts(Kind::kSession, zero).ok());
}

TEST(CheckFactsTest, NeverRepeatsTheText) {
  Facts latin1;
  latin1.SetText(kWhyNow, "secret\xE9");

  EXPECT_EQ(std::string(CheckFacts(Kind::kConsultation, latin1).message()).find("secret"), std::string::npos);
}

}  // namespace
}  // namespace candor::domain::facts_test
