#include <csignal>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include "absl/time/clock.h"
#include "candor/v1/watch.grpc.pb.h"
#include "cli/print/fields.h"
#include "cli/verbs/access_text.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/emergency_text.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/interruption.h"
#include "cli/wire/dates.h"
#include "daemon/base/small_file.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// A stream is as long as somebody looks at it.
constexpr absl::Duration kLongestWatch = absl::Hours(24 * 365);
// On a machine that does nothing else the certificate is renewed by whoever looks.
constexpr absl::Duration kLookForRenewal = absl::Hours(1);

struct WatchOptions {
  std::string resume;
  std::string resume_file;
};

// Whose a private note is the operator is not told here.
std::string EntryLine(const v1::Entry& entry, NameBook& names) {
  std::string line = ListedKind(entry);
  const std::string& whose = entry.therapist().empty() ? entry.author() : entry.therapist();
  if (!whose.empty()) absl::StrAppend(&line, ", ", names.Member(whose));
  if (entry.has_occurred()) absl::StrAppend(&line, ", ", MomentText(entry.occurred()));
  if (const std::string mark = MarkText(entry); !mark.empty()) absl::StrAppend(&line, " (", mark, ")");
  return absl::StrCat(line, "  ", entry.name());
}

std::string FollowUpLine(const v1::FollowUp& follow_up) {
  std::string line = absl::StrCat(ListedLabel(follow_up), ", ", WordOf(follow_up.status()));
  if (follow_up.has_due()) absl::StrAppend(&line, ", due ", FormatDate(follow_up.due()));
  return absl::StrCat(line, "  ", follow_up.name());
}

std::string ErasedText(const v1::ErasedSubject& erased) {
  return erased.scope() == v1::ERASURE_SCOPE_EVERYTHING ? "everything" : "private notes";
}

// "Dele Haddad, supervisor, for supervision: words, C-1042".
std::string WatchedAccessText(const v1::Access& access, NameBook& names) {
  std::string line = AccessReaderText(access, names);
  if (const std::string role = AccessRoleText(access); !role.empty()) absl::StrAppend(&line, ", ", role);
  if (access.purpose() != v1::PURPOSE_UNSPECIFIED) absl::StrAppend(&line, ", for ", WordOf(access.purpose()));
  absl::StrAppend(&line, ": ", ToAbsl(WhatWasShown(access)));
  const std::string places = AccessPlacesText(access, names);
  return places.empty() ? line : absl::StrCat(line, ", ", places);
}

std::string ChangeLine(const v1::Change& change, NameBook& names) {
  switch (change.what_case()) {
    case v1::Change::kEntry:
      return absl::StrCat("recorded:  ", EntryLine(change.entry(), names));
    case v1::Change::kFollowUp:
      return absl::StrCat("follow-up: ", FollowUpLine(change.follow_up()));
    case v1::Change::kRemovedFollowUp:
      return absl::StrCat("gone:      ", change.removed_follow_up());
    case v1::Change::kAssessed:
      return absl::StrCat("judged:    ", change.assessed());
    case v1::Change::kErased:
      return absl::StrCat("erased:    ", ErasedText(change.erased()), "  ", change.erased().subject());
    case v1::Change::kAccess:
      return absl::StrCat("shown to:  ", WatchedAccessText(change.access(), names));
    case v1::Change::kEmergency:
      return absl::StrCat("emergency: ", EmergencyLine(change.emergency(), names));
    case v1::Change::WHAT_NOT_SET:
      break;
  }
  return "changed";
}

// What the file says, or "" where there is none yet.
absl::StatusOr<std::string> TokenIn(const std::string& path) {
  CANDOR_ASSIGN_OR_RETURN(const std::optional<std::string> text, ReadSmallFile(path));
  return std::string(absl::StripSuffix(text.value_or(""), "\n"));
}

// The same columns whatever has changed. `token` may be empty: not the last of those that came together.
Json ChangeRow(const v1::Change& change, const std::string& token) {
  Json row = Json::object();
  for (const char* column : {"change", "name", "what", "status", "date", "resume_token"}) row[column] = nullptr;
  if (!token.empty()) row["resume_token"] = token;
  switch (change.what_case()) {
    case v1::Change::kEntry:
      row["change"] = "recorded";
      row["name"] = change.entry().name();
      row["what"] = ListedKind(change.entry());
      if (change.entry().has_occurred()) row["date"] = MomentText(change.entry().occurred());
      break;
    case v1::Change::kFollowUp:
      row["change"] = "follow_up";
      row["name"] = change.follow_up().name();
      row["what"] = ListedLabel(change.follow_up());
      row["status"] = WordOf(change.follow_up().status());
      if (change.follow_up().has_due()) row["date"] = FormatDate(change.follow_up().due());
      break;
    case v1::Change::kRemovedFollowUp:
      row["change"] = "gone";
      row["name"] = change.removed_follow_up();
      break;
    case v1::Change::kAssessed:
      row["change"] = "judged";
      row["name"] = change.assessed();
      break;
    case v1::Change::kErased:
      row["change"] = "erased";
      row["name"] = change.erased().subject();
      row["what"] = ErasedText(change.erased());
      break;
    case v1::Change::kAccess:
      row["change"] = "shown";
      if (!change.access().reader().empty()) row["name"] = change.access().reader();
      row["what"] = std::string(WhatWasShown(change.access()));
      if (change.access().purpose() != v1::PURPOSE_UNSPECIFIED) row["status"] = WordOf(change.access().purpose());
      row["date"] = FormatInstant(change.access().happened_at());
      break;
    case v1::Change::kEmergency:
      row["change"] = "emergency";
      row["name"] = change.emergency().name();
      row["what"] = change.emergency().subject();
      row["status"] = WordOf(change.emergency().state());
      break;
    case v1::Change::WHAT_NOT_SET:
      break;
  }
  return row;
}

// A row for each change, in CSV or as JSON of one line; `headed` once the names of the columns were written.
absl::Status PrintChanges(Session& session, const v1::WatchResponse& response, bool& headed) {
  for (int i = 0; i < response.changes_size(); ++i) {
    const bool last = i + 1 == response.changes_size();
    Json row = ChangeRow(response.changes(i), last ? response.resume_token() : "");
    if (!session.fields.empty()) {
      Json selected;
      CANDOR_RETURN_IF_ERROR(SelectFields(row, session.fields, selected));
      row = std::move(selected);
    }
    if (session.format == Format::kCsv) {
      PrintCsv(row, session.out(), !headed);
      headed = true;
    } else {
      session.out() << row.dump() << '\n';
    }
  }
  return absl::OkStatus();
}

absl::Status Deal(Session& session, const v1::WatchResponse& response, const WatchOptions& options, NameBook& names,
                  bool& headed) {
  if (response.changes_size() > 0 && session.table()) {
    for (const v1::Change& change : response.changes()) session.out() << OneLine(ChangeLine(change, names)) << '\n';
  } else if (session.format == Format::kCsv || !session.fields.empty()) {
    CANDOR_RETURN_IF_ERROR(PrintChanges(session, response, headed));
  } else if (response.changes_size() > 0) {
    session.out() << ToJson(response).dump() << '\n';
  }
  session.out().flush();
  if (options.resume_file.empty()) return absl::OkStatus();
  return ReplaceFile(options.resume_file, response.resume_token() + "\n");
}

absl::StatusOr<ExitCode> Watch(Session& session, const WatchOptions& options) {
  if (session.format == Format::kTable && !session.fields.empty()) {
    return UsageError("what comes one after another has no columns that line up; with --fields use -o json or -o csv");
  }
  v1::WatchRequest request;
  request.set_resume_token(options.resume);
  if (!options.resume_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_resume_token(), TokenIn(options.resume_file));
  }
  Connection& connection = session.connection();
  grpc::ClientContext context;
  CANDOR_RETURN_IF_ERROR(connection.Prepare(context, kLongestWatch));
  NameBook names(connection);
  const auto stub = v1::WatchService::NewStub(connection.channel());
  const auto stream = stub->Watch(&context, request);
  v1::WatchResponse response;
  std::string token = request.resume_token();
  bool headed = false;
  int signal = 0;
  absl::Time renewal = absl::Now();
  {
    const Interruption interruption([&context] { context.TryCancel(); });
    while (stream->Read(&response)) {
      CANDOR_RETURN_IF_ERROR(Deal(session, response, options, names, headed));
      token = response.resume_token();
      if (absl::Now() < renewal) continue;
      RenewOnTheWay(session);
      renewal = absl::Now() + kLookForRenewal;
    }
    signal = interruption.signal();
  }
  const grpc::Status status = stream->Finish();
  if (!token.empty() && options.resume_file.empty()) {
    session.terminal.err << "To go on from here: candor watch --resume " << token << std::endl;
  }
  // Whoever waits for this process is told by its end what it was.
  if (signal != 0) std::raise(signal);
  if (status.ok() || signal != 0) return ExitCode::kDone;
  return connection.Explain(status);
}

}  // namespace

void AddWatchVerb(CLI::App& app, Session& session) {
  CLI::App* watch =
      app.add_subcommand("watch", "what is recorded, opened, closed, judged, erased and shown, as it happens");
  watch->footer(
      "Shows what the caller may see, in the order of the record, until it is interrupted; then it says with which\n"
      "token a later watch goes on, nothing twice and nothing left out. --resume-file keeps the token in a file, and\n"
      "with -o json each line has it. With -o csv, and with --fields, each change is a row: change, name, what,\n"
      "status, date, and with the last of those that came together the resume_token. A member is told at once to whom\n"
      "something about them was shown. Looking on keeps no working session open: once that has locked, it ends at\n"
      "what others wrote, and goes on from its token after candor session unlock.\n"
      "Example: candor watch --resume-file ~/.local/state/candor/watch -o json");
  auto options = std::make_shared<WatchOptions>();
  CLI::Option* token = watch->add_option("--resume", options->resume, "the token of the last line that was dealt with");
  watch->add_option("--resume-file", options->resume_file, "a file that keeps the token from one watch to the next")
      ->excludes(token);
  Does(*watch, session, Answers::kStream, [&session, options] { return Watch(session, *options); });
}

}  // namespace candor::cli
