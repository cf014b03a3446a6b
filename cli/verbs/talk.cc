#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/import/csv_reader.h"
#include "cli/print/exit_codes.h"
#include "cli/print/table.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/user_folders.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

constexpr std::array<std::string_view, 5> kColumns = {"name", "who", "contact", "hours", "note"};
constexpr size_t kNeeded = 3;  // the first ones; the others may be left out
constexpr char kForEverybody[] = "/etc/candor/talk.csv";
constexpr char kFileVariable[] = "CANDOR_TALK_FILE";

using Person = std::array<std::string, kColumns.size()>;

bool IsThere(const std::string& path) {
  return std::ifstream(path).is_open();
}

std::string OwnFile() {
  return absl::StrCat(UserFolder("XDG_CONFIG_HOME", ".config"), "/talk.csv");
}

absl::StatusOr<std::string> FindFile(const std::string& named) {
  if (!named.empty()) return named;
  const char* variable = std::getenv(kFileVariable);
  if (variable != nullptr && *variable != '\0') return std::string(variable);
  for (const std::string& path : {OwnFile(), std::string(kForEverybody)}) {
    if (IsThere(path)) return path;
  }
  return LocalFileError(absl::StrCat(
      "your practice has put no list on this machine. Ask for one: a CSV file with the columns name, who, contact, and "
      "if you like hours and note, at ",
      OwnFile(), " or ", kForEverybody,
      ", or named with --file. Meanwhile: a colleague you trust, your professional body's ethics line, your insurer"));
}

absl::Status Wrong(const std::string& path, int64_t line, std::string_view what) {
  return LocalFileError(absl::StrCat(path, ":", line, ": ", ToAbsl(what)));
}

// Where each of kColumns stands; -1: nowhere.
absl::StatusOr<std::array<int, kColumns.size()>> ReadHeading(const CsvRecord& record, const std::string& path) {
  std::array<int, kColumns.size()> at;
  at.fill(-1);
  for (size_t i = 0; i < record.size(); ++i) {
    for (size_t column = 0; column < kColumns.size(); ++column) {
      if (TrimBlanks(record.field(i)) == kColumns[column]) at[column] = static_cast<int>(i);
    }
  }
  for (size_t column = 0; column < kNeeded; ++column) {
    if (at[column] < 0)
      return Wrong(path, record.line(), "the first line names the columns: name,who,contact,hours,note");
  }
  return at;
}

absl::StatusOr<std::vector<Person>> ReadPeople(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) return LocalFileError(absl::StrCat(path, ": cannot be read; check the name and the rights"));
  const auto reader = std::make_unique<CsvReader>(file, ',');
  CsvRecord record;
  const auto next = [&]() -> absl::StatusOr<bool> {
    absl::StatusOr<bool> more = reader->Next(record);
    if (!more.ok()) return LocalFileError(absl::StrCat(path, ": ", more.status().message()));
    return more;
  };
  CANDOR_ASSIGN_OR_RETURN(const bool headed, next());
  if (!headed) return Wrong(path, 1, "the file is empty; its first line is name,who,contact,hours,note");
  CANDOR_ASSIGN_OR_RETURN(const auto at, ReadHeading(record, path));
  std::vector<Person> people;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const bool more, next());
    if (!more) return people;
    if (record.blank()) continue;
    Person& person = people.emplace_back();
    for (size_t column = 0; column < kColumns.size(); ++column) {
      const int index = at[column];
      if (index < 0 || static_cast<size_t>(index) >= record.size()) continue;
      person[column] = std::string(TrimBlanks(record.field(static_cast<size_t>(index))));
    }
    if (person[0].empty() || person[2].empty()) {
      return Wrong(path, record.line(), "a line says whom to talk to and how to reach them: name and contact");
    }
  }
}

Json JsonOf(const std::vector<Person>& people) {
  Json list = Json::array();
  for (const Person& person : people) {
    Json& each = list.emplace_back(Json::object());
    for (size_t column = 0; column < kColumns.size(); ++column) {
      const std::string key(kColumns[column]);
      each[key] = person[column].empty() ? Json(nullptr) : Json(person[column]);
    }
  }
  return list;
}

void PrintPeople(const std::vector<Person>& people, std::ostream& out) {
  out << Wrap("You can talk first. What you say to them is not recorded here, and nobody learns that you looked.",
              kTextWidth)
      << "\n\n";
  Table table({"NAME", "WHO", "CONTACT", "HOURS", "NOTE"});
  for (const Person& person : people) table.Add(std::vector<std::string>(person.begin(), person.end()));
  if (table.empty()) {
    out << "There is nobody in your practice's list yet.\n";
  } else {
    table.Print(out);
  }
  out << '\n'
      << Wrap(
             "Also open to you: your professional body's ethics line, your insurer, a lawyer or a therapist of your "
             "own. That you did stays with you, unless you write it down.",
             kTextWidth)
      << '\n';
}

// Those in the file named, or where it is empty in the one that the practice has put on this machine.
absl::StatusOr<std::vector<Person>> PeopleIn(const std::string& named) {
  CANDOR_ASSIGN_OR_RETURN(const std::string path, FindFile(named));
  return ReadPeople(path);
}

absl::StatusOr<ExitCode> Talk(Session& session, const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<Person> people, PeopleIn(file));
  CANDOR_RETURN_IF_ERROR(KeepPage(session, people));
  if (session.table()) {
    PrintPeople(people, session.out());
  } else {
    session.PrintData(JsonOf(people));
  }
  return ExitCode::kDone;
}

}  // namespace

absl::Status ShowWhoToTalkTo(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Person> people, PeopleIn(""));
  PrintPeople(people, session.table() ? session.out() : session.terminal.err);
  return absl::OkStatus();
}

absl::Status ReadWhoToTalkTo(Json& people) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Person> read, PeopleIn(""));
  people = JsonOf(read);
  return absl::OkStatus();
}

void AddTalkVerb(CLI::App& app, Session& session) {
  CLI::App* talk = app.add_subcommand("talk", "whom you can talk to: your practice's consultants and helplines");
  talk->footer(
      "Reads a file of the practice's on this machine; no daemon is asked and nothing is written.\n"
      "Example: candor talk");
  auto file = std::make_shared<std::string>();
  talk->add_option("--file", *file, "a CSV file with the columns name, who, contact, hours and note")
      ->envname(kFileVariable);
  Does(*talk, session, Answers::kList, [&session, file] { return Talk(session, *file); });
}

}  // namespace candor::cli
