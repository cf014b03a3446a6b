#include "daemon/base/text_numbers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <span>
#include <string_view>

#include "daemon/base/text_lint_words.h"

namespace candor {
namespace {

using lint_words::IsOneOf;
using Tokens = std::vector<TextToken>;

bool IsWordOf(const Tokens& tokens, size_t at, std::string_view word) {
  return at < tokens.size() && tokens[at].IsWord() && tokens[at].lower == word;
}

bool IsSignAt(const Tokens& tokens, size_t at, char sign) {
  return at < tokens.size() && tokens[at].IsSign(sign);
}

// --- Telephones

// Groups of figures as a telephone's are written: from token `first` to `last`.
struct Groups {
  std::vector<size_t> lengths;
  size_t last = 0;
  size_t figures = 0;
  bool country = false;  // begins with "+"
  bool trunk = false;    // begins with 0
  bool abroad = false;   // begins with 00
  bool one = false;      // the first group is "1"
};

// The figures after token `last`, past a blank, a sign or two brackets; tokens.size() where there are none.
size_t NextGroup(const Tokens& tokens, size_t last) {
  size_t next = last + 1;
  for (int signs = 0; signs < 2 && next < tokens.size() && tokens[next].type == TextToken::Type::kSign; ++signs) {
    const bool joins = tokens[next].IsSign('-') || tokens[next].IsSign('.') || tokens[next].IsSign('/') ||
                       tokens[next].IsSign('(') || tokens[next].IsSign(')');
    if (!joins) return tokens.size();
    ++next;
  }
  return next < tokens.size() && tokens[next].IsNumber() ? next : tokens.size();
}

// "C-1042", "B12", "v2.1": figures that belong to a code or another number.
bool IsPartOfCode(const Tokens& tokens, size_t at) {
  if (at == 0 || tokens[at].spaced) return false;
  const TextToken& before = tokens[at - 1];
  if (before.IsWord()) return true;
  const bool joins = before.IsSign('-') || before.IsSign('.') || before.IsSign('/');
  return joins && at > 1 && !before.spaced && tokens[at - 2].type != TextToken::Type::kLineEnd &&
         (tokens[at - 2].IsWord() || tokens[at - 2].IsNumber());
}

std::optional<Groups> GroupsFrom(const Tokens& tokens, size_t at) {
  constexpr size_t kMostGroups = 8;
  Groups groups;
  size_t number = at;
  while (number < tokens.size() && number < at + 3 && tokens[number].type == TextToken::Type::kSign) {
    if (tokens[number].IsSign('+')) groups.country = true;
    if (!tokens[number].IsSign('+') && !tokens[number].IsSign('(')) return std::nullopt;
    ++number;
  }
  if (number == tokens.size() || !tokens[number].IsNumber() || IsPartOfCode(tokens, at)) return std::nullopt;
  groups.trunk = tokens[number].lower.starts_with('0');
  groups.abroad = tokens[number].lower.starts_with("00");
  groups.one = tokens[number].lower == "1";
  for (; number < tokens.size() && groups.lengths.size() < kMostGroups; number = NextGroup(tokens, number)) {
    groups.lengths.push_back(tokens[number].length);
    groups.figures += tokens[number].length;
    groups.last = number;
  }
  return groups;
}

bool IsDateLike(const std::vector<size_t>& lengths) {
  if (lengths.size() != 3) return false;
  const bool year_first = lengths[0] == 4 && lengths[1] <= 2 && lengths[2] <= 2;
  const bool year_last = lengths[2] == 4 && lengths[0] <= 2 && lengths[1] <= 2;
  return year_first || year_last;
}

// E.164: at most 15 figures. Without a "+" by the forms of North America and by a leading 0; anything of six figures on
// after a word for a telephone.
bool IsPhone(const Groups& groups, bool after_word) {
  constexpr size_t kMostFigures = 15;
  if (groups.figures > kMostFigures || IsDateLike(groups.lengths)) return false;
  if (groups.country) return groups.figures >= 8;
  if (after_word) return groups.figures >= 6;
  if (groups.abroad) return groups.figures >= 10;
  if (groups.trunk) return groups.figures >= 9 && groups.figures <= 11;
  std::vector<size_t> lengths = groups.lengths;
  if (groups.one) lengths.erase(lengths.begin());
  if (lengths == std::vector<size_t>{3, 3, 4}) return true;
  return groups.lengths.size() == 1 && groups.figures == 10;
}

bool IsAfterPhoneWord(const Tokens& tokens, size_t at) {
  constexpr size_t kReach = 3;
  for (size_t back = 1; back <= kReach && back <= at; ++back) {
    if (tokens[at - back].IsWord() && IsOneOf(lint_words::kPhoneWords, tokens[at - back].lower)) return true;
  }
  return false;
}

std::optional<size_t> EndOfPhone(const Tokens& tokens, size_t at) {
  const std::optional<Groups> groups = GroupsFrom(tokens, at);
  if (!groups || !IsPhone(*groups, IsAfterPhoneWord(tokens, at))) return std::nullopt;
  return groups->last;
}

// --- Addresses

// "12 Elm Street", "12b Old Mill Rd".
std::optional<size_t> EndOfNumberFirst(const Tokens& tokens, size_t at) {
  constexpr size_t kMostFigures = 5;
  constexpr size_t kMostWords = 3;
  if (!tokens[at].IsNumber() || tokens[at].length > kMostFigures) return std::nullopt;
  size_t next = at + 1;
  if (next < tokens.size() && tokens[next].IsWord() && !tokens[next].spaced && tokens[next].length == 1) ++next;
  for (size_t words = 0; words <= kMostWords && next < tokens.size() && tokens[next].IsWord(); ++words, ++next) {
    if (!tokens[next].capital || !tokens[next].spaced) return std::nullopt;
    if (words > 0 && IsOneOf(lint_words::kStreets, tokens[next].lower)) return next;
  }
  return std::nullopt;
}

// "Kerkstraat 12", "Rue Haute 12", "PO Box 12", and a British postcode: "SW1A 1AA".
std::optional<size_t> EndOfStreetFirst(const Tokens& tokens, size_t at) {
  constexpr size_t kMostWords = 4;
  const TextToken& street = tokens[at];
  if (!street.IsWord()) return std::nullopt;
  if (street.lower == "po" && IsWordOf(tokens, at + 1, "box")) {
    return at + 2 < tokens.size() && tokens[at + 2].IsNumber() ? at + 2 : at + 1;
  }
  if (!street.capital) return std::nullopt;
  const bool ends_so = std::any_of(
      std::begin(lint_words::kStreetEnds), std::end(lint_words::kStreetEnds),
      [&](std::string_view end) { return street.lower.size() > end.size() && street.lower.ends_with(end); });
  if (ends_so) return at + 1 < tokens.size() && tokens[at + 1].IsNumber() ? std::optional(at + 1) : std::nullopt;
  if (!IsOneOf(lint_words::kStreetsBefore, street.lower)) return std::nullopt;
  for (size_t next = at + 1; next < tokens.size() && next <= at + kMostWords; ++next) {
    if (tokens[next].IsNumber()) return next;
    if (!tokens[next].IsWord()) return std::nullopt;
  }
  return std::nullopt;
}

bool IsCapitals(const TextToken& token, size_t most) {
  if (!token.IsWord() || token.length > most) return false;
  return token.upper || (token.length == 1 && !token.capital && token.lower != "i" && token.lower != "a");
}

// "SW1A 1AA", "M1 1AE", in the forms of the British post.
std::optional<size_t> EndOfPostcode(const Tokens& tokens, size_t at) {
  if (!IsCapitals(tokens[at], 2)) return std::nullopt;
  size_t next = at + 1;
  if (next == tokens.size() || !tokens[next].IsNumber() || tokens[next].spaced || tokens[next].length > 2) {
    return std::nullopt;
  }
  ++next;
  if (next < tokens.size() && tokens[next].IsWord() && !tokens[next].spaced && tokens[next].length == 1) ++next;
  if (next + 1 >= tokens.size() || !tokens[next].IsNumber() || !tokens[next].spaced || tokens[next].length != 1) {
    return std::nullopt;
  }
  const TextToken& last = tokens[next + 1];
  if (!last.upper || last.spaced || last.length != 2) return std::nullopt;
  return next + 1;
}

std::optional<size_t> EndOfAddress(const Tokens& tokens, size_t at) {
  for (const auto& end : {EndOfNumberFirst(tokens, at), EndOfStreetFirst(tokens, at), EndOfPostcode(tokens, at)}) {
    if (end) return end;
  }
  return std::nullopt;
}

// --- Ages

constexpr size_t kMostAgeFigures = 3;

bool IsAgeFigure(const TextToken& token) {
  constexpr std::string_view kOldest = "120";
  if (!token.IsNumber() || token.lower.starts_with('0')) return false;
  return token.length < kMostAgeFigures || (token.length == kMostAgeFigures && token.lower <= kOldest);
}

size_t PastHyphen(const Tokens& tokens, size_t at) {
  return IsSignAt(tokens, at, '-') ? at + 1 : at;
}

bool IsWordIn(const Tokens& tokens, size_t at, std::span<const std::string_view> words) {
  return at < tokens.size() && tokens[at].IsWord() &&
         std::find(words.begin(), words.end(), tokens[at].lower) != words.end();
}

// The last token of the number in words that begins with `at`: "sixteen", "thirty-four", "thirty four".
std::optional<size_t> EndOfNumberInWords(const Tokens& tokens, size_t at) {
  if (IsWordIn(tokens, at, lint_words::kTeens)) return at;
  if (IsWordIn(tokens, at, lint_words::kTens)) {
    const size_t unit = PastHyphen(tokens, at + 1);
    return IsWordIn(tokens, unit, lint_words::kUnits) ? unit : at;
  }
  if (!IsWordIn(tokens, at, lint_words::kUnits)) return std::nullopt;
  const size_t back = at > 0 && IsSignAt(tokens, at - 1, '-') ? 2 : 1;
  const bool of_larger = at >= back && IsWordIn(tokens, at - back, lint_words::kTens);
  return of_larger ? std::nullopt : std::optional(at);
}

// "34-year-old", "34 years of age", "34 yo", "34 y/o"; not "a 10-year-old friendship". `at`: the number's last token.
std::optional<size_t> EndOfYearsOld(const Tokens& tokens, size_t at) {
  size_t next = PastHyphen(tokens, at + 1);
  if (IsWordOf(tokens, next, "yo")) return next;
  if (IsWordOf(tokens, next, "y") && (IsSignAt(tokens, next + 1, '/') || IsSignAt(tokens, next + 1, '.')) &&
      IsWordOf(tokens, next + 2, "o")) {
    return next + 2;
  }
  const bool years = IsWordOf(tokens, next, "year") || IsWordOf(tokens, next, "years") ||
                     IsWordOf(tokens, next, "yr") || IsWordOf(tokens, next, "yrs");
  if (!years) return std::nullopt;
  if (IsWordOf(tokens, next + 1, "of") && IsWordOf(tokens, next + 2, "age")) return next + 2;
  next = PastHyphen(tokens, next + 1);
  if (!IsWordOf(tokens, next, "old")) return std::nullopt;
  const bool of_thing =
      next + 1 < tokens.size() && tokens[next + 1].IsWord() && IsOneOf(lint_words::kAgedThings, tokens[next + 1].lower);
  return of_thing ? std::nullopt : std::optional(next);
}

// "aged 34", "age: 34", "at the age of 9"; the first token of it.
std::optional<size_t> BeginOfAged(const Tokens& tokens, size_t at) {
  if (at == 0) return std::nullopt;
  size_t before = at - 1;
  if (before > 0 && (tokens[before].IsSign(':') || tokens[before].lower == "of" || tokens[before].lower == "is"))
    --before;
  const bool aged = IsWordOf(tokens, before, "age") || (before + 1 == at && IsWordOf(tokens, before, "aged"));
  return aged ? std::optional(before) : std::nullopt;
}

// Whether the sentence may end after token `at`, or goes on without a unit: "she is 34, and", not "she is 34 minutes".
bool IsFigureAlone(const Tokens& tokens, size_t at) {
  const size_t next = at + 1;
  if (next == tokens.size() || tokens[next].type == TextToken::Type::kLineEnd) return true;
  if (tokens[next].IsWord()) return tokens[next].spaced && IsOneOf(lint_words::kAfterAge, tokens[next].lower);
  const bool ends = IsSignAt(tokens, next, '.') || IsSignAt(tokens, next, ',') || IsSignAt(tokens, next, ';') ||
                    IsSignAt(tokens, next, ')') || IsSignAt(tokens, next, '!') || IsSignAt(tokens, next, '?');
  const bool figures_follow = next + 1 < tokens.size() && tokens[next + 1].IsNumber();
  return ends && !figures_follow;
}

// "she is", "the client turned", "he just turned", before the number that begins with `at`.
bool IsSaidOfSomebody(const Tokens& tokens, size_t at) {
  if (at == 0) return false;
  size_t before = at - 1;
  if (!tokens[before].IsWord()) return false;
  const std::string& verb = tokens[before].lower;
  const bool singular = tokens[before].possessive && (verb == "he" || verb == "she");
  if (singular) return true;
  if (verb != "is" && verb != "was" && verb != "turned" && verb != "turns" && verb != "am") return false;
  if (before > 0 && (IsWordOf(tokens, before - 1, "just") || IsWordOf(tokens, before - 1, "only"))) --before;
  if (before == 0) return false;
  const TextToken& subject = tokens[before - 1];
  return subject.IsWord() && subject.lower != "they" &&
         (IsOneOf(lint_words::kPronouns, subject.lower) || IsOneOf(lint_words::kPersons, subject.lower));
}

// "she is 34", "the client turned 40", "he just turned 18"; the number's first and last token.
bool IsAgeOfSomebody(const Tokens& tokens, size_t at, size_t last) {
  return IsFigureAlone(tokens, last) && IsSaidOfSomebody(tokens, at);
}

// A number of years in words is written of things as often as of people ("the plan is two years old"): it counts where
// it is said of somebody, before whoever it is, or where nothing that it could be of follows: "a sixteen-year-old."
bool IsOldSomebody(const Tokens& tokens, size_t first, size_t last) {
  if (IsSaidOfSomebody(tokens, first)) return true;
  if (first > 0 && IsWordIn(tokens, first - 1, lint_words::kForms)) return false;
  const size_t next = last + 1;
  if (next < tokens.size() && tokens[next].IsWord()) {
    return IsWordIn(tokens, next, lint_words::kPersons) || IsWordIn(tokens, next, lint_words::kAfterAge) ||
           IsWordIn(tokens, next, lint_words::kPersonsDo);
  }
  return true;
}

// "in her thirties", "in his late 40s": from "his" to the decade.
std::optional<size_t> EndOfDecade(const Tokens& tokens, size_t at) {
  if (at == 0 || !IsWordOf(tokens, at - 1, "in")) return std::nullopt;
  if (!IsWordOf(tokens, at, "her") && !IsWordOf(tokens, at, "his") && !IsWordOf(tokens, at, "their")) {
    return std::nullopt;
  }
  size_t next = at + 1;
  if (IsWordOf(tokens, next, "early") || IsWordOf(tokens, next, "mid") || IsWordOf(tokens, next, "late")) ++next;
  next = PastHyphen(tokens, next);
  if (next < tokens.size() && tokens[next].IsWord() && IsOneOf(lint_words::kDecades, tokens[next].lower)) return next;
  const bool figures = next + 1 < tokens.size() && IsAgeFigure(tokens[next]) && tokens[next].lower.ends_with('0') &&
                       tokens[next + 1].lower == "s" && !tokens[next + 1].spaced;
  return figures ? std::optional(next + 1) : std::nullopt;
}

// "born in 1990", "DOB 3/5/1990", "date of birth: 1990": from the word to the first figures, a few tokens on.
std::optional<size_t> EndOfBirth(const Tokens& tokens, size_t at) {
  constexpr size_t kReach = 3;
  const bool birth = IsWordOf(tokens, at, "born") || IsWordOf(tokens, at, "dob") || IsWordOf(tokens, at, "birthdate") ||
                     (IsWordOf(tokens, at, "birth") && at > 0 && IsWordOf(tokens, at - 1, "of"));
  if (!birth) return std::nullopt;
  for (size_t next = at + 1; next < tokens.size() && next <= at + kReach; ++next) {
    if (tokens[next].type == TextToken::Type::kLineEnd) return std::nullopt;
    if (tokens[next].IsNumber()) return next;
  }
  return std::nullopt;
}

// "a thirty-four-year-old client", "aged sixteen", "she is forty". A child's few years by themselves are too often a
// number of something: "she is one of three".
void FindAgeInWords(const Tokens& tokens, size_t at, std::vector<TextNotice>& found) {
  const std::optional<size_t> last = EndOfNumberInWords(tokens, at);
  if (!last) return;
  const auto add = [&](size_t first, size_t end) {
    found.push_back({TextNoticeKind::kAge, tokens[first].offset, tokens[end].end() - tokens[first].offset});
  };
  if (const auto end = EndOfYearsOld(tokens, *last)) {
    if (IsOldSomebody(tokens, at, *end)) add(at, *end);
  } else if (const auto first = BeginOfAged(tokens, at)) {
    add(*first, *last);
  } else if (!IsWordIn(tokens, at, lint_words::kUnits) && IsAgeOfSomebody(tokens, at, *last)) {
    add(at, *last);
  }
}

}  // namespace

void FindNumbers(const std::vector<TextToken>& tokens, size_t at, std::vector<TextNotice>& found) {
  const auto add = [&](TextNoticeKind kind, size_t first, size_t last) {
    found.push_back({kind, tokens[first].offset, tokens[last].end() - tokens[first].offset});
  };
  if (const auto last = EndOfPhone(tokens, at)) add(TextNoticeKind::kPhone, at, *last);
  if (const auto last = EndOfAddress(tokens, at)) add(TextNoticeKind::kAddress, at, *last);
  if (const auto last = EndOfDecade(tokens, at)) add(TextNoticeKind::kAge, at, *last);
  if (const auto last = EndOfBirth(tokens, at)) add(TextNoticeKind::kAge, at, *last);
  FindAgeInWords(tokens, at, found);
  if (!IsAgeFigure(tokens[at])) return;
  if (const auto last = EndOfYearsOld(tokens, at)) {
    add(TextNoticeKind::kAge, at, *last);
  } else if (const auto first = BeginOfAged(tokens, at)) {
    add(TextNoticeKind::kAge, *first, at);
  } else if (IsAgeOfSomebody(tokens, at, at)) {
    add(TextNoticeKind::kAge, at, at);
  }
}

}  // namespace candor
