#include "daemon/base/text_ages.h"

#include <algorithm>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "daemon/base/text_lint_words.h"

namespace candor {
namespace {

using lint_words::IsOneOf;
using Tokens = std::vector<TextToken>;

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

// "aged 34", "age: 34", "at the age of 9"; the first token of it. Not "age: forty sessions". `last`: the number's.
std::optional<size_t> BeginOfAged(const Tokens& tokens, size_t at, size_t last) {
  if (at == 0 || IsWordIn(tokens, last + 1, lint_words::kCounted)) return std::nullopt;
  size_t before = at - 1;
  if (before > 0 && (tokens[before].IsSign(':') || tokens[before].lower == "of" || tokens[before].lower == "is"))
    --before;
  const bool aged = IsWordOf(tokens, before, "age") || (before + 1 == at && IsWordOf(tokens, before, "aged"));
  return aged ? std::optional(before) : std::nullopt;
}

// "fifteen minutes", "maybe fifteen minutes" from token `at` on: then the number before it counted the same.
bool CountsSomething(const Tokens& tokens, size_t at) {
  if (IsWordIn(tokens, at, lint_words::kPerhaps)) ++at;
  if (at >= tokens.size()) return false;
  const std::optional<size_t> last = tokens[at].IsNumber() ? std::optional(at) : EndOfNumberInWords(tokens, at);
  return last && IsWordIn(tokens, *last + 1, lint_words::kCounted);
}

// Whether the sentence may end after token `at`, or goes on without a unit: "she is 34, and", not "she is 34 minutes".
bool IsFigureAlone(const Tokens& tokens, size_t at) {
  const size_t next = at + 1;
  if (next == tokens.size() || tokens[next].type == TextToken::Type::kLineEnd) return true;
  if (tokens[next].IsWord()) {
    return tokens[next].spaced && IsOneOf(lint_words::kAfterAge, tokens[next].lower) &&
           !(tokens[next].lower == "or" && CountsSomething(tokens, next + 1));
  }
  const bool ends = IsSignAt(tokens, next, '.') || IsSignAt(tokens, next, ',') || IsSignAt(tokens, next, ';') ||
                    IsSignAt(tokens, next, ')') || IsSignAt(tokens, next, '!') || IsSignAt(tokens, next, '?');
  const bool figures_follow = next + 1 < tokens.size() && tokens[next + 1].IsNumber();
  return ends && !figures_follow && !CountsSomething(tokens, next + 1);
}

// The last word before the number that begins with `at`, past "nearly", "only just": REQUIRES: there is a token before.
size_t BeforeNearly(const Tokens& tokens, size_t at) {
  constexpr int kMost = 2;
  size_t before = at - 1;
  for (int i = 0; i < kMost && before > 0 && IsWordIn(tokens, before, lint_words::kNearly); ++i) --before;
  return before;
}

// "she is", "she is nearly", "the client turned", "he just turned", "a client over", before the number that begins with
// `at`.
bool IsSaidOfSomebody(const Tokens& tokens, size_t at) {
  if (at == 0) return false;
  size_t before = BeforeNearly(tokens, at);
  if (!tokens[before].IsWord()) return false;
  if (before + 2 == at && IsWordIn(tokens, at - 1, lint_words::kBounds) &&
      IsOneOf(lint_words::kPersons, tokens[before].lower)) {
    return true;
  }
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
  if (at == 0) return false;
  const std::string& verb = tokens[BeforeNearly(tokens, at)].lower;
  const bool turning = (verb == "turns" || verb == "turned") && IsWordIn(tokens, last + 1, lint_words::kAfterTurning);
  return (turning || IsFigureAlone(tokens, last)) && IsSaidOfSomebody(tokens, at);
}

// "a woman of 34", "client (34)"; `few`: fewer than ten, which of the young alone is an age.
bool IsAgeAfterPerson(const Tokens& tokens, size_t at, size_t last, bool few) {
  if (at < 2 || !tokens[at - 2].IsWord()) return false;
  const bool young = IsOneOf(lint_words::kYoung, tokens[at - 2].lower);
  if (!young && (few || !IsOneOf(lint_words::kOfAge, tokens[at - 2].lower))) return false;
  if (IsWordOf(tokens, at - 1, "of")) return IsFigureAlone(tokens, last);
  if (!IsSignAt(tokens, at - 1, '(')) return false;
  const bool more = last + 2 < tokens.size() && tokens[last + 2].IsNumber();
  return IsSignAt(tokens, last + 1, ')') || (IsSignAt(tokens, last + 1, ',') && !more);
}

// Whether what comes before the number of years is a thing: "the contract, two years old", "the plan is 2 years old".
bool IsOfThing(const Tokens& tokens, size_t first) {
  if (first < 2) return false;
  const bool joins = tokens[first - 1].IsSign(',') || IsWordIn(tokens, first - 1, lint_words::kForms);
  return joins && IsWordIn(tokens, first - 2, lint_words::kAgedThings);
}

// "18th birthday", "her eighteenth birthday", not "the practice's 10th birthday"; from the figures, or the word.
std::optional<size_t> EndOfBirthday(const Tokens& tokens, size_t at) {
  const bool whose = at > 0 && tokens[at - 1].IsWord() && tokens[at - 1].possessive;
  if (whose && IsOneOf(lint_words::kAgedThings, tokens[at - 1].lower)) return std::nullopt;
  if (IsAgeFigure(tokens[at])) {
    const bool ordinal = IsWordOf(tokens, at + 1, "st") || IsWordOf(tokens, at + 1, "nd") ||
                         IsWordOf(tokens, at + 1, "rd") || IsWordOf(tokens, at + 1, "th");
    return ordinal && IsWordOf(tokens, at + 2, "birthday") ? std::optional(at + 2) : std::nullopt;
  }
  const bool of_somebody = whose || (at > 0 && (IsWordOf(tokens, at - 1, "her") || IsWordOf(tokens, at - 1, "his") ||
                                                IsWordOf(tokens, at - 1, "their") || IsWordOf(tokens, at - 1, "my")));
  const bool ordinal = tokens[at].IsWord() && tokens[at].lower.ends_with("th");
  return of_somebody && ordinal && IsWordOf(tokens, at + 1, "birthday") ? std::optional(at + 1) : std::nullopt;
}

// "34F", as files put age and sex together: "a 34F", "client 34M,", not "room 34F".
std::optional<size_t> EndOfAgeAndSex(const Tokens& tokens, size_t at) {
  const size_t next = at + 1;
  if (tokens[at].length != 2 || next >= tokens.size() || tokens[next].spaced || !tokens[next].initial) {
    return std::nullopt;
  }
  if ((tokens[next].lower != "f" && tokens[next].lower != "m")) return std::nullopt;
  if (next + 1 < tokens.size() && (tokens[next + 1].IsNumber() || IsSignAt(tokens, next + 1, '-'))) return std::nullopt;
  if (at > 0 && !tokens[at].spaced && !tokens[at - 1].IsSign('(')) return std::nullopt;
  const bool company = at == 0 || !tokens[at - 1].IsWord() || IsWordOf(tokens, at - 1, "a") ||
                       IsWordOf(tokens, at - 1, "the") || IsWordIn(tokens, at - 1, lint_words::kPersons);
  return company && !IsWordIn(tokens, next + 1, lint_words::kCounted) ? std::optional(next) : std::nullopt;
}

// A number of years in words is written of things as often as of people ("the plan is two years old"): it counts where
// it is said of somebody, before whoever it is, or where nothing that it could be of follows: "a sixteen-year-old."
bool IsOldSomebody(const Tokens& tokens, size_t first, size_t last) {
  if (IsSaidOfSomebody(tokens, first)) return true;
  if (IsOfThing(tokens, first)) return false;
  if (first > 0 && IsWordIn(tokens, first - 1, lint_words::kForms)) return false;
  const size_t next = last + 1;
  if (next < tokens.size() && tokens[next].IsWord()) {
    return IsWordIn(tokens, next, lint_words::kPersons) || IsWordIn(tokens, next, lint_words::kAfterAge) ||
           IsWordIn(tokens, next, lint_words::kPersonsDo) || IsWordIn(tokens, next, lint_words::kPronouns);
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
  } else if (const auto first = BeginOfAged(tokens, at, *last)) {
    add(*first, *last);
  } else if (IsAgeAfterPerson(tokens, at, *last, IsWordIn(tokens, at, lint_words::kUnits))) {
    add(at, *last);
  } else if (!IsWordIn(tokens, at, lint_words::kUnits) && IsAgeOfSomebody(tokens, at, *last)) {
    add(at, *last);
  }
}

// The same in figures. REQUIRES: IsAgeFigure(tokens[at]).
void FindAgeInFigures(const Tokens& tokens, size_t at, std::vector<TextNotice>& found) {
  const auto add = [&](size_t first, size_t last) {
    found.push_back({TextNoticeKind::kAge, tokens[first].offset, tokens[last].end() - tokens[first].offset});
  };
  if (const auto last = EndOfYearsOld(tokens, at)) {
    if (!IsOfThing(tokens, at)) add(at, *last);
  } else if (const auto first = BeginOfAged(tokens, at, at)) {
    add(*first, at);
  } else if (const auto with_sex = EndOfAgeAndSex(tokens, at)) {
    add(at, *with_sex);
  } else if (IsAgeAfterPerson(tokens, at, at, tokens[at].length == 1) || IsAgeOfSomebody(tokens, at, at)) {
    add(at, at);
  }
}

}  // namespace

void FindAges(const std::vector<TextToken>& tokens, size_t at, std::vector<TextNotice>& found) {
  const auto add = [&](size_t last) {
    found.push_back({TextNoticeKind::kAge, tokens[at].offset, tokens[last].end() - tokens[at].offset});
  };
  if (const auto last = EndOfDecade(tokens, at)) add(*last);
  if (const auto last = EndOfBirth(tokens, at)) add(*last);
  if (const auto last = EndOfBirthday(tokens, at)) add(*last);
  FindAgeInWords(tokens, at, found);
  if (IsAgeFigure(tokens[at])) FindAgeInFigures(tokens, at, found);
}

}  // namespace candor
