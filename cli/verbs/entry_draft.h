#ifndef CANDOR_CLI_VERBS_ENTRY_DRAFT_H_
#define CANDOR_CLI_VERBS_ENTRY_DRAFT_H_

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/time/time.h"
#include "cli/drafts/draft_box.h"
#include "cli/verbs/entry_form.h"

namespace candor::cli {

// An entry on its way: what was told, and what makes recording it twice harmless.
struct EntryDraft {
  std::string id;  // of its file; empty while there is none
  absl::Time kept_at;
  // For which daemon, and on whose behalf.
  std::string server;
  std::string act_for;
  // The same for every attempt, so that all of them make one entry.
  std::string request_id;
  // The first attempt whose outcome may not be known.
  std::optional<absl::Time> sent_at;
  EntryForm form;
};

// Whether an attempt is so old that the daemon may have forgotten its request id, so that another might record it
// twice.
bool SentLongAgo(const EntryDraft& draft);

// One that has just been told, for the daemon that `session` speaks to.
EntryDraft NewDraft(const Session& session, EntryForm form);

// The drafts of this user on this machine. Thread-compatible.
class EntryDrafts {
 public:
  EntryDrafts();

  struct Listed {
    std::string id;
    std::optional<EntryDraft> draft;  // absent: it cannot be opened with the key of this machine
  };

  // Oldest first; those that cannot be opened at the end.
  absl::StatusOr<std::vector<Listed>> List();
  // The one whose id begins with `start`; when that is empty, the only one. NOT_FOUND; INVALID_ARGUMENT when several
  // would do.
  absl::StatusOr<Listed> Find(std::string_view start);
  // Writes it down, under a new id if it has none. A date that was left to be today becomes a date.
  absl::Status Keep(EntryDraft& draft);
  absl::Status Remove(const EntryDraft& draft);
  absl::Status Remove(std::string_view id) { return box_.Remove(id); }

 private:
  DraftBox box_;
};

// As much of an id as a person has to type.
std::string ShortId(std::string_view id);

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_ENTRY_DRAFT_H_
