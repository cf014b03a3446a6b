#ifndef CANDOR_CLI_VERBS_SUPERVISION_DRAFTS_H_
#define CANDOR_CLI_VERBS_SUPERVISION_DRAFTS_H_

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "candor/v1/supervision.pb.h"
#include "cli/drafts/draft_box.h"
#include "cli/verbs/session.h"
#include "daemon/base/civil.h"

namespace candor::cli {

// A supervision note on its way, or a new version of one: what will be sent when it is signed, its request id included,
// so that signing twice makes one.
struct NoteDraft {
  std::string id;  // of its file; empty while there is none
  // For which daemon, and on whose behalf: `members/{member}`, or empty for the operator.
  std::string server;
  std::string act_for;
  absl::Time begun_at;
  // Whether all questions were gone through; what was broken off goes on, and is not signed.
  bool finished = false;
  // The first attempt to sign it whose outcome is not known.
  std::optional<absl::Time> sent_at;
  // Of a new version the session and the one part that it is about.
  v1::SignSupervisionNoteRequest note;
  // Of a new version: the note that is amended (empty: this is a first one), which version it had then, and why, as far
  // as that was said.
  std::string amends;
  int32_t of_version = 0;
  std::string why;
};

// Whether an attempt is so old that the daemon may have forgotten its request id, so that another might sign it twice.
bool SentLongAgo(const NoteDraft& draft);

// The notes of this user that are not signed yet, on this machine and nowhere else. Thread-compatible.
class NoteDrafts {
 public:
  NoteDrafts();

  // Notes for the daemon and the member that `session` speaks for, by date, then as they were begun. What cannot be
  // opened is left out, and `*unreadable` says how many there are.
  absl::StatusOr<std::vector<NoteDraft>> List(Session& session, int* unreadable = nullptr);
  // The same of new versions of signed notes.
  absl::StatusOr<std::vector<NoteDraft>> ListVersions(Session& session);
  // Writes it down, under a new id if it has none.
  absl::Status Keep(NoteDraft& draft);
  absl::Status Remove(const NoteDraft& draft) { return box_.Remove(draft.id); }

 private:
  // Notes and versions alike.
  absl::StatusOr<std::vector<NoteDraft>> ListAll(Session& session, int* unreadable);

  DraftBox box_;
};

// An empty one for the daemon and the member that `session` speaks for.
absl::StatusOr<NoteDraft> NewNoteDraft(Session& session);

// Whether it is of a session, and of the week that begins on `monday`.
bool IsOfWeek(const NoteDraft& draft, Day monday);
// The supervisees with a draft of that week.
std::set<std::string> DraftedIn(const std::vector<NoteDraft>& drafts, Day monday);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_SUPERVISION_DRAFTS_H_
