#include "daemon/base/text_words.h"

#include <utility>

#include "absl/strings/ascii.h"

namespace candor {
namespace {

struct Character {
  uint32_t code = 0;
  size_t length = 1;
};

constexpr uint32_t kNoCharacter = 0xFFFD;

bool Continues(std::string_view text, size_t at) {
  return at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U;
}

// The character at `at`; a byte that begins none is one of its own.
Character CharacterAt(std::string_view text, size_t at) {
  const auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {first, 1};
  size_t length = 0;
  if (first >= 0xC2 && first <= 0xDF) length = 2;
  if (first >= 0xE0 && first <= 0xEF) length = 3;
  if (first >= 0xF0 && first <= 0xF4) length = 4;
  if (length == 0) return {kNoCharacter, 1};
  uint32_t code = first & (0x7FU >> length);
  for (size_t i = 1; i < length; ++i) {
    if (!Continues(text, at + i)) return {kNoCharacter, 1};
    code = (code << 6U) | (static_cast<unsigned char>(text[at + i]) & 0x3FU);
  }
  return {code, length};
}

bool IsDigit(uint32_t code) {
  return code >= '0' && code <= '9';
}

// Letters and the marks that are set on them; of what lies beyond Latin, Greek and Cyrillic all but signs and pictures.
bool IsLetter(uint32_t code) {
  if (code < 0x80) return absl::ascii_isalpha(static_cast<unsigned char>(code));
  if (code < 0xC0) return code == 0xAA || code == 0xB5 || code == 0xBA;
  if (code == 0xD7 || code == 0xF7) return false;
  if (code < 0x2000) return true;
  return code >= 0x2C00 && code < 0xE000 && !(code >= 0x2E00 && code < 0x3040);
}

// Of Latin letters; in the rows from U+0100 on capitals and small letters take turns.
bool IsCapital(uint32_t code) {
  if (code < 0x80) return absl::ascii_isupper(static_cast<unsigned char>(code));
  if (code >= 0xC0 && code <= 0xDE) return code != 0xD7;
  if (code < 0x100 || code > 0x17F) return false;
  const bool odd_ones = (code >= 0x139 && code <= 0x148) || code >= 0x179;
  return code == 0x178 || (code % 2 == 1) == odd_ones;
}

bool IsApostrophe(uint32_t code) {
  return code == '\'' || code == 0x2019;
}

class Reader {
 public:
  explicit Reader(std::string_view text) : text_(text) {}

  std::vector<TextToken> Read() {
    while (at_ < text_.size()) ReadOne();
    return std::move(tokens_);
  }

 private:
  void ReadOne() {
    const Character character = CharacterAt(text_, at_);
    if (character.code == '\n' || character.code == '\r') return AddSign(TextToken::Type::kLineEnd, character);
    if (character.code == ' ' || character.code == '\t' || character.code == 0xA0) {
      spaced_ = true;
      at_ += character.length;
      return;
    }
    if (IsDigit(character.code)) return ReadNumber();
    if (IsLetter(character.code)) return ReadWord();
    AddSign(TextToken::Type::kSign, character);
  }

  TextToken Begin(TextToken::Type type) {
    TextToken token;
    token.type = type;
    token.offset = at_;
    token.spaced = spaced_;
    spaced_ = false;
    return token;
  }

  void End(TextToken token) {
    token.length = at_ - token.offset;
    tokens_.push_back(std::move(token));
  }

  void ReadNumber() {
    TextToken token = Begin(TextToken::Type::kNumber);
    while (at_ < text_.size() && absl::ascii_isdigit(static_cast<unsigned char>(text_[at_])))
      token.lower += text_[at_++];
    begins_ = false;
    End(std::move(token));
  }

  // An apostrophe belongs to the word between two letters only.
  bool GoesOn() const {
    if (at_ >= text_.size()) return false;
    const Character character = CharacterAt(text_, at_);
    if (!IsApostrophe(character.code)) return IsLetter(character.code);
    const size_t after = at_ + character.length;
    return after < text_.size() && IsLetter(CharacterAt(text_, after).code);
  }

  void ReadWord() {
    TextToken token = Begin(TextToken::Type::kWord);
    token.begins = begins_;
    begins_ = false;
    const bool first_capital = IsCapital(CharacterAt(text_, at_).code);
    size_t letters = 0;
    size_t capitals = 0;
    while (GoesOn()) {
      const Character character = CharacterAt(text_, at_);
      if (IsApostrophe(character.code)) {
        token.lower += '\'';
      } else {
        ++letters;
        if (IsCapital(character.code)) ++capitals;
        token.lower.append(text_.substr(at_, character.length));
      }
      at_ += character.length;
    }
    absl::AsciiStrToLower(&token.lower);
    token.upper = letters > 1 && capitals == letters;
    token.capital = first_capital && letters > 1 && !token.upper;
    token.initial = first_capital && letters == 1;
    if (token.lower.ends_with("'s")) {
      token.possessive = true;
      token.lower.resize(token.lower.size() - 2);
    }
    End(std::move(token));
  }

  void AddSign(TextToken::Type type, const Character& character) {
    TextToken token = Begin(type);
    if (character.code < 0x80) token.lower = static_cast<char>(character.code);
    // What opens a quotation or a bracket, ends a sentence, or sets off an item; a hyphen inside a word does not, nor a
    // colon, after which a note goes on small ("new: Hana Wouters").
    const bool hyphen = character.code == '-' && !token.spaced && !begins_;
    const bool joins =
        character.code == ',' || character.code == ':' || character.code == '/' || character.code == '&' || hyphen;
    if (!joins) begins_ = true;
    at_ += character.length;
    End(std::move(token));
  }

  std::string_view text_;
  size_t at_ = 0;
  bool spaced_ = false;
  bool begins_ = true;
  std::vector<TextToken> tokens_;
};

}  // namespace

std::vector<TextToken> TokensOf(std::string_view text) {
  return Reader(text).Read();
}

}  // namespace candor
