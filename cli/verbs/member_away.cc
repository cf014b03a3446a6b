#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/absence_entries.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/member_verbs.h"
#include "cli/verbs/store_entry.h"
#include "cli/wire/dates.h"
#include "daemon/base/civil.h"
#include "daemon/base/status.h"

namespace candor::cli {
namespace {

struct AwayOptions {
  std::string who;
  std::string from;
  std::string until;
  std::string cover;
  std::string source;
  std::string on;
  bool yes = false;
};

absl::Status CheckDays(const AwayOptions& options) {
  if (options.from.empty() || options.until.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const Day from, ParseDayOf("--from", options.from));
  CANDOR_ASSIGN_OR_RETURN(const Day until, ParseDayOf("--until", options.until));
  if (until >= from) return absl::OkStatus();
  return absl::InvalidArgumentError(
      "--until lies before --from; give the last day away, or none while nobody knows it");
}

// Without a first day an absence would begin today and, with no last one either, let every date of theirs wait.
absl::StatusOr<std::string> FirstDay(Session& session, const AwayOptions& options) {
  if (!options.from.empty()) return options.from;
  if (!session.terminal.asks || options.yes) {
    return UsageError("say which day is the first one away: --from YYYY-MM-DD");
  }
  while (true) {
    const std::optional<std::string> typed = session.terminal.Ask("The first day away, as in 2026-06-19:");
    if (!typed || typed->empty()) return absl::CancelledError("nothing was stored, and nothing you typed was kept");
    if (ParseDayOf("day", *typed).ok()) return *typed;
    session.terminal.err << "A day that exists, as in 2026-06-19.\n";
  }
}

// `candor log absence` with what is given; on a terminal it asks for the rest.
absl::StatusOr<ExitCode> GoAway(Session& session, AwayOptions options) {
  CANDOR_ASSIGN_OR_RETURN(options.from, FirstDay(session, options));
  CANDOR_RETURN_IF_ERROR(CheckDays(options));
  CANDOR_ASSIGN_OR_RETURN(const std::string member, ResolveMember(session.connection(), options.who));
  CANDOR_ASSIGN_OR_RETURN(const std::string source, WhoseAccount(session, options.source, member));
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  EntryForm form;
  form.Set("kind", "absence");
  form.Set("member", member);
  form.Set("date", FormatDate(today));
  const std::pair<std::string, std::string> given[] = {
      {"from", options.from}, {"to", options.until}, {"cover", options.cover}, {"source", source}};
  for (const auto& [name, value] : given) {
    if (!value.empty()) form.Set(name, value);
  }
  return LogEntry(session, std::move(form), options.yes);
}

// An absence that had not begun is ended by no day.
absl::Status NoneToEnd(const v1::Entry* later) {
  if (later != nullptr) {
    return absl::NotFoundError(
        absl::StrCat("their absence begins on that day or later; to call it off, take it back: candor entry retract ",
                     later->name(), " --reason entered_in_error"));
  }
  return absl::NotFoundError(
      "there is no absence of theirs that begins before that day and goes on until it; candor member show says what is "
      "recorded, candor member away records one");
}

// The absences of the member that hold on the day before they are back and go on: several where they overlap.
absl::StatusOr<std::vector<v1::Entry>> AbsencesUntil(Session& session, const std::string& member, Day back) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> entries, AwayEntriesOf(session, member));
  std::vector<v1::Entry> found;
  const v1::Entry* later = nullptr;
  for (const v1::Entry& entry : entries) {
    if (!entry.has_absence()) continue;
    const DaysAway away = DaysAwayOf(entry);
    if (away.from >= back) later = &entry;
    if (away.from < back && (!away.until || *away.until >= back)) found.push_back(entry);
  }
  if (!found.empty()) return found;
  return NoneToEnd(later);
}

// The absence with another last day. Words that are not shown to the caller stay as they are.
v1::AmendEntryRequest EndedOn(const v1::Entry& absence, Day last) {
  v1::AmendEntryRequest request;
  request.set_name(absence.revises().empty() ? absence.name() : absence.revises());
  request.set_request_id(RandomUuid());
  v1::Entry& entry = *request.mutable_entry();
  *entry.mutable_occurred() = absence.occurred();
  entry.set_therapist(absence.therapist());
  if (absence.source() != v1::ENTRY_SOURCE_IMPORT) entry.set_source(absence.source());
  entry.set_basis(absence.basis());
  entry.set_stage(absence.stage());
  entry.set_note(absence.note());
  *entry.mutable_absence() = absence.absence();
  *entry.mutable_absence()->mutable_to() = ToWire(last);
  return request;
}

// Of absences that overlap none may go on beyond the day; each is asked about before the first is stored.
absl::StatusOr<ExitCode> ComeBack(Session& session, const AwayOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const Day back, ParseDayOf("--on", options.on));
  CANDOR_ASSIGN_OR_RETURN(const std::string member, ResolveMember(session.connection(), options.who));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Entry> absences, AbsencesUntil(session, member, back));
  for (const v1::Entry& absence : absences) {
    CANDOR_RETURN_IF_ERROR(ConfirmChange(session, absence.name(), options.yes));
  }
  v1::BatchCreateEntriesResponse all;
  for (const v1::Entry& absence : absences) {
    CANDOR_ASSIGN_OR_RETURN(
        const v1::AmendEntryResponse response,
        session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::AmendEntry, EndedOn(absence, back - 1)));
    if (session.table()) PrintStored(session, response.entry(), response.assessment(), Json(), "");
    *all.add_entries() = response.entry();
    *all.mutable_assessment() = response.assessment();
  }
  if (!session.table()) session.PrintData(ToJson(all));
  return ExitCode::kDone;
}

}  // namespace

absl::StatusOr<std::string> WhoseAccount(Session& session, const std::string& given, const std::string& member) {
  if (!given.empty()) return given;
  if (!session.connection().acts_for_member()) return std::string();
  CANDOR_ASSIGN_OR_RETURN(const std::string writer, ResolveMember(session.connection(), session.connect.act_for));
  return std::string(writer == member ? "" : "colleague");
}

void AddWho(CLI::App& command, std::string& who, const std::string& what) {
  command.add_option("member", who, absl::StrCat(what, ": a name or members/MEMBER"))->required();
}

void AddSource(CLI::App& command, std::string& source) {
  command.add_option("--source", source, "whose account it is (default the member's own, else a colleague's)");
}

void AddAwayCommands(CLI::App& member, Session& session) {
  auto options = std::make_shared<AwayOptions>();

  CLI::App* away = member.add_subcommand("away", "somebody is away: what is theirs waits, clients go to the cover");
  away->footer(
      "Their own dates move by the days away; what is urgent does not wait. What clients need goes to the cover for\n"
      "as long, or where the cover is away too to theirs. Why somebody is away is not asked. For somebody who cannot\n"
      "act themselves, another records it, without --until while nobody knows; candor member back ends it. Who covers\n"
      "is said by who is away, their supervisor or the operator, so a colleague names nobody. Whoever is recorded as\n"
      "away reads that, and by whom, in their own candor today.\n"
      "Example: candor member away 'Ana Nguyen' --from 2025-04-07 --until 2025-04-25 --cover 'Maria Lopez'");
  AddWho(*away, options->who, "who is away");
  away->add_option("--from", options->from, "first day away: YYYY-MM-DD; asked for where it is not given");
  away->add_option("--until", options->until, "last day away: YYYY-MM-DD; none while nobody knows it");
  away->add_option("--cover", options->cover, "who acts for the clients meanwhile: a name or members/MEMBER");
  AddSource(*away, options->source);
  AddYes(*away, options->yes);
  Does(*away, session, [&session, options] { return GoAway(session, *options); });

  CLI::App* back = member.add_subcommand("back", "somebody is back: ends or shortens the absence that is recorded");
  back->footer("Example: candor member back 'Ana Nguyen' --on 2025-04-22");
  AddWho(*back, options->who, "who is back");
  back->add_option("--on", options->on, "first day back: YYYY-MM-DD")->required();
  AddYes(*back, options->yes);
  Does(*back, session, [&session, options] { return ComeBack(session, *options); });
}

}  // namespace candor::cli
