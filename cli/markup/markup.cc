#include "cli/markup/markup.h"

#include "absl/strings/str_cat.h"
#include "daemon/base/text.h"
#include "daemon/base/utf8.h"

namespace candor::cli {
namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";
constexpr size_t kLongestCharacter = 4;

// Bytes of the character that `text` begins with; 0 when they are no UTF-8. REQUIRES: !text.empty().
size_t LengthOfCharacter(std::string_view text) {
  for (size_t length = 1; length <= kLongestCharacter && length <= text.size(); ++length) {
    if (IsUtf8(text.substr(0, length))) return length;
  }
  return 0;
}

// What XML 1.0 has no place for although Unicode has: controls, and the two last of the first plane.
bool Forbidden(std::string_view character) {
  const auto first = static_cast<unsigned char>(character[0]);
  if (character.size() == 1) return first < 0x20 && first != '\n' && first != '\t';
  return character == "\xEF\xBF\xBE" || character == "\xEF\xBF\xBF";
}

std::string_view EscapeOf(std::string_view character) {
  switch (character[0]) {
    case '&':
      return "&amp;";
    case '<':
      return "&lt;";
    case '>':
      return "&gt;";
    case '"':
      return "&quot;";
    default:
      return Forbidden(character) ? kReplacement : character;
  }
}

}  // namespace

std::string Escape(std::string_view text) {
  std::string escaped;
  escaped.reserve(text.size());
  while (!text.empty()) {
    const size_t length = LengthOfCharacter(text);
    escaped += length == 0 ? kReplacement : EscapeOf(text.substr(0, length));
    text.remove_prefix(length == 0 ? 1 : length);
  }
  return escaped;
}

Markup::Element::~Element() {
  absl::StrAppend(&markup_.out_, "</", ToAbsl(tag_), ">\n");
}

void Markup::Begin(std::string_view tag, Attributes attributes) {
  absl::StrAppend(&out_, "<", ToAbsl(tag));
  for (const auto& [name, value] : attributes) absl::StrAppend(&out_, " ", ToAbsl(name), "=\"", Escape(value), "\"");
}

Markup::Element Markup::Open(std::string_view tag, Attributes attributes) {
  Begin(tag, attributes);
  out_ += ">";
  return {*this, tag};
}

void Markup::Text(std::string_view text) {
  out_ += Escape(text);
}

void Markup::Leaf(std::string_view tag, std::string_view text, Attributes attributes) {
  const Element element = Open(tag, attributes);
  Text(text);
}

void Markup::Empty(std::string_view tag, Attributes attributes) {
  Begin(tag, attributes);
  out_ += "/>\n";
}

void Markup::Style(std::string_view css) {
  absl::StrAppend(&out_, "<style>\n", ToAbsl(css), "</style>\n");
}

}  // namespace candor::cli
