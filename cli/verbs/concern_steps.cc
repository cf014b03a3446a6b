#include <iterator>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/concern.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/concern_text.h"
#include "cli/verbs/retention_verbs.h"
#include "cli/verbs/session.h"
#include "cli/verbs/text_notices.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What people do about a concern, and how one is raised without a name.
namespace candor::cli {
namespace {

struct ConcernOptions {
  std::string name;
  std::string until;
  std::string member;
  std::string date;
  bool from_input = false;
  SecondPersonOptions person;
};

absl::StatusOr<ExitCode> PrintStep(Session& session, const v1::Concern& concern) {
  if (!session.table()) {
    session.PrintData(ToJson(concern));
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  PrintConcern(concern, names, session);
  return ExitCode::kDone;
}

// The steps that take nothing but the name.
template <class Request, class Response>
absl::StatusOr<ExitCode> TakeStep(Session& session, const ConcernOptions& options,
                                  grpc::Status (v1::ConcernService::Stub::*method)(grpc::ClientContext*, const Request&,
                                                                                   Response*)) {
  Request request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const Response response, session.connection().Call<v1::ConcernService>(method, request));
  return PrintStep(session, response.concern());
}

absl::StatusOr<ExitCode> ProposeSeal(Session& session, const ConcernOptions& options) {
  v1::ProposeSealRequest request;
  request.set_name(options.name);
  CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
  *request.mutable_until() = ToWire(until);
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_reason(),
                          ReasonFrom(session, options.person, "Why are they told later? The second person reads it:"));
  CANDOR_ASSIGN_OR_RETURN(const v1::ProposeSealResponse response, session.connection().Call<v1::ConcernService>(
                                                                      &v1::ConcernService::Stub::ProposeSeal, request));
  return PrintStep(session, response.concern());
}

absl::StatusOr<std::string> WordsOfConcern(Session& session, const ConcernOptions& options) {
  std::string words;
  if (options.from_input) {
    words.assign(std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>());
    words = std::string(absl::StripAsciiWhitespace(words));
  } else if (session.terminal.asks) {
    words = session.terminal.Ask("What concerns you? The independent reviewer reads it, and later whom it is about:")
                .value_or("");
  } else {
    return UsageError("say what concerns you: with --stdin it is read from standard input");
  }
  if (words.empty()) return absl::CancelledError("nothing was said, and nothing is kept");
  LetReword(session, "note", /*typed=*/!options.from_input, words);
  return words;
}

// What it is about, which is not written on a command line either: asked for, or the first line, as in "about:
// boundary". Of another word it is left open.
void TakeTopic(Session& session, const ConcernOptions& options, v1::ReportAnonymouslyRequest& request) {
  constexpr std::string_view kTopic = "about: ";
  std::string word;
  if (!options.from_input) {
    word = session.terminal
               .Ask(absl::StrCat("About what? ", absl::StrJoin(EnumWords<v1::MatterTopic>(), ", "),
                                 " (Enter: leave it open)"))
               .value_or("");
  } else if (request.note().starts_with(kTopic)) {
    const size_t end = request.note().find('\n');
    if (end == std::string::npos) return;
    word = request.note().substr(kTopic.size(), end - kTopic.size());
    request.set_note(std::string(absl::StripAsciiWhitespace(request.note().substr(end))));
  }
  if (!word.empty()) request.mutable_concern()->set_about(EnumOfWord<v1::MatterTopic>(word));
}

// Said before anything is sent.
constexpr std::string_view kWithoutAName =
    "Your name is not kept: not in the record, not in the log. In a small practice what is said, and how, can still "
    "tell who said it. Whom it is about reads your words later, and answers. Boards and courts can demand records.";

absl::StatusOr<ExitCode> ReportUnnamed(Session& session, const ConcernOptions& options) {
  v1::ReportAnonymouslyRequest request;
  if (session.table()) session.terminal.err << Wrap(kWithoutAName, kTextWidth) << '\n';
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_member(), ResolveMember(session.connection(), options.member));
  if (!options.date.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day day, ParseDayOf("--date", options.date));
    *request.mutable_occurred() = ToWire(day);
  }
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_note(), WordsOfConcern(session, options));
  TakeTopic(session, options, request);
  CANDOR_ASSIGN_OR_RETURN(
      const v1::ReportAnonymouslyResponse response,
      session.connection().Call<v1::ConcernService>(&v1::ConcernService::Stub::ReportAnonymously, request));
  if (!session.table()) {
    session.PrintData(ToJson(response));
    return ExitCode::kDone;
  }
  session.out() << "Thank you, it is in. With this code, and only with it, you can ask what has become of it:\n"
                << response.return_code() << "\nWrite it down; it is shown once. candor concern status\n";
  return ExitCode::kDone;
}

// A secret is not written on a command line.
absl::StatusOr<ExitCode> StatusByCode(Session& session, const ConcernOptions& options) {
  v1::GetConcernByCodeRequest request;
  if (options.from_input) {
    request.mutable_return_code()->assign(std::istreambuf_iterator<char>(session.terminal.in),
                                          std::istreambuf_iterator<char>());
  } else if (session.terminal.asks) {
    request.set_return_code(session.terminal.Ask("The code that came with it:").value_or(""));
  } else {
    return UsageError("give the code: with --stdin it is read from standard input");
  }
  request.set_return_code(std::string(absl::StripAsciiWhitespace(request.return_code())));
  CANDOR_ASSIGN_OR_RETURN(
      const v1::GetConcernByCodeResponse response,
      session.connection().Call<v1::ConcernService>(&v1::ConcernService::Stub::GetConcernByCode, request));
  return PrintStep(session, response.concern());
}

void AddConcernName(CLI::App& command, ConcernOptions& options) {
  command.add_option("concern", options.name, "its name, as the list shows it")->required();
}

void AddSealAnswers(CLI::App& concern, Session& session, const std::shared_ptr<ConcernOptions>& options) {
  using Stub = v1::ConcernService::Stub;
  CLI::App* approve = concern.add_subcommand("approve", "as the second person, agree that they are told later");
  approve->footer(
      "What was asked for and why: candor concern show.\n"
      "Example: candor concern approve members/MEMBER/entries/CONCERN");
  AddConcernName(*approve, *options);
  Does(*approve, session, [&session, options] {
    return TakeStep<v1::ApproveSealRequest, v1::ApproveSealResponse>(session, *options, &Stub::ApproveSeal);
  });

  CLI::App* refuse = concern.add_subcommand("refuse", "do not agree: they are told as always");
  refuse->footer("Example: candor concern refuse members/MEMBER/entries/CONCERN");
  AddConcernName(*refuse, *options);
  Does(*refuse, session, [&session, options] {
    return TakeStep<v1::RefuseSealRequest, v1::RefuseSealResponse>(session, *options, &Stub::RefuseSeal);
  });
}

void AddUnnamedVerbs(CLI::App& concern, Session& session, const std::shared_ptr<ConcernOptions>& options) {
  CLI::App* report = concern.add_subcommand("report", "raise a concern about a member without giving your name");
  report->footer(
      "It answers with a code, by which you can ask what has become of it.\n"
      "Example: candor concern report --member 'Ana Nguyen' --stdin");
  report->add_option("--member", options->member, "whom it is about: a name, or members/MEMBER")->required();
  report->add_option("--date", options->date, "when it happened; today unless said");
  report->add_flag("--stdin", options->from_input,
                   "read the words from standard input; a first line such as 'about: boundary' says what about");
  Does(*report, session, [&session, options] { return ReportUnnamed(session, *options); });

  CLI::App* status = concern.add_subcommand("status", "what has become of a concern that was raised without a name");
  status->footer("It asks for the code that came with it.\nExample: candor concern status --stdin");
  status->add_flag("--stdin", options->from_input, "read the code from standard input");
  Does(*status, session, [&session, options] { return StatusByCode(session, *options); });
}

}  // namespace

void AddConcernSteps(CLI::App& concern, Session& session) {
  auto options = std::make_shared<ConcernOptions>();
  using Stub = v1::ConcernService::Stub;

  CLI::App* acknowledge = concern.add_subcommand("acknowledge", "say that you look into it");
  acknowledge->footer(
      "From here the days run until whom it is about is told.\n"
      "Example: candor concern acknowledge members/MEMBER/entries/CONCERN");
  AddConcernName(*acknowledge, *options);
  Does(*acknowledge, session, [&session, options] {
    return TakeStep<v1::AcknowledgeConcernRequest, v1::AcknowledgeConcernResponse>(session, *options,
                                                                                   &Stub::AcknowledgeConcern);
  });

  CLI::App* seal = concern.add_subcommand("seal", "ask that whom it is about be told later");
  seal->footer(
      "It takes a second person, and lasts at most 30 days.\n"
      "Example: candor concern seal members/MEMBER/entries/CONCERN --until 2026-12-20 "
      "--reason 'records are being secured'");
  AddConcernName(*seal, *options);
  seal->add_option("--until", options->until, "the last day on which they are not told")->required();
  AddReason(*seal, options->person);
  Does(*seal, session, [&session, options] { return ProposeSeal(session, *options); });

  AddSealAnswers(concern, session, options);
  AddUnnamedVerbs(concern, session, options);
}

}  // namespace candor::cli
