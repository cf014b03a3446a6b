#include "daemon/domain/supervision_note.h"

#include <algorithm>
#include <string_view>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "daemon/base/status.h"
#include "daemon/base/text.h"

namespace candor::domain {
namespace {

using Missing = std::vector<UnsignedField>;

bool IsSession(SupervisionFormat format) {
  return format != SupervisionFormat::kAdHoc;
}

void Need(bool given, std::string field, std::string what_to_do, Missing& out) {
  if (!given) out.push_back({std::move(field), std::move(what_to_do)});
}

void CheckAttendees(const SupervisionSession& session, Missing& out) {
  Need(!session.attendees.empty(), "session.attendees", "say who was there", out);
  for (size_t i = 0; i < session.attendees.size(); ++i) {
    const SupervisionAttendee& each = session.attendees[i];
    const std::string path = absl::StrCat("session.attendees[", i, "]");
    const bool again = std::any_of(session.attendees.begin(), session.attendees.begin() + static_cast<ptrdiff_t>(i),
                                   [&](const SupervisionAttendee& other) { return other.member == each.member; });
    Need(!again, absl::StrCat(path, ".member"), "is there already; name everybody once", out);
    Need(each.member != session.supervisor || session.format == SupervisionFormat::kPeerGroup,
         absl::StrCat(path, ".member"), "is the supervisor; name the supervisees", out);
    if (each.attendance != Attendance::kLate) continue;
    const bool fits = each.minutes && *each.minutes > 0 && *each.minutes <= session.minutes.value_or(*each.minutes);
    Need(fits, absl::StrCat(path, ".minutes"), "say how many minutes of it they were there", out);
  }
}

void CheckSize(const SupervisionSession& session, Missing& out) {
  const int32_t there = PeopleThere(session);
  switch (session.format) {
    case SupervisionFormat::kIndividual:
    case SupervisionFormat::kAdHoc:
      Need(there == 1, "session.format", "is for one supervisee; change it, or who was there", out);
      break;
    case SupervisionFormat::kTriadic:
      Need(there == 1 || there == 2, "session.format", "is for two supervisees; change it, or who was there", out);
      break;
    case SupervisionFormat::kGroup:
    case SupervisionFormat::kPeerGroup:
      Need(there >= 1, "session.attendees", "say who was there", out);
      break;
    case SupervisionFormat::kNotRecorded:
      break;
  }
}

void CheckParts(const SupervisionSession& session, const std::vector<SuperviseePart>& parts, Missing& out) {
  for (const SupervisionAttendee& each : session.attendees) {
    if (each.attendance == Attendance::kAbsent) continue;
    const auto of_them = std::count_if(parts.begin(), parts.end(),
                                       [&](const SuperviseePart& part) { return part.supervisee == each.member; });
    Need(of_them == 1, "parts", "give one part for each supervisee who was there", out);
  }
  for (size_t i = 0; i < parts.size(); ++i) {
    const SupervisionAttendee* attendee = FindAttendee(session, parts[i].supervisee);
    const bool there = attendee != nullptr && attendee->attendance != Attendance::kAbsent;
    const std::string path = absl::StrCat("parts[", i, "]");
    Need(there, absl::StrCat(path, ".supervisee"), "was not there; leave the part out, or change who was", out);
    for (UnsignedField& field : MissingInPart(session.format, parts[i].part, path + ".part")) {
      out.push_back(std::move(field));
    }
  }
}

unsigned char AsByte(char each) {
  return static_cast<unsigned char>(each);
}

// "supervisee 2, last directives 1, why" for "parts[1].part.last_directives[0].why"; whose it is only where asked for.
std::string PlainName(std::string_view path, bool whose) {
  std::vector<std::string> words;
  for (const absl::string_view step : absl::StrSplit(ToAbsl(path), '.')) {
    const std::pair<absl::string_view, absl::string_view> pieces =
        absl::StrSplit(absl::StripSuffix(step, "]"), absl::MaxSplits('[', 1));
    const bool is_part = pieces.first == "parts" && !pieces.second.empty();
    if (pieces.first == "session" || pieces.first == "part" || (is_part && !whose)) continue;
    std::string word = is_part ? "supervisee" : absl::StrReplaceAll(pieces.first, {{"_", " "}});
    int index = 0;
    if (absl::SimpleAtoi(pieces.second, &index)) absl::StrAppend(&word, " ", index + 1);
    words.push_back(std::move(word));
  }
  return absl::StrJoin(words, ", ");
}

}  // namespace

Missing MissingInPart(SupervisionFormat format, const SupervisionPart& part, std::string_view path) {
  Missing out;
  const auto at = [&](const auto&... names) { return absl::StrCat(ToAbsl(path), ".", names...); };
  for (size_t i = 0; i < part.cases.size(); ++i) {
    Need(!part.cases[i].topics.empty(), at("cases[", i, "].topics"), "say what was talked about", out);
  }
  if (IsSession(format)) {
    Need(part.risk_looked_at != YesNo::kNotRecorded, at("risk_looked_at"), "say whether risk was looked at", out);
  }
  if (part.risk_looked_at == YesNo::kYes) {
    Need(part.risk_changed != YesNo::kNotRecorded, at("risk_changed"), "say whether the risk has changed", out);
  }
  for (size_t i = 0; i < part.guidance.size(); ++i) {
    const Guidance& each = part.guidance[i];
    Need(!each.text.empty(), at("guidance[", i, "].text"), "say what is to be done", out);
    Need(!each.owner.empty(), at("guidance[", i, "].owner"), "say who does it", out);
    const bool directive = each.form == GuidanceForm::kDirective;
    Need(!directive || each.due, at("guidance[", i, "].due"), "say by when", out);
    Need(!directive || format != SupervisionFormat::kPeerGroup, at("guidance[", i, "].form"),
         "a peer group gives no directives; make it a recommendation", out);
  }
  for (size_t i = 0; i < part.last_directives.size(); ++i) {
    const DirectiveReport& each = part.last_directives[i];
    Need(each.outcome != DirectiveOutcome::kMoved || each.due, at("last_directives[", i, "].due"), "say to which day",
         out);
    Need(each.outcome != DirectiveOutcome::kDropped || !each.why.empty(), at("last_directives[", i, "].why"), "say why",
         out);
  }
  if (format == SupervisionFormat::kAdHoc) {
    Need(!part.guidance.empty(), at("guidance"), "say what the guidance was", out);
  }
  return out;
}

Missing MissingForSigning(const SupervisionSession& session, const std::vector<SuperviseePart>& parts) {
  Missing out;
  const bool is_session = IsSession(session.format);
  Need(session.format != SupervisionFormat::kNotRecorded, "session.format", "say individual, triadic or group", out);
  Need(!is_session || session.started.minute_of_day, "session.started.time", "say when it began", out);
  Need(!is_session || session.minutes.value_or(0) > 0, "session.minutes", "say how long it took", out);
  Need(!is_session || session.mode != SupervisionMode::kNotRecorded, "session.mode", "say in person or video", out);
  Need(!session.supervisor.empty(), "session.supervisor", "say who supervises", out);
  Need(session.substitute.empty() || session.substitute != session.supervisor, "session.substitute",
       "is the supervisor; leave it out", out);
  CheckAttendees(session, out);
  CheckSize(session, out);
  CheckParts(session, parts, out);
  return out;
}

absl::Status CheckSignable(const Missing& missing, size_t parts) {
  if (missing.empty()) return absl::OkStatus();
  const auto name = [&](std::string* text, const UnsignedField& each) {
    text->append(PlainName(each.field, parts > 1));
  };
  // The detail has the path, so that the message need not.
  const std::string message =
      absl::StrCat(PlainName(missing.front().field, parts > 1), ": ", missing.front().what_to_do,
                   missing.size() == 1 ? "" : "; before signing also look at ",
                   absl::StrJoin(missing.begin() + 1, missing.end(), "; ", name));
  return WithDetail(absl::InvalidArgumentError(message), {missing.front().field, "missing"});
}

std::vector<std::string> ChangedFields(const SupervisionSession& session_before, const SupervisionPart& part_before,
                                       const SupervisionSession& session, const SupervisionPart& part) {
  std::vector<std::string> changed;
  const auto look = [&](std::string_view name, bool same) {
    if (!same) changed.emplace_back(name);
  };
  const SupervisionSession& a = session_before;
  look("session.started", a.started == session.started);
  look("session.minutes", a.minutes == session.minutes);
  look("session.format", a.format == session.format);
  look("session.mode", a.mode == session.mode);
  look("session.work_setting", a.work_setting == session.work_setting);
  look("session.setting", a.setting == session.setting);
  look("session.supervisor", a.supervisor == session.supervisor);
  look("session.substitute", a.substitute == session.substitute);
  look("session.attendees", a.attendees == session.attendees);
  look("session.theme", a.theme == session.theme);
  const SupervisionPart& b = part_before;
  look("part.cases", b.cases == part.cases);
  look("part.risk_looked_at", b.risk_looked_at == part.risk_looked_at);
  look("part.risk_changed", b.risk_changed == part.risk_changed);
  look("part.guidance", b.guidance == part.guidance);
  look("part.supervisee_view", b.supervisee_view == part.supervisee_view);
  look("part.strengths", b.strengths == part.strengths);
  look("part.to_develop", b.to_develop == part.to_develop);
  look("part.last_directives", b.last_directives == part.last_directives);
  look("part.follow_ups", b.follow_ups == part.follow_ups);
  look("part.hours_confirmed", b.hours_confirmed == part.hours_confirmed);
  look("part.next_planned", b.next_planned == part.next_planned);
  look("part.asked_about_reactions", b.asked_about_reactions == part.asked_about_reactions);
  return changed;
}

bool NamesCase(std::string_view text, std::string_view code) {
  if (code.size() < 2) return false;
  const bool letters =
      std::all_of(code.begin(), code.end(), [](char each) { return absl::ascii_isalpha(AsByte(each)); });
  const auto same = [&](char a, char b) {
    return letters ? a == b : absl::ascii_tolower(AsByte(a)) == absl::ascii_tolower(AsByte(b));
  };
  const auto in_word = [](char each) { return absl::ascii_isalnum(AsByte(each)) || AsByte(each) >= 0x80; };
  auto from = text.begin();
  while (true) {
    const auto found = std::search(from, text.end(), code.begin(), code.end(), same);
    if (found == text.end()) return false;
    const auto end = found + static_cast<ptrdiff_t>(code.size());
    const bool begins = found == text.begin() || !in_word(*(found - 1)) || !in_word(code.front());
    const bool ends = end == text.end() || !in_word(*end) || !in_word(code.back());
    if (begins && ends) return true;
    from = found + 1;
  }
}

int32_t PeopleThere(const SupervisionSession& session) {
  return static_cast<int32_t>(
      std::count_if(session.attendees.begin(), session.attendees.end(),
                    [](const SupervisionAttendee& each) { return each.attendance != Attendance::kAbsent; }));
}

const SupervisionAttendee* FindAttendee(const SupervisionSession& session, const MemberId& member) {
  const auto found = std::find_if(session.attendees.begin(), session.attendees.end(),
                                  [&](const SupervisionAttendee& each) { return each.member == member; });
  return found == session.attendees.end() ? nullptr : &*found;
}

std::vector<CaseId> CasesCovered(const SupervisionPart& part) {
  std::vector<CaseId> covered;
  const auto add = [&](const CaseId& id) {
    if (std::find(covered.begin(), covered.end(), id) == covered.end()) covered.push_back(id);
  };
  for (const CaseTalk& talk : part.cases) add(talk.case_id);
  for (const TickedFollowUp& ticked : part.follow_ups) {
    if (ticked.subject.kind == SubjectKind::kCase) add(ticked.subject.case_id());
  }
  return covered;
}

std::optional<int32_t> WrittenDaysLater(Day held, Day written) {
  const int64_t days = written - held;
  return days > kWrittenLateAfterDays ? std::optional(static_cast<int32_t>(days)) : std::nullopt;
}

bool IsTimeToAsk(int64_t since, const SupervisionParameters& parameters) {
  return since + 1 >= parameters.ask_every;
}

}  // namespace candor::domain
