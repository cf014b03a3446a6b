#include "cli/verbs/completion_scripts.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// In single quotes, as bash and zsh read them.
std::string Quoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"'", "'\\''"}}), "'");
}

// Fish knows two escapes within single quotes.
std::string FishQuoted(const std::string& text) {
  return absl::StrCat("'", absl::StrReplaceAll(text, {{"\\", "\\\\"}, {"'", "\\'"}}), "'");
}

std::string PathOf(const ShownCommand& command) {
  return absl::StrJoin(command.path, " ");
}

// Whether `outer` is `inner` or a command that it lies in: its options are taken there too.
bool Contains(const ShownCommand& outer, const ShownCommand& inner) {
  return outer.path.size() <= inner.path.size() && std::equal(outer.path.begin(), outer.path.end(), inner.path.begin());
}

// All options that are taken behind `command`.
std::vector<ShownOption> OptionsAt(const std::vector<ShownCommand>& commands, const ShownCommand& command) {
  std::vector<ShownOption> options;
  for (const ShownCommand& outer : commands) {
    if (Contains(outer, command)) options.insert(options.end(), outer.options.begin(), outer.options.end());
  }
  return options;
}

std::string NamesOfAll(const std::vector<ShownOption>& options, bool with_value_only) {
  std::vector<std::string> names;
  for (const ShownOption& option : options) {
    if (option.value.empty() && with_value_only) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return absl::StrJoin(names, " ");
}

// Of a description as much as fits beside a word.
std::string FirstClause(const std::string& description) {
  return description.substr(0, description.find_first_of(".;\n"));
}

constexpr std::string_view kBashHead = R"(# bash completion of candor; made by: candor completion bash

# The words that may follow the command in $1, its options that take a value, and its arguments' words.
_candor_at() {
  words= valued= arguments=
  case $1 in
)";

constexpr std::string_view kBashMiddle = R"(    *) return 1 ;;
  esac
}

# The only values that the option in $2 takes behind the command in $1.
_candor_values() {
  case "$1 $2" in
)";

constexpr std::string_view kBashTail = R"(    *) return 1 ;;
  esac
}

_candor() {
  local cur=${COMP_WORDS[COMP_CWORD]} at='' before='' word words valued arguments values
  local -i i
  COMPREPLY=()
  _candor_at ''
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    before=
    if [[ $word == -* ]]; then
      if [[ " $valued " == *" $word "* ]]; then
        [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++))
        ((i++))
        ((i >= COMP_CWORD)) && before=$word
      fi
    elif _candor_at "${at:+$at }$word"; then
      at="${at:+$at }$word"
    else
      _candor_at "$at"
    fi
  done
  [[ $cur == = ]] && cur=
  if [[ -n $before ]]; then
    values=$(_candor_values "$at" "$before") || return 0
    words=$values
  elif [[ $cur != -* ]]; then
    words="$(_candor_values "$at" commands) $arguments"
  fi
  mapfile -t COMPREPLY < <(compgen -W "$words" -- "$cur")
}

complete -o bashdefault -o default -F _candor candor
)";

}  // namespace

std::string BashCompletion(const std::vector<ShownCommand>& commands) {
  std::string at;
  std::string values;
  for (const ShownCommand& command : commands) {
    const std::vector<ShownOption> options = OptionsAt(commands, command);
    std::vector<std::string> argument_words;
    for (const ShownOption& argument : command.arguments) {
      argument_words.insert(argument_words.end(), argument.words.begin(), argument.words.end());
    }
    absl::StrAppend(&at, "    ", Quoted(PathOf(command)), ") words=", Quoted(NamesOfAll(options, false)),
                    " valued=", Quoted(NamesOfAll(options, true)),
                    " arguments=", Quoted(absl::StrJoin(argument_words, " ")), " ;;\n");
    const auto add_values = [&](const std::string& name, const std::vector<std::string>& words) {
      if (words.empty()) return;
      absl::StrAppend(&values, "    ", Quoted(absl::StrCat(PathOf(command), " ", name)), ") echo ",
                      Quoted(absl::StrJoin(words, " ")), " ;;\n");
    };
    add_values("commands", command.below);
    for (const ShownOption& option : options) {
      for (const std::string& name : option.names) add_values(name, option.words);
    }
  }
  return absl::StrCat(ToAbsl(kBashHead), at, ToAbsl(kBashMiddle), values, ToAbsl(kBashTail));
}

std::string ZshCompletion(const std::vector<ShownCommand>& commands) {
  std::string text =
      "#compdef candor\n# zsh completion of candor; made by: candor completion zsh\n\n"
      "_candor() {\n  local at='' word\n  local -a below options\n  local -i i\n"
      "  local -a known=(\n";
  for (const ShownCommand& command : commands) {
    if (!command.path.empty()) absl::StrAppend(&text, "    ", Quoted(PathOf(command)), "\n");
  }
  absl::StrAppend(&text,
                  "  )\n"
                  "  for ((i = 2; i < CURRENT; i++)); do\n"
                  "    word=\"${at:+$at }${words[i]}\"\n"
                  "    (( ${known[(Ie)$word]} )) && at=$word\n"
                  "  done\n"
                  "  case $at in\n");
  const auto described = [](const std::string& name, const std::string& description) {
    return Quoted(absl::StrCat(name, ":", absl::StrReplaceAll(FirstClause(description), {{":", "\\:"}})));
  };
  for (const ShownCommand& command : commands) {
    absl::StrAppend(&text, "    ", Quoted(PathOf(command)), ")\n      below=(");
    for (const ShownCommand& inner : commands) {
      if (inner.path.size() != command.path.size() + 1 || !Contains(command, inner)) continue;
      absl::StrAppend(&text, " ", described(inner.path.back(), inner.description));
    }
    absl::StrAppend(&text, " )\n      options=(");
    for (const ShownOption& option : OptionsAt(commands, command)) {
      for (const std::string& name : option.names) absl::StrAppend(&text, " ", described(name, option.description));
    }
    absl::StrAppend(&text, " )\n      ;;\n");
  }
  return absl::StrCat(
      text,
      "  esac\n"
      "  if [[ ${words[CURRENT]} == -* ]]; then\n"
      "    _describe option options\n"
      "  elif (( ${#below} )); then\n"
      "    _describe command below\n"
      "  else\n"
      "    _files\n"
      "  fi\n"
      "}\n\n"
      "if [[ ${funcstack[1]} == _candor ]]; then\n  _candor \"$@\"\nelse\n  compdef _candor candor\nfi\n");
}

std::string FishCompletion(const std::vector<ShownCommand>& commands) {
  std::string text = "# fish completion of candor; made by: candor completion fish\n\nset -g __candor_known";
  for (const ShownCommand& command : commands) {
    if (!command.path.empty()) absl::StrAppend(&text, " ", FishQuoted(PathOf(command)));
  }
  absl::StrAppend(&text,
                  "\n\n# Whether the command so far is the one in the argument.\n"
                  "function __candor_at\n"
                  "    set -l at ''\n"
                  "    set -l typed (commandline -opc)\n"
                  "    for word in $typed[2..-1]\n"
                  "        set -l further (string trim \"$at $word\")\n"
                  "        contains -- \"$further\" $__candor_known; and set at \"$further\"\n"
                  "    end\n"
                  "    test \"$at\" = \"$argv[1]\"\n"
                  "end\n\n");
  for (const ShownCommand& command : commands) {
    const std::string here =
        absl::StrCat("complete -c candor -n ", FishQuoted(absl::StrCat("__candor_at ", FishQuoted(PathOf(command)))));
    for (const ShownCommand& inner : commands) {
      if (inner.path.size() != command.path.size() + 1 || !Contains(command, inner)) continue;
      absl::StrAppend(&text, here, " -f -a ", FishQuoted(inner.path.back()), " -d ",
                      FishQuoted(FirstClause(inner.description)), "\n");
    }
    for (const ShownOption& option : OptionsAt(commands, command)) {
      absl::StrAppend(&text, here);
      for (const std::string& name : option.names) {
        const bool is_long = name.starts_with("--");
        absl::StrAppend(&text, is_long ? " -l " : " -s ", name.substr(is_long ? 2 : 1));
      }
      if (!option.value.empty()) text += " -r";
      if (!option.words.empty()) absl::StrAppend(&text, " -f -a ", FishQuoted(absl::StrJoin(option.words, " ")));
      absl::StrAppend(&text, " -d ", FishQuoted(FirstClause(option.description)), "\n");
    }
  }
  return text;
}

}  // namespace candor::cli
