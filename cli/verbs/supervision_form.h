#ifndef CANDOR_CLI_VERBS_SUPERVISION_FORM_H_
#define CANDOR_CLI_VERBS_SUPERVISION_FORM_H_

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/supervision.pb.h"
#include "cli/print/keys.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

namespace candor::cli {

// What a form is about: a note that nobody has begun, one that was left in the middle; a new version of a signed one,
// and such a version that was left in the middle.
enum class NoteOf { kNew, kDraft, kVersion, kVersionDraft };
// What somebody decided about a session before its note was begun.
enum class NoteStart { kWrite, kCancel, kSkip, kDiscard, kQuit };

// Asks for a supervision note by single keys, with what was the case last time as it stands. Every answer goes into the
// request at once, and is kept: whatever ends the program loses at most one. CANCELLED at the end of input.
// Thread-compatible.
class NoteForm {
 public:
  // `keep` puts the request where it survives. Nothing is owned.
  NoteForm(Session& session, Keys& keys, NoteOf of, v1::SignSupervisionNoteRequest& note,
           std::function<absl::Status()> keep)
      : session_(session), keys_(keys), of_(of), note_(note), keep_(std::move(keep)), names_(session.connection()) {}

  // Shows the session as it is taken to have been, and lets it be changed. `next`: the next one's date, changed alike.
  absl::StatusOr<NoteStart> AskSession(std::optional<Day>& next);
  // The part of one supervisee, `line` being what the week says of them.
  absl::Status AskPart(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);

 private:
  absl::Status Ended() const;
  bool IsVersion() const { return of_ == NoteOf::kVersion || of_ == NoteOf::kVersionDraft; }
  bool IsBegun() const { return of_ == NoteOf::kDraft || of_ == NoteOf::kVersionDraft; }

  void ShowSession(std::optional<Day> next);
  std::vector<KeyChoice> StartChoices() const;
  std::vector<KeyChoice> SessionChoices() const;
  absl::Status ChangeSession(std::optional<Day>& next);
  absl::Status ChangeOne(char key, std::optional<Day>& next);
  absl::Status AskTime();
  absl::Status AskFormat();
  absl::Status AskSubstitute();
  absl::Status AskTheme();
  absl::Status AskSetting();
  absl::Status AskAttendance();
  absl::Status AskHowLong(v1::SupervisionAttendee& attendee);
  absl::Status AskWhoElse();
  absl::Status AskGaps();

  absl::Status AskCases(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);
  absl::Status AskOtherCase(v1::SupervisionPart& part);
  absl::Status AskTopics(v1::SupervisionCaseTalk& talk);
  absl::Status AskRisk(v1::SupervisionPart& part);
  absl::Status AskDirectives(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);
  absl::Status AskDirective(const v1::OpenDirective& directive, v1::SupervisionPart& part);
  // The day of the session.
  Day Held() const;
  // Those that the supervisee wants with this supervisor.
  absl::StatusOr<std::vector<v1::FollowUp>> Conversations(const v1::SuperviseeWeek& line);
  absl::Status AskFollowUps(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);
  absl::Status AskHours(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);
  absl::Status AskReactions(const v1::SuperviseeWeek& line, v1::SupervisionPart& part);
  absl::Status AskGuidance(const std::string& supervisee, v1::SupervisionPart& part);
  absl::Status AskOneGuidance(const std::string& supervisee, v1::GuidanceForm form, v1::SupervisionPart& part);
  absl::StatusOr<std::string> AskOwner(const std::string& supervisee);
  absl::Status AskTexts(v1::SupervisionPart& part);

  // Enter leaves it as it is. `open`: whether that is an answer while there is none.
  absl::StatusOr<v1::YesNo> AskYesNo(std::string_view question, v1::YesNo now, bool open);
  // A line that a date is read from; asked again until it is one. Empty: `fallback`. "-": none.
  absl::StatusOr<std::optional<Day>> AskDay(std::string_view question, std::optional<Day> fallback);
  // A line of text, which Enter leaves as it is and "-" takes away.
  absl::StatusOr<std::string> AskText(std::string_view question, const std::string& now);
  // A person by name; asked again until there is one. Empty for Enter.
  absl::StatusOr<std::string> AskMember(std::string_view question);
  // How many minutes, up to `most`; asked again until it is a number. nullopt for Enter.
  absl::StatusOr<std::optional<int>> AskMinutes(std::string_view question, int most);

  Session& session_;
  Keys& keys_;
  const NoteOf of_;
  v1::SignSupervisionNoteRequest& note_;
  std::function<absl::Status()> keep_;
  NameBook names_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SUPERVISION_FORM_H_
