#ifndef CANDOR_DAEMON_MANUAL_MANUAL_PAGE_H_
#define CANDOR_DAEMON_MANUAL_MANUAL_PAGE_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

namespace candor {

struct ManualSection {
  std::string heading;  // "ENVIRONMENT"
  std::string text;     // paragraphs, an empty line between them
  bool as_is = false;   // lines stay as they are: a table
};

// What a page says that the command line does not.
struct ManualPage {
  std::string name;     // "candor"
  int section = 1;      // of the manual
  std::string title;    // "User Commands"
  std::string summary;  // one line for the index
  std::string version;
  std::vector<ManualSection> sections;  // after the commands
};

// The page for man(1), in the macros of man(7): name, synopsis, options, every command that is shown, then the sections
// of `page`. The same command line gives the same bytes.
std::string WriteManualPage(const CLI::App& app, const ManualPage& page);

}  // namespace candor

#endif  // CANDOR_DAEMON_MANUAL_MANUAL_PAGE_H_
