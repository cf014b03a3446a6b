#ifndef CANDOR_DAEMON_BASE_TEXT_LINT_WORDS_H_
#define CANDOR_DAEMON_BASE_TEXT_LINT_WORDS_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <string_view>

#include "daemon/base/text_lint.h"

// The words that text_lint.cc looks for, in small letters, with the reason for what is there and what is not. A word
// that people use of other things as well stands here only with the company in which it speaks of a person; a word that
// would be found in every second report is left out, because a notice that is always there is read by nobody.
namespace candor::lint_words {

// In which company a phrase counts.
enum class When : uint8_t {
  kAlways,
  kCapital,         // written with a capital
  kOfPerson,        // before a word for a person ("a male client"), or said of one ("she is trans", "gender: male")
  kOfPersonProper,  // the same, and written with a capital
  kBeforePerson,    // before a word for a person only
  kAsWhatTheyAre,   // said of a person only: "the client is a woman", "a 34-year-old woman", not "a woman rang"
};

struct Phrase {
  std::string_view words;  // a hyphen in the text counts as a blank
  TextNoticeKind kind;
  When when;
};

inline constexpr auto kSexOf = TextNoticeKind::kSex;
inline constexpr auto kOrientationOf = TextNoticeKind::kOrientation;
inline constexpr auto kAgeOf = TextNoticeKind::kAge;
inline constexpr auto kReligionOf = TextNoticeKind::kReligion;
inline constexpr auto kEthnicityOf = TextNoticeKind::kEthnicity;

inline constexpr Phrase kPhrases[] = {
    // Sex. Not pronouns, "wife" or "her brother": English cannot be written without them. GDPR does not list sex; the
    // issue does, since in a small practice it narrows down a client.
    {"female", kSexOf, When::kOfPerson},
    {"male", kSexOf, When::kOfPerson},
    {"woman", kSexOf, When::kAsWhatTheyAre},
    {"man", kSexOf, When::kAsWhatTheyAre},
    {"girl", kSexOf, When::kAsWhatTheyAre},
    {"boy", kSexOf, When::kAsWhatTheyAre},
    {"trans", kSexOf, When::kOfPerson},
    {"transgender", kSexOf, When::kAlways},
    {"transsexual", kSexOf, When::kAlways},
    {"non binary", kSexOf, When::kAlways},
    {"nonbinary", kSexOf, When::kAlways},
    {"cisgender", kSexOf, When::kAlways},
    {"intersex", kSexOf, When::kAlways},
    // Orientation: GDPR Art. 9(1) names it. "Straight" is mostly a manner ("came straight from work").
    {"gay", kOrientationOf, When::kAlways},
    {"lesbian", kOrientationOf, When::kAlways},
    {"bisexual", kOrientationOf, When::kAlways},
    {"homosexual", kOrientationOf, When::kAlways},
    {"heterosexual", kOrientationOf, When::kAlways},
    {"asexual", kOrientationOf, When::kAlways},
    {"pansexual", kOrientationOf, When::kAlways},
    {"queer", kOrientationOf, When::kAlways},
    {"straight", kOrientationOf, When::kBeforePerson},
    // Age in words; a number of years is read by its form. "Minor" is mostly "small", "old friend" no age.
    {"elderly", kAgeOf, When::kOfPerson},
    {"teenage", kAgeOf, When::kBeforePerson},
    {"teenager", kAgeOf, When::kAsWhatTheyAre},
    {"adolescent", kAgeOf, When::kOfPerson},
    {"middle aged", kAgeOf, When::kOfPerson},
    {"underage", kAgeOf, When::kOfPerson},
    {"minor", kAgeOf, When::kAsWhatTheyAre},
    {"pensioner", kAgeOf, When::kAsWhatTheyAre},
    // Religion: Art. 9(1). Not "church" or "congregation": that therapist and client share one is what a report of
    // another relation is there to say (R31, R32). Not before a school, a hospital or a feast.
    {"catholic", kReligionOf, When::kAlways},
    {"protestant", kReligionOf, When::kAlways},
    {"christian", kReligionOf, When::kCapital},
    {"evangelical", kReligionOf, When::kAlways},
    {"baptist", kReligionOf, When::kAlways},
    {"methodist", kReligionOf, When::kAlways},
    {"lutheran", kReligionOf, When::kAlways},
    {"anglican", kReligionOf, When::kAlways},
    {"presbyterian", kReligionOf, When::kAlways},
    {"pentecostal", kReligionOf, When::kAlways},
    {"mormon", kReligionOf, When::kAlways},
    {"jehovah witness", kReligionOf, When::kAlways},
    {"muslim", kReligionOf, When::kAlways},
    {"jewish", kReligionOf, When::kAlways},
    {"jew", kReligionOf, When::kAlways},
    {"hindu", kReligionOf, When::kAlways},
    {"sikh", kReligionOf, When::kAlways},
    {"buddhist", kReligionOf, When::kOfPerson},
    {"orthodox", kReligionOf, When::kOfPersonProper},
    {"atheist", kReligionOf, When::kAlways},
    {"agnostic", kReligionOf, When::kOfPerson},
    {"religious", kReligionOf, When::kOfPerson},
    // Ethnic origin: Art. 9(1). Where somebody is from: the countries of most who come.
    {"from afghanistan", kEthnicityOf, When::kAlways},
    {"from congo", kEthnicityOf, When::kAlways},
    {"from iran", kEthnicityOf, When::kAlways},
    {"from iraq", kEthnicityOf, When::kAlways},
    {"from mexico", kEthnicityOf, When::kAlways},
    {"from morocco", kEthnicityOf, When::kAlways},
    {"from nigeria", kEthnicityOf, When::kAlways},
    {"from pakistan", kEthnicityOf, When::kAlways},
    {"from somalia", kEthnicityOf, When::kAlways},
    {"from syria", kEthnicityOf, When::kAlways},
    {"from turkey", kEthnicityOf, When::kAlways},
    {"from ukraine", kEthnicityOf, When::kAlways},
    // Colours and names of peoples only of persons: "black coffee", "Turkish lessons".
    {"african american", kEthnicityOf, When::kAlways},
    {"asian american", kEthnicityOf, When::kAlways},
    {"native american", kEthnicityOf, When::kAlways},
    {"first nations", kEthnicityOf, When::kCapital},
    {"mixed race", kEthnicityOf, When::kAlways},
    {"biracial", kEthnicityOf, When::kAlways},
    {"hispanic", kEthnicityOf, When::kAlways},
    {"latino", kEthnicityOf, When::kAlways},
    {"latina", kEthnicityOf, When::kAlways},
    {"latinx", kEthnicityOf, When::kAlways},
    {"caucasian", kEthnicityOf, When::kAlways},
    {"roma", kEthnicityOf, When::kOfPersonProper},
    {"black", kEthnicityOf, When::kOfPerson},
    {"white", kEthnicityOf, When::kOfPerson},
    {"asian", kEthnicityOf, When::kOfPerson},
    {"african", kEthnicityOf, When::kOfPerson},
    {"arab", kEthnicityOf, When::kOfPerson},
    {"indigenous", kEthnicityOf, When::kOfPerson},
    {"afghan", kEthnicityOf, When::kOfPerson},
    {"albanian", kEthnicityOf, When::kOfPerson},
    {"algerian", kEthnicityOf, When::kOfPerson},
    {"american", kEthnicityOf, When::kOfPerson},
    {"argentinian", kEthnicityOf, When::kOfPerson},
    {"armenian", kEthnicityOf, When::kOfPerson},
    {"australian", kEthnicityOf, When::kOfPerson},
    {"austrian", kEthnicityOf, When::kOfPerson},
    {"bangladeshi", kEthnicityOf, When::kOfPerson},
    {"belgian", kEthnicityOf, When::kOfPerson},
    {"bosnian", kEthnicityOf, When::kOfPerson},
    {"brazilian", kEthnicityOf, When::kOfPerson},
    {"british", kEthnicityOf, When::kOfPerson},
    {"bulgarian", kEthnicityOf, When::kOfPerson},
    {"cameroonian", kEthnicityOf, When::kOfPerson},
    {"canadian", kEthnicityOf, When::kOfPerson},
    {"chilean", kEthnicityOf, When::kOfPerson},
    {"chinese", kEthnicityOf, When::kOfPerson},
    {"colombian", kEthnicityOf, When::kOfPerson},
    {"congolese", kEthnicityOf, When::kOfPerson},
    {"croatian", kEthnicityOf, When::kOfPerson},
    {"cuban", kEthnicityOf, When::kOfPerson},
    {"czech", kEthnicityOf, When::kOfPerson},
    {"danish", kEthnicityOf, When::kOfPerson},
    {"dominican", kEthnicityOf, When::kOfPerson},
    {"dutch", kEthnicityOf, When::kOfPerson},
    {"egyptian", kEthnicityOf, When::kOfPerson},
    {"english", kEthnicityOf, When::kOfPerson},
    {"eritrean", kEthnicityOf, When::kOfPerson},
    {"estonian", kEthnicityOf, When::kOfPerson},
    {"ethiopian", kEthnicityOf, When::kOfPerson},
    {"filipino", kEthnicityOf, When::kOfPerson},
    {"finnish", kEthnicityOf, When::kOfPerson},
    {"french", kEthnicityOf, When::kOfPerson},
    {"georgian", kEthnicityOf, When::kOfPerson},
    {"german", kEthnicityOf, When::kOfPerson},
    {"ghanaian", kEthnicityOf, When::kOfPerson},
    {"greek", kEthnicityOf, When::kOfPerson},
    {"haitian", kEthnicityOf, When::kOfPerson},
    {"hungarian", kEthnicityOf, When::kOfPerson},
    {"indian", kEthnicityOf, When::kOfPerson},
    {"indonesian", kEthnicityOf, When::kOfPerson},
    {"iranian", kEthnicityOf, When::kOfPerson},
    {"iraqi", kEthnicityOf, When::kOfPerson},
    {"irish", kEthnicityOf, When::kOfPerson},
    {"israeli", kEthnicityOf, When::kOfPerson},
    {"italian", kEthnicityOf, When::kOfPerson},
    {"jamaican", kEthnicityOf, When::kOfPerson},
    {"japanese", kEthnicityOf, When::kOfPerson},
    {"jordanian", kEthnicityOf, When::kOfPerson},
    {"kenyan", kEthnicityOf, When::kOfPerson},
    {"korean", kEthnicityOf, When::kOfPerson},
    {"kurdish", kEthnicityOf, When::kOfPerson},
    {"latvian", kEthnicityOf, When::kOfPerson},
    {"lebanese", kEthnicityOf, When::kOfPerson},
    {"libyan", kEthnicityOf, When::kOfPerson},
    {"lithuanian", kEthnicityOf, When::kOfPerson},
    {"malaysian", kEthnicityOf, When::kOfPerson},
    {"mexican", kEthnicityOf, When::kOfPerson},
    {"moroccan", kEthnicityOf, When::kOfPerson},
    {"nepali", kEthnicityOf, When::kOfPerson},
    {"nigerian", kEthnicityOf, When::kOfPerson},
    {"norwegian", kEthnicityOf, When::kOfPerson},
    {"pakistani", kEthnicityOf, When::kOfPerson},
    {"palestinian", kEthnicityOf, When::kOfPerson},
    {"persian", kEthnicityOf, When::kOfPerson},
    {"peruvian", kEthnicityOf, When::kOfPerson},
    {"polish", kEthnicityOf, When::kOfPersonProper},
    {"portuguese", kEthnicityOf, When::kOfPerson},
    {"puerto rican", kEthnicityOf, When::kAlways},
    {"romanian", kEthnicityOf, When::kOfPerson},
    {"russian", kEthnicityOf, When::kOfPerson},
    {"rwandan", kEthnicityOf, When::kOfPerson},
    {"scottish", kEthnicityOf, When::kOfPerson},
    {"senegalese", kEthnicityOf, When::kOfPerson},
    {"serbian", kEthnicityOf, When::kOfPerson},
    {"slovak", kEthnicityOf, When::kOfPerson},
    {"somali", kEthnicityOf, When::kOfPerson},
    {"spanish", kEthnicityOf, When::kOfPerson},
    {"sudanese", kEthnicityOf, When::kOfPerson},
    {"swedish", kEthnicityOf, When::kOfPerson},
    {"swiss", kEthnicityOf, When::kOfPerson},
    {"syrian", kEthnicityOf, When::kOfPerson},
    {"tamil", kEthnicityOf, When::kOfPerson},
    {"thai", kEthnicityOf, When::kOfPerson},
    {"tunisian", kEthnicityOf, When::kOfPerson},
    {"turkish", kEthnicityOf, When::kOfPerson},
    {"ugandan", kEthnicityOf, When::kOfPerson},
    {"ukrainian", kEthnicityOf, When::kOfPerson},
    {"venezuelan", kEthnicityOf, When::kOfPerson},
    {"vietnamese", kEthnicityOf, When::kOfPerson},
    {"yemeni", kEthnicityOf, When::kOfPerson},
};

// What may follow a religion without saying anything of a person.
inline constexpr std::string_view kInstitutions[] = {
    "school",  "schools",  "hospital",   "university", "college",    "church",   "charity",  "charities",
    "holiday", "holidays", "foundation", "calendar",   "meditation", "festival", "marriage", "counselling",
    "service", "services", "center",     "centre",     "community",  "clinic",   "radio"};

// Words for a person, as the company of the words above.
inline constexpr std::string_view kPersons[] = {
    "client",    "clients",    "patient",    "patients",   "person",    "man",        "woman",      "men",
    "women",     "boy",        "girl",       "child",      "children",  "teenager",   "adolescent", "adult",
    "student",   "parent",     "mother",     "father",     "son",       "daughter",   "sister",     "brother",
    "husband",   "wife",       "partner",    "girlfriend", "boyfriend", "spouse",     "friend",     "couple",
    "family",    "colleague",  "neighbour",  "neighbor",   "guy",       "lady",       "gentleman",  "male",
    "female",    "ex",         "cousin",     "aunt",       "uncle",     "supervisee", "trainee",    "intern",
    "therapist", "individual", "participant"};

// Who may stand before "is" or "was" where what follows is said of a person.
inline constexpr std::string_view kPronouns[] = {"he", "she", "they", "who", "i"};
inline constexpr std::string_view kForms[] = {"is", "was", "are", "were", "am", "being", "identifies", "identified"};
// Between those and the word itself.
inline constexpr std::string_view kBetween[] = {"a",    "an",    "the",   "not",  "also",    "as",     "openly", "now",
                                                "from", "young", "older", "very", "married", "single", "still"};
inline constexpr std::string_view kLabels[] = {"sex",  "gender",    "orientation", "religion", "faith",
                                               "race", "ethnicity", "age",         "origin"};

// What is "N years old" and no person.
inline constexpr std::string_view kAgedThings[] = {
    "friendship", "relationship", "marriage", "practice", "building", "agreement", "case",      "file",  "problem",
    "habit",      "law",          "rule",     "note",     "notes",    "entry",     "record",    "house", "car",
    "computer",   "tradition",    "conflict", "trauma",   "memory",   "policy",    "contract",  "study", "article",
    "therapy",    "plan",         "report",   "referral", "debt",     "dispute",   "diagnosis", "dog"};
// Between a form of "to be" and an age: "she is nearly forty"; the first of them also after a person: "a client over
// 60".
inline constexpr std::string_view kBounds[] = {"nearly", "almost", "over", "under"};
inline constexpr std::string_view kNearly[] = {"nearly", "almost", "over", "under",   "about",  "around",
                                               "past",   "only",   "now",  "already", "barely", "well"};
// After "she turns 50", beside what follows any age.
inline constexpr std::string_view kAfterTurning[] = {"next", "this",     "last",      "in",     "on",
                                                     "soon", "tomorrow", "yesterday", "before", "after"};
// Of whom "of 34" and "(34)" tell the age; of the young few years do, too: "a mother of two" has children.
inline constexpr std::string_view kOfAge[] = {"client",  "patient", "person", "man",  "woman", "adult",
                                              "student", "guy",     "lady",   "male", "female"};
inline constexpr std::string_view kYoung[] = {"boy", "girl", "child", "son", "daughter", "teenager"};
// What is counted, so that the number before it is no age; weeks and months may be one.
inline constexpr std::string_view kCounted[] = {"minutes", "hours", "seconds", "times",  "sessions", "percent",
                                                "visits",  "calls", "clients", "people", "euros",    "dollars",
                                                "pounds",  "pages", "miles",   "days"};
inline constexpr std::string_view kPerhaps[] = {"maybe", "perhaps", "possibly", "or", "even"};
// What may follow "she is 34" so that it is an age and not "34 minutes late".
inline constexpr std::string_view kAfterAge[] = {"and", "but", "now", "today", "so", "with", "or", "when"};
// Numbers in words, of which "thirty-four" is made.
inline constexpr std::string_view kTens[] = {"twenty", "thirty",  "forty",  "fifty",
                                             "sixty",  "seventy", "eighty", "ninety"};
inline constexpr std::string_view kTeens[] = {"ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                              "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
inline constexpr std::string_view kUnits[] = {"one", "two", "three", "four", "five", "six", "seven", "eight", "nine"};
inline constexpr std::string_view kDecades[] = {"twenties", "thirties",  "forties",  "fifties",
                                                "sixties",  "seventies", "eighties", "nineties"};

// Before a name.
inline constexpr std::string_view kTitles[] = {"mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor"};
inline constexpr std::string_view kParticles[] = {"de", "van", "der", "den", "von", "da",
                                                  "di", "la",  "le",  "el",  "bin"};
// After two capitalised words at the beginning of a sentence: then they are somebody.
inline constexpr std::string_view kPersonsDo[] = {
    "said",   "says", "told",  "tells", "asked", "asks",   "called", "calls",     "came",     "comes",   "wants",
    "wanted", "felt", "feels", "gave",  "wrote", "writes", "sent",   "mentioned", "reported", "invited", "thinks"};

// The most frequent given names in the United States over the last hundred years (Social Security Administration,
// public domain), without those that are also words, days, months, places or famous methods: Will, Mark, May, June,
// April, Grace, Hope, Faith, Joy, Rose, Bill, Frank, Jack, Rich, Art, Dawn, Amber, Ruby, Jordan, Austin, Christian,
// Virginia, Victoria, Charlotte, Carol, Gene, Ray, Sue, Pat, Drew, Jean, Don, Guy, Dean, Max, Mason, Madison.
inline constexpr std::string_view kGivenNames[] = {
    "james",    "michael", "robert",     "john",     "david",     "william",   "richard",   "joseph",   "thomas",
    "charles",  "daniel",  "matthew",    "anthony",  "steven",    "donald",    "andrew",    "joshua",   "paul",
    "kenneth",  "kevin",   "brian",      "timothy",  "ronald",    "jason",     "george",    "edward",   "jeffrey",
    "ryan",     "jacob",   "nicholas",   "gary",     "eric",      "jonathan",  "stephen",   "larry",    "justin",
    "benjamin", "scott",   "brandon",    "samuel",   "gregory",   "alexander", "patrick",   "raymond",  "dennis",
    "tyler",    "aaron",   "jerry",      "jose",     "nathan",    "adam",      "henry",     "zachary",  "douglas",
    "peter",    "noah",    "kyle",       "ethan",    "jeremy",    "keith",     "sean",      "roger",    "terry",
    "walter",   "dylan",   "gerald",     "carl",     "bryan",     "gabriel",   "jesse",     "harold",   "lawrence",
    "logan",    "arthur",  "bruce",      "billy",    "elijah",    "joe",       "alan",      "juan",     "liam",
    "albert",   "randy",   "wayne",      "vincent",  "lucas",     "caleb",     "luke",      "bobby",    "isaac",
    "bradley",  "mary",    "patricia",   "jennifer", "linda",     "elizabeth", "barbara",   "susan",    "jessica",
    "karen",    "sarah",   "lisa",       "nancy",    "sandra",    "ashley",    "emily",     "kimberly", "betty",
    "margaret", "donna",   "michelle",   "amanda",   "melissa",   "deborah",   "stephanie", "rebecca",  "sharon",
    "laura",    "cynthia", "amy",        "kathleen", "angela",    "dorothy",   "shirley",   "emma",     "brenda",
    "nicole",   "pamela",  "samantha",   "anna",     "katherine", "christine", "debra",     "rachel",   "olivia",
    "carolyn",  "maria",   "janet",      "heather",  "diane",     "catherine", "julie",     "helen",    "joyce",
    "lauren",   "kelly",   "christina",  "joan",     "judith",    "ruth",      "hannah",    "evelyn",   "andrea",
    "megan",    "cheryl",  "jacqueline", "sophia",   "abigail",   "teresa",    "isabella",  "sara",     "janice",
    "martha",   "gloria",  "kathryn",    "ann",      "judy",      "julia",     "denise",    "danielle", "natalie",
    "alice",    "marilyn", "diana",      "beverly",  "brittany",  "theresa",   "frances",   "kayla",    "alexis",
    "tiffany",  "lori",    "kathy",      "jane",     "ellen",     "steve",     "mike",      "tom",      "dave"};

// Names of members that are words too, and so are known only as part of the whole name.
inline constexpr std::string_view kAlsoWords[] = {
    "will",  "mark",   "may",    "june", "april", "august", "grace",    "hope", "faith", "joy",   "rose",
    "bill",  "frank",  "jack",   "rich", "art",   "dawn",   "amber",    "ruby", "pat",   "sue",   "drew",
    "gene",  "ray",    "don",    "guy",  "dean",  "max",    "lee",      "long", "young", "white", "black",
    "brown", "green",  "king",   "day",  "case",  "law",    "the",      "van",  "der",   "den",   "von",
    "chase", "summer", "autumn", "page", "field", "hunter", "christian"};

// Words with a capital that are no names of persons; a run with one of them is none. Days, months, places, languages,
// codes, bodies, methods, and what this practice's own forms are called.
inline constexpr std::string_view kNotNames[] = {
    "monday",       "tuesday",     "wednesday",     "thursday",     "friday",       "saturday",     "sunday",
    "january",      "february",    "march",         "april",        "may",          "june",         "july",
    "august",       "september",   "october",       "november",     "december",     "christmas",    "easter",
    "thanksgiving", "eve",         "ramadan",       "new",          "north",        "south",        "east",
    "west",         "united",      "states",        "kingdom",      "city",         "county",       "state",
    "york",         "california",  "texas",         "florida",      "ontario",      "america",      "american",
    "europe",       "european",    "belgium",       "belgian",      "netherlands",  "dutch",        "french",
    "english",      "german",      "spanish",       "british",      "canadian",     "african",      "asian",
    "los",          "angeles",     "san",           "francisco",    "london",       "brussels",     "antwerp",
    "ghent",        "board",       "ethics",        "code",         "act",          "article",      "section",
    "standard",     "standards",   "rule",          "policy",       "guideline",    "guidelines",   "principle",
    "principles",   "law",         "court",         "association",  "organization", "organisation", "institute",
    "university",   "college",     "school",        "hospital",     "clinic",       "center",       "centre",
    "committee",    "department",  "ministry",      "services",     "service",      "program",      "programme",
    "project",      "group",       "practice",      "office",       "team",         "line",         "health",
    "mental",       "social",      "medical",       "clinical",     "family",       "child",        "protective",
    "therapy",      "therapist",   "psychology",    "psychologist", "counseling",   "counselling",  "counselor",
    "supervisor",   "supervision", "director",      "cognitive",    "behavioral",   "behavioural",  "dialectical",
    "acceptance",   "commitment",  "eye",           "movement",     "internal",     "systems",      "inventory",
    "scale",        "index",       "questionnaire", "checklist",    "assessment",   "test",         "anonymous",
    "alcoholics",   "plan",        "review",        "report",       "case",         "client",       "session",
    "intake",       "referral",    "consultation",  "termination",  "transfer",     "zoom",         "facebook",
    "instagram",    "whatsapp",    "linkedin",      "google",       "internet",     "candor",       "god",
    "bible",        "street",      "avenue",        "road",         "lane",         "park",         "square",
    "hipaa",        "gdpr",        "red",           "cross",        "native",       "general",      "national",
    "public",       "criminal",    "civil",         "penal",        "evidence",     "professions",  "business",
    "statute",      "royal"};

// After a number and a capitalised word.
inline constexpr std::string_view kStreets[] = {
    "street", "st",      "avenue",   "ave",     "road",   "rd",    "lane",  "ln",  "drive", "court", "boulevard",
    "blvd",   "terrace", "crescent", "highway", "square", "place", "close", "way", "dr",    "ct"};
// The end of a capitalised word before a number, as streets are called in Belgium, the Netherlands and Germany.
inline constexpr std::string_view kStreetEnds[] = {"straat",
                                                   "laan",
                                                   "steenweg",
                                                   "plein",
                                                   "strasse",
                                                   "stra\xC3\x9F"
                                                   "e",
                                                   "gasse"};
// Before the name of a street and its number, as in French and Spanish.
inline constexpr std::string_view kStreetsBefore[] = {"rue",
                                                      "chauss\xC3\xA9"
                                                      "e",
                                                      "calle"};
// Before a number that is a telephone's whatever its form.
inline constexpr std::string_view kPhoneWords[] = {"phone",  "telephone", "tel",      "cell", "cellphone",
                                                   "mobile", "gsm",       "whatsapp", "fax",  "sms"};

template <size_t N>
bool IsOneOf(const std::string_view (&words)[N], std::string_view word) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

}  // namespace candor::lint_words

#endif  // CANDOR_DAEMON_BASE_TEXT_LINT_WORDS_H_
