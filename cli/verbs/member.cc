#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/session.h"
#include "cli/verbs/who_acts.h"
#include "cli/wire/dates.h"
#include "cli/wire/licence_words.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct MemberOptions {
  std::string who;
  std::string profession;
  std::string jurisdiction;
  bool in_training = false;
  bool trainee = false;
  std::string supervisor;
  std::string from;
  std::string until;
  std::string as_of;
  std::vector<std::string> bodies;
};

std::string LicenceText(const v1::Member& member) {
  if (!member.has_licence()) return "";
  const v1::Licence& licence = member.licence();
  return absl::StrCat(licence.profession(), licence.jurisdiction().empty() ? "" : " ", licence.jurisdiction(),
                      licence.trainee()       ? ", trainee"
                      : licence.in_training() ? ", in training"
                                              : "");
}

std::string MembershipsText(const v1::Member& member) {
  std::string text;
  for (const v1::Membership& each : member.memberships()) {
    absl::StrAppend(&text, text.empty() ? "" : ", ", each.body(),
                    each.has_from() ? absl::StrCat(" from ", FormatDate(each.from())) : "",
                    each.has_until() ? absl::StrCat(" until ", FormatDate(each.until())) : "");
  }
  return text;
}

// Units of supervision are counted by these words.
absl::Status CheckLicence(Session& session, const MemberOptions& options) {
  if (const std::string advice = ProfessionAdvice(options.profession); !advice.empty()) {
    return InvalidField("--profession", "profession", advice);
  }
  if (const std::string advice = JurisdictionAdvice(options.jurisdiction); !advice.empty()) {
    return InvalidField("--jurisdiction", "jurisdiction", advice);
  }
  if (!options.profession.empty() && !IsKnownProfession(options.profession)) {
    session.terminal.err << "The profession is kept as it is written; it is none of those that are known here: "
                         << KnownProfessions() << ".\n";
  }
  return absl::OkStatus();
}

// Everything that can be wrong on this side is, before anything is sent: the supervisor's name and both days.
absl::StatusOr<v1::Supervision> ReadSupervision(Session& session, const MemberOptions& options) {
  v1::Supervision supervision;
  CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
  *supervision.mutable_from() = ToWire(from);
  if (!options.until.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
    if (until < from) return absl::InvalidArgumentError("--until lies before --from; give the last day or none");
    *supervision.mutable_until() = ToWire(until);
  }
  CANDOR_ASSIGN_OR_RETURN(*supervision.mutable_supervisor(), ResolveMember(session.connection(), options.supervisor));
  return supervision;
}

absl::StatusOr<v1::Supervision> AddSupervision(Session& session, const std::string& member,
                                               const v1::Supervision& supervision) {
  v1::CreateSupervisionRequest request;
  request.set_parent(member);
  request.set_request_id(RandomUuid());
  *request.mutable_supervision() = supervision;
  CANDOR_ASSIGN_OR_RETURN(
      v1::CreateSupervisionResponse response,
      session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::CreateSupervision, request));
  return std::move(*response.mutable_supervision());
}

absl::StatusOr<ExitCode> Add(Session& session, const MemberOptions& options) {
  if (!options.supervisor.empty() && options.from.empty()) {
    return UsageError("--supervisor needs --from, the first day of the supervision");
  }
  CANDOR_RETURN_IF_ERROR(CheckLicence(session, options));
  std::optional<v1::Supervision> supervision;
  if (!options.supervisor.empty()) {
    CANDOR_ASSIGN_OR_RETURN(supervision, ReadSupervision(session, options));
  }
  v1::CreateMemberRequest request;
  request.set_request_id(RandomUuid());
  request.mutable_member()->set_display_name(options.who);
  if (!options.profession.empty()) {
    v1::Licence& licence = *request.mutable_member()->mutable_licence();
    licence.set_profession(options.profession);
    licence.set_jurisdiction(options.jurisdiction);
    licence.set_in_training(options.in_training || options.trainee);
    licence.set_trainee(options.trainee);
  }
  for (const std::string& body : options.bodies) request.mutable_member()->add_memberships()->set_body(body);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CreateMemberResponse response,
      session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::CreateMember, request));
  if (supervision) {
    CANDOR_RETURN_IF_ERROR(Annotate(AddSupervision(session, response.member().name(), *supervision).status(),
                                    "the member was added, the supervision was not; candor member supervise adds it"));
  }
  if (session.table()) {
    session.out() << response.member().name() << '\n';
  } else {
    session.PrintData(ToJson(response.member()));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Join(Session& session, const MemberOptions& options) {
  v1::CreateMembershipRequest request;
  request.set_request_id(RandomUuid());
  request.mutable_membership()->set_body(options.bodies.front());
  if (!options.from.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
    *request.mutable_membership()->mutable_from() = ToWire(from);
  }
  if (!options.until.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
    *request.mutable_membership()->mutable_until() = ToWire(until);
  }
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), options.who));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::CreateMembershipResponse response,
      session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::CreateMembership, request));
  if (session.table()) {
    session.out() << "Belongs to: " << MembershipsText(response.member()) << '\n';
  } else {
    session.PrintData(ToJson(response.member()));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> Supervise(Session& session, const MemberOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::Supervision wanted, ReadSupervision(session, options));
  CANDOR_ASSIGN_OR_RETURN(const std::string member, ResolveMember(session.connection(), options.who));
  CANDOR_ASSIGN_OR_RETURN(const v1::Supervision supervision, AddSupervision(session, member, wanted));
  if (session.table()) {
    session.out() << "Supervised from " << FormatDate(supervision.from())
                  << (supervision.has_until() ? absl::StrCat(" until ", FormatDate(supervision.until())) : "") << ".\n";
  } else {
    session.PrintData(ToJson(supervision));
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> List(Session& session, const MemberOptions& options) {
  v1::ListMembersRequest request;
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) *request.mutable_as_of() = *as_of;
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Member> members,
                          ListAsked<v1::MemberService>(session, &v1::MemberService::Stub::ListMembers, request,
                                                       &v1::ListMembersResponse::mutable_members));
  if (!session.table()) {
    session.PrintData(ListJson(members));
    return ExitCode::kDone;
  }
  Table table({"NAME", "LICENCE", "MEMBER"});
  for (const v1::Member& member : members) table.Add({member.display_name(), LicenceText(member), member.name()});
  table.Print(session.out());
  return ExitCode::kDone;
}

// When they are away or gone, and what says so: nothing of what was over before today. Empty as well for a caller to
// whom their entries are not shown.
absl::StatusOr<std::vector<v1::Entry>> NotOverYet(Session& session, const std::string& member,
                                                  const std::optional<google::protobuf::Timestamp>& as_of) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::Entry> entries, AwayEntriesOf(session, member, as_of));
  if (as_of || entries.empty()) return entries;
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  std::erase_if(entries, [&](const v1::Entry& entry) {
    const DaysAway away = DaysAwayOf(entry);
    return away.until && *away.until < FromWire(today);
  });
  return entries;
}

// Of several absences and several relations, who it comes to today. Nothing for another day than today's.
absl::Status AddWhoActs(Session& session, const std::string& member, const std::vector<v1::Supervision>& supervisions,
                        NameBook& names, std::vector<std::pair<std::string, std::string>>& pairs) {
  CANDOR_ASSIGN_OR_RETURN(const v1::Date date, Today(session));
  const Day today = FromWire(date);
  if (!session.connection().acts_for_member()) {
    CANDOR_ASSIGN_OR_RETURN(const std::string acts, ActsForOn(session, member, today));
    if (!acts.empty()) pairs.emplace_back("Acts today", names.Member(acts));
  }
  const std::string supervisor = SupervisorAt(supervisions, member, today);
  if (!supervisor.empty()) pairs.emplace_back("Supervisor", names.Member(supervisor));
  return absl::OkStatus();
}

void PrintSupervisions(Session& session, const std::vector<v1::Supervision>& supervisions, NameBook& names) {
  Table table({"SUPERVISEE", "SUPERVISOR", "FROM", "UNTIL"});
  for (const v1::Supervision& supervision : supervisions) {
    table.Add({names.Member(supervision.supervisee()), names.Member(supervision.supervisor()),
               FormatDate(supervision.from()), supervision.has_until() ? FormatDate(supervision.until()) : ""});
  }
  session.out() << '\n';
  table.Print(session.out());
}

absl::StatusOr<ExitCode> Show(Session& session, const MemberOptions& options) {
  v1::GetMemberRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_name(), ResolveMember(session.connection(), options.who));
  v1::ListSupervisionsRequest supervisions_of;
  supervisions_of.set_parent(request.name());
  CANDOR_ASSIGN_OR_RETURN(const auto as_of, ResolveAsOf(session.connection(), options.as_of));
  if (as_of) {
    *request.mutable_as_of() = *as_of;
    *supervisions_of.mutable_as_of() = *as_of;
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::GetMemberResponse response,
                          session.connection().Call<v1::MemberService>(&v1::MemberService::Stub::GetMember, request));
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Supervision> supervisions,
      ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions, supervisions_of,
                                 &v1::ListSupervisionsResponse::mutable_supervisions));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> away, NotOverYet(session, request.name(), as_of));
  if (!session.table()) {
    Json json = ToJson(response.member());
    json["supervisions"] = ListJson(supervisions);
    json["away"] = ListJson(away);
    session.PrintData(json);
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  std::vector<std::pair<std::string, std::string>> pairs = {{"Name", response.member().display_name()},
                                                            {"Licence", LicenceText(response.member())},
                                                            {"Member", response.member().name()}};
  if (!response.member().memberships().empty()) {
    pairs.emplace_back("Belongs to", MembershipsText(response.member()));
  }
  for (const v1::Entry& each : away) {
    pairs.emplace_back(each.has_departure() ? "Leaves" : "Away",
                       absl::StrCat(AwayText(each, names), " (", each.name(), ")"));
  }
  if (!as_of) CANDOR_RETURN_IF_ERROR(AddWhoActs(session, response.member().name(), supervisions, names, pairs));
  PrintPairs(pairs, session.out());
  if (!supervisions.empty()) PrintSupervisions(session, supervisions, names);
  return ExitCode::kDone;
}

void AddNewMember(CLI::App& member, Session& session, const std::shared_ptr<MemberOptions>& options) {
  CLI::App* add = member.add_subcommand("add", "add a member");
  add->footer("Example: candor member add 'Maria Lopez' --profession lcsw --jurisdiction US-CA");
  add->add_option("name", options->who, "the name as the practice writes it")->required();
  CLI::Option* profession =
      add->add_option("--profession", options->profession, absl::StrCat(KnownProfessions(), " …"));
  add->add_option("--jurisdiction", options->jurisdiction, "of the licence, as in US-CA, US-TX, BE")->needs(profession);
  add->add_flag("--in-training", options->in_training, "associate, trainee or intern")->needs(profession);
  add->add_flag("--trainee", options->trainee,
                "in training and without a degree yet: units count by the trainees' rule")
      ->needs(profession);
  add->add_option("--body", options->bodies,
                  "a professional body that the member belongs to, as the profiles write it: aca, apa, bacp … Its code "
                  "then binds. Once for each");
  CLI::Option* supervisor =
      add->add_option("--supervisor", options->supervisor,
                      "who supervises: a name or members/MEMBER; of somebody in training better as a change of "
                      "supervision (candor member supervise --help)");
  add->add_option("--from", options->from, "first day of the supervision")->needs(supervisor);
  add->add_option("--until", options->until, "last day of the supervision, when it is known")->needs(supervisor);
  Does(*add, session, [&session, options] { return Add(session, *options); });
}

void AddSupervise(CLI::App& member, Session& session, const std::shared_ptr<MemberOptions>& options) {
  CLI::App* supervise = member.add_subcommand("supervise", "record who supervises a member");
  supervise->footer(
      "Of somebody in training write a change of supervision down instead: by that alone an agreement, a licence\n"
      "and the number of supervisees are looked at (candor log supervision_change --help).\n"
      "Example: candor member supervise 'Maria Lopez' --supervisor 'Dele Haddad' --from 2025-01-06");
  AddWho(*supervise, options->who, "who is supervised");
  supervise->add_option("--supervisor", options->supervisor, "who supervises: a name or members/MEMBER")->required();
  supervise->add_option("--from", options->from, "first day of the supervision")->required();
  supervise->add_option("--until", options->until, "last day of the supervision, when it is known");
  Does(*supervise, session, [&session, options] { return Supervise(session, *options); });
}

void AddJoin(CLI::App& member, Session& session, const std::shared_ptr<MemberOptions>& options) {
  CLI::App* join = member.add_subcommand("join", "record that a member belongs to a professional body");
  join->footer("Example: candor member join 'Maria Lopez' --body aca --from 2019-01-01");
  AddWho(*join, options->who, "who belongs to it");
  join->add_option("--body", options->bodies, "the body, as the profiles write it: aca, apa, bacp …")
      ->required()
      ->expected(1);
  join->add_option("--from", options->from, "first day; none: for as long as the member");
  join->add_option("--until", options->until, "last day, of a membership that ended");
  Does(*join, session, [&session, options] { return Join(session, *options); });
}

}  // namespace

void AddMemberVerb(CLI::App& app, Session& session) {
  CLI::App* member = app.add_subcommand("member", "the people of the practice");
  member->require_subcommand(1);
  auto options = std::make_shared<MemberOptions>();

  AddNewMember(*member, session, options);
  AddSupervise(*member, session, options);
  AddJoin(*member, session, options);
  AddAwayCommands(*member, session);
  AddDepartCommand(*member, session);
  AddEnrolmentCommands(*member, session);
  AddRoleCommands(*member, session);

  CLI::App* list = member->add_subcommand("list", "all members");
  list->footer("Example: candor member list --as-of 2025-06-30");
  AddAsOf(*list, options->as_of);
  Does(*list, session, Answers::kList, [&session, options] { return List(session, *options); });

  CLI::App* show = member->add_subcommand("show", "one member, and who supervises whom");
  show->footer("Example: candor member show 'Maria Lopez'");
  AddWho(*show, options->who, "who it is");
  AddAsOf(*show, options->as_of);
  Does(*show, session, Answers::kRecord, [&session, options] { return Show(session, *options); });
}

}  // namespace candor::cli
