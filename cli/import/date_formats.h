#ifndef CANDOR_CLI_IMPORT_DATE_FORMATS_H_
#define CANDOR_CLI_IMPORT_DATE_FORMATS_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/base/civil.h"

namespace candor::cli {

// The ways in which a practice writes a date, as its map lists them. Built of
//   YYYY  four digits        MM, DD  two digits        M, D  one or two digits
//   Mon   the month's name, whole or shortened to its first letters (at least three), with or without a full stop
// and any other characters as they stand. Immutable, thread-safe.
class DateFormats {
 public:
  // `languages`: of the month names, any of en, nl, fr, de. INVALID_ARGUMENT for a format without year, month and day
  // once each, for two formats that would read one text as two different days, and for a language not known here.
  static absl::StatusOr<DateFormats> Make(const std::vector<std::string>& formats,
                                          const std::vector<std::string>& languages);

  // nullopt: no format fits, or the day does not exist (30 February). Years 1900 to 9999.
  std::optional<Day> Read(std::string_view text) const;

 private:
  enum class Part : char { kLiteral, kYear, kMonth, kMonthTwo, kMonthName, kDay, kDayTwo };
  struct Token {
    Part part;
    char literal;

    bool operator==(const Token&) const = default;
  };
  using Format = std::vector<Token>;
  struct MonthName {
    std::string name;  // lower case, whole
    int month;
  };

  static absl::StatusOr<Format> Parse(std::string_view format);
  static bool Clash(const Format& a, const Format& b);
  std::optional<Day> ReadAs(const Format& format, std::string_view text) const;
  // The month that `text` starts with, taken off it; 0 when there is none.
  int TakeMonthName(std::string_view& text) const;

  std::vector<Format> formats_;
  std::vector<MonthName> month_names_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_IMPORT_DATE_FORMATS_H_
