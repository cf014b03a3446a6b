#ifndef CANDOR_DAEMON_BASE_TEXT_LINT_H_
#define CANDOR_DAEMON_BASE_TEXT_LINT_H_

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "daemon/base/sensitive.h"

// Where free text seems to say who somebody is, so that its writer can be told before it is saved. A guess in both
// directions: nothing is refused because of it, and a text without a notice may still tell. For English (ADR 0058).
namespace candor {

enum class TextNoticeKind : uint8_t {
  kName,
  kKnownName,  // of somebody whom the caller knows by name: a reference says it without one
  kPhone,
  kOnline,  // an e-mail address, or a name on a network
  kAddress,
  kSex,
  kOrientation,
  kAge,
  kReligion,
  kEthnicity,
};

// A place in a text and what it may be; never the words. Offset and length are bytes, from 0; where the text is UTF-8,
// both ends lie between characters.
struct TextNotice {
  TextNoticeKind kind = TextNoticeKind::kName;
  size_t offset = 0;
  size_t length = 0;

  bool operator==(const TextNotice&) const = default;
};

// In the order of the text, none inside another. `known_names`: as people are called, each whole ("Maria Lopez"); one
// word of such a name is known too. Takes time in proportion to the text, throws nothing, and takes any bytes: what is
// no UTF-8 counts as a sign between words. Pure, so safe from any thread.
std::vector<TextNotice> LintText(const Sensitive<std::string>& text, const std::vector<std::string>& known_names);

// The same of many texts: the names are made ready once. Immutable; safe from any thread.
class TextLint {
 public:
  explicit TextLint(const std::vector<std::string>& known_names);

  std::vector<TextNotice> Of(const Sensitive<std::string>& text) const;

 private:
  // By each word that tells a name: the words that follow it in one, the longest first; none where it tells alone.
  std::map<std::string, std::vector<std::vector<std::string>>, std::less<>> names_;
};

// A place as a person counts it, both from 1; the column in characters.
struct TextPlace {
  size_t line = 1;
  size_t column = 1;

  bool operator==(const TextPlace&) const = default;
};

// Of the byte at `offset`, or of the end where the text is shorter. Takes time in proportion to `offset`.
TextPlace PlaceIn(const Sensitive<std::string>& text, size_t offset);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_TEXT_LINT_H_
