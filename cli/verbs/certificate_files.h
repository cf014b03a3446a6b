#ifndef CANDOR_CLI_VERBS_CERTIFICATE_FILES_H_
#define CANDOR_CLI_VERBS_CERTIFICATE_FILES_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "candor/v1/retention.pb.h"
#include "cli/verbs/part_file.h"

namespace candor::cli {

// Where the certificates of an erasure go: FILE, FILE.2 and so on. They are opened before anything is erased, so that
// what cannot be kept is not erased either; what is there by one of the names is never replaced. Thread-compatible.
class CertificateFiles final {
 public:
  // LocalFileError() where one of the names that `planned` needs is taken; of it the scope and the merged cases are
  // looked at. `file` empty: none are kept, and everything below is OK.
  static absl::Status CheckAreNew(const std::string& file, const v1::Erasure& planned);
  // Makes what `planned` needs at least. LocalFileError() where that cannot be; nothing is left then.
  static absl::StatusOr<CertificateFiles> Create(const std::string& file, const v1::Erasure& planned);

  // Puts each certificate into its file; those that are not needed are not made. To be called once. LocalFileError()
  // says that it is erased all the same, and where the certificate is.
  absl::Status Keep(const v1::Erasure& erasure);

 private:
  explicit CertificateFiles(std::string file) : file_(std::move(file)) {}

  absl::Status KeepEach(const v1::Erasure& erasure);

  std::string file_;
  std::vector<PartFile> open_;
};

}  // namespace candor::cli

#endif  // CANDOR_CLI_VERBS_CERTIFICATE_FILES_H_
