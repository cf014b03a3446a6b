#ifndef CANDOR_CLI_VERBS_QUESTIONS_H_
#define CANDOR_CLI_VERBS_QUESTIONS_H_

#include <span>
#include <string>
#include <string_view>

#include "cli/verbs/entry_form.h"
#include "cli/wire/schema.h"

// How `candor log` asks for the facts of an entry: one question per field, in plain words, and when it matters.
namespace candor::cli {

struct Question {
  std::string_view kind;
  std::string_view field;
  std::string_view ask;
  // Conditions on earlier answers, all of which must hold, joined by ';'; "" always does. "area=touch,gift_in": the
  // answer is one of these; "event!=ended": it is none of these, or there was none; "value_minor_units": there was one;
  // "receiver=": there was none.
  std::string_view only_if;
};

// Every question; those of one kind stand together, in the order in which they are asked.
std::span<const Question> AllQuestions();
// Those of one kind; empty for a kind that has none.
std::span<const Question> QuestionsOf(std::string_view kind);

// Whether the answers so far leave the question one that matters.
bool Matters(const Question& question, const EntryForm& form);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_QUESTIONS_H_
