#include <optional>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/verbs/supervision_form.h"
#include "cli/verbs/supervision_text.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What was recommended or directed, with its owner and its date, and the lines of text of one supervisee's part.
namespace candor::cli {

absl::Status NoteForm::AskGuidance(const std::string& supervisee, v1::SupervisionPart& part) {
  const bool peers = note_.session().format() == v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
  while (true) {
    for (const v1::Guidance& each : part.guidance()) {
      session_.terminal.err << Wrap(OneLine(GuidanceText(each, names_)), kTextWidth, "  ") << '\n';
    }
    std::vector<KeyChoice> choices = {{'r', "recommendation"}};
    if (!peers) choices.push_back({'d', "directive"});
    if (part.guidance_size() > 0) choices.push_back({'z', "take the last away"});
    choices.push_back({'t', "text"});
    choices.push_back({'\n', "done"});
    const auto key = keys_.Choose("  Guidance:", choices);
    if (!key) return Ended();
    if (*key == '\n') return keep_();
    if (*key == 'z') {
      part.mutable_guidance()->RemoveLast();
    } else if (*key == 't') {
      CANDOR_RETURN_IF_ERROR(AskTexts(part));
    } else {
      const auto form = *key == 'd' ? v1::GUIDANCE_FORM_DIRECTIVE : v1::GUIDANCE_FORM_RECOMMENDATION;
      CANDOR_RETURN_IF_ERROR(AskOneGuidance(supervisee, form, part));
    }
    CANDOR_RETURN_IF_ERROR(keep_());
  }
}

absl::Status NoteForm::AskOneGuidance(const std::string& supervisee, v1::GuidanceForm form, v1::SupervisionPart& part) {
  CANDOR_ASSIGN_OR_RETURN(const std::string text,
                          AskText("  What is to be done, cases by code, no names (Enter: nothing):", ""));
  if (text.empty()) return absl::OkStatus();
  CANDOR_ASSIGN_OR_RETURN(const std::string owner, AskOwner(supervisee));
  std::optional<Day> due;
  if (part.has_next_planned()) due = FromWire(part.next_planned());
  const bool needed = form == v1::GUIDANCE_FORM_DIRECTIVE;
  const std::string none = needed ? "" : due ? "; -: none" : "; Enter: none";
  const std::string question = absl::StrCat("  By when, as in 2026-03-27",
                                            due ? absl::StrCat(" (Enter: ", FormatDay(*due)) : " (a day", none, "):");
  CANDOR_ASSIGN_OR_RETURN(due, AskDay(question, due));
  while (needed && !due) {
    CANDOR_ASSIGN_OR_RETURN(due, AskDay("  A directive has a date. By when:", std::nullopt));
  }
  v1::Guidance& guidance = *part.add_guidance();
  guidance.set_form(form);
  guidance.set_text(text);
  guidance.set_owner(owner);
  if (due) *guidance.mutable_due() = ToWire(*due);
  return absl::OkStatus();
}

absl::StatusOr<std::string> NoteForm::AskOwner(const std::string& supervisee) {
  const v1::SupervisionSession& session = note_.session();
  const std::string& held_by = session.substitute().empty() ? session.supervisor() : session.substitute();
  while (true) {
    const bool peers = session.format() == v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
    const auto key = keys_.Choose(
        "  Who does it?", {{'s', peers ? "the other person" : "supervisee"}, {'m', "me"}, {'o', "somebody else"}});
    if (!key) return Ended();
    if (*key == 's') return supervisee;
    if (*key == 'm') return held_by;
    CANDOR_ASSIGN_OR_RETURN(const std::string other, AskMember("  Their name (Enter: one of the two):"));
    if (other.empty()) continue;
    if (other != supervisee && other != held_by) {
      session_.terminal.err << "  Candor does not tell them: they do not read this note. Let them know yourself.\n";
    }
    return other;
  }
}

absl::Status NoteForm::AskTexts(v1::SupervisionPart& part) {
  CANDOR_ASSIGN_OR_RETURN(*part.mutable_strengths(), AskText("  Strengths:", part.strengths()));
  CANDOR_ASSIGN_OR_RETURN(*part.mutable_to_develop(), AskText("  To develop:", part.to_develop()));
  CANDOR_ASSIGN_OR_RETURN(*part.mutable_supervisee_view(),
                          AskText("  Supervisee's view, where it differs:", part.supervisee_view()));
  return absl::OkStatus();
}

}  // namespace candor::cli
