#include "cli/verbs/welcome.h"

#include <algorithm>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

// Columns of a terminal as it is opened.
constexpr size_t kNarrowScreen = 80;

// "Maria Lopez, Rowan Ellis (from outside)"; "": nobody is named.
std::string ConsultantsText(Connection& connection, const v1::DaemonStatus& status, NameBook& names) {
  const auto consultants = ConsultantsOn(connection, FromWire(status.today()), names);
  if (!consultants.ok()) return "";
  return absl::StrJoin(*consultants, ", ", [](std::string* out, const Consultant& each) {
    absl::StrAppend(out, each.name, each.outside ? " (from outside)" : "");
  });
}

using AccessLines = google::protobuf::RepeatedPtrField<v1::AccessLine>;

// Of whom the lines tell that fit, each once: "Maria Lopez, Dele Haddad"; "": of nobody.
template <class Fits>
std::string ReadersIn(const AccessLines& lines, NameBook& names, Fits fits) {
  std::vector<std::string> readers;
  for (const v1::AccessLine& line : lines) {
    if (!fits(line)) continue;
    const std::string who = line.reader().empty() ? ReaderText(line, names) : OneLine(names.Member(line.reader()));
    if (std::find(readers.begin(), readers.end(), who) == readers.end()) readers.push_back(who);
  }
  return absl::StrJoin(readers, ", ");
}

// What the first of these lines shows.
template <class Fits>
std::string SeenIn(const AccessLines& lines, Fits fits) {
  const auto first = std::find_if(lines.begin(), lines.end(), fits);
  return first == lines.end() ? "" : std::string(SeesText(*first));
}

bool IsSupervisorLine(const v1::AccessLine& line) {
  return line.thing() == v1::ACCESS_THING_ENTRY && line.relation() == v1::RELATION_SUPERVISED_THEN;
}
bool IsTrainingLine(const v1::AccessLine& line) {
  return line.thing() == v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING;
}
bool IsDirectingLine(const v1::AccessLine& line) {
  return line.thing() == v1::ACCESS_THING_ENTRY && line.relation() == v1::RELATION_NONE &&
         line.role() == v1::ROLE_DIRECTOR;
}
bool IsDirectorLine(const v1::AccessLine& line) {
  return IsDirectingLine(line) && !line.deputy();
}
bool IsDeputyLine(const v1::AccessLine& line) {
  return IsDirectingLine(line) && line.deputy();
}
bool IsOperatorLine(const v1::AccessLine& line) {
  return line.reader().empty() && line.role() == v1::ROLE_UNSPECIFIED && line.relation() == v1::RELATION_NONE;
}

// The few lines that somebody reads before they write; all of them are one command away.
std::vector<std::string> InShort(const AccessLines& lines, NameBook& names) {
  std::vector<std::string> said = {"You: all of it."};
  const std::string in_training = ReadersIn(lines, names, IsTrainingLine);
  said.push_back(absl::StrCat(
      "Whom you name for a private note: that note. Nobody else reads it",
      in_training.empty() ? "." : absl::StrCat(", but while you are in training ", in_training, ", too.")));
  if (const std::string who = ReadersIn(lines, names, IsSupervisorLine); !who.empty()) {
    said.push_back(absl::StrCat(who, ", of the time of supervising you: ", SeenIn(lines, IsSupervisorLine), "."));
  }
  if (const std::string who = ReadersIn(lines, names, IsDirectorLine); !who.empty()) {
    const std::string deputies = ReadersIn(lines, names, IsDeputyLine);
    said.push_back(absl::StrCat(who, ", who directs the practice: ", SeenIn(lines, IsDirectorLine), ".",
                                deputies.empty() ? "" : absl::StrCat(" While they are away: ", deputies, ".")));
  }
  for (const v1::AccessLine& line : lines) {
    if (IsOperatorLine(line)) said.push_back(absl::StrCat("The operator: ", OneLine(line.why()), "."));
  }
  return said;
}

}  // namespace

void PrintWelcome(Connection& connection, std::ostream& out) {
  const auto explained =
      connection.Call<v1::RoleService>(&v1::RoleService::Stub::ExplainAccess, v1::ExplainAccessRequest());
  const auto status = connection.Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
  if (!explained.ok() || !status.ok()) return;
  NameBook names(connection);
  out << "\nWho sees what of yours:\n\n";
  for (const std::string& each : InShort(explained->lines(), names)) out << Wrap(each, kNarrowScreen, "  ") << '\n';
  out << "\nAbout everybody else, and why: candor access explain\n" << Wrap(kLimitOfAccess, kTextWidth) << '\n';
  if (const std::string people = ConsultantsText(connection, status->status(), names); !people.empty()) {
    out << Wrap(absl::StrCat("You can talk first, or instead: ", people, "."), kTextWidth) << '\n';
  }
  if (!status->status().not_ready()) return;
  out << Wrap(
             "The practice is still being set up, so nothing can be written down here yet: candor setup says what is "
             "missing.",
             kTextWidth)
      << '\n';
}

}  // namespace candor::cli
