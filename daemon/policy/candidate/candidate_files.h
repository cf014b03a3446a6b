#ifndef CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_FILES_H_
#define CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_FILES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/statusor.h"
#include "daemon/domain/policy_preview.h"

namespace candor::policy {

// The folder in which an administrator places profiles and plugins that are to be tried. What lies there is loaded for
// a preview only, never by the daemon's own worker. Thread-safe.
class CandidateFiles {
 public:
  // `folder`: need not be there.
  explicit CandidateFiles(std::string folder) : folder_(std::move(folder)) {}

  const std::string& folder() const { return folder_; }

  // The absolute path of the file of that bare name. INVALID_ARGUMENT about `field`: the name has another ending than
  // the kind asks for (*.toml, *.so), or is none of letters, digits, ".", "_" and "-". NOT_FOUND: no such file.
  // FAILED_PRECONDITION: the file leads out of the folder, or others than the daemon's user and root may change it or
  // the folder.
  absl::StatusOr<std::string> Find(const std::string& name, domain::Candidate::Kind kind,
                                   const std::string& field) const;

  // Every file that may be one, by name; what is wrong with one stands in it. PERMISSION_DENIED, or whatever keeps the
  // folder from being read.
  absl::StatusOr<std::vector<domain::Candidate>> List() const;

 private:
  const std::string folder_;
};

}  // namespace candor::policy

#endif  // CANDOR_DAEMON_POLICY_CANDIDATE_CANDIDATE_FILES_H_
