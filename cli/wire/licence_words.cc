#include "cli/wire/licence_words.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <numeric>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr std::array<const char*, 9> kProfessions = {
    "psychologist", "psychiatrist", "psychotherapist", "counsellor", "counselor", "mft", "lcsw", "lpc", "lpcc"};
// Shorter words are all near to one another: "lpc" and "lpcc" are two professions.
constexpr size_t kLongWord = 7;
constexpr size_t kMostSlips = 2;
constexpr size_t kMostPartLetters = 3;

// How many letters are to be put in, left out or changed to make one of the other.
size_t SlipsBetween(std::string_view a, std::string_view b) {
  std::vector<size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), size_t{0});
  for (size_t i = 0; i < a.size(); ++i) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < b.size(); ++j) {
      const size_t changed = diagonal + (a[i] == b[j] ? 0 : 1);
      diagonal = row[j + 1];
      row[j + 1] = std::min({changed, row[j] + 1, row[j + 1] + 1});
    }
  }
  return row.back();
}

bool IsAllOf(std::string_view text, bool (*fits)(unsigned char)) {
  return std::all_of(text.begin(), text.end(), [fits](char c) { return fits(static_cast<unsigned char>(c)); });
}

bool IsCode(std::string_view code) {
  const size_t hyphen = code.find('-');
  const std::string_view country = code.substr(0, hyphen);
  if (country.size() != 2 || !IsAllOf(country, absl::ascii_isupper)) return false;
  if (hyphen == std::string_view::npos) return true;
  const std::string_view part = code.substr(hyphen + 1);
  const auto fits = [](unsigned char c) { return absl::ascii_isupper(c) || absl::ascii_isdigit(c); };
  return !part.empty() && part.size() <= kMostPartLetters && IsAllOf(part, fits);
}

}  // namespace

std::string ProfessionAdvice(std::string_view profession) {
  if (profession.empty() || IsKnownProfession(profession)) return "";
  const std::string lower = absl::AsciiStrToLower(ToAbsl(profession));
  for (const char* const known : kProfessions) {
    const bool slip = lower.size() >= kLongWord && SlipsBetween(lower, known) <= kMostSlips;
    if (lower == known || slip) return absl::StrCat("is all but a known word; write ", known);
  }
  return "";
}

std::string JurisdictionAdvice(std::string_view jurisdiction) {
  if (jurisdiction.empty()) return "";
  if (jurisdiction == "UK" || jurisdiction.starts_with("UK-")) return "the United Kingdom is written GB";
  if (IsCode(jurisdiction)) return "";
  return "write the country's two capital letters, and those of its part after a hyphen where the part licenses: BE, "
         "GB, US-CA, US-TX";
}

bool IsKnownProfession(std::string_view profession) {
  return std::find(kProfessions.begin(), kProfessions.end(), profession) != kProfessions.end();
}

std::string KnownProfessions() {
  return absl::StrJoin(kProfessions, ", ");
}

}  // namespace candor::cli
