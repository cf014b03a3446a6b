#include "daemon/manual/shown_commands.h"

#include <cstddef>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

namespace candor {
namespace {

// "TEXT:{open,waived}" has the words between its braces; nothing else has words.
std::vector<std::string> WordsIn(const std::string& type_name) {
  const size_t begin = type_name.find('{');
  const size_t end = type_name.rfind('}');
  if (begin == std::string::npos || end == std::string::npos || end < begin) return {};
  return absl::StrSplit(type_name.substr(begin + 1, end - begin - 1), ',');
}

ShownOption Shown(const CLI::Option& option) {
  ShownOption shown;
  if (option.nonpositional()) {
    for (const std::string& name : option.get_snames()) shown.names.push_back(absl::StrCat("-", name));
    for (const std::string& name : option.get_lnames()) shown.names.push_back(absl::StrCat("--", name));
  } else {
    shown.names.push_back(option.get_name(true, false));
  }
  shown.description = option.get_description();
  shown.required = option.get_required();
  if (option.get_items_expected_max() == 0) return shown;
  const std::string type_name = option.get_type_name();
  shown.words = WordsIn(type_name);
  shown.value = option.get_option_text();
  if (shown.value.empty()) shown.value = type_name.substr(0, type_name.find(':'));
  if (shown.value.empty() || shown.value.front() == '{') shown.value = "VALUE";
  return shown;
}

void Add(const CLI::App& app, const std::vector<std::string>& path, std::vector<ShownCommand>& commands) {
  ShownCommand command;
  command.path = path;
  command.description = app.get_description();
  command.footer = app.get_footer();
  command.app = &app;
  for (const CLI::Option* option : app.get_options()) {
    if (option->get_group().empty()) continue;
    if (option == app.get_help_ptr() && !path.empty()) continue;  // said once, for all
    (option->nonpositional() ? command.options : command.arguments).push_back(Shown(*option));
  }
  const std::vector<const CLI::App*> below =
      app.get_subcommands([](const CLI::App* each) { return !each->get_group().empty() && !each->get_name().empty(); });
  for (const CLI::App* each : below) command.below.push_back(each->get_name());
  commands.push_back(std::move(command));
  for (const CLI::App* each : below) {
    std::vector<std::string> inner = path;
    inner.push_back(each->get_name());
    Add(*each, inner, commands);
  }
}

}  // namespace

std::vector<ShownCommand> ShownCommands(const CLI::App& app) {
  std::vector<ShownCommand> commands;
  Add(app, {}, commands);
  return commands;
}

}  // namespace candor
