#include <memory>
#include <string>
#include <vector>

#include "candor/v1/concern.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/concern_text.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What was taken from members who had reported something, and who looked at it.
namespace candor::cli {
namespace {

struct MeasureOptions {
  std::string name;
  SecondPersonOptions person;
};

absl::StatusOr<ExitCode> ListMeasures(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Measure> measures,
      ListAsked<v1::ConcernService>(session, &v1::ConcernService::Stub::ListMeasures, v1::ListMeasuresRequest(),
                                    &v1::ListMeasuresResponse::mutable_measures));
  if (!session.table()) {
    session.PrintData(ListJson(measures));
    return ExitCode::kDone;
  }
  if (measures.empty()) {
    session.out() << "Nothing was taken from anybody within 180 days after a report of theirs.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"ON", "MEMBER", "WHAT", "BY", "LOOKED AT", "MEASURE"});
  for (const v1::Measure& each : measures) {
    table.Add({FormatDate(each.taken()), OneLine(names.Member(each.member())), MeasureText(each),
               each.taken_by().empty() ? "the operator" : OneLine(names.Member(each.taken_by())),
               each.has_reviewed() ? FormatDate(each.reviewed()) : "", each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ReviewMeasure(Session& session, const MeasureOptions& options) {
  v1::ReviewMeasureRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      *request.mutable_reason(),
      ReasonFrom(session, options.person, "Why has it nothing to do with what they reported? It stays on record:"));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ReviewMeasureResponse response,
      session.connection().Call<v1::ConcernService>(&v1::ConcernService::Stub::ReviewMeasure, request));
  if (!session.table()) {
    session.PrintData(ToJson(response.measure()));
    return ExitCode::kDone;
  }
  session.out() << "It is on record that you have looked at it, and why.\n" << response.measure().name() << '\n';
  return ExitCode::kDone;
}

}  // namespace

void AddMeasureVerbs(CLI::App& concern, Session& session) {
  CLI::App* measures = concern.add_subcommand(
      "measures",
      "for an independent reviewer: what was taken from members within 180 days after they reported something");
  measures->footer("It says that there was a report, and not what it says.\nExample: candor concern measures");
  Does(*measures, session, Answers::kList, [&session] { return ListMeasures(session); });

  auto options = std::make_shared<MeasureOptions>();
  CLI::App* review = concern.add_subcommand("review", "sign why a measure has nothing to do with the report");
  review->footer("Example: candor concern review members/MEMBER/roles/MEASURE --reason 'asked for it herself'");
  review->add_option("measure", options->name, "its name, as the list shows it")->required();
  AddReason(*review, options->person);
  Does(*review, session, [&session, options] { return ReviewMeasure(session, *options); });
}

}  // namespace candor::cli
