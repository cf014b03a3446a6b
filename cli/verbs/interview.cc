#include "cli/verbs/interview.h"

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/questions.h"
#include "cli/verbs/who_reads.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr char kTakesAway[] = "-";
constexpr char kNotRecorded[] = "not recorded";

absl::Status Ended() {
  return absl::CancelledError("nothing was stored: the answers ended before the entry was whole");
}

// The number of a line of a list, from 1 to `count`; 0 when it is none.
size_t NumberTyped(const std::string& typed, size_t count) {
  size_t number = 0;
  return absl::SimpleAtoi(typed, &number) && number <= count ? number : 0;
}

// The word that a person means by its number, by y, n or u, or by itself; else what was typed.
std::string WordTyped(const SchemaField& field, const std::string& typed) {
  if (const size_t number = NumberTyped(typed, field.words.size()); number > 0) return field.words[number - 1].word;
  std::string word = absl::StrReplaceAll(absl::AsciiStrToLower(typed), {{" ", "_"}});
  if (field.type != FieldType::kAnswer || word.size() != 1) return word;
  for (const SchemaWord& each : field.words) {
    if (each.word[0] == word[0]) return each.word;
  }
  return word;
}

// How a field is answered: "1 office, 2 video".
std::string WaysToAnswer(const SchemaField& field) {
  std::string ways;
  switch (field.type) {
    case FieldType::kAnswer:
      return "y, n, u for unsure";
    case FieldType::kChoice:
      for (size_t i = 0; i < field.words.size(); ++i) {
        absl::StrAppend(&ways, i == 0 ? "" : ", ", i + 1, " ", Spaced(field.words[i].word));
      }
      return ways;
    case FieldType::kDay:
      return "YYYY-MM-DD";
    case FieldType::kNumber:
      return "a number";
    case FieldType::kMember:
      return "a name";
    case FieldType::kCase:
      return "a code, or several with commas between";
    case FieldType::kText:
      return "";
  }
  return "";
}

template <class Enum>
SchemaField WordsField(const std::string& name) {
  const auto& type = *google::protobuf::GetEnumDescriptor<Enum>();
  SchemaField field;
  field.name = name;
  field.type = FieldType::kChoice;
  for (int i = 1; i < type.value_count(); ++i)
    field.words.push_back({EnumWord(*type.value(i)), type.value(i)->number()});
  return field;
}

// Normalises what was typed; what it does not take is said and asked for again.
using Reading = std::function<absl::StatusOr<std::string>(const std::string&)>;

// What was typed, unless `looked_up` says that there is none: then it is asked for again, and not found out only after
// all was written. A daemon that does not answer now may do so when it is saved.
absl::StatusOr<std::string> AsFound(const std::string& typed, const absl::Status& looked_up) {
  if (absl::IsNotFound(looked_up) || absl::IsInvalidArgument(looked_up)) return looked_up;
  return typed;
}

// One conversation about one entry. Thread-compatible.
class Interviewer {
 public:
  // `again`: what the form has already is shown, and may be kept, changed or taken away.
  Interviewer(Session& session, EntryForm& form, Purpose purpose, bool again)
      : session_(session), form_(form), purpose_(purpose), again_(again) {}

  absl::Status AskReader(const SchemaKind& kind);
  absl::Status AskWhere(const KindWords& words);
  absl::Status AskWhen();
  absl::Status AskHow(const KindWords& words);
  absl::Status AskFacts(const SchemaKind& kind);
  absl::Status AskNote();

 private:
  absl::Status Ask(const std::string& name, std::string_view question, const std::string& ways, std::string_view skip,
                   const Reading& read);
  absl::Status AskWord(const SchemaField& field, std::string_view question);
  absl::Status AskFact(const SchemaKind& kind, const SchemaField& field, std::string_view question);
  absl::Status AskMember(const std::string& name, std::string_view question, std::string_view skip);
  absl::Status AskCase(std::string_view skip);
  absl::StatusOr<std::string> AsPastDay(const std::string& typed);

  // A draft asks no daemon for anything.
  bool asks_daemon() const { return purpose_ != Purpose::kDraft; }
  Terminal& terminal() { return session_.terminal; }

  Session& session_;
  EntryForm& form_;
  const Purpose purpose_;
  const bool again_;
};

absl::Status Interviewer::Ask(const std::string& name, std::string_view question, const std::string& ways,
                              std::string_view skip, const Reading& read) {
  if (form_.Has(name) && !again_) return absl::OkStatus();
  const std::string present = absl::StrJoin(form_.All(name), ", ");
  const std::string empty = present.empty() ? absl::StrCat("Enter: ", ToAbsl(skip))
                                            : absl::StrCat("now ", Spaced(OneLine(present)), "; Enter keeps it, ",
                                                           kTakesAway, " takes it away");
  const std::string text =
      Wrap(absl::StrCat(ToAbsl(question), " [", ways, ways.empty() ? "" : "; ", empty, "]"), kTextWidth);
  while (true) {
    const std::optional<std::string> typed = terminal().Ask(text);
    if (!typed) return Ended();
    if (typed->empty()) return absl::OkStatus();
    if (*typed == kTakesAway) {
      form_.Clear(name);
      return absl::OkStatus();
    }
    const auto value = read(*typed);
    if (value.ok()) {
      form_.Set(name, *value);
      return absl::OkStatus();
    }
    terminal().err << ToStd(value.status().message()) << '\n';
  }
}

absl::Status Interviewer::AskWord(const SchemaField& field, std::string_view question) {
  return Ask(field.name, question, WaysToAnswer(field), kNotRecorded,
             [&](const std::string& typed) -> absl::StatusOr<std::string> {
               const std::string word = WordTyped(field, typed);
               if (field.FindWord(word) >= 0) return word;
               return InvalidField(field.name, "value", absl::StrCat("takes one of ", NamesOf(field.words)));
             });
}

absl::Status Interviewer::AskFact(const SchemaKind& kind, const SchemaField& field, std::string_view question) {
  const auto read = [&](const std::string& typed) -> absl::StatusOr<std::string> {
    const std::string answer = field.words.empty() ? typed : WordTyped(field, typed);
    v1::Entry probe;
    CANDOR_RETURN_IF_ERROR(SetFact(field, answer, FactsOf(kind, probe)));
    return answer;
  };
  CANDOR_RETURN_IF_ERROR(Ask(field.name, question, WaysToAnswer(field), kNotRecorded, read));
  if (!field.descriptor->is_repeated()) return absl::OkStatus();
  const std::vector<std::string> given =
      absl::StrSplit(absl::StrJoin(form_.All(field.name), ","), ',', absl::SkipWhitespace());
  form_.Clear(field.name);
  for (const std::string& each : given) form_.Add(field.name, std::string(absl::StripAsciiWhitespace(each)));
  return absl::OkStatus();
}

absl::Status Interviewer::AskFacts(const SchemaKind& kind) {
  const std::span<const Question> questions = QuestionsOf(kind.slug);
  for (const Question& question : questions) {
    const SchemaField& field = *kind.FindField(question.field);
    if (Matters(question, form_)) {
      CANDOR_RETURN_IF_ERROR(AskFact(kind, field, question.ask));
    } else if (again_) {
      form_.Clear(field.name);  // it does not go with the other answers any more
    }
  }
  return absl::OkStatus();
}

absl::Status Interviewer::AskMember(const std::string& name, std::string_view question, std::string_view skip) {
  return Ask(name, question, "a name", skip, [&](const std::string& typed) -> absl::StatusOr<std::string> {
    if (!asks_daemon()) return typed;
    return AsFound(typed, ResolveMember(session_.connection(), typed).status());
  });
}

absl::Status Interviewer::AskCase(std::string_view skip) {
  return Ask("case", "Which case?", "its code", skip, [&](const std::string& typed) -> absl::StatusOr<std::string> {
    if (!asks_daemon()) return typed;
    return AsFound(typed, ResolveCase(session_.connection(), typed).status());
  });
}

absl::StatusOr<std::string> Interviewer::AsPastDay(const std::string& typed) {
  const auto day = ParseDay(typed);
  if (!day.ok()) return InvalidField("date", "date", "takes a day that exists, as in 2025-03-30");
  if (!asks_daemon()) return typed;
  const auto today = Today(session_);
  if (!today.ok() || *day <= FromWire(*today)) return typed;
  return InvalidField("date", "future_date", "lies in the future; write it down once it has happened");
}

absl::Status Interviewer::AskReader(const SchemaKind& kind) {
  if (!kind.personal || FindKindWords(kind.slug)->date_only) return absl::OkStatus();
  const bool given = form_.Has("first_reader") && !again_;
  if (!given) return AskMember("first_reader", "Who besides you may read it?", "nobody");
  // A promise about somebody who is not there would be found out only after all was written.
  const std::string reader = form_.Get("first_reader");
  if (reader.empty() || !asks_daemon()) return absl::OkStatus();
  return ResolveMember(session_.connection(), reader).status();
}

absl::Status Interviewer::AskWhere(const KindWords& words) {
  if (!form_.Has("member") && words.place == Place::kCase) CANDOR_RETURN_IF_ERROR(AskCase("not now"));
  if (!form_.Has("member") && words.place == Place::kEither) {
    CANDOR_RETURN_IF_ERROR(AskCase("it is about a member alone"));
  }
  // Who acts for a member writes about that member, unless the kind is about somebody else.
  const bool acts_for = !session_.connect.act_for.empty();
  const bool about_self = acts_for && words.slug != "concern" && words.slug != "complaint";
  const bool known = form_.Has("therapist") || form_.Has("member");
  if (about_self || (known && !again_)) return absl::OkStatus();
  const bool of_case = words.place == Place::kCase || form_.Has("case");
  const bool perhaps_self = acts_for && words.slug == "complaint";
  return AskMember(of_case ? "therapist" : "member", "Whom is it about?", perhaps_self ? "it is about you" : "not now");
}

absl::Status Interviewer::AskWhen() {
  return Ask("date", "When did it happen?", "YYYY-MM-DD", "today",
             [this](const std::string& typed) { return AsPastDay(typed); });
}

absl::Status Interviewer::AskHow(const KindWords& words) {
  if (words.conduct) {
    CANDOR_RETURN_IF_ERROR(AskWord(WordsField<v1::EntryStage>("stage"), "How far did it go?"));
  }
  const std::string& writer = session_.connect.act_for;
  const bool of_another = !writer.empty() && form_.Has("therapist") && form_.Get("therapist") != writer;
  if (!of_another && words.slug != "concern" && words.slug != "complaint") return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(AskWord(WordsField<v1::EntrySource>("source"), "Whose account is it?"));
  return AskWord(WordsField<v1::EntryBasis>("basis"), "How is it known?");
}

absl::Status Interviewer::AskNote() {
  const bool has = !form_.Get("note").empty();
  if (has && !again_) return absl::OkStatus();
  terminal().err << (has ? "In your own words: an empty line keeps what is there, - takes it away:\n"
                         : "Anything in your own words, if you like; an empty line ends it:\n");
  std::string note;
  while (true) {
    const std::optional<std::string> line = terminal().Ask(">");
    if (!line || line->empty()) break;
    absl::StrAppend(&note, note.empty() ? "" : "\n", *line);
  }
  if (note == kTakesAway) {
    form_.Clear("note");
  } else if (!note.empty()) {
    form_.Set("note", note);
  }
  return absl::OkStatus();
}

std::optional<Telling> AskTelling(Terminal& terminal) {
  while (true) {
    const auto typed = terminal.Ask(
        "What would you like to write down?\n"
        "  1  What happened\n"
        "  2  How I feel\n"
        "  3  Someone told me\n"
        "A number [1-3; Enter: nothing]");
    if (!typed || typed->empty()) return std::nullopt;
    if (const size_t number = NumberTyped(*typed, 3); number > 0) return static_cast<Telling>(number);
    terminal.err << "One of the numbers above.\n";
  }
}

// Shows the kinds of one answer, and returns them in the order shown.
std::vector<const KindWords*> Offer(Terminal& terminal, Telling telling) {
  std::vector<const KindWords*> offered;
  std::string_view family;
  for (const KindWords& words : AllKindWords()) {
    if (words.telling != telling) continue;
    if (words.family != family) terminal.err << words.family << '\n';
    family = words.family;
    offered.push_back(&words);
    terminal.err << (offered.size() < 10 ? "   " : "  ") << offered.size() << "  " << words.offer << '\n';
  }
  return offered;
}

absl::Status Converse(Session& session, Purpose purpose, bool again, EntryForm& form) {
  CANDOR_ASSIGN_OR_RETURN(const SchemaKind* kind, KindToLog(form));
  const KindWords& words = *FindKindWords(kind->slug);
  Interviewer interviewer(session, form, purpose, again);
  CANDOR_RETURN_IF_ERROR(interviewer.AskReader(*kind));
  if (purpose == Purpose::kWhatIf) {
    session.terminal.err << "This only asks what would come of it: nothing you type is stored, counted or logged.\n";
  }
  const auto say_who_reads = [&] {
    if (purpose != Purpose::kWhatIf) SayWhoReads(session, *kind, WritingOf(*kind, form, purpose == Purpose::kSave));
  };
  // A private note has the same readers wherever it stands; of another it turns on whom it is about, and on who
  // supervised them on the day.
  if (kind->personal) say_who_reads();
  CANDOR_RETURN_IF_ERROR(interviewer.AskWhere(words));
  CANDOR_RETURN_IF_ERROR(interviewer.AskWhen());
  if (!kind->personal) say_who_reads();
  const auto is_step = [&] { return WritingOf(*kind, form, /*ask_daemon=*/false).of_step; };
  const bool was_step = is_step();
  CANDOR_RETURN_IF_ERROR(interviewer.AskHow(words));
  CANDOR_RETURN_IF_ERROR(interviewer.AskFacts(*kind));
  // That a concern is none that is raised comes out with its facts.
  if (is_step() != was_step) say_who_reads();
  // No policy reads what a note says.
  return purpose == Purpose::kWhatIf || words.date_only ? absl::OkStatus() : interviewer.AskNote();
}

}  // namespace

absl::Status AskKind(Session& session, EntryForm& form) {
  if (form.Has("kind")) return absl::OkStatus();
  absl::Status nothing = absl::CancelledError("nothing was stored: no kind was chosen");
  const std::optional<Telling> telling = AskTelling(session.terminal);
  if (!telling) return nothing;
  const std::vector<const KindWords*> offered = Offer(session.terminal, *telling);
  while (true) {
    const auto typed = session.terminal.Ask(absl::StrCat("A number [1-", offered.size(), "; Enter: nothing]"));
    if (!typed || typed->empty()) return nothing;
    if (const size_t number = NumberTyped(*typed, offered.size()); number > 0) {
      form.Set("kind", std::string(offered[number - 1]->slug));
      return absl::OkStatus();
    }
    session.terminal.err << "One of the numbers above.\n";
  }
}

absl::Status AskFacts(Session& session, const SchemaKind& kind, EntryForm& form) {
  return Interviewer(session, form, Purpose::kSave, /*again=*/false).AskFacts(kind);
}

absl::Status Interview(Session& session, Purpose purpose, EntryForm& form) {
  CANDOR_RETURN_IF_ERROR(AskKind(session, form));
  return Converse(session, purpose, /*again=*/false, form);
}

absl::Status InterviewAgain(Session& session, EntryForm& form) {
  return Converse(session, Purpose::kDraft, /*again=*/true, form);
}

}  // namespace candor::cli
