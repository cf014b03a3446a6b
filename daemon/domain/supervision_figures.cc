#include "daemon/domain/supervision_figures.h"

#include <algorithm>
#include <map>
#include <optional>
#include <utility>

#include "daemon/base/status.h"
#include "daemon/domain/supervision_units.h"

namespace candor::domain {
namespace {

// The report's own definition (section 2), no parameter of a rule.
constexpr int kSeriesDays = 8 * 7;
constexpr int kDaysOfAWeek = 7;
constexpr int kDaysToAnswer = 14;

bool IsHeldSession(const NoteRecord& note) {
  return note.state != NoteState::kRetracted && note.session.format != SupervisionFormat::kAdHoc &&
         note.session.format != SupervisionFormat::kPeerGroup;
}

// So many of one supervisee's.
void AddOfOne(int64_t count, Cell& cell) {
  if (count == 0) return;
  cell.count += count;
  ++cell.therapists;
  ++cell.cases;
  cell.largest_share = std::max(cell.largest_share, count);
}

struct SessionSeries {
  Day first;
  Day last;
  bool in_period = false;
  bool asked = false;
};

// Who wrote a session down without a note has not said whether it was asked.
void AddSeries(const SupervisionFile& file, const SupervisionWindow& window, SupervisionFigures& figures) {
  std::map<MemberId, SessionSeries> by_supervisor;
  for (const NoteRecord& note : file.notes) {
    if (note.plain || !IsHeldSession(note) || note.held() > window.to) continue;
    SessionSeries& series =
        by_supervisor.try_emplace(note.session.supervisor, SessionSeries{note.held(), note.held(), false, false})
            .first->second;
    series.last = note.held();
    if (note.held() < window.from) continue;
    series.in_period = true;
    series.asked = series.asked || note.part.asked_about_reactions == YesNo::kYes;
  }
  int64_t active = 0;
  int64_t asked = 0;
  for (const auto& [supervisor, series] : by_supervisor) {
    if (!series.in_period || series.last - series.first < kSeriesDays) continue;
    ++active;
    if (series.asked) ++asked;
  }
  AddOfOne(active, figures.series);
  AddOfOne(asked, figures.asked);
  AddOfOne(active - asked, figures.not_asked);
}

// Whichever version was answered: what is amended later makes no late answer of one that came in time.
bool IsAnsweredSoon(const NoteRecord& note) {
  return std::any_of(note.answers.begin(), note.answers.end(), [&](const AnswerOnRecord& answer) {
    return answer.by == note.supervisee() && answer.answered - note.held() <= kDaysToAnswer;
  });
}

void AddNotes(const SupervisionFile& file, const SupervisionWindow& window, SupervisionFigures& figures) {
  for (const NoteRecord& note : file.notes) {
    if (note.plain || !IsHeldSession(note) || note.held() < window.from || note.held() > window.to) continue;
    ++figures.notes;
    if (IsAnsweredSoon(note)) ++figures.notes_answered;
  }
}

// The lines of one week, which has one for each setting.
struct WeekUnits {
  bool hours = false;  // on record in some setting
  bool met = true;     // in each
  int32_t needed = 0;
  int32_t given = 0;
};

void AddLogWeeks(const SupervisionLog& log, SupervisionFigures& figures) {
  std::map<Day, WeekUnits> weeks;
  for (const LogWeek& line : log.weeks) {
    WeekUnits& week = weeks[line.monday];
    week.hours = week.hours || line.direct_minutes.has_value();
    week.met = week.met && line.short_of() == 0;
    week.needed += line.needed;
    week.given += std::min(line.units(), line.needed);
  }
  for (const auto& [monday, week] : weeks) {
    if (!week.hours) ++figures.weeks_without_hours;
    if (!week.hours || week.needed == 0) continue;
    ++figures.weeks;
    if (week.met) ++figures.weeks_met;
    figures.due_hundredths += week.needed;
    figures.given_hundredths += week.given;
  }
}

// By whose rules the week counts; nullopt: it is none of the period, is not over, or no rules count by weeks.
std::optional<UnitsProfile> ProfileOfWeek(const Member& supervisee, const SupervisionWindow& window, Day monday) {
  if (monday < window.from || monday > window.to || monday + kDaysOfAWeek > window.as_of_day) return std::nullopt;
  UnitsProfile profile = ProfileFor(LicenceOn(supervisee, monday + kDaysOfAWeek - 1));
  if (!RuleOf(profile).by_hours()) return std::nullopt;
  return profile;
}

void AddWeeks(const Member& supervisee, const SupervisionFile& file, const SupervisionWindow& window,
              SupervisionFigures& figures) {
  struct WhatCounts {
    std::vector<LogSession> sessions;
    std::vector<HoursOfWeek> hours;
  };
  std::map<UnitsProfile, WhatCounts> by_profile;
  for (const NoteRecord& note : file.notes) {
    if (!IsHeldSession(note)) continue;
    const std::optional<UnitsProfile> profile = ProfileOfWeek(supervisee, window, WeekOf(note.held()));
    if (profile) by_profile[*profile].sessions.push_back(LogSessionOf(*profile, note));
  }
  for (const HoursOfWeek& hours : file.hours) {
    const std::optional<UnitsProfile> profile = ProfileOfWeek(supervisee, window, hours.monday);
    if (profile) by_profile[*profile].hours.push_back(hours);
  }
  for (const auto& [profile, what] : by_profile) AddLogWeeks(MakeLog(profile, what.sessions, what.hours), figures);
}

// Of a month without a day at work nothing is asked.
bool WorksInMonth(const std::vector<AwayPeriod>& away, absl::CivilMonth month) {
  for (Day day(month); day < Day(month + 1); ++day) {
    if (AwayOn(away, day) == nullptr) return true;
  }
  return false;
}

// What the sessions of the month count for, by its rules; nullopt: nothing is asked for by the month.
std::optional<bool> MonthIsMet(const Member& supervisee, const SupervisionFile& file, absl::CivilMonth month) {
  const UnitsProfile profile = ProfileFor(LicenceOn(supervisee, Day(month + 1) - 1));
  if (!RuleOf(profile).monthly) return std::nullopt;
  int32_t given = 0;
  for (const NoteRecord& note : file.notes) {
    if (IsHeldSession(note) && absl::CivilMonth(note.held()) == month) given += CreditOf(profile, note).hundredths;
  }
  return given >= RuleOf(profile).needed_hundredths;
}

struct GivenDirective {
  Day due;  // as it was last moved
  MemberId supervisor;
  std::optional<Day> done;  // the session at which that was told
  bool dropped = false;
};

void TakeReport(const DirectiveReport& report, Day held, GivenDirective& directive) {
  switch (report.outcome) {
    case DirectiveOutcome::kDone:
      directive.done = held;
      break;
    case DirectiveOutcome::kMoved:
      directive.due = report.due.value_or(directive.due);
      break;
    case DirectiveOutcome::kDropped:
      directive.dropped = true;
      break;
  }
}

bool IsDoneByItsDate(const GivenDirective& directive, const std::vector<NoteRecord>& notes) {
  if (!directive.done) return false;
  return std::none_of(notes.begin(), notes.end(), [&](const NoteRecord& note) {
    return !note.plain && note.state != NoteState::kRetracted && note.session.supervisor == directive.supervisor &&
           note.held() > directive.due && note.held() < *directive.done;
  });
}

void AddDirectives(const SupervisionFile& file, const SupervisionWindow& window, SupervisionFigures& figures) {
  std::map<std::pair<EntryId, uint32_t>, GivenDirective> directives;
  for (const NoteRecord& note : file.notes) {
    if (note.state == NoteState::kRetracted) continue;
    for (const DirectiveReport& report : note.part.last_directives) {
      const auto found = directives.find({report.note, report.index});
      if (found != directives.end()) TakeReport(report, note.held(), found->second);
    }
    for (size_t i = 0; i < note.part.guidance.size(); ++i) {
      const Guidance& guidance = note.part.guidance[i];
      if (guidance.form != GuidanceForm::kDirective || !guidance.due) continue;
      directives[{note.original.entry.header.id, static_cast<uint32_t>(i)}] = {*guidance.due, note.session.supervisor,
                                                                               std::nullopt, false};
    }
  }
  const Day last = std::min(window.to, window.as_of_day - 1);
  for (const auto& [name, directive] : directives) {
    if (directive.dropped || directive.due < window.from || directive.due > last) continue;
    ++figures.directives;
    if (IsDoneByItsDate(directive, file.notes)) ++figures.directives_done;
  }
}

}  // namespace

void AddSupervision(const Member& supervisee, const SupervisionFile& file, const SupervisionWindow& window,
                    SupervisionFigures& figures) {
  AddSeries(file, window, figures);
  AddNotes(file, window, figures);
  AddWeeks(supervisee, file, window, figures);
  AddDirectives(file, window, figures);
}

void AddSupervisedMonths(const Member& supervisee, const SupervisionFile& file, const std::vector<AwayPeriod>& away,
                         const SupervisionWindow& window, SupervisionFigures& figures) {
  const auto first = std::find_if(file.notes.begin(), file.notes.end(), IsHeldSession);
  if (first == file.notes.end()) return;
  absl::CivilMonth month = std::max(absl::CivilMonth(window.from), absl::CivilMonth(first->held()));
  if (Day(month) < window.from) ++month;
  for (; Day(month + 1) - 1 <= window.to && Day(month + 1) <= window.as_of_day; ++month) {
    if (!WorksInMonth(away, month)) continue;
    const std::optional<bool> met = MonthIsMet(supervisee, file, month);
    if (!met) continue;
    ++figures.months;
    if (*met) ++figures.months_met;
  }
}

absl::StatusOr<SupervisionFigures> ReadSupervisionFigures(const View& view, const std::vector<MemberId>& supervisees,
                                                          const SupervisionWindow& window) {
  SupervisionFigures figures;
  for (const MemberId& id : supervisees) {
    CANDOR_ASSIGN_OR_RETURN(const Member supervisee, view.GetMember(id));
    CANDOR_ASSIGN_OR_RETURN(const SupervisionFile file, ReadSupervisionFile(view, id, window.year_from));
    AddSupervision(supervisee, file, window, figures);
    CANDOR_ASSIGN_OR_RETURN(const std::vector<EntryHeader> staffing, view.StaffingOf(id));
    AddSupervisedMonths(supervisee, file, AwayPeriodsOf(staffing), window, figures);
  }
  return figures;
}

}  // namespace candor::domain
