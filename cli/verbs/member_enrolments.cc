#include <memory>
#include <string>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/identity.grpc.pb.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/one_of.h"
#include "cli/verbs/session.h"
#include "cli/wire/dates.h"
#include "cli/wire/server_address.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

// Everybody's.
constexpr char kAllMembers[] = "members/-";

struct EnrolmentOptions {
  std::string who;
  std::string name;
  std::string why;
};

std::string DayOfInstant(const google::protobuf::Timestamp& instant) {
  return FormatInstant(instant).substr(0, sizeof("2025-03-30") - 1);
}

bool IsOver(const google::protobuf::Timestamp& instant) {
  return absl::FromUnixSeconds(instant.seconds()) < absl::Now();
}

std::string MemberOf(const v1::Enrolment& enrolment) {
  return enrolment.name().substr(0, enrolment.name().find("/enrolments/"));
}

std::string EnrolmentStateText(const v1::Enrolment& enrolment) {
  if (enrolment.has_revoked_at()) {
    return absl::StrCat("ended ", DayOfInstant(enrolment.revoked_at()), ", ", WordOf(enrolment.reason()));
  }
  if (enrolment.has_expires_at()) {
    return absl::StrCat(IsOver(enrolment.expires_at()) ? "held until " : "holds until ",
                        DayOfInstant(enrolment.expires_at()));
  }
  if (enrolment.code_replaced()) return "replaced by a later code";
  return absl::StrCat(enrolment.code_open() ? "code waits until " : "code not used by ",
                      DayOfInstant(enrolment.code_expires_at()));
}

absl::StatusOr<ExitCode> HandOutCode(Session& session, const EnrolmentOptions& options) {
  v1::CreateEnrolmentCodeRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), options.who));
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CreateEnrolmentCodeResponse response,
      session.connection().Call<v1::IdentityService>(&v1::IdentityService::Stub::CreateEnrolmentCode, request));
  if (!session.table()) {
    session.PrintData(ToJson(response));
    return ExitCode::kDone;
  }
  const std::string name = OneLine(NameBook(session.connection()).Member(request.parent()));
  // As this machine reaches it, else as the daemon thinks that others do.
  std::string server = IsTlsServer(session.connect.server) ? session.connect.server : OneLine(response.server());
  if (server.empty()) server = "HOST:PORT";
  session.out() << response.code() << "\n\n"
                << Wrap(absl::StrCat("With this code one machine comes to call as ", name, ", once, until ",
                                     DayOfInstant(response.expires_at()),
                                     ". Hand it over on paper or in person: whoever has it can be ", name,
                                     " here. An earlier code that nobody has used holds no more."),
                        kTextWidth)
                << "\nOn that machine: candor enroll --server " << server << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ListEnrolments(Session& session, const EnrolmentOptions& options) {
  v1::ListEnrolmentsRequest request;
  // A member sees their own.
  const std::string& who = options.who.empty() ? session.connect.act_for : options.who;
  request.set_parent(kAllMembers);
  if (!who.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), who));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Enrolment> enrolments,
                          ListAsked<v1::IdentityService>(session, &v1::IdentityService::Stub::ListEnrolments, request,
                                                         &v1::ListEnrolmentsResponse::mutable_enrolments));
  if (!session.table()) {
    session.PrintData(ListJson(enrolments));
    return ExitCode::kDone;
  }
  if (enrolments.empty()) {
    session.out() << "There is no enrolment. candor member enrol-code NAME hands out a code for one.\n";
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"SINCE", "MEMBER", "STATE", "ENROLMENT"});
  for (const v1::Enrolment& each : enrolments) {
    table.Add(
        {DayOfInstant(each.begun_at()), OneLine(names.Member(MemberOf(each))), EnrolmentStateText(each), each.name()});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> EndEnrolment(Session& session, const EnrolmentOptions& options) {
  if (!absl::StrContains(options.name, "/enrolments/")) {
    return InvalidField(
        "enrolment", "resource_name",
        absl::StrCat("is named as the list shows it, members/MEMBER/enrolments/ENROLMENT; candor member "
                     "enrolments '",
                     OneLine(options.name), "' shows those of a member"));
  }
  v1::RevokeEnrolmentRequest request;
  request.set_name(options.name);
  v1::RevocationReason reason = v1::REVOCATION_REASON_UNSPECIFIED;
  v1::RevocationReason_Parse(absl::StrCat("REVOCATION_REASON_", absl::AsciiStrToUpper(options.why)), &reason);
  request.set_reason(reason);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RevokeEnrolmentResponse response,
      session.connection().Call<v1::IdentityService>(&v1::IdentityService::Stub::RevokeEnrolment, request));
  if (session.table()) {
    session.out() << "Ended: neither its code nor its certificates are taken from now on.\n"
                  << response.enrolment().name() << '\n';
  } else {
    session.PrintData(ToJson(response.enrolment()));
  }
  return ExitCode::kDone;
}

}  // namespace

void AddEnrolmentCommands(CLI::App& member, Session& session) {
  auto options = std::make_shared<EnrolmentOptions>();

  CLI::App* code = member.add_subcommand("enrol-code", "a code with which a member's machine is enrolled, once");
  code->footer("Example: candor member enrol-code 'Maria Lopez'");
  AddWho(*code, options->who, "whose machine it is");
  Does(*code, session, [&session, options] { return HandOutCode(session, *options); });

  CLI::App* list = member.add_subcommand("enrolments", "which machines call as whom, ended ones included");
  list->footer(
      "A member is shown their own unless they name somebody; an administrator sees everybody's with members/-.\n"
      "Example: candor member enrolments");
  list->add_option("who", options->who, "of one member alone: a name, or members/MEMBER; members/-: of all");
  Does(*list, session, Answers::kList, [&session, options] { return ListEnrolments(session, *options); });

  CLI::App* revoke = member.add_subcommand("revoke", "end an enrolment: its machine is not heard from that moment on");
  revoke->footer("Example: candor member revoke members/MEMBER/enrolments/ENROLMENT --why lost");
  revoke->add_option("enrolment", options->name, "its name, as the list shows it")->required();
  revoke
      ->add_option("--why", options->why,
                   "the machine or its key is lost, the member has left, another machine took its place, or it was a "
                   "mistake")
      ->check(OneOf({"lost", "left", "replaced", "mistake"}))
      ->required();
  Does(*revoke, session, [&session, options] { return EndEnrolment(session, *options); });
}

}  // namespace candor::cli
