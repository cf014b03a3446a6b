#ifndef CANDOR_CLI_VERBS_KIND_WORDS_H_
#define CANDOR_CLI_VERBS_KIND_WORDS_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

// What a kind of entry is called before a person, who may not be alone before the screen.
namespace candor::cli {

// The first question of `candor log`.
enum class Telling : uint8_t { kWhatHappened = 1, kHowIFeel = 2, kSomeoneToldMe = 3 };

// Where entries of a kind live.
enum class Place : uint8_t { kCase = 1, kMember = 2, kEither = 3 };

struct KindWords {
  std::string_view slug;
  Telling telling;
  std::string_view family;  // heading in the list of kinds
  std::string_view offer;   // in the list of kinds
  Place place;
  bool conduct = false;    // how far it went is asked
  bool date_only = false;  // that there was one, and nothing else
};

// Every kind that is written down, in the order in which it is offered.
std::span<const KindWords> AllKindWords();
// nullptr when there is none: the kind has a verb of its own.
const KindWords* FindKindWords(std::string_view slug);

// Whether entries of the kind tell of conduct, of which saying nothing would read as "all is well".
bool IsConduct(std::string_view slug);

// Whether somebody other than whom an entry of the kind is about is likely to write it.
bool IsOfAnother(std::string_view slug);

// Whether whoever an entry of the kind is about is told of it when somebody else writes it, as the daemon does.
bool IsToldTo(std::string_view slug);

// A slug as a person reads it: "phone call".
std::string Spaced(std::string_view slug);
// For a line of a list: "session", "a boundary", "a private note". Says nothing that its writer would not like read
// over the shoulder; what it is stands in the entry itself.
std::string ListLabel(std::string_view slug);
// Whether a list leaves out what an entry of the kind says.
bool KeptOutOfLists(std::string_view slug);
// Whether the value of a field says what nobody else on the machine should read: it is asked for or read from a file,
// and never stands on a command line. `word` empty: whether that holds of every value of the field.
bool AskedForOnly(std::string_view slug, std::string_view field, std::string_view word);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_KIND_WORDS_H_
