#ifndef CANDOR_DAEMON_BASE_TEXT_WORDS_H_
#define CANDOR_DAEMON_BASE_TEXT_WORDS_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

// A text in words, numbers and signs, as text_lint.cc reads it. Not for other rooms.
namespace candor {

struct TextToken {
  enum class Type : uint8_t { kWord, kNumber, kSign, kLineEnd };

  Type type = Type::kSign;
  size_t offset = 0;
  size_t length = 0;
  // A word with its Latin letters A to Z made small, without an "'s" at its end; digits; a sign of ASCII; "" for
  // others.
  std::string lower;
  bool capital = false;     // a word that begins with a capital and goes on small: "Lee", not "EAP", not "I"
  bool upper = false;       // a word of capitals alone
  bool initial = false;     // a capital by itself: "F"
  bool possessive = false;  // had an "'s"
  bool spaced = false;      // a blank stands before it
  bool begins = false;      // the first word of a sentence, a line, or what is in quotes or brackets

  size_t end() const { return offset + length; }
  bool IsWord() const { return type == Type::kWord; }
  bool IsNumber() const { return type == Type::kNumber; }
  bool IsSign(char sign) const { return type == Type::kSign && lower.size() == 1 && lower[0] == sign; }
};

// Whether there is that word, or that sign, at `at`.
inline bool IsWordOf(const std::vector<TextToken>& tokens, size_t at, std::string_view word) {
  return at < tokens.size() && tokens[at].IsWord() && tokens[at].lower == word;
}
inline bool IsSignAt(const std::vector<TextToken>& tokens, size_t at, char sign) {
  return at < tokens.size() && tokens[at].IsSign(sign);
}

// In order, none overlapping; every one begins and ends between characters where the text is UTF-8.
std::vector<TextToken> TokensOf(std::string_view text);

}  // namespace candor

#endif  // CANDOR_DAEMON_BASE_TEXT_WORDS_H_
