#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "cli/verbs/entry_text.h"
#include "cli/verbs/supervision_form.h"
#include "cli/verbs/supervision_text.h"
#include "cli/verbs/supervision_verbs.h"
#include "cli/wire/dates.h"
#include "daemon/base/status.h"

// The part of one supervisee, question by question.
namespace candor::cli {
namespace {

constexpr size_t kDigits = 9;

struct TopicKey {
  char key;
  const char* label;
  v1::SupervisionTopic topic;
};
constexpr TopicKey kTopicKeys[] = {
    {'f', "formulation", v1::SUPERVISION_TOPIC_FORMULATION},
    {'i', "intervention", v1::SUPERVISION_TOPIC_INTERVENTION},
    {'r', "risk", v1::SUPERVISION_TOPIC_RISK},
    {'e', "ethics, boundaries", v1::SUPERVISION_TOPIC_ETHICS_BOUNDARIES},
    {'p', "personal reaction", v1::SUPERVISION_TOPIC_PERSONAL_REACTION},
    {'c', "culture", v1::SUPERVISION_TOPIC_CULTURE},
    {'t', "transfer, ending", v1::SUPERVISION_TOPIC_ENDING_TRANSFER},
    {'k', "record keeping", v1::SUPERVISION_TOPIC_RECORD_KEEPING},
};

// Adds `item` to a list, or takes it away when it is there; whether it is there now.
template <class List, class Item>
bool Toggle(List& list, const Item& item) {
  const auto found = std::find(list.begin(), list.end(), item);
  if (found == list.end()) {
    list.Add(Item(item));
    return true;
  }
  list.erase(found);
  return false;
}

// Those not talked about come first, then by how long ago.
std::vector<v1::SupervisedCase> ByNeed(const v1::SuperviseeWeek& line) {
  std::vector<v1::SupervisedCase> cases(line.cases().begin(), line.cases().end());
  const auto last = [](const v1::SupervisedCase& each) {
    return each.has_last_discussed() ? FromWire(each.last_discussed()) : Day();
  };
  std::stable_sort(cases.begin(), cases.end(), [&](const v1::SupervisedCase& a, const v1::SupervisedCase& b) {
    if (a.not_discussed() != b.not_discussed()) return a.not_discussed();
    return last(a) < last(b);
  });
  return cases;
}

std::string CaseLabel(const v1::SupervisedCase& each) {
  return each.not_discussed() ? SupervisedCaseText(each) : each.case_code();
}

v1::SupervisionCaseTalk& TalkOf(const std::string& name, const std::string& code, v1::SupervisionPart& part) {
  for (v1::SupervisionCaseTalk& talk : *part.mutable_cases()) {
    if (talk.case_() == name) return talk;
  }
  v1::SupervisionCaseTalk& talk = *part.add_cases();
  talk.set_case_(name);
  talk.set_case_code(code);
  return talk;
}

// A case of which nothing was talked about was not talked about.
void LeaveOutWithoutTopics(v1::SupervisionPart& part) {
  auto& cases = *part.mutable_cases();
  cases.erase(std::remove_if(cases.begin(), cases.end(),
                             [](const v1::SupervisionCaseTalk& each) { return each.topics().empty(); }),
              cases.end());
}

bool AsksHours(const v1::SuperviseeWeek& line, v1::SupervisionNoteFormat format) {
  const v1::UnitsProfile profile = line.units_profile();
  const bool counted =
      profile == v1::UNITS_PROFILE_BBS || profile == v1::UNITS_PROFILE_BBS_TRAINEE || profile == v1::UNITS_PROFILE_BACP;
  return counted && format != v1::SUPERVISION_NOTE_FORMAT_PEER_GROUP;
}

// "the conversation with you": nothing of what it is about, on a screen that others may see.
std::string ConversationLabel(const v1::FollowUp& conversation, bool several) {
  if (!several || !conversation.has_reported_on()) return "the conversation with you";
  return absl::StrCat("the conversation with you, written down ", FormatDate(conversation.reported_on()));
}

// Where the note says what has become of the directive; -1: nowhere.
int FindReport(const v1::OpenDirective& directive, const v1::SupervisionPart& part) {
  for (int i = 0; i < part.last_directives_size(); ++i) {
    const v1::DirectiveReport& each = part.last_directives(i);
    if (each.note() == directive.note() && each.index() == directive.index()) return i;
  }
  return -1;
}

// What began after the session was not there to be talked about at it, whatever was ticked while it had another date.
void LeaveOutLater(Day held, std::vector<v1::FollowUp>& follow_ups, v1::SupervisionPart& part) {
  auto& ticked = *part.mutable_follow_ups();
  for (const v1::FollowUp& each : follow_ups) {
    if (!BeganBy(each, held)) ticked.erase(std::remove(ticked.begin(), ticked.end(), each.name()), ticked.end());
  }
  std::erase_if(follow_ups, [&](const v1::FollowUp& each) { return !BeganBy(each, held); });
}

}  // namespace

absl::Status NoteForm::AskPart(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  const v1::SupervisionNoteFormat format = note_.session().format();
  if (line.wants_to_talk()) session_.terminal.err << "  Wants to talk with you.\n";
  CANDOR_RETURN_IF_ERROR(AskCases(line, part));
  if (format != v1::SUPERVISION_NOTE_FORMAT_AD_HOC) {
    CANDOR_RETURN_IF_ERROR(AskRisk(part));
    CANDOR_RETURN_IF_ERROR(AskDirectives(line, part));
    CANDOR_RETURN_IF_ERROR(AskFollowUps(line, part));
    CANDOR_RETURN_IF_ERROR(AskHours(line, part));
    CANDOR_RETURN_IF_ERROR(AskReactions(line, part));
  }
  return AskGuidance(line.supervisee(), part);
}

// --- Cases

absl::Status NoteForm::AskCases(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  const std::vector<v1::SupervisedCase> cases = ByNeed(line);
  std::vector<KeyChoice> offered;
  for (size_t i = 0; i < std::min(kDigits, cases.size()); ++i) {
    offered.push_back({static_cast<char>('1' + i), CaseLabel(cases[i])});
  }
  offered.push_back({'o', "other case"});
  while (true) {
    std::vector<KeyChoice> choices = offered;
    if (!part.cases().empty()) {
      session_.terminal.err << Wrap(absl::StrCat("So far: ", OneLine(CasesText(part))), kTextWidth, "  ") << '\n';
      choices.push_back({'z', "take the last away"});
    }
    choices.push_back({'\n', "on"});
    const auto key = keys_.Choose("  Cases:", choices);
    if (!key) return Ended();
    if (*key == '\n') return keep_();
    if (*key == 'z') {
      part.mutable_cases()->RemoveLast();
    } else if (*key == 'o') {
      CANDOR_RETURN_IF_ERROR(AskOtherCase(part));
    } else {
      const v1::SupervisedCase& chosen = cases[static_cast<size_t>(*key - '1')];
      CANDOR_RETURN_IF_ERROR(AskTopics(TalkOf(chosen.case_(), chosen.case_code(), part)));
    }
    LeaveOutWithoutTopics(part);
    CANDOR_RETURN_IF_ERROR(keep_());
  }
}

absl::Status NoteForm::AskOtherCase(v1::SupervisionPart& part) {
  const auto typed = keys_.Line("  Its code (Enter: none):");
  if (!typed) return Ended();
  if (typed->empty()) return absl::OkStatus();
  const auto name = ResolveCase(session_.connection(), *typed);
  if (absl::IsNotFound(name.status())) {
    session_.terminal.err << "  No such case; see candor case list.\n";
    return absl::OkStatus();
  }
  CANDOR_RETURN_IF_ERROR(name.status());
  return AskTopics(TalkOf(*name, *typed, part));
}

absl::Status NoteForm::AskTopics(v1::SupervisionCaseTalk& talk) {
  std::vector<KeyChoice> choices;
  for (const TopicKey& each : kTopicKeys) choices.push_back({each.key, each.label});
  absl::Status kept;
  const bool on = keys_.ChooseSeveral("  Topics:", choices, [&](char key) {
    const auto* topic = std::find_if(std::begin(kTopicKeys), std::end(kTopicKeys),
                                     [&](const TopicKey& each) { return each.key == key; });
    const bool chosen = Toggle(*talk.mutable_topics(), static_cast<int>(topic->topic));
    kept.Update(keep_());
    return chosen;
  });
  if (!on) return Ended();
  return kept;
}

// --- What is asked of everybody

absl::StatusOr<v1::YesNo> NoteForm::AskYesNo(std::string_view question, v1::YesNo now, bool open) {
  std::vector<KeyChoice> choices = {{'y', "yes"}, {'n', "no"}};
  if (now != v1::YES_NO_UNSPECIFIED) {
    choices.push_back({'\n', now == v1::YES_NO_YES ? "as it is: yes" : "as it is: no"});
  } else if (open) {
    choices.push_back({'\n', "leave open"});
  }
  const auto key = keys_.Choose(question, choices);
  if (!key) return Ended();
  if (*key == '\n') return now;
  return *key == 'y' ? v1::YES_NO_YES : v1::YES_NO_NO;
}

absl::Status NoteForm::AskRisk(v1::SupervisionPart& part) {
  CANDOR_ASSIGN_OR_RETURN(const v1::YesNo looked, AskYesNo("  Risk looked at?", part.risk_looked_at(), /*open=*/false));
  part.set_risk_looked_at(looked);
  if (looked == v1::YES_NO_YES) {
    CANDOR_ASSIGN_OR_RETURN(const v1::YesNo changed,
                            AskYesNo("  Has it changed?", part.risk_changed(), /*open=*/false));
    part.set_risk_changed(changed);
  } else {
    part.clear_risk_changed();
  }
  return keep_();
}

absl::Status NoteForm::AskDirectives(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  for (const v1::OpenDirective& each : line.directives()) {
    if (!each.has_given() || FromWire(each.given()) <= Held()) {
      CANDOR_RETURN_IF_ERROR(AskDirective(each, part));
      continue;
    }
    // Of what was given later this session says nothing, whatever was answered while it had another date.
    if (const int at = FindReport(each, part); at >= 0) part.mutable_last_directives()->DeleteSubrange(at, 1);
  }
  return keep_();
}

absl::Status NoteForm::AskDirective(const v1::OpenDirective& directive, v1::SupervisionPart& part) {
  session_.terminal.err << Wrap(absl::StrCat("Directive ", OneLine(OpenDirectiveText(directive, names_))), kTextWidth,
                                "  ")
                        << '\n';
  const int at = FindReport(directive, part);
  const std::string now =
      at < 0 ? "leave open" : absl::StrCat("as it is: ", DirectiveReportText(part.last_directives(at)));
  const auto key = keys_.Choose(" ", {{'d', "done"}, {'m', "moved"}, {'x', "dropped"}, {'\n', now}});
  if (!key) return Ended();
  if (*key == '\n') return absl::OkStatus();
  v1::DirectiveReport report;
  report.set_note(directive.note());
  report.set_index(directive.index());
  report.set_text(directive.text());  // to be read before it is signed
  report.set_outcome(*key == 'd'   ? v1::DIRECTIVE_OUTCOME_DONE
                     : *key == 'm' ? v1::DIRECTIVE_OUTCOME_MOVED
                                   : v1::DIRECTIVE_OUTCOME_DROPPED);
  while (*key == 'm' && !report.has_due()) {
    CANDOR_ASSIGN_OR_RETURN(const auto due, AskDay("  To which day, as in 2026-03-27:", std::nullopt));
    if (due) *report.mutable_due() = ToWire(*due);
  }
  while (*key == 'x' && report.why().empty()) {
    CANDOR_ASSIGN_OR_RETURN(*report.mutable_why(), AskText("  Why, in a few words:", ""));
  }
  *(at < 0 ? part.add_last_directives() : part.mutable_last_directives(at)) = std::move(report);
  return keep_();
}

Day NoteForm::Held() const {
  return FromWire(note_.session().started().date());
}

// To be told of them is to be shown the note that they come of, so that only whoever comes to this question is.
absl::StatusOr<std::vector<v1::FollowUp>> NoteForm::Conversations(const v1::SuperviseeWeek& line) {
  std::vector<v1::FollowUp> conversations;
  if (!line.wants_to_talk()) return conversations;
  const auto week =
      FetchWeek(session_, note_.session().supervisor(), FormatDay(Held()), /*as_of=*/"", line.supervisee());
  // Who held the session in the supervisor's place sees nothing of it.
  if (absl::IsPermissionDenied(week.status())) return conversations;
  CANDOR_RETURN_IF_ERROR(week.status());
  const v1::SuperviseeWeek* known = FindLine(*week, line.supervisee());
  if (known == nullptr) return conversations;
  conversations.assign(known->conversations().begin(), known->conversations().end());
  return conversations;
}

absl::Status NoteForm::AskFollowUps(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  CANDOR_ASSIGN_OR_RETURN(std::vector<v1::FollowUp> conversations, Conversations(line));
  std::vector<v1::FollowUp> open(line.follow_ups().begin(), line.follow_ups().end());
  LeaveOutLater(Held(), conversations, part);
  LeaveOutLater(Held(), open, part);
  std::vector<std::string> names;
  std::vector<KeyChoice> choices;
  for (const v1::FollowUp& each : conversations) {
    if (names.size() == kDigits) break;
    choices.push_back({static_cast<char>('1' + names.size()), ConversationLabel(each, conversations.size() > 1)});
    names.push_back(each.name());
  }
  for (const v1::FollowUp& each : open) {
    if (each.name().empty() || each.action() != v1::ACTION_TALK || names.size() == kDigits) continue;
    choices.push_back({static_cast<char>('1' + names.size()), FollowUpText(each)});
    names.push_back(each.name());
  }
  if (names.empty()) return absl::OkStatus();
  if (part.follow_ups_size() > 0) session_.terminal.err << "  Covered so far: " << part.follow_ups_size() << '\n';
  absl::Status kept;
  const bool on = keys_.ChooseSeveral("  Does this talk cover:", choices, [&](char key) {
    const bool covered = Toggle(*part.mutable_follow_ups(), names[static_cast<size_t>(key - '1')]);
    kept.Update(keep_());
    return covered;
  });
  if (!on) return Ended();
  return kept;
}

absl::Status NoteForm::AskHours(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  if (!AsksHours(line, note_.session().format())) return absl::OkStatus();
  if (line.hours_not_recorded()) {
    session_.terminal.err << "  Hours of the week: not recorded, so there is nothing to confirm.\n";
    return absl::OkStatus();
  }
  for (const v1::SettingUnits& each : line.settings()) {
    const std::string hours = HoursOfWeekText(each);
    if (each.has_direct_minutes()) session_.terminal.err << "  Hours of the week: " << hours << '\n';
  }
  CANDOR_ASSIGN_OR_RETURN(const v1::YesNo confirmed,
                          AskYesNo("  Hours of the week confirmed?", part.hours_confirmed(), /*open=*/true));
  part.set_hours_confirmed(confirmed);
  return keep_();
}

absl::Status NoteForm::AskReactions(const v1::SuperviseeWeek& line, v1::SupervisionPart& part) {
  if (line.time_to_ask()) session_.terminal.err << Wrap(kAskAboutReactions, kTextWidth, "  ") << '\n';
  CANDOR_ASSIGN_OR_RETURN(const v1::YesNo asked, AskYesNo("  Did you ask about personal reactions?",
                                                          part.asked_about_reactions(), /*open=*/true));
  part.set_asked_about_reactions(asked);
  return keep_();
}

}  // namespace candor::cli
