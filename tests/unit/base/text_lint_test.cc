#include "daemon/base/text_lint.h"

#include <gtest/gtest.h>

#include <rapidcheck.h>
#include <chrono>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace candor::text_lint_test {
namespace {

using Kind = TextNoticeKind;
using Found = std::vector<std::pair<Kind, std::string>>;

std::vector<TextNotice> Lint(const std::string& text, const std::vector<std::string>& known = {}) {
  return LintText(Sensitive<std::string>(text), known);
}

// What was found, in words.
Found In(const std::string& text, const std::vector<std::string>& known = {}) {
  Found found;
  for (const TextNotice& each : Lint(text, known)) found.emplace_back(each.kind, text.substr(each.offset, each.length));
  return found;
}

// Each text holds the second once, and nothing else.
void ExpectEach(Kind kind, const std::vector<std::pair<std::string, std::string>>& cases) {
  for (const auto& [text, found] : cases) EXPECT_EQ(In(text), (Found{{kind, found}})) << text;
}

void ExpectNothing(const std::vector<std::string>& texts) {
  for (const std::string& text : texts) EXPECT_EQ(In(text), Found()) << text;
}

TEST(TextLintTest, OfManyTextsEachIsLookedAtAsIfAlone) {
  const std::vector<std::string> known = {"Maria Lopez", "Lieve D'Hondt"};
  const TextLint lint(known);

  for (const char* text : {"told Maria Lopez, she is 34", "", "told lieve d'hondt", "Lieve D'Hondt rang me"}) {
    EXPECT_EQ(lint.Of(Sensitive<std::string>(text)), Lint(text, known)) << text;
  }
}

TEST(TextLintTest, FindsNames) {
  ExpectEach(Kind::kName, {{"the client, Xenia Peeters, left early", "Xenia Peeters"},
                           {"spoke to Dr. Lee about it", "Dr. Lee"},
                           {"Mrs Okafor called", "Mrs Okafor"},
                           {"Xenia Peeters asked for a hug", "Xenia Peeters"},
                           {"Maria was late", "Maria"},
                           {"she told me that Sarah's brother knows", "Sarah's"},
                           {"a son named Bram", "Bram"},
                           {"her name is Nele", "Nele"},
                           {"met \xC3\x89lodie \xC3\x81lvarez at the market", "\xC3\x89lodie \xC3\x81lvarez"},
                           {"talked with Hana van der Berg", "Hana van der Berg"}});
}

TEST(TextLintTest, FindsNamesThatTheCallerKnows) {
  const std::vector<std::string> members = {"Will Long", "Dele De Smet", "Lieve D'Hondt"};

  EXPECT_EQ(In("talked with Dele De Smet today", members), (Found{{Kind::kKnownName, "Dele De Smet"}}));
  EXPECT_EQ(In("Lieve says go on", members), (Found{{Kind::kKnownName, "Lieve"}}));
  EXPECT_EQ(In("D\xE2\x80\x99Hondt\xE2\x80\x99s advice", members),
            (Found{{Kind::kKnownName, "D\xE2\x80\x99Hondt\xE2\x80\x99s"}}));
  EXPECT_EQ(In("asked Will Long", members), (Found{{Kind::kKnownName, "Will Long"}}));
  EXPECT_EQ(In("Will go on. Long session. will long for it", members), Found());
}

TEST(TextLintTest, WordsWithACapitalAreNoNames) {
  ExpectNothing({"Will see her in May.", "On Monday I called the Ethics Board.", "Mental Health Board, New York",
                 "read the APA Code of Conduct", "Cognitive Behavioral Therapy", "Asked for advice. Talked it through.",
                 "see sheet 2; ask M.", "She was Frank about it", "Session Cancelled", "I felt uneasy, I think",
                 "the Social Security Office", "EAP REFERRAL", "Alcoholics Anonymous", "Beck Depression Inventory"});
}

TEST(TextLintTest, FindsTelephones) {
  ExpectEach(Kind::kPhone, {{"call +32 471 23 45 67", "+32 471 23 45 67"},
                            {"call +1 (415) 555-0134 now", "+1 (415) 555-0134"},
                            {"his is 415-555-0134.", "415-555-0134"},
                            {"(415) 555 0134", "(415) 555 0134"},
                            {"1-415-555-0134", "1-415-555-0134"},
                            {"4155550134", "4155550134"},
                            {"0471 23 45 67", "0471 23 45 67"},
                            {"0471/23.45.67", "0471/23.45.67"},
                            {"020 7946 0958", "020 7946 0958"},
                            {"0032 471 23 45 67", "0032 471 23 45 67"},
                            {"cell: 555-0134", "555-0134"}});
}

TEST(TextLintTest, OtherFiguresAreNoTelephones) {
  ExpectNothing({"C-1042 and C-1082", "2024-01-20", "20/01/2024", "12.03.2025 14:30", "8 EUR, 180 EUR",
                 "164.312(b), 10.05, 1157.6", "5 of 6 in 2 years", "group 2h (6)", "+30 min unpaid", "3-4 times",
                 "500-1000 steps", "2024 2025 2026"});
}

TEST(TextLintTest, FindsAddressesAndNamesOnline) {
  ExpectEach(Kind::kOnline,
             {{"wrote from ana.n+x@example.org.", "ana.n+x@example.org"}, {"follows @nele_b there", "@nele_b"}});
  ExpectEach(Kind::kAddress, {{"lives at 12 Elm Street now", "12 Elm Street"},
                              {"12b Old Mill Rd", "12b Old Mill Rd"},
                              {"in de Kerkstraat 12", "Kerkstraat 12"},
                              {"Rue de la Paix 3", "Rue de la Paix 3"},
                              {"PO Box 77", "PO Box 77"},
                              {"at SW1A 1AA", "SW1A 1AA"}});
  ExpectNothing({"2 sessions @ 50 minutes", "a@b", "12 Sessions this year", "met in the street", "2 Court orders"});
}

TEST(TextLintTest, FindsAnAgeOnlyWhereItIsSaidOfSomebody) {
  ExpectEach(Kind::kAge, {{"she is 34", "34"},
                          {"She's 34, and tired", "34"},
                          {"the client turned 40.", "40"},
                          {"a 34-year-old", "34-year-old"},
                          {"34 years old", "34 years old"},
                          {"a 34yo", "34yo"},
                          {"34 years of age", "34 years of age"},
                          {"aged 16", "aged 16"},
                          {"age: 16", "age: 16"},
                          {"was born in 1990", "born in 1990"},
                          {"DOB 3/5/1990", "DOB 3"},
                          {"in her late thirties", "her late thirties"},
                          {"in his 40s", "his 40s"},
                          {"an elderly client", "elderly"}});
  ExpectNothing({"she is 34 minutes late", "a 10-year-old friendship", "they were 5, then 6", "session 12, then 13",
                 "she was 2.5 hours here", "it is 12.", "of age", "her son was born last week", "in the 40s",
                 "he was 15 late", "an old friend", "minor changes", "the client is 3 sessions in", "at our age"});
}

TEST(TextLintTest, FindsSexOrientationReligionAndEthnicityOfAPerson) {
  ExpectEach(Kind::kSex, {{"a male client", "male"},
                          {"the client is a young woman", "woman"},
                          {"gender: female", "female"},
                          {"she is trans", "trans"},
                          {"identifies as non-binary", "non-binary"}});
  ExpectEach(Kind::kOrientation,
             {{"he's gay", "gay"}, {"a straight man", "straight"}, {"came out as bisexual", "bisexual"}});
  ExpectEach(Kind::kReligion, {{"a devout Catholic family", "Catholic"},
                               {"she is Muslim", "Muslim"},
                               {"the client is very religious", "religious"},
                               {"Jehovah's Witness", "Jehovah's Witness"}});
  ExpectEach(Kind::kEthnicity, {{"a black client", "black"},
                                {"he is Turkish", "Turkish"},
                                {"African-American", "African-American"},
                                {"the couple are Polish.", "Polish"}});
}

TEST(TextLintTest, TheSameWordsOfOtherThingsAreLeftAlone) {
  ExpectNothing({"black coffee", "polish the report; the plan is polished", "Turkish lessons",
                 "came straight from work", "the Catholic school", "a Jewish holiday", "we share a church",
                 "a woman rang", "her husband knows", "a white lie", "Indian food", "my wife", "christian name"});
}

TEST(TextLintTest, FindsWhatPeopleWriteInSmallLettersAndInWords) {
  EXPECT_EQ(In("told maria lopez about it", {"Maria Lopez"}), (Found{{Kind::kKnownName, "maria lopez"}}));
  EXPECT_EQ(In("it will last, as maria knows", {"Will Last", "Maria Lopez"}), Found()) << "words, and one name alone";
  EXPECT_EQ(In("He is a Jehovah's Witness."), (Found{{Kind::kReligion, "Jehovah's Witness"}})) << "no name";
  ExpectEach(Kind::kAge,
             {{"A forty-year-old client", "forty-year-old"}, {"she is forty years old", "forty years old"}});
  ExpectEach(Kind::kEthnicity, {{"came from Morocco as a child", "from Morocco"}});
  ExpectNothing({"a forty-year-old building"});
}

TEST(TextLintTest, FindsAnAgeInWordsOnlyWhereItIsSaidOfSomebody) {
  ExpectEach(Kind::kAge, {{"a thirty-four-year-old client", "thirty-four-year-old"},
                          {"a thirty four year old client", "thirty four year old"},
                          {"she is thirty-four years old", "thirty-four years old"},
                          {"the client was eighteen years old at the time", "eighteen years old"},
                          {"with her sixteen-year-old.", "sixteen-year-old"},
                          {"the sixteen-year-old said no", "sixteen-year-old"},
                          {"her son, two years old, was there", "two years old"},
                          {"aged sixteen", "aged sixteen"},
                          {"at the age of twelve", "age of twelve"},
                          {"age: forty", "age: forty"},
                          {"she is forty, and tired", "forty"},
                          {"the client turned twenty-one.", "twenty-one"},
                          {"thirty-four years of age", "thirty-four years of age"}});
  ExpectNothing({"the plan is two years old", "a ten-year-old agreement", "it is thirty years old",
                 "a twelve-year-old supervision contract", "she is forty minutes late", "she is one of three",
                 "he was two sessions in", "thirty-four sessions", "for twenty years", "twenty-four hours later",
                 "they were ten, then twelve", "one year later an old friend", "she is two, three hours away"});
}

TEST(TextLintTest, FindsTheOtherWaysToTellAnAge) {
  ExpectEach(Kind::kAge, {{"He is nearly forty", "forty"},
                          {"She's almost 60.", "60"},
                          {"she is over sixty", "sixty"},
                          {"a client over 60, I think", "60"},
                          {"her 18th birthday", "18th birthday"},
                          {"his eighteenth birthday party", "eighteenth birthday"},
                          {"I see a woman of 34", "34"},
                          {"a man of forty.", "forty"},
                          {"a boy of nine", "nine"},
                          {"client (34)", "34"},
                          {"the patient (34, divorced) rang", "34"},
                          {"a 34F with panic attacks", "34F"},
                          {"34M, divorced", "34M"},
                          {"the nine-year-old I see", "nine-year-old"},
                          {"She turns 50 next week", "50"},
                          {"he turned forty in May", "forty"}});
  ExpectNothing({"a mother of two", "one client of three", "clients (12)", "a client of 34 sessions", "client (2)",
                 "room 34F", "it took 20m", "C-34F", "she is over 10 minutes late", "the practice's 10th birthday",
                 "over sixty sessions", "the 18th of May", "she turned 2 pages", "a plan of 12"});
}

TEST(TextLintTest, WhatIsCountedOrAThingsAgeIsNobodysAge) {
  ExpectNothing({"I was ten, maybe fifteen minutes late", "she is twenty, thirty times a day",
                 "he was ten or fifteen minutes late", "I was 10, maybe 15 minutes late", "the contract, two years old",
                 "the contract, 2 years old", "the plan is 2 years old", "age: forty sessions", "age: 40 sessions"});
  ExpectEach(Kind::kAge, {{"she is thirty-four, two children at home", "thirty-four"},
                          {"her son, 2 years old", "2 years old"},
                          {"age: forty, in sessions since May", "age: forty"}});
}

TEST(TextLintTest, KnowsMorePeoples) {
  ExpectEach(Kind::kEthnicity, {{"a Dutch client", "Dutch"},
                                {"she is French", "French"},
                                {"a Ghanaian family", "Ghanaian"},
                                {"he's Afghan", "Afghan"}});
  ExpectNothing({"French lessons", "Danish pastry", "an English-speaking group", "a Swiss bank", "German measles"});
}

TEST(TextLintTest, AfterAnAgeComesWhoItIs) {
  EXPECT_EQ(In("a 34-year-old woman"), (Found{{Kind::kAge, "34-year-old"}, {Kind::kSex, "woman"}}));
  EXPECT_EQ(In("thirty-four year old man with debts"),
            (Found{{Kind::kAge, "thirty-four year old"}, {Kind::kSex, "man"}}));
  ExpectEach(Kind::kSex, {{"she is transgender", "transgender"}, {"a trans client", "trans"}});
  ExpectNothing({"an old man rang", "a year later a man rang"});
}

TEST(TextLintTest, SaysOnePlaceOnce) {
  EXPECT_EQ(In("Mrs Maria Lopez, 12 Elm Street", {"Maria Lopez"}),
            (Found{{Kind::kName, "Mrs Maria Lopez"}, {Kind::kAddress, "12 Elm Street"}}));
}

TEST(TextLintTest, APlaceIsCountedInCharacters) {
  const Sensitive<std::string> text("\xC3\xA0 revoir\nd\xC3\xA9j\xC3\xA0 Maria");

  const std::vector<TextNotice> found = LintText(text, {});

  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(PlaceIn(text, found[0].offset), (TextPlace{2, 6}));
  EXPECT_EQ(PlaceIn(text, 0), (TextPlace{1, 1}));
  EXPECT_EQ(PlaceIn(text, 1000), (TextPlace{2, 11}));
}

// --- Any text

bool BeginsCharacter(const std::string& text, size_t at) {
  return at == text.size() || (static_cast<unsigned char>(text[at]) & 0xC0U) != 0x80U;
}

void CheckPlaces(const std::string& text, bool is_utf8) {
  size_t before = 0;
  for (const TextNotice& each : Lint(text, {"Maria Lopez", "D'Hondt"})) {
    RC_ASSERT(each.offset >= before);
    RC_ASSERT(each.length > 0U);
    RC_ASSERT(each.offset + each.length <= text.size());
    before = each.offset + each.length;
    if (!is_utf8) continue;
    RC_ASSERT(BeginsCharacter(text, each.offset));
    RC_ASSERT(BeginsCharacter(text, before));
  }
}

TEST(TextLintTest, PlacesLieBetweenCharactersInTextOfPieces) {
  const std::vector<std::string> pieces = {"Maria",
                                           "\xC3\x89lodie",
                                           "Lopez",
                                           " ",
                                           " ",
                                           "\n",
                                           "'s",
                                           "\xE2\x80\x99s",
                                           "@",
                                           "example.org",
                                           "+32",
                                           "471",
                                           "-",
                                           "is",
                                           "she",
                                           "a",
                                           "34",
                                           ".",
                                           "(",
                                           ")",
                                           "12",
                                           "Elm",
                                           "Street",
                                           "gay",
                                           "male",
                                           "client",
                                           ",",
                                           "\xF0\x9F\x99\x82",
                                           "\xE4\xB8\xAD",
                                           "in his",
                                           "40s",
                                           "born",
                                           "SW1A",
                                           "1AA"};
  EXPECT_TRUE(rc::check("between characters", [&] {
    std::string text;
    for (const auto index : *rc::gen::container<std::vector<size_t>>(rc::gen::inRange<size_t>(0, pieces.size()))) {
      text += pieces[index];
    }
    CheckPlaces(text, /*is_utf8=*/true);
  }));
}

TEST(TextLintTest, TakesAnyBytes) {
  EXPECT_TRUE(rc::check("any bytes", [](const std::string& text) { CheckPlaces(text, /*is_utf8=*/false); }));
}

TEST(TextLintTest, TakesTimeInProportionToTheText) {
  // What would tempt a search that begins anew at every word; eight times the text in far less than 64 times the time.
  for (const std::string& piece :
       std::vector<std::string>{"Xenia ", "1 ", "a@", "is a ", "Xenia-", "the client is very ", "((((", "+"}) {
    const auto time = [&](size_t times) {
      std::string text;
      for (size_t i = 0; i < times; ++i) text += piece;
      const auto begun = std::chrono::steady_clock::now();
      Lint(text);
      return std::chrono::steady_clock::now() - begun;
    };
    time(1000);
    EXPECT_LT(time(80'000), 30 * time(10'000) + std::chrono::milliseconds(200)) << piece;
  }
}

// --- How often it speaks up where nothing is to be said

// The cells of a CSV file, by record.
std::vector<std::vector<std::string>> CellsOf(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  std::vector<std::vector<std::string>> records(1, std::vector<std::string>(1));
  bool quoted = false;
  for (char each = 0; file.get(each);) {
    if (each == '"') {
      quoted = !quoted;
    } else if (each == ',' && !quoted) {
      records.back().emplace_back();
    } else if (each == '\n' && !quoted) {
      records.emplace_back(1);
    } else {
      records.back().back() += each;
    }
  }
  return records;
}

TEST(TextLintTest, IsQuietInTheSamplePracticesLog) {
  // Details, Outcome, Note: what people wrote there in their own words.
  const std::vector<std::vector<std::string>> records = CellsOf(CANDOR_SAMPLE_LOG);
  size_t texts = 0;
  std::set<std::string> found;
  for (size_t i = 1; i < records.size(); ++i) {
    for (const size_t column : {7U, 11U, 12U}) {
      if (records[i].size() <= column || records[i][column].empty()) continue;
      ++texts;
      for (const auto& [kind, words] : In(records[i][column])) found.insert(words);
    }
  }

  EXPECT_GT(texts, 1500U);
  // The receivers of a transfer, whom the map reads as members. No other text gives a notice.
  EXPECT_EQ(found, (std::set<std::string>{"Chlo\xC3\xA9 Rossi", "Dele De Smet", "Hana De Smet", "Hana Wouters"}));
}

TEST(TextLintTest, IsQuietInWhatIsToldOfTheVignettes) {
  // The notes of the scenarios: prose about cases by people who name nobody but authors.
  size_t words = 0;
  Found found;
  for (const auto& entry : std::filesystem::directory_iterator(CANDOR_VIGNETTES)) {
    if (entry.path().extension() != ".toml") continue;
    std::ifstream file(entry.path());
    std::stringstream all;
    all << file.rdbuf();
    const std::string text = all.str();
    const std::string quotes = "\"\"\"";
    const size_t begin = text.find("note = " + quotes);
    if (begin == std::string::npos) continue;
    const size_t end = text.find(quotes, begin + 12);
    const std::string note = text.substr(begin + 10, end - begin - 10);
    std::istringstream in_words(note);
    for (std::string word; in_words >> word;) ++words;
    for (auto& each : In(note)) found.push_back(std::move(each));
  }

  EXPECT_GT(words, 1000U);
  EXPECT_EQ(found, Found());
}

}  // namespace
}  // namespace candor::text_lint_test
