#ifndef CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_
#define CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/settings.h"
#include "daemon/domain/store.h"
#include "daemon/domain/supervision_file.h"
#include "daemon/domain/work_list.h"

// What a supervisor looks at once a week: a line per supervisee.
namespace candor::domain {

// A case not talked about for so long, and held for as long, is named.
inline constexpr int64_t kNotDiscussedDays = 42;

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
  bool hours_not_recorded = false;
  std::vector<WorkItem> work;  // as the supervisor sees it, personal ones that name the supervisor left out
  bool wants_to_talk = false;
  std::vector<OpenDirective> directives;  // of this supervisor's notes
  std::vector<SupervisedCase> cases;      // in order of code
  std::vector<NoteRecord> notes;          // of the week
  std::vector<SupervisionCancellation> cancelled;
  std::optional<SupervisionSession> last_session;  // before the week
  bool time_to_ask = false;
};

// The lines of those whom `supervisor` supervises on a day of the week that begins on `monday`, in order of name.
// Exactly what that supervisor may see.
absl::StatusOr<std::vector<SuperviseeWeek>> SupervisionWeekOf(const View& view, const MemberId& supervisor,
                                                              const Settings& settings, Day today, Day monday);

}  // namespace candor::domain

#endif  // CANDOR_DAEMON_DOMAIN_SUPERVISION_WEEK_H_
