#include <algorithm>
#include <iterator>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"
#include "candor/v1/entry.grpc.pb.h"
#include "candor/v1/supervision.grpc.pb.h"
#include "candor/v1/work.grpc.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/store_entry.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/verbs/text_notices.h"
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

// Those of their own follow-ups that ask for a conversation, and that there were to be had on the day of the note.
absl::StatusOr<std::vector<v1::FollowUp>> OwnConversations(Session& session, Day held) {
  std::vector<v1::FollowUp> own;
  if (!session.connection().acts_for_member()) return own;
  CANDOR_ASSIGN_OR_RETURN(const v1::WorkList work, FetchWork(session));
  for (const v1::WorkItem& item : work.items()) {
    const v1::FollowUp& follow_up = item.follow_up();
    const bool talk = item.role() == v1::WORK_ROLE_OWN && follow_up.action() == v1::ACTION_TALK;
    if (talk && BeganBy(follow_up, held) && own.size() < kMostTicks) own.push_back(follow_up);
  }
  return own;
}

absl::Status AskWhatItCovered(Keys& keys, const std::vector<v1::FollowUp>& own,
                              v1::AnswerSupervisionNoteRequest& request) {
  if (own.empty()) return absl::OkStatus();
  std::vector<KeyChoice> choices;
  choices.reserve(own.size());
  for (const v1::FollowUp& each : own) {
    choices.push_back({static_cast<char>('1' + choices.size()), FollowUpText(each)});
  }
  std::set<std::string> covered;
  const bool on = keys.ChooseSeveral("Did this talk cover:", choices, [&](char key) {
    const std::string& name = own[static_cast<size_t>(key - '1')].name();
    return covered.erase(name) == 0 && covered.insert(name).second;
  });
  if (!on) return absl::CancelledError("the answers ended; nothing was recorded");
  for (const std::string& name : covered) request.add_follow_ups(name);
  return absl::OkStatus();
}

absl::StatusOr<v1::SupervisionNote> SendAnswer(Session& session, v1::AnswerSupervisionNoteRequest& request) {
  request.set_request_id(RandomUuid());
  CANDOR_ASSIGN_OR_RETURN(
      v1::AnswerSupervisionNoteResponse response,
      session.connection().Call<v1::SupervisionService>(&v1::SupervisionService::Stub::AnswerSupervisionNote, request));
  return std::move(*response.mutable_note());
}

void PrintAnswered(Session& session, const v1::SupervisionNote& note) {
  if (!session.table()) {
    session.PrintData(ToJson(note));
  } else {
    session.out() << StateText(note.state()) << '\n';
  }
}

// Which of the ticks a refusal is about; nullopt: about something else.
std::optional<int> RefusedTick(const absl::Status& status, const v1::AnswerSupervisionNoteRequest& request) {
  const std::optional<ErrorDetail> detail = DetailOf(status);
  if (!detail) return std::nullopt;
  absl::string_view field = detail->field;
  int index = 0;
  const bool is_tick =
      absl::ConsumePrefix(&field, "follow_ups[") && absl::ConsumeSuffix(&field, "]") && absl::SimpleAtoi(field, &index);
  return is_tick && index >= 0 && index < request.follow_ups_size() ? std::optional<int>(index) : std::nullopt;
}

// "a conversation about C-1042".
std::string ConversationText(const std::string& name, const std::vector<v1::FollowUp>& own) {
  const auto found =
      std::find_if(own.begin(), own.end(), [&](const v1::FollowUp& each) { return each.name() == name; });
  const bool of_case = found != own.end() && !found->case_code().empty();
  return of_case ? absl::StrCat("a conversation about ", OneLine(found->case_code())) : "a conversation";
}

// Whoever reads the note besides its author.
std::string ReadersText(const v1::SupervisionNote& note, NameBook& names) {
  const v1::SupervisionSession& session = note.session();
  const std::string substitute =
      session.substitute().empty() ? "" : absl::StrCat(" and ", names.Member(session.substitute()));
  return OneLine(absl::StrCat(names.Member(session.supervisor()), substitute));
}

// Sends the answer. What cannot be ticked, or is private, is asked about or left as it is by itself: what was said to
// the note is not lost over it.
absl::StatusOr<v1::SupervisionNote> SendWithTicks(Session& session, Keys& keys, const v1::SupervisionNote& note,
                                                  const std::vector<v1::FollowUp>& own,
                                                  v1::AnswerSupervisionNoteRequest request) {
  NameBook names(session.connection());
  while (true) {
    auto answered = SendAnswer(session, request);
    if (answered.ok()) return answered;
    const std::optional<int> at = RefusedTick(answered.status(), request);
    if (!at) return answered;
    const std::string name = request.follow_ups(*at);
    const std::string what = ConversationText(name, own);
    const auto& agreed = request.private_follow_ups();
    const bool is_private = DetailOf(answered.status())->reason == "private";
    if (is_private && std::find(agreed.begin(), agreed.end(), name) == agreed.end()) {
      session.terminal.err << Wrap(absl::StrCat(ReadersText(note, names), " will see that you ticked ", what,
                                                ", not what it was about."),
                                   kTextWidth)
                           << '\n';
      if (keys.Choose("Tick it?", {{'y', "yes"}, {'n', "no"}}) == 'y') {
        request.add_private_follow_ups(name);
        continue;
      }
    }
    request.mutable_follow_ups()->DeleteSubrange(*at, 1);
    session.terminal.err << "Left open: " << what << ".\n";
  }
}

// A comment, or others in its place where it seems to name somebody. nullopt: the answers ended.
std::optional<std::string> AskForComment(Session& session, Keys& keys, std::string_view question) {
  std::optional<std::string> comment = keys.Line(question);
  if (!comment || !SayNoticesOf(session, "comment", *comment)) return comment;
  std::optional<std::string> others = keys.Line(kAsksForOtherWords);
  return others && others->empty() ? comment : others;
}

// Shows the note, and asks whether it was seen. False when it is left for later.
absl::StatusOr<bool> ShowAndAsk(Session& session, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name));
  {
    NameBook names(session.connection());
    PrintNote(note, names, session.terminal.err);
  }
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(name);
  Keys keys(session.terminal);
  if (keys.Choose("Seen?", {{'y', "yes"}, {'l', "later"}}) != 'y') return false;
  const auto comment = AskForComment(session, keys, kAsksForComment);
  if (!comment) return absl::CancelledError("the answers ended; nothing was recorded");
  request.set_comment(*comment);
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::FollowUp> own,
                          OwnConversations(session, FromWire(note.session().started().date())));
  CANDOR_RETURN_IF_ERROR(AskWhatItCovered(keys, own, request));
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote answered,
                          SendWithTicks(session, keys, note, own, std::move(request)));
  PrintAnswered(session, answered);
  return true;
}

// That somebody would not look at it stands beside their name for good. False when it is not to be recorded.
absl::StatusOr<bool> AskAndRefuse(Session& session, const std::string& name) {
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name));
  NameBook names(session.connection());
  session.terminal.err << Wrap(absl::StrCat("To be recorded: ", OneLine(names.Member(note.supervisee())),
                                            " would not look at the note of ",
                                            LongDate(FromWire(note.session().started().date())),
                                            ". Both read that; they can still say later that they have seen it."),
                               kTextWidth)
                       << '\n';
  Keys keys(session.terminal);
  if (keys.Choose("Record it?", {{'y', "yes"}, {'n', "no"}}) != 'y') return false;
  const auto comment = AskForComment(session, keys, "A word about it, if you like (Enter for none):");
  if (!comment) return absl::CancelledError("the answers ended; nothing was recorded");
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(name);
  request.set_refused(true);
  request.set_comment(*comment);
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote answered, SendAnswer(session, request));
  PrintAnswered(session, answered);
  return true;
}

absl::StatusOr<ExitCode> AnswerThoseThatWait(Session& session) {
  if (!session.terminal.asks) {
    return absl::FailedPreconditionError(
        "a note is shown and answered on a terminal; in a script name it: candor supervision seen NOTE");
  }
  if (!session.connection().acts_for_member()) return UsageError("say whose notes: --act-for NAME, or name the note");
  CANDOR_ASSIGN_OR_RETURN(const v1::WorkList work, FetchWork(session));
  if (work.unseen_notes().empty()) {
    session.out()
        << "No note waits for you. To tick what an earlier talk covered: candor supervision seen NUMBER, as in "
           "candor supervision list\n";
  }
  for (const v1::UnseenNote& each : work.unseen_notes()) {
    CANDOR_ASSIGN_OR_RETURN(const bool seen, ShowAndAsk(session, each.name()));
    if (!seen) session.terminal.err << "Left for later; no hurry.\n";
  }
  return ExitCode::kDone;
}

}  // namespace

absl::StatusOr<ExitCode> AnswerNotes(Session& session, const SupervisionOptions& options) {
  if (options.note.empty()) return AnswerThoseThatWait(session);
  CANDOR_ASSIGN_OR_RETURN(const std::string name, NoteTyped(session, options));
  if (session.terminal.asks) {
    CANDOR_ASSIGN_OR_RETURN(const bool answered,
                            options.refused ? AskAndRefuse(session, name) : ShowAndAsk(session, name));
    return answered ? ExitCode::kDone : ExitCode::kNotConfirmed;
  }
  // Read, never an argument: others can see a command line.
  std::string comment{std::istreambuf_iterator<char>(session.terminal.in), std::istreambuf_iterator<char>()};
  absl::StripAsciiWhitespace(&comment);
  v1::AnswerSupervisionNoteRequest request;
  request.set_name(name);
  request.set_refused(options.refused);
  request.set_comment(comment);
  SayNoticesOf(session, "comment", comment);
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote answered, SendAnswer(session, request));
  PrintAnswered(session, answered);
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
  // A number may be another note's by now: what is taken back is said in words.
  CANDOR_ASSIGN_OR_RETURN(const v1::SupervisionNote note, FetchNote(session, name));
  NameBook names(session.connection());
  SayTextNotices(session, request.retraction());
  CANDOR_RETURN_IF_ERROR(ConfirmChange(session,
                                       absl::StrCat("the note of ", LongDate(FromWire(note.session().started().date())),
                                                    " of ", OneLine(names.Member(note.supervisee())), ", ", name),
                                       options.yes));
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
  const std::vector<std::string> taken_back = TakenBackTexts(session, names);
  if (work.unseen_notes().empty() && work.directives().empty() && taken_back.empty()) return;
  std::ostream& out = session.out();
  out << "\nYour supervision\n";
  for (const v1::UnseenNote& each : work.unseen_notes()) {
    out << "  to read: " << (each.version() > 1 ? "the new version of the note of " : "the note of ")
        << LongDate(FromWire(each.held())) << ", signed by " << OneLine(names.Member(each.signed_by())) << '\n';
  }
  if (!work.unseen_notes().empty()) out << "     read:    candor supervision seen" << session.OnBehalf() << '\n';
  for (const std::string& each : taken_back) {
    out << Wrap(absl::StrCat("gone:    ", OneLine(each)), kTextWidth, "  ") << '\n';
  }
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
