#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_FIGURES_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_FIGURES_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/base/civil.h"
#include "daemon/domain/away.h"
#include "daemon/domain/disclosure.h"
#include "daemon/domain/member.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_file.h"

// What the supervision of a practice comes to, for sections 2 and 7 of the compliance report. A note says it in its
// sealed part, which no maintained count has: so the files are read, and of no more people and days than are needed.
namespace candor::domain {

// Days of which the figures are.
struct SupervisionWindow {
  Day from;       // the period
  Day to;         // its last day, inside
  Day year_from;  // first day of the twelve months up to there: files are read from it on
  Day as_of_day;  // a date that has not passed on it can be neither kept nor missed
};

struct SupervisionFigures {
  // Series, which are the sessions of one supervisee with one supervisor: those with a session in the period that had
  // gone on for eight weeks by then. Each supervisee stands for a case too.
  Cell series;
  Cell asked;      // of them: at a session of the period the supervisor asked about personal reactions
  Cell not_asked;  // the others
  // Notes of sessions of the period that were signed here: what is imported, or only the supervisee's own account, asks
  // nobody for an answer.
  int64_t notes = 0;
  int64_t notes_answered = 0;  // of them: the supervisee answered, whichever version, within fourteen days
  // Weeks that begin in the period and are over, of people whose licence asks for units by the hours of a week.
  int64_t weeks = 0;                // with hours on record that ask for some
  int64_t weeks_met = 0;            // of them: all were given
  int64_t weeks_without_hours = 0;  // with sessions, and nobody recorded the hours
  int64_t due_hundredths = 0;       // units of `weeks`
  int64_t given_hundredths = 0;     // of these; what one week has above its need makes up for no other
  // Months that lie in the period and are over, of people whose licence asks for hours by the month, from the month of
  // their first session on and without those of which they were away every day.
  int64_t months = 0;
  int64_t months_met = 0;  // of them: all hours were given
  // Directives whose date, as it was last moved, lies in the period and has passed, without those that were dropped.
  int64_t directives = 0;
  // Of them. That it was done is told at a session, so the first one after the date is early enough.
  int64_t directives_done = 0;

  bool operator==(const SupervisionFigures&) const = default;
};

// Adds what the file of one supervisee says, from `year_from` on. To be called once of each. Pure.
void AddSupervision(const Member& supervisee, const SupervisionFile& file, const SupervisionWindow& window,
                    SupervisionFigures& figures);

// The same of the months. `away`: of the supervisee. Pure.
void AddSupervisedMonths(const Member& supervisee, const SupervisionFile& file, const std::vector<AwayPeriod>& away,
                         const SupervisionWindow& window, SupervisionFigures& figures);

// Reads the files of these people. The view's errors.
absl::StatusOr<SupervisionFigures> ReadSupervisionFigures(const View& view, const std::vector<MemberId>& supervisees,
                                                          const SupervisionWindow& window);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_FIGURES_H_
