#include "daemon/domain/supervision_week.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/away.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission.h"

namespace candor::domain {
namespace {

constexpr int kDaysAWeek = 7;

// Whoever has left supervises nobody, and of no earlier week are they told how things stand now.
absl::StatusOr<std::vector<Member>> SuperviseesOf(const View& view, const MemberId& supervisor, Day today, Day monday) {
  CANDOR_ASSIGN_OR_RETURN(const bool supervisor_left, HasLeft(view, supervisor, today));
  if (supervisor_left) return std::vector<Member>();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(supervisor));
  std::set<MemberId> ids;
  for (const Supervision& each : relations) {
    const bool in_week = each.from < monday + kDaysAWeek && (!each.until || *each.until >= monday);
    if (each.supervisor == supervisor && in_week) ids.insert(each.supervisee);
  }
  std::vector<Member> members;
  for (const MemberId& id : ids) {
    CANDOR_ASSIGN_OR_RETURN(const bool left, HasLeft(view, id, monday));
    if (left) continue;
    CANDOR_ASSIGN_OR_RETURN(Member member, view.GetMember(id));
    members.push_back(std::move(member));
  }
  std::sort(members.begin(), members.end(), [](const Member& a, const Member& b) {
    return std::pair(a.display_name, a.id) < std::pair(b.display_name, b.id);
  });
  return members;
}

// The open cases of each.
absl::StatusOr<std::map<MemberId, std::vector<CaseFile>>> CasesOf(const View& view,
                                                                  const std::vector<Member>& members) {
  std::map<MemberId, std::vector<CaseFile>> cases;
  for (const Member& member : members) {
    std::vector<CaseFile>& of_member = cases[member.id];
    CANDOR_ASSIGN_OR_RETURN(const std::vector<CaseId> held, view.CasesHeldBy(member.id));
    for (const CaseId& id : held) {
      CANDOR_ASSIGN_OR_RETURN(CaseFile file, view.GetCase(id));
      of_member.push_back(std::move(file));
    }
  }
  return cases;
}

// When each case was last talked about.
std::map<CaseId, Day> LastDiscussed(const std::vector<NoteRecord>& notes, Day until) {
  std::map<CaseId, Day> last;
  for (const NoteRecord& note : notes) {
    if (note.state == NoteState::kRetracted || note.held() >= until) continue;
    for (const CaseId& covered : CasesCovered(note.part)) {
      Day& day = last.emplace(covered, note.held()).first->second;
      day = std::max(day, note.held());
    }
  }
  return last;
}

std::vector<SupervisedCase> SupervisedCases(const std::vector<CaseFile>& files, const std::vector<NoteRecord>& notes,
                                            const MemberId& supervisee, int64_t not_discussed_after, Day end) {
  const std::map<CaseId, Day> last = LastDiscussed(notes, end);
  std::vector<SupervisedCase> cases;
  for (const CaseFile& file : files) {
    SupervisedCase each{file.id, file.code, std::nullopt, false};
    Day since = end;
    for (const Part& part : file.parts) {
      if (part.therapist == supervisee) since = std::min(since, part.from);
    }
    if (const auto found = last.find(file.id); found != last.end()) {
      each.last_discussed = found->second;
      since = std::max(since, found->second);
    }
    each.not_discussed = end - 1 - since >= not_discussed_after;
    cases.push_back(std::move(each));
  }
  std::sort(cases.begin(), cases.end(), [](const SupervisedCase& a, const SupervisedCase& b) {
    return std::pair(a.code, a.id) < std::pair(b.code, b.id);
  });
  return cases;
}

bool IsOf(const NoteRecord& note, const MemberId& supervisor) {
  return note.session.supervisor == supervisor || note.session.substitute == supervisor ||
         note.version.entry.header.author == supervisor;
}

bool IsSession(const NoteRecord& note) {
  return note.state != NoteState::kRetracted && note.session.format != SupervisionFormat::kAdHoc &&
         note.session.format != SupervisionFormat::kPeerGroup;
}

bool IsInWeek(Day day, Day monday) {
  return day >= monday && day < monday + kDaysAWeek;
}

// What was given and what is needed, of the week in each setting, or of the month up to the end of the week.
void CountUnits(const SupervisionFile& file, Day monday, SuperviseeWeek& line) {
  const UnitsRule& rule = RuleOf(line.profile);
  const Day end = monday + kDaysAWeek;
  line.by_month = rule.monthly;
  const Day from = rule.monthly ? MonthOf(end - 1) : monday;
  std::vector<LogSession> sessions;
  for (const NoteRecord& note : file.notes) {
    if (!IsSession(note) || note.held() < from || note.held() >= end) continue;
    sessions.push_back(LogSessionOf(line.profile, note));
    line.given_hundredths += sessions.back().credit.hundredths;
    line.unsigned_hundredths += sessions.back().unsigned_hundredths;
  }
  line.needed_hundredths = NeededHundredths(line.profile, std::nullopt);
  line.short_hundredths = std::max(0, line.needed_hundredths - line.given_hundredths);
  if (rule.monthly) return;
  std::vector<HoursOfWeek> hours = file.hours;
  std::erase_if(hours, [&](const HoursOfWeek& each) { return each.monday != monday; });
  line.hours_not_recorded = rule.by_hours() && hours.empty();
  line.settings = MakeLog(line.profile, sessions, hours).weeks;
  if (line.settings.empty()) return;
  line.needed_hundredths = line.short_hundredths = 0;
  for (const LogWeek& setting : line.settings) {
    line.needed_hundredths += setting.needed;
    line.short_hundredths += setting.short_of();
  }
}

// What this supervisor reads of the file.
void ReadNotes(std::vector<NoteRecord> notes, const MemberId& supervisor, const SupervisionParameters& parameters,
               Day monday, SuperviseeWeek& line) {
  std::erase_if(notes, [&](const NoteRecord& note) { return !IsOf(note, supervisor); });
  line.directives = OpenDirectivesOf(notes);
  int64_t since_asked = 0;
  for (NoteRecord& note : notes) {
    if (note.held() >= monday + kDaysAWeek) break;
    if (IsSession(note)) {
      // An entry says nothing of it, and there may be a note of the same session.
      if (!note.plain) since_asked = note.part.asked_about_reactions == YesNo::kYes ? 0 : since_asked + 1;
      if (note.held() < monday) line.last_session = note.session;
    }
    if (note.held() >= monday) line.notes.push_back(std::move(note));
  }
  line.time_to_ask = IsTimeToAsk(since_asked, parameters);
}

// At which of the others' sessions with this supervisor the supervisee was missed.
void ReadMissedSessions(const std::map<MemberId, SupervisionFile>& files, const MemberId& supervisor, Day monday,
                        SuperviseeWeek& line) {
  for (const auto& [member, file] : files) {
    if (member != line.supervisee) AddMissed(line.supervisee, file.notes, line.missed);
  }
  std::erase_if(line.missed, [&](const MissedSession& each) {
    return !IsInWeek(each.day, monday) || each.supervisor != supervisor;
  });
}

// What is open, as this supervisor may know of it.
void ReadWork(const std::vector<WorkItem>& work, SuperviseeWeek& line) {
  for (const WorkItem& item : work) {
    if (item.follow_up.clear.therapist != line.supervisee) continue;
    // A private note that this supervisor may read names them, or is of somebody in training, who talks it over with
    // them: somebody wants to talk, and that is all to be said.
    const bool is_theirs_to_hear = item.follow_up.clear.key_class == KeyClass::kPersonal && !item.confidential;
    if (is_theirs_to_hear) {
      line.conversations.push_back(item.follow_up);
    } else {
      line.work.push_back(item);
    }
  }
}

}  // namespace

absl::StatusOr<std::vector<SuperviseeWeek>> SupervisionWeekOf(const View& view, Viewer& viewer,
                                                              const Settings& settings,
                                                              const SupervisionParameters& parameters, Day today,
                                                              Day monday) {
  const MemberId& supervisor = viewer.member();
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Member> members, SuperviseesOf(view, supervisor, today, monday));
  CANDOR_ASSIGN_OR_RETURN(const auto cases, CasesOf(view, members));
  CANDOR_ASSIGN_OR_RETURN(const std::vector<WorkItem> work, WorkOf(view, viewer, settings, today));
  std::map<MemberId, SupervisionFile> files;
  for (const Member& member : members) {
    CANDOR_ASSIGN_OR_RETURN(files[member.id], ReadSupervisionFile(view, member.id, kBeforeAllNotes));
  }
  std::vector<SuperviseeWeek> lines;
  for (const Member& member : members) {
    SuperviseeWeek line;
    line.supervisee = member.id;
    line.profile = ProfileFor(LicenceOn(member, monday + kDaysAWeek - 1));
    const SupervisionFile& file = files.at(member.id);
    CountUnits(file, monday, line);
    line.cases = SupervisedCases(cases.at(member.id), file.notes, member.id, parameters.not_discussed_after,
                                 std::min(today + 1, monday + kDaysAWeek));
    for (const CancelledSupervision& each : file.cancelled) {
      if (IsInWeek(each.cancellation.day, monday) && each.supervisor == supervisor) line.cancelled.push_back(each);
    }
    ReadNotes(file.notes, supervisor, parameters, monday, line);
    ReadMissedSessions(files, supervisor, monday, line);
    ReadWork(work, line);
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace candor::domain
