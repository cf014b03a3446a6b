#include "cli/verbs/supervision_form.h"

#include <algorithm>
#include <cstdio>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_text.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// What all attendees share, and how lines are read. The part of a supervisee is in supervision_part.cc.
namespace candor::cli {
namespace {

constexpr int kLongestMinutes = 24 * 60;
constexpr char kRemovesIt[] = "-";

bool IsAdHoc(const v1::SupervisionSession& session) {
  return session.format() == v1::SUPERVISION_NOTE_FORMAT_AD_HOC;
}

std::optional<v1::LocalTime> TimeTyped(const std::string& typed) {
  int hours = 0, minutes = 0, read = 0;
  const bool whole = std::sscanf(typed.c_str(), "%2d:%2d%n", &hours, &minutes, &read) == 2 &&
                     static_cast<size_t>(read) == typed.size();
  if (!whole || hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return std::nullopt;
  v1::LocalTime time;
  time.set_hours(hours);
  time.set_minutes(minutes);
  return time;
}

}  // namespace

absl::Status NoteForm::Ended() const {
  return absl::CancelledError(IsVersion()
                                  ? "the answers ended; what was answered is kept as a draft on this machine, and the "
                                    "note is as it was"
                                  : "the answers ended; what was answered is kept as a draft on this machine");
}

absl::StatusOr<NoteStart> NoteForm::AskSession(std::optional<Day>& next) {
  while (true) {
    ShowSession(next);
    const auto key = keys_.Choose(" ", StartChoices());
    switch (key.value_or('q')) {
      case '\n':
        CANDOR_RETURN_IF_ERROR(AskGaps());
        return NoteStart::kWrite;
      case 'c':
        CANDOR_RETURN_IF_ERROR(ChangeSession(next));
        break;
      case 's':
        return NoteStart::kSkip;
      case 'x':
        return NoteStart::kCancel;
      case 'd':
        return NoteStart::kDiscard;
      default:
        return NoteStart::kQuit;
    }
  }
}

void NoteForm::ShowSession(std::optional<Day> next) {
  session_.terminal.err << '\n'
                        << OneLine(AttendeesText(note_.session(), names_)) << '\n'
                        << Wrap(OneLine(SessionText(note_.session())), kTextWidth, "  ") << '\n';
  if (next) session_.terminal.err << "  next: " << LongDate(*next) << '\n';
}

std::vector<KeyChoice> NoteForm::StartChoices() const {
  std::vector<KeyChoice> choices = {{'\n', "as shown"}, {'c', "change"}};
  const v1::SupervisionNoteFormat format = note_.session().format();
  const bool planned = format != v1::SUPERVISION_NOTE_FORMAT_AD_HOC && format != v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
  if (!IsVersion()) {
    if (planned) choices.push_back({'x', "did not take place"});
    choices.push_back({'s', "skip"});
  }
  if (IsBegun()) choices.push_back({'d', "discard the draft"});
  choices.push_back({'q', "quit"});
  return choices;
}

// What cannot be signed without and no session before has said.
absl::Status NoteForm::AskGaps() {
  const v1::SupervisionSession& session = note_.session();
  if (!IsAdHoc(session) && !session.started().has_time()) CANDOR_RETURN_IF_ERROR(AskTime());
  const bool group = session.format() == v1::SUPERVISION_NOTE_FORMAT_GROUP ||
                     session.format() == v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
  if (group && session.theme().empty()) CANDOR_RETURN_IF_ERROR(AskTheme());
  return keep_();
}

// --- Changing

std::vector<KeyChoice> NoteForm::SessionChoices() const {
  std::vector<KeyChoice> choices = {{'d', "day"}};
  if (!IsAdHoc(note_.session())) {
    choices.insert(choices.end(),
                   {{'t', "time"}, {'m', "minutes"}, {'v', "in person or video"}, {'f', "format"}, {'s', "setting"}});
    // Who signed it stays.
    if (!IsVersion()) choices.push_back({'u', "substitute"});
    choices.insert(choices.end(), {{'w', "who was there"}, {'h', "theme"}, {'n', "next date"}});
  }
  choices.push_back({'\n', "nothing"});
  return choices;
}

absl::Status NoteForm::ChangeSession(std::optional<Day>& next) {
  const auto key = keys_.Choose("  Change", SessionChoices());
  if (!key) return Ended();
  if (*key == '\n') return absl::OkStatus();
  CANDOR_RETURN_IF_ERROR(ChangeOne(*key, next));
  return keep_();
}

absl::Status NoteForm::ChangeOne(char key, std::optional<Day>& next) {
  v1::SupervisionSession& session = *note_.mutable_session();
  const Day day = FromWire(session.started().date());
  switch (key) {
    case 'd': {
      CANDOR_ASSIGN_OR_RETURN(const auto changed, AskDay("  Day, as in 2026-03-20 (Enter: as it is):", day));
      if (next && changed) *next += *changed - day;
      *session.mutable_started()->mutable_date() = ToWire(changed.value_or(day));
      return absl::OkStatus();
    }
    case 't':
      return AskTime();
    case 'm': {
      CANDOR_ASSIGN_OR_RETURN(const auto minutes, AskMinutes("  Minutes (Enter: as it is):", kLongestMinutes));
      if (minutes) session.set_minutes(*minutes);
      return absl::OkStatus();
    }
    case 'v': {
      const bool video = session.mode() == v1::SUPERVISION_MODE_VIDEO;
      session.set_mode(video ? v1::SUPERVISION_MODE_IN_PERSON : v1::SUPERVISION_MODE_VIDEO);
      return absl::OkStatus();
    }
    case 'f':
      return AskFormat();
    case 's':
      return AskSetting();
    case 'u':
      return AskSubstitute();
    case 'h':
      return AskTheme();
    case 'w':
      return AskAttendance();
    default: {
      CANDOR_ASSIGN_OR_RETURN(next, AskDay("  Next, as in 2026-03-27 (Enter: as it is; -: none):", next));
      return absl::OkStatus();
    }
  }
}

absl::Status NoteForm::AskTime() {
  while (true) {
    const auto typed = keys_.Line("  When did it begin, as in 09:00 (Enter: as it is):");
    if (!typed) return Ended();
    if (typed->empty()) return absl::OkStatus();
    if (const auto time = TimeTyped(*typed)) {
      *note_.mutable_session()->mutable_started()->mutable_time() = *time;
      return absl::OkStatus();
    }
    session_.terminal.err << "  A time of the day, as in 09:00.\n";
  }
}

absl::Status NoteForm::AskFormat() {
  const auto key =
      keys_.Choose("  Format:", {{'i', "individual"}, {'t', "triadic"}, {'g', "group"}, {'\n', "as it is"}});
  if (!key) return Ended();
  v1::SupervisionSession& session = *note_.mutable_session();
  if (*key == 'i') session.set_format(v1::SUPERVISION_NOTE_FORMAT_INDIVIDUAL);
  if (*key == 't') session.set_format(v1::SUPERVISION_NOTE_FORMAT_TRIADIC);
  if (*key == 'g') session.set_format(v1::SUPERVISION_NOTE_FORMAT_GROUP);
  return absl::OkStatus();
}

// The same settings as of the hours of a week, so that each asks for its own units.
absl::Status NoteForm::AskSetting() {
  v1::SupervisionSession& session = *note_.mutable_session();
  const auto key = keys_.Choose("  Setting, where the hours count:", {{'p', "private practice"},
                                                                      {'a', "agency"},
                                                                      {'c', "clinic"},
                                                                      {'h', "hospital"},
                                                                      {'s', "school"},
                                                                      {'l', "placement"},
                                                                      {'o', "other"},
                                                                      {'\n', "as it is"}});
  if (!key) return Ended();
  if (*key == 'p') session.set_work_setting(v1::WORK_SETTING_PRIVATE_PRACTICE);
  if (*key == 'a') session.set_work_setting(v1::WORK_SETTING_AGENCY);
  if (*key == 'c') session.set_work_setting(v1::WORK_SETTING_CLINIC);
  if (*key == 'h') session.set_work_setting(v1::WORK_SETTING_HOSPITAL);
  if (*key == 's') session.set_work_setting(v1::WORK_SETTING_SCHOOL);
  if (*key == 'l') session.set_work_setting(v1::WORK_SETTING_PLACEMENT);
  if (*key == 'o') session.set_work_setting(v1::WORK_SETTING_OTHER);
  CANDOR_ASSIGN_OR_RETURN(*session.mutable_setting(), AskText("  Its name (Enter: none):", session.setting()));
  return absl::OkStatus();
}

absl::Status NoteForm::AskSubstitute() {
  CANDOR_ASSIGN_OR_RETURN(const std::string member, AskMember("  Who held it in your place, a name (Enter: you did):"));
  note_.mutable_session()->set_substitute(member);
  return absl::OkStatus();
}

absl::Status NoteForm::AskTheme() {
  v1::SupervisionSession& session = *note_.mutable_session();
  CANDOR_ASSIGN_OR_RETURN(*session.mutable_theme(),
                          AskText("  Theme, in general terms; all who were there read it:", session.theme()));
  return absl::OkStatus();
}

absl::Status NoteForm::AskAttendance() {
  auto* attendees = note_.mutable_session()->mutable_attendees();
  for (int i = 0; i < attendees->size(); ++i) {
    v1::SupervisionAttendee& each = *attendees->Mutable(i);
    std::vector<KeyChoice> choices = {{'\n', "as it is"}, {'p', "present"}, {'l', "late"}};
    // Who was there has a part, and who was not has none: that is another note.
    if (!IsVersion()) choices.insert(choices.end(), {{'a', "absent"}, {'x', "was not expected"}});
    const auto key = keys_.Choose(absl::StrCat("  ", OneLine(names_.Member(each.member())), ":"), choices);
    if (!key) return Ended();
    if (*key != '\n') each.clear_minutes();
    if (*key == 'p') each.set_attendance(v1::ATTENDANCE_PRESENT);
    if (*key == 'a') each.set_attendance(v1::ATTENDANCE_ABSENT);
    if (*key == 'l') CANDOR_RETURN_IF_ERROR(AskHowLong(each));
    if (*key == 'x') attendees->DeleteSubrange(i--, 1);
  }
  return IsVersion() ? absl::OkStatus() : AskWhoElse();
}

absl::Status NoteForm::AskHowLong(v1::SupervisionAttendee& attendee) {
  attendee.set_attendance(v1::ATTENDANCE_LATE);
  const v1::SupervisionSession& session = note_.session();
  const int most = session.has_minutes() ? session.minutes() : kLongestMinutes;
  CANDOR_ASSIGN_OR_RETURN(const auto minutes, AskMinutes("  How many minutes were they there:", most));
  if (minutes) attendee.set_minutes(*minutes);
  return absl::OkStatus();
}

absl::Status NoteForm::AskWhoElse() {
  v1::SupervisionSession& session = *note_.mutable_session();
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(const std::string member, AskMember("  Somebody else too, a name (Enter: nobody):"));
    if (member.empty()) return absl::OkStatus();
    const bool there = std::any_of(session.attendees().begin(), session.attendees().end(),
                                   [&](const v1::SupervisionAttendee& each) { return each.member() == member; });
    if (there) continue;
    v1::SupervisionAttendee& attendee = *session.add_attendees();
    attendee.set_member(member);
    attendee.set_attendance(v1::ATTENDANCE_PRESENT);
  }
}

// --- Lines

absl::StatusOr<std::optional<Day>> NoteForm::AskDay(std::string_view question, std::optional<Day> fallback) {
  while (true) {
    const auto typed = keys_.Line(question);
    if (!typed) return Ended();
    if (typed->empty()) return fallback;
    if (*typed == kRemovesIt) return std::optional<Day>();
    if (const auto day = ParseDay(*typed); day.ok()) return std::optional<Day>(*day);
    session_.terminal.err << "  A day that exists, as in 2026-03-20.\n";
  }
}

absl::StatusOr<std::string> NoteForm::AskText(std::string_view question, const std::string& now) {
  if (!now.empty()) {
    session_.terminal.err << Wrap(absl::StrCat("Now: ", OneLine(now), " (Enter keeps it, - takes it away)"), kTextWidth,
                                  "  ")
                          << '\n';
  }
  const auto typed = keys_.Line(question);
  if (!typed) return Ended();
  if (typed->empty()) return now;
  return *typed == kRemovesIt ? std::string() : *typed;
}

absl::StatusOr<std::string> NoteForm::AskMember(std::string_view question) {
  while (true) {
    const auto typed = keys_.Line(question);
    if (!typed) return Ended();
    if (typed->empty()) return std::string();
    auto member = ResolveMember(session_.connection(), *typed);
    if (member.ok() || !absl::IsNotFound(member.status())) return member;
    session_.terminal.err << "  Nobody of that name; see candor member list.\n";
  }
}

absl::StatusOr<std::optional<int>> NoteForm::AskMinutes(std::string_view question, int most) {
  while (true) {
    const auto typed = keys_.Line(question);
    if (!typed) return Ended();
    if (typed->empty()) return std::optional<int>();
    int minutes = 0;
    if (absl::SimpleAtoi(*typed, &minutes) && minutes > 0 && minutes <= most) return std::optional<int>(minutes);
    session_.terminal.err << "  A number of minutes, from 1 to " << most << ".\n";
  }
}

}  // namespace candor::cli
