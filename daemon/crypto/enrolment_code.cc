#include "daemon/crypto/enrolment_code.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "daemon/base/bytes.h"
#include "daemon/base/text.h"

namespace candor::crypto {
namespace {

constexpr std::string_view kSymbols = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr size_t kGroups = 9;
constexpr size_t kGroupSize = 5;
constexpr size_t kDataInGroup = kGroupSize - 1;
constexpr size_t kLength = kGroups * kGroupSize;
constexpr size_t kData = kGroups * kDataInGroup;
constexpr size_t kLocatorSymbols = kDataInGroup;

static_assert(kLocatorSymbols + kEnrolmentSecretSymbols + kEnrolmentAuthoritySymbols == kData);

using CodeSymbols = SecretBytes<kLength>;

// By a, in the field of 32 elements.
uint8_t TimesA(uint8_t value) {
  const auto shifted = static_cast<unsigned>(value) << 1;
  return static_cast<uint8_t>((shifted & 32U) != 0 ? shifted ^ 0x25U : shifted);
}

// What the fifth symbol of a group has to be. Horner's way: a·d1 + a²·d2 + a³·d3 + a⁴·d4.
uint8_t CheckOf(const uint8_t* group, size_t number) {
  uint8_t sum = 0;
  for (size_t i = kDataInGroup; i-- > 0;) sum = TimesA(static_cast<uint8_t>(sum ^ group[i]));
  return static_cast<uint8_t>(sum ^ number);
}

int SymbolOf(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  if (c == 'I' || c == 'L') c = '1';
  if (c == 'O') c = '0';
  const size_t at = kSymbols.find(c);
  return at == std::string_view::npos ? -1 : static_cast<int>(at);
}

bool IsBetweenGroups(char c) {
  return c == '-' || c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// Where symbol `i` of the data lies among all.
size_t PlaceOf(size_t i) {
  return i / kDataInGroup * kGroupSize + i % kDataInGroup;
}

absl::Status Mistyped(size_t group, std::string_view what) {
  return absl::InvalidArgumentError(
      absl::StrCat("group ", group, " of the code ", ToAbsl(what), "; please look at it again"));
}

absl::Status WrongLength(std::string_view text) {
  size_t group = 0;
  for (size_t at = 0; at < text.size();) {
    if (IsBetweenGroups(text[at])) {
      ++at;
      continue;
    }
    const size_t end = static_cast<size_t>(
        std::find_if(text.begin() + static_cast<std::ptrdiff_t>(at), text.end(), IsBetweenGroups) - text.begin());
    ++group;
    // A text without hyphens is one long group, of which that says nothing.
    if (end - at != kGroupSize && end - at < 2 * kGroupSize) {
      return Mistyped(group, absl::StrCat("has ", end - at, " characters instead of five"));
    }
    at = end;
  }
  return absl::InvalidArgumentError("the code has nine groups of five characters; please type all of them");
}

absl::StatusOr<CodeSymbols> ReadSymbols(std::string_view text) {
  CodeSymbols symbols;
  size_t count = 0;
  for (const char c : text) {
    if (IsBetweenGroups(c)) continue;
    const int symbol = SymbolOf(c);
    if (symbol < 0 && count < kLength) return Mistyped(count / kGroupSize + 1, "has a character that no code has");
    if (count == kLength) return WrongLength(text);
    symbols.data()[count++] = static_cast<uint8_t>(symbol);
  }
  if (count != kLength) return WrongLength(text);
  return symbols;
}

EnrolmentAuthority SymbolsOf(const Digest& fingerprint) {
  EnrolmentAuthority symbols{};
  for (size_t i = 0; i < symbols.size(); ++i) {
    const size_t bit = i * 5;
    const auto two = static_cast<unsigned>(fingerprint[bit / 8] << 8 | fingerprint[bit / 8 + 1]);
    symbols[i] = static_cast<uint8_t>(two >> (11 - bit % 8) & 31U);
  }
  return symbols;
}

}  // namespace

EnrolmentCode NewEnrolmentCode(uint32_t locator, const Digest& authority_fingerprint) {
  EnrolmentCode code;
  code.locator = locator;
  RandomBytes(code.secret.mutable_span());
  for (uint8_t& symbol : code.secret.mutable_span()) symbol &= 31U;
  code.authority = SymbolsOf(authority_fingerprint);
  return code;
}

SecretText FormatEnrolmentCode(const EnrolmentCode& code) {
  SecretBytes<kData> data;
  for (size_t i = 0; i < kLocatorSymbols; ++i) {
    data.data()[i] = static_cast<uint8_t>(code.locator >> 5 * (kLocatorSymbols - 1 - i) & 31U);
  }
  std::ranges::copy(code.secret.span(), data.data() + kLocatorSymbols);
  std::ranges::copy(code.authority, data.data() + kLocatorSymbols + kEnrolmentSecretSymbols);
  std::string text;
  text.reserve(kLength + kGroups);
  for (size_t group = 0; group < kGroups; ++group) {
    const uint8_t* const at = data.data() + group * kDataInGroup;
    if (group > 0) text.push_back('-');
    for (size_t i = 0; i < kDataInGroup; ++i) text.push_back(kSymbols[at[i]]);
    text.push_back(kSymbols[CheckOf(at, group + 1)]);
  }
  return SecretText(std::move(text));
}

absl::StatusOr<EnrolmentCode> ParseEnrolmentCode(std::string_view text) {
  auto symbols = ReadSymbols(text);
  if (!symbols.ok()) return symbols.status();
  for (size_t group = 0; group < kGroups; ++group) {
    const uint8_t* const at = symbols->data() + group * kGroupSize;
    if (at[kDataInGroup] != CheckOf(at, group + 1)) return Mistyped(group + 1, "is not as it was printed");
  }
  EnrolmentCode code;
  size_t next = 0;
  for (; next < kLocatorSymbols; ++next) code.locator = code.locator << 5 | symbols->data()[PlaceOf(next)];
  for (uint8_t& symbol : code.secret.mutable_span()) symbol = symbols->data()[PlaceOf(next++)];
  for (uint8_t& symbol : code.authority) symbol = symbols->data()[PlaceOf(next++)];
  return code;
}

bool IsOfAuthority(const EnrolmentCode& code, const Digest& authority_fingerprint) {
  const EnrolmentAuthority expected = SymbolsOf(authority_fingerprint);
  return EqualInConstantTime(AsText(code.authority), AsText(expected));
}

}  // namespace candor::crypto
