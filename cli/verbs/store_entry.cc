#include "cli/verbs/store_entry.h"

#include "absl/strings/str_cat.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/follow_up_words.h"
#include "cli/wire/dates.h"

namespace candor::cli {
namespace {

constexpr size_t kWidth = 100;
constexpr std::string_view kReadByTheCase =
    "It is read by those who have a part in the case, the supervisor and the director. Boards and courts can demand "
    "records.";

std::string BeforeWriting(const std::string& reader) {
  const std::string who = reader.empty() ? "you; you have chosen nobody else yet" : absl::StrCat("you and by ", reader);
  return absl::StrCat(
      "This is for something you noticed in yourself. You need not describe it. It will be read by ", who,
      "; not by the director. Boards and courts can demand records. Save, or talk to someone first: until you save, "
      "nothing is kept.");
}

absl::Status Confirm(Session& session, bool yes) {
  if (yes) return absl::OkStatus();
  if (!session.terminal.asks) {
    return absl::CancelledError("nothing was stored. Confirm on a terminal, or pass --yes in a script");
  }
  if (session.terminal.Confirm("Save it?")) return absl::OkStatus();
  return absl::CancelledError("nothing was stored, and nothing you typed was kept");
}

// One step with a date and a name.
std::string Suggestion(const v1::FollowUp& follow_up, const std::string& reader) {
  std::string text = absl::StrCat("One thing is suggested: ", ActionText(follow_up.action()));
  if (follow_up.action() == v1::ACTION_TALK && !reader.empty()) absl::StrAppend(&text, " with ", reader);
  if (follow_up.has_due()) absl::StrAppend(&text, " by ", LongDate(FromWire(follow_up.due())));
  absl::StrAppend(&text, ".");
  if (follow_up.action() == v1::ACTION_TALK) absl::StrAppend(&text, " When you have, one line is enough.");
  return text;
}

}  // namespace

void SayWhoReads(Session& session, const SchemaKind& kind, const std::string& reader) {
  session.terminal.err << Wrap(kind.personal ? BeforeWriting(reader) : std::string(kReadByTheCase), kWidth) << '\n';
}

absl::Status ConfirmEntry(Session& session, const SchemaKind& kind, const v1::Entry& entry, bool yes) {
  if (!kind.personal) {
    session.terminal.err << "To be recorded: " << kind.slug << ", " << MomentText(entry.occurred()) << ".\n";
  }
  return Confirm(session, yes);
}

absl::Status ConfirmChange(Session& session, const std::string& name, bool yes) {
  session.terminal.err << Wrap(absl::StrCat("To be corrected: ", name,
                                            ". The entry as it was stays readable and is marked; nothing is erased."),
                               kWidth)
                       << '\n';
  return Confirm(session, yes);
}

void PrintStored(Session& session, const v1::Entry& entry, const v1::EntryAssessment& assessment, const Json& json,
                 const std::string& reader) {
  if (!session.table()) {
    session.PrintData(json);
    return;
  }
  std::ostream& out = session.out();
  out << "Thank you, it is in: " << entry.name() << '\n';
  for (const v1::FollowUp& opened : assessment.opened()) {
    out << Wrap(Suggestion(opened, reader), kWidth) << "\n  " << opened.name() << '\n';
  }
  for (const v1::FollowUp& resolved : assessment.resolved()) {
    out << Wrap(absl::StrCat("This clears: ", resolved.label(), "."), kWidth) << "\n  " << resolved.name() << '\n';
  }
  for (const v1::PolicyNotAssessed& not_assessed : assessment.not_assessed()) {
    out << "Not assessed yet by " << not_assessed.policy() << " (" << WordOf(not_assessed.reason())
        << "). That does not mean that nothing is called for.\n";
  }
}

}  // namespace candor::cli
