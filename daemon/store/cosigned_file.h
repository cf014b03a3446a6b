#ifndef CANDOR_DAEMON_STORE_COSIGNED_FILE_H_
#define CANDOR_DAEMON_STORE_COSIGNED_FILE_H_

#include <string>
#include <string_view>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "daemon/ledger/note.h"

// The file that keeps the largest checkpoint a witness has cosigned: a line "candor cosigned 1 CHECK", CHECK the first
// 16 hex digits of SHA-256 over what follows, and then the note as it is.
namespace candor::store {

// The note. NOT_FOUND when there is no file, DATA_LOSS when it is damaged.
absl::StatusOr<std::string> ReadCosigned(const std::string& path);
absl::Status WriteCosigned(const std::string& path, std::string_view note);

// `fresh` together with what is kept, as one note: the larger checkpoint, or the signatures of both when they are the
// same. What is kept lies at `path`, or is `kept` when `path` is empty; nothing is written. REQUIRES: both are
// checkpoints of this ledger.
absl::StatusOr<std::string> JoinCosigned(const std::string& path, std::string_view kept, ledger::Note fresh);

}  // namespace candor::store

#endif  // CANDOR_DAEMON_STORE_COSIGNED_FILE_H_
