#include "cli/verbs/store_entry.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/situations.h"
#include "cli/verbs/way_to_clear.h"
#include "cli/wire/dates.h"
#include "daemon/base/text.h"

namespace candor::cli {
namespace {

// The limit of what can be promised, while the operator of the socket has every right.
constexpr std::string_view kLimit =
    "Until people are enrolled, whoever can open Candor's socket can read it too. Boards and courts can demand "
    "records.";

std::string BeforeWriting(const SchemaKind& kind, const std::string& reader) {
  const bool for_nobody = FindKindWords(kind.slug) != nullptr && FindKindWords(kind.slug)->date_only;
  const std::string who = for_nobody       ? "you alone"
                          : reader.empty() ? "you; you have chosen nobody else yet"
                                           : absl::StrCat("you and by ", reader);
  return absl::StrCat("This is for something you noticed in yourself. You need not describe it. It will be read by ",
                      who, "; not by the director. ", ToAbsl(kLimit),
                      " Save, keep a draft here, or talk to someone first.");
}

std::string BeforeAnEntry() {
  return absl::StrCat("It is read by those who have a part in the case, the supervisor and the director. ",
                      ToAbsl(kLimit));
}

// Before something that may cost its writer a licence.
constexpr std::string_view kBeforeAnAct =
    "Before you go on. It may have legal consequences for you; you can call your own lawyer or insurer first, and "
    "nobody "
    "here may hold that against you. Your client's care cannot wait: who can see the client next?";

bool IsAct(const SchemaKind& kind) {
  return kind.slug == "romantic_or_sexual_act" || kind.slug == "advance_or_promise";
}

absl::Status Confirm(Session& session, bool yes, const std::string& question = "Save it?") {
  if (yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was stored. Confirm on a terminal, or pass --yes in a script");
  }
  if (session.terminal.Confirm(question)) return absl::OkStatus();
  return absl::CancelledError("nothing was stored, and nothing you typed was kept");
}

// " with Maria by Friday 12 June 2026".
std::string WithAndBy(const v1::FollowUp& follow_up, const std::string& reader) {
  std::string text;
  if (follow_up.action() == v1::ACTION_TALK && !reader.empty()) absl::StrAppend(&text, " with ", reader);
  if (follow_up.has_due()) absl::StrAppend(&text, " by ", LongDate(FromWire(follow_up.due())));
  return text;
}

// The second conversation, which a consultation alone does not clear.
std::string SecondTalk(const v1::FollowUp& follow_up, const std::string& reader) {
  return absl::StrCat(
      "You write that it is still there. That happens, and many therapies go well with it. Please talk a second time",
      WithAndBy(follow_up, reader),
      ", about one question: is the work with this client still good? You can then continue with a plan, or prepare a "
      "gentle handover. You decide together.");
}

// One step with a date and a name. `feeling`: what was written down is something that its writer noticed in themselves.
std::string FirstStep(const v1::FollowUp& first, const std::string& reader, bool feeling) {
  if (feeling && AsksToDecide(first)) return SecondTalk(first, reader);
  const bool supervision = AsksForSupervision(first);
  std::string text =
      supervision ? absl::StrCat("One thing is suggested: bring it to supervision", WithAndBy(first, ""),
                                 ". A supervision note that covers the case is enough.")
                  : absl::StrCat("One thing is suggested: ", ActionText(first.action()), WithAndBy(first, reader), ".");
  if (first.action() == v1::ACTION_TALK && !supervision) {
    absl::StrAppend(&text, " When you have, ", feeling ? "one line is enough." : "note it, and what was decided.");
  }
  if (feeling && first.action() == v1::ACTION_TALK) {
    absl::StrAppend(&text, " It does not matter that this began earlier; feelings have no deadline.");
  }
  return text;
}

// What to write down afterwards, where that is not the conversation itself.
std::string WhenDecided(const v1::FollowUp& first) {
  if (!AsksToDecide(first)) return "";
  return absl::StrCat("What you decide clears it, once it is noted: candor log ",
                      absl::StrJoin(KindsWhenDone(first), " or "), ". A plan counts with the consultant's yes.");
}

// The earliest stands for its situation.
void PrintSuggestion(const std::vector<v1::FollowUp>& situation, const std::string& reader, bool feeling,
                     std::ostream& out) {
  const v1::FollowUp& first = situation.front();
  std::string text = FirstStep(first, reader, feeling);
  const std::string others = OthersThan(first.action(), situation);
  if (!others.empty()) absl::StrAppend(&text, " With it goes ", others, ".");
  out << Wrap(text, kTextWidth) << '\n';
  for (const v1::FollowUp& each : situation) {
    out << "  " << each.name() << (situation.size() > 1 ? absl::StrCat(": ", each.label()) : "") << '\n';
  }
  if (const std::string then = WhenDecided(first); !then.empty()) out << Wrap(then, kTextWidth) << '\n';
}

// Of a private note that is new: neither a correction nor moved.
void SayHowToCallBack(Session& session, const v1::Entry& entry) {
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  const bool is_new = entry.revises().empty() && entry.refiled_from().empty();
  if (kind == nullptr || !kind->personal || !is_new) return;
  session.out() << "For a day you can call it back, as long as nobody else has read it:\n  candor entry recall "
                << entry.name() << session.OnBehalf() << '\n';
}

// Those that are spoken of.
std::vector<v1::FollowUp> Told(const google::protobuf::RepeatedPtrField<v1::FollowUp>& follow_ups) {
  std::vector<v1::FollowUp> told(follow_ups.begin(), follow_ups.end());
  std::erase_if(told, KeptQuiet);
  return told;
}

}  // namespace

void SayWhoReads(Session& session, const SchemaKind& kind, const std::string& reader) {
  session.terminal.err << Wrap(kind.personal ? BeforeWriting(kind, reader) : BeforeAnEntry(), kTextWidth) << '\n';
  if (IsAct(kind)) session.terminal.err << Wrap(kBeforeAnAct, kTextWidth) << '\n';
}

absl::Status ConfirmEntry(Session& session, const SchemaKind& kind, const v1::Entry& entry, bool yes) {
  if (!kind.personal) {
    session.terminal.err << "To be recorded: " << ListLabel(kind.slug) << ", " << MomentText(entry.occurred()) << ".\n";
  }
  return Confirm(session, yes);
}

absl::Status ConfirmChange(Session& session, const std::string& name, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be corrected: ", name,
                                            ". The entry as it was stays readable and is marked; nothing is erased."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes);
}

absl::Status ConfirmResponse(Session& session, const std::string& name, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be recorded beside ", name,
                                            ", which stays as it is: what you have to say to it. Whoever reads the "
                                            "words of the one may read those of the other."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes);
}

absl::Status ConfirmRecall(Session& session, const std::string& name, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be called back: ", name,
                                            ". What is left says that you withdrew something, not what; what was "
                                            "suggested because of it goes too. Nothing is erased: the words stay "
                                            "sealed in the record, and no answer shows them to anybody else."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes, "Call it back?");
}

absl::Status ConfirmMove(Session& session, const std::string& name, const std::string& to_case, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be moved to ", to_case, ": ", name,
                                            ". It leaves the case where it stands now, and is judged anew in the "
                                            "other with the same dates. That something was moved stays on record; "
                                            "nothing is erased."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes, "Move it?");
}

absl::Status ConfirmMerge(Session& session, const std::string& from, const std::string& into, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be merged: ", from, " into ", into,
                                            ". Everything in the first moves to the second and is judged anew there; "
                                            "the first then only says where it went. This cannot be undone in one "
                                            "step."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes, "Merge them?");
}

void PrintStored(Session& session, const v1::Entry& entry, const v1::EntryAssessment& assessment, const Json& json,
                 const std::string& reader) {
  if (!session.table()) {
    session.PrintData(json);
    return;
  }
  std::ostream& out = session.out();
  out << (entry.refiled_from().empty() ? "Thank you, it is in: " : "It is moved: ") << entry.name() << '\n';
  SayHowToCallBack(session, entry);
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  const bool feeling = kind != nullptr && kind->slug == "personal_reaction";
  for (const std::vector<v1::FollowUp>& situation : BySituation(Told(assessment.opened()))) {
    PrintSuggestion(situation, reader, feeling, out);
  }
  for (const v1::FollowUp& resolved : Told(assessment.resolved())) {
    out << Wrap(absl::StrCat("This clears: ", resolved.label(), "."), kTextWidth) << "\n  " << resolved.name() << '\n';
  }
  for (const v1::PolicyNotAssessed& not_assessed : assessment.not_assessed()) {
    out << "Not assessed yet by " << not_assessed.policy() << " (" << WordOf(not_assessed.reason())
        << "). That does not mean that nothing is called for.\n";
  }
}

}  // namespace candor::cli
