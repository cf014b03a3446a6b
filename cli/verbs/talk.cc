#include <array>
#include <cstdlib>
#include <fstream>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "cli/import/csv_reader.h"
#include "cli/print/exit_codes.h"
#include "cli/print/table.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/user_folders.h"
#include "cli/wire/dates.h"
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

// nullopt: there is none.
std::optional<std::string> FindFile(const std::string& named) {
  if (!named.empty()) return named;
  const char* variable = std::getenv(kFileVariable);
  if (variable != nullptr && *variable != '\0') return std::string(variable);
  for (const std::string& path : {OwnFile(), std::string(kForEverybody)}) {
    if (IsThere(path)) return path;
  }
  return std::nullopt;
}

std::string WhatAListIs() {
  return absl::StrCat("a CSV file with the columns name, who, contact, and if you like hours and note, at ", OwnFile(),
                      " or ", kForEverybody, ", or named with --file");
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

// Whom somebody can talk to.
struct People {
  std::vector<Person> people;
  bool only_named = false;  // by the practice, which has put no list on this machine
};

// Those whom the practice has named to be consulted; none where no daemon tells.
std::vector<Person> PeopleNamed(Connection& connection) {
  const auto status = connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
  if (!status.ok()) return {};
  NameBook names(connection);
  const auto consultants = ConsultantsOn(connection, FromWire(status->status().today()), names);
  if (!consultants.ok()) return {};
  std::vector<Person> people;
  for (const Consultant& each : *consultants) {
    people.push_back({each.name, each.outside ? "consultant, from outside the practice" : "consultant", "", "", ""});
  }
  return people;
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

void PrintPeople(const People& read, std::ostream& out) {
  out << Wrap("You can talk first. What you say to them is not recorded here, and nobody learns that you looked.",
              kTextWidth)
      << "\n\n";
  Table table({"NAME", "WHO", "CONTACT", "HOURS", "NOTE"});
  for (const Person& person : read.people) table.Add(std::vector<std::string>(person.begin(), person.end()));
  if (table.empty()) {
    out << "There is nobody in your practice's list yet.\n";
  } else {
    table.Print(out);
  }
  if (read.only_named) {
    out << '\n'
        << Wrap(absl::StrCat("Your practice has named them, and has put no list on this machine that says how to reach "
                             "them. Ask for one: ",
                             WhatAListIs(), "."),
                kTextWidth)
        << '\n';
  }
  out << '\n'
      << Wrap(
             "Also open to you: your professional body's ethics line, your insurer, a lawyer or a therapist of your "
             "own. That you did stays with you, unless you write it down.",
             kTextWidth)
      << '\n';
}

// Those in the file named, or where it is empty in the one that the practice has put on this machine; where there is
// none, those whom the practice has named.
absl::StatusOr<People> PeopleIn(Session& session, const std::string& named) {
  People read;
  if (const std::optional<std::string> path = FindFile(named)) {
    CANDOR_ASSIGN_OR_RETURN(read.people, ReadPeople(*path));
    return read;
  }
  read.people = PeopleNamed(session.connection());
  read.only_named = true;
  if (!read.people.empty()) return read;
  return LocalFileError(absl::StrCat("your practice has put no list on this machine. Ask for one: ", WhatAListIs(),
                                     ". Meanwhile: a colleague you trust, your professional body's ethics line, your "
                                     "insurer"));
}

absl::StatusOr<ExitCode> Talk(Session& session, const std::string& file) {
  CANDOR_ASSIGN_OR_RETURN(People read, PeopleIn(session, file));
  CANDOR_RETURN_IF_ERROR(KeepPage(session, read.people));
  if (session.table()) {
    PrintPeople(read, session.out());
  } else {
    session.PrintData(JsonOf(read.people));
  }
  return ExitCode::kDone;
}

}  // namespace

absl::Status ShowWhoToTalkTo(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(const People read, PeopleIn(session, ""));
  PrintPeople(read, session.table() ? session.out() : session.terminal.err);
  return absl::OkStatus();
}

absl::Status ReadWhoToTalkTo(Session& session, Json& people) {
  CANDOR_ASSIGN_OR_RETURN(const People read, PeopleIn(session, ""));
  people = JsonOf(read.people);
  return absl::OkStatus();
}

void AddTalkVerb(CLI::App& app, Session& session) {
  CLI::App* talk = app.add_subcommand("talk", "whom you can talk to: your practice's consultants and helplines");
  talk->footer(
      "Reads a file of the practice's on this machine, and asks no daemon; where there is none, whom the practice has\n"
      "named to be consulted. Nothing is written.\n"
      "Example: candor talk");
  auto file = std::make_shared<std::string>();
  talk->add_option("--file", *file, "a CSV file with the columns name, who, contact, hours and note")
      ->envname(kFileVariable);
  Does(*talk, session, Answers::kList, [&session, file] { return Talk(session, *file); });
}

}  // namespace candor::cli
