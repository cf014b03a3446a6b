#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "cli/print/sentences.h"
#include "cli/verbs/emergency_text.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// Whom one can call, and what was opened to whom.
namespace candor::cli {
namespace {

// Said whether a daemon answers or not.
constexpr std::string_view kFirst =
    "If somebody is in danger now, call the emergency services first: no record is needed for that.";

std::string ContactRoleText(const v1::EmergencyContact& contact) {
  return absl::StrCat(contact.deputy() ? "deputy " : "", ToAbsl(RoleText(contact.role())));
}

absl::StatusOr<ExitCode> ShowContacts(Session& session) {
  if (session.table()) session.terminal.err << Wrap(kFirst, kTextWidth) << "\n\n";
  CANDOR_ASSIGN_OR_RETURN(const v1::GetEmergencyContactsResponse response,
                          session.connection().Call<v1::EmergencyService>(
                              &v1::EmergencyService::Stub::GetEmergencyContacts, v1::GetEmergencyContactsRequest()));
  std::vector<v1::EmergencyContact> contacts(response.contacts().begin(), response.contacts().end());
  CANDOR_RETURN_IF_ERROR(KeepPage(session, contacts));
  if (!session.table()) {
    session.PrintData(ListJson(contacts));
    return ExitCode::kDone;
  }
  if (contacts.empty()) {
    session.out() << "The practice has named nobody yet; `candor setup` leads through it.\n";
    return ExitCode::kDone;
  }
  Table table({"WHO", "ROLE", "TODAY"});
  for (const v1::EmergencyContact& each : contacts) {
    table.Add({OneLine(each.display_name()), ContactRoleText(each), each.away() ? "away" : ""});
  }
  table.Print(session.out());
  if (response.has_known_at()) {
    session.out() << "The record cannot be read; this was known at " << SayInstant(response.known_at()) << ".\n";
  }
  session.out() << "\nTo be shown a case that you have no part in: candor emergency ask --case CODE"
                << session.OnBehalf() << "\nA director, an owner or an independent reviewer answers it.\n";
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ListEmergencies(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Emergency> emergencies,
      ListAsked<v1::EmergencyService>(session, &v1::EmergencyService::Stub::ListEmergencies,
                                      v1::ListEmergenciesRequest(), &v1::ListEmergenciesResponse::mutable_emergencies));
  if (!session.table()) {
    session.PrintData(ListJson(emergencies));
    return ExitCode::kDone;
  }
  if (emergencies.empty()) {
    session.out() << "Nothing was asked for in an emergency that you are told of.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  bool first = true;
  for (const v1::Emergency& each : emergencies) {
    if (!std::exchange(first, false)) session.out() << '\n';
    PrintEmergency(each, names, session.out());
  }
  return ExitCode::kDone;
}

}  // namespace

void AddEmergencyVerb(CLI::App& app, Session& session) {
  CLI::App* verb =
      app.add_subcommand("emergency", "whom to call; and to be shown a case that is not yours, with a second person");
  verb->require_subcommand(0, 1);
  verb->footer(
      "Without a command of its own it says whom the practice has named. It works when nothing can be recorded.\n"
      "To be shown something takes two people, a reason and a limit: ask, and somebody else approves. Until it is "
      "over\n"
      "give --emergency NAME with what you read: each look is told to whom it is about. Private notes stay closed.\n"
      "Within three days after it a third person looks at what was read.\n"
      "Example: candor emergency");
  session.answers[verb] = Answers::kList;
  // It is told of a command below it as well, after that.
  verb->callback([&session, verb] {
    if (verb->get_subcommands().empty()) session.action = [&session] { return ShowContacts(session); };
  });
  AddEmergencySteps(*verb, session);

  CLI::App* list = verb->add_subcommand(
      "list", "what was asked for, newest first: yours, what waits for you, and what was opened about you");
  list->footer("Example: candor emergency list");
  Does(*list, session, Answers::kList, [&session] { return ListEmergencies(session); });
}

}  // namespace candor::cli
