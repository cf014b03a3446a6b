#include "daemon/policy/candidate/candidate_previews.h"

#include <sys/resource.h>

#include <cerrno>
#include <cstring>
#include <optional>
#include <utility>

#include "absl/strings/str_cat.h"
#include "daemon/base/civil.h"
#include "daemon/base/log.h"
#include "daemon/base/status.h"
#include "daemon/policy/candidate/preview_walk.h"

namespace candor::policy {
namespace {

// Behind the daemon's own threads and its worker, and not so far behind that a busy day keeps it from ever being done.
constexpr int kNiceness = 10;

// Of this thread, and of the worker that it starts.
void YieldToOthers() {
  if (setpriority(PRIO_PROCESS, 0, kNiceness) == 0) return;
  log::Warning(absl::StrCat("a preview cannot yield to the daemon's other work: ", strerror(errno)));
}

}  // namespace

CandidatePreviews::CandidatePreviews(CandidateRooms rooms)
    : rooms_(std::move(rooms)),
      files_(rooms_.folder),
      turns_(kMostWaiting, "too many previews are waiting; ask again when they are done") {}

void CandidatePreviews::Preview(domain::PolicyPreviewRequest request,
                                std::shared_ptr<domain::PolicyPreviewListener> listener) {
  turns_.Ask([this, request = std::move(request), listener = std::move(listener)](const absl::Status& turn) {
    listener->End(turn.ok() ? Answer(request, *listener) : absl::StatusOr<domain::PolicyPreviewSummary>(turn));
  });
}

absl::StatusOr<CandidatePolicies> CandidatePreviews::FindFiles(const domain::PolicyPreviewRequest& request) const {
  CandidatePolicies wanted;
  wanted.today = DayNumber(request.today);
  if (request.from) wanted.from = DayNumber(*request.from);
  if (!request.profile_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(wanted.profile_path,
                            files_.Find(request.profile_file, domain::Candidate::Kind::kProfile, "profile_file"));
  }
  if (!request.plugin_file.empty()) {
    CANDOR_ASSIGN_OR_RETURN(wanted.plugin_path,
                            files_.Find(request.plugin_file, domain::Candidate::Kind::kPlugin, "plugin_file"));
  }
  return wanted;
}

absl::StatusOr<domain::PolicyPreviewSummary> CandidatePreviews::Answer(const domain::PolicyPreviewRequest& request,
                                                                       domain::PolicyPreviewListener& listener) const {
  if (!listener.Listening()) return absl::CancelledError("nobody waits for the preview any more");
  YieldToOthers();
  CANDOR_ASSIGN_OR_RETURN(const CandidatePolicies wanted, FindFiles(request));
  // Held to the end, whatever takes their place meanwhile.
  const std::shared_ptr<const domain::PolicyEngine> in_force = rooms_.in_force.Current();
  CANDOR_ASSIGN_OR_RETURN(const std::unique_ptr<domain::PolicyEngine> candidates, rooms_.policies(wanted));
  if (rooms_.in_force.Current() != in_force) {
    return absl::UnavailableError("others took the place of the policies meanwhile; ask again");
  }
  return PreviewWalk({rooms_.store, *in_force, *candidates}, request, listener, [this] { return turns_.stopping(); })
      .Go();
}

}  // namespace candor::policy
