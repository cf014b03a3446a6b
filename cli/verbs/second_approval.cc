#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/retention.grpc.pb.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// Nobody approves what they have not seen: it is shown first, beside the answer, in whatever format that is.

namespace candor::cli {
namespace {

struct ApprovalOptions {
  std::string name;
  bool yes = false;
};

ExitCode PrintDecidedErasure(Session& session, const v1::Erasure& erasure) {
  if (session.table()) {
    PrintErasure(erasure, session);
  } else {
    session.PrintData(ToJson(erasure));
  }
  return ExitCode::kDone;
}

ExitCode PrintDecidedRelease(Session& session, const v1::LegalHold& hold) {
  if (session.table()) {
    session.out() << (hold.state() == v1::HOLD_STATE_RELEASED ? "The hold is released; the schedules apply again.\n"
                                                              : "The hold stands as before.\n")
                  << hold.name() << '\n';
  } else {
    session.PrintData(ToJson(hold));
  }
  return ExitCode::kDone;
}

// Shows it, and asks.
absl::Status ConfirmWaitingErasure(Session& session, const ApprovalOptions& options) {
  v1::GetErasureRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const v1::GetErasureResponse response, session.connection().Call<v1::RetentionService>(
                                                                     &v1::RetentionService::Stub::GetErasure, request));
  const v1::Erasure& erasure = response.erasure();
  if (erasure.state() != v1::ERASURE_STATE_PROPOSED) {
    return absl::FailedPreconditionError(
        absl::StrCat("it waits for nobody any more; see `candor retention show ", erasure.name(), "`"));
  }
  PrintErasure(erasure, session, session.terminal.err);
  NameBook names(session.connection());
  const std::string more = WhatElseGoes(erasure, names);
  return ConfirmErasing(
      session,
      absl::StrCat("With your approval this is erased: ", WhatIsErased(erasure.subject(), erasure.scope(), names),
                   ". Its key is destroyed, and nobody can read it again, here or in an export.",
                   more.empty() ? "" : " ", more),
      "Approve it?", options.yes);
}

// The same of a hold's release.
absl::Status ConfirmWaitingRelease(Session& session, const ApprovalOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::LegalHold> holds,
                          ListAll<v1::RetentionService>(session.connection(), &v1::RetentionService::Stub::ListHolds,
                                                        v1::ListHoldsRequest(), &v1::ListHoldsResponse::mutable_holds));
  const auto hold = std::find_if(holds.begin(), holds.end(), [&](const v1::LegalHold& each) {
    return each.name() == options.name && each.state() == v1::HOLD_STATE_RELEASE_PROPOSED;
  });
  if (hold == holds.end()) {
    return absl::NotFoundError("no release of a hold of that name waits for you; see `candor hold list`");
  }
  NameBook names(session.connection());
  const bool of_member = hold->subject().starts_with("members/");
  PrintPairs({{"Of", OneLine(of_member ? names.Member(hold->subject()) : names.Case(hold->subject()))},
              {"Asked for by", hold->proposer().empty() ? "the operator" : OneLine(names.Member(hold->proposer()))},
              {"Why", OneLine(hold->reason())},
              {"Recorded", FormatInstant(hold->recorded_at())},
              {"Hold", hold->name()}},
             session.terminal.err);
  return ConfirmThat(session,
                     "With your approval the hold is released: the schedules apply again, and what it kept can be "
                     "erased.",
                     "Approve it?", options.yes, "the hold stands as before");
}

absl::StatusOr<ExitCode> ApproveErasure(Session& session, const ApprovalOptions& options) {
  CANDOR_RETURN_IF_ERROR(ConfirmWaitingErasure(session, options));
  v1::ApproveErasureRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ApproveErasureResponse response,
      session.connection().Call<v1::RetentionService>(&v1::RetentionService::Stub::ApproveErasure, request));
  return PrintDecidedErasure(session, response.erasure());
}

absl::StatusOr<ExitCode> RefuseErasure(Session& session, const ApprovalOptions& options) {
  v1::RefuseErasureRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RefuseErasureResponse response,
      session.connection().Call<v1::RetentionService>(&v1::RetentionService::Stub::RefuseErasure, request));
  return PrintDecidedErasure(session, response.erasure());
}

absl::StatusOr<ExitCode> ApproveRelease(Session& session, const ApprovalOptions& options) {
  CANDOR_RETURN_IF_ERROR(ConfirmWaitingRelease(session, options));
  v1::ApproveReleaseRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ApproveReleaseResponse response,
      session.connection().Call<v1::RetentionService>(&v1::RetentionService::Stub::ApproveRelease, request));
  return PrintDecidedRelease(session, response.hold());
}

absl::StatusOr<ExitCode> RefuseRelease(Session& session, const ApprovalOptions& options) {
  v1::RefuseReleaseRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RefuseReleaseResponse response,
      session.connection().Call<v1::RetentionService>(&v1::RetentionService::Stub::RefuseRelease, request));
  return PrintDecidedRelease(session, response.hold());
}

}  // namespace

void AddErasureApproval(CLI::App& retention, Session& session) {
  auto options = std::make_shared<ApprovalOptions>();
  CLI::App* approve = retention.add_subcommand("approve", "as the second person, approve an erasure that waits for it");
  approve->footer("It shows what it is about, and asks first.\nExample: candor retention approve erasures/ERASURE");
  approve->add_option("erasure", options->name, "its name, as whoever asked for it has it")->required();
  AddYes(*approve, options->yes);
  Does(*approve, session, [&session, options] { return ApproveErasure(session, *options); });

  CLI::App* refuse = retention.add_subcommand("refuse", "as the second person, refuse an erasure that waits");
  refuse->footer("Example: candor retention refuse erasures/ERASURE");
  refuse->add_option("erasure", options->name, "its name, as whoever asked for it has it")->required();
  Does(*refuse, session, [&session, options] { return RefuseErasure(session, *options); });
}

void AddReleaseApproval(CLI::App& hold, Session& session) {
  auto options = std::make_shared<ApprovalOptions>();
  CLI::App* approve = hold.add_subcommand("approve", "as the second person, approve the release of a hold");
  approve->footer("It shows what it is about, and asks first.\nExample: candor hold approve cases/CASE/holds/HOLD");
  approve->add_option("hold", options->name, "its name, as the list shows it")->required();
  AddYes(*approve, options->yes);
  Does(*approve, session, [&session, options] { return ApproveRelease(session, *options); });

  CLI::App* refuse = hold.add_subcommand("refuse", "as the second person, refuse the release of a hold, which stands");
  refuse->footer("Example: candor hold refuse cases/CASE/holds/HOLD");
  refuse->add_option("hold", options->name, "its name, as whoever asked for it has it")->required();
  Does(*refuse, session, [&session, options] { return RefuseRelease(session, *options); });
}

}  // namespace candor::cli
