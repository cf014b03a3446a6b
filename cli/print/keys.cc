#include "cli/print/keys.h"

#include <termios.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <iostream>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "cli/print/table.h"

namespace candor::cli {
namespace {

// For the handler, which may be called at any moment.
termios g_before;

// Ends the program as the signal would have, with the terminal as it was.
void RestoreAndEnd(int signal) {
  tcsetattr(STDIN_FILENO, TCSANOW, &g_before);
  std::signal(signal, SIG_DFL);
  std::raise(signal);
}

}  // namespace

// The terminal's mode while keys are read one by one.
class Keys::Mode {
 public:
  Mode() {
    if (tcgetattr(STDIN_FILENO, &before_) != 0) return;
    known_ = true;
    g_before = before_;
    for (const int signal : kSignals) std::signal(signal, RestoreAndEnd);
    Enter();
  }
  ~Mode() {
    if (!known_) return;
    Leave();
    for (const int signal : kSignals) std::signal(signal, SIG_DFL);
  }
  Mode(const Mode&) = delete;
  Mode& operator=(const Mode&) = delete;

  void Enter() {
    if (!known_) return;
    termios each_key = before_;
    each_key.c_lflag &= ~static_cast<tcflag_t>(ICANON | ECHO);
    each_key.c_cc[VMIN] = 1;
    each_key.c_cc[VTIME] = 0;
    tcsetattr(STDIN_FILENO, TCSADRAIN, &each_key);
  }
  void Leave() {
    if (known_) tcsetattr(STDIN_FILENO, TCSADRAIN, &before_);
  }

 private:
  static constexpr int kSignals[] = {SIGINT, SIGTERM, SIGHUP};

  termios before_{};
  bool known_ = false;
};

namespace {

constexpr char kEndOfInput = 4;  // Ctrl-D
constexpr char kEscape = 27;
constexpr size_t kGap = 2;

std::string ShownAs(const KeyChoice& choice) {
  if (choice.key == '\n') return absl::StrCat("[Enter] ", choice.label);
  const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(choice.key));
  const size_t at = digit ? std::string::npos : choice.label.find(choice.key);
  if (at == std::string::npos) return absl::StrCat("[", std::string(1, choice.key), "] ", choice.label);
  return absl::StrCat(choice.label.substr(0, at), "[", std::string(1, choice.key), "]", choice.label.substr(at + 1));
}

const KeyChoice* FindChoice(const std::vector<KeyChoice>& choices, char key) {
  const auto found =
      std::find_if(choices.begin(), choices.end(), [&](const KeyChoice& each) { return each.key == key; });
  return found == choices.end() ? nullptr : &*found;
}

}  // namespace

Keys::Keys(Terminal& terminal) : terminal_(terminal) {
  if (terminal.asks && &terminal.in == &std::cin) mode_ = std::make_unique<Mode>();
}

Keys::~Keys() = default;

// An arrow or a function key is a run of bytes that begins with ESC; its letters are nobody's answer.
std::optional<char> Keys::Next() {
  terminal_.err << std::flush;
  const auto read = [&]() -> std::optional<char> {
    const int byte = terminal_.in.get();
    if (byte == std::char_traits<char>::eof() || byte == kEndOfInput) return std::nullopt;
    return static_cast<char>(byte);
  };
  std::optional<char> key = read();
  while (key == kEscape) {
    key = read();
    if (key != '[' && key != 'O') continue;
    do key = read();
    while (key && !absl::ascii_isalpha(static_cast<unsigned char>(*key)) && *key != '~');
    if (key) key = read();
  }
  if (!key) return std::nullopt;
  return *key == '\r' ? '\n' : absl::ascii_tolower(static_cast<unsigned char>(*key));
}

void Keys::Show(std::string_view question, const std::vector<KeyChoice>& choices) {
  const std::string indent(std::min(question.find_first_not_of(' '), question.size()), ' ');
  std::string text(question);
  size_t column = DisplayWidth(question);
  for (const KeyChoice& choice : choices) {
    const std::string shown = OneLine(ShownAs(choice));
    const bool fits = column + kGap + DisplayWidth(shown) < kTextWidth;
    const std::string before = fits ? std::string(kGap, ' ') : absl::StrCat("\n", indent, std::string(kGap, ' '));
    column = fits ? column : indent.size();
    column += kGap + DisplayWidth(shown);
    absl::StrAppend(&text, before, shown);
  }
  terminal_.err << text << ": ";
}

std::optional<char> Keys::Choose(std::string_view question, const std::vector<KeyChoice>& choices) {
  Show(question, choices);
  while (const std::optional<char> key = Next()) {
    const KeyChoice* chosen = FindChoice(choices, *key);
    if (chosen == nullptr) continue;
    terminal_.err << OneLine(chosen->label) << '\n';
    return key;
  }
  terminal_.err << '\n';
  return std::nullopt;
}

bool Keys::ChooseSeveral(std::string_view question, const std::vector<KeyChoice>& choices,
                         const std::function<bool(char)>& toggle) {
  std::vector<KeyChoice> shown = choices;
  shown.push_back({'\n', "on"});
  Show(question, shown);
  std::string_view separator;
  while (const std::optional<char> key = Next()) {
    if (*key == '\n') {
      terminal_.err << '\n';
      return true;
    }
    const KeyChoice* chosen = FindChoice(choices, *key);
    if (chosen == nullptr) continue;
    terminal_.err << separator << (toggle(*key) ? "" : "not ") << OneLine(chosen->label);
    separator = ", ";
  }
  terminal_.err << '\n';
  return false;
}

std::optional<std::string> Keys::Line(std::string_view question) {
  if (mode_) mode_->Leave();
  std::optional<std::string> line = terminal_.Ask(question);
  if (mode_) mode_->Enter();
  return line;
}

}  // namespace candor::cli
