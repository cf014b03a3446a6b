#ifndef CANDOR_CLI_PRINT_KEYS_H_
#define CANDOR_CLI_PRINT_KEYS_H_

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "cli/print/terminal.h"

namespace candor::cli {

// One of the answers to a question that takes a single key.
struct KeyChoice {
  char key;           // lower case; '\n' is Enter
  std::string label;  // "yes"; a letter stands in it in brackets where it can
};

// Answers by single keys, without Enter. While one of these lives, the process's own terminal sends each key at once
// and shows none; elsewhere keys are the characters of the input. Ctrl-C ends the program, and the terminal is as
// before. Thread-compatible; one at a time.
class Keys {
 public:
  // `terminal` is not owned.
  explicit Keys(Terminal& terminal);
  ~Keys();
  Keys(const Keys&) = delete;
  Keys& operator=(const Keys&) = delete;

  // Shows question and choices, and waits for one of their keys; shows which it was. nullopt at the end of input.
  std::optional<char> Choose(std::string_view question, const std::vector<KeyChoice>& choices);
  // Shows question and choices once; each of their keys calls `toggle`, which says whether that one is chosen now,
  // until Enter. False at the end of input.
  bool ChooseSeveral(std::string_view question, const std::vector<KeyChoice>& choices,
                     const std::function<bool(char)>& toggle);
  // The next key, whatever it is, lower case; nothing is shown. nullopt at the end of input and for Ctrl-D.
  std::optional<char> Next();
  // A line of text, edited as the terminal does it.
  std::optional<std::string> Line(std::string_view question);

 private:
  class Mode;

  void Show(std::string_view question, const std::vector<KeyChoice>& choices);

  Terminal& terminal_;
  std::unique_ptr<Mode> mode_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_KEYS_H_
