#include "cli/verbs/store_entry.h"

#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "cli/verbs/entry_preview.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/verbs/kind_words.h"
#include "cli/verbs/situations.h"
#include "cli/verbs/way_to_clear.h"

namespace candor::cli {
namespace {

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
  const bool with = follow_up.action() == v1::ACTION_TALK && !reader.empty();
  return absl::StrCat(with ? absl::StrCat(" with ", reader) : "", ByWhenText(follow_up));
}

bool IsFeeling(const v1::Entry& entry) {
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  return kind != nullptr && kind->slug == "personal_reaction";
}

// The second conversation, which a consultation alone does not clear.
std::string SecondTalk(const v1::FollowUp& follow_up, const std::string& reader) {
  return absl::StrCat(
      "You write that it is still there. That happens, and many therapies go well with it. Please talk a second time",
      WithAndBy(follow_up, reader),
      ", about one question: is the work with this client still good? You can then continue with a plan, or prepare a "
      "gentle handover. You decide together.");
}

constexpr char kNoDeadline[] = " It does not matter that this began earlier; feelings have no deadline.";

// Of a member alone there is no case that a note could cover: the session itself is asked for.
std::string SupervisionStep(const v1::FollowUp& first, bool feeling) {
  if (!first.member().empty()) {
    return absl::StrCat("One thing is suggested: supervision", ByWhenText(first),
                        ". It counts once there is a note of it.");
  }
  return absl::StrCat("One thing is suggested: bring it to supervision", ByWhenText(first),
                      ". A supervision note that covers the case is enough.", feeling ? kNoDeadline : "");
}

// In its own words, whole: what is said in others does not say what it is. `entry`: what was recorded; what it has
// opened is new, and of what stood there before its date has moved.
std::string DutyStep(const v1::FollowUp& duty, const v1::Entry& entry) {
  const bool stood_before = entry.revises().empty() && !duty.opened_by().empty() && duty.opened_by() != entry.name();
  if (!stood_before) return absl::StrCat("This is asked for", ByWhenText(duty), ": ", duty.label(), ".");
  return absl::StrCat("Still asked for", ByWhenText(duty), ": what is left of \"", duty.label(), "\".");
}

// One step with a date and a name. `entry`: what was recorded, perhaps something that its writer noticed in themselves.
std::string FirstStep(const v1::FollowUp& first, const std::string& reader, const v1::Entry& entry) {
  const bool feeling = IsFeeling(entry);
  if (first.duty()) return DutyStep(first, entry);
  if (feeling && AsksToDecide(first)) return SecondTalk(first, reader);
  if (AsksForSupervision(first)) return SupervisionStep(first, feeling);
  std::string text =
      absl::StrCat("One thing is suggested: ", ActionText(first.action()), WithAndBy(first, reader), ".");
  if (first.action() == v1::ACTION_TALK) {
    absl::StrAppend(&text, " When you have, ", feeling ? "one line is enough." : "note it, and what was decided.");
  }
  if (feeling && first.action() == v1::ACTION_TALK) text += kNoDeadline;
  return text;
}

// What to write down afterwards, where that is not the conversation itself.
std::string WhenDecided(const v1::FollowUp& first) {
  if (!AsksToDecide(first)) return "";
  return absl::StrCat("What you decide clears it, once it is noted: candor log ",
                      absl::StrJoin(KindsWhenDone(first), " or "), ". A plan counts with the consultant's yes.");
}

// A conversation, a referral, a handover say what to do; to write something down, or not to go on, needs to be told of
// what. A private note's is said only where there are several to tell apart.
bool SaysTooLittle(const v1::FollowUp& follow_up) {
  const bool of_what = follow_up.action() == v1::ACTION_DOCUMENT || follow_up.action() == v1::ACTION_PROHIBIT;
  return of_what && !follow_up.from_private_note() && !follow_up.label().empty() && !follow_up.duty();
}

// The earliest stands for its situation.
void PrintSuggestion(const std::vector<v1::FollowUp>& situation, const std::string& reader, const v1::Entry& entry,
                     std::ostream& out) {
  const v1::FollowUp& first = situation.front();
  std::string text = FirstStep(first, reader, entry);
  const std::string others = OthersThan(first.action(), situation);
  if (!others.empty()) absl::StrAppend(&text, " With it goes ", others, ".");
  out << Wrap(text, kTextWidth) << '\n';
  for (const v1::FollowUp& each : situation) {
    const bool labelled = situation.size() > 1 || SaysTooLittle(each);
    out << "  " << each.name() << (labelled ? absl::StrCat(": ", each.label()) : "") << '\n';
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

// Of conduct, and of what one was told, saying nothing would read as "all is well". What a correction opened before is
// not told once more, so that of one nothing is said; nor where there is something that is not said here. Empty: enough
// is said.
std::string_view WhyNothingIsAsked(const SchemaKind* kind, const v1::Entry& entry,
                                   const v1::EntryAssessment& assessment) {
  const KindWords* words = kind == nullptr ? nullptr : FindKindWords(kind->slug);
  if (words == nullptr) return "";
  const bool speaks = words->conduct || words->telling == Telling::kSomeoneToldMe;
  if (assessment.read_by_no_rule()) return speaks ? kReadByNoRule : "";
  const bool is_new = entry.revises().empty() && entry.refiled_from().empty();
  const bool nothing = assessment.opened().empty() && assessment.not_assessed().empty();
  const bool no_answer = words->conduct || IsUnsureOfAbuse(entry);
  return no_answer && is_new && nothing && !assessment.unsaid() ? kAskedForByNoRule : "";
}

// Those that are spoken of.
std::vector<v1::FollowUp> Told(const google::protobuf::RepeatedPtrField<v1::FollowUp>& follow_ups) {
  std::vector<v1::FollowUp> told(follow_ups.begin(), follow_ups.end());
  std::erase_if(told, KeptQuiet);
  return told;
}

// What is left to do: an entry that is written down late may open what a later one has met.
std::vector<v1::FollowUp> LeftToDo(const google::protobuf::RepeatedPtrField<v1::FollowUp>& opened) {
  std::vector<v1::FollowUp> left = Told(opened);
  std::erase_if(left, [](const v1::FollowUp& each) {
    return each.status() == v1::FOLLOW_UP_STATUS_RESOLVED || each.status() == v1::FOLLOW_UP_STATUS_RESOLVED_LATE;
  });
  return left;
}

}  // namespace

bool TellsWhoIsThere(const SchemaKind& kind) {
  return kind.slug == "absence" || kind.slug == "departure" || kind.slug == "supervision_change";
}

std::string WhatIsRecorded(Session& session, const SchemaKind& kind, const v1::CreateEntryRequest& request) {
  const v1::Entry& entry = request.entry();
  const std::string date = MomentText(entry.occurred());
  if (!TellsWhoIsThere(kind)) return absl::StrCat(ListLabel(kind.slug), ", ", date);
  NameBook names(session.connection());
  // Such an entry stands with the member whom it is about.
  const std::string& concerned = entry.therapist().empty() ? request.parent() : entry.therapist();
  const std::string facts = ListedFacts(entry, names);
  return absl::StrCat(ListLabel(kind.slug), " of ", names.Member(concerned),
                      facts.empty() ? "" : absl::StrCat(": ", facts), "; dated ", date);
}

absl::Status ConfirmEntry(Session& session, const SchemaKind& kind, const v1::CreateEntryRequest& request, bool yes) {
  if (!kind.personal) {
    session.terminal.err << "To be recorded: " << WhatIsRecorded(session, kind, request) << ".\n";
    SaySight(session, BeforeIntakeText(session, request.parent(), request.entry()));
    SaySight(session, SightOf(session, request));
  }
  return Confirm(session, yes);
}

absl::Status ConfirmChange(Session& session, const std::string& name, bool yes, const std::string& sight) {
  session.terminal.err << Wrap(absl::StrCat("To be corrected: ", name,
                                            ". The entry as it was stays readable and is marked; nothing is erased."),
                               kTextWidth)
                       << '\n';
  SaySight(session, sight);
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
                                            "suggested because of it goes too, and so does the sign that you want to "
                                            "talk, which your supervisor may have seen. Nothing is erased: the words "
                                            "stay sealed in the record, and no answer shows them to anybody else."),
                               kTextWidth)
                       << '\n';
  return Confirm(session, yes, "Call it back?");
}

absl::Status ConfirmMove(Session& session, const std::string& name, const std::string& to_case, bool yes,
                         const std::string& sight) {
  session.terminal.err << Wrap(absl::StrCat("To be moved to ", to_case, ": ", name,
                                            ". It leaves the case where it stands now, and is judged anew in the "
                                            "other with the same dates. That something was moved stays on record; "
                                            "nothing is erased."),
                               kTextWidth)
                       << '\n';
  SaySight(session, sight);
  return Confirm(session, yes, "Move it?");
}

absl::Status ConfirmMerge(Session& session, const std::string& from, const std::string& into, bool yes,
                          const std::string& sight) {
  session.terminal.err << Wrap(absl::StrCat("To be merged: ", from, " into ", into,
                                            ". Everything in the first moves to the second and is judged anew there; "
                                            "the first then only says where it went. This cannot be undone in one "
                                            "step."),
                               kTextWidth)
                       << '\n';
  SaySight(session, sight);
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
  if (entry.written_late_days() > 0) {
    out << Wrap(absl::StrCat("It is marked as written down ", entry.written_late_days(),
                             " days later. Nothing follows from that. To add why, if you like:"),
                kTextWidth)
        << "\n  candor entry amend " << entry.name() << " --stdin" << session.OnBehalf() << '\n';
  }
  const SchemaKind* kind = Schema::OfEntry().KindOf(entry);
  const std::string_view nothing_asked = WhyNothingIsAsked(kind, entry, assessment);
  if (!nothing_asked.empty()) out << Wrap(nothing_asked, kTextWidth) << '\n';
  if (IsUnsureOfAbuse(entry)) out << Wrap(kUnsureOfAbuse, kTextWidth) << '\n';
  for (const std::vector<v1::FollowUp>& situation : BySituation(LeftToDo(assessment.opened()))) {
    PrintSuggestion(situation, reader, entry, out);
  }
  for (const v1::FollowUp& resolved : Told(assessment.resolved())) {
    out << Wrap(absl::StrCat("No longer asked for: ", resolved.label(), "."), kTextWidth) << "\n  " << resolved.name()
        << '\n';
  }
  for (const v1::PolicyNotAssessed& not_assessed : assessment.not_assessed()) {
    out << "Not assessed yet by " << not_assessed.policy() << " (" << WordOf(not_assessed.reason())
        << "). That does not mean that nothing is called for.\n";
  }
}

}  // namespace candor::cli
