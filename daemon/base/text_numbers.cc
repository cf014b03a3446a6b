#include "daemon/base/text_numbers.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string_view>

#include "daemon/base/text_lint_words.h"

namespace candor {
namespace {

using lint_words::IsOneOf;
using Tokens = std::vector<TextToken>;

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

}  // namespace

void FindNumbers(const std::vector<TextToken>& tokens, size_t at, std::vector<TextNotice>& found) {
  const auto add = [&](TextNoticeKind kind, size_t first, size_t last) {
    found.push_back({kind, tokens[first].offset, tokens[last].end() - tokens[first].offset});
  };
  if (const auto last = EndOfPhone(tokens, at)) add(TextNoticeKind::kPhone, at, *last);
  if (const auto last = EndOfAddress(tokens, at)) add(TextNoticeKind::kAddress, at, *last);
}

}  // namespace candor
