#ifndef CANDOR_CLI_PRINT_PAGER_H_
#define CANDOR_CLI_PRINT_PAGER_H_

#include <sstream>
#include <streambuf>
#include <string>

#include "cli/print/terminal.h"

namespace candor::cli {

// Holds back what is written to a terminal, and shows it page by page where it is longer than the screen: with the
// program that CANDOR_PAGER or PAGER names, else with less; with none where that is empty, "cat" or not there. What
// less shows it neither saves nor remembers. Thread-compatible.
class Pager {
 public:
  // `terminal` is not owned and lives longer. Its output is held back from now on.
  explicit Pager(Terminal& terminal);
  // Lets go what is still held back, without pages.
  ~Pager();
  Pager(const Pager&) = delete;
  Pager& operator=(const Pager&) = delete;

  // Returns once the person has read enough. Nothing is held back any more.
  void Show();

 private:
  // What was held back, once only.
  std::string Release();

  Terminal& terminal_;
  std::ostringstream held_;
  std::streambuf* outside_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_PRINT_PAGER_H_
