#include "daemon/domain/supervision_week.h"

#include <algorithm>
#include <map>
#include <set>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/case_file.h"
#include "daemon/domain/member.h"
#include "daemon/domain/permission.h"

namespace candor::domain {
namespace {

constexpr size_t kCasesAtOnce = 256;
constexpr int kDaysAWeek = 7;
absl::StatusOr<std::vector<Member>> SuperviseesOf(const View& view, const MemberId& supervisor, Day monday) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Supervision> relations, view.SupervisionsOf(supervisor));
  std::set<MemberId> ids;
  for (const Supervision& each : relations) {
    const bool in_week = each.from < monday + kDaysAWeek && (!each.until || *each.until >= monday);
    if (each.supervisor == supervisor && in_week) ids.insert(each.supervisee);
  }
  std::vector<Member> members;
  for (const MemberId& id : ids) {
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
  for (const Member& member : members) cases[member.id];
  CaseId after;
  while (true) {
    CANDOR_ASSIGN_OR_RETURN(std::vector<CaseFile> batch, view.ListCases(after, kCasesAtOnce));
    const bool last = batch.size() < kCasesAtOnce;
    if (!batch.empty()) after = batch.back().id;
    for (CaseFile& file : batch) {
      const auto holder = cases.find(file.holder());
      if (file.open() && holder != cases.end()) holder->second.push_back(std::move(file));
    }
    if (last) return cases;
  }
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
                                            const MemberId& supervisee, Day end) {
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
    each.not_discussed = end - 1 - since >= kNotDiscussedDays;
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

// Each setting asks for its own.
void CountNeeded(const std::vector<HoursOfWeek>& hours, Day monday, SuperviseeWeek& line) {
  const bool by_hours = RuleOf(line.profile).more_after_hours > 0;
  line.hours_not_recorded = by_hours;
  line.needed_hundredths = NeededHundredths(line.profile, std::nullopt);
  if (!by_hours) return;
  int32_t needed = 0;
  for (const HoursOfWeek& each : hours) {
    if (each.monday != monday) continue;
    line.hours_not_recorded = false;
    needed += NeededHundredths(line.profile, each.direct_minutes);
  }
  if (!line.hours_not_recorded) line.needed_hundredths = needed;
}

void CountUnits(const std::vector<NoteRecord>& notes, Day monday, SuperviseeWeek& line) {
  const UnitsRule& rule = RuleOf(line.profile);
  const Day end = monday + kDaysAWeek;
  const Day from = rule.monthly ? MonthOf(end - 1) : monday;
  line.by_month = rule.monthly;
  for (const NoteRecord& note : notes) {
    if (note.state == NoteState::kRetracted || note.held() < from || note.held() >= end) continue;
    line.given_hundredths += CreditOf(line.profile, note).hundredths;
  }
}

// What this supervisor reads of the file.
void ReadNotes(std::vector<NoteRecord> notes, const MemberId& supervisor, Day monday, SuperviseeWeek& line) {
  std::erase_if(notes, [&](const NoteRecord& note) { return !IsOf(note, supervisor); });
  line.directives = OpenDirectivesOf(notes);
  int64_t held = 0;
  for (NoteRecord& note : notes) {
    const bool before = note.held() < monday;
    if (before && IsSession(note)) {
      ++held;
      line.last_session = note.session;
    }
    if (!before && note.held() < monday + kDaysAWeek) line.notes.push_back(std::move(note));
  }
  line.time_to_ask = IsTimeToAsk(held);
}

}  // namespace

absl::StatusOr<std::vector<SuperviseeWeek>> SupervisionWeekOf(const View& view, const MemberId& supervisor,
                                                              const Settings& settings, Day today, Day monday) {
  CANDOR_ASSIGN_OR_RETURN(const std::vector<Member> members, SuperviseesOf(view, supervisor, monday));
  CANDOR_ASSIGN_OR_RETURN(const auto cases, CasesOf(view, members));
  Viewer viewer(view, Caller{true, supervisor});
  CANDOR_ASSIGN_OR_RETURN(const std::vector<WorkItem> work, WorkOf(view, viewer, settings, today));
  std::vector<SuperviseeWeek> lines;
  for (const Member& member : members) {
    SuperviseeWeek line;
    line.supervisee = member.id;
    line.profile = ProfileFor(LicenceOn(member, monday + kDaysAWeek - 1));
    CANDOR_ASSIGN_OR_RETURN(SupervisionFile file, ReadSupervisionFile(view, member.id, kBeforeAllNotes));
    CountUnits(file.notes, monday, line);
    CountNeeded(file.hours, monday, line);
    line.cases = SupervisedCases(cases.at(member.id), file.notes, member.id, std::min(today + 1, monday + kDaysAWeek));
    for (const SupervisionCancellation& each : file.cancelled) {
      if (each.day >= monday && each.day < monday + kDaysAWeek) line.cancelled.push_back(each);
    }
    ReadNotes(std::move(file.notes), supervisor, monday, line);
    for (const WorkItem& item : work) {
      if (item.follow_up.clear.therapist != member.id) continue;
      // A private note that this supervisor may read names them: somebody wants to talk, and that is all to be said.
      const bool names_them = item.follow_up.clear.key_class == KeyClass::kPersonal && !item.confidential;
      if (names_them) line.wants_to_talk = true;
      if (!names_them) line.work.push_back(item);
    }
    lines.push_back(std::move(line));
  }
  return lines;
}

}  // namespace candor::domain
