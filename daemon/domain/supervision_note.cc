#include "daemon/domain/supervision_note.h"

#include <algorithm>
#include <string_view>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
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

absl::Status CheckSignable(const Missing& missing) {
  if (missing.empty()) return absl::OkStatus();
  const auto name = [](std::string* text, const UnsignedField& each) { text->append(each.field); };
  return InvalidField(
      missing.front().field, "missing",
      absl::StrCat(ToAbsl(missing.front().what_to_do), missing.size() == 1 ? "" : "; before signing also look at ",
                   absl::StrJoin(missing.begin() + 1, missing.end(), ", ", name)));
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

bool IsTimeToAsk(int64_t held) {
  return (held + 1) % kAskEverySessions == 0;
}

}  // namespace candor::domain
