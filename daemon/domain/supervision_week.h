#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/supervision_missed.h"
#include "daemon/domain/work_list.h"

// What a supervisor looks at once a week: a line per supervisee.
namespace candor::domain {

struct SupervisedCase {
  CaseId id;
  std::string code;
  std::optional<Day> last_discussed;  // by this supervisee with anyone
  bool not_discussed = false;
};

struct SuperviseeWeek {
  MemberId supervisee;
  UnitsProfile profile = UnitsProfile::kHours;
  int32_t given_hundredths = 0;
  int32_t needed_hundredths = 0;
  bool by_month = false;
  int32_t short_hundredths = 0;     // what is still to come, each setting for itself
  int32_t unsigned_hundredths = 0;  // of what nobody signed; in no other figure
  bool hours_not_recorded = false;
  std::vector<LogWeek> settings;                   // of the week, one line each; none where a month counts
  std::vector<WorkItem> work;                      // as the supervisor sees it, without the next
  std::vector<FollowUp> conversations;             // open ones from private notes that the supervisor reads
  std::vector<OpenDirective> directives;           // of this supervisor's notes
  std::vector<SupervisedCase> cases;               // in order of code
  std::vector<NoteRecord> notes;                   // of the week
  std::vector<CancelledSupervision> cancelled;     // with this supervisor
  std::vector<MissedSession> missed;               // of the week, as the supervisor's notes say
  std::optional<SupervisionSession> last_session;  // before the week
  bool time_to_ask = false;
};

// The lines of those whom the viewer's member supervises on a day of the week that begins on `monday` and who have not
// left before it, in order of name. Exactly what that supervisor may see: nothing once they have left themselves.
absl::StatusOr<std::vector<SuperviseeWeek>> SupervisionWeekOf(const View& view, Viewer& viewer,
                                                              const Settings& settings,
                                                              const SupervisionParameters& parameters, Day today,
                                                              Day monday);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_
