#include "cli/verbs/who_reads.h"

#include <ostream>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "candor/v1/member.grpc.pb.h"
#include "cli/print/table.h"
#include "cli/verbs/kind_words.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// The limit of what can be promised, while the operator of the socket has every right.
constexpr std::string_view kLimit =
    "Until people are enrolled, whoever can open Candor's socket can read it too. Boards and courts can demand "
    "records.";

// Before something that may cost its writer a licence.
constexpr std::string_view kWhatItMayCost =
    " It may have legal consequences for you; you can call your own lawyer or insurer first, and nobody here may hold "
    "that against you. Your client's care cannot wait: who can see the client next?";
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

std::string BeforeWriting(const SchemaKind& kind, const std::string& reader) {
  const KindWords* words = FindKindWords(kind.slug);
  const bool for_nobody = words != nullptr && words->date_only;
  const std::string who = for_nobody       ? "you alone"
                          : reader.empty() ? "you; you have chosen nobody else yet"
                                           : absl::StrCat("you and by ", OneLine(reader));
  return absl::StrCat("This is for something you noticed in yourself. You need not describe it. It will be read by ",
                      who, "; not by the director. ", ToAbsl(kLimit),
                      " Save, keep a draft here, or talk to someone first.");
}

// Whether somebody other than the one whom it is about is likely to write it.
bool IsOfAnother(const SchemaKind& kind) {
  return kind.slug == "concern" || kind.slug == "complaint";
}

// As Viewer::OfEntry (daemon/domain/permission.h) has it of an entry that is not personal.
std::string BeforeAnEntry(const SchemaKind& kind, const Parties& parties, bool of_case) {
  const std::string& name = parties.about;
  switch (parties.hand) {
    case Hand::kOwn:
      return absl::StrCat("It is read by you, by whoever supervises you and by the director.",
                          of_case ? " Others in the case see what it is about and who wrote it, not the words." : "",
                          " ", ToAbsl(kLimit));
    case Hand::kForMember:
      return absl::StrCat(IsOfAnother(kind) ? "Without --act-for it" : "It", " counts as written by ", name,
                          " and is read by them, by whoever supervises them and by the director.",
                          of_case ? " Others in the case see what it is about, not the words." : "", " ",
                          ToAbsl(kLimit));
    case Hand::kOfAnother:
      break;
  }
  return absl::StrCat("It is read by you, by whoever supervises ", name, " and by the director. ", name,
                      of_case ? " and others in the case" : "",
                      " can see that it exists, what it is about and who wrote it; not your words. ", ToAbsl(kLimit));
}

bool IsAct(const SchemaKind& kind) {
  return kind.slug == "romantic_or_sexual_act" || kind.slug == "advance_or_promise";
}

// Who supervises the member today, by name; empty: nobody. An error where that cannot be found out.
absl::StatusOr<std::string> SupervisorToday(Session& session, const std::string& member) {
  v1::ListSupervisionsRequest request;
  CANDOR_ASSIGN_OR_RETURN(*request.mutable_parent(), ResolveMember(session.connection(), member));
  CANDOR_ASSIGN_OR_RETURN(const v1::Date today, Today(session));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<v1::Supervision> all,
                          ListAll<v1::MemberService>(session.connection(), &v1::MemberService::Stub::ListSupervisions,
                                                     request, &v1::ListSupervisionsResponse::mutable_supervisions));
  std::string supervisor;
  // In order of their first day: of several that hold the one begun last counts.
  for (const v1::Supervision& each : all) {
    const bool ended = each.has_until() && FromWire(each.until()) < FromWire(today);
    if (each.supervisee() != request.parent() || FromWire(each.from()) > FromWire(today) || ended) continue;
    supervisor = each.supervisor();
  }
  return supervisor.empty() ? supervisor : NameOf(supervisor, /*ask_daemon=*/true, session);
}

// "Dele Haddad, who supervises you, and the director".
std::string ReadersOfAnAct(Session& session, const Parties& parties, const Writing& writing) {
  const std::string whom = parties.hand == Hand::kOwn ? "you" : parties.about;
  const std::string& member = writing.about.empty() ? session.connect.act_for : writing.about;
  if (!writing.ask_daemon || member.empty()) return absl::StrCat("whoever supervises ", whom, " and the director");
  const auto supervisor = SupervisorToday(session, member);
  if (!supervisor.ok()) return absl::StrCat("whoever supervises ", whom, " and the director");
  if (supervisor->empty()) return "the director";
  return absl::StrCat(*supervisor, ", who supervises ", whom, ", and the director");
}

// `opening`: when it is read, and up to by whom.
std::string BeforeAnAct(Session& session, std::string_view opening, const Parties& parties, const Writing& writing) {
  return absl::StrCat(ToAbsl(opening), ReadersOfAnAct(session, parties, writing),
                      writing.of_case ? "; the facts by others in the case." : ".", ToAbsl(kWhatItMayCost));
}

}  // namespace

Writing WritingOf(const SchemaKind& kind, const EntryForm& form, bool ask_daemon) {
  const KindWords* words = FindKindWords(kind.slug);
  Writing writing;
  writing.about = form.Get("therapist").empty() ? form.Get("member") : form.Get("therapist");
  writing.first_reader = form.Get("first_reader");
  const bool only_in_cases = words != nullptr && words->place == Place::kCase;
  writing.of_case = !form.Get("case").empty() || (only_in_cases && form.Get("member").empty());
  writing.ask_daemon = ask_daemon;
  return writing;
}

void SayWhoReads(Session& session, const SchemaKind& kind, const Writing& writing) {
  std::ostream& err = session.terminal.err;
  if (kind.personal) {
    err << Wrap(BeforeWriting(kind, writing.first_reader), kTextWidth) << '\n';
    return;
  }
  const Parties parties = PartiesOf(session, writing);
  if (IsAct(kind) && parties.hand != Hand::kOfAnother) {
    const std::string_view opening =
        writing.ask_daemon ? "Before you go on. It is read today by " : "Before you go on. It is read once saved by ";
    err << Wrap(BeforeAnAct(session, opening, parties, writing), kTextWidth) << '\n';
    return;
  }
  err << Wrap(BeforeAnEntry(kind, parties, writing.of_case), kTextWidth) << '\n';
  if (IsAct(kind)) err << kCareOfTheClient << '\n';
}

std::string IfItWereRecorded(Session& session, const SchemaKind& kind, const Writing& writing) {
  if (!IsAct(kind)) return "";
  const Parties parties = PartiesOf(session, writing);
  if (parties.hand == Hand::kOfAnother) return std::string(kCareOfTheClient);
  return BeforeAnAct(session, "Recorded, it would be read that day by ", parties, writing);
}

}  // namespace candor::cli
