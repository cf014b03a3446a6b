#ifndef CANDOR_CLI_PRINT_TERMINAL_H_
#define CANDOR_CLI_PRINT_TERMINAL_H_

#include <istream>
#include <optional>
#include <ostream>
#include <string>
#include <string_view>

#include "absl/time/time.h"

namespace candor::cli {

// Where answers come from, where they go, and whether a person sits there. Streams are not owned. Thread-compatible.
struct Terminal {
  std::istream& in;
  std::ostream& out;   // data
  std::ostream& err;   // everything else
  bool asks = false;   // a person answers: input and error output are terminals
  bool shows = false;  // error output is a terminal: progress may be drawn
  bool pages = false;  // input and output are terminals: a long answer may be shown page by page

  // The process's own. What goes to a terminal may be emphasised (style.h).
  static Terminal Standard();

  // A line in answer to `question`; nullopt at the end of input.
  std::optional<std::string> Ask(std::string_view question);
  // True only for a clear yes.
  bool Confirm(std::string_view question);
};

// A line on the terminal that says how far long work has come, redrawn at most ten times a second. Draws nothing where
// nobody looks. Thread-compatible.
class Progress {
 public:
  Progress(Terminal& terminal, std::string label, int64_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  void Update(int64_t done);

 private:
  void Draw(int64_t done);

  Terminal& terminal_;
  const std::string label_;
  const int64_t total_;
  absl::Time next_;
  bool drawn_ = false;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_TERMINAL_H_
