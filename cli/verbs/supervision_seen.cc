#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "cli/wire/schema.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

// The supervisee's answer to a note, and taking one back.
namespace candor::cli {
namespace {

constexpr size_t kMostTicks = 9;  // a digit each

constexpr char kAsksForComment[] = "A comment, if you like (Enter for none). Seen is not agreed:";

absl::StatusOr<v1::WorkList> FetchWork(Session& session) {
  CANDOR_ASSIGN_OR_RETURN(
      v1::GetWorkListResponse response,
      session.connection().Call<v1::WorkService>(&v1::WorkService::Stub::GetWorkList, v1::GetWorkListRequest()));
  return std::move(*response.mutable_work_list());
}

// Those of their own follow-ups that ask for a conversation and that this one was about.
absl::Status AskWhatItCovered(Session& session, Keys& keys, v1::AnswerSupervisionNoteRequest& request) {
  if (!session.connection().acts_for_member()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const v1::WorkList work, FetchWork(session));
  std::vector<std::string> names;
  std::vector<KeyChoice> choices;
  for (const v1::WorkItem& item : work.items()) {
    const v1::FollowUp& follow_up = item.follow_up();
    const bool talk = item.role() == v1::WORK_ROLE_OWN && follow_up.action() == v1::ACTION_TALK;
    if (!talk || names.size() == kMostTicks) continue;
    choices.push_back({static_cast<char>('1' + names.size()), FollowUpText(follow_up)});
    names.push_back(follow_up.name());
  }
  if (names.empty()) return absl::OkStatus();
  std::set<std::string> covered;
  const bool on = keys.ChooseSeveral("Did this talk cover:", choices, [&](char key) {
    const std::string& name = names[static_cast<size_t>(key - '1')];
    return covered.erase(name) == 0 && covered.insert(name).second;
  });
  if (!on) return absl::CancelledError("the answers ended; nothing was recorded");
  for (const std::string& name : covered) request.add_follow_ups(name);
  return absl::OkStatus();
}

absl::Status Answer(Session& session, v1::AnswerSupervisionNoteRequest request) {
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(
      const v1::AnswerSupervisionNoteResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::AnswerSupervisionNote, request));
  if (!session.table()) {
    session.PrintData(ToJson(response.note()));
  } else {
    session.out() << StateText(response.note().state()) << '\n';
  }
  return absl::OkStatus();
}

// Shows the note, and asks whether it was seen. False when it is left for later.
absl::StatusOr<bool> ShowAndAsk(Session& session, const std::string& name, bool refused) {
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(name);
  request.set_refused(refused);
  if (!refused) {
    CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name));
    NameBook names(session.connection());
    PrintNote(note, names, session.terminal.err);
  }
  Keys keys(session.terminal);
  if (!refused && keys.Choose("Seen?", {{'y', "yes"}, {'l', "later"}}) != 'y') return false;
  const auto comment = keys.Line(kAsksForComment);
  if (!comment) return absl::CancelledError("the answers ended; nothing was recorded");
  request.set_comment(*comment);
  if (!refused) CANDOR_RETURN_IF_ERROR(AskWhatItCovered(session, keys, request));
  CANDOR_RETURN_IF_ERROR(Answer(session, std::move(request)));
  return true;
}

absl::StatusOr<ExitCode> AnswerThoseThatWait(Session& session) {
  if (!session.terminal.asks) {
    return absl::FailedPreconditionError(
        "a note is shown and answered on a terminal; in a script name it: candor supervision seen NOTE");
  }
  if (!session.connection().acts_for_member()) return UsageError("say whose notes: --act-for NAME, or name the note");
  CANDOR_ASSIGN_OR_RETURN(const v1::WorkList work, FetchWork(session));
  if (work.unseen_notes().empty()) session.out() << "No note waits for you.\n";
  for (const v1::UnseenNote& each : work.unseen_notes()) {
    CANDOR_ASSIGN_OR_RETURN(const bool seen, ShowAndAsk(session, each.name(), /*refused=*/false));
    if (!seen) session.terminal.err << "Left for later; no hurry.\n";
  }
  return ExitCode::kDone;
}

}  // namespace

absl::StatusOr<ExitCode> AnswerNotes(Session& session, const SupervisionOptions& options) {
  if (options.note.empty()) return AnswerThoseThatWait(session);
  CANDOR_ASSIGN_OR_RETURN(const std::string name, NoteTyped(session, options));
  if (session.terminal.asks) {
    CANDOR_ASSIGN_OR_RETURN(const bool answered, ShowAndAsk(session, name, options.refused));
    return answered ? ExitCode::kDone : ExitCode::kNotConfirmed;
  }
  // Read, never an argument: others can see a command line.
  std::string comment{std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>()};
  absl::StripAsciiWhitespace(&comment);
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(name);
  request.set_refused(options.refused);
  request.set_comment(comment);
  CANDOR_RETURN_IF_ERROR(Answer(session, std::move(request)));
  return ExitCode::kDone;
}

absl::StatusOr<ExitCode> RetractNote(Session& session, const SupervisionOptions& options) {
  CANDOR_ASSIGN_OR_RETURN(const std::string name, NoteTyped(session, options));
  v1::RetractEntryRequest request;
  request.set_name(EntryOfNote(name));
  request.set_request_id(RandomUuid());
  const SchemaField& reason = *Schema::OfEntry().FindKind("retraction")->FindField("reason");
  CANDOR_RETURN_IF_ERROR(SetFact(reason, options.reason, *request.mutable_retraction()));
  if (session.terminal.asks && !options.yes) {
    session.terminal.err
        << "Both still read it, marked as taken back; it counts for nothing, and its directives are no "
           "longer open.\n";
    const auto why = session.terminal.Ask("A word of explanation (Enter for none):");
    request.mutable_retraction()->set_explanation(why.value_or(""));
  }
  CANDOR_RETURN_IF_ERROR(ConfirmChange(session, name, options.yes));
  CANDOR_ASSIGN_OR_RETURN(const v1::RetractEntryResponse response,
                          session.connection().Call<v1::EntryService>(&v1::EntryService::Stub::RetractEntry, request));
  if (session.table()) {
    session.out() << "Taken back. It stays readable.\n";
  } else {
    session.PrintData(ToJson(response.entry()));
  }
  return ExitCode::kDone;
}

void PrintOwnSupervision(Session& session, const v1::WorkList& work, NameBook& names) {
  if (work.unseen_notes().empty() && work.directives().empty()) return;
  std::ostream& out = session.out();
  out << "\nYour supervision\n";
  for (const v1::UnseenNote& each : work.unseen_notes()) {
    out << "  to read: " << (each.version() > 1 ? "the new version of the note of " : "the note of ")
        << LongDate(FromWire(each.held())) << ", signed by " << OneLine(names.Member(each.signed_by())) << '\n';
  }
  if (!work.unseen_notes().empty()) out << "     read:    candor supervision seen" << session.OnBehalf() << '\n';
  for (const v1::OpenDirective& each : work.directives()) {
    out << "  to do:   " << OneLine(OpenDirectiveText(each, names)) << '\n';
  }
}

bool WaitsForNote(const v1::SuperviseeWeek& line) {
  return !HasSessionNote(line) && line.cancelled().empty() && line.missed().empty();
}

void PrintSupervisionToday(Session& session, const v1::SupervisionWeek& week, NameBook& names) {
  std::ostream& out = session.out();
  std::vector<std::string> to_write, short_of;
  size_t directives = 0;
  for (const v1::SuperviseeWeek& line : week.supervisees()) {
    const std::string who = names.Member(line.supervisee());
    if (WaitsForNote(line)) to_write.push_back(who);
    if (line.units_short_hundredths() > 0) {
      short_of.push_back(absl::StrCat(who, " ", HundredthsText(line.units_short_hundredths())));
    }
    directives += static_cast<size_t>(line.directives_size());
  }
  const auto print = [&](std::string_view heading, const std::string& text) {
    out << Wrap(absl::StrCat(ToAbsl(heading), OneLine(text)), kTextWidth, "  ") << '\n';
  };
  out << "\nYour week as a supervisor\n";
  print("notes to write: ", to_write.empty() ? "none" : absl::StrJoin(to_write, ", "));
  if (!short_of.empty()) print("units still to come: ", absl::StrJoin(short_of, ", "));
  if (directives > 0) print("open directives: ", absl::StrCat(directives));
  out << "     more:    candor supervision" << session.OnBehalf() << '\n';
}

}  // namespace candor::cli
