#include <algorithm>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct HoldOptions {
  std::string case_typed;
  std::string member;
  std::string name;
  SecondPersonOptions person;
};

std::string HoldStateText(v1::HoldState state) {
  std::string word = WordOf(state);
  std::replace(word.begin(), word.end(), '_', ' ');
  return word;
}

absl::StatusOr<ExitCode> PrintHold(const v1::LegalHold& hold, Session& session) {
  if (!session.table()) {
    session.PrintData(ToJson(hold));
    return ExitCode::kDone;
  }
  const bool holds = hold.state() != v1::HOLD_STATE_RELEASED;
  session.out() << (holds ? "Nothing of it is erased until the hold is released.\n"
                          : "The hold is released; the schedules apply again.\n")
                << hold.name() << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> PlaceHold(Session& session, const HoldOptions& options) {
  if (options.case_typed.empty() == options.member.empty()) {
    return UsageError("say of what: --case or --member, one of the two");
  }
  v1::PlaceHoldRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_subject(), options.member.empty()
                                                          ? ResolveCaseAndTell(session, options.case_typed)
                                                          : ResolveMember(session.connection(), options.member));
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_reason(), ReasonFrom(session, options.person, "Why is it to be kept?"));
  CANDOR_ASSIGN_OR_RETURN(const v1::PlaceHoldResponse response, session.connection().Call<v1::RetentionService>(
                                                                    &v1::RetentionService::Stub::PlaceHold, request));
  return PrintHold(response.hold(), session);
}

absl::StatusOr<ExitCode> ReleaseHold(Session& session, const HoldOptions& options) {
  v1::ReleaseHoldRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_reason(),
                          ReasonFrom(session, options.person, "Why is it released? The second person reads it:"));
  CANDOR_ASSIGN_OR_RETURN(Connection second, AsSecond(session, options.person));
  CANDOR_ASSIGN_OR_RETURN(const v1::ReleaseHoldResponse asked, session.connection().Call<v1::RetentionService>(
                                                                   &v1::RetentionService::Stub::ReleaseHold, request));
  v1::ApproveReleaseRequest approve;
  approve.set_name(options.name);
  const auto approved = second.Call<v1::RetentionService>(&v1::RetentionService::Stub::ApproveRelease, approve);
  if (approved.ok()) return PrintHold(approved->hold(), session);
  if (IsTheirsToGive(approved.status())) {
    SayItWaits(session, "candor hold approve", options.name);
    return PrintHold(asked.hold(), session);
  }
  // It holds on as before, and waits for nobody.
  v1::RefuseReleaseRequest refuse;
  refuse.set_name(options.name);
  session.connection()
      .Call<v1::RetentionService>(&v1::RetentionService::Stub::RefuseRelease, refuse)
      .status()
      .IgnoreError();
  return approved.status();
}

absl::StatusOr<ExitCode> ListHolds(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::LegalHold> holds,
      ListAsked<v1::RetentionService>(session, &v1::RetentionService::Stub::ListHolds, v1::ListHoldsRequest(),
                                      &v1::ListHoldsResponse::mutable_holds));
  if (!session.table()) {
    session.PrintData(ListJson(holds));
    return ExitCode::kDone;
  }
  if (holds.empty()) {
    session.out() << "There are no holds to show.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"SINCE", "OF", "STATE", "BY", "WHY", "HOLD"});
  for (const v1::LegalHold& each : holds) {
    const bool of_member = each.subject().starts_with("members/");
    table.Add({FormatInstant(each.recorded_at()),
               OneLine(of_member ? names.Member(each.subject()) : names.Case(each.subject())),
               HoldStateText(each.state()), each.proposer().empty() ? "the operator" : names.Member(each.proposer()),
               OneLine(each.reason()), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

}  // namespace

void AddHoldVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("hold", "legal holds: what may not be erased, whatever its schedule says");
  verb->require_subcommand(1);
  auto options = std::make_shared<HoldOptions>();

  CLI::App* place =
      verb->add_subcommand("place", "from here on nothing of a case, or of all a member's cases, is erased");
  place->footer("Example: candor hold place --case C-1042 --reason 'subpoena of 2026-11-02'");
  place->add_option("--case", options->case_typed, "its code or cases/CASE");
  place->add_option("--member", options->member, "a member's name; holds every case in which they have or had a part");
  AddReason(*place, options->person);
  Does(*place, session, [&session, options] { return PlaceHold(session, *options); });

  CLI::App* release = verb->add_subcommand("release", "end a hold; it takes a second person");
  release->footer("Example: candor hold release cases/CASE/holds/HOLD --reason 'matter closed' --second 'Maria Lopez'");
  release->add_option("hold", options->name, "its name, as the list shows it")->required();
  AddReason(*release, options->person);
  AddSecond(*release, options->person);
  Does(*release, session, [&session, options] { return ReleaseHold(session, *options); });

  AddReleaseApproval(*verb, session);

  CLI::App* list = verb->add_subcommand(
      "list", "the holds, released ones included; to a member, those whose release waits for them");
  list->footer("Example: candor hold list");
  Does(*list, session, Answers::kList, [&session] { return ListHolds(session); });
}

}  // namespace candor::cli
