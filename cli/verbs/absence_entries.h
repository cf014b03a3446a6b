#ifndef CANDOR_CLI_VERBS_ABSENCE_ENTRIES_H_
#define CANDOR_CLI_VERBS_ABSENCE_ENTRIES_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "candor/v1/entry.pb.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"
#include "google/protobuf/timestamp.pb.h"

// What is recorded of who is away and who leaves, as the commands read and say it.
namespace candor::cli {

// When an entry says that its member is away, or leaves.
struct DaysAway {
  Day from;                  // the day after the last one of somebody who leaves
  std::optional<Day> until;  // nullopt: nobody knows it, or for good
  bool leaves = false;
  std::string cover;  // `members/{member}`, who keeps the records where they leave; "": no member was named
};

// REQUIRES: it has an absence or a departure.
DaysAway DaysAwayOf(const v1::Entry& entry);
// "from 2026-04-07 until 2026-04-25, Maria Lopez covers"; "from 2026-07-01 for good, Dele Haddad keeps the records".
std::string AwayText(const v1::Entry& entry, NameBook& names);
// The entries of `member` (`members/{member}`) that stand and say that they are away or leave, as far as the caller may
// see them, in order of the timeline. `as_of`: nullopt for now. Shows the caller nothing else of the timeline.
absl::StatusOr<std::vector<v1::Entry>> AwayEntriesOf(
    Session& session, const std::string& member,
    const std::optional<google::protobuf::Timestamp>& as_of = std::nullopt);
// Tells the member who asks that they are recorded as away or leaving, by whom, and what to do where that is not so.
// Nothing where there is no such entry, or where it cannot be read: it stands beside something else.
void PrintOwnAbsence(Session& session, Day today, NameBook& names);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ABSENCE_ENTRIES_H_
