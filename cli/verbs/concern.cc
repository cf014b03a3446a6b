#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/concern.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/concern_text.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What has become of concerns about members.
namespace candor::cli {
namespace {

struct ConcernListOptions {
  std::string who;
  std::string name;
};

absl::StatusOr<ExitCode> ListConcerns(Session& session, const ConcernListOptions& options) {
  v1::ListConcernsRequest request;
  if (!options.who.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_member(), ResolveMember(session.connection(), options.who));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Concern> concerns,
                          ListAsked<v1::ConcernService>(session, &v1::ConcernService::Stub::ListConcerns, request,
                                                        &v1::ListConcernsResponse::mutable_concerns));
  if (!session.table()) {
    session.PrintData(ListJson(concerns));
    return ExitCode::kDone;
  }
  if (concerns.empty()) {
    session.out() << "There is no concern that you are told of. To raise one: candor log concern\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"RECEIVED", "ABOUT", "STATE", "TOLD FROM", "DECIDED FROM", "CONCERN"});
  for (const v1::Concern& each : concerns) {
    table.Add({FormatDate(each.received()), OneLine(names.Member(each.member())), ConcernStateText(each),
               each.has_told_from() ? FormatDate(each.told_from()) : "",
               each.has_decide_from() ? FormatDate(each.decide_from()) : "", each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowConcern(Session& session, const ConcernListOptions& options) {
  v1::GetConcernRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const v1::GetConcernResponse response, session.connection().Call<v1::ConcernService>(
                                                                     &v1::ConcernService::Stub::GetConcern, request));
  if (!session.table()) {
    session.PrintData(ToJson(response.concern()));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  PrintConcern(response.concern(), names, session);
  return ExitCode::kDone;
}

}  // namespace

void AddConcernVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("concern", "concerns about members: who looks into them, and who is told when");
  verb->require_subcommand(1);
  verb->footer(
      "A concern is recorded with candor log concern, or without a name with candor concern report.\n"
      "Whom it is about is told within five open days after somebody has acknowledged it (fewer where the practice\n"
      "says so), and may then read it and answer; nothing is decided before that, or before 14 days. Who raised it is\n"
      "told to the independent reviewer.");
  auto options = std::make_shared<ConcernListOptions>();

  CLI::App* list = verb->add_subcommand("list", "those that you are told of, oldest first");
  list->footer("Example: candor concern list");
  list->add_option("who", options->who, "about one member alone: a name, or members/MEMBER");
  Does(*list, session, Answers::kList, [&session, options] { return ListConcerns(session, *options); });

  CLI::App* show = verb->add_subcommand("show", "how far one has come, and what is next");
  show->footer("What it says: candor entry show.\nExample: candor concern show members/MEMBER/entries/CONCERN");
  show->add_option("concern", options->name, "its name, as the list shows it")->required();
  Does(*show, session, Answers::kRecord, [&session, options] { return ShowConcern(session, *options); });

  AddConcernSteps(*verb, session);
  AddMeasureVerbs(*verb, session);
}

}  // namespace candor::cli
