#include <algorithm>
#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/time/time.h"
#include "candor/v1/emergency.grpc.pb.h"
#include "cli/verbs/emergency_text.h"
#include "cli/verbs/retention_verbs.h"
#include "daemon/base/status.h"

// What two people do in an emergency, and a third one after it.
namespace candor::cli {
namespace {

struct EmergencyOptions {
  std::string case_typed;
  std::string member;
  std::string notify;
  std::string time;  // as typed; empty: what is usual, or what was asked for
  std::string name;
  SecondPersonOptions person;
};

// Whole minutes; 0 where nothing was typed.
absl::StatusOr<int32_t> MinutesOf(const std::string& typed) {
  if (typed.empty()) return 0;
  absl::Duration time;
  if (!absl::ParseDuration(typed, &time) || time < absl::Minutes(1) || time > absl::Hours(24)) {
    return InvalidField("--for", "out_of_range", "takes a time from 1m to 24h, as in 90m or 4h");
  }
  return static_cast<int32_t>(time / absl::Minutes(1));
}

void SayHowToRead(Session& session, const v1::Emergency& emergency) {
  const bool of_member = emergency.subject().starts_with("members/");
  session.out() << "     to read: candor "
                << (of_member ? "followup list" : absl::StrCat("case timeline ", emergency.subject()))
                << " --emergency " << emergency.name() << session.OnBehalf() << "\n     to end:  candor emergency end "
                << emergency.name() << session.OnBehalf() << '\n';
}

// In a sentence what is so now, and what can be done next.
absl::StatusOr<ExitCode> PrintStep(Session& session, const v1::Emergency& emergency) {
  if (!session.table()) {
    session.PrintData(ToJson(emergency));
    return ExitCode::kDone;
  }
  switch (emergency.state()) {
    case v1::EMERGENCY_STATE_ASKED:
      session.out()
          << "It waits for a second person: a director, an owner or an independent reviewer. Call one of them; "
             "`candor emergency` says who they are. Once it is approved:\n";
      SayHowToRead(session, emergency);
      break;
    case v1::EMERGENCY_STATE_IN_FORCE:
      session.out() << "It is " << EmergencyStateText(emergency) << ", and those whom it is about are told.\n";
      break;
    case v1::EMERGENCY_STATE_REFUSED:
      session.out() << "It is refused; whoever asked reads why.\n";
      break;
    default:
      session.out() << "It is " << EmergencyStateText(emergency) << ".\n";
  }
  session.out() << emergency.name() << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> AskFor(Session& session, const EmergencyOptions& options) {
  if (options.case_typed.empty() == options.member.empty()) {
    return UsageError("say what you need to be shown: --case or --member, one of the two");
  }
  v1::AskEmergencyRequest request;
  CANDOR_ASSIGN_OR_RETURN(const int32_t minutes, MinutesOf(options.time));
  request.set_minutes(minutes);
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_subject(), options.member.empty()
                                                          ? ResolveCaseAndTell(session, options.case_typed)
                                                          : ResolveMember(session.connection(), options.member));
  if (!options.notify.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_notify(), ResolveMember(session.connection(), options.notify));
  }
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_reason(),
                          ReasonFrom(session, options.person,
                                     "What may happen otherwise? Whoever decides reads it now, and whom it is about "
                                     "reads it once it is opened:"));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::AskEmergencyResponse response,
      session.connection().Call<v1::EmergencyService>(&v1::EmergencyService::Stub::AskEmergency, request));
  return PrintStep(session, response.emergency());
}

// Nobody answers what they have not seen.
absl::StatusOr<v1::Emergency> FindEmergency(Session& session, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(
      const std::vector<v1::Emergency> all,
      ListAll<v1::EmergencyService>(session.connection(), &v1::EmergencyService::Stub::ListEmergencies,
                                    v1::ListEmergenciesRequest(), &v1::ListEmergenciesResponse::mutable_emergencies));
  const auto found =
      std::find_if(all.begin(), all.end(), [&name](const v1::Emergency& each) { return each.name() == name; });
  if (found == all.end())
    return absl::NotFoundError(
        "you are told of no emergency of that name; see `candor emergency "
        "list`");
  return *found;
}

absl::StatusOr<ExitCode> ApproveEmergency(Session& session, const EmergencyOptions& options) {
  v1::ApproveEmergencyRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const int32_t minutes, MinutesOf(options.time));
  request.set_minutes(minutes);
  CANDOR_ASSIGN_OR_RETURN(const v1::Emergency emergency, FindEmergency(session, options.name));
  NameBook names(session.connection());
  PrintEmergency(emergency, names, session.terminal.err);
  const int32_t open = minutes == 0 ? emergency.minutes() : minutes;
  CANDOR_RETURN_IF_ERROR(ConfirmThat(
      session,
      absl::StrCat("With your approval ", OneLine(names.Member(emergency.asker())), " reads everything of ",
                   OpenedText(emergency, names), " but private notes, for ", HowLongText(open),
                   " from now. Those whom it is about are told at once, and of each look. Somebody else looks "
                   "at it within three days after its end."),
      "Approve it?", options.person.yes, "nothing is opened"));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ApproveEmergencyResponse response,
      session.connection().Call<v1::EmergencyService>(&v1::EmergencyService::Stub::ApproveEmergency, request));
  return PrintStep(session, response.emergency());
}

absl::StatusOr<ExitCode> RefuseEmergency(Session& session, const EmergencyOptions& options) {
  v1::RefuseEmergencyRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_remark(),
                          ReasonFrom(session, options.person, "Why not? Whoever asked reads it:"));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::RefuseEmergencyResponse response,
      session.connection().Call<v1::EmergencyService>(&v1::EmergencyService::Stub::RefuseEmergency, request));
  return PrintStep(session, response.emergency());
}

absl::StatusOr<ExitCode> End(Session& session, const EmergencyOptions& options) {
  v1::EndEmergencyRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::EndEmergencyResponse response,
      session.connection().Call<v1::EmergencyService>(&v1::EmergencyService::Stub::EndEmergency, request));
  return PrintStep(session, response.emergency());
}

absl::StatusOr<ExitCode> Review(Session& session, const EmergencyOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const v1::Emergency emergency, FindEmergency(session, options.name));
  NameBook names(session.connection());
  PrintEmergency(emergency, names, session.terminal.err);
  v1::ReviewEmergencyRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_remark(),
                          ReasonFrom(session, options.person,
                                     "Was it needed, and was no more read than that? Whom it is about reads this:"));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ReviewEmergencyResponse response,
      session.connection().Call<v1::EmergencyService>(&v1::EmergencyService::Stub::ReviewEmergency, request));
  return PrintStep(session, response.emergency());
}

void AddName(CLI::App& command, EmergencyOptions& options) {
  command.add_option("emergency", options.name, "its name, as the list shows it")->required();
}

void AddTime(CLI::App& command, EmergencyOptions& options, const char* what) {
  command.add_option("--for", options.time, what)->option_text("DURATION");
}

}  // namespace

void AddEmergencySteps(CLI::App& emergency, Session& session) {
  auto options = std::make_shared<EmergencyOptions>();
  CLI::App* ask = emergency.add_subcommand("ask", "ask to be shown a case or a member's record for some hours");
  ask->footer("Example: candor emergency ask --case C-1042 --for 2h --reason 'at risk, therapist not reached'");
  ask->add_option("--case", options->case_typed, "its code or cases/CASE");
  ask->add_option("--member", options->member, "a member's name: what stands under them, not their cases");
  ask->add_option("--notify", options->notify, "a member who is to be told as well: a name");
  AddTime(*ask, *options, "for how long, at most 24h (default 4h)");
  AddReason(*ask, options->person);
  Does(*ask, session, [&session, options] { return AskFor(session, *options); });

  CLI::App* approve = emergency.add_subcommand("approve", "as the second person, open what somebody asks for");
  approve->footer(
      "It shows what it is about, and asks first.\nExample: candor emergency approve emergencies/EMERGENCY");
  AddName(*approve, *options);
  AddTime(*approve, *options, "for less time than was asked for");
  AddYes(*approve, options->person.yes);
  Does(*approve, session, [&session, options] { return ApproveEmergency(session, *options); });

  CLI::App* refuse = emergency.add_subcommand("refuse", "as the second person, leave it closed");
  refuse->footer("Example: candor emergency refuse emergencies/EMERGENCY --reason 'the therapist answers now'");
  AddName(*refuse, *options);
  AddReason(*refuse, options->person);
  Does(*refuse, session, [&session, options] { return RefuseEmergency(session, *options); });

  CLI::App* end = emergency.add_subcommand("end", "close it again before its time is over");
  end->footer("Example: candor emergency end emergencies/EMERGENCY");
  AddName(*end, *options);
  Does(*end, session, [&session, options] { return End(session, *options); });

  CLI::App* review =
      emergency.add_subcommand("review", "put on record what you found when you looked at it afterwards");
  review->footer(
      "By a director, an owner or an independent reviewer who neither asked for it nor approved it.\n"
      "Example: candor emergency review emergencies/EMERGENCY --reason 'needed; the last three sessions were read'");
  AddName(*review, *options);
  AddReason(*review, options->person);
  Does(*review, session, [&session, options] { return Review(session, *options); });
}

}  // namespace candor::cli
