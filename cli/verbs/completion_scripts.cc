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

// As words of an array or of a list.
std::string QuotedAll(const std::vector<std::string>& words) {
  std::vector<std::string> quoted;
  quoted.reserve(words.size());
  for (const std::string& word : words) quoted.push_back(Quoted(word));
  return absl::StrJoin(quoted, " ");
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

// Whether `inner` is one of the commands that `outer` has.
bool IsBelow(const ShownCommand& inner, const ShownCommand& outer) {
  return inner.path.size() == outer.path.size() + 1 && Contains(outer, inner);
}

// All options that are taken behind `command`, each once: of two of one name that of the inner command.
std::vector<ShownOption> OptionsAt(const std::vector<ShownCommand>& commands, const ShownCommand& command) {
  std::vector<ShownOption> options;
  for (const ShownCommand& outer : commands) {
    if (!Contains(outer, command)) continue;
    for (const ShownOption& option : outer.options) {
      const auto same = std::find_if(options.begin(), options.end(),
                                     [&](const ShownOption& each) { return each.names == option.names; });
      if (same == options.end()) {
        options.push_back(option);
      } else {
        *same = option;
      }
    }
  }
  return options;
}

std::vector<std::string> NamesOfAll(const std::vector<ShownOption>& options, bool with_value_only) {
  std::vector<std::string> names;
  for (const ShownOption& option : options) {
    if (option.value.empty() && with_value_only) continue;
    names.insert(names.end(), option.names.begin(), option.names.end());
  }
  return names;
}

// The words that the arguments of `command` take, where they take certain ones only.
std::vector<std::string> ArgumentWords(const ShownCommand& command) {
  std::vector<std::string> words;
  for (const ShownOption& argument : command.arguments) {
    words.insert(words.end(), argument.words.begin(), argument.words.end());
  }
  return words;
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

constexpr std::string_view kZshHead = R"(#compdef candor
# zsh completion of candor; made by: candor completion zsh

# What may follow the command in $1: the commands below it, its options, those of them that take a value, and its
# arguments' words.
_candor_at() {
  case $1 in
)";

constexpr std::string_view kZshMiddle = R"(    *) return 1 ;;
  esac
}

# The only values that the option in $2 takes behind the command in $1.
_candor_values() {
  case "$1 $2" in
)";

constexpr std::string_view kZshTail = R"(    *) return 1 ;;
  esac
}

_candor() {
  local at='' before='' word further
  local -a below options valued arguments values
  local -i i
  _candor_at ''
  for ((i = 2; i < CURRENT; i++)); do
    word=${words[i]}
    before=''
    if [[ $word == -* ]]; then
      if (( ${valued[(Ie)$word]} )); then
        ((++i >= CURRENT)) && before=$word
      fi
    else
      further="${at:+$at }$word"
      _candor_at "$further" && at=$further
    fi
  done
  if [[ -z $before && $PREFIX == --*=* ]]; then
    before=${PREFIX%%=*}
    compset -P '*='
  fi
  if [[ -n $before ]]; then
    if _candor_values "$at" "$before"; then
      compadd -a values
    else
      _files
    fi
  elif [[ $PREFIX == -* ]]; then
    _describe option options
  elif (( ${#below} )); then
    _describe command below
  elif (( ${#arguments} )); then
    compadd -a arguments
  else
    _files
  fi
}

if [[ ${funcstack[1]} == _candor ]]; then
  _candor "$@"
else
  compdef _candor candor
fi
)";

constexpr std::string_view kFishFunction = R"(

# Whether the command so far is the one in the argument.
function __candor_at
    set -l at ''
    set -l is_value 0
    set -l typed (commandline -opc)
    for word in $typed[2..-1]
        if test $is_value = 1
            set is_value 0
        else if string match -q -- '-*' "$word"
            contains -- "$at $word" $__candor_valued; and set is_value 1
        else
            set -l further (string trim "$at $word")
            contains -- "$further" $__candor_known; and set at "$further"
        end
    end
    test "$at" = "$argv[1]"
end

)";

}  // namespace

std::string BashCompletion(const std::vector<ShownCommand>& commands) {
  std::string at;
  std::string values;
  for (const ShownCommand& command : commands) {
    const std::vector<ShownOption> options = OptionsAt(commands, command);
    absl::StrAppend(&at, "    ", Quoted(PathOf(command)),
                    ") words=", Quoted(absl::StrJoin(NamesOfAll(options, false), " ")),
                    " valued=", Quoted(absl::StrJoin(NamesOfAll(options, true), " ")),
                    " arguments=", Quoted(absl::StrJoin(ArgumentWords(command), " ")), " ;;\n");
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
  const auto described = [](const std::string& name, const std::string& description) {
    return Quoted(absl::StrCat(name, ":", absl::StrReplaceAll(FirstClause(description), {{":", "\\:"}})));
  };
  std::string at;
  std::string values;
  for (const ShownCommand& command : commands) {
    const std::vector<ShownOption> options = OptionsAt(commands, command);
    std::vector<std::string> below;
    for (const ShownCommand& inner : commands) {
      if (IsBelow(inner, command)) below.push_back(described(inner.path.back(), inner.description));
    }
    std::vector<std::string> offered;
    for (const ShownOption& option : options) {
      for (const std::string& name : option.names) {
        offered.push_back(described(name, option.description));
        if (option.words.empty()) continue;
        absl::StrAppend(&values, "    ", Quoted(absl::StrCat(PathOf(command), " ", name)), ") values=(",
                        QuotedAll(option.words), ") ;;\n");
      }
    }
    absl::StrAppend(&at, "    ", Quoted(PathOf(command)), ") below=(", absl::StrJoin(below, " "), ") options=(",
                    absl::StrJoin(offered, " "), ") valued=(", QuotedAll(NamesOfAll(options, true)), ") arguments=(",
                    QuotedAll(ArgumentWords(command)), ") ;;\n");
  }
  return absl::StrCat(ToAbsl(kZshHead), at, ToAbsl(kZshMiddle), values, ToAbsl(kZshTail));
}

std::string FishCompletion(const std::vector<ShownCommand>& commands) {
  std::string known;
  std::string valued;
  std::string offers;
  for (const ShownCommand& command : commands) {
    const std::string path = PathOf(command);
    if (!path.empty()) absl::StrAppend(&known, " ", FishQuoted(path));
    for (const std::string& name : NamesOfAll(OptionsAt(commands, command), true)) {
      absl::StrAppend(&valued, " ", FishQuoted(absl::StrCat(path, " ", name)));
    }
    const std::string here =
        absl::StrCat("complete -c candor -n ", FishQuoted(absl::StrCat("__candor_at ", FishQuoted(path))));
    for (const ShownCommand& inner : commands) {
      if (!IsBelow(inner, command)) continue;
      absl::StrAppend(&offers, here, " -f -a ", FishQuoted(inner.path.back()), " -d ",
                      FishQuoted(FirstClause(inner.description)), "\n");
    }
    if (const std::vector<std::string> words = ArgumentWords(command); !words.empty()) {
      absl::StrAppend(&offers, here, " -f -a ", FishQuoted(absl::StrJoin(words, " ")), "\n");
    }
    for (const ShownOption& option : OptionsAt(commands, command)) {
      absl::StrAppend(&offers, here);
      for (const std::string& name : option.names) {
        const bool is_long = name.starts_with("--");
        absl::StrAppend(&offers, is_long ? " -l " : " -s ", name.substr(is_long ? 2 : 1));
      }
      if (!option.value.empty()) offers += " -r";
      if (!option.words.empty()) absl::StrAppend(&offers, " -f -a ", FishQuoted(absl::StrJoin(option.words, " ")));
      absl::StrAppend(&offers, " -d ", FishQuoted(FirstClause(option.description)), "\n");
    }
  }
  return absl::StrCat("# fish completion of candor; made by: candor completion fish\n\nset -g __candor_known", known,
                      "\n# Each command with each of the options that take a value there.\nset -g __candor_valued",
                      valued, ToAbsl(kFishFunction), offers);
}

}  // namespace candor::cli
