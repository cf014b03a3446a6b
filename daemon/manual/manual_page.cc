#include "daemon/manual/manual_page.h"

#include <cstddef>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "daemon/manual/shown_commands.h"

namespace candor {
namespace {

// Text that troff shows as it stands; a dash stays a dash that can be typed.
std::string Plain(const std::string& text) {
  return absl::StrReplaceAll(text, {{"\\", "\\e"}, {"-", "\\-"}});
}

// As lines of running text: none may begin like a request.
std::string Lines(const std::string& text) {
  std::string result;
  const std::vector<std::string> lines = absl::StrSplit(text, '\n');
  for (const std::string& line : lines) {
    const bool looks_like_request = !line.empty() && (line.front() == '.' || line.front() == '\'');
    absl::StrAppend(&result, looks_like_request ? "\\&" : "", Plain(line), "\n");
  }
  return result;
}

std::string Paragraphs(const std::string& text) {
  std::string result;
  const std::vector<std::string> paragraphs = absl::StrSplit(text, "\n\n", absl::SkipEmpty());
  for (const std::string& paragraph : paragraphs) absl::StrAppend(&result, ".PP\n", Lines(paragraph));
  return result;
}

std::string AsIs(const std::string& text) {
  return text.empty() ? "" : absl::StrCat(".PP\n.nf\n", Lines(text), ".fi\n");
}

std::string Bold(const std::string& text) {
  return absl::StrCat("\\fB", Plain(text), "\\fR");
}

// With a full stop, where another sentence follows.
std::string Sentence(const std::string& text) {
  const std::string ends = ".!?:\n";
  return text.empty() || ends.find(text.back()) != std::string::npos ? text : text + ".";
}

std::string Option(const ShownOption& option) {
  std::string text = absl::StrCat(".TP\n", Bold(absl::StrJoin(option.names, ", ")));
  if (!option.value.empty() && option.names.front().starts_with("-")) {
    absl::StrAppend(&text, " \\fI", Plain(option.value), "\\fR");
  }
  const bool more = !option.words.empty() || option.required;
  absl::StrAppend(&text, "\n", Lines(more ? Sentence(option.description) : option.description));
  if (!option.words.empty())
    absl::StrAppend(&text, Lines(absl::StrCat("One of ", absl::StrJoin(option.words, ", "), ".")));
  if (option.required) absl::StrAppend(&text, "Required.\n");
  return text;
}

std::string Options(const std::vector<ShownOption>& options) {
  std::string text;
  for (const ShownOption& option : options) absl::StrAppend(&text, Option(option));
  return text;
}

std::string Synopsis(const std::string& name, const ShownCommand& command) {
  std::string text = Bold(command.path.empty() ? name : absl::StrCat(name, " ", absl::StrJoin(command.path, " ")));
  if (!command.options.empty()) text += " [OPTIONS]";
  for (const ShownOption& argument : command.arguments) {
    const std::string shown = absl::StrCat("\\fI", Plain(argument.names.front()), "\\fR");
    absl::StrAppend(&text, " ", argument.required ? shown : absl::StrCat("[", shown, "]"));
  }
  if (!command.below.empty()) text += " COMMAND";
  return text + "\n";
}

std::string Command(const std::string& name, const ShownCommand& command) {
  return absl::StrCat(".SS ", Plain(absl::StrJoin(command.path, " ")), "\n", Synopsis(name, command), ".PP\n",
                      Lines(command.description), Options(command.arguments), Options(command.options),
                      AsIs(command.footer));
}

}  // namespace

std::string WriteManualPage(const CLI::App& app, const ManualPage& page) {
  const std::vector<ShownCommand> commands = ShownCommands(app);
  const ShownCommand& program = commands.front();
  std::string text = absl::StrCat(".TH ", absl::AsciiStrToUpper(page.name), " ", page.section, " \"\" \"", page.name,
                                  " ", page.version, "\" \"", page.title, "\"\n");
  absl::StrAppend(&text, ".SH NAME\n", page.name, " \\- ", Lines(page.summary));
  absl::StrAppend(&text, ".SH SYNOPSIS\n", Synopsis(page.name, program));
  absl::StrAppend(&text, ".SH DESCRIPTION\n", Paragraphs(program.description), AsIs(program.footer));
  absl::StrAppend(&text, ".SH OPTIONS\n", Options(program.options));
  if (commands.size() > 1) absl::StrAppend(&text, ".SH COMMANDS\n");
  for (size_t i = 1; i < commands.size(); ++i) absl::StrAppend(&text, Command(page.name, commands[i]));
  for (const ManualSection& section : page.sections) {
    absl::StrAppend(&text, ".SH ", section.heading, "\n",
                    section.as_is ? AsIs(section.text) : Paragraphs(section.text));
  }
  return text;
}

}  // namespace candor
