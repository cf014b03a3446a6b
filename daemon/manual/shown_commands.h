#ifndef CANDOR_DAEMON_MANUAL_SHOWN_COMMANDS_H_
#define CANDOR_DAEMON_MANUAL_SHOWN_COMMANDS_H_

#include <string>
#include <vector>

#include "CLI/CLI.hpp"

// A command line as a person is shown it: hidden commands and options are left out.
namespace candor {

struct ShownOption {
  std::vector<std::string> names;  // "-o", "--output"; of an argument without dashes, its one name
  std::string value;               // "FORMAT"; empty: it takes none
  std::vector<std::string> words;  // the only values that it takes; empty: any
  std::string description;
  bool required = false;
};

struct ShownCommand {
  std::vector<std::string> path;  // without the program's name: "case", "list"; empty: the program itself
  std::string description;
  std::string footer;
  std::vector<ShownOption> arguments;
  std::vector<ShownOption> options;  // its own; those of the commands that it lies in are taken too
  std::vector<std::string> below;    // names of its commands
  const CLI::App* app = nullptr;     // not owned
};

// The program itself first, each command before those in it, in the order of the help. The result lives no longer than
// `app`.
std::vector<ShownCommand> ShownCommands(const CLI::App& app);

}  // namespace candor

#endif  // CANDOR_DAEMON_MANUAL_SHOWN_COMMANDS_H_
