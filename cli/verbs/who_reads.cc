#include "cli/verbs/who_reads.h"

#include <cstddef>
#include <iterator>
#include <ostream>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/daemon.grpc.pb.h"
#include "candor/v1/member.grpc.pb.h"
#include "candor/v1/role.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/who_acts.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// The limit of what can be promised: whoever has the daemon's machine can export everything.
constexpr std::string_view kLimit =
    "Whoever can open Candor's socket can read it too. Boards and courts can demand records.";

// Before something that may cost its writer a licence.
constexpr std::string_view kWhatItMayCost =
    " It may have legal consequences for you; you can call your own lawyer or insurer first, and nobody may hold that "
    "against you. Your client's care cannot wait: who can see the client next?";
constexpr std::string_view kCareOfTheClient = "The client's care cannot wait: who can see the client next?";

// Whose account an entry is to be.
enum class Hand {
  kOwn,        // of what the writer did themselves
  kForMember,  // the operator as such writes it down: it counts as the member's own, who reads all of it
  kOfAnother,  // about somebody else
};

struct Parties {
  Hand hand = Hand::kOwn;
  std::string about;  // by name
};

std::string NameOf(const std::string& typed, bool ask_daemon, Session& session) {
  if (!ask_daemon || !typed.starts_with("members/")) return OneLine(typed);
  return OneLine(NameBook(session.connection()).Member(typed));
}

Parties PartiesOf(Session& session, const Writing& writing) {
  const std::string about = NameOf(writing.about, writing.ask_daemon, session);
  if (session.connect.act_for.empty()) return {Hand::kForMember, about.empty() ? "the therapist" : about};
  const std::string writer = NameOf(session.connect.act_for, writing.ask_daemon, session);
  return {about.empty() || about == writer ? Hand::kOwn : Hand::kOfAnother, about.empty() ? writer : about};
}

// Who reads an entry as the supervisor: whoever was that on the day on which it happened.
struct DaySupervisor {
  std::string name;      // empty: nobody supervised, or who did has left since
  bool is_today = true;  // and nobody else does today
};

// `date`: as typed; of none it is today. An error where that cannot be found out.
absl::StatusOr<DaySupervisor> SupervisorOfTheDay(Session& session, const std::string& member, const std::string& date) {
  v1::ListSupervisionsRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), member));
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Supervision> all,
                          ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                     request, &v1::ListSupervisionsResponse::mutable_supervisions));
  const Day day = ParseDay(date).value_or(FromWire(today));
  const v1::Supervision* const then = SupervisionAt(all, request.parent(), day);
  DaySupervisor found;
  if (then != nullptr && !then->supervisor_left()) {
    found.name = NameOf(then->supervisor(), /*ask_daemon=*/true, session);
  }
  found.is_today = SupervisorAt(all, request.parent(), day) == SupervisorAt(all, request.parent(), FromWire(today));
  return found;
}

// Who reads a private note beside its author and whom they name, as the daemon itself shows it.
struct NoteReaders {
  std::string trainer;              // `members/{member}` who supervises the writer's training; empty: nobody does
  std::set<std::string> directors;  // `members/{member}`, also of those who only stand in
};

absl::StatusOr<NoteReaders> ReadersOfNotes(Session& session, const Writing& writing) {
  const std::string& writer = writing.about.empty() ? session.connect.act_for : writing.about;
  v1::ExplainAccessRequest request;
  // Empty: who calls.
  if (!writer.empty()) {
    CANDOR_ASSIGN_OR_RETURN(*request.mutable_member(), ResolveMember(session.connection(), writer));
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::ExplainAccessResponse response,
                          session.connection().Call<v1::RoleService>(&v1::RoleService::Stub::ExplainAccess, request));
  NoteReaders readers;
  for (const v1::AccessLine& line : response.lines()) {
    if (line.reader().empty()) continue;
    if (line.thing() == v1::ACCESS_THING_PRIVATE_NOTE_IN_TRAINING) readers.trainer = line.reader();
    if (line.role() == v1::ROLE_DIRECTOR) readers.directors.insert(line.reader());
  }
  return readers;
}

// "you and by Maria Rossi; not by the director": of a director who is one of the readers, without its end.
std::string NoteReadersText(Session& session, const NoteReaders& readers, const Writing& writing, std::string_view none,
                            const std::string& reader) {
  const auto named = reader.empty() ? absl::StatusOr<std::string>("") : ResolveMember(session.connection(), reader);
  const std::string trainer = named.ok() && *named == readers.trainer ? "" : readers.trainer;
  std::string who = reader.empty() ? std::string(none) : absl::StrCat("you and by ", reader);
  if (!trainer.empty()) {
    who = absl::StrCat(reader.empty() ? "you" : absl::StrCat("you, by ", reader), " and by ",
                       NameOf(trainer, writing.ask_daemon, session), ", who supervises your training");
  }
  const bool directs = !named.ok() || readers.directors.contains(*named) || readers.directors.contains(trainer);
  return absl::StrCat(who, directs ? "" : "; not by the director");
}

// Where it cannot be found out, whatever may hold.
std::string AnyReadersText(const std::string& reader) {
  return absl::StrCat(reader.empty() ? "you" : absl::StrCat("you, by ", reader),
                      " and by whoever supervises your training, if anyone; else not by the director");
}

std::string BeforeWriting(Session& session, const SchemaKind& kind, const Writing& writing) {
  const KindWords* words = FindKindWords(kind.slug);
  const bool for_nobody = words != nullptr && words->date_only;
  const std::string reader = for_nobody ? "" : OneLine(writing.first_reader);
  const std::string_view none = for_nobody ? "you alone" : "you alone, until you choose somebody";
  const auto readers = writing.ask_daemon ? ReadersOfNotes(session, writing)
                                          : absl::StatusOr<NoteReaders>(absl::UnavailableError("not asked"));
  return absl::StrCat("This is for something you noticed in yourself. You need not describe it. It will be read by ",
                      readers.ok() ? NoteReadersText(session, *readers, writing, none, reader) : AnyReadersText(reader),
                      ". ", ToAbsl(kLimit), " Save, keep a draft here, or talk to someone first.");
}

// "whoever supervises you", or with a comma behind it "Dele Haddad, who supervised you then,". Empty: nobody did who is
// here.
// `by_name`: also who does so today.
std::string SupervisorText(Session& session, const std::string& whom, const Writing& writing, bool by_name) {
  std::string whoever_does = absl::StrCat("whoever supervises ", whom);
  if (writing.date.empty() && !by_name) return whoever_does;
  std::string whoever = writing.date.empty() ? whoever_does : absl::StrCat("whoever supervised ", whom, " then");
  const std::string& member = writing.about.empty() ? session.connect.act_for : writing.about;
  if (!writing.ask_daemon || member.empty()) return whoever;
  const auto found = SupervisorOfTheDay(session, member, writing.date);
  if (!found.ok()) return whoever;
  if (found->is_today && !by_name) return whoever_does;
  if (found->name.empty()) return "";
  return found->is_today ? absl::StrCat(found->name, ", who supervises ", whom, ",")
                         : absl::StrCat(found->name, ", who supervised ", whom, " then,");
}

// As a director sees it who is told by roles, once people are enrolled.
constexpr std::string_view kOfTheDirector = "The director sees its kind and date.";

// Ends the sentence about who reads it.
std::string AndTheDirector(std::string supervisor) {
  if (supervisor.ends_with(',')) supervisor.pop_back();
  return absl::StrCat(supervisor.empty() ? "" : " and by ", supervisor, ". ", ToAbsl(kOfTheDirector));
}

// What whoever it is about comes to know of what somebody else writes.
std::string WhatTheyKnow(const SchemaKind& kind, const std::string& name, bool of_case) {
  if (!IsToldTo(kind.slug)) {
    return absl::StrCat(" ", name, of_case ? " and others in the case" : "",
                        " can see that it exists, what it is about and who wrote it; not your words. ");
  }
  return absl::StrCat(" ", name, " is told that it exists",
                      of_case ? "; they and others in the case see the facts" : " and can see what it is about",
                      " and who wrote it; not your words. ");
}

// What is raised about somebody is confined: who supervises them does not read it, and they are told later.
bool IsConfined(const SchemaKind& kind) {
  return kind.slug == "concern";
}

// "within five open days", as the practice has it.
std::string WithinDaysToNotice(Session& session, const Writing& writing) {
  constexpr std::string_view kDays[] = {"one open day", "two open days", "three open days", "four open days",
                                        "five open days"};
  constexpr std::string_view kUnknown = "within some open days";
  if (!writing.ask_daemon) return std::string(kUnknown);
  const auto response =
      session.connection().Call<v1::DaemonService>(&v1::DaemonService::Stub::GetStatus, v1::GetStatusRequest());
  const int days = response.ok() ? response->status().notify_subject_days() : 0;
  if (days < 1 || static_cast<size_t>(days) > std::size(kDays)) return std::string(kUnknown);
  return absl::StrCat("within ", ToAbsl(kDays[days - 1]));
}

std::string BeforeAConcern(Session& session, const std::string& name, const Writing& writing) {
  return absl::StrCat(
      "It is read by you and by the independent reviewer, who alone is told who wrote it. The director sees its kind "
      "and date. ",
      name, " is told ", WithinDaysToNotice(session, writing), " after somebody has it, then reads it and answers. ",
      ToAbsl(kLimit));
}

// What has become of one is read with it, and nobody answers it.
std::string BeforeAStep(Session& session, const std::string& name, const Writing& writing) {
  return absl::StrCat("It is read by you and by the independent reviewer. The director sees its kind and date. ", name,
                      " reads it with the concern, of which they are told ", WithinDaysToNotice(session, writing),
                      " after somebody has it. ", ToAbsl(kLimit));
}

// As Viewer::OfEntry (daemon/domain/permission.h) has it of an entry that is not personal.
std::string BeforeAnEntry(Session& session, const SchemaKind& kind, const Parties& parties, const Writing& writing) {
  const std::string& name = parties.about;
  const auto readers = [&](const std::string& whom) {
    return AndTheDirector(SupervisorText(session, whom, writing, /*by_name=*/false));
  };
  switch (parties.hand) {
    case Hand::kOwn:
      return absl::StrCat(
          "It is read by you", readers("you"),
          writing.of_case ? " Others in the case see what it is about and who wrote it, not the words." : "", " ",
          ToAbsl(kLimit));
    case Hand::kForMember:
      return absl::StrCat(IsOfAnother(kind.slug) ? "Without --act-for it" : "It", " counts as written by ", name,
                          " and is read by them", readers("them"),
                          writing.of_case ? " Others in the case see what it is about, not the words." : "", " ",
                          ToAbsl(kLimit));
    case Hand::kOfAnother:
      break;
  }
  if (IsConfined(kind)) {
    return writing.of_step ? BeforeAStep(session, name, writing) : BeforeAConcern(session, name, writing);
  }
  return absl::StrCat("It is read by you", readers(name), WhatTheyKnow(kind, name, writing.of_case), ToAbsl(kLimit));
}

// "Dele Haddad, who supervises you".
std::string ReadersOfAnAct(Session& session, const Parties& parties, const Writing& writing) {
  const std::string whom = parties.hand == Hand::kOwn ? "you" : parties.about;
  std::string supervisor = SupervisorText(session, whom, writing, /*by_name=*/true);
  if (supervisor.ends_with(',')) supervisor.pop_back();
  return supervisor.empty() ? absl::StrCat(whom, " alone") : supervisor;
}

// `opening`: when it is read, and up to by whom.
std::string BeforeAnAct(Session& session, std::string_view opening, const Parties& parties, const Writing& writing) {
  return absl::StrCat(ToAbsl(opening), ReadersOfAnAct(session, parties, writing), "; the director sees its kind",
                      writing.of_case ? ", others in the case its facts." : ".", ToAbsl(kWhatItMayCost));
}

}  // namespace

std::string WhoReadsFromNowOn(Session& session, const v1::Entry& before, const v1::Entry& after) {
  NameBook names(session.connection());
  const std::string author = session.connect.act_for.empty() ? "its author" : "you";
  std::string text;
  if (after.first_reader() != before.first_reader()) {
    const std::string no_longer =
        before.first_reader().empty() ? "" : absl::StrCat("; no longer by ", names.Member(before.first_reader()));
    text = after.first_reader().empty()
               ? absl::StrCat("From here on nobody is named to read it", no_longer, ".")
               : absl::StrCat("From here on it is read by ", author, " and ", names.Member(after.first_reader()),
                              ", the earlier version too", no_longer, ".");
  } else if (!after.first_reader().empty()) {
    text = absl::StrCat("It is read by ", author, " and ", names.Member(after.first_reader()), ", this version too.");
  }
  Writing writing;
  writing.about = after.therapist();
  const auto readers = ReadersOfNotes(session, writing);
  const bool trained = readers.ok() && !readers->trainer.empty() && readers->trainer != after.first_reader();
  if (!trained) return OneLine(text);
  return OneLine(absl::StrCat(text, text.empty() ? "" : " ", names.Member(readers->trainer), ", who supervises ",
                              session.connect.act_for.empty() ? "their" : "your",
                              " training, reads this version too, if they did so when it was first written down."));
}

bool IsAct(const SchemaKind& kind) {
  return kind.slug == "romantic_or_sexual_act" || kind.slug == "advance_or_promise";
}

Writing WritingOf(const SchemaKind& kind, const EntryForm& form, bool ask_daemon) {
  const KindWords* words = FindKindWords(kind.slug);
  Writing writing;
  writing.about = form.Get("therapist").empty() ? form.Get("member") : form.Get("therapist");
  writing.first_reader = form.Get("first_reader");
  writing.date = form.Get("date");
  const bool only_in_cases = words != nullptr && words->place == Place::kCase;
  writing.of_case = !form.Get("case").empty() || (only_in_cases && form.Get("member").empty());
  const std::string event = IsConfined(kind) ? form.Get("event") : "";
  writing.of_step = !event.empty() && event != "raised";
  writing.ask_daemon = ask_daemon;
  return writing;
}

void SayWhoReads(Session& session, const SchemaKind& kind, const Writing& writing) {
  std::ostream& err = session.terminal.err;
  if (kind.personal) {
    err << Wrap(BeforeWriting(session, kind, writing), kTextWidth) << '\n';
    return;
  }
  const Parties parties = PartiesOf(session, writing);
  if (IsAct(kind) && parties.hand != Hand::kOfAnother) {
    err << Wrap(WhatAnActMayCost(session, writing), kTextWidth) << '\n';
    return;
  }
  err << Wrap(BeforeAnEntry(session, kind, parties, writing), kTextWidth) << '\n';
  if (IsAct(kind)) err << kCareOfTheClient << '\n';
}

std::string WhatAnActMayCost(Session& session, const Writing& writing) {
  const Parties parties = PartiesOf(session, writing);
  if (parties.hand == Hand::kOfAnother) return std::string(kCareOfTheClient);
  const std::string_view opening =
      writing.ask_daemon ? "Before you go on. It is read today by " : "Before you go on. It is read once saved by ";
  return BeforeAnAct(session, opening, parties, writing);
}

std::string IfAnActWereRecorded(Session& session, const Writing& writing) {
  const Parties parties = PartiesOf(session, writing);
  if (parties.hand == Hand::kOfAnother) return std::string(kCareOfTheClient);
  return BeforeAnAct(session, "Recorded, it would be read that day by ", parties, writing);
}

}  // namespace candor::cli
