#include "daemon/base/text_lint.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_split.h"
#include "daemon/base/text_ages.h"
#include "daemon/base/text_lint_words.h"
#include "daemon/base/text_numbers.h"
#include "daemon/base/text_words.h"

namespace candor {
namespace {

using lint_words::IsOneOf;
using lint_words::When;
using Tokens = std::vector<TextToken>;

// From token `first` up to `last`, the latter included.
TextNotice Between(const Tokens& tokens, TextNoticeKind kind, size_t first, size_t last) {
  return {kind, tokens[first].offset, tokens[last].end() - tokens[first].offset};
}

// The word after token `at`, past one hyphen: "middle-aged"; tokens.size() where none is.
size_t NextWord(const Tokens& tokens, size_t at) {
  size_t next = at + 1;
  if (next < tokens.size() && tokens[next].IsSign('-')) ++next;
  return next < tokens.size() && tokens[next].IsWord() ? next : tokens.size();
}

// Phrases by their first word; each as the words that follow it.
struct SplitPhrase {
  std::vector<std::string> rest;
  TextNoticeKind kind;
  When when;
};

const std::map<std::string, std::vector<SplitPhrase>, std::less<>>& Phrases() {
  static const auto* const phrases = [] {
    auto* made = new std::map<std::string, std::vector<SplitPhrase>, std::less<>>;
    for (const lint_words::Phrase& each : lint_words::kPhrases) {
      const std::vector<std::string> words = absl::StrSplit(std::string(each.words), ' ');
      (*made)[words.front()].push_back({{words.begin() + 1, words.end()}, each.kind, each.when});
    }
    return made;
  }();
  return *phrases;
}

// --- What is said of whom

bool IsPerson(const TextToken& token) {
  return token.IsWord() && IsOneOf(lint_words::kPersons, token.lower);
}

// "he is", "the client was", "she's", "they're", up to token `at`.
bool IsSaidOfPerson(const Tokens& tokens, size_t at) {
  const TextToken& verb = tokens[at];
  if (!verb.IsWord()) return false;
  if (verb.possessive) return IsOneOf(lint_words::kPronouns, verb.lower);
  if (verb.lower == "they're" || verb.lower == "i'm") return true;
  if (!IsOneOf(lint_words::kForms, verb.lower) || at == 0) return false;
  const TextToken& subject = tokens[at - 1];
  return IsPerson(subject) || (subject.IsWord() && IsOneOf(lint_words::kPronouns, subject.lower));
}

// Whether what begins with token `at` says what somebody is: "the client is a", "gender:".
bool IsWhatTheyAre(const Tokens& tokens, size_t at) {
  constexpr size_t kMostBetween = 3;
  for (size_t back = 1; back <= kMostBetween + 1 && back <= at; ++back) {
    const TextToken& before = tokens[at - back];
    if (before.IsSign(':') || before.lower == "is") {
      const size_t label = at - back;
      if (label > 0 && tokens[label - 1].IsWord() && IsOneOf(lint_words::kLabels, tokens[label - 1].lower)) return true;
    }
    if (IsSaidOfPerson(tokens, at - back)) return true;
    if (!before.IsWord() || !IsOneOf(lint_words::kBetween, before.lower)) return false;
  }
  return false;
}

bool IsBeforePerson(const Tokens& tokens, size_t last) {
  const size_t next = NextWord(tokens, last);
  return next < tokens.size() && IsPerson(tokens[next]);
}

// "a 34-year-old woman": after an age comes whose it is.
bool IsAfterAge(const Tokens& tokens, size_t at) {
  if (at < 2 || tokens[at - 1].lower != "old") return false;
  const size_t back = tokens[at - 2].IsSign('-') && at > 2 ? at - 3 : at - 2;
  return tokens[back].IsWord() && (tokens[back].lower == "year" || tokens[back].lower == "years");
}

bool HasCompany(const Tokens& tokens, When when, size_t first, size_t last) {
  const bool proper = tokens[first].capital || tokens[first].upper;
  switch (when) {
    case When::kAlways:
      return true;
    case When::kCapital:
      return proper;
    case When::kOfPersonProper:
      return proper && (IsBeforePerson(tokens, last) || IsWhatTheyAre(tokens, first));
    case When::kOfPerson:
      return IsBeforePerson(tokens, last) || IsWhatTheyAre(tokens, first);
    case When::kBeforePerson:
      return IsBeforePerson(tokens, last);
    case When::kAsWhatTheyAre:
      return IsWhatTheyAre(tokens, first) || IsAfterAge(tokens, first);
  }
  return false;
}

// "Catholics", "gays": a plural counts as the word.
std::string_view Singular(std::string_view word) {
  return word.size() > 3 && word.ends_with('s') ? word.substr(0, word.size() - 1) : word;
}

// The last token of the phrase that begins with `at`; nullopt where the text goes on otherwise.
std::optional<size_t> EndOfPhrase(const Tokens& tokens, size_t at, const SplitPhrase& phrase) {
  size_t last = at;
  for (const std::string& word : phrase.rest) {
    last = NextWord(tokens, last);
    if (last == tokens.size() || (tokens[last].lower != word && Singular(tokens[last].lower) != word)) {
      return std::nullopt;
    }
  }
  return last;
}

void FindPhrases(const Tokens& tokens, size_t at, std::vector<TextNotice>& found) {
  auto phrases = Phrases().find(tokens[at].lower);
  if (phrases == Phrases().end()) phrases = Phrases().find(Singular(tokens[at].lower));
  if (phrases == Phrases().end()) return;
  for (const SplitPhrase& each : phrases->second) {
    const std::optional<size_t> last = EndOfPhrase(tokens, at, each);
    if (!last || !HasCompany(tokens, each.when, at, *last)) continue;
    const size_t next = NextWord(tokens, *last);
    const bool of_institution = each.kind == TextNoticeKind::kReligion && next < tokens.size() &&
                                IsOneOf(lint_words::kInstitutions, tokens[next].lower);
    if (!of_institution) found.push_back(Between(tokens, each.kind, at, *last));
  }
}

// --- Names

bool IsNameWord(const TextToken& token) {
  return token.IsWord() && token.capital && !IsOneOf(lint_words::kNotNames, token.lower);
}

bool IsGivenName(const TextToken& token) {
  return token.IsWord() && token.capital && IsOneOf(lint_words::kGivenNames, token.lower);
}

// The last token of the words of a name that goes on after token `at`: "Dele De Smet", "Hana van der Berg".
size_t EndOfName(const Tokens& tokens, size_t at) {
  constexpr size_t kMostTokens = 8;
  size_t last = at;
  size_t next = at + 1;
  while (next < tokens.size() && next <= at + kMostTokens) {
    const bool joined = tokens[next].IsSign('-') && !tokens[next].spaced;
    const bool particle =
        tokens[next].IsWord() && tokens[next].spaced && IsOneOf(lint_words::kParticles, tokens[next].lower);
    if (!joined && !particle) {
      if (!IsNameWord(tokens[next])) return last;
      last = next;
    }
    ++next;
  }
  return last;
}

// Whether a run of capitalised words is one: "Mental Health Board" is none, and at the beginning of a sentence only
// what acts like a person.
bool IsNameOfTwo(const Tokens& tokens, size_t first, size_t last) {
  if (first == last) return false;
  const bool goes_on_as_none = last + 1 < tokens.size() && tokens[last + 1].IsWord() && tokens[last + 1].capital;
  if (goes_on_as_none) return false;
  if (first > 0 && tokens[first - 1].IsWord() && tokens[first - 1].capital && tokens[first].spaced) return false;
  if (!tokens[first].begins) return true;
  return last + 1 < tokens.size() && IsOneOf(lint_words::kPersonsDo, tokens[last + 1].lower);
}

// "is called Maria", "named Maria", "her name is Maria": whoever it is, the next word says it.
bool IsCalledSo(const Tokens& tokens, size_t at) {
  if (at == 0 || !tokens[at - 1].IsWord()) return false;
  const std::string& before = tokens[at - 1].lower;
  if (before == "named" || before == "surname") return true;
  if (at < 2 || !tokens[at - 2].IsWord()) return false;
  const bool called = before == "called" && IsOneOf(lint_words::kForms, tokens[at - 2].lower);
  return called || (before == "is" && tokens[at - 2].lower == "name");
}

// Adds the name that begins with token `at`, with the title before it.
void FindName(const Tokens& tokens, size_t at, std::vector<TextNotice>& found) {
  if (!IsNameWord(tokens[at])) return;
  const size_t last = EndOfName(tokens, at);
  size_t before = at;
  if (before > 0 && tokens[before - 1].IsSign('.')) --before;
  const bool titled =
      before > 0 && tokens[before - 1].capital && IsOneOf(lint_words::kTitles, tokens[before - 1].lower);
  if (titled) {
    found.push_back(Between(tokens, TextNoticeKind::kName, before - 1, last));
  } else if (IsOneOf(lint_words::kTitles, tokens[at].lower)) {
    return;  // with the name after it
  } else if (IsGivenName(tokens[at]) || IsNameOfTwo(tokens, at, last) || IsCalledSo(tokens, at)) {
    found.push_back(Between(tokens, TextNoticeKind::kName, at, last));
  }
}

// As TextLint keeps them.
using NamesByWord = std::map<std::string, std::vector<std::vector<std::string>>, std::less<>>;

void AddName(const std::string& name, NamesByWord& names) {
  std::vector<std::string> words;
  for (const TextToken& each : TokensOf(name)) {
    if (each.IsWord()) words.push_back(each.lower);
  }
  if (words.empty()) return;
  const bool of_one_word = words.size() == 1;
  for (const std::string& word : words) {
    constexpr size_t kShortestAlone = 3;
    const bool alone = word.size() >= kShortestAlone && !IsOneOf(lint_words::kAlsoWords, word);
    if (alone || of_one_word) names[word].emplace_back();
  }
  names[words.front()].emplace_back(words.begin() + 1, words.end());
}

NamesByWord ByWord(const std::vector<std::string>& known_names) {
  NamesByWord names;
  for (const std::string& name : known_names) AddName(name, names);
  for (auto& [word, rests] : names) {
    // The same once, and the longest first.
    std::sort(rests.begin(), rests.end(), [](const auto& left, const auto& right) {
      return left.size() != right.size() ? left.size() > right.size() : left < right;
    });
    rests.erase(std::unique(rests.begin(), rests.end()), rests.end());
  }
  return names;
}

void FindKnown(const NamesByWord& names, const Tokens& tokens, size_t at, std::vector<TextNotice>& found) {
  const auto rests = names.find(tokens[at].lower);
  if (rests == names.end()) return;
  const bool proper = tokens[at].capital || tokens[at].upper;
  for (const std::vector<std::string>& rest : rests->second) {
    // In small letters the whole name alone is one: "maria lopez", and not "will".
    if (!proper && (rest.empty() || IsOneOf(lint_words::kAlsoWords, tokens[at].lower))) continue;
    size_t last = at;
    for (const std::string& word : rest) {
      if (last < tokens.size()) last = NextWord(tokens, last);
      if (last < tokens.size() && tokens[last].lower != word) last = tokens.size();
    }
    if (last == tokens.size()) continue;
    found.push_back(Between(tokens, TextNoticeKind::kKnownName, at, last));
    return;
  }
}

// --- Online

bool IsOfAddress(char character) {
  return absl::ascii_isalnum(static_cast<unsigned char>(character)) ||
         std::string_view("._%+-").find(character) != std::string_view::npos;
}

// An address or "@name" around the sign at `at`. Looks at no more characters than an address can have (RFC
// 5321, 4.5.3.1).
std::optional<TextNotice> OnlineAt(std::string_view text, size_t at) {
  constexpr size_t kLocalMost = 64;
  constexpr size_t kDomainMost = 255;
  constexpr size_t kHandleLeast = 3;
  size_t begin = at;
  while (begin > 0 && at - begin < kLocalMost && IsOfAddress(text[begin - 1])) --begin;
  size_t end = at + 1;
  while (end < text.size() && end - at <= kDomainMost && IsOfAddress(text[end])) ++end;
  while (end > at + 1 && !absl::ascii_isalnum(static_cast<unsigned char>(text[end - 1]))) --end;
  const std::string_view domain = text.substr(at + 1, end - at - 1);
  const size_t dot = domain.rfind('.');
  const bool address = begin < at && dot != std::string_view::npos && dot > 0 && domain.size() - dot > 2 &&
                       std::all_of(domain.begin() + static_cast<std::ptrdiff_t>(dot) + 1, domain.end(),
                                   [](char letter) { return absl::ascii_isalpha(static_cast<unsigned char>(letter)); });
  const bool handle =
      begin == at && domain.size() >= kHandleLeast && absl::ascii_isalpha(static_cast<unsigned char>(domain.front()));
  if (!address && !handle) return std::nullopt;
  return TextNotice{TextNoticeKind::kOnline, begin, end - begin};
}

// Leaves, of those that overlap, the one that begins first, and of those the longest; one kind for each place, as a
// name that is known is found as a name, too.
std::vector<TextNotice> WithoutOverlaps(std::vector<TextNotice> found) {
  std::stable_sort(found.begin(), found.end(), [](const TextNotice& left, const TextNotice& right) {
    return left.offset != right.offset ? left.offset < right.offset : left.length > right.length;
  });
  std::vector<TextNotice> kept;
  for (const TextNotice& each : found) {
    if (kept.empty() || each.offset >= kept.back().offset + kept.back().length) kept.push_back(each);
  }
  return kept;
}

}  // namespace

TextLint::TextLint(const std::vector<std::string>& known_names) : names_(ByWord(known_names)) {}

std::vector<TextNotice> TextLint::Of(const Sensitive<std::string>& text) const {
  const std::string& words = text.Reveal();
  const Tokens tokens = TokensOf(words);
  std::vector<TextNotice> found;
  for (size_t at = 0; at < tokens.size(); ++at) {
    if (tokens[at].IsWord()) {
      FindKnown(names_, tokens, at, found);
      // Before names: "Jehovah's Witness" looks like one.
      FindPhrases(tokens, at, found);
      FindName(tokens, at, found);
    } else if (tokens[at].IsSign('@')) {
      if (const auto online = OnlineAt(words, tokens[at].offset)) found.push_back(*online);
    }
    FindNumbers(tokens, at, found);
    FindAges(tokens, at, found);
  }
  return WithoutOverlaps(std::move(found));
}

std::vector<TextNotice> LintText(const Sensitive<std::string>& text, const std::vector<std::string>& known_names) {
  return TextLint(known_names).Of(text);
}

TextPlace PlaceIn(const Sensitive<std::string>& text, size_t offset) {
  TextPlace place;
  const std::string_view before = std::string_view(text.Reveal()).substr(0, offset);
  for (const char each : before) {
    if (each == '\n') {
      ++place.line;
      place.column = 1;
    } else if ((static_cast<unsigned char>(each) & 0xC0U) != 0x80U) {
      ++place.column;
    }
  }
  return place;
}

}  // namespace candor
