#include "cli/import/date_formats.h"

#include <algorithm>
#include <array>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

struct Language {
  std::string_view code;
  std::array<std::string_view, 12> months;
};

constexpr Language kLanguages[] = {
    {"en",
     {"january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
      "december"}},
    {"nl",
     {"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november",
      "december"}},
    {"fr",
     {"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre",
      "décembre"}},
    {"de",
     {"januar", "februar", "märz", "april", "mai", "juni", "juli", "august", "september", "oktober", "november",
      "dezember"}},
};

constexpr size_t kMinMonthLetters = 3;

bool IsDigit(char c) {
  return c >= '0' && c <= '9';
}

// Letters of a month's name in the languages above; bytes over 0x7F are parts of an accented letter.
bool IsNameByte(char c) {
  return absl::ascii_isalpha(static_cast<unsigned char>(c)) || static_cast<signed char>(c) < 0;
}

// Takes `least` to `most` digits off `text`; -1 when there are fewer.
int TakeNumber(std::string_view& text, size_t least, size_t most) {
  int value = 0;
  size_t digits = 0;
  while (digits < most && digits < text.size() && IsDigit(text[digits])) {
    value = value * 10 + (text[digits] - '0');
    ++digits;
  }
  if (digits < least) return -1;
  text.remove_prefix(digits);
  return value;
}

}  // namespace

absl::StatusOr<DateFormats::Format> DateFormats::Parse(std::string_view format) {
  static constexpr std::pair<std::string_view, Part> kTokens[] = {{"YYYY", Part::kYear},   {"Mon", Part::kMonthName},
                                                                  {"MM", Part::kMonthTwo}, {"M", Part::kMonth},
                                                                  {"DD", Part::kDayTwo},   {"D", Part::kDay}};
  Format tokens;
  int years = 0, months = 0, days = 0;
  while (!format.empty()) {
    Token token{Part::kLiteral, format.front()};
    size_t length = 1;
    for (const auto& [word, part] : kTokens) {
      if (!format.starts_with(word)) continue;
      token = {part, '\0'};
      length = word.size();
      break;
    }
    years += token.part == Part::kYear;
    months += token.part == Part::kMonth || token.part == Part::kMonthTwo || token.part == Part::kMonthName;
    days += token.part == Part::kDay || token.part == Part::kDayTwo;
    tokens.push_back(token);
    format.remove_prefix(length);
  }
  if (years != 1 || months != 1 || days != 1) {
    return absl::InvalidArgumentError(
        "a date format needs YYYY, one of M, MM, Mon, and one of D, DD, each once, as in \"M/D/YYYY\"");
  }
  return tokens;
}

// Same text, two days: equal but for month and day having changed places.
bool DateFormats::Clash(const Format& a, const Format& b) {
  const auto shape = [](const Format& format, bool with_order) {
    Format shaped = format;
    for (Token& token : shaped) {
      if (token.part == Part::kMonthTwo) token.part = Part::kMonth;
      if (token.part == Part::kDayTwo) token.part = Part::kDay;
      if (!with_order && token.part == Part::kDay) token.part = Part::kMonth;
    }
    return shaped;
  };
  return shape(a, false) == shape(b, false) && shape(a, true) != shape(b, true);
}

absl::StatusOr<DateFormats> DateFormats::Make(const std::vector<std::string>& formats,
                                              const std::vector<std::string>& languages) {
  DateFormats result;
  for (const std::string& text : formats) {
    CANDOR_ASSIGN_OR_RETURN(Format format, Parse(text));
    for (const Format& other : result.formats_) {
      if (Clash(format, other)) {
        return absl::InvalidArgumentError(
            absl::StrCat("the date format \"", text,
                         "\" and an earlier one read the same text as different days. Keep one of them"));
      }
    }
    result.formats_.push_back(std::move(format));
  }
  for (const std::string& code : languages) {
    const auto* language = std::find_if(std::begin(kLanguages), std::end(kLanguages),
                                        [&](const Language& known) { return known.code == code; });
    if (language == std::end(kLanguages)) {
      return absl::InvalidArgumentError("month names are known in en, nl, fr and de");
    }
    for (size_t i = 0; i < language->months.size(); ++i) {
      result.month_names_.push_back({std::string(language->months[i]), static_cast<int>(i) + 1});
    }
  }
  return result;
}

int DateFormats::TakeMonthName(std::string_view& text) const {
  size_t length = 0;
  while (length < text.size() && IsNameByte(text[length])) ++length;
  if (length < kMinMonthLetters) return 0;
  const std::string written = absl::AsciiStrToLower(ToAbsl(text.substr(0, length)));
  int month = 0;
  for (const MonthName& known : month_names_) {
    if (!known.name.starts_with(written)) continue;
    if (month != 0 && month != known.month) return 0;  // "jui" is juin or juillet
    month = known.month;
  }
  text.remove_prefix(length);
  if (text.starts_with('.')) text.remove_prefix(1);
  return month;
}

std::optional<Day> DateFormats::ReadAs(const Format& format, std::string_view text) const {
  int year = 0, month = 0, day = 0;
  for (const Token& token : format) {
    switch (token.part) {
      case Part::kLiteral:
        if (!text.starts_with(token.literal)) return std::nullopt;
        text.remove_prefix(1);
        break;
      case Part::kYear:
        year = TakeNumber(text, 4, 4);
        break;
      case Part::kMonth:
        month = TakeNumber(text, 1, 2);
        break;
      case Part::kMonthTwo:
        month = TakeNumber(text, 2, 2);
        break;
      case Part::kMonthName:
        month = TakeMonthName(text);
        break;
      case Part::kDay:
        day = TakeNumber(text, 1, 2);
        break;
      case Part::kDayTwo:
        day = TakeNumber(text, 2, 2);
        break;
    }
  }
  if (!text.empty() || year < 1900 || month < 1 || month > 12 || day < 1 || day > 31) return std::nullopt;
  const Day result(year, month, day);
  if (result.day() != day) return std::nullopt;  // 30 February would have become 2 March
  return result;
}

std::optional<Day> DateFormats::Read(std::string_view text) const {
  for (const Format& format : formats_) {
    if (const std::optional<Day> day = ReadAs(format, text)) return day;
  }
  return std::nullopt;
}

}  // namespace candor::cli
