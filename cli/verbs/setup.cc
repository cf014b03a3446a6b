#include <algorithm>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/verbs/role_words.h"
#include "cli/verbs/session.h"
#include "cli/verbs/setup_dialogue.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// What a practice names before it works with people: asked for one after another, or given on the command line.
namespace candor::cli {
namespace {

struct SetupOptions {
  std::vector<std::string> directors, owners, consultants, outside_consultants, reviewers;
  std::vector<std::string> director_deputies, owner_deputies, reviewer_deputies;
  bool add = false;
  bool accept = false;
  bool yes = false;
};

struct RoleNamed {
  v1::Role role;
  bool deputy;
  const std::vector<std::string>& people;
};

std::vector<RoleNamed> AllNamed(const SetupOptions& options) {
  return {{v1::ROLE_OWNER, false, options.owners},
          {v1::ROLE_DIRECTOR, false, options.directors},
          {v1::ROLE_CONSULTANT, false, options.consultants},
          {v1::ROLE_OUTSIDE_CONSULTANT, false, options.outside_consultants},
          {v1::ROLE_INDEPENDENT_REVIEWER, false, options.reviewers},
          {v1::ROLE_DIRECTOR, true, options.director_deputies},
          {v1::ROLE_OWNER, true, options.owner_deputies},
          {v1::ROLE_INDEPENDENT_REVIEWER, true, options.reviewer_deputies}};
}

bool NamesAnybody(const SetupOptions& options) {
  const std::vector<RoleNamed> all = AllNamed(options);
  return std::any_of(all.begin(), all.end(), [](const RoleNamed& each) { return !each.people.empty(); });
}

absl::Status NameOne(Session& session, const std::string& person, const RoleToGive& given, bool add) {
  CANDOR_ASSIGN_OR_RETURN(const std::string member, FindOrAdd(session, person, given, add));
  return NameFor(session, member, given);
}

// Everything in order. Each is told as it is stored, and what is refused keeps nothing else back: the first refusal is
// returned at the end, the others are told.
absl::Status NameGiven(Session& session, const SetupOptions& options) {
  std::ostream& told = session.table() ? session.out() : session.terminal.err;
  absl::Status first;
  for (const RoleNamed& each : AllNamed(options)) {
    const RoleToGive given{each.role, each.deputy, ""};
    for (const std::string& person : each.people) {
      const std::string what = absl::StrCat(OneLine(person), ", ", RoleToGiveText(given));
      const absl::Status done = NameOne(session, person, given, options.add);
      if (absl::IsUnavailable(done)) return done;
      if (done.ok()) {
        told << what << ": on record.\n";
      } else if (first.ok()) {
        first = Annotate(done, what);
      } else {
        session.terminal.err << Wrap(absl::StrCat(what, ": ", OneLine(ToStd(done.message()))), kTextWidth) << '\n';
      }
    }
  }
  return first;
}

// Until when what is not named holds the work up.
std::string_view HeldUpText(const v1::Readiness& readiness) {
  if (WorkGoesOn(readiness.gaps())) return "All of it was named once, so the work goes on meanwhile.";
  if (readiness.in_force()) return "Until everything has been named once, nothing of the work is recorded or shown.";
  return "Once somebody has enrolled, nothing of the work is recorded or shown until everything has been named once.";
}

void PrintReadiness(const v1::Readiness& readiness, Session& session) {
  const bool for_owner = readiness.non_use_accepted_for_owner();
  if (readiness.gaps().empty()) {
    session.out() << "Everything that a practice has to name is named.\n";
    if (!for_owner) return;
    session.out() << Wrap(
                         "The non-use rule is on record as accepted by the operator, for the owner. Once people have "
                         "enrolled the owner is asked for it in person, on a machine of their own (candor setup "
                         "--accept-non-use); the work goes on meanwhile.",
                         kTextWidth)
                  << '\n';
    return;
  }
  NameBook names(session.connection());
  session.out() << (WorkGoesOn(readiness.gaps()) ? "Asked for again:\n" : "Still to be named:\n");
  for (const v1::ReadinessGap& gap : readiness.gaps()) {
    session.out() << "- " << GapText(gap, names) << GapStandingText(gap, for_owner) << '\n';
  }
  session.out() << '\n' << Wrap(HeldUpText(readiness), kTextWidth) << '\n';
}

absl::StatusOr<ExitCode> SetUp(Session& session, const SetupOptions& options) {
  const bool given = NamesAnybody(options) || options.accept;
  CANDOR_RETURN_IF_ERROR(NameGiven(session, options));
  if (options.accept) CANDOR_RETURN_IF_ERROR(AcceptNonUse(session, options.yes));
  if (!given && session.terminal.asks) CANDOR_RETURN_IF_ERROR(AskForGaps(session));
  CANDOR_ASSIGN_OR_RETURN(const v1::Readiness readiness, ReadinessNow(session.connection()));
  if (session.table()) {
    PrintReadiness(readiness, session);
  } else {
    session.PrintData(ToJson(readiness));
  }
  return ExitCode::kDone;
}

}  // namespace

void AddSetupVerb(CLI::App& app, Session& session) {
  CLI::App* verb = app.add_subcommand("setup", "name whom a practice has to name before people work with it");
  verb->footer(
      "On a terminal it asks for what is missing, one after another; Enter leaves a question for later. In a\n"
      "script the options name people, and without any it says what is missing.\n"
      "Example: candor setup --consultant 'Maria Lopez' --outside-consultant 'Rowan Ellis' --add");
  auto options = std::make_shared<SetupOptions>();
  const auto people = [verb](const std::string& name, std::vector<std::string>& into, const std::string& what) {
    verb->add_option(name, into, what)->option_text("MEMBER");
  };
  people("--owner", options->owners, "who owns the practice");
  people("--director", options->directors, "who directs it clinically");
  people("--consultant", options->consultants, "whom therapists can consult; once for each");
  people("--outside-consultant", options->outside_consultants, "the same, of somebody who is not of the practice");
  people("--reviewer", options->reviewers, "who reviews, independently, what is raised about director and owner");
  people("--director-deputy", options->director_deputies, "who stands in for the director");
  people("--owner-deputy", options->owner_deputies, "who stands in for the owner");
  people("--reviewer-deputy", options->reviewer_deputies, "who stands in for the reviewer");
  verb->add_flag("--add", options->add, "add whoever is named and is not a member yet");
  verb->add_flag(
      "--accept-non-use", options->accept,
      "as the owner, accept that personal reactions are used for nothing but care; the words are shown first");
  AddYes(*verb, options->yes);
  Does(*verb, session, [&session, options] { return SetUp(session, *options); });
}

}  // namespace candor::cli
