#include "cli/verbs/finish_entry.h"

#include <optional>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/time/clock.h"
#include "candor/v1/entry.grpc.pb.h"
#include "cli/verbs/day_verbs.h"
#include "cli/verbs/entry_form.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/interview.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/text_notices.h"
#include "cli/verbs/who_reads.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// A draft that was sent says so before it is: afterwards nobody may be left to write it down.
absl::Status NoteThatItIsSent(EntryDraft& draft) {
  if (!draft.sent_at) draft.sent_at = absl::Now();
  return draft.id.empty() ? absl::OkStatus() : EntryDrafts().Keep(draft);
}

// `why`: what went wrong when it was to be saved, if that was tried.
absl::StatusOr<ExitCode> LeaveIt(const EntryDraft& draft, const absl::Status& why) {
  if (!why.ok()) return why;
  if (!draft.id.empty()) return ExitCode::kDone;
  return absl::CancelledError("nothing was stored, and nothing you typed was kept");
}

bool OutcomeIsKnown(const absl::Status& status) {
  return !absl::IsUnavailable(status) && !absl::IsDeadlineExceeded(status);
}

absl::Status ReadRequest(Session& session, const EntryForm& form, v1::CreateEntryRequest& request) {
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_entry(), BuildEntry(session, form));
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ParentOf(session, form, request.entry()));
  return absl::OkStatus();
}

void SayWhatItIs(Session& session, const EntryForm& form) {
  const auto kind = KindToLog(form);
  if (kind.ok() && TellsWhoIsThere(**kind)) {
    v1::CreateEntryRequest request;
    // What is wrong with it is said when it is saved.
    if (ReadRequest(session, form, request).ok()) {
      session.terminal.err << "To be recorded: " << WhatIsRecorded(session, **kind, request) << ".\n";
      return;
    }
  }
  const std::string date = form.Get("date");
  session.terminal.err << "To be recorded: " << ListLabel(form.Get("kind")) << ", " << (date.empty() ? "today" : date)
                       << ".\n";
}

// And what it may cost its writer, where a rule takes it for an act. Told with the question; a refusal, and what a code
// leads to, are told when it is saved.
void SayWhoIsShownTheCase(Session& session, const EntryForm& form) {
  const auto kind = KindToLog(form);
  if (!kind.ok() || (*kind)->personal || !form.Has("case")) return;
  v1::CreateEntryRequest request;
  auto parent = ResolveCase(session.connection(), form.Get("case"));
  if (!parent.ok()) return;
  request.set_parent(*std::move(parent));
  auto entry = BuildEntry(session, form);
  if (!entry.ok()) return;
  *request.mutable_entry() = *std::move(entry);
  SayIfItIsAnAct(session, request.parent(), request.entry(), **kind, WritingOf(**kind, form, /*ask_daemon=*/true));
  SaySight(session, SightOf(session, request));
}

// What cannot be read as an entry yet is told of when it is saved.
void SayWhatTextsMayTell(Session& session, const EntryForm& form) {
  const auto entry = BuildEntry(session, form);
  if (entry.ok()) SayTextNotices(session, *entry);
}

std::string DraftQuestion(const EntryDraft& draft) {
  return absl::StrCat("Save it? [y; d: keep a draft here; t: talk to someone first; c: change answers; Enter: ",
                      draft.id.empty() ? "drop it]" : "leave the draft as it is]");
}

// A retry of what may have been recorded a week ago would record it again.
bool ConfirmOldAttempt(Session& session, const EntryDraft& draft) {
  if (!SentLongAgo(draft)) return true;
  session.terminal.err << Wrap(absl::StrCat("This draft was sent on ",
                                            LongDate(absl::ToCivilDay(*draft.sent_at, absl::LocalTimeZone())),
                                            ", and no answer came. It may have been recorded then; look for it before "
                                            "you save it again, or it may stand there twice."),
                               kTextWidth)
                       << '\n';
  return session.terminal.Confirm("Save it all the same?");
}

}  // namespace

absl::StatusOr<v1::CreateEntryRequest> RequestOf(Session& session, EntryDraft& draft) {
  v1::CreateEntryRequest request;
  CANDOR_RETURN_IF_ERROR(ReadRequest(session, draft.form, request));
  request.set_request_id(draft.request_id);
  draft.form.Set("date", FormatDate(request.entry().occurred().date()));
  return request;
}

absl::StatusOr<ExitCode> SendEntry(Session& session, EntryDraft& draft, const v1::CreateEntryRequest& request) {
  CANDOR_RETURN_IF_ERROR(NoteThatItIsSent(draft));
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::CreateEntry, request));
  PrintStored(session, response.entry(), response.assessment(), ToJson(response), draft.form.Get("first_reader"));
  // It is recorded, whatever becomes of the draft; sent once more it would be the same entry.
  if (const absl::Status removed = EntryDrafts().Remove(draft); !removed.ok()) {
    session.terminal.err << "The draft is still there: " << OneLine(ToStd(removed.message())) << '\n';
  }
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> SaveEntry(Session& session, EntryDraft& draft) {
  CANDOR_ASSIGN_OR_RETURN(const v1::CreateEntryRequest request, RequestOf(session, draft));
  return SendEntry(session, draft, request);
}

absl::StatusOr<ExitCode> KeepEntry(Session& session, EntryDraft& draft) {
  CANDOR_RETURN_IF_ERROR(EntryDrafts().Keep(draft));
  if (!session.table()) session.PrintData(Json{{"draft", draft.id}});
  session.terminal.err << "Kept on this machine, encrypted; nobody else has it. To go on with it: candor draft resume "
                       << ShortId(draft.id) << '\n';
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> ChooseAndFinish(Session& session, EntryDraft draft) {
  Terminal& terminal = session.terminal;
  absl::Status not_saved;
  SayWhatItIs(session, draft.form);
  SayWhoIsShownTheCase(session, draft.form);
  SayWhatTextsMayTell(session, draft.form);
  while (true) {
    const std::optional<std::string> typed = terminal.Ask(DraftQuestion(draft));
    const std::string choice = typed ? absl::AsciiStrToLower(*typed) : "";
    if (choice.empty() || choice == "n" || choice == "no") return LeaveIt(draft, not_saved);
    if (choice == "d") return KeepEntry(session, draft);
    if (choice == "y" || choice == "yes" || choice == "s") {
      if (!ConfirmOldAttempt(session, draft)) continue;
      auto saved = SaveEntry(session, draft);
      if (saved.ok()) return saved;
      not_saved = saved.status();
      terminal.err << (OutcomeIsKnown(not_saved) ? "It was not saved: "
                                                 : "It may not have been saved; to save it again does no harm: ")
                   << OneLine(ToStd(not_saved.message())) << '\n';
    } else if (choice == "t") {
      const absl::Status shown = ShowWhoToTalkTo(session);
      if (!shown.ok()) terminal.err << OneLine(ToStd(shown.message())) << '\n';
    } else if (choice == "c") {
      CANDOR_RETURN_IF_ERROR(InterviewAgain(session, draft.form));
      SayWhoIsShownTheCase(session, draft.form);
      SayWhatTextsMayTell(session, draft.form);
    } else {
      terminal.err << "One of the letters.\n";
    }
  }
}

}  // namespace candor::cli
