#include "cli/verbs/access_log.h"

#include <algorithm>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

constexpr std::string_view kWhatTheLogTells =
    "Does a line surprise you? Ask whoever it names, or the independent reviewer. What is read in a copy, such as an "
    "export or a backup, stands in no log; to whom exports went: candor access-log --disclosures.";

constexpr std::string_view kNothingLeft = "Nothing in which you, or a case of yours, are has left Candor by an export.";

// What the caller is told of what left, by name.
using Disclosures = std::map<std::string, v1::Disclosure>;

// Asked for only where something of it left. What cannot be looked up is left as it is.
Disclosures DisclosuresNamedIn(Session& session, const std::vector<v1::Access>& accesses) {
  Disclosures named;
  const bool any =
      std::any_of(accesses.begin(), accesses.end(), [](const v1::Access& each) { return !each.disclosure().empty(); });
  if (!any) return named;
  auto all =
      ListAll<v1::AccessService>(session.connection(), &v1::AccessService::Stub::ListDisclosures,
                                 v1::ListDisclosuresRequest(), &v1::ListDisclosuresResponse::mutable_disclosures);
  if (!all.ok()) return named;
  for (v1::Disclosure& each : *all) {
    const std::string name = each.name();
    named[name] = std::move(each);
  }
  return named;
}

// "supervision"; of what left, what for and to whom: "an appeal, to the board".
std::string WhatForText(const v1::Access& access, const Disclosures& disclosures) {
  const auto left = disclosures.find(access.disclosure());
  if (left == disclosures.end()) return WordOf(access.purpose());
  return absl::StrCat(OneLine(left->second.purpose()), ", to ", OneLine(left->second.recipient()));
}

absl::StatusOr<ExitCode> ListOwnAccesses(Session& session, const AccessLogOptions& options) {
  if (!session.connection().acts_for_member()) {
    return UsageError(
        "whose log? The operator as such has none of their own: give --act-for, or look at everybody's with --review");
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::ListAccessesRequest request, AccessesAsked(session, options));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Access> accesses,
                          ListAsked<v1::AccessService>(session, &v1::AccessService::Stub::ListAccesses, request,
                                                       &v1::ListAccessesResponse::mutable_accesses));
  if (accesses.empty() && session.table()) {
    session.out() << (options.since.empty() && options.until.empty()
                          ? "Nobody else has been shown anything of yours.\n"
                          : "In these days nobody else was shown anything of yours.\n");
    return ExitCode::kDone;
  }
  PrintAccesses(session, accesses, /*own=*/true);
  if (session.table()) session.out() << '\n' << Wrap(kWhatTheLogTells, kTextWidth) << '\n';
  return ExitCode::kDone;
}

// "C-1042, Ana Nguyen"; "everything".
std::string DisclosedText(const v1::Disclosure& disclosure, NameBook& names) {
  std::vector<std::string> subjects;
  for (const std::string& each : disclosure.subjects()) {
    subjects.push_back(OneLine(each.starts_with("members/") ? names.Member(each) : names.Case(each)));
  }
  return subjects.empty() ? "everything" : absl::StrJoin(subjects, ", ");
}

absl::StatusOr<ExitCode> ListDisclosures(Session& session, const AccessLogOptions& options) {
  v1::ListDisclosuresRequest request;
  if (!options.about.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_subject(), ResolveCaseAndTell(session, options.about));
  }
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Disclosure> disclosures,
                          ListAsked<v1::AccessService>(session, &v1::AccessService::Stub::ListDisclosures, request,
                                                       &v1::ListDisclosuresResponse::mutable_disclosures));
  if (!session.table()) {
    session.PrintData(ListJson(disclosures));
    return ExitCode::kDone;
  }
  if (disclosures.empty()) {
    const bool own = session.connection().acts_for_member();
    session.out() << (own ? kNothingLeft : "Nothing has left Candor by an export.") << '\n';
    return ExitCode::kDone;
  }
  NameBook names(session.connection());
  Table table({"WHEN", "TO", "WHAT FOR", "GROUND", "WHAT", "BY"});
  for (const v1::Disclosure& each : disclosures) {
    table.Add({FormatInstant(each.recorded_at()), OneLine(each.recipient()), OneLine(each.purpose()),
               Spaced(WordOf(each.basis())), DisclosedText(each, names),
               each.discloser().empty() ? "the operator" : OneLine(names.Member(each.discloser()))});
  }
  table.Print(session.out());
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ShowAccessLog(Session& session, const AccessLogOptions& options) {
  if (options.review) return ReviewAccesses(session, options);
  if (options.reviews) return ListLogReviews(session);
  if (options.disclosures) return ListDisclosures(session, options);
  return ListOwnAccesses(session, options);
}

void AddDays(CLI::App& verb, AccessLogOptions& options, CLI::Option* reviews, CLI::Option* disclosures) {
  verb.add_option("--since", options.since, "only what was shown on or after this day")
      ->excludes(reviews)
      ->excludes(disclosures);
  verb.add_option("--until", options.until, "only what was shown on or before this day")
      ->excludes(reviews)
      ->excludes(disclosures);
}

}  // namespace

absl::StatusOr<v1::ListAccessesRequest> AccessesAsked(Session& session, const AccessLogOptions& options) {
  v1::ListAccessesRequest request;
  if (options.review) request.set_parent(kEverybodysAccesses);
  if (!options.since.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day since, ParseDayOf("--since", options.since));
    *request.mutable_since() = ToWire(since);
  }
  if (!options.until.empty()) {
    CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
    *request.mutable_until() = ToWire(until);
  }
  if (!options.reader.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_reader(), ResolveMember(session.connection(), options.reader));
  }
  return request;
}

void PrintAccesses(Session& session, const std::vector<v1::Access>& accesses, bool own) {
  if (!session.table()) {
    Json rows = Json::array();
    for (const v1::Access& each : accesses) rows.push_back(session.rows() ? AccessRow(each) : ToJson(each));
    return session.PrintData(rows);
  }
  if (accesses.empty()) return;
  const Disclosures disclosures = DisclosuresNamedIn(session, accesses);
  NameBook names(session.connection());
  Table table({"WHEN", "WHO", "AS", "FOR", "WHAT", own ? "WHERE" : "OF", "BY"});
  for (const v1::Access& each : accesses) {
    const std::string_view shown =
        own && IsInOwnName(each) && each.of().empty() ? "done in your name" : WhatWasShown(each);
    table.Add({FormatInstant(each.happened_at()), AccessReaderText(each, names), AccessRoleText(each),
               WhatForText(each, disclosures), std::string(shown),
               own ? AccessPlacesText(each, names) : AccessPeopleText(each, names), ShownByText(each.method())});
  }
  table.Print(session.out());
}

void AddAccessLogVerb(CLI::App& app, Session& session) {
  CLI::App* verb =
      app.add_subcommand("access-log", "who was shown what is about you, when, in which role and for what");
  verb->footer(
      "A line is one answer that showed somebody what is about others: who, in which role, for what, at most how much\n"
      "of it (dates and kinds, facts, words, a private note) and where. What is your own is never in it. With\n"
      "--review whoever answers for the log goes through everybody's since the last review, and that they did goes on\n"
      "record; a part of it, by days or by reader, is for looking only. That a private note was read stands in its\n"
      "author's log alone.\n"
      "Example: candor access-log --disclosures");
  auto options = std::make_shared<AccessLogOptions>();
  CLI::Option* mine =
      verb->add_flag("--mine")->description("what others were shown of you, and what was done in your name (default)");
  // A question follows.
  CLI::Option* review = verb->add_flag_callback(
      "--review",
      [&session, verb, options] {
        options->review = true;
        session.answers[verb] = Answers::kDialogue;
      },
      "everybody's since the last review, newest first; for the operator, a director or an auditor");
  CLI::Option* reviews = verb->add_flag("--reviews", options->reviews, "who went through the log, when, and how far");
  CLI::Option* disclosures =
      verb->add_flag("--disclosures", options->disclosures, "to whom exports went, why and on what ground");
  mine->excludes(review)->excludes(reviews)->excludes(disclosures);
  review->excludes(reviews)->excludes(disclosures);
  reviews->excludes(disclosures);
  AddDays(*verb, *options, reviews, disclosures);
  verb->add_option("--reader", options->reader, "only what was shown to this member: a name, or members/MEMBER")
      ->needs(review);
  verb->add_option("--case", options->about, "only what left of this case, if it is yours: its code or its name")
      ->needs(disclosures);
  CLI::Option* yes =
      verb->add_flag("--yes", options->yes, "put on record without asking that it was gone through")->needs(review);
  verb->add_flag("--stdin", options->remark_from_input, "read from standard input what is to be remarked on it")
      ->needs(yes);
  Does(*verb, session, Answers::kList, [&session, options] { return ShowAccessLog(session, *options); });
}

}  // namespace candor::cli
